#include "matching/date_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include "matching/internal/code_points.h"
#include "matching/internal/mix.h"

// The two usual writings are read directly; everything else is cut into numbers, month names and marks, and a list of cases decides which number is
// which. Digits are kept four bits each, so that comparing dates as typists err is an exclusive or.
namespace hutong::matching {

struct DateFormParts {
  static DateForm of(int year, int month, int day, uint8_t flags) {
    DateForm form;
    form.digits_ = two(year / 100) << 24 | two(year % 100) << 16 | two(month) << 8 | two(day);
    form.flags_ = flags;
    std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))};
    if (day != 0 && date.ok()) form.day_ = static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
    return form;
  }
  static uint32_t digits(DateForm form) { return form.digits_; }
  static int32_t day_number(DateForm form) { return form.day_; }
  static constexpr int32_t no_day = DateForm::no_day;
  static constexpr uint8_t ambiguous = DateForm::ambiguous, two_digit_year = DateForm::two_digit_year,
                           lunar = DateForm::lunar,
                           leap_month = DateForm::leap_month;

 private:
  static uint32_t two(int number) { return static_cast<uint32_t>(number / 10 << 4 | number % 10); }
};
using DateParts = DateFormParts;

namespace {

struct Number {
  int value = 0;
  int digits = 0;
};

// What a cell is cut into.
struct Pieces {
  Number numbers[4];
  size_t count = 0;
  int named_month = 0;
  int year = 0, month = 0, day = 0;  // marked by 年, 月, 日
  bool marked = false;
  char separator = 0;  // between the first two numbers
  uint8_t flags = 0;   // lunar, leap_month
  bool is_foreign = false;  // words that no date has
};

bool is_year(int year) { return year >= 1000 && year <= 2200; }
bool is_month(int month) { return month >= 1 && month <= 12; }
bool is_day(int day) { return day >= 1 && day <= 31; }
int full_year(int two_digits) { return two_digits <= 30 ? 2000 + two_digits : 1900 + two_digits; }

DateForm full(int year, int month, int day, uint8_t flags = 0) {
  if (!is_year(year) || month < 0 || month > 99 || day < 0 || day > 99) return {};
  if (day == 0 && !is_month(month)) month = 0;
  if (month == 0) day = 0;
  return DateParts::of(year, month, day, flags);
}

// ---- the usual writings ------------------------------------------------------------------------------------------------------------

bool are_digits(char const* at, int count) {
  for (int i = 0; i < count; ++i)
    if (at[i] < '0' || at[i] > '9') return false;
  return true;
}

int number_at(char const* at, int count) {
  int number = 0;
  for (int i = 0; i < count; ++i) number = number * 10 + (at[i] - '0');
  return number;
}

std::optional<DateForm> read_usual(std::string_view text) {
  char const* at = text.data();
  if (text.size() == 10 && at[4] == at[7] && (at[4] == '-' || at[4] == '/' || at[4] == '.') && are_digits(at, 4) && are_digits(at + 5, 2) &&
      are_digits(at + 8, 2)) {
    int year = number_at(at, 4), month = number_at(at + 5, 2), day = number_at(at + 8, 2);
    if (is_year(year) && is_month(month) && is_day(day)) return DateParts::of(year, month, day, 0);
  }
  if (text.size() == 8 && are_digits(at, 8)) {
    int year = number_at(at, 4), month = number_at(at + 4, 2), day = number_at(at + 6, 2);
    if (is_year(year) && is_month(month) && is_day(day)) return DateParts::of(year, month, day, 0);
  }
  return std::nullopt;
}

// ---- cutting -----------------------------------------------------------------------------------------------------------------------

// 0–9, 10 20 30 for 十廿卅, or −1.
int han_digit(char32_t c) {
  switch (c) {
    case U'〇': case U'零': case U'○': case U'Ｏ': return 0;
    case U'一': case U'元': return 1;
    case U'二': return 2;
    case U'三': return 3;
    case U'四': return 4;
    case U'五': return 5;
    case U'六': return 6;
    case U'七': return 7;
    case U'八': return 8;
    case U'九': return 9;
    case U'十': return 10;
    case U'廿': return 20;
    case U'卅': return 30;
    default: return -1;
  }
}

// 农历 阴历 旧历; 正月 冬月 腊月; 初五 廿三; 闰四月. 元月 is of the other calendar.
uint8_t lunar_flags(char32_t c) {
  switch (c) {
    case U'农': case U'阴': case U'旧': case U'初': case U'廿': case U'正': case U'冬': case U'腊': return DateParts::lunar;
    case U'闰': return DateParts::lunar | DateParts::leap_month;
    default: return 0;
  }
}

int month_named(std::string_view word) {
  constexpr std::string_view whole[12] = {"january", "february", "march", "april", "may", "june",
                                          "july", "august", "september", "october", "november", "december"};
  if (word.size() < 3) return 0;
  for (int i = 0; i < 12; ++i)
    if (whole[i].substr(0, word.size()) == word) return i + 1;
  return 0;
}

bool says_nothing(std::string_view word) {
  for (std::string_view known : {"st", "nd", "rd", "th", "of", "am", "pm", "t", "z", "c", "ca", "circa", "about", "abt", "utc", "gmt", "mon", "tue",
                                 "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    if (word == known) return true;
  return false;
}

Pieces pieces_of(std::string_view text) {
  Pieces out;
  Number open;
  bool is_open = false, has_ten = false;
  char word[12];
  size_t word_size = 0;
  auto close_number = [&](char32_t mark) {
    if (!is_open) return;
    is_open = false;
    has_ten = false;
    Number number = open;
    open = {};
    if (mark == U'年' || mark == U'月' || mark == U'日' || mark == U'号') {
      (mark == U'年' ? out.year : mark == U'月' ? out.month : out.day) = number.value;
      out.marked = true;
    } else if (out.count < 4) {
      out.numbers[out.count++] = number;
    } else {
      out.is_foreign = true;
    }
  };
  auto close_word = [&] {
    if (word_size == 0) return;
    std::string_view said(word, word_size);
    word_size = 0;
    if (int month = month_named(said); month && !out.named_month) {
      out.named_month = month;
    } else if (!says_nothing(said)) {
      out.is_foreign = true;
    }
  };
  for (size_t at = 0; at < text.size();) {
    char32_t c = half_width(next_code_point(text, at));
    int han = c >= 0x2500 ? han_digit(c) : -1;
    if (c >= 0x2500) out.flags |= lunar_flags(c);
    if (c == U'正' || c == U'冬' || c == U'腊') {  // 正月 冬月 腊月
      close_number(0);
      open = {c == U'正' ? 1 : c == U'冬' ? 11 : 12, 2};
      is_open = true;
      continue;
    }
    if (c >= U'0' && c <= U'9') {
      close_word();
      is_open = true;
      if (open.digits < 9) open.value = open.value * 10 + static_cast<int>(c - U'0');
      ++open.digits;
    } else if (han >= 10) {  // 十二, 二十, 三十一, 廿三
      open.value = han > 10 ? han : is_open && open.value < 10 ? open.value * 10 : 10;
      is_open = has_ten = true;
      open.digits = 2;
    } else if (han >= 0) {
      open.value = has_ten ? open.value + han : open.value < 100000000 ? open.value * 10 + han : open.value;
      if (!has_ten) ++open.digits;
      is_open = true;
    } else if ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z')) {
      close_number(0);
      if (word_size < sizeof word)
        word[word_size++] = static_cast<char>(c | 0x20);
      else
        out.is_foreign = true;
    } else {
      close_word();
      // 08:30 – a time of day: the hour is no part of the date, and nothing after it is.
      if (c == U':') {
        is_open = false;
        break;
      }
      if (is_open && out.count == 0) out.separator = c < 0x80 ? static_cast<char>(c) : 0;
      close_number(c);
    }
  }
  close_number(0);
  close_word();
  return out;
}

// ---- deciding ----------------------------------------------------------------------------------------------------------------------

// Two numbers of which one is the day and one the month.
DateForm day_and_month(int first, int second, int year, uint8_t flags) {
  bool first_can_be_month = is_month(first), second_can_be_month = is_month(second);
  if (first_can_be_month && second_can_be_month && is_day(first) && is_day(second)) {
    if (first != second) flags |= DateParts::ambiguous;
    return full(year, second, first, flags);
  }
  if (second_can_be_month && first >= 1) return full(year, second, first, flags);
  if (first_can_be_month && second >= 1) return full(year, first, second, flags);
  return {};
}

bool is_plausible(int year, int month, int day) { return is_year(year) && is_month(month) && is_day(day); }

// Digits without anything between them.
DateForm one_number(Number number) {
  int v = number.value;
  switch (number.digits) {
    case 4:
      return full(v, 0, 0);
    case 5:  // days of a spreadsheet: 1927-05-18 … 2100-01-01; 25569 is 1970-01-01
      if (v >= 10000 && v <= 73051) {
        std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(v - 25569))};
        return full(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                    static_cast<int>(static_cast<unsigned>(date.day())));
      }
      return {};
    case 6:
      if (v / 100 >= 1850 && v / 100 <= 2100 && is_month(v % 100)) return full(v / 100, v % 100, 0);
      if (is_month(v / 100 % 100) && is_day(v % 100)) return full(full_year(v / 10000), v / 100 % 100, v % 100, DateParts::two_digit_year);
      return day_and_month(v / 10000, v / 100 % 100, full_year(v % 100), DateParts::two_digit_year);
    case 8: {
      if (is_plausible(v / 10000, v / 100 % 100, v % 100)) return full(v / 10000, v / 100 % 100, v % 100);
      if (is_year(v % 10000))
        if (DateForm form = day_and_month(v / 1000000, v / 10000 % 100, v % 10000, 0); form.exists()) return form;
      return full(v / 10000, v / 100 % 100, v % 100);
    }
    default:
      return {};
  }
}

