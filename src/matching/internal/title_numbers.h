#pragma once
// The numbers and models in two titles: what tells a thing's sizes, versions and volumes apart is mostly a number.
#include <string_view>

namespace hutong::matching {

// Does every word with a digit of either title stand in the other too? Written apart or together is the same: "TN-630", "tn630"; "2 TB", "2tb".
// Folded already (lower case, half width).
bool have_same_numbers(std::string_view title, std::string_view other);

}  // namespace hutong::matching
