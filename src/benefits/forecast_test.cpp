#include "benefits/forecast.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "benefits/internal/test_money.h"
#include "benefits/performance.h"

namespace hutong::benefits {
namespace {

using namespace test;
using enum Category;

RosterChild child(Category category) {
  RosterChild made;
  made.place = "370114";
  made.history.coverage.push_back(covered(category, "2022-12-05"));
  return made;
}

ForecastRow row(Forecast const& of, std::string_view in, Category category) {
  for (ForecastRow const& one : of.rows)
    if (one.month == month(in) && one.category == category) return one;
  ADD_FAILURE() << in;
  return {};
}

TEST(Forecast, counts_every_child_of_the_roster_at_its_standard) {
  auto of = forecast(rules(), {child(community_orphan), child(de_facto_unattended), child(priority_hardship), child(priority_hardship)}, month("2024-01"),
                     month("2024-12"));
  EXPECT_EQ(of.rows.size(), 48u);
  EXPECT_EQ(row(of, "2024-05", priority_hardship).amount, Money::yuan(2 * 1865));
  EXPECT_EQ(total_of(of, 2024).amount, Money::yuan(12 * (2 * 2228 + 2 * 1865)));
  EXPECT_EQ(total_of(of, 2024, community_orphan).children, 12);
}

TEST(Forecast, ends_with_the_18th_birthday_and_goes_on_at_school_where_the_category_does) {
  for (auto [category, last] : {std::pair(de_facto_unattended, "2024-09"), std::pair(priority_hardship, "2024-06")}) {
    RosterChild grows = child(category);
    grows.birth_date = day("2006-06-15");
    grows.in_full_time_school = true;
    grows.school_until = month("2024-10");
    auto of = forecast(rules(), {grows}, month("2024-01"), month("2024-12"));
    EXPECT_EQ(row(of, last, category).children, 1) << last;
    EXPECT_EQ(row(of, month(last).plus(1).to_string(), category).children, 0) << last;
  }
}

TEST(Forecast, tells_apart_what_will_end_and_what_may_end) {
  RosterChild released = child(de_facto_unattended);
  released.ground_expected_until = day("2024-03-20");
  auto of = forecast(rules(), {released}, month("2024-01"), month("2024-06"));
  EXPECT_EQ(row(of, "2024-03", de_facto_unattended).children, 1);
  EXPECT_EQ(row(of, "2024-04", de_facto_unattended).children, 0);
  EXPECT_EQ(row(of, "2024-04", de_facto_unattended).amount_at_most, Money::yuan(2228));
}

TEST(Forecast, answers_what_if) {
  ForecastAssumptions dearer;
  dearer.what_if = {*what_if_from("2026-07=2300")};
  std::vector<RosterChild> const roster{child(community_orphan), child(priority_hardship)};
  auto of = forecast(rules(), roster, month("2026-06"), month("2026-07"), dearer);
  EXPECT_EQ(row(of, "2026-06", community_orphan).amount, Money::yuan(2228));
  EXPECT_EQ(row(of, "2026-07", community_orphan).amount, Money::yuan(2300));
  EXPECT_EQ(row(of, "2026-07", priority_hardship).amount, Money::yuan(1865 + 72));  // the same absolute rise
  dearer.what_if = {*what_if_from("2026-07:priority_hardship=1900")};
  of = forecast(rules(), roster, month("2026-06"), month("2026-07"), dearer);
  EXPECT_EQ(row(of, "2026-07", community_orphan).amount, Money::yuan(2228));
  EXPECT_EQ(row(of, "2026-07", priority_hardship).amount, Money::yuan(1900));
}

TEST(Forecast, refuses_a_what_if_that_it_cannot_read) {
  for (char const* text : {"", "2228", "2024-13=2228", "2024-01=", "2024-01=-1", "2024-01:orphan=2228", "2024-01=2228=1"}) EXPECT_FALSE(what_if_from(text)) << text;
}

TEST(Forecast, spreads_new_children_over_the_year) {
  ForecastAssumptions growing;
  growing.place = "370114";
  growing.arrivals_per_year = {4, 0, 0, 0};
  auto of = forecast(rules(), {}, month("2026-01"), month("2026-12"), growing);
  EXPECT_EQ(row(of, "2026-12", community_orphan).children, 4);
  EXPECT_EQ(row(of, "2026-06", community_orphan).children, 2);
}

TEST(Forecast, deducts_what_is_drawn_now) {
  RosterChild with_dibao = child(de_facto_unattended);
  with_dibao.history.offsets.push_back(draws(OffsetKind::dibao, 500, "2024-01", "2024-03"));
  auto of = forecast(rules(), {with_dibao}, month("2024-02"), month("2024-03"));
  EXPECT_EQ(row(of, "2024-02", de_facto_unattended).amount, Money::yuan(1728));
  EXPECT_EQ(row(of, "2024-03", de_facto_unattended).amount, Money::yuan(2228));
}

// Forecast and entitlement are two roads to the same sum.
RC_GTEST_PROP(Forecast, of_known_histories_is_the_sum_of_their_entitlements, (uint64_t seed)) {
  Dice dice(seed);
  std::vector<RosterChild> roster;
  Money owed;
  for (int n = 0; n < 5; ++n) {
    RosterChild one;
    one.place = "370114";
    one.history = dice.some_history();
    for (MonthLine const& line : computed(one.history, "2026-12").months) owed = owed + line.entitled.value_or(Money());
    roster.push_back(std::move(one));
  }
  Money sum, at_most;
  for (ForecastRow const& one : forecast(rules(), roster, month("2021-01"), month("2026-12")).rows) {
    RC_ASSERT(one.amount <= one.amount_at_most);
    sum = sum + one.amount;
    at_most = at_most + one.amount_at_most;
  }
  RC_ASSERT(sum == owed);
  RC_ASSERT(at_most == owed);
}

policy::Fact fact(values::Circumstance kind, std::string_view from, std::string_view until = "") {
  policy::Fact made;
  made.kind = kind;
  made.spell.from = day(from);
  if (!until.empty()) made.spell.until = day(until);
  return made;
}

TEST(Ground, is_expected_to_end_when_the_first_parent_is_back) {
  using enum values::Circumstance;
  policy::Case of;
  of.on = day("2024-06-01");
  of.father.facts = {fact(deceased, "2020-01-01")};
  EXPECT_FALSE(ground_expected_until(of));
  of.mother.facts = {fact(imprisoned, "2023-02-10")};
  EXPECT_FALSE(ground_expected_until(of));  // the term is not known
  of.mother.facts[0].term_months = 24;
  EXPECT_EQ(ground_expected_until(of), day("2025-02-10"));
  of.mother.facts.push_back(fact(compulsory_detox, "2023-12-01"));
  EXPECT_EQ(ground_expected_until(of), day("2025-12-01"));  // one after the other
  of.father.facts = {fact(liberty_restricted, "2024-01-01", "2024-09-01")};
  EXPECT_EQ(ground_expected_until(of), day("2024-09-01"));
  of.on = day("2024-10-01");
  EXPECT_EQ(ground_expected_until(of), day("2025-12-01"));
}

TEST(Budget, says_what_is_left_and_what_will_be_missing) {
  BudgetUse use{Money::yuan(100'000), Money::yuan(60'000), Money::yuan(45'000)};
  EXPECT_EQ(use.left(), Money::yuan(40'000));
  EXPECT_EQ(use.short_of(), Money::yuan(5'000));
  EXPECT_EQ(use.spent_permyriad(), 6000);
  EXPECT_FALSE((BudgetUse{Money(), Money::yuan(1), Money()}.spent_permyriad()));
}

TEST(Performance, says_100_percent_only_when_it_is_all) {
  PerformanceCounts counts;
  counts.eligible = 20'000;
  counts.covered = 19'999;
  counts.paid = Money::yuan(1000);
  counts.too_much = Money::yuan(30);
  counts.too_little = Money::yuan(20);
  auto rows = performance_of(counts);
  EXPECT_EQ(rows[0].permyriad, 9999);
  EXPECT_FALSE(rows[1].permyriad);  // nothing was due
  EXPECT_EQ(rows[2].part, 97'000);
  EXPECT_EQ(rows[2].whole, 102'000);
}

}  // namespace
}  // namespace hutong::benefits
