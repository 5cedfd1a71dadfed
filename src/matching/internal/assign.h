#pragma once
// At most one partner for each row.
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

// The best pairs first, each taken if both rows are still free. What is taken never depends on the order given.
std::vector<ScoredPair> assigned_one_to_one(std::vector<ScoredPair>);

}  // namespace hutong::matching
