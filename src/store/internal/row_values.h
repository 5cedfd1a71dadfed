#pragma once
// Our types from and to the columns of a row. What the database holds was written by us: anything else stops the program.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "store/connection.h"
#include "values/date.h"
#include "values/id_number.h"

namespace hutong::store::internal {

template <class T>
T known(std::optional<T> value) {
  CHECK(value);
  return *value;
}

inline values::Date date_of(std::string_view text) {
  auto date = values::Date::from_iso(text);
  CHECK(date);
  return *date;
}

inline values::Month month_of(std::string_view text) {
  auto month = values::Month::from_iso(text);
  CHECK(month);
  return *month;
}

inline std::optional<values::Date> optional_date(Row const& row, int column) { return row.is_null(column) ? std::nullopt : std::optional(date_of(row.text(column))); }

inline std::optional<values::IdNumber> optional_id(Row const& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return values::IdNumber::parse(row.text(column)).value();
}

template <class T>
std::optional<std::string> iso(std::optional<T> const& value) {
  return value ? std::optional(value->to_string()) : std::nullopt;
}

}  // namespace hutong::store::internal
