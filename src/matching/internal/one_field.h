#pragma once
// One column of names, of titles, of addresses: is it the same? Learning cannot say, for nothing else bears witness to what agreement of that column is worth:
// with a single field every share of matches fits equally well, and expectation–maximisation lets it dwindle to none (the pairs that no rule made are
// strangers). A sex or a province beside it does not help. So it is found in another way:
//
//   two tables  in one list two rows are mostly two persons. What agrees within the lists is chance; what agrees more often between them is the same
//   one table   nothing tells the repeated name of two from one who stands twice. What is equal is taken to be the same, of texts and places as many of the
//               likest pairs as there are rows; and the share of it that is believed is an assumption
//
// A value that others have too says less (scores.cpp). Labels move the levels they looked at. Nothing is certain but equal numbers (company.cpp).
#include <functional>
#include <vector>

#include "matching/internal/learn.h"

namespace hutong::matching {

// The fields that tell one from another: few of all pairs agree.
std::vector<size_t> telling_fields(std::vector<Column> const&, std::function<double(size_t field)> const& share_of_equal);
std::vector<size_t> telling_fields(LearnInput const&);
Learnt learnt_from_one(LearnInput const&, size_t field);

}  // namespace hutong::matching
