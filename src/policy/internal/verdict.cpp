#include "policy/internal/verdict.h"

#include <algorithm>

namespace hutong::policy::internal {
namespace {

using values::Circumstance;
using values::Date;

TruthSet set_of(Truth truth) { return truth == Truth::yes ? 2 : truth == Truth::no ? 1 : 3; }

bool in_school_on(Child const& child, Date day) {
  return std::any_of(child.schooling.begin(), child.schooling.end(), [&](Schooling const& one) { return one.full_time && one.spell.contains(day); });
}

bool schooling_counts(InForce const& rules, values::Category category) {
  constexpr uint32_t full_time = 2;
  Key key = static_cast<Key>(static_cast<int>(Key::schooling_orphan) + static_cast<int>(category));
  return rules.has(schooling_rule(category)) && rules.setting(key).mask == full_time;
}

bool is_adult(InForce const& rules, Date birth, Date day) { return day >= values::birthday(birth, rules.number(Key::age_years)); }

enum class RunningClock : uint8_t { is_open, is_not_full };

StatusSet status_of(Parent const& parent, InForce const& rules, Child const& child, Date day, RunningClock clock) {
  constexpr StatusSet absent = static_cast<StatusSet>(Status::absent), incapable = static_cast<StatusSet>(Status::incapable),
                      none = static_cast<StatusSet>(Status::none);
  StatusSet certain = 0, possible = none;
  for (Fact const& fact : parent.facts) {
    Finding finding = finding_of(fact, rules, day);
    bool not_yet = clock == RunningClock::is_not_full && finding.cause == Cause::running;
    Truth truth = not_yet ? Truth::no : truth_of(finding, rules, child);
    StatusSet kind = static_cast<StatusSet>(rules.set(fact.kind));
    if (truth == Truth::yes) certain |= kind;
    if (truth == Truth::unknown) possible |= kind;
    // Nobody has looked for this person yet: a court may also declare her missing (POLICY 1.8 E24).
    if (finding.cause == Cause::no_route) possible |= absent;
  }
  if (certain & absent) return absent;  // D dominates C
  if (certain & incapable) return incapable;
  if (!parent.known || !parent.checked) possible |= absent | incapable;
  return possible;
}

Truth condition_of(Child const& child, Circumstance kind, InForce const& rules, Date day) {
  Truth most = Truth::no;
  for (Fact const& fact : child.conditions)
    if (fact.kind == kind) most = std::max(most, finding_of(fact, rules, day).truth);
  return most;
}

// Whether the register's division is ours: 370114 itself, or a town or village of it.
Bar household_bar(Child const& child, InForce const& rules, bool& unknown) {
  unknown = child.household_division.empty();
  if (unknown) return Bar::none;
  return child.household_division.substr(0, 6) == std::to_string(rules.number(Key::division)) ? Bar::none : Bar::elsewhere;
}

Bar bar_on(Child const& child, InForce const& rules, Date day, bool& household_unknown) {
  if (child.died_on && *child.died_on <= day) return Bar::died;
  if (child.adopted_on && *child.adopted_on <= day) return Bar::adopted;
  if (child.birth_date && day < *child.birth_date) return Bar::unborn;
  return household_bar(child, rules, household_unknown);
}

uint8_t code(Grant const* grant) { return grant == nullptr ? 1 : static_cast<uint8_t>(2u << static_cast<int>(grant->category)); }

}  // namespace

bool may_be_young_enough(InForce const& rules, Child const& child, Date day) {
  return !child.birth_date || !is_adult(rules, *child.birth_date, day) || in_school_on(child, day);
}

Truth truth_of(Finding const& finding, InForce const& rules, Child const& child) {
  if (finding.cause == Cause::running && !may_be_young_enough(rules, child, *finding.satisfied_on)) return Truth::no;
  return finding.truth;
}

Situation situation_on(Rulebook::Data const& data, Case const& of, Date day) {
  Situation now;
  Child const& child = of.child;
  now.rules = data.on(day);
  if (now.rules == nullptr || !now.rules->has(Rule::household) || !now.rules->has(Rule::age_limit)) {
    now.bar = Bar::no_rules;
    return now;
  }
  InForce const& rules = *now.rules;
  now.bar = bar_on(child, rules, day, now.household_unknown);
  if (now.bar != Bar::none) return now;
  now.father = status_of(of.father, rules, child, day, RunningClock::is_open);
  now.mother = status_of(of.mother, rules, child, day, RunningClock::is_open);
  now.father_today = status_of(of.father, rules, child, day, RunningClock::is_not_full);
  now.mother_today = status_of(of.mother, rules, child, day, RunningClock::is_not_full);
  now.disabled = set_of(condition_of(child, Circumstance::severe_disability, rules, day));
  now.ill = set_of(condition_of(child, Circumstance::serious_illness, rules, day));
  now.adult = !child.birth_date ? TruthSet{3} : is_adult(rules, *child.birth_date, day) ? TruthSet{2} : TruthSet{1};
  now.foundling = child.foundling_on && *child.foundling_on <= day;
  now.consented = child.hiv && child.hiv->infected && child.hiv->consent == Consent::given &&
                  (!child.hiv->consented_on || *child.hiv->consented_on <= day);
  now.in_school = in_school_on(child, day);
  for (Income const& one : child.household_income)
    if (one.spell.contains(day)) now.income = static_cast<uint8_t>(now.income | (1u << static_cast<int>(one.kind)));
  now.institution = std::any_of(child.care.begin(), child.care.end(),
                                [&](Care const& one) { return one.kind == CareKind::institution && one.spell.contains(day); });
  return now;
}

Situation as_it_stands_today(Situation const& of) {
  Situation today = of;
  today.father = of.father_today;
  today.mother = of.mother_today;
  return today;
}

bool fits(Situation const& of, Grant const& grant, World const& world) {
  auto father = static_cast<StatusSet>(world.father), mother = static_cast<StatusSet>(world.mother);
  bool parents = ((grant.one & father) && (grant.other & mother)) || ((grant.one & mother) && (grant.other & father));
  if (!parents) return false;
  if (grant.income != 0 && (grant.income & of.income) == 0) return false;
  if (grant.child == 0) return true;
  return ((grant.child & need_foundling) && of.foundling) || ((grant.child & need_hiv_consent) && of.consented) ||
         ((grant.child & need_severe_disability) && world.disabled) || ((grant.child & need_serious_illness) && world.ill);
}

bool stands(Situation const& of, Grant const& grant, World const& world) {
  bool institution_bars = of.institution && of.rules->has(Rule::institution) &&
                          (of.rules->setting(Key::institution_category).mask & (1u << static_cast<int>(grant.category))) != 0;
  return !institution_bars && (!world.adult || (of.in_school && schooling_counts(*of.rules, grant.category)));
}

// The first grant that fits is the child's category, whether or not it stands: an orphan raised in an institution, or one who has grown
// up, does not become something lesser (one status, one payment).
Grant const* fitting(Situation const& of, World const& world) {
  for (Grant const& grant : of.rules->grants)
    if (fits(of, grant, world)) return stands(of, grant, world) ? &grant : nullptr;
  return nullptr;
}

namespace {

// The best grant that holds in every world.
Grant const* established_in(Situation const& of) {
  for (Grant const& grant : of.rules->grants) {
    bool always = true;
    for_each_world(of, [&](World const& world) { always = always && fits(of, grant, world) && stands(of, grant, world); });
    if (always) return &grant;
  }
  return nullptr;
}

}  // namespace

Verdict verdict_of(Situation const& of) {
  if (of.bar == Bar::elsewhere) return {Outcome::not_local};
  if (of.bar != Bar::none) return {Outcome::not_eligible};
  uint8_t outcomes = 0;
  Grant const* some = nullptr;
  for_each_world(of, [&](World const& world) {
    Grant const* grant = fitting(of, world);
    outcomes |= code(grant);
    if (grant != nullptr) some = grant;
  });
  if (outcomes == 1) return {Outcome::not_eligible};
  bool agreed = (outcomes & (outcomes - 1)) == 0;
  if (!agreed || of.household_unknown) {
    return {Outcome::undetermined, established_in(as_it_stands_today(of))};
  }
  Grant const* established = established_in(of);
  bool type_open = established == nullptr || established->category != some->category;
  return {Outcome::eligible, type_open ? some : established, type_open};
}

}  // namespace hutong::policy::internal
