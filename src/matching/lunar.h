#pragma once
// The Chinese calendar between 1900 and 2040, from ICU at build time. Families tell a birthday by it, and lists take it down as if it were a solar date.
// Days are counted from 1970-01-01.
#include <cstdint>
#include <optional>

namespace hutong::matching {

struct LunarDate {
  int year = 0, month = 0, day = 0;  // the year by the number of the solar year in which it begins; month 1–12, day 1–30
  bool is_leap = false;              // the second month of this number
  friend bool operator==(LunarDate const&, LunarDate const&) = default;
};

// Nothing if there is no such day: another year, no such leap month, a 30th of a month of 29 days.
std::optional<int32_t> solar_day_of_lunar(int year, int month, int day, bool is_leap = false);
// Nothing outside the table.
std::optional<LunarDate> lunar_date_of(int32_t solar_day);

// The solar day that was meant if the year, month and day written as this solar date are lunar ones (the first month where there are two of its number).
std::optional<int32_t> solar_day_if_lunar(int32_t written_day);

// One of the two is the other's lunar date: 2010-03-01 of the lunar calendar, written as a solar date, and 2010-04-14. Also where the month is a leap month,
// and where the year is the solar one though the lunar year had not yet begun. Symmetric.
bool is_lunar_pair(int32_t day, int32_t other_day);

}  // namespace hutong::matching
