#include "matching/internal/rivals.h"

#include <algorithm>

namespace hutong::matching {

namespace {

struct Partner {  // of a row
  uint32_t row, partner;
  float bits;
  uint32_t pair;
  bool is_right;  // is the partner
};

void look_at(std::vector<Partner>& partners, std::function<bool(uint32_t, uint32_t, bool)> const& are_alike, std::vector<bool>& is_rivalled) {
  std::sort(partners.begin(), partners.end(), [](Partner const& a, Partner const& b) {
    if (a.row != b.row) return a.row < b.row;
    return a.bits != b.bits ? a.bits > b.bits : a.partner < b.partner;
  });
  for (size_t first = 0, end; first < partners.size(); first = end) {
    for (end = first + 1; end < partners.size() && partners[end].row == partners[first].row;) ++end;
    for (size_t i = first; i < end; ++i) {
      auto is_rival = [&](Partner const& other) {
        return other.bits >= partners[i].bits - rival_within_bits && other.partner != partners[i].partner && !are_alike(partners[i].partner, other.partner, other.is_right);
      };
      if (!is_rivalled[partners[i].pair]) is_rivalled[partners[i].pair] = std::any_of(partners.begin() + static_cast<ptrdiff_t>(first), partners.begin() + static_cast<ptrdiff_t>(end), is_rival);
    }
  }
}

}  // namespace

std::vector<bool> rivalled(std::vector<ScoredPair> const& pairs, bool is_one_table, std::function<bool(uint32_t, uint32_t, bool)> const& are_alike) {
  std::vector<bool> is_rivalled(pairs.size(), false);
  uint32_t rows = 0;
  for (auto const& pair : pairs) rows = std::max({rows, pair.left + 1, pair.right + 1});
  // Nearly everybody has one partner; only the others are sorted and looked at.
  std::vector<uint8_t> of_left(rows, 0), of_right(rows, 0);
  auto& right_counts = is_one_table ? of_left : of_right;
  auto add = [](uint8_t& count) { count = static_cast<uint8_t>(std::min(2, count + 1)); };
  for (auto const& pair : pairs)
    if (pair.bits >= 0) add(of_left[pair.left]), add(right_counts[pair.right]);
  std::vector<Partner> partners, others;
  for (uint32_t i = 0; i < pairs.size(); ++i) {
    auto const& pair = pairs[i];
    if (pair.bits < 0) continue;
    if (of_left[pair.left] > 1) partners.push_back({pair.left, pair.right, pair.bits, i, true});
    if (right_counts[pair.right] > 1) (is_one_table ? partners : others).push_back({pair.right, pair.left, pair.bits, i, false});
  }
  look_at(partners, are_alike, is_rivalled);
  look_at(others, are_alike, is_rivalled);
  return is_rivalled;
}

}  // namespace hutong::matching