DateForm three_numbers(Number a, Number b, Number c, char separator) {
  if (b.digits > 2) return {};
  if (a.digits == 4) {
    // 2015-25-03 stays as it is: a wrong digit in the month, or day and month exchanged, and compare() weighs both.
    return c.digits <= 2 ? full(a.value, b.value, c.value) : DateForm{};
  }
  if (a.digits > 2) return {};
  if (c.digits == 4) return day_and_month(a.value, b.value, c.value, 0);
  if (c.digits > 2) return {};
  // Two digits each. Lists with points or strokes put the year first, as 公文 do; with slashes it stands last.
  bool year_first = a.value > 31 || (c.value <= 31 && separator != '/' && is_month(b.value) && is_day(c.value));
  if (year_first) return full(full_year(a.value), b.value, c.value, DateParts::two_digit_year);
  return day_and_month(a.value, b.value, full_year(c.value), DateParts::two_digit_year);
}

DateForm with_name(Pieces const& pieces) {
  int month = pieces.named_month;
  if (pieces.count == 1) return pieces.numbers[0].digits == 4 ? full(pieces.numbers[0].value, month, 0) : DateForm{};
  if (pieces.count != 2) return {};
  Number a = pieces.numbers[0], b = pieces.numbers[1];
  if (a.digits == 4 && b.digits <= 2) return full(a.value, month, b.value);
  if (a.digits > 2) return {};
  if (b.digits == 4) return full(b.value, month, a.value);
  return b.digits == 2 ? full(full_year(b.value), month, a.value, DateParts::two_digit_year) : DateForm{};
}

