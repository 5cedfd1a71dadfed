#include "matching/lunar.h"

#include <gtest/gtest.h>

#include <chrono>

namespace hutong::matching {
namespace {

int32_t day(int year, unsigned month, unsigned day_of_month) {
  using namespace std::chrono;
  return static_cast<int32_t>(sys_days(year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day_of_month))).time_since_epoch().count());
}

TEST(LunarDates, begin_the_year_at_the_spring_festival) {
  EXPECT_EQ(solar_day_of_lunar(2024, 1, 1), day(2024, 2, 10));
  EXPECT_EQ(solar_day_of_lunar(2025, 1, 1), day(2025, 1, 29));
  EXPECT_EQ(solar_day_of_lunar(2000, 1, 1), day(2000, 2, 5));
  EXPECT_EQ(solar_day_of_lunar(1949, 1, 1), day(1949, 1, 29));
  EXPECT_EQ(solar_day_of_lunar(2010, 8, 15), day(2010, 9, 22));  // mid-autumn
}

TEST(LunarDates, count_a_leap_month_after_its_namesake) {
  EXPECT_EQ(solar_day_of_lunar(2020, 4, 1), day(2020, 4, 23));
  EXPECT_EQ(solar_day_of_lunar(2020, 4, 1, true), day(2020, 5, 23));
  EXPECT_EQ(solar_day_of_lunar(2020, 5, 1), day(2020, 6, 21));
  EXPECT_EQ(solar_day_of_lunar(2033, 11, 1, true), day(2033, 12, 22));  // the leap month that many tables get wrong
  EXPECT_EQ(lunar_date_of(day(2020, 5, 23)), (LunarDate{2020, 4, 1, true}));
}

TEST(LunarDates, that_do_not_exist_are_refused) {
  EXPECT_FALSE(solar_day_of_lunar(2020, 5, 1, true));
  EXPECT_FALSE(solar_day_of_lunar(2020, 13, 1));
  EXPECT_FALSE(solar_day_of_lunar(2020, 0, 1));
  EXPECT_FALSE(solar_day_of_lunar(2020, 1, 0));
  EXPECT_FALSE(solar_day_of_lunar(2020, 1, 31));
  EXPECT_FALSE(solar_day_of_lunar(1850, 1, 1));
  EXPECT_FALSE(lunar_date_of(INT32_MIN));
  EXPECT_FALSE(lunar_date_of(INT32_MAX));
}

TEST(LunarDates, and_solar_days_are_one_to_one) {
  for (int32_t solar = day(1901, 1, 1); solar < day(2040, 12, 31); ++solar) {
    std::optional<LunarDate> lunar = lunar_date_of(solar);
    ASSERT_TRUE(lunar);
    ASSERT_EQ(solar_day_of_lunar(lunar->year, lunar->month, lunar->day, lunar->is_leap), solar);
  }
}

TEST(LunarDates, are_known_when_written_as_solar_ones) {
  EXPECT_EQ(solar_day_if_lunar(day(2010, 3, 1)), day(2010, 4, 14));
  EXPECT_TRUE(is_lunar_pair(day(2010, 3, 1), day(2010, 4, 14)));
  EXPECT_TRUE(is_lunar_pair(day(2010, 4, 14), day(2010, 3, 1)));
  EXPECT_TRUE(is_lunar_pair(day(2020, 4, 1), day(2020, 5, 23)));   // of the leap month
  EXPECT_TRUE(is_lunar_pair(day(2009, 12, 6), day(2010, 1, 20)));  // the lunar year has not begun
  EXPECT_TRUE(is_lunar_pair(day(2010, 12, 6), day(2010, 1, 20)));  // … but the solar year was written
  EXPECT_FALSE(is_lunar_pair(day(2010, 3, 2), day(2010, 4, 14)));
  EXPECT_FALSE(is_lunar_pair(day(2010, 3, 1), day(2010, 3, 1)));
  EXPECT_FALSE(is_lunar_pair(INT32_MIN, INT32_MAX));
}

}  // namespace
}  // namespace hutong::matching
