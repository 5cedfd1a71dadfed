#include "intake/internal/grid.h"

#include <algorithm>

#include "base/text.h"

namespace hutong::intake {

std::string_view trimmed_fast(std::string_view text) {
  if (text.empty()) return text;
  auto may_be_blank = [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF || c == 0xE1; };
  auto first = static_cast<unsigned char>(text.front());
  // A blank that ends in a continuation byte is one of a few; only they go the slow way. Han characters of E3 … (kana, 〃) pass through it as well.
  auto last = static_cast<unsigned char>(text.back());
  bool const last_may_be_blank = last <= 0x20 || last == 0x7F || (last & 0xC0) == 0x80;
  if (!may_be_blank(first) && !last_may_be_blank) return text;
  if (!may_be_blank(first) && text.size() >= 3) {
    auto const lead = static_cast<unsigned char>(text[text.size() - 3]);
    auto const second = static_cast<unsigned char>(text[text.size() - 2]);
    if (last_may_be_blank && last > 0x20 && last != 0x7F && lead >= 0xE4 && lead <= 0xE9 && second >= 0x80) return text;  // ends in a Han character
  }
  return base::trimmed(text);
}

Grid::Grid(sheets::Workbook const& book, sheets::Sheet const& sheet) : book_(&book), sheet_(&sheet), merges_(sheet.merges) {
  std::stable_sort(merges_.begin(), merges_.end(), [](auto const& a, auto const& b) { return a.first_row < b.first_row; });
  for (auto const& merge : merges_) tallest_merge_ = std::max(tallest_merge_, merge.last_row - merge.first_row);
}

std::string_view Grid::text(int row, uint16_t column) const {
  sheets::Cell const* cell = sheet_->cell_at(row, column);
  return cell ? text(*cell) : std::string_view();
}

std::vector<sheets::Cell const*> Grid::filled(sheets::Row const& row) const {
  std::vector<sheets::Cell const*> all;
  for (auto const& cell : cells(row))
    if (!text(cell).empty()) all.push_back(&cell);
  return all;
}

bool Grid::is_blank(sheets::Row const& row) const {
  auto const all = cells(row);
  return std::all_of(all.begin(), all.end(), [&](auto const& cell) { return text(cell).empty(); });
}

sheets::Merge const* Grid::merge_at(int row, uint16_t column) const {
  auto at = std::lower_bound(merges_.begin(), merges_.end(), row - tallest_merge_, [](auto const& merge, int first) { return merge.first_row < first; });
  for (; at != merges_.end() && at->first_row <= row; ++at)
    if (at->last_row >= row && at->first_column <= column && column <= at->last_column) return &*at;
  return nullptr;
}

std::string_view Grid::merged_text(int row, uint16_t column) const {
  if (auto const own = text(row, column); !own.empty()) return own;
  sheets::Merge const* merge = merge_at(row, column);
  return merge ? text(merge->first_row, merge->first_column) : std::string_view();
}

bool Grid::is_hidden(uint16_t column) const { return std::binary_search(sheet_->hidden_columns.begin(), sheet_->hidden_columns.end(), column); }

void MergeCursor::move_to(int row) {
  row_ = row;
  auto const& merges = grid_.merges();
  for (; next_ < merges.size() && merges[next_].first_row < row; ++next_)
    if (merges[next_].last_row > merges[next_].first_row) active_.push_back(&merges[next_]);
  std::erase_if(active_, [&](auto const* merge) { return merge->last_row < row; });
}

sheets::Merge const* MergeCursor::from_above(uint16_t column) const {
  for (auto const* merge : active_)
    if (merge->first_column == column && merge->first_row < row_) return merge;
  return nullptr;
}

}  // namespace hutong::intake
