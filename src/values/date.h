#pragma once
// Calendar words. A Date is a day in Beijing; a Month is YYYY-MM; a Period is half-open [from, until).
// Month arithmetic follows the Civil Code (民法典): art. 201 the first day is not counted; art. 202 a period of months ends on the
// corresponding day of its last month, or on that month's last day if there is none; art. 203 if the last day is a legal holiday, the next
// working day (see WorkCalendar); art. 1259 以上/以内/届满 include the number, 不满/超过/以外 exclude it.
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::values {

class Month;

class Date {
 public:
  constexpr Date() = default;  // 1970-01-01
  constexpr explicit Date(std::chrono::sys_days day) : days_(static_cast<int32_t>(day.time_since_epoch().count())) {}
  // Absent for days that do not exist (2023-02-29) and years outside 1800..2200.
  static std::optional<Date> of(int year, unsigned month, unsigned day);
  // "2026-09-03" exactly; anything else is intake's business. Problem: bad_date (value: text).
  static base::Result<Date> from_iso(std::string_view text);

  int year() const;
  unsigned month() const;
  unsigned day() const;
  Month month_of() const;
  std::chrono::sys_days sys_days() const { return std::chrono::sys_days(std::chrono::days(days_)); }
  int32_t days_since_epoch() const { return days_; }
  bool is_weekend() const;
  std::string to_string() const;  // 2026-09-03
  std::string to_chinese() const;  // 2026年9月3日

  constexpr Date plus_days(int32_t count) const { return Date(days_ + count, 0); }
  friend constexpr auto operator<=>(Date const&, Date const&) = default;

 private:
  constexpr Date(int32_t days, int) : days_(days) {}
  int32_t days_ = 0;
};

inline int32_t days_between(Date from, Date until) { return until.days_since_epoch() - from.days_since_epoch(); }

// The day on which a period of `months` that began on `start` ends (art. 201, 202): 2026-03-31 + 6 → 2026-09-30.
Date months_after(Date start, int months);
// “满 n 个月(以上)” holds from this day on, the last day of the period itself.
inline Date first_day_reaching(Date start, int months) { return months_after(start, months); }
// “超过 n 个月” holds from this day on, the day after the period's last day.
inline Date first_day_exceeding(Date start, int months) { return months_after(start, months).plus_days(1); }
// Age in completed years on the day; the birthday itself counts (art. 17). Born on 29 February: complete on 28 February of other years,
// by art. 202 (the month's last day).
int age_on(Date birth, Date on);
// The day on which the age is reached.
Date birthday(Date birth, int age);

class Month {
 public:
  constexpr Month() = default;  // 1970-01
  static std::optional<Month> of(int year, unsigned month);
  static base::Result<Month> from_iso(std::string_view text);  // "2026-09"; problem bad_month (value: text)
  int year() const;
  unsigned month() const;
  Date first_day() const;
  Date last_day() const;
  std::string to_string() const;  // 2026-09
  std::string to_chinese() const;  // 2026年9月
  Month plus(int months) const;
  int32_t index() const { return months_; }  // months since 1970-01
  friend constexpr auto operator<=>(Month const&, Month const&) = default;

 private:
  int32_t months_ = 0;
};

// Half-open [from, until); until absent = still so.
struct Period {
  Date from;
  std::optional<Date> until;
  bool contains(Date day) const { return from <= day && (!until || day < *until); }
  bool is_empty() const { return until && *until <= from; }
  bool overlaps(Period const& other) const;
  friend bool operator==(Period const&, Period const&) = default;
};

}  // namespace hutong::values
