#include "values/work_calendar.h"

#include <yaml-cpp/yaml.h>

namespace hutong::values {

base::Result<bool> WorkCalendar::add_yaml(std::string_view yaml) {
  auto refuse = [](int line, std::string why) {
    return base::fail("bad_calendar_file", {{"where", "calendar:" + std::to_string(line + 1)}, {"why", std::move(why)}});
  };
  try {
    YAML::Node root = YAML::Load(std::string(yaml));
    int year = root["year"].as<int>();
    for (auto const& [key, days] : {std::pair{"free", &free_}, std::pair{"worked", &worked_}}) {
      for (auto const& node : root[key]) {
        auto date = Date::from_iso(node.as<std::string>());
        if (!date) return refuse(node.Mark().line, node.as<std::string>());
        days->insert(*date);
      }
    }
    years_.insert(year);
  } catch (YAML::Exception const& error) {
    return refuse(error.mark.line, error.msg);
  }
  return true;
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
