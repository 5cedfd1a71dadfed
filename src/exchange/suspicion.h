#pragma once
// Signs that a file is not what the sender says it is: another month, another agency. They lead to a question, never to a guess.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/date.h"
#include "values/words.h"

namespace hutong::exchange {

// Months named in a heading or a file name: 2026年8月, 2026.08, 202608; not days (2026年8月5日), which date the paper and not the list.
std::vector<values::Month> months_named(std::string_view text);

// The month that the texts speak of instead of `period`: only when none of them names the period itself. A list is written in the
// month after its period, so that month is no sign.
std::optional<values::Month> other_month(std::vector<std::string> const& texts, values::Month period);

// The agency that a line like “填报单位：章丘区残疾人联合会（盖章）” names, if it is one we know and not the sender. The bureau itself is
// no sign (many forms carry its name), nor is a town.
std::optional<values::AgencyKind> other_agency(std::vector<std::string> const& texts, values::AgencyKind sender);

}  // namespace hutong::exchange
