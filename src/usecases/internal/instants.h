#pragma once
// Instants as the store keeps them, text that sorts like time.
#include <string_view>

#include "values/date.h"

namespace hutong::usecases {

// 2026-05-04T10:00:00+08:00 → 2026-05-04.
inline values::Date day_of(std::string_view instant) { return values::Date::from_iso(instant.substr(0, 10)).value(); }

}  // namespace hutong::usecases
