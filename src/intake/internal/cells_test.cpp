#include "intake/internal/cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/messages.h"
#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cell_text.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
values::Date const received = *values::Date::of(2026, 10, 5);

CellInput number(std::string_view text) { return {text, CellKind::number}; }

// 370114 20150301 99x + check character; every person of the tests carries a sequence code that registration does not reach.
std::string id_of(std::string_view birth, std::string_view sequence = "991", std::string_view area = "370114") {
  std::string const first = std::string(area) + std::string(birth) + std::string(sequence);
  return first + values::id_check_character(first);
}
std::string const child = id_of("20150301");

// "20150301 99x" whose check character is X.
std::string id_with_x() {
  for (int birth = 20150301; birth <= 20150328; ++birth)
    for (int sequence = 990; sequence <= 999; ++sequence)
      if (std::string const id = id_of(std::to_string(birth), std::to_string(sequence)); id.back() == 'X') return id;
  return "";
}

std::string tell(Reading const& reading) {
  std::string told = reading.is_value() ? reading.value : reading.is_bad() ? "!" + std::string(reading.problem) : reading.found == Found::none ? "none" : "blank";
  for (auto const warning : reading.warnings) told += " ~" + std::string(warning);
  return told;
}

struct Case {
  std::string_view written;
  std::string_view expected;
};

// ---- identity numbers ---------------------------------------------------------------------------------------------------

TEST(IdCell, is_read_through_every_decoration_of_offices) {
  std::string const x = id_with_x();
  std::string const head = x.substr(0, 17);
  ASSERT_EQ(x.size(), 18u);
  std::vector<std::pair<std::string, std::string>> const table = {
      {child, child},
      {" " + child + "\t", child},
      {"'" + child, child},
      {"‘" + child, child},
      {"`" + child, child},
      {"=\"" + child + "\"", child},
      {"\"" + child + "\"", child},
      {"\t" + child, child},
      {child.substr(0, 6) + " " + child.substr(6, 8) + " " + child.substr(14), child},
      {child.substr(0, 6) + "\xE3\x80\x80" + child.substr(6), child},  // U+3000
      {child.substr(0, 6) + "\xC2\xA0" + child.substr(6), child},      // U+00A0
      {"\xEF\xBB\xBF" + child, child},                                   // U+FEFF
      {child.substr(0, 9) + "\xE2\x80\x8B" + child.substr(9), child},  // U+200B
      {"\xE2\x80\xAD" + child + "\xE2\x80\xAC", child},                 // left-to-right override, copied from a chat
      {child.substr(0, 6) + "-" + child.substr(6, 8) + "-" + child.substr(14), child},
      {child.substr(0, 10) + "\n" + child.substr(10), child},
      {"身份证号:" + child, child},
      {"身份证号：" + child, child},
      {child + "（身份证）", child},
      {child + "。", child},
      {x, x},
      {head + "x", x},
      {head + "×", x},
      {head + "Х", x},   // Cyrillic
      {head + "х", x},
      {head + "Ｘ", x},
      {head + "ｘ", x},
      {head + "Ⅹ", x},   // Roman numeral ten
      {head + "Χ", x},   // Greek
      {head + " X", x},
  };
  for (auto const& [written, expected] : table) EXPECT_EQ(tell(read_id_number({written}, received)), expected) << written;
}

TEST(IdCell, of_15_digits_is_upgraded_and_says_so) {
  std::string const old = "370114500301991", upgraded = id_of("19500301");
  EXPECT_EQ(tell(read_id_number({old}, received)), upgraded + " ~id15_upgraded");
  // 15 digits fit into a spreadsheet's number: nothing is lost.
  EXPECT_EQ(tell(read_id_number({old, CellKind::number}, received)), upgraded + " ~id15_upgraded");
}

TEST(IdCell, is_refused_with_the_reason_that_comes_first) {
  std::string wrong_check = child;
  wrong_check.back() = wrong_check.back() == '0' ? '1' : '0';
  std::vector<std::pair<std::string, std::string>> const table = {
      {"3.70114E+17", "!id_precision_lost"},
      {"3.70114e17", "!id_precision_lost"},
      {"3.70114201503019E+017", "!id_precision_lost"},
      {"370114201503019000.0", "!id_precision_lost"},
      {"370114201503019000", "!id_precision_lost"},  // rounded before it was made text: three zeros and a wrong check digit
      {"3701**********9917", "!id_masked"},
      {"3701＊＊＊＊＊＊＊＊＊＊9917", "!id_masked"},
      {"370114********991X", "!id_masked"},
      {"370114●●●●●●●●9917", "!id_masked"},
      {"370114XXXXXXXX9917", "!id_masked"},
      {"370114××××××××9917", "!id_masked"},
      {"370114xxxxxxxx9917", "!id_masked"},
      {"***", "!id_masked"},
      {child.substr(0, 17), "!id_length"},
      {child + "1", "!id_length"},
      {child + child, "!id_length"},
      {"37011420150301O917", "!id_length"},  // the letter O is not a digit
      {"X70114201503019917", "!id_length"},
      {"H12345678", "!id_length"},
      {"1", "!id_length"},
      {"身份证", "!id_length"},
      {id_of("20150230"), "!id_bad_date"},
      {id_of("20151301"), "!id_bad_date"},
      {id_of("20230229"), "!id_bad_date"},
      {wrong_check, "!id_checksum"},
      {id_of("20261006"), "!date_in_future"},  // received on 5 October
      {"#N/A", "!cell_error"},
      {"####", "!cell_error"},
  };
  for (auto const& [written, expected] : table) EXPECT_EQ(tell(read_id_number({written}, received)), expected) << written;
  EXPECT_EQ(tell(read_id_number({child, CellKind::number, true}, received)), "!id_precision_lost");
  EXPECT_EQ(tell(read_id_number({"1234", CellKind::number}, received)), "!id_length");
  EXPECT_EQ(tell(read_id_number({"#REF!", CellKind::error}, received)), "!cell_error");
  std::string const constant = "=\"" + child + "\"";
  // Formulas whose results the file leaves out: a reference is not known, a constant is.
  EXPECT_EQ(tell(read_id_number({"=B2", CellKind::error}, received)), "!cell_error");
  EXPECT_EQ(tell(read_id_number({constant, CellKind::error}, received)), child);
  EXPECT_EQ(tell(read_id_number({id_of("20261005")}, received)), id_of("20261005"));
}

