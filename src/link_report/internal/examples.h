#pragma once
// Ten pairs that show how the model thinks: the surest, an ordinary one, those on both sides of each threshold, and some that only look alike.
#include <vector>

#include "link_report/link_report.h"

namespace hutong::link_report {

enum class Standing {
  certain,  // needs nobody
  ask,      // returned, for a human to look at
  below,    // not returned
  yielded,  // likely enough, but one-to-one gave the row to another
  missed,   // likely enough, but no rule made it a pair
};

struct Example {
  matching::RowPair rows;
  Standing standing = Standing::below;
  matching::Waterfall waterfall;
};

// Best first, at most ten.
std::vector<Example> examples_of(Input const&);

bool is_certain(matching::ScoredPair const&, matching::Model const&);
// The thresholds on the scale of bits. None is certain: as high as the best pair goes.
double certain_bits(Input const&);
double bits_of_probability(double);

}  // namespace hutong::link_report
