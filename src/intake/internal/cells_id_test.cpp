#include "intake/internal/cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "intake/internal/testing_cells.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using namespace testing;
std::string const child = id_of("20150301");

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

}  // namespace
}  // namespace hutong::intake
