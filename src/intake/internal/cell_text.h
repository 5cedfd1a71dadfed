#pragma once
// What all cell parsers share: the text as it was meant, and the short ways to build a Reading.
#include <string>
#include <string_view>

#include "intake/internal/cells.h"

namespace hutong::intake {

// Half width (NFKC), without control and zero-width characters, without a leading apostrophe, wrapping quotes or ="…", blanks cut at both ends.
std::string plain(std::string_view text);
// plain() without any blanks.
std::string compact(std::string_view text);

// #N/A, #REF!, ####: a formula or a column width went wrong.
bool is_cell_error(CellInput const&);

Reading blank_reading();
Reading none_reading();
Reading value_reading(std::string value);
Reading bad_reading(std::string_view code, std::map<std::string, std::string> values = {});
// unknown_code with the cell text, shortened, and the words to choose from.
Reading unknown_code(std::string_view text, std::string_view choices);

// The text without its brackets ( ) [ ] 【 】 〔 〕 and what stands in them; what stood there goes to `inside`, joined by a blank.
std::string without_brackets(std::string_view half_width, std::string* inside = nullptr);

}  // namespace hutong::intake