TEST(IdCell, may_say_that_there_is_none) {
  for (std::string_view const word : {"无", "暂无", "未办理", "未 办 理", "未办", "没有", "—", "——", "/", "\\", "-", "不详", "（无）", "(暂无)", "无。", "尚未落户", "没办身份证", "户口未上", "N/A", "null", "　无　"})
    EXPECT_EQ(tell(read_id_number({word}, received)), "none") << word;
  for (std::string_view const word : {"", " ", "\t", "　", "'", "\"\""}) EXPECT_EQ(tell(read_id_number({word}, received)), "blank") << word;
}

RC_GTEST_PROP(IdCell, any_number_survives_its_decoration, ()) {
  int const year = *rc::gen::inRange(1930, 2026), month = *rc::gen::inRange(1, 13), day = *rc::gen::inRange(1, 29), sequence = *rc::gen::inRange(990, 1000);
  char birth[16];
  std::snprintf(birth, sizeof birth, "%04d%02d%02d", year, month, day);
  std::string const id = id_of(birth, std::to_string(sequence), *rc::gen::element<std::string>("370114", "370181", "110101"));
  std::string decorated;
  for (char const c : id) {
    if (*rc::gen::inRange(0, 6) == 0) decorated += *rc::gen::element<std::string>(" ", "\t", "\xE3\x80\x80", "\xE2\x80\x8B", "\xC2\xA0");
    bool const is_wide = *rc::gen::arbitrary<bool>();
    if (!is_wide) decorated += c == 'X' ? *rc::gen::element('X', 'x') : c;
    else base::append_utf8(decorated, static_cast<char32_t>(c) + 0xFEE0);
  }
  if (*rc::gen::arbitrary<bool>()) decorated = "'" + decorated;
  IdReading const reading = read_id_number({decorated}, received);
  RC_ASSERT(tell(reading) == id);
  RC_ASSERT(reading.id.has_value());
  RC_ASSERT(looks_like_id_number(decorated));
  RC_ASSERT(cleaned_number(decorated) == id);
}

RC_GTEST_PROP(IdCell, a_number_with_one_changed_figure_is_never_taken, ()) {
  std::string id = id_of(std::to_string(*rc::gen::inRange(2000, 2026)) + "0" + std::to_string(*rc::gen::inRange(1, 10)) + "1" + std::to_string(*rc::gen::inRange(0, 10)));
  size_t const at = *rc::gen::inRange<size_t>(0, 17);
  char const other = *rc::gen::suchThat(rc::gen::inRange('0', static_cast<char>('9' + 1)), [&](char c) { return c != id[at]; });
  id[at] = other;
  RC_ASSERT(read_id_number({id}, received).is_bad());
}

// ---- cards and accounts -------------------------------------------------------------------------------------------------

TEST(CardCell, gives_number_category_and_grade) {
  CardReading const card = read_disability_card({child + "41"}, received);
  EXPECT_EQ(tell(card), child + "41");
  EXPECT_EQ(card.category, "肢体");
  EXPECT_EQ(card.grade, 1);
  ASSERT_TRUE(card.id);
  EXPECT_EQ(card.id->reveal(), child);

  std::string const x = id_with_x();
  std::vector<std::pair<std::string, std::string>> const table = {
      {child + "41B1", child + "41B1"},
      {child + "41b12", child + "41B12"},
      {child + " 41 B1", child + "41B1"},
      {x + "52", x + "52"},
      {x.substr(0, 17) + "x62", x + "62"},
      {"残疾证" + child + "73", child + "73"},
      {child, "!card_length"},
      {child + "4", "!card_length"},
      {child + "411", "!card_length"},
      {child + "41C1", "!card_length"},
      {child + "41B123", "!card_length"},
      {child + "01", "!unknown_code"},
      {child + "81", "!unknown_code"},
      {child + "45", "!unknown_code"},
      {child + "40", "!unknown_code"},
      {"3701********991741", "!id_masked"},
      {"3.70114E+19", "!id_precision_lost"},
      {id_of("20150230") + "41", "!id_bad_date"},
      {id_of("20261006") + "41", "!date_in_future"},
      {"无", "none"},
      {"未办证", "none"},
      {"", "blank"},
  };
  for (auto const& [written, expected] : table) EXPECT_EQ(tell(read_disability_card({written}, received)), expected) << written;
  EXPECT_EQ(tell(read_disability_card({child + "41", CellKind::number, true}, received)), "!id_precision_lost");
}

