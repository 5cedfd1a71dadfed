#include "base/clock.h"

#include <fmt/format.h>

namespace hutong::base {
namespace {

constexpr std::chrono::hours beijing_offset{8};

// Reads exactly `count` digits; -1 if they are not there.
int digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return -1;
  int number = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

// Z, +08:00, -05:30, or nothing (Beijing time), in minutes; absent if malformed.
std::optional<int> offset_minutes(std::string_view text) {
  if (text.empty()) return 8 * 60;
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  int hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Instant SystemClock::now() const { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

Result<Instant> instant_from(std::string_view text) {
  auto bad = [&] { return fail("bad_instant", {{"text", std::string(text)}}); };
  int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0 || text[4] != '-' || text[7] != '-') return bad();
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return bad();
  int hour = 0, minute = 0, second = 0;
  std::string_view rest = text.substr(10);
  if (!rest.empty()) {
    if (rest[0] != 'T' && rest[0] != ' ') return bad();
    hour = digits(rest, 1, 2);
    minute = digits(rest, 4, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || rest[3] != ':') return bad();
    rest = rest.substr(6);
    if (!rest.empty() && rest[0] == ':') {
      second = digits(rest, 1, 2);
      if (second < 0 || second > 59) return bad();
      rest = rest.substr(3);
    }
  }
  auto offset = offset_minutes(rest);
  if (!offset) return bad();
  return Instant(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute - *offset) +
                 std::chrono::seconds(second));
}

std::string to_string(Instant at) {
  auto local = at + beijing_offset;
  auto day = std::chrono::floor<std::chrono::days>(local);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::chrono::sys_days beijing_day(Instant at) { return std::chrono::floor<std::chrono::days>(at + beijing_offset); }

}  // namespace hutong::base
