#include "intake/internal/cells.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/testing_cells.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using namespace testing;

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
           {"2024.3-2029.2", "2024-03/2029-02"},
           {"2024年3月至2029年2月", "2024-03/2029-02"},
           {"2026年3月1日至8月31日", "2026-03-01/2026-08-31"},
           {"2026.3.1-8.31", "2026-03-01/2026-08-31"},
           {"2026.8.15至今", "2026-08-15/.."},
           {"2026.8.15—", "2026-08-15/.."},
           {"2026年8月15日起", "2026-08-15/.."},
           {"2026.8.15-长期", "2026-08-15/.."},
           {"2026-08-15", "2026-08-15/.."},
           {"三年（2024.3.1-2027.2.28）", "P36M"},
           {"2026.8.15-2026.3.1", "!bad_term"},
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
  EXPECT_EQ(read_term({"三年（2024.3.1-2027.2.28）"}).until, values::Date::of(2027, 2, 28));
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

}  // namespace
}  // namespace hutong::intake
