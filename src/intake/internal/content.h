#pragma once
// What a column holds, where its label does not say.
#include "intake/internal/grid.h"
#include "values/date.h"

namespace hutong::intake {

bool looks_like_name(std::string_view text);  // two to four Han characters
bool holds_id_numbers(Grid const&, uint16_t column, int below_row);
bool holds_names(Grid const&, uint16_t column, int below_row);

enum class AgeGroup : uint8_t { minors, adults, unclear };
// By the birth years in the column's identity numbers.
AgeGroup age_group(Grid const&, uint16_t column, values::Date as_of);

}  // namespace hutong::intake
