#include <algorithm>

#include "base/check.h"
#include "base/messages.h"
#include "documents/internal/pages.h"

namespace hutong::documents::internal {

std::vector<Page> pages_of(Document const& document) {
  CHECK(document.rows_per_page > 0);
  for (auto const& row : document.rows) CHECK(row.size() == document.columns.size());
  std::vector<Page> pages;
  size_t first = 0;
  do {
    size_t const end = std::min(first + document.rows_per_page, document.rows.size());
    pages.push_back({first, end, end == document.rows.size()});
    first = end;
  } while (first < document.rows.size());
  return pages;
}

Cell sum_of(Document const& document, size_t column, size_t first_row, size_t end_row) {
  int64_t count = 0;
  values::Money amount;
  bool is_amount = false;
  for (size_t row = first_row; row < end_row; ++row) {
    Cell const& cell = document.rows[row][column];
    if (auto const* number = std::get_if<int64_t>(&cell)) count += *number;
    if (auto const* money = std::get_if<values::Money>(&cell)) {
      amount = amount + *money;
      is_amount = true;
    }
  }
  return is_amount ? Cell(amount) : Cell(count);
}

namespace {

// 1250.00 → 1,250.00
std::string grouped(std::string text) {
  size_t const point = text.find('.'), begin = text.front() == '-' ? 1 : 0;
  for (size_t at = point; at > begin + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace

std::string text_of(Cell const& cell) {
  if (auto const* text = std::get_if<std::string>(&cell)) return *text;
  if (auto const* count = std::get_if<int64_t>(&cell)) return std::to_string(*count);
  return grouped(std::get<values::Money>(cell).to_string());
}

size_t columns_before_sums(Document const& document) {
  auto const first = std::find_if(document.columns.begin(), document.columns.end(), [](Column const& column) { return column.is_summed; });
  return first == document.columns.end() ? 0 : static_cast<size_t>(first - document.columns.begin());
}

std::string page_total_label(Page const& page) { return base::label("document_page_total", {{"count", std::to_string(page.end_row - page.first_row)}}); }
std::string total_label(Document const& document) { return base::label("document_total", {{"count", std::to_string(document.rows.size())}}); }

}  // namespace hutong::documents::internal
