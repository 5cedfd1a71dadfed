#pragma once
// Who belongs to whom, when a list names everybody once. Pairs that people decided (decided_bits) always stay, and no other pair of their rows does.
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

// The likeliest first, then by rows.
bool is_before(ScoredPair const& a, ScoredPair const& b);

// At most one partner for each row, so that the sum of bits is as large as can be: that is the likeliest assignment. Exact within groups of up to sixty rows
// that hang together; in larger ones the best pairs come first. What is taken never depends on the order given.
std::vector<ScoredPair> assigned_one_to_one(std::vector<ScoredPair>);

// For each right row its best left row. A left row keeps all the right rows that chose it: the right list may name one person twice.
std::vector<ScoredPair> assigned_many_to_one(std::vector<ScoredPair>);

}  // namespace hutong::matching
