#pragma once
// The usual cell, at once: plain digits, a plain name, an ISO date. Each says yes only where the parsers of cells.h would give back exactly the
// text itself without a warning; anything else goes to them. Nine cells in ten end here (a property test compares both).
#include <optional>
#include <string_view>

#include "values/date.h"
#include "values/id_number.h"

namespace hutong::intake {

std::optional<values::IdNumber> quick_id(std::string_view text, values::Date received_on);
bool quick_name(std::string_view text);
bool quick_text(std::string_view text);
bool quick_phone(std::string_view text);
std::optional<values::Date> quick_date(std::string_view text);  // 2026-09-03 exactly

}  // namespace hutong::intake
