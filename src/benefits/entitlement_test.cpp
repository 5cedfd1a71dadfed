// The vectors V1–V10 of POLICY 3.6 and what lies between them.
#include "benefits/entitlement.h"

#include <gtest/gtest.h>

#include "benefits/internal/test_money.h"

namespace hutong::benefits {
namespace {

using namespace test;
using enum Category;

History of(Coverage coverage) {
  History history;
  history.coverage.push_back(std::move(coverage));
  return history;
}

TEST(Entitlement, begins_in_the_month_after_the_confirmation_V1) {
  auto money = computed(of(covered(de_facto_unattended, "2024-03-29")), "2024-06");
  EXPECT_EQ(money.months.front().month, month("2024-04"));
  EXPECT_EQ(entitled(money, "2024-04"), 2228);
}

TEST(Entitlement, ends_with_the_month_of_release_V2_V3) {
  struct Row {
    char const* released;
    char const* last;
    int64_t overpaid;
  };
  for (Row const& row : {Row{"2024-05-31", "2024-05", 6684}, Row{"2024-06-01", "2024-06", 4456}}) {
    History history = of(covered(de_facto_unattended, "2023-12-10", row.released, EndReason::released));
    pay_monthly(history, "2024-01", "2024-09", 2228);
    auto money = computed(history, "2024-08");
    EXPECT_EQ(money.overpaid, Money::yuan(row.overpaid));
    EXPECT_EQ(money.arrears, Money());
    EXPECT_EQ(entitled(money, row.last), 2228);
    EXPECT_EQ(entitled(money, month(row.last).plus(1).to_string()), 0);
  }
}

TEST(Entitlement, pays_the_difference_of_a_back_dated_standard_V4) {
  History history = of(covered(de_facto_unattended, "2023-06-10"));
  pay_monthly(history, "2023-07", "2024-03", 2090);
  auto money = computed(history, "2024-03");
  EXPECT_EQ(money.arrears, Money::yuan(276 + 2228));
  EXPECT_EQ(money.in(month("2024-01"))->difference(), Money::yuan(138));
  EXPECT_EQ(entitled(money, "2024-03"), 2228);
}

TEST(Entitlement, includes_the_month_of_the_18th_birthday_V5) {
  auto money = computed(of(covered(de_facto_unattended, "2020-06-10", "2024-06-15", EndReason::turned_18)), "2024-12");
  EXPECT_EQ(money.months.back().month, month("2024-06"));
}

TEST(Entitlement, is_what_dibao_leaves_open_V6) {
  History history = of(covered(de_facto_unattended, "2023-06-10"));
  history.offsets.push_back(draws(OffsetKind::dibao, 500, "2024-04"));
  auto money = computed(history, "2024-05");
  EXPECT_EQ(entitled(money, "2024-03"), 2228);
  EXPECT_EQ(entitled(money, "2024-04"), 1728);
}

TEST(Entitlement, includes_the_month_of_death_V7) {
  auto money = computed(of(covered(community_orphan, "2023-06-10", "2024-05-03", EndReason::child_died)), "2024-08");
  EXPECT_EQ(entitled(money, "2024-05"), 2228);
  EXPECT_EQ(money.in(month("2024-06")), nullptr);
}

TEST(Entitlement, pays_one_category_when_a_child_moves_to_another_V8) {
  for (char const* ended : {"2024-07-10", "2024-07-31", ""}) {
    History history = of(covered(priority_hardship, "2023-06-10", ended));
    history.coverage.push_back(covered(de_facto_unattended, "2024-07-10"));
    auto money = computed(history, "2024-09");
    EXPECT_EQ(entitled(money, "2024-07"), 1865) << ended;
    EXPECT_EQ(entitled(money, "2024-08"), 2228) << ended;
    EXPECT_EQ(money.in(month("2024-08"))->category, de_facto_unattended) << ended;
  }
}

TEST(Entitlement, never_adds_the_living_subsidy_to_the_full_amount_V9) {
  History history = of(covered(de_facto_unattended, "2023-06-10"));
  history.offsets.push_back(draws(OffsetKind::disability_living_subsidy, 200, "2024-01"));
  pay_monthly(history, "2023-07", "2024-01", 2090);
  pay_monthly(history, "2024-01", "2024-04", 2228);
  auto money = computed(history, "2024-03");
  EXPECT_EQ(entitled(money, "2024-01"), 2028);
  EXPECT_EQ(money.overpaid, Money::yuan(600));
}

TEST(Entitlement, is_paid_in_full_to_a_child_with_hiv_V10) {
  History history = of(covered(hiv_affected, "2023-06-10"));
  history.offsets.push_back(draws(OffsetKind::dibao, 600, "2023-01"));
  auto money = computed(history, "2024-01");
  EXPECT_EQ(entitled(money, "2024-01"), 2228);
  EXPECT_EQ(money.in(month("2024-01"))->offset, Money());
}

// Which of the four is deducted for which category.
TEST(Entitlement, deducts_by_the_table_of_categories_and_subsidies) {
  struct Row {
    Category category;
    OffsetKind kind;
    int64_t expected;
  };
  using enum OffsetKind;
  for (Row const& row : {Row{community_orphan, dibao, 2128}, Row{community_orphan, tekun, 2128}, Row{community_orphan, disability_living_subsidy, 2128},
                         Row{community_orphan, disability_nursing_subsidy, 2228}, Row{de_facto_unattended, dibao, 2128},
                         Row{de_facto_unattended, tekun, 2128}, Row{de_facto_unattended, disability_living_subsidy, 2128},
                         Row{de_facto_unattended, disability_nursing_subsidy, 2228}, Row{hiv_affected, dibao, 2228}, Row{hiv_affected, tekun, 2228},
                         Row{hiv_affected, disability_living_subsidy, 2228}, Row{hiv_affected, disability_nursing_subsidy, 2228},
                         Row{priority_hardship, dibao, 1765}, Row{priority_hardship, tekun, 1765}, Row{priority_hardship, disability_living_subsidy, 1765},
                         Row{priority_hardship, disability_nursing_subsidy, 1865}}) {
    History history = of(covered(row.category, "2023-06-10"));
    history.offsets.push_back(draws(row.kind, 100, "2023-01"));
    EXPECT_EQ(entitled(computed(history, "2024-01"), "2024-01"), row.expected) << values::code_of(row.category) << code_of(row.kind);
  }
}

TEST(Entitlement, is_nothing_when_other_aid_exceeds_the_standard) {
  History history = of(covered(priority_hardship, "2023-06-10"));
  history.offsets.push_back(draws(OffsetKind::dibao, 1200, "2024-01"));
  history.offsets.push_back(draws(OffsetKind::disability_living_subsidy, 900, "2024-01"));
  auto money = computed(history, "2024-01");
  EXPECT_EQ(entitled(money, "2024-01"), 0);
  EXPECT_EQ(money.in(month("2024-01"))->offset, Money::yuan(2100));
}

TEST(Entitlement, counts_offsets_by_half_open_months) {
  History history = of(covered(de_facto_unattended, "2024-03-10"));
  history.offsets.push_back(draws(OffsetKind::dibao, 500, "2024-01", "2024-06"));
  history.paid.push_back(paid("2024-04", 1728));
  auto money = computed(history, "2024-06");
  EXPECT_EQ(entitled(money, "2024-05"), 1728);
  EXPECT_EQ(entitled(money, "2024-06"), 2228);
  EXPECT_EQ(money.arrears, Money::yuan(1728 + 2228));
}

TEST(Entitlement, follows_the_standards_of_jinan) {
  struct Row {
    char const* in;
    int64_t orphan, priority;
    bool orphan_provisional, priority_provisional;
  };
  for (Row const& row : {Row{"2021-01", 1500, 1200, false, false}, Row{"2021-12", 1500, 1200, false, false}, Row{"2022-01", 1500, 1200, true, true},
                         Row{"2023-01", 2090, 1727, true, true}, Row{"2024-01", 2228, 1865, true, false}, Row{"2024-12", 2228, 1865, true, false},
                         Row{"2026-10", 2228, 1865, true, true}}) {
    for (Category category : {community_orphan, de_facto_unattended, hiv_affected}) {
      auto money = computed(of(covered(category, "2020-06-10")), "2026-12");
      EXPECT_EQ(entitled(money, row.in), row.orphan) << row.in;
      EXPECT_EQ(money.in(month(row.in))->provisional, row.orphan_provisional) << row.in;
    }
    auto money = computed(of(covered(priority_hardship, "2020-06-10")), "2026-12");
    EXPECT_EQ(entitled(money, row.in), row.priority) << row.in;
    EXPECT_EQ(money.in(month(row.in))->provisional, row.priority_provisional) << row.in;
  }
}

TEST(Entitlement, does_not_guess_a_month_without_a_standard) {
  History history = of(covered(community_orphan, "2020-10-10"));
  pay_monthly(history, "2020-11", "2021-02", 1364);
  auto money = computed(history, "2021-01");
  MonthLine const* before = money.in(month("2020-12"));
  EXPECT_FALSE(before->standard || before->entitled || before->difference() || before->rule);
  EXPECT_EQ(before->paid, Money::yuan(1364));
  EXPECT_EQ(money.arrears, Money::yuan(136));  // of January alone
  EXPECT_EQ(money.overpaid, Money());
}

TEST(Entitlement, is_taken_back_from_the_first_day_when_the_confirmation_is_annulled) {
  History history = of(covered(de_facto_unattended, "2024-01-10", "2024-04-20", EndReason::annulled));
  pay_monthly(history, "2024-02", "2024-05", 2228);
  auto money = computed(history, "2024-05");
  EXPECT_EQ(money.overpaid, Money::yuan(3 * 2228));
  EXPECT_EQ(rules().rule(*money.in(month("2024-02"))->rule).rule, "money.end");
}

TEST(Entitlement, is_provisional_in_the_month_of_the_event_where_the_rule_of_the_end_is_in_doubt) {
  for (auto [reason, provisional] : {std::pair(EndReason::parent_found, true), std::pair(EndReason::released, false)}) {
    auto money = computed(of(covered(priority_hardship, "2024-01-10", "2024-04-20", reason)), "2024-05");
    EXPECT_FALSE(money.in(month("2024-03"))->provisional);
    EXPECT_EQ(money.in(month("2024-04"))->provisional, provisional);
  }
}

TEST(Entitlement, is_certain_where_another_coverage_of_the_category_pays_the_month_too_whichever_was_recorded_first) {
  History history = of(covered(priority_hardship, "2024-01-10", "2024-04-20", EndReason::parent_found));
  history.coverage.push_back(covered(priority_hardship, "2024-02-05", "2024-04-25", EndReason::released));
  for (int order = 0; order < 2; ++order) {
    EXPECT_FALSE(computed(history, "2024-05").in(month("2024-04"))->provisional) << order;
    std::swap(history.coverage[0], history.coverage[1]);
  }
}

TEST(Entitlement, was_paid_too_long_by_the_same_rule_whichever_of_two_coverages_that_ended_together_was_recorded_first) {
  History history = of(covered(priority_hardship, "2024-01-10", "2024-04-20", EndReason::parent_found));
  history.coverage.push_back(covered(priority_hardship, "2024-02-05", "2024-04-20", EndReason::released));
  pay_monthly(history, "2024-02", "2024-07", 1865);
  auto const before = *computed(history, "2024-06").in(month("2024-06"));
  std::swap(history.coverage[0], history.coverage[1]);
  auto const after = *computed(history, "2024-06").in(month("2024-06"));
  EXPECT_EQ(after.rule, before.rule);
  EXPECT_EQ(after.provisional, before.provisional);
}

TEST(Entitlement, goes_on_without_a_gap_when_confirmed_again_in_the_month_of_the_end) {
  History history = of(covered(de_facto_unattended, "2024-01-10", "2024-04-02", EndReason::released));
  history.coverage.push_back(covered(de_facto_unattended, "2024-04-25"));
  auto money = computed(history, "2024-06");
  for (char const* in : {"2024-02", "2024-04", "2024-05", "2024-06"}) EXPECT_EQ(entitled(money, in), 2228) << in;
}

TEST(Entitlement, counts_returns_and_reversals_against_what_was_paid) {
  History history = of(covered(de_facto_unattended, "2023-12-10"));
  history.paid = {paid("2024-01", 2228), paid("2024-01", 2228, "", LineKind::reversal), paid("2024-01", 2000, "", LineKind::arrears),
                  paid("2024-02", 4456), paid("2024-02", 2000, "", LineKind::recovery)};
  auto money = computed(history, "2024-02");
  EXPECT_EQ(money.in(month("2024-01"))->difference(), Money::yuan(228));
  EXPECT_EQ(money.in(month("2024-02"))->difference(), Money::yuan(-228));
}

TEST(Entitlement, treats_everything_paid_without_a_confirmation_as_overpaid) {
  History history;
  pay_monthly(history, "2024-01", "2024-03", 2228);
  auto money = computed(history, "2024-12");
  EXPECT_EQ(money.overpaid, Money::yuan(4456));
  EXPECT_EQ(money.months.size(), 2u);
  EXPECT_EQ(rules().rule(*money.months[0].rule).rule, "money.coverage");
}

TEST(Entitlement, leaves_later_payments_out_and_says_so) {
  History history = of(covered(de_facto_unattended, "2023-12-10"));
  pay_monthly(history, "2024-01", "2024-04", 2228);
  auto money = computed(history, "2024-02");
  EXPECT_EQ(money.months.back().month, month("2024-02"));
  EXPECT_EQ(money.reasons.back().text, "2024年2月以后的发放没有计算");
}

TEST(Entitlement, is_the_same_with_and_without_reasons) {
  History history = of(covered(de_facto_unattended, "2021-12-10"));
  auto const table = rules().table_for("370114", Residence::rural);
  EXPECT_TRUE(compute(rules(), table, history, month("2024-01"), Explain::no).reasons.empty());
  EXPECT_EQ(compute(rules(), table, history, month("2024-01"), Explain::no).arrears, computed(history, "2024-01").arrears);
}

}  // namespace
}  // namespace hutong::benefits
