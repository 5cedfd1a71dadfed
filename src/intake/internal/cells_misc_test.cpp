#include "intake/internal/cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/messages.h"
#include "intake/internal/testing_cells.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using namespace testing;

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
                                                           {"6223190000000000123", "!bad_amount"},  // an account number
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
