#include "benefits/recovery.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/messages.h"
#include "benefits/internal/test_money.h"

namespace hutong::benefits {
namespace {

using namespace test;
using enum RecoveryState;
using enum RecoveryDeed;

RecoveryStep step(RecoveryDeed deed, std::string_view on, int64_t yuan = 0) {
  RecoveryStep made;
  made.deed = deed;
  made.on = day(on);
  made.by = "经办甲";
  made.approved_by = "负责人乙";
  made.reason = "多发";
  made.document = "章民追〔2024〕1号";
  made.amount = Money::yuan(yuan);
  return made;
}

RecoveryStep plan(std::string_view on, std::vector<Instalment> instalments) {
  RecoveryStep made = step(agree, on);
  made.plan = std::move(instalments);
  return made;
}

std::string wrong_with(Recovery const& of, RecoveryStep const& one) {
  auto result = after(of, one);
  std::string codes;
  for (base::Problem const& problem : result.problems) {
    EXPECT_FALSE(base::tell(problem).empty());
    codes += (codes.empty() ? "" : " ") + problem.code;
  }
  return codes;
}

Recovery done(Recovery of, std::vector<RecoveryStep> const& steps) {
  for (RecoveryStep const& one : steps) {
    auto next = after(of, one);
    EXPECT_TRUE(next.problems.empty()) << base::tell(next.problems.empty() ? base::Problem{"recovery_nobody", {}, {}} : next.problems[0]);
    of = next.value;
  }
  return of;
}

TEST(Recovery, goes_from_proposal_to_the_last_fen) {
  Recovery of = done(proposed_recovery(Money::yuan(6684)), {step(decide, "2024-09-02")});
  EXPECT_EQ(of.state, notice);
  of = done(of, {plan("2024-09-10", {{day("2024-10-01"), Money::yuan(3000)}, {day("2024-11-01"), Money::yuan(3684)}})});
  EXPECT_EQ(of.state, agreed);
  EXPECT_EQ(overdue(of, day("2024-09-30")), Money());
  EXPECT_EQ(overdue(of, day("2024-10-01")), Money::yuan(3000));
  of = done(of, {step(repay, "2024-10-05", 2000)});
  EXPECT_EQ(of.state, partial);
  EXPECT_EQ(overdue(of, day("2024-11-01")), Money::yuan(4684));
  of = done(of, {step(repay, "2024-11-05", 4684)});
  EXPECT_EQ(of.state, recovered);
  EXPECT_EQ(of.open(), Money());
}

TEST(Recovery, needs_two_different_people_wherever_money_is_decided) {
  Recovery const told = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02")});
  for (RecoveryDeed deed : {agree, waive, sue, revise}) {
    RecoveryStep alone = step(deed, "2024-09-03", 400);
    alone.plan = {{day("2024-10-01"), Money::yuan(500)}};
    alone.approved_by = " 经办甲 ";
    EXPECT_EQ(wrong_with(told, alone), "recovery_one_person") << code_of(deed);
    alone.approved_by = "";
    EXPECT_EQ(wrong_with(told, alone), "recovery_one_person") << code_of(deed);
  }
  RecoveryStep back = step(repay, "2024-09-03", 100);
  back.approved_by = "";
  EXPECT_EQ(wrong_with(told, back), "");
}

TEST(Recovery, is_waived_only_with_a_document_and_a_reason) {
  Recovery const told = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02")});
  RecoveryStep bare = step(waive, "2024-09-03");
  bare.document = " ";
  bare.reason = "";
  EXPECT_EQ(wrong_with(told, bare), "recovery_no_reason recovery_no_document");
  Recovery const given_up = done(told, {step(repay, "2024-09-03", 100), step(waive, "2024-09-04")});
  EXPECT_EQ(given_up.state, waived);
  EXPECT_EQ(given_up.waived, Money::yuan(400));
}

TEST(Recovery, takes_back_no_more_than_is_open) {
  Recovery const told = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02")});
  EXPECT_EQ(wrong_with(told, step(repay, "2024-09-03", 501)), "recovery_bad_amount");
  EXPECT_EQ(wrong_with(told, step(repay, "2024-09-03", 0)), "recovery_bad_amount");
  EXPECT_EQ(wrong_with(told, step(repay, "2024-09-01", 100)), "recovery_back_in_time");
}

TEST(Recovery, accepts_only_a_plan_that_adds_up) {
  Recovery const told = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02")});
  EXPECT_EQ(wrong_with(told, plan("2024-09-03", {{day("2024-10-01"), Money::yuan(400)}})), "recovery_plan_sum");
  EXPECT_EQ(wrong_with(told, plan("2024-09-03", {})), "recovery_bad_plan");
  EXPECT_EQ(wrong_with(told, plan("2024-09-03", {{day("2024-09-01"), Money::yuan(500)}})), "recovery_bad_plan");
  EXPECT_EQ(wrong_with(told, plan("2024-09-03", {{day("2024-10-01"), Money::yuan(600)}, {day("2024-11-01"), Money::yuan(-100)}})), "recovery_bad_plan");
}

TEST(Recovery, ends_when_news_shows_that_nothing_was_overpaid) {
  Recovery const none = done(proposed_recovery(Money::yuan(500)), {step(revise, "2024-09-02", 0)});
  EXPECT_EQ(none.state, withdrawn);
  Recovery const less = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02"), step(repay, "2024-09-03", 300), step(revise, "2024-09-04", 200)});
  EXPECT_EQ(less.state, recovered);
  EXPECT_EQ(less.amount, Money::yuan(300));  // the hundred too many is back pay of the months, not of this case
}

TEST(Recovery, is_closed_when_it_is_closed) {
  for (Recovery const& of : {done(proposed_recovery(Money::yuan(5)), {step(decide, "2024-09-02"), step(repay, "2024-09-02", 5)}),
                             done(proposed_recovery(Money::yuan(5)), {step(decide, "2024-09-02"), step(waive, "2024-09-02")}),
                             done(proposed_recovery(Money::yuan(5)), {step(revise, "2024-09-02", 0)})})
    for (RecoveryDeed deed : {decide, agree, repay, waive, sue, revise}) EXPECT_EQ(wrong_with(of, step(deed, "2024-09-05", 1)), "recovery_not_now");
}

TEST(Recovery, stays_in_court_until_the_last_fen) {
  Recovery const of = done(proposed_recovery(Money::yuan(500)), {step(decide, "2024-09-02"), step(sue, "2024-09-03"), step(repay, "2024-10-03", 200)});
  EXPECT_EQ(of.state, litigation);
  EXPECT_EQ(done(of, {step(repay, "2024-10-04", 300)}).state, recovered);
}

TEST(Recovery, codes_lead_back_to_their_values) {
  for (RecoveryDeed deed : {decide, agree, repay, waive, sue, revise}) EXPECT_EQ(recovery_deed_from(code_of(deed)), deed);
  for (RepaymentMeans means : {RepaymentMeans::instalments, RepaymentMeans::deduction}) EXPECT_EQ(repayment_means_from(code_of(means)), means);
  EXPECT_FALSE(recovery_deed_from("forget"));
}

RC_GTEST_PROP(Recovery, keeps_its_books_whatever_is_tried, (uint64_t seed)) {
  Dice dice(seed);
  Recovery of = proposed_recovery(Money::fen(1 + dice.below(100000)));
  for (int n = 0; n < 30; ++n) {
    RecoveryStep one = step(static_cast<RecoveryDeed>(dice.below(6)), "2024-09-02");
    one.on = one.on.plus_days(dice.below(3) + n);
    one.amount = Money::fen(dice.below(60000) - 100);
    if (dice.one_in(4)) one.approved_by.clear();
    if (dice.one_in(3)) one.plan = {{one.on, of.open()}};
    auto next = after(of, one);
    if (!next.problems.empty()) {
      RC_ASSERT(next.value.steps.size() == of.steps.size());
      continue;
    }
    of = next.value;
    RC_ASSERT(Money() <= of.open());
    RC_ASSERT(of.returned + of.waived + of.open() == of.amount);
    bool closed_means_nothing_open = !is_final(of.state) || of.open() == Money();
    RC_ASSERT(closed_means_nothing_open);
    RC_ASSERT(overdue(of, day("2199-01-01")) <= of.open());
  }
}

}  // namespace
}  // namespace hutong::benefits
