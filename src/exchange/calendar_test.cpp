// The years that travel with the program, against what the notices say about their most delicate days.
#include <gtest/gtest.h>

#include "base/resources.h"
#include "values/work_calendar.h"

namespace hutong::exchange {
namespace {

TEST(Calendar, knows_the_worked_weekends_and_the_long_holidays) {
  values::WorkCalendar calendar;
  for (base::Resource const& file : base::resources_in("calendar")) ASSERT_TRUE(calendar.add_yaml(file.text)) << file.name;
  struct Case {
    char const* day;
    bool is_worked;
  };
  for (Case const& one : {Case{"2025-10-08", false}, Case{"2025-10-09", true}, Case{"2025-10-11", true}, Case{"2025-10-12", false}, Case{"2026-01-04", true},
                          Case{"2026-02-23", false}, Case{"2026-02-24", true}, Case{"2026-02-28", true}, Case{"2026-05-05", false}, Case{"2026-05-06", true},
                          Case{"2026-09-25", false}, Case{"2026-10-08", true}, Case{"2026-10-10", true}})
    EXPECT_EQ(calendar.is_working_day(values::Date::from_iso(one.day).value()), one.is_worked) << one.day;
  EXPECT_TRUE(calendar.knows(2025));
  EXPECT_TRUE(calendar.knows(2026));
}

}  // namespace
}  // namespace hutong::exchange
