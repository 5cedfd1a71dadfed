#pragma once
// How a delimited text is cut: which separator, and where a quoted cell ends.
#include <cstddef>
#include <string_view>

namespace hutong::sheets::internal {

// The closing quote of the cell whose opening quote stands at `open` (doubled quotes are letters); npos if there is none.
size_t end_of_quoted(std::string_view text, size_t open);
// A quote that somebody typed into a cell and never closed: its cell would go on over line ends to a quote that has letters behind it. `behind`: what stands
// between that quote and the next separator. Taken for a quote, it would swallow rows without a word.
bool is_stray_quote(std::string_view cell, std::string_view behind);

// '\0': none. A title or a note may hold a comma; a table has the same number of separators in many lines.
char separator_of(std::string_view text);

// "sep=;" as the first line is an instruction to Excel, which does not show it as a row. 0: there is no such line.
size_t size_of_separator_line(std::string_view text, char& separator);

}  // namespace hutong::sheets::internal
