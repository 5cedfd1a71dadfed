// What holds for every case.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "policy/decide.h"
#include "policy/internal/test_random_case.h"

namespace hutong::policy {
namespace {

using namespace test;
using values::Circumstance;
using values::Date;

Decision decided(Case of, std::optional<Date> on = std::nullopt) {
  if (on) of.on = *on;
  return decide(rules(), of, false);
}

// Everything but the words.
std::string essence(Decision const& of) {
  std::vector<std::string> pending;
  for (Pending const& one : of.pending)
    pending.push_back(std::string(code_of(one.who)) + one.kind + (one.satisfied_on ? one.satisfied_on->to_string() : ""));
  std::sort(pending.begin(), pending.end());
  std::string text = summary(of);
  for (auto day : {of.since, of.until, of.next_review_on}) text += day ? " " + day->to_string() : " -";
  for (std::string const& one : pending) text += " " + one;
  return text;
}

// An eligible case; few random ones are.
Case some_eligible_case(Dice& dice) {
  Case of = dice.some_case();
  for (int tries = 0; tries < 1000 && decided(of).outcome != Outcome::eligible; ++tries) of = dice.some_case();
  return of;
}

template <class T>
void shuffle(Dice& dice, std::vector<T>& all) {
  for (size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[static_cast<size_t>(dice.below(static_cast<int>(i)))]);
}

RC_GTEST_PROP(Decision, does_not_depend_on_the_order_of_anything, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  std::string before = essence(decided(of));
  shuffle(dice, of.father.facts);
  shuffle(dice, of.mother.facts);
  shuffle(dice, of.child.conditions);
  shuffle(dice, of.child.schooling);
  shuffle(dice, of.child.household_income);
  shuffle(dice, of.child.care);
  RC_ASSERT(essence(decided(of)) == before);
}

RC_GTEST_PROP(Decision, is_the_same_for_father_and_mother_exchanged, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  Decision before = decided(of);
  std::swap(of.father, of.mother);
  Decision after = decided(of);
  RC_ASSERT(summary(after) == summary(before));
  RC_ASSERT(after.since == before.since);
  RC_ASSERT(after.until == before.until);
  RC_ASSERT(after.pending.size() == before.pending.size());
}

RC_GTEST_PROP(Decision, is_unmoved_by_a_fact_that_never_counts, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  std::string before = essence(decided(of));
  Fact suspended = prison(60, "2018-01-01"), in_community = fact(Circumstance::compulsory_detox, "2018-01-01"), mild = disabled(Disability::limb, 4),
       paying = fact(Circumstance::deported, "2018-01-01"), found = lost("police", "2018-01-01", "found");
  suspended.in_custody = false;
  in_community.community = true;
  paying.supports_child = true;
  std::vector<Fact> idle{suspended, in_community, mild, paying, found, prison(5, "2018-01-01")};
  of.father.facts.push_back(idle[static_cast<size_t>(dice.below(6))]);
  of.mother.facts.insert(of.mother.facts.begin(), idle[static_cast<size_t>(dice.below(6))]);
  RC_ASSERT(essence(decided(of)) == before);
}

RC_GTEST_PROP(Decision, is_unmoved_by_a_fact_told_twice, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  Decision before = decided(of);
  if (!of.father.facts.empty()) of.father.facts.push_back(of.father.facts.front());
  Decision after = decided(of);
  RC_ASSERT(summary(after) == summary(before));
  RC_ASSERT(after.since == before.since);
  RC_ASSERT(after.until == before.until);
}

RC_GTEST_PROP(Decision, says_the_same_on_every_day_since_and_not_on_the_day_before, (uint64_t seed)) {
  Dice dice(seed);
  Case of = some_eligible_case(dice);
  Decision today = decided(of);
  RC_ASSERT(today.outcome == Outcome::eligible);
  RC_ASSERT(*today.since <= of.on);
  RC_ASSERT(summary(decided(of, *today.since)) == summary(today));
  RC_ASSERT(decided(of, *today.since).since == today.since);
  RC_ASSERT(summary(decided(of, today.since->plus_days(-1))) != summary(today));
  for (int n = 0; n < 20; ++n) {
    Date between = today.since->plus_days(dice.below(values::days_between(*today.since, of.on) + 1));
    RC_ASSERT(summary(decided(of, between)) == summary(today));
  }
}

RC_GTEST_PROP(Decision, stops_on_until_and_nowhere_before_for_certain, (uint64_t seed)) {
  Dice dice(seed);
  Case of = some_eligible_case(dice);
  Decision today = decided(of);
  RC_ASSERT(today.outcome == Outcome::eligible);
  Date last = today.until ? *today.until : of.on.plus_days(9000);
  RC_ASSERT(of.on < last);
  for (int n = 0; n < 20; ++n) {
    Decision then = decided(of, of.on.plus_days(dice.below(values::days_between(of.on, last))));
    RC_ASSERT(then.outcome == Outcome::undetermined || summary(then) == summary(today));
  }
  if (!today.until) return;
  Decision stopped = decided(of, *today.until);
  RC_ASSERT(stopped.outcome != Outcome::undetermined);
  RC_ASSERT(summary(stopped) != summary(today));
}

RC_GTEST_PROP(Decision, is_undetermined_exactly_when_something_is_pending, (uint64_t seed)) {
  Dice dice(seed);
  Decision decision = decided(dice.some_case());
  RC_ASSERT((decision.outcome == Outcome::undetermined) == !decision.pending.empty());
  RC_ASSERT((decision.outcome == Outcome::eligible) == decision.since.has_value());
  if (decision.outcome == Outcome::not_eligible || decision.outcome == Outcome::not_local) RC_ASSERT(!decision.category);
}

// Checking a parent without finding anything may settle a case; it may never turn one certain answer into another.
RC_GTEST_PROP(Decision, is_refined_and_not_overturned_by_a_check_that_finds_nothing, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  Decision before = decided(of);
  of.father.known = of.father.checked = true;
  of.mother.known = of.mother.checked = true;
  Decision after = decided(of);
  if (before.outcome != Outcome::undetermined) RC_ASSERT(summary(after) == summary(before));
}

RC_GTEST_PROP(Decision, names_only_days_to_come_for_the_next_look, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  Decision decision = decided(of);
  if (decision.next_review_on) RC_ASSERT(*decision.next_review_on > of.on);
  for (Pending const& one : decision.pending)
    if (one.satisfied_on) RC_ASSERT(*one.satisfied_on > of.on);
  if (decision.outcome == Outcome::eligible) RC_ASSERT(decision.next_review_on.has_value());
}

void every_reason_is_complete(std::vector<Reason> const& reasons) {
  for (Reason const& one : reasons) {
    RC_ASSERT(!one.rule.empty());
    RC_ASSERT(!one.citation.document.empty());
    RC_ASSERT(!one.text.empty());
    RC_ASSERT(one.text.find('{') == std::string::npos);
    every_reason_is_complete(one.because);
  }
}

RC_GTEST_PROP(Reasons, each_have_a_rule_a_source_and_a_sentence, (uint64_t seed)) {
  Dice dice(seed);
  Decision decision = decide(rules(), dice.some_case());
  RC_ASSERT(!decision.reasons.empty());
  every_reason_is_complete(decision.reasons);
  // In 2019 a child could be K2 or K3 and nobody knew which; the category was certain all the same.
  bool type_open = decision.category == values::Category::priority_hardship && decision.subtype.empty();
  if (decision.outcome == Outcome::eligible && !type_open) RC_ASSERT(decision.reasons.front().holds == true);
  if (type_open) RC_ASSERT(decision.on < day("2020-01-01"));
}

RC_GTEST_PROP(Reasons, change_nothing_in_the_decision, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  RC_ASSERT(essence(decide(rules(), of, true)) == essence(decide(rules(), of, false)));
}

// 条例 art. 39: two worlds that differ only in a fact nobody consented to share give the same bytes.
RC_GTEST_PROP(Restricted, leaves_no_trace_without_consent, (uint64_t seed)) {
  Dice dice(seed);
  Case of = dice.some_case();
  of.child.hiv.reset();
  std::string without = to_json(decide(rules(), of));
  of.child.hiv = Hiv{true, dice.coin() ? Consent::refused : Consent::pending, dice.some_day()};
  if (dice.coin()) of.child.hiv->consent.reset();
  RC_ASSERT(to_json(decide(rules(), of)) == without);
}

// Grounds that only begin: once eligible, always eligible until the birthday.
TEST(Time, takes_nothing_away_while_no_fact_ends) {
  for (Circumstance father : values::all_circumstances()) {
    for (Circumstance mother : values::all_circumstances()) {
      if (father == Circumstance::compulsory_detox || mother == Circumstance::compulsory_detox) continue;  // these end by law
      if (father == Circumstance::imprisoned || mother == Circumstance::imprisoned) continue;
      Case of = test::of(parent({certain(father)}), parent({certain(mother)}));
      bool begun = false;
      for (Date on = day("2024-01-01"); on < day("2034-03-03"); on = on.plus_days(17)) {
        bool eligible = decided(of, on).outcome == Outcome::eligible;
        EXPECT_TRUE(eligible || !begun) << values::code_of(father) << " " << values::code_of(mother) << " " << on.to_string();
        begun = begun || eligible;
      }
      EXPECT_TRUE(begun);
      EXPECT_EQ(decided(of).until, day("2034-03-03"));
    }
  }
}

}  // namespace
}  // namespace hutong::policy
