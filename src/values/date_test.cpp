#include "values/date.h"

#include <gtest/gtest.h>

namespace hutong::values {
namespace {

Date day(char const* iso) { return Date::from_iso(iso).value(); }

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
unsigned days_in(int year, unsigned month) {
  constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Art. 202 written a second time, naively, over every day of forty years and every length up to five years.
TEST(CivilCode, a_period_of_months_ends_on_the_corresponding_day_or_the_last_of_the_month) {
  for (int year = 1999; year < 2039; ++year)
    for (unsigned month = 1; month <= 12; ++month)
      for (unsigned at = 1; at <= days_in(year, month); ++at)
        for (int months = 0; months <= 60; ++months) {
          int index = year * 12 + static_cast<int>(month) - 1 + months;
          int end_year = index / 12;
          unsigned end_month = static_cast<unsigned>(index % 12) + 1;
          unsigned end_day = std::min(at, days_in(end_year, end_month));
          ASSERT_EQ(months_after(*Date::of(year, month, at), months), *Date::of(end_year, end_month, end_day));
        }
}

TEST(CivilCode, six_months_from_the_end_of_march_end_on_the_last_of_september) {
  EXPECT_EQ(months_after(day("2026-03-31"), 6), day("2026-09-30"));
  EXPECT_EQ(first_day_reaching(day("2026-03-31"), 6), day("2026-09-30"));
  EXPECT_EQ(first_day_exceeding(day("2026-03-31"), 6), day("2026-10-01"));
}

TEST(CivilCode, the_eighteenth_birthday_is_itself_the_first_day_of_being_eighteen) {
  EXPECT_EQ(age_on(day("2008-06-15"), day("2026-06-14")), 17);
  EXPECT_EQ(age_on(day("2008-06-15"), day("2026-06-15")), 18);
}

TEST(CivilCode, a_child_of_29_february_turns_eighteen_on_28_february_of_a_short_year) {
  EXPECT_EQ(birthday(day("2008-02-29"), 18), day("2026-02-28"));
  EXPECT_EQ(age_on(day("2008-02-29"), day("2026-02-27")), 17);
  EXPECT_EQ(age_on(day("2008-02-29"), day("2026-02-28")), 18);
}

TEST(Date, refuses_days_that_do_not_exist) {
  for (char const* text : {"2023-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-3", "20260403", "", "2026-04-03 ", "1799-12-31"})
    EXPECT_FALSE(Date::from_iso(text)) << text;
}

TEST(Date, is_read_back_from_what_it_writes_over_forty_years) {
  for (Date at = day("1999-01-01"); at < day("2039-01-01"); at = at.plus_days(1)) ASSERT_EQ(Date::from_iso(at.to_string()).value(), at);
}

TEST(Month, counts_over_the_turn_of_the_year_in_both_directions) {
  Month december = Month::from_iso("2026-12").value();
  EXPECT_EQ(december.plus(1).to_string(), "2027-01");
  EXPECT_EQ(december.plus(-12).to_string(), "2025-12");
  EXPECT_EQ(Month::from_iso("1969-12").value().to_string(), "1969-12");
  EXPECT_EQ(Month::from_iso("2028-02").value().last_day(), day("2028-02-29"));
  EXPECT_FALSE(Month::from_iso("2026-13"));
  EXPECT_FALSE(Month::from_iso("2026-9"));
}

TEST(Period, does_not_contain_its_last_day) {
  Period spell{day("2026-01-01"), day("2026-02-01")};
  EXPECT_TRUE(spell.contains(day("2026-01-31")));
  EXPECT_FALSE(spell.contains(day("2026-02-01")));
  EXPECT_FALSE(spell.overlaps({day("2026-02-01"), std::nullopt}));
  EXPECT_TRUE(spell.overlaps({day("2026-01-31"), std::nullopt}));
}

}  // namespace
}  // namespace hutong::values
