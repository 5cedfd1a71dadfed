// Reading hutong.benefit_case/1: every mistake of a file at once, each with its place and the way out.
#include "benefits/benefit_case.h"

#include <gtest/gtest.h>

#include "base/messages.h"
#include "benefits/internal/test_money.h"

namespace hutong::benefits {
namespace {

using namespace test;

// "/coverage/0/category benefit_bad_value", one line each.
std::string mistakes(std::string_view json) {
  std::string lines;
  for (base::Problem const& one : benefit_case_from_json(rules(), json).problems) {
    EXPECT_FALSE(base::sentence(one).fix.empty()) << one.code;
    lines += (lines.empty() ? "" : "\n") + one.place.field + " " + one.code;
  }
  return lines;
}

std::string with(std::string_view rest) {
  return R"({"schema": "hutong.benefit_case/1", "place": "370114", "residence": "rural", "through": "2024-06")" + std::string(rest) + "}";
}

TEST(BenefitCase, is_refused_with_the_place_of_the_mistake) {
  struct Row {
    std::string json;
    char const* expected;
  };
  for (Row const& row : {
           Row{"", " benefit_not_json"},
           Row{"[]", " benefit_bad_value"},
           Row{"{}", "/place benefit_missing\n/residence benefit_missing\n/through benefit_missing"},
           Row{R"({"schema": "hutong.case/1", "place": "370114", "residence": "rural", "through": "2024-06"})", "/schema benefit_bad_value"},
           Row{R"({"place": "110101", "residence": "rural", "through": "2024-06"})", "/place benefit_place_unknown"},
           Row{R"({"place": "3701", "residence": "rural", "through": "2024-06"})", "/place benefit_bad_value"},
           Row{R"({"place": 370114, "residence": "town", "through": "2024-6"})", "/place benefit_bad_value\n/residence benefit_bad_value\n/through benefit_bad_value"},
           Row{R"({"place": "370114", "residence": "rural", "through": "2024-13"})", "/through benefit_bad_value"},
           Row{R"({"place": "370114", "residence": "rural", "through": "2024-06", "through": "2024-07"})", " benefit_key_twice"},
           Row{with(R"(, "payed": [])"), "/payed benefit_unknown_key"},
           Row{with(R"(, "_note": 7)"), ""},
           Row{with(R"(, "coverage": {})"), "/coverage benefit_bad_value"},
           Row{with(R"(, "coverage": [7])"), "/coverage/0 benefit_bad_value"},
           Row{with(R"(, "coverage": [{}])"), "/coverage/0/category benefit_missing\n/coverage/0/confirmed_on benefit_missing"},
           Row{with(R"(, "coverage": [{"category": "orphan", "confirmed_on": "2024-02-30"}])"),
               "/coverage/0/category benefit_bad_value\n/coverage/0/confirmed_on benefit_bad_value"},
           Row{with(R"(, "coverage": [{"category": "hiv_affected", "confirmed_on": "2024-02-03", "ended_on": "2024-02-02"}])"),
               "/coverage/0/ended_on benefit_ended_before_confirmed"},
           Row{with(R"(, "coverage": [{"category": "hiv_affected", "confirmed_on": "2024-02-03", "end_reason": "released"}])"),
               "/coverage/0/end_reason benefit_reason_without_end"},
           Row{with(R"(, "coverage": [{"category": "hiv_affected", "confirmed_on": "2024-02-03", "ended_on": "2024-02-03", "end_reason": "户口注销"}])"), ""},
           Row{with(R"(, "coverage": [{"category": "hiv_affected", "confirmed_on": "2024-07-01"}])"), "/through benefit_through_before_start"},
           Row{with(R"(, "coverage": [{"category": "hiv_affected", "confirmed_on": "2024-06-30"}])"), ""},  // nothing due yet
           Row{with(R"(, "offsets": [{"kind": "dibao", "from": "2024-03", "until": "2024-02", "amount_fen": 1}])"), "/offsets/0/until benefit_bad_value"},
           Row{with(R"(, "offsets": [{"kind": "margin", "from": "2024-03", "untill": "2024-05", "amount_fen": -1}])"),
               "/offsets/0/untill benefit_unknown_key\n/offsets/0/kind benefit_bad_value\n/offsets/0/amount_fen benefit_amount_negative"},
           Row{with(R"(, "paid": [{"month": "2024-00", "amount_fen": 1.5, "kind": "gift"}])"),
               "/paid/0/month benefit_bad_value\n/paid/0/amount_fen benefit_bad_value\n/paid/0/kind benefit_bad_value"},
           Row{with(R"(, "paid": [{"month": "2024-01", "amount_fen": 99999901}])"), "/paid/0/amount_fen benefit_bad_value"},
           Row{with(R"(, "paid": [{"month": "2024-01", "amount_fen": -0.5}])"), "/paid/0/amount_fen benefit_amount_negative"},
           Row{with(R"(, "paid": [{"month": "2024-01", "amount_fen": 1}, {"month": "2024-01", "amount_fen": 2, "kind": "recovery"}])"), "/paid benefit_returned_more"},
       })
    EXPECT_EQ(mistakes(row.json), row.expected) << row.json;
}

TEST(BenefitCase, may_hold_no_two_coverages_of_one_category_at_once) {
  auto two = [](std::string const& first, std::string const& second) { return mistakes(with(", \"coverage\": [" + first + ", " + second + "]")); };
  std::string const open = R"({"category": "community_orphan", "confirmed_on": "2024-01-10"})";
  std::string const ended = R"({"category": "community_orphan", "confirmed_on": "2024-01-10", "ended_on": "2024-03-05"})";
  EXPECT_EQ(two(open, R"({"category": "community_orphan", "confirmed_on": "2024-03-05"})"), "/coverage/1 benefit_coverage_overlap");
  EXPECT_EQ(two(R"({"category": "community_orphan", "confirmed_on": "2024-03-05"})", open), "/coverage/1 benefit_coverage_overlap");
  EXPECT_EQ(two(ended, R"({"category": "community_orphan", "confirmed_on": "2024-03-04"})"), "/coverage/1 benefit_coverage_overlap");
  EXPECT_EQ(two(ended, R"({"category": "community_orphan", "confirmed_on": "2024-03-05"})"), "");
  EXPECT_EQ(two(open, R"({"category": "priority_hardship", "confirmed_on": "2024-03-05"})"), "");  // the precedence decides
}

TEST(BenefitCase, tells_what_was_known_on_a_day) {
  std::string const json = with(
      R"(, "known_on": "2024-06-01", "coverage": [{"category": "community_orphan", "confirmed_on": "2024-01-10", "ended_on": "2024-03-05", "end_recorded_on": "2024-06-02"}])");
  auto read = benefit_case_from_json(rules(), json);
  ASSERT_TRUE(read.problems.empty());
  EXPECT_EQ(compute(rules(), read.value).money.months.size(), 5u);
  read.value.known_on = day("2024-06-02");
  EXPECT_EQ(compute(rules(), read.value).money.months.size(), 2u);
  read.value.known_on.reset();
  EXPECT_EQ(compute(rules(), read.value).money.months.size(), 2u);
}

TEST(BenefitCase, is_answered_in_fen_with_null_where_nothing_is_known) {
  auto read = benefit_case_from_json(rules(), R"({"place": "370114", "residence": "rural", "through": "2020-12",
      "coverage": [{"category": "community_orphan", "confirmed_on": "2020-11-10"}]})");
  ASSERT_TRUE(read.problems.empty());
  std::string json = to_json(rules(), compute(rules(), read.value));
  EXPECT_NE(json.find(R"({"month":"2020-12","category":"community_orphan","standard_fen":null,"offset_fen":0,"entitled_fen":null,"paid_fen":0,)"
                      R"("difference_fen":null,"citation":null,"provisional":false,"because":[]})"),
            std::string::npos)
      << json;
}

TEST(BenefitCase, is_answered_with_the_news_behind_each_difference) {
  auto read = benefit_case_from_json(rules(), with(R"(, "coverage": [{"category": "community_orphan", "confirmed_on": "2023-12-10"}],
      "paid": [{"month": "2024-01", "amount_fen": 209000, "paid_on": "2024-01-10"}])"));
  ASSERT_TRUE(read.problems.empty());
  read.value.through = month("2024-01");
  std::string json = to_json(rules(), compute(rules(), read.value));
  EXPECT_NE(json.find(R"("because":[{"kind":"standard_changed","known_on":"2024-02-29","change_fen":13800,"ref":null,)"), std::string::npos) << json;
}

TEST(Words, lead_back_to_their_values) {
  for (EndReason reason : all_end_reasons()) EXPECT_EQ(end_reason_from(code_of(reason)), reason);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(offset_kind_from(code_of(static_cast<OffsetKind>(i))), static_cast<OffsetKind>(i));
    EXPECT_EQ(line_kind_from(code_of(static_cast<LineKind>(i))), static_cast<LineKind>(i));
    EXPECT_FALSE(chinese(static_cast<OffsetKind>(i)).empty() || chinese(static_cast<LineKind>(i)).empty());
  }
  for (Residence residence : {Residence::rural, Residence::urban}) EXPECT_EQ(residence_from(code_of(residence)), residence);
}

}  // namespace
}  // namespace hutong::benefits
