#include "policy/internal/finding.h"

namespace hutong::policy::internal {
namespace {

using values::Circumstance;
using values::Date;

constexpr int term_months_max = 1200;  // longer terms (life) have no expected end

Finding no(Rule rule, Cause cause) { return {Truth::no, cause, rule, std::nullopt, std::nullopt}; }
Finding unknown(Rule rule, Cause cause) { return {Truth::unknown, cause, rule, std::nullopt, std::nullopt}; }
Finding yes(Rule rule) { return {Truth::yes, Cause::holds, rule, std::nullopt, std::nullopt}; }

bool satisfies(Setting const& setting, int months) {
  return setting.compare == Compare::more_than ? months > setting.number : months >= setting.number;
}

// A clock: holds from the day on which it is full; unknown while it runs, unless its end is known to come first.
Finding clock(Rule rule, Setting const& months, Fact const& fact, Date day) {
  if (!fact.spell.from) return unknown(rule, Cause::start_unknown);
  Date full = satisfied_on(months, *fact.spell.from);
  if (day >= full) return yes(rule);
  if (fact.spell.until && *fact.spell.until <= full) return no(rule, Cause::too_short);
  Finding running = unknown(rule, Cause::running);
  running.satisfied_on = full;
  return running;
}

// Grade 0 = not told. Levels 3 and 4 count only for mental and intellectual disability (章丘方案 二(八)).
Truth severe(InForce const& rules, std::optional<Disability> kind, int grade) {
  auto grades = [&](Disability of) { return rules.setting(static_cast<Key>(static_cast<int>(Key::grades_vision) + static_cast<int>(of))).mask; };
  uint32_t every_kind = ~0u, some_kind = 0;
  for (int i = 0; i <= static_cast<int>(Disability::multiple); ++i) {
    if (kind && static_cast<int>(*kind) != i) continue;
    every_kind &= grades(static_cast<Disability>(i));
    some_kind |= grades(static_cast<Disability>(i));
  }
  constexpr uint32_t all_grades = 0b11110;
  uint32_t asked = grade == 0 ? all_grades : 1u << grade;
  if ((every_kind & asked) == asked) return Truth::yes;
  return (some_kind & asked) == 0 ? Truth::no : Truth::unknown;
}

// A multiple disability carries the grade of its worst component (GB/T 26341), so no component is worse than the whole.
Truth severe_by_components(InForce const& rules, Fact const& fact) {
  Truth most = Truth::no;
  for (DisabilityComponent const& one : fact.components) {
    Truth truth = severe(rules, one.kind, one.grade);
    bool whole_is_mild = fact.grade != 0 && severe(rules, one.kind, fact.grade) == Truth::no;
    if (truth == Truth::unknown && whole_is_mild) truth = Truth::no;
    most = std::max(most, truth);
  }
  return most;
}

Finding disability(Fact const& fact, InForce const& rules) {
  Rule rule = Rule::severe_disability;
  Truth truth = severe(rules, fact.disability, fact.grade);
  bool multiple = fact.disability == Disability::multiple;
  if (multiple && truth != Truth::yes && !fact.components.empty()) {
    truth = severe_by_components(rules, fact);
  } else if (multiple && truth == Truth::no) {
    return unknown(rule, Cause::components_unknown);
  }
  if (truth == Truth::yes) return yes(rule);
  return truth == Truth::no ? no(rule, Cause::not_severe) : unknown(rule, Cause::grade_unknown);
}

// Past the expected end of a sentence or a detox decision without news, the person is neither inside nor outside: verify (POLICY 1.8 E16).
Finding until_expected_end(Rule rule, Fact const& fact, InForce const& rules, Date day) {
  auto end = expected_end_of(fact, rules);
  Finding finding = end && *end <= day ? unknown(rule, Cause::verify_release) : yes(rule);
  finding.expected_end = end;
  return finding;
}

Finding prison(Fact const& fact, InForce const& rules, Date day) {
  Rule rule = Rule::imprisoned;
  Setting const& minimum = rules.setting(Key::imprisoned_term_months);
  if (!fact.in_custody) return no(rule, Cause::not_in_custody);
  if (fact.term_months) return satisfies(minimum, *fact.term_months) ? until_expected_end(rule, fact, rules, day) : no(rule, Cause::term_short);
  // Without the sentence's length, known dates of custody that are long enough prove it; shorter ones prove nothing, for custody before
  // the judgment counts towards the term.
  bool long_enough = fact.spell.from && fact.spell.until && *fact.spell.until >= satisfied_on(minimum, *fact.spell.from);
  return long_enough ? yes(rule) : unknown(rule, Cause::term_unknown);
}

Finding detox(Fact const& fact, InForce const& rules, Date day) {
  Rule rule = Rule::compulsory_detox;
  if (fact.community) return no(rule, Cause::community);
  bool known_short = fact.spell.from && fact.spell.until && *fact.spell.until < satisfied_on(rules.setting(Key::detox_months), *fact.spell.from);
  if (known_short) return no(rule, Cause::too_short);
  return until_expected_end(rule, fact, rules, day);
}

Finding lost(Fact const& fact, InForce const& rules, Date day) {
  if (fact.outcome == "found") return no(fact.route == "commitment" ? Rule::lost_contact_commitment : Rule::lost_contact_police, Cause::found);
  if (fact.route == "commitment") return clock(Rule::lost_contact_commitment, rules.setting(Key::commitment_months), fact, day);
  Rule rule = Rule::lost_contact_police;
  if (fact.route.empty()) return unknown(rule, Cause::no_route);
  if (fact.outcome == "cannot_accept") return unknown(rule, Cause::not_accepted);
  Finding finding = clock(rule, rules.setting(Key::police_months), fact, day);
  if (finding.truth == Truth::yes && fact.outcome.empty()) return unknown(rule, Cause::result_unknown);
  return finding;
}

Finding illness(Fact const& fact) {
  Rule rule = Rule::serious_illness;
  if (!fact.certified) return unknown(rule, Cause::certificate_unknown);
  return *fact.certified ? yes(rule) : no(rule, Cause::not_certified);
}

Finding deported(Fact const& fact) {
  Rule rule = Rule::deported;
  if (!fact.supports_child) return unknown(rule, Cause::support_unknown);
  return *fact.supports_child ? no(rule, Cause::supports_child) : yes(rule);
}

}  // namespace

Date satisfied_on(Setting const& months, Date start) {
  return months.compare == Compare::more_than ? values::first_day_exceeding(start, months.number) : values::first_day_reaching(start, months.number);
}

std::optional<Date> expected_end_of(Fact const& fact, InForce const& rules) {
  if (fact.spell.until || !fact.spell.from) return std::nullopt;
  if (fact.kind == Circumstance::imprisoned && fact.term_months && *fact.term_months <= term_months_max)
    return values::months_after(*fact.spell.from, *fact.term_months);
  if (fact.kind == Circumstance::compulsory_detox) return values::months_after(*fact.spell.from, rules.number(Key::detox_expected_months));
  return std::nullopt;
}

Finding finding_of(Fact const& fact, InForce const& rules, Date day) {
  Rule rule = rule_of(fact.kind);
  if (!rules.has(rule)) return no(rule, Cause::no_rule_yet);
  if (fact.spell.from && day < *fact.spell.from) return no(rule, Cause::not_started);
  if (fact.spell.until && day >= *fact.spell.until) return no(rule, Cause::ended);
  switch (fact.kind) {
    case Circumstance::deceased:
    case Circumstance::declared_dead:
    case Circumstance::declared_missing:
    case Circumstance::guardianship_revoked:
      return yes(rule);
    case Circumstance::severe_disability:
      return disability(fact, rules);
    case Circumstance::serious_illness:
      return illness(fact);
    case Circumstance::imprisoned:
      return prison(fact, rules, day);
    case Circumstance::compulsory_detox:
      return detox(fact, rules, day);
    case Circumstance::liberty_restricted:
      return clock(rule, rules.setting(Key::liberty_months), fact, day);
    case Circumstance::lost_contact:
      return lost(fact, rules, day);
    case Circumstance::deported:
      return deported(fact);
  }
  return no(rule, Cause::no_rule_yet);
}

}  // namespace hutong::policy::internal
