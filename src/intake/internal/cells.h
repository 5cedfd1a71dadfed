#pragma once
// One cell → the canonical value of one field, or what is wrong with it. Pure: no neighbour, no clock; the caller knows the column.
// Placeholders a caller must give where a sentence has them: missing_required {field} (a label), duplicate_in_file {row}, over_age {date}.
// The rules are LISTS A.4 (1, 4, 5, 8) and 4.4. A cell never throws and never guesses: where two readings are equally likely the cell is refused,
// where one is clearly more likely it is taken and a warning says so.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheets/workbook.h"
#include "values/date.h"
#include "values/id_number.h"

namespace hutong::intake {

struct CellInput {
  std::string_view text;
  sheets::CellKind kind = sheets::CellKind::text;
  bool is_lossy = false;
};

enum class Found : uint8_t {
  blank,  // nothing stands there
  none,   // the sender says that there is none: 无 暂无 未办理 / — 不详 → the field is null
  value,
  bad,    // `problem` says why
};

struct Reading {
  Found found = Found::blank;
  std::string value;                            // canonical; only when found == value
  std::string_view problem;                     // code of messages/zh-CN.json; only when found == bad
  std::map<std::string, std::string> values;    // {placeholders} of its sentence
  std::vector<std::string_view> warnings;       // codes; also possible beside none
  bool is_value() const { return found == Found::value; }
  bool is_bad() const { return found == Found::bad; }
  bool is_absent() const { return found == Found::blank || found == Found::none; }
};

// ---- cells_id.cpp -------------------------------------------------------------------------------------------------------
// value: 18 characters. Problems: id_masked, id_precision_lost, id_length, id_bad_date, id_checksum, and date_in_future when the birth date lies after
// received_on: that date exists in the calendar, so “does not exist” (id_bad_date) would be a false sentence, and rule 2 takes the birth date from the
// number, rule 5 refuses any date later than received_on. Warning: id15_upgraded.
struct IdReading : Reading {
  std::optional<values::IdNumber> id;
};
IdReading read_id_number(CellInput const&, values::Date received_on);

// The card of a disabled person: 18-character number + category digit (1–7) + grade digit (1–4), optionally B and digits.
// value: the cleaned card. Problems: card_length, those of the number, unknown_code (a digit that stands for nothing).
struct CardReading : Reading {
  std::optional<values::IdNumber> id;
  std::string category;  // 视力 …
  int grade = 0;
};
CardReading read_disability_card(CellInput const&, values::Date received_on);

// 370114********1234 and the like are not digits: problems id_masked, id_precision_lost, account_length. value: digits only.
Reading read_account_number(CellInput const&);

// What is left of a number cell after half width, blanks, zero-width characters, quotes, ="…", an X in any alphabet: for layout, which
// recognises an identity column by its content.
std::string cleaned_number(std::string_view text);
bool looks_like_id_number(std::string_view text);  // 15 or 18 characters of the right shape, whatever the check digit

// ---- cells_name.cpp -----------------------------------------------------------------------------------------------------
// value: the cleaned name. none: 未取名 无名氏 无 …. Problems: name_garbled, name_masked (王*), name_not_a_name (a number, a date, a sentence).
// Warnings: name_annotated (a bracket such as (已故) was cut off; see note), name_anonymised (王某某), name_private_character.
struct NameReading : Reading {
  std::string note;  // what stood in the bracket
};
NameReading read_name(CellInput const&);

// ---- cells_date.cpp -----------------------------------------------------------------------------------------------------
enum class DateRole : uint8_t {
  event,   // must not lie after received_on
  birth,   // the same; two-digit years are the past
  end,     // may lie in the future; 长期 至今 — 无 are none
  any,     // not bounded (planned dates, 起领年月)
};
// value: 2026-09-03, or 2026-09 where only the month is known. Problems: bad_date, date_incomplete (a year only, a month without a year),
// date_in_future. Warnings: date_two_digit_year, month_maybe_october (the number 2025.1 may have been typed as 2025.10).
struct DateReading : Reading {
  std::optional<values::Date> day;      // day precision
  std::optional<values::Month> month;   // always set with a value
  bool is_estimated = false;            // 约 左右 前后 上旬 …; the caller makes birth_estimated of it
};
DateReading read_date(CellInput const&, DateRole, values::Date received_on, bool uses_1904 = false);

// 补贴月份: as read_date, but value is always YYYY-MM, and 9月 or 9 means the latest such month not after `period`. Problem: bad_month.
Reading read_month(CellInput const&, values::Month period);

// ---- cells_term.cpp -----------------------------------------------------------------------------------------------------
// 刑期: 五年 · 3年6个月 · 有期徒刑三年 · 拘役4个月 · 15日 · 无期 · 2024.3.1-2029.2.28 · 2026.8.15至今. value: P60M, P15D, life, 2024-03-01/2029-02-28, or
// 2026-08-15/.. without an end. Problem: bad_term. Warning: term_suspended (缓刑: the person is not held).
struct TermReading : Reading {
  std::optional<int> months;
  std::optional<int> days;
  bool is_life = false;
  std::optional<values::Date> from;
  std::optional<values::Date> until;     // last day as written
  std::string from_text, until_text;     // the same as ISO dates; also months (2024-03), "" = not said
};
TermReading read_term(CellInput const&);

// ---- cells_words.cpp ----------------------------------------------------------------------------------------------------
// 男 女 1 2 M F 男性 ☑男□女 → male, female. Problem: unknown_code.
Reading read_sex(CellInput const&);
// 是 否 √ × 有 无 1 0 Y N → "true", "false". Problem: unknown_code.
Reading read_yes_no(CellInput const&);
// 父 父亲 生父 父子 父女 → father, …. 儿子 女儿 长子 say only who the child is: none, and the caller may look at the parent's number. Problem: unknown_code.
Reading read_parent_relation(CellInput const&);
// father … other, see LISTS A.3. 祖孙 and 孙子 leave the sex or the side open: none. Problem: unknown_code.
Reading read_guardian_relation(CellInput const&);
// 汉 → 汉族, 01 → 汉族; anything else stays as it is.
Reading read_ethnicity(CellInput const&);
// 视力 听力 言语 肢体 智力 精神 多重; several at once are refused. Problem: unknown_code.
Reading read_disability_category(CellInput const&);
// "1" … "4". Problem: unknown_code.
Reading read_disability_grade(CellInput const&);
struct CategoryAndGrade {
  Reading category, grade;
};
CategoryAndGrade read_category_and_grade(CellInput const&);  // 肢体一级 · 肢体残疾/2级 · 多重(智力二级、肢体一级)一级

// A text against words of lists/*.yaml: the whole cell first; else the words it contains, longer words hiding shorter ones inside them; of several codes
// the last one named outside brackets counts (办案经过 is told in order: 刑事拘留后逮捕). A word directly behind 不 未 非 无 没 does not count.
struct CodeWord {
  std::string word;
  std::string code;
};
// Two codes are none: 撤销宣告死亡 is understood, and refused like an unknown word; 健在 says that there is nothing to report.
constexpr std::string_view not_a_choice = "?", nothing_of_the_kind = "null";
class CodeWords {
 public:
  CodeWords() = default;
  explicit CodeWords(std::vector<CodeWord> words);
  Reading read(CellInput const&) const;  // problems: unknown_code (values: value, choices), parents_in_one_cell
  std::optional<std::string> find(std::string_view text) const;  // also those two
  std::vector<std::string> const& choices() const { return choices_; }
  // Every code the text names, each once: a title that names two events says nothing about a row.
  std::vector<std::string> codes_in(std::string_view text) const;

 private:
  std::vector<CodeWord> words_;       // normalised, longest first
  std::vector<std::string> choices_;  // the first spelling of each code, in the order given
};

// ---- cells_misc.cpp -----------------------------------------------------------------------------------------------------
// value: digits, 0531-83210000 for landlines; two numbers joined by "/". Never bad (a typing error in a telephone number must not hide a child): what
// cannot be a number is kept with the warning phone_doubtful.
Reading read_phone(CellInput const&);
// value: 1250.00 (yuan). 1,250.00 1250元 0.125万元 ¥1250 壹仟贰佰伍拾元整. Problem: bad_amount.
Reading read_amount(CellInput const&);
// Free text: blanks at the ends and line breaks go; words for none are none.
Reading read_text(CellInput const&);

bool is_word_for_none(std::string_view text);  // 无 暂无 未办理 不详 / — …
// The chosen words of a check-box text, "☑男 □女" → "男", "( )是 (√)否" → "否"; absent when there are no boxes or not exactly one tick.
std::optional<std::string> ticked_choice(std::string_view text);

}  // namespace hutong::intake