TEST(AccountCell, is_digits_only) {
  for (auto const& [written, expected] : std::vector<Case>{{"6223 1900 0000 0000 123", "6223190000000000123"},
                                                           {"’6223190000000000123", "6223190000000000123"},
                                                           {"６２２３１９００", "62231900"},
                                                           {"6.2232E+18", "!id_precision_lost"},
                                                           {"6223****0123", "!id_masked"},
                                                           {"123", "!account_length"},
                                                           {"无", "none"},
                                                           {"", "blank"}})
    EXPECT_EQ(tell(read_account_number({written})), expected) << written;
}

// ---- names --------------------------------------------------------------------------------------------------------------

TEST(NameCell, is_cleaned_refused_or_empty) {
  for (auto const& [written, expected] : std::vector<Case>{
           {"王小明", "王小明"},
           {"王 明", "王明"},
           {"王　明", "王明"},
           {" 王小明\n", "王小明"},
           {"阿依古丽•买买提", "阿依古丽·买买提"},
           {"阿依古丽・买买提", "阿依古丽·买买提"},
           {"阿依古丽·买买提", "阿依古丽·买买提"},
           {"ANNA MARIA", "ANNA MARIA"},
           {"王小明(已故)", "王小明 ~name_annotated"},
           {"王小明（服刑）", "王小明 ~name_annotated"},
           {"王某某", "王某某 ~name_anonymised"},
           {"王\xEE\x80\x80", "王\xEE\x80\x80 ~name_private_character"},
           {"王?明", "!name_garbled"},
           {"王？明", "!name_garbled"},
           {"王\xEF\xBF\xBD明", "!name_garbled"},
           {"王□明", "!name_garbled"},
           {"王*明", "!name_masked"},
           {"王＊＊", "!name_masked"},
           {"370114201503010000", "!name_not_a_name"},
           {"王小明1", "!name_not_a_name"},
           {"王小明、王小红", "!name_not_a_name"},
           {"魏二\n陶氏", "!name_not_a_name"},  // dropping the line break would make one person of two
           {"王\n小明", "王小明"},
           {"欧阳\n娜娜", "欧阳娜娜"},
           {"详见附件,请核对", "!name_not_a_name"},
           {"未取名", "none"},
           {"无名氏", "none"},
           {"（未取名）", "none"},
           {"张三之子", "none"},
           {"无", "none"},
           {"不详", "none"},
           {"/", "none"},
           {"", "blank"},
           {"#REF!", "!cell_error"},
       })
    EXPECT_EQ(tell(read_name({written})), expected) << written;
  EXPECT_EQ(read_name({"王小明（已故）"}).note, "已故");
  EXPECT_EQ(tell(read_name(number("12"))), "!name_not_a_name");
}

// ---- dates --------------------------------------------------------------------------------------------------------------

TEST(DateCell, is_read_in_every_spelling) {
  for (auto const& [written, expected] : std::vector<Case>{
           {"2026-09-03", "2026-09-03"},
           {"2026-9-3", "2026-09-03"},
           {"2026.9.3", "2026-09-03"},
           {"2026.09.03.", "2026-09-03"},
           {"2026/9/3", "2026-09-03"},
           {"2026/9/3 0:00:00", "2026-09-03"},
           {"2026-09-03 08:30", "2026-09-03"},
           {"2026-09-03T08:30:00", "2026-09-03"},
           {"2026年9月3日", "2026-09-03"},
           {"2026年09月03日", "2026-09-03"},
           {"2026 年 9 月 3 日", "2026-09-03"},
           {"2026年9月3号", "2026-09-03"},
           {"2026年9月3", "2026-09-03"},
           {"2026年9月3日上午", "2026-09-03"},
           {"2026年9月3日8时30分", "2026-09-03"},
           {"2026年9月3日 星期四", "2026-09-03"},
           {"2026年9月3日（星期四）", "2026-09-03"},
           {"2026、9、3", "2026-09-03"},
           {"2026，9，3", "2026-09-03"},
           {"2026。9。3", "2026-09-03"},
           {"2026－9－3", "2026-09-03"},
           {"2026—9—3", "2026-09-03"},
           {"２０２６．９．３", "2026-09-03"},
           {"2026 9 3", "2026-09-03"},
           {"2026\\9\\3", "2026-09-03"},
           {"20260903", "2026-09-03"},
           {"20260903083000", "2026-09-03"},
           {"20260903.0", "2026-09-03"},
           {"46268", "2026-09-03"},
           {"46268.354", "2026-09-03"},
           {"二〇二六年九月三日", "2026-09-03"},
           {"二○二六年九月三日", "2026-09-03"},
           {"二零二六年九月三日", "2026-09-03"},
           {"二O二六年九月三日", "2026-09-03"},
           {"二0二六年九月三日", "2026-09-03"},
           {"二〇二五年十二月三十一日", "2025-12-31"},
           {"二〇二五年十月二十日", "2025-10-20"},
           {"二〇二五年十一月廿一日", "2025-11-21"},
           {"贰零贰伍年拾月贰拾日", "2025-10-20"},
           {"13/9/2026", "2026-09-13"},
           {"9/13/2026", "2026-09-13"},
           {"9/9/2026", "2026-09-09"},
           {"2026年9月3日起", "2026-09-03"},
           {"公历2026年9月3日", "2026-09-03"},
           {"26.9.3", "2026-09-03 ~date_two_digit_year"},
           {"26年9月3日", "2026-09-03 ~date_two_digit_year"},
           {"98.5.6", "1998-05-06 ~date_two_digit_year"},
           {"260903", "2026-09-03 ~date_two_digit_year"},
           // Months stay months.
           {"2025.11", "2025-11"},
           {"2025.1", "2025-01"},
           {"2025-11", "2025-11"},
           {"2025/1", "2025-01"},
           {"202511", "2025-11"},
           {"2025年11月", "2025-11"},
           {"2025年11月份", "2025-11"},
           {"2025年11", "2025-11"},
           {"二〇二五年十一月", "2025-11"},
           {"25年11月", "2025-11 ~date_two_digit_year"},
       })
    EXPECT_EQ(tell(read_date({written}, DateRole::event, received)), expected) << written;
}