DateForm decide(Pieces const& pieces) {
  if (pieces.is_foreign) return {};
  if (pieces.marked) {
    int year = pieces.year;
    uint8_t flags = pieces.flags;
    // 1990年5: the numbers left over continue what the marks began.
    int month = pieces.month, day = pieces.day;
    size_t used = 0;
    if (year == 0 && pieces.count > used && pieces.numbers[used].digits == 4) year = pieces.numbers[used++].value;
    if (month == 0 && pieces.count > used) month = pieces.numbers[used++].value;
    if (day == 0 && pieces.count > used && month != 0) day = pieces.numbers[used++].value;
    if (year > 0 && year < 100) {
      year = full_year(year);
      flags |= DateParts::two_digit_year;
    }
    return full(year, month, day, flags);
  }
  if (pieces.named_month) return with_name(pieces);
  Number const* n = pieces.numbers;
  switch (pieces.count) {
    case 1:
      return one_number(n[0]);
    case 2:
      if (n[0].digits == 5 || n[0].digits == 8) return one_number(n[0]);  // 42066.5, 20150303 T
      if (n[0].digits == 4 && n[1].digits <= 2 && is_month(n[1].value)) return full(n[0].value, n[1].value, 0);
      if (n[1].digits == 4 && n[0].digits <= 2 && is_month(n[0].value)) return full(n[1].value, n[0].value, 0);
      if (n[1].value == 0 && pieces.separator == '.') return one_number(n[0]);  // 2015.0: a spreadsheet's decimals
      return {};
    case 3:
      return three_numbers(n[0], n[1], n[2], pieces.separator);
    default:
      return {};
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  return text;
}

// ---- comparing ---------------------------------------------------------------------------------------------------------------------

DateAgreement compare_partial(DateForm a, DateForm b) {
  if (a.year() != b.year()) return DateAgreement::different;
  if (a.has_month() && b.has_month() && a.month() != b.month()) return DateAgreement::same_year;
  return DateAgreement::as_far_as_known;
}

uint32_t with_day_and_month_swapped(uint32_t digits) { return (digits & 0xFFFF0000u) | (digits & 0xFF) << 8 | (digits >> 8 & 0xFF); }

}  // namespace

// ---- what the header promises ------------------------------------------------------------------------------------------------------

int DateForm::year() const {
  return static_cast<int>((digits_ >> 28) * 1000 + (digits_ >> 24 & 15) * 100 + (digits_ >> 20 & 15) * 10 + (digits_ >> 16 & 15));
}
int DateForm::month() const { return static_cast<int>((digits_ >> 12 & 15) * 10 + (digits_ >> 8 & 15)); }
int DateForm::day() const { return static_cast<int>((digits_ >> 4 & 15) * 10 + (digits_ & 15)); }

