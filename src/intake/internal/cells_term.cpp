// Terms of punishment and custody: a length (3年6个月), two dates (2024.3.1-2029.2.28), or a beginning without an end (2026.8.15至今).
#include <utility>

#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cell_text.h"

namespace hutong::intake {
namespace {

values::Date const far_ahead = *values::Date::of(2200, 12, 31);

void erase_all(std::u32string& text, std::u32string_view word) {
  for (size_t at = text.find(word); at != std::u32string::npos; at = text.find(word)) text.erase(at, word.size());
}

struct Span {
  int years = 0, months = 0, days = 0;
  bool is_complete = false;  // every character was understood
};

// 3年6个月, 3年零6个月, 1年半, 半年, 15日; ASCII digits only.
Span span_of(std::u32string text) {
  Span span;
  while (!text.empty()) {
    size_t const digits = text.find_first_not_of(U"0123456789");
    if (digits == std::u32string::npos || digits > 3) return span;
    int number = 0;
    for (char32_t const c : text.substr(0, digits)) number = number * 10 + static_cast<int>(c - '0');
    std::u32string_view const rest = std::u32string_view(text).substr(digits);
    auto const takes = [&](std::u32string_view unit) { return rest.substr(0, unit.size()) == unit; };
    size_t used = 0;
    if (digits > 0 && takes(U"年半")) span.years += number, span.months += 6, used = 2;
    else if (digits > 0 && takes(U"年")) span.years += number, used = 1;
    else if (digits > 0 && takes(U"个半月")) span.months += number, span.days += 15, used = 3;
    else if (digits > 0 && takes(U"个月")) span.months += number, used = 2;
    else if (digits > 0 && takes(U"月")) span.months += number, used = 1;
    else if (digits > 0 && (takes(U"日") || takes(U"天"))) span.days += number, used = 1;
    else if (digits == 0 && takes(U"半年")) span.months += 6, used = 2;
    else if (digits == 0 && (takes(U"零") || takes(U"又"))) used = 1;
    else return span;
    text.erase(0, digits + used);
  }
  span.is_complete = true;
  return span;
}

// 8月31日 or 8.31 behind 2026年3月1日至: the year is that of the beginning.
DateReading end_of_range(std::string const& text, DateReading const& from) {
  DateReading const end = read_date({text}, DateRole::end, far_ahead);
  if (!end.is_bad() || end.problem != "date_incomplete") return end;
  std::string const year = std::to_string(from.month->year());
  return read_date({year + (base::contains(text, "月") ? "年" : ".") + text}, DateRole::end, far_ahead);
}

struct Range {
  DateReading from, until;
};

bool is_sure(DateReading const& date) { return date.is_value() && date.warnings.empty() && !date.is_estimated; }

// Strokes stand between the dates and inside them, so each is tried as the middle; exactly one may give two dates.
std::optional<Range> range_of(std::u32string const& text) {
  std::optional<Range> found;
  std::u32string_view const middles = U"-—–―−~至到";
  for (size_t at = 1; at < text.size(); ++at) {
    if (middles.find(text[at]) == std::u32string_view::npos) continue;
    size_t end = at + 1;
    while (end < text.size() && middles.find(text[end]) != std::u32string_view::npos) ++end;
    DateReading const from = read_date({base::to_utf8(std::u32string_view(text).substr(0, at))}, DateRole::any, far_ahead);
    at = end - 1;
    if (!is_sure(from)) continue;
    DateReading const until = end_of_range(base::to_utf8(std::u32string_view(text).substr(end)), from);
    bool const is_open = until.is_absent();
    bool const is_ordered = is_sure(until) && from.value.substr(0, until.value.size()) <= until.value;
    if (!is_open && !is_ordered) continue;
    if (found) return std::nullopt;
    found = Range{from, until};
  }
  return found;
}

void set_range(TermReading& reading, Range const& range) {
  reading.from = range.from.day;
  reading.from_text = range.from.value;
  reading.until = range.until.day;
  reading.until_text = range.until.value;
}

TermReading refused(std::string const& text) {
  TermReading reading;
  static_cast<Reading&>(reading) = bad_reading("bad_term", {{"text", text}});
  return reading;
}

bool is_for_life(std::u32string const& text) {
  for (std::u32string_view const word : {U"无期", U"死缓", U"死刑缓期", U"终身"})
    if (text.find(word) != std::u32string::npos) return true;
  return false;
}

// The kind of punishment and the words around a term; what remains is a length or dates.
std::u32string bare_term(std::u32string text) {
  for (std::u32string_view const word : {U"判处", U"被判", U"判决", U"执行", U"有期徒刑", U"徒刑", U"拘役", U"管制", U"行政拘留", U"拘留", U"强制隔离戒毒", U"强戒", U"刑期", U"期限",
                                         U"为期", U"共计", U"自", U"从", U"起", U"止", U":", U"判", U"共", U",", U"。"})
    erase_all(text, word);
  return text;
}

}  // namespace

TermReading read_term(CellInput const& cell) {
  TermReading reading;
  std::string const text = compact(cell.text);
  if (text.empty()) return reading;
  if (is_cell_error(cell)) return refused(text);
  if (is_word_for_none(text)) {
    static_cast<Reading&>(reading) = none_reading();
    return reading;
  }
  std::string inside;
  std::u32string outside = base::to_utf32(without_brackets(text, &inside));
  if (outside.empty()) outside = base::to_utf32(std::exchange(inside, ""));
  reading.found = Found::value;
  reading.is_life = is_for_life(outside);
  if (reading.is_life) {
    reading.value = "life";
    return reading;
  }
  size_t const suspended_at = outside.find(U'缓');
  if (suspended_at != std::u32string::npos) {
    outside.erase(suspended_at);
    reading.warnings.push_back("term_suspended");
  }
  outside = bare_term(std::move(outside));
  Span const span = span_of(with_ascii_digits(outside));
  int const months = span.years * 12 + span.months;
  constexpr int months_max = 1200;
  if (span.is_complete && (months > 0 || span.days > 0) && months <= months_max) {
    if (months > 0) reading.months = months;
    if (span.days > 0) reading.days = span.days;
    reading.value = "P" + (months > 0 ? std::to_string(months) + "M" : std::string()) + (span.days > 0 ? std::to_string(span.days) + "D" : std::string());
    if (auto const range = range_of(bare_term(base::to_utf32(inside)))) set_range(reading, *range);  // 三年(2024.3.1-2027.2.28)
    return reading;
  }
  std::optional<Range> range = range_of(outside);
  if (DateReading const alone = read_date({base::to_utf8(outside)}, DateRole::any, far_ahead); !range && is_sure(alone)) range = Range{alone, {}};
  if (!range) return refused(text);
  set_range(reading, *range);
  reading.value = reading.from_text + "/" + (reading.until_text.empty() ? ".." : reading.until_text);
  return reading;
}

}  // namespace hutong::intake