TEST(DateCell, of_a_number_is_a_serial_a_day_or_a_month) {
  for (auto const& [written, expected] : std::vector<Case>{{"46268", "2026-09-03"},
                                                           {"46268.5", "2026-09-03"},
                                                           {"20260903", "2026-09-03"},
                                                           {"202609", "2026-09"},
                                                           {"2025.11", "2025-11"},
                                                           {"2025.12", "2025-12"},
                                                           {"2025.09", "2025-09"},
                                                           {"2025.9", "2025-09"},
                                                           {"2025.1", "2025-01 ~month_maybe_october"},
                                                           {"2025", "!date_incomplete"},
                                                           {"2025.13", "!bad_date"},
                                                           {"9.3", "!date_incomplete"},
                                                           {"7", "!bad_date"},
                                                           {"-46268", "!bad_date"},
                                                           {"1e+20", "!bad_date"},
                                                           {"99999", "!bad_date"}})
    EXPECT_EQ(tell(read_date(number(written), DateRole::event, received)), expected) << written;
  EXPECT_EQ(tell(read_date(number("44806"), DateRole::event, received, true)), "2026-09-03");  // the 1904 system is 1462 days apart
}

TEST(DateCell, of_a_real_date_is_taken_as_it_is) {
  EXPECT_EQ(tell(read_date({"2026-09-03", CellKind::date}, DateRole::event, received)), "2026-09-03");
  EXPECT_EQ(tell(read_date({"2026-09-03T08:30:00", CellKind::date}, DateRole::event, received)), "2026-09-03");
  // A formula that points to an empty cell shows 1900/1/0.
  EXPECT_EQ(tell(read_date({"1899-12-31", CellKind::date}, DateRole::event, received)), "blank");
}

TEST(DateCell, is_refused_when_it_can_not_be_one_day_or_month) {
  for (auto const& [written, expected] : std::vector<Case>{
           {"2026.13.1", "!bad_date"},
           {"2026.2.30", "!bad_date"},
           {"2025-02-29", "!bad_date"},
           {"2025.00", "!bad_date"},
           {"20261301", "!bad_date"},
           {"2026093", "!bad_date"},
           {"3/9/2026", "!bad_date"},  // 3 September or 9 March
           {"3.9.26.1", "!bad_date"},
           {"去年冬天", "!bad_date"},
           {"2026年秋", "!bad_date"},
           {"2024.3.1-2029.2.28", "!bad_date"},
           {"长期", "!bad_date"},
           {"1026-09-03", "!bad_date"},
           {"2026", "!date_incomplete"},
           {"2026年", "!date_incomplete"},
           {"9月3日", "!date_incomplete"},
           {"9.3", "!date_incomplete"},
           {"9月", "!date_incomplete"},
           {"26.9", "!bad_date"},
           {"农历八月十五", "!date_lunar"},
           {"2026年正月初三", "!date_lunar"},
           {"1990年3月5日（农历）", "!date_lunar"},
           {"2026-10-06", "!date_in_future"},
           {"2026-11", "!date_in_future"},
           {"2062.9.3", "!date_in_future"},
           {"#VALUE!", "!cell_error"},
           {"无", "none"},
           {"—", "none"},
           {"", "blank"},
           {"2026-10-05", "2026-10-05"},
           {"2026-10", "2026-10"},
       })
    EXPECT_EQ(tell(read_date({written}, DateRole::event, received)), expected) << written;
}

TEST(DateCell, of_an_end_may_be_open_or_lie_ahead) {
  for (auto const& [written, expected] : std::vector<Case>{{"长期", "none"},
                                                           {"至今", "none"},
                                                           {"永久", "none"},
                                                           {"无", "none"},
                                                           {"——", "none"},
                                                           {"无期", "none"},
                                                           {"2029.2.28", "2029-02-28"},
                                                           {"29.2.28", "2029-02-28 ~date_two_digit_year"},
                                                           {"2029年2月", "2029-02"},
                                                           {"以后", "!bad_date"}})
    EXPECT_EQ(tell(read_date({written}, DateRole::end, received)), expected) << written;
}

