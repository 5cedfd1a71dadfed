#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <concepts>
#include <ostream>

#include "base/resources.h"
#include "values/division.h"
#include "values/id_number.h"
#include "values/money.h"
#include "values/person_name.h"
#include "values/words.h"
#include "values/work_calendar.h"

namespace hutong::values {
namespace {

template <class T>
concept Printable = requires(std::ostream& to, T const& value) { to << value; };
static_assert(Printable<int> && !Printable<IdNumber> && !Printable<PersonName>, "personal values must not print by accident");
static_assert(!std::convertible_to<IdNumber, std::string> && !std::convertible_to<PersonName, std::string>);

std::string code_of_failure(std::string const& number) {
  auto parsed = IdNumber::parse(number);
  return parsed ? "" : parsed.error().code;
}

std::string with_check(std::string first_17) { return first_17 + id_check_character(first_17); }

TEST(IdNumber, knows_birth_date_and_sex) {
  auto number = IdNumber::parse(with_check("37011420150301991")).value();
  EXPECT_EQ(number.birth_date().to_string(), "2015-03-01");
  EXPECT_EQ(number.sex(), Sex::male);
  EXPECT_EQ(number.masked().substr(0, 14), "370114********");
  EXPECT_EQ(number.masked().size(), 18u);
}

// A number of the old area code 370181, of a place that never existed, of another province: all are numbers.
TEST(IdNumber, never_judges_the_area) {
  for (char const* area : {"370181", "370114", "999999", "000000"})
    EXPECT_EQ(code_of_failure(with_check(std::string(area) + "20150301992")), "") << area;
}

TEST(IdNumber, names_the_first_thing_that_is_wrong) {
  std::string good = with_check("37011420150301991");
  EXPECT_EQ(code_of_failure(good.substr(1)), "id_length");
  EXPECT_EQ(code_of_failure(good + "1"), "id_length");
  EXPECT_EQ(code_of_failure("3701142015O301991X"), "id_length");
  EXPECT_EQ(code_of_failure(with_check("37011420150230991")), "id_bad_date");
  EXPECT_EQ(code_of_failure(with_check("37011418490101991")), "id_bad_date");
  std::string wrong = good;
  wrong[17] = wrong[17] == '0' ? '1' : '0';
  EXPECT_EQ(code_of_failure(wrong), "id_checksum");
}

TEST(IdNumber, fifteen_digits_become_eighteen_of_the_nineteen_hundreds) {
  auto number = IdNumber::parse("370114850301991").value();
  EXPECT_TRUE(number.was_15_digits());
  EXPECT_EQ(number.birth_date().to_string(), "1985-03-01");
  EXPECT_EQ(number, IdNumber::parse(number.reveal()).value());
}

// Any slip in one digit, and any swap of two neighbours, is noticed: what MOD 11-2 promises.
RC_GTEST_PROP(IdNumber, notices_every_single_slip, ()) {
  auto year = *rc::gen::inRange(1950, 2026);
  auto month = *rc::gen::inRange(1, 13), at_day = *rc::gen::inRange(1, 29), sequence = *rc::gen::inRange(990, 1000);
  char text[32];
  std::snprintf(text, sizeof text, "370114%04d%02d%02d%03d", year, month, at_day, sequence);
  std::string good = with_check(text);
  auto at = *rc::gen::inRange<size_t>(0, 17);
  std::string slipped = good;
  slipped[at] = static_cast<char>('0' + (slipped[at] - '0' + *rc::gen::inRange(1, 10)) % 10);
  RC_ASSERT(!IdNumber::parse(slipped).has_value());
  std::string swapped = good;
  std::swap(swapped[at], swapped[at == 16 ? 15 : at + 1]);
  RC_ASSERT(swapped == good || !IdNumber::parse(swapped).has_value());
}

TEST(PersonName, drops_the_blanks_that_line_names_up) {
  EXPECT_EQ(PersonName::parse("王 伟").value().reveal(), "王伟");
  EXPECT_EQ(PersonName::parse(" 王\u3000伟\t").value().reveal(), "王伟");
  EXPECT_EQ(PersonName::parse("John  Smith").value().reveal(), "John Smith");
}

TEST(PersonName, writes_one_kind_of_middle_dot_and_compares_without_it) {
  for (char const* text : {"买买提•艾力", "买买提・艾力", "买买提·艾力", "买买提.艾力", "买买提．艾力"})
    EXPECT_EQ(PersonName::parse(text).value().reveal(), "买买提·艾力") << text;
  EXPECT_EQ(PersonName::parse("买买提艾力").value().key(), PersonName::parse("买买提·艾力").value().key());
}

TEST(PersonName, folds_spellings_that_offices_exchange_but_shows_what_was_written) {
  EXPECT_EQ(PersonName::parse("閆麗").value().key(), PersonName::parse("闫丽").value().key());
  EXPECT_EQ(PersonName::parse("閆麗").value().reveal(), "閆麗");
  EXPECT_NE(PersonName::parse("王子").value().key(), PersonName::parse("王梓").value().key());
}

TEST(PersonName, refuses_what_is_no_name) {
  for (char const* text : {"", " ", "无", "未取名", "无名氏", "/", "—"}) EXPECT_EQ(PersonName::parse(text).error().code, "name_empty") << text;
  for (char const* text : {"王?", "王\uFFFD", "??"}) EXPECT_EQ(PersonName::parse(text).error().code, "name_garbled") << text;
}

TEST(PersonName, hides_all_but_the_first_character) { EXPECT_EQ(PersonName::parse("欧阳震华").value().masked(), "欧***"); }

TEST(Money, reads_what_clerks_write) {
  struct { char const* text; int64_t fen; } rows[] = {{"1250", 125000}, {"1,250.00", 125000}, {"1250元", 125000}, {"0.125万元", 125000},
                                                      {"¥1 250.5", 125050}, {"１２５０", 125000}, {"-3.20", -320}, {"0", 0}, {"1250.000", 125000}};
  for (auto const& row : rows) EXPECT_EQ(Money::parse(row.text).value().in_fen(), row.fen) << row.text;
  for (char const* text : {"", "元", "12.345", "一千", "1.2.3", "12a", "1,,1", "12,50", ",250", ".5", "123456789012", "-20260050万元"}) EXPECT_FALSE(Money::parse(text)) << text;
  EXPECT_EQ(Money::fen(-5).to_string(), "-0.05");
}

RC_GTEST_PROP(Money, is_read_back_from_what_it_writes, ()) {
  auto amount = Money::fen(*rc::gen::inRange<int64_t>(-1'000'000'000, 1'000'000'000));
  RC_ASSERT(Money::parse(amount.to_string()).value() == amount);
}

TEST(Words, every_code_leads_back_to_its_value) {
  for (Circumstance one : all_circumstances()) EXPECT_EQ(circumstance_from(code_of(one)), one);
  EXPECT_EQ(all_circumstances().size(), 11u);
  EXPECT_EQ(code_of(*agency_from("town:370114001")), "town:370114001");
  for (char const* text : {"town", "town:", "town:37011400", "town:37011400x", "bank"}) EXPECT_FALSE(agency_from(text)) << text;
}

Divisions district() { return Divisions::from_yaml(*base::resource("divisions/370114.yaml")).value(); }

TEST(Divisions, knows_a_town_under_every_name_an_office_uses) {
  Divisions divisions = district();
  std::string code = divisions.town_by_name("明水街道").value();
  for (char const* text : {"明水", "明水街道办事处", "明水街办", "明水办事处", "明水镇", "章丘区明水街道", "章丘市明水镇", "济南市章丘区明水街道", " 明 水 街 道 "})
    EXPECT_EQ(divisions.town_by_name(text), code) << text;
  EXPECT_EQ(divisions.name_of(code), "明水街道");
  EXPECT_FALSE(divisions.town_by_name("天桥街道"));
  EXPECT_FALSE(divisions.town_by_name(""));
}

TEST(Divisions, finds_the_town_inside_an_address) {
  Divisions divisions = district();
  EXPECT_EQ(divisions.town_in_address("山东省济南市章丘区刁镇某某村12号"), divisions.town_by_name("刁镇"));
  EXPECT_EQ(divisions.town_in_address("章丘市垛庄镇北垛庄村"), divisions.town_by_name("垛庄镇"));
  EXPECT_EQ(divisions.town_in_address("章丘区明水山泉路8号"), divisions.town_by_name("明水"));
  EXPECT_FALSE(divisions.town_in_address("济南市天桥区某路1号"));
}

TEST(WorkCalendar, rolls_a_holiday_to_the_next_worked_day) {
  WorkCalendar calendar;
  // An invented year's notice: 1–7 October free, Saturday 10 October worked instead.
  ASSERT_TRUE(calendar.add_yaml("year: 2026\nfree: [2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06, 2026-10-07]\nworked: [2026-10-10]\n"));
  EXPECT_EQ(calendar.working_day_on_or_after(Date::from_iso("2026-10-05").value()).to_string(), "2026-10-08");
  EXPECT_TRUE(calendar.is_working_day(Date::from_iso("2026-10-10").value()));
  EXPECT_EQ(calendar.working_days_after(Date::from_iso("2026-09-30").value(), 3).to_string(), "2026-10-10");
  EXPECT_FALSE(calendar.knows(2027));
}

TEST(WorkCalendar, refuses_a_day_that_does_not_exist_and_a_key_it_does_not_know) {
  auto const why = [](std::string_view yaml) { return WorkCalendar().add_yaml(yaml).error().values.at("why"); };
  EXPECT_EQ(why("year: 2026\nfree: [2026-02-30]\n"), "没有“2026-02-30”这一天");
  EXPECT_EQ(why("year: 2026\nwork: [2026-10-10]\n"), "没有“work”这个键;可以写的有 year、source、free、worked");
  EXPECT_EQ(why("{"), "不合 YAML 的写法");
}

TEST(Divisions, refuse_a_former_name_of_two_towns_with_the_line) {
  auto const refused = Divisions::from_yaml("code: \"370114\"\nname: 章丘区\ntowns:\n  - {code: \"370114001\", name: 明水街道, former_names: [水寨镇]}\n"
                                            "  - {code: \"370114002\", name: 双山街道, former_names: [水寨镇]}\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().values.at("where"), "第 5 行");
  EXPECT_EQ(refused.error().values.at("why"), "“水寨镇”不能既是 370114001 又是 370114002");
}

TEST(Divisions, refuse_codes_and_names_that_no_case_could_carry_with_the_line) {
  struct Case {
    std::string code, name, towns, where, why;
  };
  for (Case const& one : std::vector<Case>{
           {"37011", "章丘区", "", "第 1 行", "代码“37011”应当是6位数字"},
           {"370114", "\"\"", "", "第 2 行", "名称是空的"},
           {"370114", "章丘区", "  - {code: \"37011401\", name: 明水街道}\n", "第 4 行", "代码“37011401”应当是以 370114 开头的9位数字"},
           {"370114", "章丘区", "  - {code: \"370112001\", name: 明水街道}\n", "第 4 行", "代码“370112001”应当是以 370114 开头的9位数字"},
           {"370114", "章丘区", "  - {code: \"370114001\", name: \" \"}\n", "第 4 行", "名称是空的"},
           {"370114", "章丘区", "  - {code: \"370114001\", name: 明水街道, former_names: [\"\"]}\n", "第 4 行", "名称是空的"},
           {"370114", "章丘区", "  - {code: \"370114001\", name: 明水街道}\n  - {code: \"370114001\", name: 双山街道}\n", "第 5 行", "代码 370114001 写了两遍"}}) {
    auto const refused = Divisions::from_yaml("code: \"" + one.code + "\"\nname: " + one.name + "\ntowns:" + (one.towns.empty() ? " []\n" : "\n" + one.towns));
    ASSERT_FALSE(refused) << one.why;
    EXPECT_EQ(refused.error().values.at("where"), one.where) << one.why;
    EXPECT_EQ(refused.error().values.at("why"), one.why);
  }
}

}  // namespace
}  // namespace hutong::values
