#pragma once
// What of a cell may stand on the page: identity numbers and telephones are hidden in part, whatever column they stand in; long texts are cut.
#include <string>
#include <string_view>

#include "matching/fields.h"

namespace hutong::link_report {

std::string shown(matching::FieldKind, std::string_view cell);
std::string shown(std::string_view cell);  // of a column of no known kind: row ids

}  // namespace hutong::link_report
