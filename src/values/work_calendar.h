#pragma once
// Working days of the State Council's yearly notice: weekends that are worked (调休) and weekdays that are free. The notices are data,
// calendar/<year>.yaml; a year without a file knows weekends only and says so.
#include <set>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/date.h"

namespace hutong::values {

class WorkCalendar {
 public:
  // Adds one year's file. Problem: bad_calendar_file (values: where, why).
  base::Result<bool> add_yaml(std::string_view yaml);

  bool knows(int year) const { return years_.contains(year); }
  bool is_working_day(Date) const;
  // The day itself if it is worked, else the next one that is (民法典 art. 203).
  Date working_day_on_or_after(Date) const;
  // The day on which `count` working days after `start` have passed; the start is not counted.
  Date working_days_after(Date start, int count) const;

 private:
  std::set<int> years_;
  std::set<Date> free_;
  std::set<Date> worked_;
};

}  // namespace hutong::values
