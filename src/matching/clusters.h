#pragma once
// More than two rows of one person: which rows of a table belong together? Pairs alone do not say: A is like B and B is like C, and A and C are brothers.
// Rows that hang together by pairs are a component; inside each, correlation clustering (Bansal, Blum, Chawla, Machine Learning 56, 2004): clusters such
// that the log odds of all pairs within them sum to as much as can be found, and no cluster holds two rows that must differ. Found greedily: the two
// clusters that gain most by it are merged, as long as there is a gain.
#include <cstdint>
#include <functional>
#include <vector>

#include "matching/linkage.h"

namespace hutong::matching {

struct ClusterEvidence {
  std::function<double(RowPair)> bits;       // log2 of the odds of any two rows, also of those that no rule made a pair; left < right
  std::function<bool(RowPair)> must_differ;  // two valid numbers, two rows of a list that names everybody once, a clerk who said no
};

// pairs: of one table, those worth joining. Row → the smallest row of its cluster; the result depends on nothing else, not on the order of the pairs.
// Each pair counts at most 30 bits for or against, so that no single one outvotes the rest; what people decided outvotes everything. In components of
// more than 300 rows only the pairs given are evidence.
std::vector<uint32_t> clusters_of(size_t rows, std::vector<ScoredPair> const& pairs, ClusterEvidence const&);

}  // namespace hutong::matching
