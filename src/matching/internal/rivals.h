#pragma once
// Who else could it be? A pair is no certainty, however well it agrees, if another row agrees nearly as well: of a person and their double one is wrong,
// and the model, which looks at pairs one by one, cannot know which.
#include <cstdint>
#include <functional>
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

// So much better than its rival a pair must be, in bits, to be more certain than one wrong in two thousand.
constexpr float rival_within_bits = 11;

// By pair: does one of its rows have another partner that is nearly as good? `are_alike(one, other, is_right)`: do two partners, both right rows or both
// left rows, look the same themselves? Then it is one person who stands in the list twice, and no rival. Pairs below even odds are nobody's rivals.
std::vector<bool> rivalled(std::vector<ScoredPair> const&, bool is_one_table, std::function<bool(uint32_t one, uint32_t other, bool is_right)> const& are_alike);

}  // namespace hutong::matching