std::optional<int32_t> DateForm::days_since_epoch() const { return exists() ? std::optional<int32_t>(day_) : std::nullopt; }

std::optional<values::Date> DateForm::date() const {
  return exists() ? values::Date::of(year(), static_cast<unsigned>(month()), static_cast<unsigned>(day())) : std::nullopt;
}

DateForm DateForm::other_reading() const {
  return is_ambiguous() ? DateParts::of(year(), day(), month(), static_cast<uint8_t>(flags_)) : *this;
}

std::string DateForm::to_string() const {
  if (is_empty()) return "";
  if (!has_month()) return fmt::format("{:04}", year());
  if (!is_full()) return fmt::format("{:04}-{:02}", year(), month());
  return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

DateForm date_form(std::string_view written) {
  if (auto form = read_usual(written)) return *form;
  std::string_view text = trimmed(written);
  if (text.size() >= 11 && (text[10] == ' ' || text[10] == 'T'))
    if (auto form = read_usual(text.substr(0, 10))) return *form;
  if (text.size() > 64) return {};
  Pieces pieces = pieces_of(text);
  // 20150303083000: date and time in one row of digits.
  if (pieces.count == 1 && (pieces.numbers[0].digits == 14 || pieces.numbers[0].digits == 12) && are_digits(text.data(), 8))
    return read_usual(text.substr(0, 8)).value_or(DateForm{});
  return decide(pieces);
}

DateAgreement compare(DateForm a, DateForm b) {
  uint32_t da = DateParts::digits(a), db = DateParts::digits(b), x = da ^ db;
  if (x == 0) return DateAgreement::equal;
  if (!a.is_full() || !b.is_full()) return compare_partial(a, b);
  if (with_day_and_month_swapped(da) == db) return a.is_ambiguous() || b.is_ambiguous() ? DateAgreement::other_reading : DateAgreement::swapped;
  uint32_t lanes = (x | x >> 1 | x >> 2 | x >> 3) & 0x11111111u, second = lanes & (lanes - 1);
  if (second == 0) return DateAgreement::one_digit;
  if ((second & (second - 1)) == 0 && (lanes & -lanes) << 4 == second) {
    int low = __builtin_ctz(lanes);
    uint32_t two_a = da >> low & 0xFF, two_b = db >> low & 0xFF;
    if ((two_a >> 4 | (two_a & 15) << 4) == two_b) return DateAgreement::transposed;
  }
  bool exist = a.exists() && b.exists();
  int32_t apart = exist ? DateParts::day_number(a) - DateParts::day_number(b) : 1 << 20;
  if (apart < 0) apart = -apart;
  if (apart <= 10) return DateAgreement::near;
  if ((x & 0xFFFF) == 0) return DateAgreement::same_month_day;
  if (x >> 8 == 0) return DateAgreement::same_month;
  if (x >> 16 == 0) return (x & 0xFF) == 0 ? DateAgreement::same_year_day : DateAgreement::same_year;
  return apart <= 366 ? DateAgreement::within_year : DateAgreement::different;
}

DateKeys date_keys(DateForm form) {
  DateKeys keys;
  if (form.is_empty()) return keys;
  uint32_t digits = DateParts::digits(form);
  keys.year = key_of(digits >> 16, 1);
  if (!form.has_month()) return keys;
  keys.month = key_of(digits >> 8, 2);
  if (!form.is_full()) return keys;
  keys.day = key_of(digits, 3);
  keys.month_day = key_of(digits & 0xFFFF, 4);
  // How often each digit occurs is the sorted row of digits: a counter of four bits each.
  uint64_t counts = 0;
  for (int i = 0; i < 8; ++i) counts += uint64_t{1} << (4 * (digits >> (4 * i) & 15));
  keys.sorted_digits = key_of(counts, 5);
  return keys;
}

std::string_view code_of(DateAgreement agreement) {
  switch (agreement) {
    case DateAgreement::equal: return "equal";
    case DateAgreement::other_reading: return "other_reading";
    case DateAgreement::as_far_as_known: return "as_far_as_known";
    case DateAgreement::swapped: return "swapped";
    case DateAgreement::one_digit: return "one_digit";
    case DateAgreement::transposed: return "transposed";
    case DateAgreement::near: return "near";
    case DateAgreement::same_month_day: return "same_month_day";
    case DateAgreement::same_month: return "same_month";
    case DateAgreement::same_year_day: return "same_year_day";
    case DateAgreement::same_year: return "same_year";
    case DateAgreement::within_year: return "within_year";
    case DateAgreement::different: return "different";
  }
  return "";
}

}  // namespace hutong::matching
