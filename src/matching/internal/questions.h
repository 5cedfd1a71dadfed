#pragma once
// Which pairs should a human look at, so that the model learns most? Not the pairs but their patterns are in doubt: one label corrects the whole pattern
// (learn.h). So ask about patterns that many pairs show and about which the model is undecided.
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

// At most so many. Of a pattern more pairs than one only if no other pattern is worth more; each further one is worth half. asked: by pattern, how many
// pairs people have already looked at; these pairs themselves (decided_bits) are not asked about again.
std::vector<ScoredPair> most_telling(std::vector<ScoredPair> const& candidates, std::vector<double> const& asked, size_t patterns, size_t at_most);

}  // namespace hutong::matching