TEST(DateCell, knows_an_estimate) {
  struct Estimate {
    std::string_view written, expected;
    bool is_estimated;
  };
  for (auto const& [written, expected, is_estimated] : std::vector<Estimate>{{"约2026年8月", "2026-08", true},
                                                                             {"2026年8月左右", "2026-08", true},
                                                                             {"2026年8月初", "2026-08", true},
                                                                             {"2026年8月中旬", "2026-08", true},
                                                                             {"2026年8月底", "2026-08", true},
                                                                             {"大约2026.8.15", "2026-08-15", true},
                                                                             {"2026-08-15（估计）", "2026-08-15", true},
                                                                             {"估2026-08-15", "2026-08-15", true},
                                                                             {"2026-08-15", "2026-08-15", false},
                                                                             {"2026年8月", "2026-08", false}}) {
    DateReading const reading = read_date({written}, DateRole::birth, received);
    EXPECT_EQ(tell(reading), expected) << written;
    EXPECT_EQ(reading.is_estimated, is_estimated) << written;
  }
}

std::string chinese_figures(int number) {
  constexpr std::string_view figures[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  for (char const c : std::to_string(number)) out += figures[c - '0'];
  return out;
}
std::string chinese_up_to_31(unsigned number) {
  std::string const ones = number % 10 ? chinese_figures(static_cast<int>(number % 10)) : "";
  return number < 10 ? ones : (number < 20 ? "" : chinese_figures(static_cast<int>(number / 10))) + "十" + ones;
}

// Every day of 40 years, in every spelling: what is read is what was written.
TEST(DateCell, reads_back_every_day_of_forty_years) {
  values::Date const from = *values::Date::of(1987, 1, 1), until = *values::Date::of(2027, 1, 1);
  values::Date const far = *values::Date::of(2100, 1, 1);
  for (values::Date day = from; day < until; day = day.plus_days(1)) {
    std::string const y = std::to_string(day.year()), m = std::to_string(day.month()), d = std::to_string(day.day()), iso = day.to_string();
    std::string const mm = iso.substr(5, 2), dd = iso.substr(8, 2);
    for (std::string const& written : {iso, y + "." + m + "." + d, y + "/" + m + "/" + d, y + "年" + m + "月" + d + "日", y + mm + dd, y + "-" + m + "-" + d + " 10:05",
                                       chinese_figures(day.year()) + "年" + chinese_up_to_31(day.month()) + "月" + chinese_up_to_31(day.day()) + "日",
                                       std::to_string(day.days_since_epoch() + 25569)}) {
      DateReading const reading = read_date({written}, DateRole::event, far);
      ASSERT_EQ(tell(reading), iso) << written;
      ASSERT_EQ(reading.day, day);
    }
    if (day.day() != 1) continue;
    for (std::string const& written : {y + "." + m, y + "-" + mm, y + mm, y + "年" + m + "月", chinese_figures(day.year()) + "年" + chinese_up_to_31(day.month()) + "月"}) {
      DateReading const reading = read_date({written}, DateRole::event, far);
      ASSERT_EQ(tell(reading), iso.substr(0, 7)) << written;
      ASSERT_FALSE(reading.day);
    }
  }
}

TEST(MonthCell, may_leave_out_the_year) {
  values::Month const period = *values::Month::of(2026, 9);
  for (auto const& [written, expected] : std::vector<Case>{{"2026-08", "2026-08"},
                                                           {"2026年8月", "2026-08"},
                                                           {"202608", "2026-08"},
                                                           {"2026.8.31", "2026-08"},
                                                           {"8月", "2026-08"},
                                                           {"8月份", "2026-08"},
                                                           {"8", "2026-08"},
                                                           {"八月", "2026-08"},
                                                           {"9月", "2026-09"},
                                                           {"12月", "2025-12"},
                                                           {"13月", "!bad_month"},
                                                           {"上月", "!bad_month"},
                                                           {"无", "none"},
                                                           {"", "blank"}})
    EXPECT_EQ(tell(read_month({written}, period)), expected) << written;
}

TEST(TermCell, is_months_days_life_or_two_dates) {
  for (auto const& [written, expected] : std::vector<Case>{
           {"五年", "P60M"},
           {"5年", "P60M"},
           {"3年6个月", "P42M"},
           {"三年六个月", "P42M"},
           {"三年零六个月", "P42M"},
           {"有期徒刑三年", "P36M"},
           {"判处有期徒刑三年六个月", "P42M"},
           {"有期徒刑十二年", "P144M"},
           {"两年", "P24M"},
           {"二年", "P24M"},
           {"一年半", "P18M"},
           {"半年", "P6M"},
           {"拘役四个月", "P4M"},
           {"24个月", "P24M"},
           {"15日", "P15D"},
           {"行政拘留十五日", "P15D"},
           {"二年（强制隔离戒毒）", "P24M"},
           {"无期徒刑", "life"},
           {"死缓", "life"},
           {"有期徒刑三年，缓刑四年", "P36M ~term_suspended"},
           {"2024.3.1-2029.2.28", "2024-03-01/2029-02-28"},
           {"2024.3.1—2029.2.28", "2024-03-01/2029-02-28"},
           {"2024-03-01-2029-02-28", "2024-03-01/2029-02-28"},
           {"2024-03-01至2029-02-28", "2024-03-01/2029-02-28"},
           {"自2024年3月1日起至2029年2月28日止", "2024-03-01/2029-02-28"},
           {"20240301-20290228", "2024-03-01/2029-02-28"},
           {"2029.2.28-2024.3.1", "!bad_term"},
           {"5", "!bad_term"},
           {"若干年", "!bad_term"},
           {"五年以下", "!bad_term"},
           {"0年", "!bad_term"},
           {"无", "none"},
           {"", "blank"},
       })
    EXPECT_EQ(tell(read_term({written})), expected) << written;
  EXPECT_EQ(read_term({"三年六个月"}).months, 42);
  EXPECT_EQ(read_term({"2024.3.1-2029.2.28"}).until, values::Date::of(2029, 2, 28));
}

TEST(Numerals, are_read_in_both_manners) {
  struct Numeral {
    std::u32string_view written;
    std::optional<int64_t> expected;
  };
  for (auto const& [written, expected] : std::vector<Numeral>{{U"二〇二六", 2026}, {U"二千零二十六", 2026}, {U"十", 10}, {U"十二", 12}, {U"二十", 20}, {U"廿一", 21}, {U"卅一", 31},
                                                              {U"一百零五", 105}, {U"一百一十", 110}, {U"三百六十五", 365}, {U"一万二千", 12000}, {U"一万零五十", 10050}, {U"两千", 2000},
                                                              {U"壹仟贰佰伍拾", 1250}, {U"一百一", std::nullopt}, {U"十百", std::nullopt}, {U"百", std::nullopt}, {U"", std::nullopt}, {U"年", std::nullopt}})
    EXPECT_EQ(chinese_number(written), expected) << base::to_utf8(written);
}

// ---- words --------------------------------------------------------------------------------------------------------------

TEST(SexCell, knows_words_figures_and_boxes) {
  for (auto const& [written, expected] : std::vector<Case>{{"男", "male"}, {"女", "female"}, {" 男 ", "male"}, {"男性", "male"}, {"女孩", "female"}, {"1", "male"}, {"2", "female"}, {"M", "male"},
                                                           {"f", "female"}, {"☑男 □女", "male"}, {"□男☑女", "female"}, {"( )男 (√)女", "female"}, {"男√ 女□", "male"}, {"男（汉族）", "male"},
                                                           {"不详", "none"}, {"0", "none"}, {"男女", "!unknown_code"}, {"□男 □女", "!unknown_code"}, {"3", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_sex({written})), expected) << written;
}

TEST(YesNoCell, knows_words_figures_and_boxes) {
  for (auto const& [written, expected] : std::vector<Case>{{"是", "true"}, {"否", "false"}, {"√", "true"}, {"×", "false"}, {"有", "true"}, {"无", "false"}, {"1", "true"}, {"0", "false"}, {"Y", "true"},
                                                           {"N", "false"}, {"☑是 □否", "true"}, {"是□ 否√", "false"}, {"不愿意", "false"}, {"愿意", "true"}, {"同意纳入", "true"}, {"不同意", "false"},
                                                           {"已参保", "true"}, {"未参保", "false"}, {"/", "none"}, {"不详", "none"}, {"是否", "!unknown_code"}, {"看情况", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_yes_no({written})), expected) << written;
}

TEST(ParentRelationCell, says_which_parent_or_leaves_it_open) {
  for (auto const& [written, expected] : std::vector<Case>{{"父", "father"}, {"父亲", "father"}, {"生父", "father"}, {"爸爸", "father"}, {"父子", "father"}, {"父女", "father"}, {"父女关系", "father"},
                                                           {"系其父亲", "father"}, {"母亲", "mother"}, {"母子", "mother"}, {"母女", "mother"}, {"妈妈", "mother"}, {"养母", "mother"}, {"儿子", "none"},
                                                           {"女儿", "none"}, {"长子", "none"}, {"子女", "none"}, {"次女", "none"}, {"女", "none"}, {"父母", "!unknown_code"}, {"继父", "!unknown_code"},
                                                           {"祖父", "!unknown_code"}, {"舅父", "!unknown_code"}, {"父亲、母亲", "!unknown_code"}, {"朋友", "!unknown_code"}, {"/", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_parent_relation({written})), expected) << written;
}

TEST(GuardianRelationCell, knows_the_family) {
  for (auto const& [written, expected] : std::vector<Case>{{"祖父", "paternal_grandfather"}, {"爷爷", "paternal_grandfather"}, {"奶奶", "paternal_grandmother"}, {"外祖父", "maternal_grandfather"},
                                                           {"姥爷", "maternal_grandfather"}, {"外祖母", "maternal_grandmother"}, {"姥姥", "maternal_grandmother"}, {"外婆", "maternal_grandmother"},
                                                           {"伯父", "uncle"}, {"叔叔", "uncle"}, {"舅舅", "uncle"}, {"姑父", "uncle"}, {"姑姑", "aunt"}, {"小姨", "aunt"}, {"婶婶", "aunt"}, {"舅妈", "aunt"},
                                                           {"哥哥", "sibling"}, {"姐弟", "sibling"}, {"父亲", "father"}, {"母女", "mother"}, {"村委会", "other"}, {"龙山村委会", "other"}, {"邻居", "other"},
                                                           {"曾祖母", "other"}, {"继父", "other"}, {"姑奶奶", "other"}, {"其他", "other"}, {"爷爷（监护人）", "paternal_grandfather"}, {"祖孙", "none"},
                                                           {"孙子", "none"}, {"祖父母", "none"}, {"侄子", "none"}, {"本人", "!unknown_code"}, {"爷爷、姥姥", "!unknown_code"}, {"abc", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_guardian_relation({written})), expected) << written;
}

TEST(EthnicityCell, ends_in_its_full_name) {
  for (auto const& [written, expected] : std::vector<Case>{{"汉", "汉族"}, {"汉族", "汉族"}, {"维吾尔", "维吾尔族"}, {"01", "汉族"}, {"3", "回族"}, {"56", "基诺族"}, {"57", "57"}, {"穿青人", "穿青人"},
                                                           {"汉 族", "汉族"}, {"不详", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_ethnicity({written})), expected) << written;
}

TEST(DisabilityCells, take_only_what_is_sure) {
  for (auto const& [written, expected] : std::vector<Case>{{"肢体", "肢体"}, {"肢体残疾", "肢体"}, {"肢残", "肢体"}, {"视力", "视力"}, {"盲", "视力"}, {"语言", "言语"}, {"智力残疾人", "智力"}, {"精神病", "精神"},
                                                           {"多重", "多重"}, {"多重（肢体、智力）", "多重"}, {"4", "肢体"}, {"7", "多重"}, {"肢体、智力", "!unknown_code"}, {"聋哑", "!unknown_code"},
                                                           {"8", "!unknown_code"}, {"瘫痪", "!unknown_code"}, {"无", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_disability_category({written})), expected) << written;
  for (auto const& [written, expected] : std::vector<Case>{{"一级", "1"}, {"1级", "1"}, {"壹级", "1"}, {"Ⅰ级", "1"}, {"Ⅱ", "2"}, {"III级", "3"}, {"Ⅳ级", "4"}, {"1", "1"}, {"2.0", "2"}, {"二 级", "2"},
                                                           {"残疾二级", "2"}, {"重度", "!unknown_code"}, {"5", "!unknown_code"}, {"五级", "!unknown_code"}, {"一至二级", "!unknown_code"}, {"1-2级", "!unknown_code"},
                                                           {"二等乙级", "!unknown_code"}, {"无", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_disability_grade({written})), expected) << written;
  struct Both {
    std::string_view written, category, grade;
  };
  for (auto const& [written, category, grade] : std::vector<Both>{{"肢体一级", "肢体", "1"}, {"肢体残疾2级", "肢体", "2"}, {"智力/二级", "智力", "2"}, {"肢体（一级）", "肢体", "1"}, {"精神残疾Ⅲ级", "精神", "3"},
                                                                   {"多重一级（肢体一级、智力二级）", "多重", "1"}, {"多重(智力二级、肢体一级)一级", "多重", "1"}, {"41", "肢体", "1"}, {"肢体1", "肢体", "1"},
                                                                   {"肢体", "肢体", "blank"}, {"肢体一级 智力二级", "!unknown_code", "!unknown_code"}, {"无", "none", "none"}, {"", "blank", "blank"}}) {
    CategoryAndGrade const both = read_category_and_grade({written});
    EXPECT_EQ(tell(both.category), category) << written;
    EXPECT_EQ(tell(both.grade), grade) << written;
  }
}

TEST(CodeWordCell, finds_the_longest_word_and_the_last_stage) {
  CodeWords const words({{"刑事拘留", "detained"}, {"羁押", "detained"}, {"逮捕", "arrested"}, {"批捕", "arrested"}, {"起诉", "prosecuted"}, {"判处", "sentenced"}, {"服刑", "sentenced"}, {"宣告死亡", "declared_dead"},
                          {"死亡", "death"}, {"不愿意", "no"}, {"愿意", "yes"}, {"撤销宣告死亡", "?"}, {"健在", "null"}});
  for (auto const& [written, expected] : std::vector<Case>{{"逮捕", "arrested"},
                                                           {"已被逮捕", "arrested"},
                                                           {"被告人现羁押于章丘区看守所", "detained"},
                                                           {"宣告死亡", "declared_dead"},  // not the death inside it
                                                           {"刑事拘留后逮捕", "arrested"},
                                                           {"2026年1月刑事拘留，2月批捕", "arrested"},
                                                           {"逮捕（羁押于看守所）", "arrested"},
                                                           {"（羁押）", "detained"},
                                                           {"☑逮捕 □起诉", "arrested"},
                                                           {"刑 事 拘 留", "detained"},
                                                           {"不愿意", "no"},
                                                           {"未逮捕", "!unknown_code"},
                                                           {"取保候审", "!unknown_code"},
                                                           {"撤销宣告死亡", "!unknown_code"},
                                                           {"健在", "none"},
                                                           {"无", "none"},
                                                           {"", "blank"},
                                                           {"#N/A", "!cell_error"}})
    EXPECT_EQ(tell(words.read({written})), expected) << written;
  Reading const refused = words.read({"取保候审"});
  EXPECT_EQ(refused.values.at("value"), "取保候审");
  EXPECT_EQ(refused.values.at("choices"), "刑事拘留、逮捕、起诉、判处、宣告死亡、死亡、不愿意、愿意");
}

// ---- the rest -----------------------------------------------------------------------------------------------------------

TEST(PhoneCell, is_never_a_reason_to_return_a_row) {
  for (auto const& [written, expected] : std::vector<Case>{{"13000001234", "13000001234"},
                                                           {"130-0000-1234", "13000001234"},
                                                           {"130 0000 1234", "13000001234"},
                                                           {"+86 13000001234", "13000001234"},
                                                           {"+86-130-0000-1234", "13000001234"},
                                                           {"８６１３００００１２３４０", "13000012340"},
                                                           {"013000001234", "13000001234"},
                                                           {"13000001234/15000001234", "13000001234/15000001234"},
                                                           {"13000001234 15000001234", "13000001234/15000001234"},
                                                           {"13000001234、15000001234", "13000001234/15000001234"},
                                                           {"1300000123415000001234", "13000001234/15000001234"},
                                                           {"13000001234（爷爷）", "13000001234"},
                                                           {"爷爷：13000001234", "13000001234"},
                                                           {"0531-83210000", "0531-83210000"},
                                                           {"053183210000", "0531-83210000"},
                                                           {"（0531）83210000", "0531-83210000"},
                                                           {"+86 531 83210000", "0531-83210000"},
                                                           {"010-83210000", "010-83210000"},
                                                           {"83210000", "83210000"},
                                                           {"0531-83210000转12", "0531-83210000"},
                                                           {"1300000123", "1300000123 ~phone_doubtful"},
                                                           {"见备注", "见备注 ~phone_doubtful"},
                                                           {"1.3E+10", "1.3E+10 ~phone_doubtful"},
                                                           {"无", "none"},
                                                           {"", "blank"}})
    EXPECT_EQ(tell(read_phone({written})), expected) << written;
  EXPECT_EQ(tell(read_phone(number("13000001234"))), "13000001234");
}

TEST(AmountCell, is_yuan_with_two_decimals) {
  for (auto const& [written, expected] : std::vector<Case>{{"1250", "1250.00"},
                                                           {"1,250.00", "1250.00"},
                                                           {"１，２５０", "1250.00"},
                                                           {"1250元", "1250.00"},
                                                           {"1250元整", "1250.00"},
                                                           {"￥1,250.50", "1250.50"},
                                                           {"人民币1250元", "1250.00"},
                                                           {"1250元/月", "1250.00"},
                                                           {"每人每月1250元", "1250.00"},
                                                           {"0.125万元", "1250.00"},
                                                           {"壹仟贰佰伍拾元整", "1250.00"},
                                                           {"壹仟贰佰伍拾元叁角贰分", "1250.32"},
                                                           {"一千二百元", "1200.00"},
                                                           {"一万二千元整", "12000.00"},
                                                           {"伍佰元零伍分", "500.05"},
                                                           {"0", "0.00"},
                                                           {"1250.555", "!bad_amount"},
                                                           {"约一千多", "!bad_amount"},
                                                           {"#VALUE!", "!cell_error"},
                                                           {"无", "none"},
                                                           {"", "blank"}})
    EXPECT_EQ(tell(read_amount({written})), expected) << written;
  EXPECT_EQ(tell(read_amount(number("0.30000000000000004"))), "0.30");
  EXPECT_EQ(tell(read_amount(number("2228.0000000000005"))), "2228.00");
  EXPECT_EQ(tell(read_amount(number("1e+300"))), "!bad_amount");
}

TEST(TextCell, loses_only_blanks_and_line_breaks) {
  for (auto const& [written, expected] : std::vector<Case>{{" 明水街道\n某村 ", "明水街道 某村"}, {"无", "none"}, {"", "blank"}, {"无劳动能力", "无劳动能力"}})
    EXPECT_EQ(tell(read_text({written})), expected) << written;
}

TEST(CheckBoxes, give_the_ticked_word_only_when_there_is_exactly_one) {
  for (auto const& [written, expected] : std::vector<Case>{{"☑男 □女", "男"}, {"□男 ☑女", "女"}, {"( )是 (√)否", "否"}, {"男☑ 女□", "男"}, {"√男 女", "男"}, {"☑男 ☑女", ""}, {"□男 □女", ""}, {"男", ""}, {"√", ""}, {"", ""}})
    EXPECT_EQ(ticked_choice(written).value_or(""), expected) << written;
}

// Whatever stands in a cell, every parser comes back with one of the four answers, and a value is never empty.
RC_GTEST_PROP(AnyCell, is_understood_or_refused_but_never_breaks, ()) {
  std::string text;
  for (int i = *rc::gen::inRange(0, 24); i > 0; --i)
    text += *rc::gen::element<std::string>("0", "1", "9", "2026", "3701", "年", "月", "日", ".", "-", "/", "(", ")", "（", "E+", "X", "*", "一", "十", "廿", "万", "元", "角", "约", "无", "□", "√", " ", "\n", "\xFF",
                                           "\xE4", "?", "至", "父", "祖", "级", "肢体", "=\"", "'", "农历", ":", "T", "，");
  CellInput const cell{text, *rc::gen::element(CellKind::text, CellKind::number, CellKind::date), false};
  values::Month const period = *values::Month::of(2026, 9);
  std::vector<Reading> const readings = {read_id_number(cell, received), read_disability_card(cell, received), read_account_number(cell), read_name(cell), read_date(cell, DateRole::event, received),
                                         read_date(cell, DateRole::end, received), read_month(cell, period), read_term(cell), read_sex(cell), read_yes_no(cell), read_parent_relation(cell),
                                         read_guardian_relation(cell), read_ethnicity(cell), read_disability_category(cell), read_disability_grade(cell), read_category_and_grade(cell).grade, read_phone(cell),
                                         read_amount(cell), read_text(cell)};
  for (Reading const& reading : readings) {
    RC_ASSERT(reading.is_value() == !reading.value.empty());
    RC_ASSERT(reading.is_bad() == !reading.problem.empty());
    RC_ASSERT(!reading.is_bad() || base::has_sentence(reading.problem));
    for (auto const warning : reading.warnings) RC_ASSERT(base::has_sentence(warning));
  }
}

}  // namespace
}  // namespace hutong::intake
