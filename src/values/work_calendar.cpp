#include "values/work_calendar.h"

#include "values/yaml.h"

namespace hutong::values {

base::Result<bool> WorkCalendar::add_yaml(std::string_view yaml) {
  return read_yaml(yaml, "bad_calendar_file", [this](YamlNode const& root) {
    root.allow_keys({"year", "source", "free", "worked"});
    int const year = root.needed("year").number();
    for (auto const& [key, days] : {std::pair{"free", &free_}, std::pair{"worked", &worked_}}) {
      auto const listed = root.find(key);
      if (!listed) continue;
      for (YamlNode const& node : listed->list()) {
        auto const date = Date::from_iso(node.word());
        if (!date) node.refuse("没有“" + node.word() + "”这一天");
        days->insert(*date);
      }
    }
    years_.insert(year);
    return true;
  });
}

bool WorkCalendar::is_working_day(Date day) const {
  if (worked_.contains(day)) return true;
  return !day.is_weekend() && !free_.contains(day);
}

Date WorkCalendar::working_day_on_or_after(Date day) const {
  while (!is_working_day(day)) day = day.plus_days(1);
  return day;
}

Date WorkCalendar::working_days_after(Date start, int count) const {
  Date day = start;
  for (int passed = 0; passed < count;) {
    day = day.plus_days(1);
    if (is_working_day(day)) ++passed;
  }
  return day;
}

}  // namespace hutong::values
