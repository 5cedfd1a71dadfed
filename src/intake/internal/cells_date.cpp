// Dates as offices write them. The text is brought to ASCII digits first (Chinese numerals, full width), freed of words that only colour it (约, 左右,
// a time, a weekday), then read as two or three groups of digits. Year first is the rule in China; other orders are taken only when just one reading exists.
//
// “2025.11” is a month, never 1 January 2025: a text of two groups has no day, whatever separates them.
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cell_text.h"

namespace hutong::intake {
namespace {

struct Written {
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;
  bool has_two_digit_year = false;
  bool maybe_october = false;
  bool is_understood = false;  // false: no reading at all
};

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

int number_of(std::u32string_view digits) {
  int number = 0;
  for (char32_t const c : digits) number = number * 10 + static_cast<int>(c - '0');
  return number;
}

// ---- words around a date ------------------------------------------------------------------------------------------------

bool erase_all(std::u32string& text, std::u32string_view word) {
  bool found = false;
  for (size_t at = text.find(word); at != std::u32string::npos; at = text.find(word)) {
    text.erase(at, word.size());
    found = true;
  }
  return found;
}

bool takes_estimate_words(std::u32string& text) {
  bool estimated = false;
  for (std::u32string_view const word : {U"大约", U"估计", U"估算", U"推算", U"推断", U"推定", U"大概", U"疑似", U"可能", U"左右", U"前后", U"上旬", U"中旬", U"下旬",
                                         U"月初", U"月中", U"月底", U"月末", U"约", U"估", U"许"}) {
    bool const keeps_month = word.front() == U'月';
    size_t const at = text.find(word);
    if (at == std::u32string::npos) continue;
    estimated = true;
    text.erase(at + (keeps_month ? 1 : 0), word.size() - (keeps_month ? 1 : 0));
    erase_all(text, word);
  }
  return estimated;
}

// Everything from the first sign of a time or a weekday on; the date itself never contains one.
std::u32string without_time(std::u32string text) {
  for (std::u32string_view const sign : {U"星期", U"礼拜", U"周", U"上午", U"下午", U"中午", U"晚", U"凌晨", U"早", U"时", U"点"}) {
    size_t at = text.find(sign);
    if (at == std::u32string::npos) continue;
    if (sign == U"时" || sign == U"点")  // 8时30分: its figures stand before the word
      while (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == ' ')) --at;
    text.erase(at);
  }
  if (size_t const colon = text.find(U':'); colon != std::u32string::npos) {
    size_t at = colon;
    while (at > 0 && is_digit(text[at - 1])) --at;
    // 2026-09-03T08:30 and 2026-9-3 8:30; a colon without either in front is a label (日期:2026-9-3) or nonsense.
    bool const has_gap = at > 0 && at < colon && (text[at - 1] == ' ' || text[at - 1] == 'T' || text[at - 1] == U'日' || text[at - 1] == U'号');
    if (has_gap) text.erase(at - (text[at - 1] == 'T' || text[at - 1] == ' ' ? 1 : 0));
  }
  return text;
}

// ---- groups of digits ---------------------------------------------------------------------------------------------------

struct Group {
  std::u32string digits;
  std::u32string separator;  // what follows, without blanks; " " if only blanks
};

bool is_separator(char32_t c) { return std::u32string_view(U" ./-\\,、。·—–―−年月日号份_").find(c) != std::u32string_view::npos; }

// Empty when a character is neither digit nor separator.
std::vector<Group> groups_of(std::u32string_view text) {
  std::vector<Group> groups;
  while (!text.empty() && !is_digit(text.front()) && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty()) {
    Group group;
    while (!text.empty() && is_digit(text.front())) group.digits += text.front(), text.remove_prefix(1);
    while (!text.empty() && is_separator(text.front())) {
      if (text.front() != ' ') group.separator += text.front();
      else if (group.separator.empty() && text.size() > 1) group.separator = U" ";
      text.remove_prefix(1);
    }
    if (group.separator.size() > 1 && group.separator.front() == ' ') group.separator.erase(0, 1);
    if (group.digits.empty()) return {};
    groups.push_back(std::move(group));
    if (!text.empty() && !is_digit(text.front())) return {};
  }
  return groups;
}

bool is_year(int number) { return number >= 1800 && number <= 2200; }

Written year_month_day(int year, unsigned month, std::optional<unsigned> day) {
  Written written;
  written.year = year;
  written.month = month;
  written.day = day;
  written.is_understood = true;
  return written;
}

// 20260903, 202609, 260903, 2026, 46268 (a serial: nothing else has five digits; above 73051 it would lie behind 2100).
Written from_one_group(std::u32string const& digits, bool uses_1904) {
  int const number = digits.size() <= 8 ? number_of(digits) : 0;
  if (digits.size() == 14) return from_one_group(digits.substr(0, 8), uses_1904);  // 20260903083000
  if (digits.size() == 8 && is_year(number / 10000)) return year_month_day(number / 10000, number / 100 % 100, number % 100);
  if (digits.size() == 6 && is_year(number / 100)) return year_month_day(number / 100, number % 100, std::nullopt);
  if (digits.size() == 6) {
    Written written = year_month_day(number / 10000, number / 100 % 100, number % 100);
    written.has_two_digit_year = true;
    return written;
  }
  if (digits.size() == 5 && number <= 73051) {
    int const days_1900_to_1970 = 25569, days_1904_to_1970 = 24107;
    values::Date const day = values::Date().plus_days(number - (uses_1904 ? days_1904_to_1970 : days_1900_to_1970));
    return year_month_day(day.year(), day.month(), day.day());
  }
  Written written;
  if (digits.size() == 4 && is_year(number)) {
    written.year = number;
    written.is_understood = true;
  }
  return written;
}

Written from_two_groups(Group const& first, Group const& second) {
  Written written;
  int const a = number_of(first.digits), b = number_of(second.digits);
  bool const second_may_be_month = second.digits.size() <= 2;
  if (first.digits.size() == 4 && is_year(a) && second_may_be_month) return year_month_day(a, static_cast<unsigned>(b), std::nullopt);
  if (first.digits.size() == 2 && second_may_be_month && first.separator == U"年") {
    written = year_month_day(a, static_cast<unsigned>(b), std::nullopt);
    written.has_two_digit_year = true;
    return written;
  }
  bool const is_month_and_day = first.digits.size() <= 2 && second_may_be_month && a >= 1 && a <= 12 && b >= 1 && b <= 31;
  if (is_month_and_day) {
    written.month = static_cast<unsigned>(a);
    written.is_understood = true;
  }
  return written;
}

// 3/9/2026 and 9/3/2026 may each mean two days; 13/9/2026 only one.
Written year_last(int a, int b, int year) {
  if (a > 12 && b <= 12) return year_month_day(year, static_cast<unsigned>(b), static_cast<unsigned>(a));
  if ((b > 12 && a <= 12) || a == b) return year_month_day(year, static_cast<unsigned>(a), static_cast<unsigned>(b));
  return {};
}

Written from_three_groups(Group const& first, Group const& second, Group const& third) {
  if (second.digits.size() > 2) return {};
  int const a = number_of(first.digits), b = number_of(second.digits), c = number_of(third.digits);
  if (first.digits.size() == 4 && is_year(a) && third.digits.size() <= 2) return year_month_day(a, static_cast<unsigned>(b), static_cast<unsigned>(c));
  if (first.digits.size() <= 2 && third.digits.size() == 4 && is_year(c) && first.separator != U"年") return year_last(a, b, c);
  if (first.digits.size() == 2 && third.digits.size() <= 2) {
    Written written = year_month_day(a, static_cast<unsigned>(b), static_cast<unsigned>(c));
    written.has_two_digit_year = true;
    return written;
  }
  return {};
}

Written from_text(std::u32string const& text, bool uses_1904) {
  std::vector<Group> const groups = groups_of(text);
  for (size_t i = 0; i < groups.size(); ++i)
    if (groups[i].digits.size() > 8 && groups.size() > 1) return {};
  switch (groups.size()) {
    case 1: {
      Written written = from_one_group(groups[0].digits, uses_1904);
      bool const is_month_only = groups[0].separator.substr(0, 1) == U"月" && groups[0].digits.size() <= 2;
      if (is_month_only) written.month = static_cast<unsigned>(number_of(groups[0].digits)), written.is_understood = true;
      bool const is_short_year = groups[0].separator == U"年" && groups[0].digits.size() == 2;
      if (is_short_year) written.year = 2000 + number_of(groups[0].digits), written.is_understood = true;
      return written;
    }
    case 2: return from_two_groups(groups[0], groups[1]);
    case 3: return from_three_groups(groups[0], groups[1], groups[2]);
    default: return {};
  }
}

// 2026-09-03, 2026.9.3, 2026/9/3, 2026年9月3日, 20260903: as nearly every date comes. Absent: take the long way.
std::optional<Written> usual_date(std::string_view text) {
  auto const number = [&](size_t longest) {
    size_t used = 0;
    int value = 0;
    while (used < longest && used < text.size() && text[used] >= '0' && text[used] <= '9') value = value * 10 + (text[used++] - '0');
    text.remove_prefix(used);
    return used == 0 ? -1 : value;
  };
  auto const mark = [&](std::string_view chinese) {
    size_t const used = base::starts_with(text, chinese) ? chinese.size() : !text.empty() && std::string_view("-./").find(text[0]) != std::string_view::npos ? 1 : 0;
    text.remove_prefix(used);
    return used > 0;
  };
  bool const is_compact = text.size() == 8 && text.find_first_not_of("0123456789") == std::string_view::npos;
  int const year = number(4);
  if (!is_year(year) || (!is_compact && !mark("年"))) return std::nullopt;
  int const month = number(2);
  if (month < 0 || (!is_compact && !mark("月"))) return std::nullopt;
  int const day = number(2);
  if (!is_compact && base::starts_with(text, "日")) text.remove_prefix(3);
  if (day < 0 || !text.empty()) return std::nullopt;
  return year_month_day(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

// A number cell: 46268 or 46268.35 is a serial, 20260903 a day, 202609 a month, 2025.11 a month. A day after the point has one figure if its zero fell away.
Written from_number(std::string const& text, bool uses_1904) {
  size_t const point = text.find('.');
  std::u32string const whole = base::to_utf32(text.substr(0, point));
  std::string const fraction = point == std::string::npos ? "" : text.substr(point + 1);
  if (whole.empty() || whole.find_first_not_of(U"0123456789") != std::u32string::npos || whole.size() > 8) return {};
  if (fraction.find_first_not_of('0') == std::string::npos || whole.size() == 5) return from_one_group(whole, uses_1904);
  if (fraction.find_first_not_of("0123456789") != std::string::npos) return {};
  Written written = from_text(base::to_utf32(text), uses_1904);
  written.maybe_october = fraction == "1" && written.year && written.month == 1u;
  return written;
}

// ---- from what is written to a reading ----------------------------------------------------------------------------------

int full_year(int two_digits, DateRole role, values::Date received_on) {
  bool const lies_in_the_past = role == DateRole::event || role == DateRole::birth;
  return lies_in_the_past && 2000 + two_digits > received_on.year() ? 1900 + two_digits : 2000 + two_digits;
}

DateReading refused(std::string_view code, std::string_view text) {
  DateReading reading;
  static_cast<Reading&>(reading) = bad_reading(code, {{"text", std::string(base::trimmed(text))}});
  return reading;
}

DateReading absent(Reading const& of) {
  DateReading reading;
  static_cast<Reading&>(reading) = of;
  return reading;
}

DateReading reading_of(Written const& written, std::string_view text, DateRole role, values::Date received_on) {
  if (!written.is_understood) return refused("bad_date", text);
  if (!written.year || !written.month) return refused("date_incomplete", text);
  int const year = written.has_two_digit_year ? full_year(*written.year, role, received_on) : *written.year;
  auto const month = values::Month::of(year, *written.month);
  if (!month) return refused("bad_date", text);
  DateReading reading;
  reading.month = month;
  if (written.day) {
    reading.day = values::Date::of(year, *written.month, *written.day);
    if (!reading.day) return refused("bad_date", text);
  }
  bool const is_bounded = role == DateRole::event || role == DateRole::birth;
  if (is_bounded && (reading.day ? *reading.day : month->first_day()) > received_on) return refused("date_in_future", text);
  reading.found = Found::value;
  reading.value = reading.day ? reading.day->to_string() : month->to_string();
  if (written.has_two_digit_year) reading.warnings.push_back("date_two_digit_year");
  if (written.maybe_october) reading.warnings.push_back("month_maybe_october");
  return reading;
}

bool means_no_end(std::string const& text) {
  for (std::string_view const word : {"长期", "永久", "至今", "今", "现在", "目前", "终身", "无期", "未定", "待定", "无固定期限", "未释放", "尚未释放", "未解除", "尚未解除",
                                      "未到期", "在押", "服刑中", "至现在", "继续", "持续"})
    if (text == word) return true;
  return false;
}

// 农历 and 正月 are days of another calendar: converting them needs the year's tables and a person's confirmation.
bool is_lunar(std::u32string_view text) {
  for (std::u32string_view const word : {U"农历", U"阴历", U"旧历", U"正月", U"腊月", U"冬月", U"闰"})
    if (text.find(word) != std::u32string_view::npos) return true;
  // 初三 is a lunar day, 8月初 only an estimate.
  size_t const at = text.find(U'初');
  return at != std::u32string_view::npos && at + 1 < text.size() && is_surely_chinese_numeral(text[at + 1]);
}

}  // namespace

DateReading read_date(CellInput const& cell, DateRole role, values::Date received_on, bool uses_1904) {
  if (cell.kind == sheets::CellKind::text || cell.kind == sheets::CellKind::date)
    if (auto const usual = usual_date(cell.text); usual && *usual->year > 1900) return reading_of(*usual, cell.text, role, received_on);
  std::string const text = plain(cell.text);
  if (text.empty()) return absent(blank_reading());
  if (is_cell_error(cell)) return refused("cell_error", text);
  if (is_word_for_none(text)) return absent(none_reading());
  if ((role == DateRole::end || role == DateRole::any) && means_no_end(base::without_blanks(text))) return absent(none_reading());
  if (cell.kind == sheets::CellKind::date) {
    // A formula that points to an empty cell shows 1900-01-00, which readers give as a day of 1899 or 1900.
    Written const written = from_text(base::to_utf32(text.substr(0, 10)), uses_1904);
    bool const is_empty_formula = written.year && *written.year <= 1900;
    return is_empty_formula ? absent(blank_reading()) : reading_of(written, cell.text, role, received_on);
  }
  if (cell.kind == sheets::CellKind::number) return reading_of(from_number(text, uses_1904), cell.text, role, received_on);

  std::string inside;
  std::u32string bare = base::to_utf32(without_brackets(text, &inside));
  if (bare.empty()) bare = base::to_utf32(inside);
  std::u32string noted = base::to_utf32(inside);
  if (is_lunar(bare) || is_lunar(noted)) return refused("date_lunar", text);
  bool const is_estimated_in_brackets = takes_estimate_words(noted);
  bool const is_estimated = takes_estimate_words(bare) || is_estimated_in_brackets;
  for (std::u32string_view const prefix : {U"公历", U"公元", U"日期:", U"于", U"自", U"从"})
    if (bare.substr(0, prefix.size()) == prefix) bare.erase(0, prefix.size());
  for (std::u32string_view const suffix : {U"出生", U"生", U"起", U"止", U"后"})
    if (bare.size() > suffix.size() && bare.substr(bare.size() - suffix.size()) == suffix) bare.erase(bare.size() - suffix.size());
  // 46268.354 and 20260903.0 as text: numbers of a CSV whose column was never formatted as dates.
  size_t const point = bare.find(U'.');
  bool const is_plain_number = point != std::u32string::npos && bare.find_first_not_of(U"0123456789.") == std::u32string::npos && bare.find(U'.', point + 1) == std::u32string::npos;
  if (is_plain_number && (point == 5 || (point == 8 && bare.find_first_not_of(U'0', point + 1) == std::u32string::npos))) bare.erase(point);
  std::u32string const digits = without_time(with_ascii_digits(bare));
  DateReading reading = reading_of(from_text(digits, uses_1904), text, role, received_on);
  reading.is_estimated = is_estimated && reading.is_value();
  return reading;
}

Reading read_month(CellInput const& cell, values::Month period) {
  values::Date const unbounded = *values::Date::of(2200, 12, 31);
  std::string const text = compact(cell.text);
  std::u32string digits = with_ascii_digits(base::to_utf32(text));
  for (std::u32string_view const suffix : {U"份", U"月"})
    if (digits.size() > suffix.size() && digits.substr(digits.size() - suffix.size()) == suffix) digits.erase(digits.size() - suffix.size());
  bool const is_month_alone = !digits.empty() && digits.size() <= 2 && digits.find_first_not_of(U"0123456789") == std::u32string::npos;
  if (is_month_alone) {
    auto month = values::Month::of(period.year(), static_cast<unsigned>(number_of(digits)));
    if (!month) return bad_reading("bad_month", {{"text", text}});
    return value_reading((*month > period ? month->plus(-12) : *month).to_string());
  }
  DateReading const date = read_date(cell, DateRole::any, unbounded);
  if (date.is_absent()) return date;
  if (date.is_bad()) return date.problem == "cell_error" ? static_cast<Reading>(date) : bad_reading("bad_month", {{"text", text}});
  Reading reading = value_reading(date.month->to_string());
  reading.warnings = date.warnings;
  return reading;
}

}  // namespace hutong::intake
