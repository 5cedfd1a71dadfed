#include "sheets/internal/out_names.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {

std::vector<std::string> sheet_names_of(OutWorkbook const& workbook) {
  constexpr size_t length_max = 31;
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (OutSheet const& sheet : workbook.sheets) {
    std::u32string name = base::to_utf32(sheet.name);
    for (char32_t& c : name)
      if (c < 0x20 || std::u32string_view(U"[]:*?/\\").find(c) != std::u32string_view::npos) c = U'_';
    if (!name.empty() && name.front() == U'\'') name.front() = U'_';
    if (name.size() > length_max) name.resize(length_max);
    if (!name.empty() && name.back() == U'\'') name.back() = U'_';
    std::string base = name.empty() ? "Sheet" + std::to_string(names.size() + 1) : base::to_utf8(name);
    std::string unique = base;
    for (int n = 2; !taken.insert(lower_ascii(unique)).second; ++n) {
      std::string suffix = "(" + std::to_string(n) + ")";
      unique = base::to_utf8(name.substr(0, length_max - suffix.size())) + suffix;
    }
    names.push_back(std::move(unique));
  }
  return names;
}

MergeMap::MergeMap(std::vector<Merge> const& merges) : merges_(merges) {
  std::sort(merges_.begin(), merges_.end(), [](Merge const& a, Merge const& b) { return a.first_row < b.first_row; });
  for (Merge const& merge : merges_) tallest_ = std::max(tallest_, merge.last_row - merge.first_row + 1);
}

Merge const* MergeMap::starting_at(int row, uint16_t column) const {
  auto at = std::lower_bound(merges_.begin(), merges_.end(), row, [](Merge const& merge, int wanted) { return merge.first_row < wanted; });
  for (; at != merges_.end() && at->first_row == row; ++at)
    if (at->first_column == column) return &*at;
  return nullptr;
}

bool MergeMap::hides(int row, uint16_t column) const {
  auto at = std::lower_bound(merges_.begin(), merges_.end(), row - tallest_ + 1, [](Merge const& merge, int wanted) { return merge.first_row < wanted; });
  for (; at != merges_.end() && at->first_row <= row; ++at) {
    bool covers = at->last_row >= row && at->first_column <= column && at->last_column >= column;
    if (covers && !(at->first_row == row && at->first_column == column)) return true;
  }
  return false;
}

}  // namespace hutong::sheets::internal
