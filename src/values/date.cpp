#include "values/date.h"

#include <fmt/format.h>

#include "base/check.h"

namespace hutong::values {
namespace {

std::chrono::year_month_day civil(Date day) { return std::chrono::year_month_day(day.sys_days()); }

bool all_digits(std::string_view text) {
  for (char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

int number_of(std::string_view digits) {
  int number = 0;
  for (char c : digits) number = number * 10 + (c - '0');
  return number;
}

}  // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
  if (year < 1800 || year > 2200) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return Date(std::chrono::sys_days(date));
}

base::Result<Date> Date::from_iso(std::string_view text) {
  bool has_shape = text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
                   all_digits(text.substr(5, 2)) && all_digits(text.substr(8, 2));
  if (has_shape) {
    auto date = of(number_of(text.substr(0, 4)), static_cast<unsigned>(number_of(text.substr(5, 2))),
                   static_cast<unsigned>(number_of(text.substr(8, 2))));
    if (date) return *date;
  }
  return base::fail("bad_date", {{"text", std::string(text)}});
}

int Date::year() const { return static_cast<int>(civil(*this).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(*this).month()); }
unsigned Date::day() const { return static_cast<unsigned>(civil(*this).day()); }
Month Date::month_of() const { return *Month::of(year(), month()); }
bool Date::is_weekend() const {
  std::chrono::weekday day(sys_days());
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}
std::string Date::to_string() const {
  auto date = civil(*this);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}
std::string Date::to_chinese() const { return fmt::format("{}年{}月{}日", year(), month(), day()); }

Date months_after(Date start, int months) {
  auto date = civil(start);
  auto month = std::chrono::year_month(date.year(), date.month()) + std::chrono::months(months);
  auto same_day = std::chrono::year_month_day(month.year(), month.month(), date.day());
  if (same_day.ok()) return Date(std::chrono::sys_days(same_day));
  return Date(std::chrono::sys_days(std::chrono::year_month_day_last(month.year(), std::chrono::month_day_last(month.month()))));
}

int age_on(Date birth, Date on) {
  int age = on.year() - birth.year();
  return on < birthday(birth, age) ? age - 1 : age;
}

Date birthday(Date birth, int age) { return months_after(birth, 12 * age); }

std::optional<Month> Month::of(int year, unsigned month) {
  if (year < 1800 || year > 2200 || month < 1 || month > 12) return std::nullopt;
  Month made;
  made.months_ = (year - 1970) * 12 + static_cast<int>(month) - 1;
  return made;
}

base::Result<Month> Month::from_iso(std::string_view text) {
  if (text.size() == 7 && text[4] == '-' && all_digits(text.substr(0, 4)) && all_digits(text.substr(5, 2))) {
    auto month = of(number_of(text.substr(0, 4)), static_cast<unsigned>(number_of(text.substr(5, 2))));
    if (month) return *month;
  }
  return base::fail("bad_month", {{"text", std::string(text)}});
}

int Month::year() const {
  int years = months_ >= 0 ? months_ / 12 : -((11 - months_) / 12);
  return 1970 + years;
}
unsigned Month::month() const { return static_cast<unsigned>(months_ - (year() - 1970) * 12 + 1); }
Date Month::first_day() const { return *Date::of(year(), month(), 1); }
Date Month::last_day() const { return plus(1).first_day().plus_days(-1); }
std::string Month::to_string() const { return fmt::format("{:04}-{:02}", year(), month()); }
std::string Month::to_chinese() const { return fmt::format("{}年{}月", year(), month()); }
Month Month::plus(int months) const {
  Month made;
  made.months_ = months_ + months;
  return made;
}

bool Period::overlaps(Period const& other) const {
  return (!until || other.from < *until) && (!other.until || from < *other.until) && !is_empty() && !other.is_empty();
}

}  // namespace hutong::values
