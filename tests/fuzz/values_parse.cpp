// Any text offered as a value: never a crash; what is accepted is read back the same.
#include <cstdint>

#include "base/check.h"
#include "values/date.h"
#include "values/id_number.h"
#include "values/money.h"
#include "values/person_name.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::values;
  std::string_view text(reinterpret_cast<char const*>(data), size);
  if (auto date = Date::from_iso(text)) CHECK(date->to_string() == text);
  if (auto month = Month::from_iso(text)) CHECK(month->to_string() == text);
  if (auto number = IdNumber::parse(text)) CHECK(IdNumber::parse(number->reveal()).value() == *number);
  if (auto amount = Money::parse(text)) CHECK(Money::parse(amount->to_string()).value() == *amount);
  if (auto name = PersonName::parse(text)) CHECK(PersonName::parse(name->reveal()).value() == *name);
  return 0;
}
