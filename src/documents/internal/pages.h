#pragma once
// How a Document falls into pages, the same for both containers.
#include <string>
#include <variant>
#include <vector>

#include "documents/document.h"

namespace hutong::documents::internal {

struct Page {
  size_t first_row = 0, end_row = 0;  // [first, end)
  bool is_last = false;
};
// At least one page, also without rows.
std::vector<Page> pages_of(Document const&);

// The sum of a column's rows [first, end), of the same kind as its cells; a column without rows sums to 0.
Cell sum_of(Document const&, size_t column, size_t first_row, size_t end_row);

std::string text_of(Cell const&);  // amounts as 1,250.00
// How many columns stand before the first summed one: the total's label spans them. 0 = nothing is summed.
size_t columns_before_sums(Document const&);
std::string page_total_label(Page const&);
std::string total_label(Document const&);

}  // namespace hutong::documents::internal
