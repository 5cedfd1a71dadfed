#include "sheets/internal/number_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/check.h"

namespace hutong::sheets::internal {

std::string_view NumberText::of(double number) {
  if (!std::isfinite(number)) return "#NUM!";
  if (number == 0) return "0";
  // Shortest digits and exponent first ("3.70114201503039936e+17"), then laid out without the exponent.
  char shortest[64];
  auto end = std::to_chars(shortest, shortest + sizeof shortest, number, std::chars_format::scientific).ptr;
  char* const e = static_cast<char*>(std::memchr(shortest, 'e', static_cast<size_t>(end - shortest)));
  CHECK(e != nullptr);
  int exponent = 0;
  std::from_chars(e[1] == '+' ? e + 2 : e + 1, end, exponent);
  bool reads_better_with_exponent = exponent >= 21 || exponent < -15;
  char* out = buffer_;
  char const* digits = shortest;
  if (*digits == '-') *out++ = *digits++;
  if (reads_better_with_exponent) {
    out = std::copy(digits, static_cast<char const*>(end), out);
    return {buffer_, static_cast<size_t>(out - buffer_)};
  }
  std::string all;  // the digits without the point; at most 17, so no allocation
  for (char const* at = digits; at < e; ++at)
    if (*at != '.') all.push_back(*at);
  if (exponent < 0) {
    out = std::copy_n("0.", 2, out);
    out = std::fill_n(out, -exponent - 1, '0');
    out = std::copy(all.begin(), all.end(), out);
  } else {
    for (int place = 0; place <= exponent || place < static_cast<int>(all.size()); ++place) {
      if (place == exponent + 1) *out++ = '.';
      *out++ = place < static_cast<int>(all.size()) ? all[static_cast<size_t>(place)] : '0';
    }
  }
  return {buffer_, static_cast<size_t>(out - buffer_)};
}

std::string_view NumberText::of_date(double serial, bool uses_1904) {
  constexpr double last_serial = 2'958'466;  // 10000-01-01 in the 1900 system
  if (!(serial >= 0) || serial >= last_serial) return {};
  int64_t seconds = static_cast<int64_t>(std::floor(serial * 86400 + 0.5));
  int64_t day = seconds / 86400, rest = seconds % 86400;
  char* out = buffer_;
  auto put = [&](int value, int digits, char separator) {
    for (int i = digits; i > 0; --i, value /= 10) out[i - 1] = static_cast<char>('0' + value % 10);
    out += digits;
    if (separator) *out++ = separator;
  };
  auto put_time = [&] {
    put(static_cast<int>(rest / 3600), 2, ':');
    put(static_cast<int>(rest / 60 % 60), 2, ':');
    put(static_cast<int>(rest % 60), 2, '\0');
  };
  if (day == 0 && rest > 0) {
    put_time();
    return {buffer_, static_cast<size_t>(out - buffer_)};
  }
  using namespace std::chrono;
  year_month_day date;
  if (uses_1904) {
    date = sys_days(year(1904) / 1 / 1) + days(day);
  } else if (day == 60 || day == 0) {
    // Lotus's leap year that never was, and the day before the first: shown by Excel, not days of any calendar.
    date = year(1900) / (day ? 2 : 1) / (day ? 29 : 0);
  } else {
    date = sys_days(day < 60 ? year(1899) / 12 / 31 : year(1899) / 12 / 30) + days(day);
  }
  put(static_cast<int>(date.year()), 4, '-');
  put(static_cast<int>(static_cast<unsigned>(date.month())), 2, '-');
  put(static_cast<int>(static_cast<unsigned>(date.day())), 2, rest > 0 ? 'T' : '\0');
  if (rest > 0) put_time();
  return {buffer_, static_cast<size_t>(out - buffer_)};
}

namespace {

// A number written with exactly these digits; nullopt otherwise.
std::optional<int> digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<double> fraction_of(std::string_view time) {
  auto hour = digits(time, 0, 2), minute = digits(time, 3, 2), second = digits(time, 6, 2);
  bool is_time = time.size() == 8 && hour && minute && second && time[2] == ':' && time[5] == ':' && *hour < 24 && *minute < 60 && *second < 60;
  if (!is_time) return std::nullopt;
  return (*hour * 3600 + *minute * 60 + *second) / 86400.0;
}

}  // namespace

std::optional<double> serial_of(std::string_view iso, bool uses_1904) {
  using namespace std::chrono;
  if (iso.size() == 8 && iso[2] == ':') return fraction_of(iso);
  auto y = digits(iso, 0, 4), m = digits(iso, 5, 2), d = digits(iso, 8, 2);
  if (!y || !m || !d || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  year_month_day const date = year(*y) / *m / *d;
  std::optional<double> fraction = 0;
  if (iso.size() > 10) fraction = iso[10] == 'T' ? fraction_of(iso.substr(11)) : std::nullopt;
  if (!date.ok() || !fraction) return std::nullopt;
  int64_t day = (sys_days(date) - (uses_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / 30))).count();
  if (!uses_1904 && day <= 60) --day;  // before the leap day that never was
  if (day < (uses_1904 ? 0 : 1)) return std::nullopt;
  return static_cast<double>(day) + *fraction;
}

std::string_view tidy_iso(std::string_view iso) {
  if (iso.ends_with('Z')) iso.remove_suffix(1);
  iso = iso.substr(0, iso.find('.'));
  constexpr std::string_view midnight = "T00:00:00";
  if (iso.ends_with(midnight)) iso.remove_suffix(midnight.size());
  return iso;
}

bool is_date_format(unsigned id) { return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58); }

bool is_date_format(std::string_view code) {
  auto same_letters = [&](size_t at, std::string_view word) {
    if (at + word.size() > code.size()) return false;
    for (size_t i = 0; i < word.size(); ++i)
      if ((code[at + i] | 0x20) != word[i]) return false;
    return true;
  };
  for (size_t at = 0; at < code.size(); ++at) {
    char const c = code[at];
    if (c == ';') return false;  // the first section is the one for positive numbers
    if (c == '"') {
      at = code.find('"', at + 1);
    } else if (c == '[') {
      // [h], [mm], [ss] are elapsed time; colours, conditions, locales and calendars say nothing.
      size_t close = code.find(']', at);
      if (close == std::string_view::npos) return false;
      at = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (same_letters(at, "general")) {
      at += 6;
    } else if (std::strchr("yYmMdDhHsS", c) != nullptr && c != '\0') {
      return true;
    } else if (code.substr(at, 3) == "年" || code.substr(at, 3) == "月" || code.substr(at, 3) == "日") {
      return true;
    }
    if (at == std::string_view::npos) return false;
  }
  return false;
}

}  // namespace hutong::sheets::internal
