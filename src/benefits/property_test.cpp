// What holds for every history.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "benefits/internal/test_money.h"
#include "benefits/recovery.h"

namespace hutong::benefits {
namespace {

using namespace test;

constexpr char const* through = "2025-10";

std::string essence(Entitlements const& of) {
  std::string text;
  for (MonthLine const& line : of.months) {
    text += line.month.to_string() + (line.category ? std::string(values::code_of(*line.category)) : "-");
    text += line.entitled ? line.entitled->to_string() : "?";
    text += " " + line.offset.to_string() + " " + line.paid.to_string() + (line.provisional ? "?\n" : "\n");
  }
  return text + of.arrears.to_string() + " " + of.overpaid.to_string();
}

RC_GTEST_PROP(Money, no_child_is_paid_twice_for_one_month, (uint64_t seed)) {
  Dice dice(seed);
  auto money = computed(dice.some_history(), through);
  for (size_t i = 1; i < money.months.size(); ++i) RC_ASSERT(money.months[i - 1].month < money.months[i].month);
}

RC_GTEST_PROP(Money, every_month_rests_on_a_coverage_and_a_rule_in_force, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  for (MonthLine const& line : computed(history, through).months) {
    RC_ASSERT(line.rule.has_value());
    MoneyRule const& rule = rules().rule(*line.rule);
    RC_ASSERT(!rule.citation.document.empty());
    if (!line.category) {
      RC_ASSERT(*line.entitled == Money());
      continue;
    }
    RC_ASSERT(rule.rule == "money.standard");
    RC_ASSERT(rule.in_force_from <= line.month.first_day());
    bool is_still_in_force = !rule.in_force_until || line.month.last_day() < *rule.in_force_until;
    RC_ASSERT(is_still_in_force);
    bool is_covered = std::any_of(history.coverage.begin(), history.coverage.end(), [&](Coverage const& one) {
      MonthSpan span = months_of(rules(), one);
      return one.category == *line.category && span.first <= line.month && (!span.last || line.month <= *span.last);
    });
    RC_ASSERT(is_covered);
  }
}

RC_GTEST_PROP(Money, entitled_is_never_negative_and_never_above_the_standard, (uint64_t seed)) {
  Dice dice(seed);
  for (MonthLine const& line : computed(dice.some_history(), through).months) {
    RC_ASSERT(Money() <= *line.entitled);
    RC_ASSERT(*line.entitled <= *line.standard);
    RC_ASSERT(*line.entitled == std::max(Money(), *line.standard - line.offset));
  }
}

RC_GTEST_PROP(Money, totals_are_the_sums_of_the_lines, (uint64_t seed)) {
  Dice dice(seed);
  auto money = computed(dice.some_history(), through);
  Money arrears, overpaid, balance;
  for (MonthLine const& line : money.months) {
    balance = balance + *line.difference();
    (Money() < *line.difference() ? arrears : overpaid) = (Money() < *line.difference() ? arrears : overpaid) + *line.difference();
  }
  RC_ASSERT(money.arrears == arrears);
  RC_ASSERT(Money() - money.overpaid == overpaid);
  RC_ASSERT(money.arrears - money.overpaid == balance);
}

RC_GTEST_PROP(Money, the_order_of_anything_never_matters, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  std::string before = essence(computed(history, through));
  dice.shuffle(history.coverage);
  dice.shuffle(history.offsets);
  dice.shuffle(history.paid);
  RC_ASSERT(essence(computed(history, through)) == before);
}

// Independent of compute(): month by month from the text of POLICY 3, with the standards written here once more.
Money owed_by_the_book(History const& history, Month in, Date known_on = day("2199-01-01")) {
  int best = 4;
  for (Coverage const& one : history.coverage) {
    bool began = one.confirmed_on.month_of() < in;
    bool goes_on = !one.ended_on || in <= one.ended_on->month_of();
    if (began && goes_on && one.end_reason != EndReason::annulled) best = std::min(best, static_cast<int>(one.category));
  }
  if (best == 4) return Money();
  bool is_priority = best == 3, is_hiv = best == 2;
  bool is_announced = day("2024-02-29") <= known_on;  // that of 2024
  int year = in.year() < 2023 || known_on < day("2023-01-01") ? 2021 : in.year() == 2023 || !is_announced ? 2023 : 2024;
  int64_t yuan = year == 2021 ? (is_priority ? 1200 : 1500) : year == 2023 ? (is_priority ? 1727 : 2090) : is_priority ? 1865 : 2228;
  int64_t fen = 100 * yuan;
  for (Offset const& one : history.offsets)
    if (!is_hiv && one.kind != OffsetKind::disability_nursing_subsidy && one.from <= in && (!one.until || in < *one.until)) fen -= one.amount.in_fen();
  return Money::fen(std::max<int64_t>(0, fen));
}

RC_GTEST_PROP(Money, entitlement_agrees_with_the_text_of_the_policy, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  auto money = computed(history, through);
  for (Month in = month("2021-01"); in <= month(through); in = in.plus(1)) {
    MonthLine const* line = money.in(in);
    RC_ASSERT((line ? *line->entitled : Money()) == owed_by_the_book(history, in));
  }
}

// ---- two times ----

Date some_day_of_asking(Dice& dice) { return day("2021-06-01").plus_days(dice.below(2200)); }

RC_GTEST_PROP(News, what_was_owed_as_known_on_a_day_agrees_with_the_text_of_the_policy, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history(), known;
  Date on = some_day_of_asking(dice);
  for (Coverage one : history.coverage) {
    if (on < one.recorded_on.value_or(one.confirmed_on) || (one.withdrawn_on && *one.withdrawn_on <= on)) continue;
    if (one.ended_on && on < one.end_recorded_on.value_or(*one.ended_on)) one.ended_on = std::nullopt, one.end_reason = std::nullopt;
    for (UndoneEnd const& end : one.undone_ends)
      if (end.recorded_on <= on && on < end.undone_on) one.ended_on = end.ended_on, one.end_reason = end.end_reason;
    known.coverage.push_back(one);
  }
  for (Offset const& one : history.offsets)
    if (one.recorded_on.value_or(one.from.first_day()) <= on && (!one.withdrawn_on || on < *one.withdrawn_on)) known.offsets.push_back(one);
  Entitlements money = compute(rules(), rules().table_for("370114", Residence::rural, on), as_known_on(history, on), month(through));
  for (Month in = month("2021-01"); in <= month(through); in = in.plus(1)) {
    MonthLine const* line = money.in(in);
    RC_ASSERT((line ? *line->entitled : Money()) == owed_by_the_book(known, in, on));
  }
}

RC_GTEST_PROP(News, what_is_known_at_the_end_of_time_is_everything_not_withdrawn, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  History known = as_known_on(history, day("2199-01-01"));
  std::erase_if(history.coverage, [](Coverage const& one) { return one.withdrawn_on.has_value(); });
  std::erase_if(history.offsets, [](Offset const& one) { return one.withdrawn_on.has_value(); });
  RC_ASSERT(essence(computed(known, through)) == essence(computed(history, through)));
}

RC_GTEST_PROP(News, recomputing_with_no_news_changes_nothing, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  Date on = some_day_of_asking(dice);
  History once = as_known_on(history, on);
  RC_ASSERT(essence(computed(as_known_on(once, on), through)) == essence(computed(once, through)));
}

RC_GTEST_PROP(News, the_causes_of_an_adjustment_add_up_to_it, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  Date on = some_day_of_asking(dice);
  Entitlements now = compute(rules(), rules().table_for("370114", Residence::rural, on), as_known_on(history, on), month(through));
  std::map<Month, Money> told;
  for (Adjustment const& one : adjustments(rules(), "370114", Residence::rural, history, month(through), on)) {
    RC_ASSERT(Money() < one.amount);
    RC_ASSERT(!one.because.empty());
    Money sum;
    for (Cause const& cause : one.because) {
      RC_ASSERT(cause.change != Money());
      RC_ASSERT(cause.known_on <= on);
      sum = sum + cause.change;
    }
    RC_ASSERT(sum == (one.kind == LineKind::arrears ? one.amount : Money() - one.amount));
    RC_ASSERT(told.emplace(one.month, sum).second);
  }
  for (MonthLine const& line : now.months) {
    if (!line.difference()) continue;
    auto found = told.find(line.month);
    RC_ASSERT((found == told.end() ? Money() : found->second) == *line.difference());
  }
}

RC_GTEST_PROP(News, the_order_of_news_never_matters_for_the_final_entitlement, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history(), otherwise = history;
  for (Coverage& one : otherwise.coverage) {
    one.recorded_on = one.confirmed_on.plus_days(dice.below(300));
    if (one.ended_on) one.end_recorded_on = one.ended_on->plus_days(dice.below(300));
  }
  for (Offset& one : otherwise.offsets) one.recorded_on = one.from.first_day().plus_days(dice.below(500));
  Date late = day("2199-01-01");
  RC_ASSERT(essence(computed(as_known_on(otherwise, late), through)) == essence(computed(as_known_on(history, late), through)));
}

RC_GTEST_PROP(News, paying_the_adjustments_leaves_none, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  Date on = some_day_of_asking(dice);
  for (Adjustment const& one : adjustments(rules(), "370114", Residence::rural, history, month(through), on)) {
    Paid line;
    line.month = one.month;
    line.amount = one.amount;
    line.kind = one.kind;
    line.paid_on = on;
    history.paid.push_back(line);
  }
  RC_ASSERT(adjustments(rules(), "370114", Residence::rural, history, month(through), on).empty());
}

RC_GTEST_PROP(News, proposals_of_recovery_add_up_to_what_was_paid_too_much, (uint64_t seed)) {
  Dice dice(seed);
  History history = dice.some_history();
  Date on = some_day_of_asking(dice);
  Entitlements now = compute(rules(), rules().table_for("370114", Residence::rural, on), as_known_on(history, on), month(through));
  Money sum;
  for (Overpayment const& one : overpayments(adjustments(rules(), "370114", Residence::rural, history, month(through), on))) {
    RC_ASSERT(one.last.index() - one.first.index() + 1 == static_cast<int>(one.months.size()));
    sum = sum + one.amount;
  }
  RC_ASSERT(sum == now.overpaid);
}

}  // namespace
}  // namespace hutong::benefits
