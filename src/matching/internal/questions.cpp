#include "matching/internal/questions.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace hutong::matching {

std::vector<ScoredPair> most_telling(std::vector<ScoredPair> const& candidates, std::vector<double> const& asked, size_t patterns, size_t at_most) {
  // Count × uncertainty: the variance of what is believed, summed over the pairs.
  std::vector<double> worth(patterns, 0);
  for (auto const& pair : candidates) {
    double const believed = static_cast<double>(pair.probability);
    worth[pair.pattern] += believed * (1 - believed);
  }
  for (size_t p = 0; p < asked.size(); ++p) worth[p] *= std::exp2(-asked[p]);
  std::priority_queue<std::pair<double, int64_t>> next;  // worth and −pattern, so that of equals the lower pattern comes first
  for (size_t p = 0; p < patterns; ++p)
    if (worth[p] > 0) next.emplace(worth[p], -static_cast<int64_t>(p));
  std::vector<size_t> wanted(patterns, 0), order;
  std::vector<size_t> available(patterns, 0);
  for (auto const& pair : candidates) available[pair.pattern] += std::abs(pair.bits) < decided_bits;
  while (order.size() < at_most && !next.empty()) {
    auto const [value, minus_pattern] = next.top();
    next.pop();
    auto const pattern = static_cast<size_t>(-minus_pattern);
    if (wanted[pattern] >= available[pattern]) continue;
    ++wanted[pattern];
    order.push_back(pattern);
    next.emplace(value / 2, minus_pattern);
  }
  // Of each pattern the pairs about which least is known.
  std::vector<std::vector<ScoredPair>> of_pattern(patterns);
  for (auto const& pair : candidates)
    if (wanted[pair.pattern] > 0 && std::abs(pair.bits) < decided_bits) of_pattern[pair.pattern].push_back(pair);
  for (size_t p = 0; p < patterns; ++p) {
    auto& pairs = of_pattern[p];
    std::partial_sort(pairs.begin(), pairs.begin() + static_cast<ptrdiff_t>(wanted[p]), pairs.end(), [](ScoredPair const& a, ScoredPair const& b) {
      if (std::abs(a.bits) != std::abs(b.bits)) return std::abs(a.bits) < std::abs(b.bits);
      return a.left != b.left ? a.left < b.left : a.right < b.right;
    });
  }
  std::vector<ScoredPair> questions;
  std::vector<size_t> given(patterns, 0);
  for (size_t pattern : order) questions.push_back(of_pattern[pattern][given[pattern]++]);
  return questions;
}

}  // namespace hutong::matching
