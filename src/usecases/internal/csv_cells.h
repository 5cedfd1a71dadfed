#pragma once
// Cells of the CSV files that a linkage writes. The pairs are a published format and carry every id as it is. The questions are opened in Excel or WPS, filled
// in and given back: there a cell that would be run as a formula ("=HYPERLINK(…)" in a list from elsewhere) gets an apostrophe in front.
#include <string>
#include <string_view>

namespace hutong::usecases::internal {

void append_csv_cell(std::string& to, std::string_view cell);

// Begins with = + - @, wide or not, and is no plain number.
bool is_like_formula(std::string_view cell);
// For the eyes of somebody at a spreadsheet.
void append_shown_cell(std::string& to, std::string_view cell);
// What append_shown_cell was given; of cells that it leaves alone, themselves.
std::string_view as_it_was(std::string_view shown);

}  // namespace hutong::usecases::internal
