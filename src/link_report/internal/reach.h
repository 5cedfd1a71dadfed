#pragma once
// Rows that found nobody, and those among them that never could: with what is filled in, even complete agreement would stay below the threshold.
#include <cstdint>
#include <vector>

#include "link_report/link_report.h"

namespace hutong::link_report {

struct Missing {
  std::vector<size_t> fields;  // of the plan, not filled in
  uint64_t rows = 0;
  double best_bits = 0;        // if all the others agreed, values being as common as usual
};

struct Reach {  // of one table
  uint64_t rows = 0;
  uint64_t certain = 0, ask = 0;  // have a partner
  uint64_t alone = 0;             // none, though there could be one
  uint64_t out_of_reach = 0;      // none, and there could not be
  std::vector<Missing> missing;   // of out_of_reach, most rows first
};

// Left, right; one table: only the first.
std::vector<Reach> reach_of(Input const&);

}  // namespace hutong::link_report
