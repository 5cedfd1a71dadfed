#include "policy/internal/days.h"

#include <algorithm>

namespace hutong::policy::internal {
namespace {

using values::Circumstance;
using values::Date;

class Days {
 public:
  void add(std::optional<Date> day) {
    if (day) days_.push_back(*day);
  }
  void add(Spell const& spell) {
    add(spell.from);
    add(spell.until);
  }
  void add_clock(std::optional<Date> start, int months) {
    if (!start) return;
    days_.push_back(values::first_day_reaching(*start, months));
    days_.push_back(values::first_day_exceeding(*start, months));
  }
  std::vector<Date> sorted() && {
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    return std::move(days_);
  }
  Days() { days_.reserve(48); }

 private:
  std::vector<Date> days_;
};

void add_fact(Days& days, Fact const& fact, InForce const& rules) {
  days.add(fact.spell);
  days.add(expected_end_of(fact, rules));
  if (fact.kind == Circumstance::liberty_restricted) days.add_clock(fact.spell.from, rules.number(Key::liberty_months));
  if (fact.kind == Circumstance::lost_contact)
    days.add_clock(fact.spell.from, rules.number(fact.route == "commitment" ? Key::commitment_months : Key::police_months));
}

// Thresholds are rules too and may change, so each stretch's are asked; a stretch with the thresholds of the one before adds nothing new.
bool same_clocks(InForce const& a, InForce const& b) {
  for (Key key : {Key::liberty_months, Key::police_months, Key::commitment_months, Key::detox_expected_months, Key::age_years})
    if (a.number(key) != b.number(key)) return false;
  return true;
}

void add_clocks(Days& days, Case const& of, InForce const& rules) {
  for (Parent const* parent : {&of.father, &of.mother})
    for (Fact const& fact : parent->facts) add_fact(days, fact, rules);
  for (Fact const& fact : of.child.conditions) add_fact(days, fact, rules);
  if (of.child.birth_date && rules.number(Key::age_years) > 0) days.add(values::birthday(*of.child.birth_date, rules.number(Key::age_years)));
}

}  // namespace

std::vector<Date> days_of_change(Rulebook::Data const& data, Case const& of) {
  Days days;
  Child const& child = of.child;
  for (std::optional<Date> day : {child.birth_date, child.died_on, child.adopted_on, child.foundling_on}) days.add(day);
  if (child.hiv) days.add(child.hiv->consented_on);
  for (Schooling const& one : child.schooling) days.add(one.spell);
  for (Income const& one : child.household_income) days.add(one.spell);
  for (Care const& one : child.care) days.add(one.spell);
  InForce const* before = nullptr;
  for (InForce const& stretch : data.stretches) {
    days.add(stretch.from);
    if (before == nullptr || !same_clocks(*before, stretch)) add_clocks(days, of, stretch);
    before = &stretch;
  }
  return std::move(days).sorted();
}

Standing standing_of(Rulebook::Data const& data, Case const& of, Verdict const& today) {
  std::vector<Date> days = days_of_change(data, of);
  auto verdict_on = [&](Date day) { return verdict_of(situation_on(data, of, day)); };
  Standing standing{of.on, std::nullopt};
  auto later = std::upper_bound(days.begin(), days.end(), of.on);
  for (auto day = later; day != days.begin();) {
    standing.since = *--day;
    if (!verdict_on(standing.since.plus_days(-1)).same_as(today)) break;
  }
  for (auto day = later; day != days.end(); ++day) {
    Verdict then = verdict_on(*day);
    // Doubt about the future (a sentence that will have been served) is no known end.
    if (then.outcome == Outcome::undetermined || then.same_as(today)) continue;
    standing.until = *day;
    break;
  }
  return standing;
}

Date interim_since(Rulebook::Data const& data, Case const& of, Verdict const& today) {
  std::vector<Date> days = days_of_change(data, of);
  auto grants_the_same = [&](Date day) {
    Verdict const then = verdict_of(situation_on(data, of, day));
    return then.grant != nullptr && then.grant->category == today.grant->category && then.type() == today.type();
  };
  Date since = of.on;
  for (auto day = std::upper_bound(days.begin(), days.end(), of.on); day != days.begin();) {
    since = *--day;
    if (!grants_the_same(since.plus_days(-1))) break;
  }
  return since;
}

namespace {

std::optional<Date> earliest_after(Date on, std::initializer_list<std::optional<Date>> days) {
  std::optional<Date> earliest;
  for (std::optional<Date> day : days)
    if (day && *day > on && (!earliest || *day < *earliest)) earliest = day;
  return earliest;
}

std::optional<Date> next_of_year(Date on, int month_and_day) {
  auto in = [&](int year) { return Date::of(year, static_cast<unsigned>(month_and_day / 100), static_cast<unsigned>(month_and_day % 100)); };
  auto day = in(on.year());
  return day && *day > on ? day : in(on.year() + 1);
}

std::optional<Date> review_of(Fact const& fact, InForce const& rules, Date on) {
  if (finding_of(fact, rules, on).truth != Truth::yes) return std::nullopt;
  std::optional<Date> soonest;
  bool half_yearly = (rules.setting(Key::half_yearly_kinds).mask & (1u << static_cast<int>(fact.kind))) != 0;
  if (half_yearly) soonest = next_of_year(on, rules.number(Key::half_yearly_on));
  auto consider = [&](std::optional<Date> day) { soonest = earliest_after(on, {soonest, day}); };
  consider(fact.spell.until);
  if (fact.kind == Circumstance::imprisoned) {
    auto release = fact.spell.until ? fact.spell.until : expected_end_of(fact, rules);
    if (release) consider(release->plus_days(-rules.number(Key::days_before_release)));
    consider(release);
  }
  if (!fact.spell.from) return soonest;
  if (fact.kind == Circumstance::compulsory_detox) {
    consider(values::months_after(*fact.spell.from, rules.number(Key::detox_earliest_months)));
    consider(values::months_after(*fact.spell.from, rules.number(Key::detox_expected_months)));
  }
  if (fact.kind == Circumstance::serious_illness && rules.number(Key::illness_recertify_months) > 0) {
    int every = rules.number(Key::illness_recertify_months), periods = 1;
    periods += std::max(0, (on.year() - fact.spell.from->year()) * 12 / every - 1);
    while (values::months_after(*fact.spell.from, every * periods) <= on) ++periods;
    consider(values::months_after(*fact.spell.from, every * periods));
  }
  return soonest;
}

}  // namespace

std::optional<Date> next_review_of(Case const& of, Situation const& now, Decision const& decision) {
  std::optional<Date> soonest;
  auto consider = [&](std::optional<Date> day) { soonest = earliest_after(of.on, {soonest, day}); };
  for (Pending const& one : decision.pending) consider(one.satisfied_on);
  bool covered = decision.outcome == Outcome::eligible || (decision.outcome == Outcome::undetermined && decision.category);
  if (!covered || now.rules == nullptr || !now.rules->has(Rule::review_periods)) return soonest;
  InForce const& rules = *now.rules;
  consider(next_of_year(of.on, rules.number(Key::yearly_on)));
  consider(decision.until);
  if (of.child.birth_date)
    consider(values::birthday(*of.child.birth_date, rules.number(Key::age_years)).plus_days(-rules.number(Key::days_before_birthday)));
  for (Parent const* parent : {&of.father, &of.mother})
    for (Fact const& fact : parent->facts) consider(review_of(fact, rules, of.on));
  for (Fact const& fact : of.child.conditions) consider(review_of(fact, rules, of.on));
  return soonest;
}

}  // namespace hutong::policy::internal
