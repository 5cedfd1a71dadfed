#include "matching/internal/assign.h"

#include <algorithm>

namespace hutong::matching {

std::vector<ScoredPair> assigned_one_to_one(std::vector<ScoredPair> pairs) {
  std::sort(pairs.begin(), pairs.end(), [](ScoredPair const& a, ScoredPair const& b) {
    if (a.bits != b.bits) return a.bits > b.bits;
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  uint32_t left_rows = 0, right_rows = 0;
  for (auto const& pair : pairs) left_rows = std::max(left_rows, pair.left + 1), right_rows = std::max(right_rows, pair.right + 1);
  std::vector<bool> is_left_taken(left_rows), is_right_taken(right_rows);
  std::vector<ScoredPair> taken;
  for (auto const& pair : pairs) {
    if (is_left_taken[pair.left] || is_right_taken[pair.right]) continue;
    is_left_taken[pair.left] = is_right_taken[pair.right] = true;
    taken.push_back(pair);
  }
  return taken;
}

}  // namespace hutong::matching
