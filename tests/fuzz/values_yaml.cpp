// Any bytes as divisions/<district>.yaml and as calendar/<year>.yaml: tables that can be asked, or a sentence that names the line.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "values/division.h"
#include "values/work_calendar.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  std::string_view const yaml(reinterpret_cast<char const*>(data), size);
  if (auto const divisions = values::Divisions::from_yaml(yaml)) {
    for (values::Town const& town : divisions->towns()) {
      CHECK(divisions->name_of(town.code) == town.name);
      for (auto const& code : {divisions->town_by_name(town.name), divisions->town_in_address(town.name + "枣园村1号")}) CHECK(!code || !divisions->name_of(*code).empty());
    }
  } else {
    CHECK(!base::tell(divisions.error()).empty() && !divisions.error().values.at("where").empty());
  }
  values::WorkCalendar calendar;
  if (auto const added = calendar.add_yaml(yaml)) {
    values::Date const start = *values::Date::of(2026, 9, 28);
    CHECK(calendar.is_working_day(calendar.working_day_on_or_after(start)));
    CHECK(start < calendar.working_days_after(start, 3));
  } else {
    CHECK(!base::tell(added.error()).empty() && !added.error().values.at("where").empty());
  }
  return 0;
}
