#include "matching/lunar.h"

#include <chrono>
#include <cstdlib>

#include "matching/internal/tables.h"

namespace hutong::matching {
namespace {

int length_of(internal::LunarYear const& year, int place) { return (year.long_months >> place & 1) != 0 ? 30 : 29; }

int months_of(internal::LunarYear const& year) { return year.leap_month != 0 ? 13 : 12; }

internal::LunarYear const* lunar_year(int year) {
  int at = year - internal::lunar_first_year;
  return at >= 0 && at < static_cast<int>(internal::lunar_year_count) ? &internal::lunar_years[at] : nullptr;
}

struct SolarDate {
  int year, month, day;
};

SolarDate solar_date_of(int32_t day) {
  std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), static_cast<int>(static_cast<unsigned>(date.day()))};
}

bool is_lunar_of(int32_t written_day, LunarDate const& lunar) {
  SolarDate written = solar_date_of(written_day);
  return written.month == lunar.month && written.day == lunar.day && (written.year == lunar.year || written.year == lunar.year + 1);
}

}  // namespace

std::optional<int32_t> solar_day_of_lunar(int year, int month, int day, bool is_leap) {
  internal::LunarYear const* found = lunar_year(year);
  if (found == nullptr || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (is_leap && found->leap_month != month) return std::nullopt;
  int place = month - 1 + (found->leap_month != 0 && (month > found->leap_month || is_leap));
  if (day > length_of(*found, place)) return std::nullopt;
  int32_t solar = found->start;
  for (int i = 0; i < place; ++i) solar += length_of(*found, i);
  return solar + day - 1;
}

std::optional<LunarDate> lunar_date_of(int32_t solar_day) {
  if (solar_day < internal::lunar_years[0].start || solar_day > internal::lunar_years[internal::lunar_year_count - 1].start + 384) return std::nullopt;
  int year = solar_date_of(solar_day).year;
  internal::LunarYear const* found = lunar_year(year);
  if (found == nullptr || solar_day < found->start) found = lunar_year(--year);
  if (found == nullptr) return std::nullopt;
  int32_t left = solar_day - found->start;
  for (int place = 0; place < months_of(*found); ++place) {
    int length = length_of(*found, place);
    if (left < length) {
      bool after_leap = found->leap_month != 0 && place >= found->leap_month;
      return LunarDate{year, place + 1 - after_leap, left + 1, found->leap_month != 0 && place == found->leap_month};
    }
    left -= length;
  }
  return std::nullopt;
}

std::optional<int32_t> solar_day_if_lunar(int32_t written_day) {
  if (std::abs(int64_t{written_day}) > 100'000) return std::nullopt;
  SolarDate written = solar_date_of(written_day);
  return solar_day_of_lunar(written.year, written.month, written.day);
}

bool is_lunar_pair(int32_t day, int32_t other_day) {
  // The lunar date is 17 to 51 days behind; with the year of the other calendar up to a year ahead.
  int64_t apart = std::abs(int64_t{day} - other_day);
  if (apart < 15 || apart > 366 || (apart > 55 && apart < 310)) return false;
  std::optional<LunarDate> one = lunar_date_of(day), other = lunar_date_of(other_day);
  return (other && is_lunar_of(day, *other)) || (one && is_lunar_of(other_day, *one));
}

}  // namespace hutong::matching
