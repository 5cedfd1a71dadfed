#pragma once
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

struct Bands {
  double certain_from = 1, ask_from = 0.5;
};
// From the estimated number of errors: above certain_from at most one pair in four thousand is expected to be wrong. Pairs sorted, best first.
Bands thresholds_of(std::vector<ScoredPair> const&);

}  // namespace hutong::matching
