// One story each: what happened, what the ledger then says, and why.
#include "benefits/news.h"

#include <gtest/gtest.h>

#include "benefits/internal/test_money.h"

namespace hutong::benefits {
namespace {

using namespace test;
using enum Category;

std::vector<Adjustment> told(History const& history, std::string_view through, std::string_view on) {
  return adjustments(rules(), "370114", Residence::rural, history, month(through), day(on));
}

// Every month paid on its 10th.
History paid_on_the_tenth(Coverage coverage, std::string_view from, std::string_view until, int64_t yuan) {
  History history;
  history.coverage.push_back(std::move(coverage));
  for (Month one = month(from); one < month(until); one = one.plus(1)) history.paid.push_back(paid(one.to_string(), yuan, one.to_string() + "-10"));
  return history;
}

TEST(News, of_a_death_learnt_late_names_the_death_for_each_month_paid_since) {
  Coverage coverage = covered(community_orphan, "2023-06-10", "2024-05-03", EndReason::child_died);
  coverage.end_recorded_on = day("2024-08-06");
  coverage.ref = "case 7";
  History history = paid_on_the_tenth(coverage, "2024-03", "2024-08", 2228);
  for (Month one = month("2023-07"); one < month("2024-03"); one = one.plus(1))
    history.paid.push_back(paid(one.to_string(), one < month("2024-01") ? 2090 : 2228, "2024-03-10"));
  EXPECT_TRUE(told(history, "2024-07", "2024-08-05").empty());
  auto after_news = told(history, "2024-07", "2024-08-06");
  ASSERT_EQ(after_news.size(), 2u);  // June and July; May is due
  for (Adjustment const& one : after_news) {
    EXPECT_EQ(one.kind, LineKind::recovery);
    EXPECT_EQ(one.amount, Money::yuan(2228));
    ASSERT_EQ(one.because.size(), 1u);
    EXPECT_EQ(one.because[0].kind, NewsKind::ended);
    EXPECT_EQ(one.because[0].ref, "case 7");
    EXPECT_EQ(one.because[0].text, "2024年8月6日得知:社会散居孤儿于2024年5月3日因儿童死亡终止");
  }
}

TEST(News, of_a_back_dated_standard_is_back_pay_with_a_day_by_which_it_is_due) {
  History history = paid_on_the_tenth(covered(de_facto_unattended, "2023-12-05"), "2024-01", "2024-03", 2090);
  EXPECT_TRUE(told(history, "2024-02", "2024-02-28").empty());
  auto after_news = told(history, "2024-02", "2024-02-29");
  ASSERT_EQ(after_news.size(), 2u);
  for (Adjustment const& one : after_news) {
    EXPECT_EQ(one.kind, LineKind::arrears);
    EXPECT_EQ(one.amount, Money::yuan(138));
    EXPECT_TRUE(one.provisional);
    EXPECT_EQ(one.because[0].kind, NewsKind::standard_changed);
    EXPECT_EQ(one.due_on, day("2024-04-29"));  // two months after the announcement: the notice itself is not at hand
  }
}

TEST(News, of_dibao_granted_in_january_and_learnt_in_may_reaches_back_to_january) {
  History history = paid_on_the_tenth(covered(de_facto_unattended, "2024-01-05"), "2024-03", "2024-06", 2228);
  history.paid.push_back(paid("2024-02", 2228, "2024-03-10"));
  history.offsets.push_back(draws(OffsetKind::dibao, 500, "2024-01"));
  history.offsets[0].recorded_on = day("2024-05-20");
  auto after_news = told(history, "2024-05", "2024-05-20");
  ASSERT_EQ(after_news.size(), 4u);
  for (Adjustment const& one : after_news) {
    EXPECT_EQ(one.kind, LineKind::recovery);
    EXPECT_EQ(one.amount, Money::yuan(500));
    EXPECT_EQ(one.because[0].text, "2024年5月20日得知:从2024年1月起享受低保金每月500.00元");
  }
}

TEST(News, of_an_annulled_confirmation_makes_everything_paid_a_proposal_of_recovery) {
  Coverage coverage = covered(priority_hardship, "2024-02-05", "2024-06-20", EndReason::annulled);
  History history = paid_on_the_tenth(coverage, "2024-03", "2024-07", 1865);
  EXPECT_TRUE(told(history, "2024-06", "2024-06-19").empty());
  EXPECT_EQ(told(history, "2024-06", "2024-06-20").size(), 4u);
}

TEST(News, that_turns_out_wrong_is_undone_by_the_next) {
  History history = paid_on_the_tenth(covered(de_facto_unattended, "2024-02-05"), "2024-03", "2024-07", 2228);
  history.offsets.push_back(draws(OffsetKind::tekun, 900, "2024-03"));
  history.offsets[0].recorded_on = day("2024-07-02");
  history.offsets[0].withdrawn_on = day("2024-07-15");
  EXPECT_EQ(told(history, "2024-06", "2024-07-14").size(), 4u);
  EXPECT_TRUE(told(history, "2024-06", "2024-07-15").empty());
}

TEST(News, of_several_kinds_accounts_for_each_by_itself) {
  Coverage coverage = covered(de_facto_unattended, "2023-12-05");
  History history = paid_on_the_tenth(coverage, "2024-01", "2024-02", 2090);
  history.offsets.push_back(draws(OffsetKind::dibao, 500, "2024-01"));
  history.offsets[0].recorded_on = day("2024-03-20");
  auto after_news = told(history, "2024-01", "2024-04-01");
  ASSERT_EQ(after_news.size(), 1u);
  EXPECT_EQ(after_news[0].amount, Money::yuan(362));
  ASSERT_EQ(after_news[0].because.size(), 2u);
  EXPECT_EQ(after_news[0].because[0].change, Money::yuan(138));
  EXPECT_EQ(after_news[0].because[1].change, Money::yuan(-500));
}

TEST(News, is_not_blamed_for_a_month_that_was_never_paid_or_paid_wrongly) {
  History history = paid_on_the_tenth(covered(de_facto_unattended, "2024-03-05"), "2024-04", "2024-05", 2000);
  auto all = told(history, "2024-05", "2024-06-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].because[0].kind, NewsKind::paid_otherwise);
  EXPECT_EQ(all[0].because[0].text, "按2024年4月10日已知的情况2024年4月应发2228.00元,实发2000.00元");
  EXPECT_EQ(all[1].because[0].kind, NewsKind::not_paid);
}

TEST(News, of_an_end_that_was_a_mistake_pays_what_was_missed_and_takes_nothing_back) {
  Coverage coverage = covered(de_facto_unattended, "2024-03-05");
  coverage.undone_ends = {{day("2024-04-18"), EndReason::child_died, day("2024-05-06"), day("2024-07-02")}};
  History history = paid_on_the_tenth(coverage, "2024-04", "2024-05", 2228);
  history.paid.push_back(paid("2024-05", 2228, "2024-05-02"));
  auto while_it_stood = told(history, "2024-06", "2024-06-30");
  ASSERT_EQ(while_it_stood.size(), 1u);  // May was paid before the end was recorded
  EXPECT_EQ(while_it_stood[0].kind, LineKind::recovery);
  auto all = told(history, "2024-06", "2024-07-02");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].month, month("2024-06"));
  EXPECT_EQ(all[0].amount, Money::yuan(2228));
  EXPECT_EQ(all[0].because.at(0).kind, NewsKind::reopened);
  EXPECT_EQ(all[0].because[0].text, "2024年7月2日查明:事实无人抚养儿童于2024年4月18日因儿童死亡终止是误登,保障恢复");
}

// The end came on 20 May, June's list left the child out on the 2nd, and the mistake was found on the 10th: “没有发放” named nobody's mistake.
TEST(News, of_an_end_undone_within_the_month_says_why_the_month_was_missed) {
  Coverage coverage = covered(de_facto_unattended, "2024-03-05");
  coverage.undone_ends = {{day("2024-04-18"), EndReason::child_died, day("2024-05-20"), day("2024-06-10")}};
  History history = paid_on_the_tenth(coverage, "2024-04", "2024-05", 2228);
  history.paid.push_back(paid("2024-05", 2228, "2024-05-02"));
  auto all = told(history, "2024-06", "2024-07-02");
  ASSERT_EQ(all.size(), 1u);
  ASSERT_EQ(all[0].because.size(), 1u);
  EXPECT_EQ(all[0].because[0].kind, NewsKind::reopened);
  EXPECT_EQ(all[0].because[0].change, Money::yuan(2228));
  // July was not paid either, and no mistake stood then.
  auto later = told(history, "2024-07", "2024-08-02");
  ASSERT_EQ(later.size(), 2u);
  EXPECT_EQ(later[1].because.at(0).kind, NewsKind::not_paid);
}

TEST(News, of_a_payment_that_never_arrived_makes_the_month_due_again) {
  History history = paid_on_the_tenth(covered(de_facto_unattended, "2024-03-05"), "2024-04", "2024-05", 2228);
  history.paid.push_back(reversal_of(history.paid[0], day("2024-04-15")));
  EXPECT_TRUE(told(history, "2024-04", "2024-04-14").empty());
  auto all = told(history, "2024-04", "2024-04-15");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].kind, LineKind::arrears);
  EXPECT_EQ(all[0].amount, Money::yuan(2228));
}

TEST(Standards, as_known_before_the_notice_are_those_of_the_year_before) {
  auto before = rules().table_for("370114", Residence::rural, day("2024-02-28")), after = rules().table_for("370114", Residence::rural, day("2024-02-29"));
  EXPECT_EQ(before.step_in(de_facto_unattended, month("2024-01"))->monthly, Money::yuan(2090));
  EXPECT_EQ(after.step_in(de_facto_unattended, month("2024-01"))->monthly, Money::yuan(2228));
}

}  // namespace
}  // namespace hutong::benefits
