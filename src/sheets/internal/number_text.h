#pragma once
// Numbers as a person would read them: shortest decimal that round-trips, without exponent below 10^21; serial dates as ISO.
#include <optional>
#include <string_view>

namespace hutong::sheets::internal {

// Excel keeps 15 significant digits; every number of 10^15 or more has lost what stood behind them (DEPENDENCIES 6).
inline bool is_lossy(double number) { return number >= 1e15 || number <= -1e15; }

// Reusable buffer; each result lives until the next call.
class NumberText {
 public:
  std::string_view of(double number);
  // "" if the number cannot be a date (negative, beyond the year 9999, NaN).
  std::string_view of_date(double serial, bool uses_1904);

 private:
  char buffer_[400];
};

// For writers: "2026-09-03", "2026-09-03T08:30:00" or "08:30:00" → serial number; nullopt for anything else and for days the system cannot count.
std::optional<double> serial_of(std::string_view iso, bool uses_1904);

// For readers of containers that hold dates as ISO text: without zone, fraction of a second, and a time of midnight.
std::string_view tidy_iso(std::string_view iso);

// The built-in number formats that show dates or times, with the East-Asian ids (ECMA-376 18.8.30).
bool is_date_format(unsigned builtin_id);
// A custom format code: General, quoted text, […] and escaped characters are stripped before looking for y m d h s 年 月 日 (DEPENDENCIES trap 11:
// the `e` of General is also the era-year token).
bool is_date_format(std::string_view code);

}  // namespace hutong::sheets::internal
