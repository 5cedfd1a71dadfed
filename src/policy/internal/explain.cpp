#include "policy/internal/explain.h"

#include <algorithm>
#include <map>

#include "base/messages.h"
#include "base/text.h"

namespace hutong::policy::internal {
namespace {

using base::label;
using values::Circumstance;
using values::Date;
using Values = std::map<std::string, std::string>;

constexpr std::string_view needs_prefix = "policy_needs_";
constexpr std::string_view fact_prefix = "policy_fact_";

std::string chinese(Who who) { return label(std::string("policy_who_") + std::string(code_of(who))); }
std::string day_or_unknown(std::optional<Date> day) { return day ? day->to_chinese() : label("policy_day_unknown"); }
std::optional<bool> three_valued(Truth truth) { return truth == Truth::unknown ? std::nullopt : std::optional(truth == Truth::yes); }

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::holds:
      return "holds";
    case Cause::no_rule_yet:
      return "no_rule_yet";
    case Cause::not_started:
      return "not_started";
    case Cause::ended:
      return "ended";
    case Cause::too_short:
      return "too_short";
    case Cause::term_short:
      return "term_short";
    case Cause::not_in_custody:
      return "not_in_custody";
    case Cause::community:
      return "community";
    case Cause::not_severe:
      return "not_severe";
    case Cause::not_certified:
      return "not_certified";
    case Cause::supports_child:
      return "supports_child";
    case Cause::found:
      return "found";
    case Cause::running:
      return "running";
    case Cause::start_unknown:
      return "start_unknown";
    case Cause::term_unknown:
      return "term_unknown";
    case Cause::verify_release:
      return "verify_release";
    case Cause::grade_unknown:
      return "grade_unknown";
    case Cause::components_unknown:
      return "components_unknown";
    case Cause::certificate_unknown:
      return "certificate_unknown";
    case Cause::support_unknown:
      return "support_unknown";
    case Cause::no_route:
      return "no_route";
    case Cause::result_unknown:
      return "result_unknown";
    case Cause::not_accepted:
      return "not_accepted";
  }
  return "";
}

// What a threshold says, in the words of the Civil Code: “6个月以上”, “超过6个月”.
std::string limit_words(Setting const& setting) {
  return label(setting.compare == Compare::more_than ? "policy_more_than_months" : "policy_at_least_months", {{"months", std::to_string(setting.number)}});
}

std::string limit_of(Fact const& fact, InForce const& rules) {
  switch (fact.kind) {
    case Circumstance::imprisoned:
      return limit_words(rules.setting(Key::imprisoned_term_months));
    case Circumstance::compulsory_detox:
      return limit_words(rules.setting(Key::detox_months));
    case Circumstance::liberty_restricted:
      return limit_words(rules.setting(Key::liberty_months));
    case Circumstance::lost_contact:
      return limit_words(rules.setting(fact.route == "commitment" ? Key::commitment_months : Key::police_months));
    default:
      return "";
  }
}

Values values_of(Who who, Fact const& fact, Finding const& finding, InForce const& rules, Date on) {
  Values values{{"who", chinese(who)},
                {"what", std::string(values::chinese(fact.kind))},
                {"on", on.to_chinese()},
                {"from", day_or_unknown(fact.spell.from)},
                {"until", day_or_unknown(fact.spell.until)},
                {"limit", limit_of(fact, rules)},
                {"grade", fact.grade == 0 ? "" : label("policy_grade", {{"grade", std::to_string(fact.grade)}})}};
  if (fact.disability) values["disability"] = label("policy_disability_" + std::string(code_of(*fact.disability)));
  if (fact.term_months) values["term"] = label("policy_term", {{"months", std::to_string(*fact.term_months)}});
  if (finding.satisfied_on) values["day"] = finding.satisfied_on->to_chinese();
  if (auto end = fact.spell.until ? fact.spell.until : expected_end_of(fact, rules)) values["end"] = end->to_chinese();
  if (fact.kind == Circumstance::compulsory_detox && fact.spell.from)
    values["latest"] = values::months_after(*fact.spell.from, rules.number(Key::detox_latest_months)).to_chinese();
  return values;
}

// A sentence of its own for this circumstance, or the general one of the cause.
std::string sentence_for(std::string_view prefix, Finding const& finding, Values const& values) {
  std::string general = std::string(prefix) + std::string(name_of(finding.cause));
  std::string special = general + "." + std::string(code_of(finding.rule));
  return label(base::has_sentence(special) ? special : general, values);
}

class Explainer {
 public:
  Explainer(Rulebook::Data const& data, Case const& of, Situation const& now) : data_(data), of_(of), now_(now), rules_(*now.rules) {}

  std::vector<Reason> bar() const {
    switch (now_.bar) {
      case Bar::died:
        return {reason(Rule::died, true, label("policy_bar_died", {{"day", of_.child.died_on->to_chinese()}}))};
      case Bar::adopted:
        return {reason(Rule::adopted, true, label("policy_bar_adopted", {{"day", of_.child.adopted_on->to_chinese()}}))};
      case Bar::unborn:
        return {reason(Rule::age_limit, false, label("policy_bar_unborn", {{"birth", of_.child.birth_date->to_chinese()}, {"on", of_.on.to_chinese()}}))};
      case Bar::elsewhere:
        return {household()};
      case Bar::none:
      case Bar::no_rules:
        break;
    }
    return {};
  }

  // The grant that decided comes first with all that it rests on, then those of higher rank that were tried before it. Undetermined: what
  // is open comes first; the interim grant holds as it stands today.
  std::vector<Reason> grants(Verdict const& verdict) const {
    std::vector<Reason> reasons;
    bool eligible = verdict.outcome == Outcome::eligible;
    if (eligible) reasons.push_back(grant(*verdict.grant, true));
    for (Grant const& one : rules_.grants) {
      if (eligible && &one == verdict.grant) break;
      bool is_interim = &one == verdict.grant;
      if (is_interim) reasons.push_back(Explainer(data_, of_, as_it_stands_today(now_)).grant(one, true));
      else if (concerns(one)) reasons.push_back(grant(one, !eligible));
    }
    if (!eligible && now_.household_unknown) reasons.push_back(household());
    std::stable_sort(reasons.begin() + (eligible ? 1 : 0), reasons.end(),
                     [](Reason const& a, Reason const& b) { return !a.holds.has_value() && b.holds.has_value(); });
    return reasons;
  }

 private:
  Reason reason(Rule rule, std::optional<bool> holds, std::string text) const {
    Reason made;
    made.rule = std::string(code_of(rule));
    made.holds = holds;
    made.text = std::move(text);
    if (!rules_.has(rule)) rule = Rule::parents_checked;  // a circumstance that had no rule of its own yet on that day
    RuleVersion const& version = data_.versions[static_cast<size_t>(rules_.version[static_cast<size_t>(rule)])];
    made.citation = version.citation;
    made.doubt = version.doubt;
    return made;
  }

  // Without consent nothing may hint at the restricted compartment, and the foundling rule speaks only of foundlings.
  bool concerns(Grant const& one) const {
    if (one.child == need_hiv_consent) return now_.consented;
    return one.child != need_foundling || now_.foundling;
  }

  Truth truth_of_grant(Grant const& grant) const {
    bool always = true, sometimes = false;
    for_each_world(now_, [&](World const& world) {
      bool holds = fits(now_, grant, world) && stands(now_, grant, world);
      always = always && holds;
      sometimes = sometimes || holds;
    });
    return always ? Truth::yes : sometimes ? Truth::unknown : Truth::no;
  }

  Reason grant(Grant const& of, bool with_facts) const {
    Truth truth = truth_of_grant(of);
    std::string code = truth == Truth::yes ? "policy_grant_yes" : truth == Truth::no ? "policy_grant_no" : "policy_grant_unknown";
    std::string category(values::chinese(of.category));
    if (!of.type.empty()) category += of.type;
    Reason made = reason(of.rule, three_valued(truth), label(code, {{"name", label("policy_rule." + std::string(code_of(of.rule)))}, {"category", category}}));
    if (!with_facts) return made;
    if (of.one != 7 || of.other != 7) {
      parent(Who::father, of_.father, made.because);
      parent(Who::mother, of_.mother, made.because);
    }
    if (of.child != 0) child(of, made.because);
    if (of.income != 0) made.because.push_back(income(of));
    if (truth == Truth::yes || now_.adult != 1) made.because.push_back(age(of));
    if (now_.institution && (rules_.setting(Key::institution_category).mask & (1u << static_cast<int>(of.category))) != 0)
      made.because.push_back(reason(Rule::institution, true, label("policy_institution")));
    if (truth == Truth::yes) made.because.push_back(household());
    return made;
  }

  Reason fact(Who who, Fact const& of, Finding const& finding) const {
    Truth truth = truth_of(finding, rules_, of_.child);
    Reason made = reason(finding.rule, three_valued(truth), sentence_for(fact_prefix, finding, values_of(who, of, finding, rules_, of_.on)));
    if (!of.ref.empty()) made.facts.push_back(of.ref);
    return made;
  }

  void parent(Who who, Parent const& of, std::vector<Reason>& to) const {
    size_t before = to.size();
    for (Fact const& one : of.facts) {
      Finding finding = finding_of(one, rules_, of_.on);
      if (finding.truth == Truth::yes) to.push_back(fact(who, one, finding));
    }
    if (to.size() > before) return;
    for (Fact const& one : of.facts) to.push_back(fact(who, one, finding_of(one, rules_, of_.on)));
    Values values{{"who", chinese(who)}};
    if (!of.known) to.push_back(reason(Rule::parent_legally_unknown, std::nullopt, label("policy_parent_unknown", values)));
    else if (!of.checked) to.push_back(reason(Rule::parents_checked, std::nullopt, label("policy_parent_unchecked", values)));
    else to.push_back(reason(Rule::parents_checked, true, label(of.facts.empty() ? "policy_parent_none" : "policy_parent_nothing_else", values)));
  }

  void child(Grant const& of, std::vector<Reason>& to) const {
    if (of.child & need_foundling) to.push_back(reason(of.rule, now_.foundling, label("policy_foundling", {{"day", day_or_unknown(of_.child.foundling_on)}})));
    if (of.child & need_hiv_consent) to.push_back(reason(of.rule, true, label("policy_consented", {{"day", day_or_unknown(of_.child.hiv->consented_on)}})));
    if ((of.child & (need_severe_disability | need_serious_illness)) == 0) return;
    size_t before = to.size();
    for (Fact const& one : of_.child.conditions) {
      bool asked = (one.kind == Circumstance::severe_disability && (of.child & need_severe_disability)) ||
                   (one.kind == Circumstance::serious_illness && (of.child & need_serious_illness));
      if (asked) to.push_back(fact(Who::child, one, finding_of(one, rules_, of_.on)));
    }
    if (to.size() == before) to.push_back(reason(of.rule, false, label("policy_child_not_severe")));
  }

  Reason income(Grant const& of) const {
    std::vector<std::string> kinds;
    for (IncomeKind kind : {IncomeKind::dibao, IncomeKind::tekun, IncomeKind::margin})
      if (of.income & now_.income & (1u << static_cast<int>(kind))) kinds.push_back(label("policy_income_" + std::string(code_of(kind))));
    if (kinds.empty()) return reason(of.rule, false, label("policy_income_none"));
    return reason(of.rule, true, label("policy_income", {{"kinds", base::join(kinds, "、")}}));
  }

  Reason age(Grant const& grant) const {
    if (!of_.child.birth_date) return reason(Rule::age_limit, std::nullopt, label("policy_age_unknown"));
    Values values{{"birth", of_.child.birth_date->to_chinese()},
                  {"on", of_.on.to_chinese()},
                  {"age", std::to_string(values::age_on(*of_.child.birth_date, of_.on))},
                  {"limit", std::to_string(rules_.number(Key::age_years))}};
    if (now_.adult == 1) return reason(Rule::age_limit, true, label("policy_age_minor", values));
    World grown{Status::none, Status::none, false, false, true};
    Rule rule = schooling_rule(grant.category);
    Situation at_home = now_;
    at_home.institution = false;
    bool continues = stands(at_home, grant, grown);
    std::string code = continues ? "policy_age_school" : now_.in_school ? "policy_age_no_extension" : "policy_age_grown";
    return reason(rules_.has(rule) ? rule : Rule::age_limit, continues, label(code, values));
  }

  Reason household() const {
    if (now_.household_unknown) return reason(Rule::household, std::nullopt, label("policy_household_unknown"));
    bool ours = now_.bar != Bar::elsewhere;
    return reason(Rule::household, ours,
                  label(ours ? "policy_household_ours" : "policy_household_elsewhere",
                        {{"division", of_.child.household_division}, {"ours", std::to_string(rules_.number(Key::division))}}));
  }

  Rulebook::Data const& data_;
  Case const& of_;
  Situation const& now_;
  InForce const& rules_;
};

// ---- what is missing ----

// Can one unknown, with everything else as it may be, change the outcome? `others` gives the worlds that differ from one only there.
template <class F>
bool matters(Situation const& now, F&& others) {
  auto category = [&](World const& world) {
    Grant const* grant = fitting(now, world);
    return grant == nullptr ? -1 : static_cast<int>(grant->category);
  };
  bool found = false;
  for_each_world(now, [&](World const& world) {
    for (World const& other : others(world)) found = found || category(other) != category(world);
  });
  return found;
}

std::vector<World> with_statuses(StatusSet set, World world, Status World::*which) {
  std::vector<World> worlds;
  for (Status status : {Status::absent, Status::incapable, Status::none}) {
    if ((set & static_cast<StatusSet>(status)) == 0) continue;
    world.*which = status;
    worlds.push_back(world);
  }
  return worlds;
}

std::vector<World> with_truths(TruthSet set, World world, bool World::*which) {
  std::vector<World> worlds;
  for (bool value : {false, true}) {
    if ((set & (value ? 2 : 1)) == 0) continue;
    world.*which = value;
    worlds.push_back(world);
  }
  return worlds;
}

void add_facts(Who who, std::vector<Fact> const& facts, std::optional<Circumstance> only, Case const& of, Situation const& now, std::vector<Pending>& to) {
  for (Fact const& fact : facts) {
    if (only && fact.kind != *only) continue;
    Finding finding = finding_of(fact, *now.rules, of.on);
    if (truth_of(finding, *now.rules, of.child) != Truth::unknown) continue;
    Values values = values_of(who, fact, finding, *now.rules, of.on);
    to.push_back({who, std::string(code_of(fact.kind)), finding.satisfied_on, sentence_for(needs_prefix, finding, values)});
  }
}

void add_parent(Who who, Parent const& parent, Case const& of, Situation const& now, std::vector<Pending>& to) {
  add_facts(who, parent.facts, std::nullopt, of, now, to);
  Values values{{"who", chinese(who)}};
  if (!parent.known) to.push_back({who, "unknown_parent", std::nullopt, label("policy_needs_unknown_parent", values)});
  else if (!parent.checked) to.push_back({who, "unchecked", std::nullopt, label("policy_needs_check", values)});
}

}  // namespace

std::vector<Reason> reasons_of(Rulebook::Data const& data, Case const& of, Situation const& now, Verdict const& verdict) {
  if (now.rules == nullptr || now.bar == Bar::no_rules) {
    Reason none;
    RuleVersion const& first = data.versions.front();
    none.rule = std::string(code_of(first.rule));
    none.citation = first.citation;
    none.holds = false;
    none.text = label("policy_bar_no_rules", {{"on", of.on.to_chinese()}});
    return {none};
  }
  Explainer explainer(data, of, now);
  return now.bar != Bar::none ? explainer.bar() : explainer.grants(verdict);
}

std::vector<Pending> pending_of(Case const& of, Situation const& now) {
  std::vector<Pending> pending;
  Child const& child = of.child;
  if (matters(now, [&](World const& world) { return with_truths(now.adult, world, &World::adult); }))
    pending.push_back({Who::child, "birth_date", std::nullopt, label("policy_needs_birth_date")});
  if (now.household_unknown) pending.push_back({Who::child, "household_division", std::nullopt, label("policy_needs_household")});
  if (matters(now, [&](World const& world) { return with_truths(now.disabled, world, &World::disabled); }))
    add_facts(Who::child, child.conditions, Circumstance::severe_disability, of, now, pending);
  if (matters(now, [&](World const& world) { return with_truths(now.ill, world, &World::ill); }))
    add_facts(Who::child, child.conditions, Circumstance::serious_illness, of, now, pending);
  if (matters(now, [&](World const& world) { return with_statuses(now.father, world, &World::father); }))
    add_parent(Who::father, of.father, of, now, pending);
  if (matters(now, [&](World const& world) { return with_statuses(now.mother, world, &World::mother); }))
    add_parent(Who::mother, of.mother, of, now, pending);
  return pending;
}

}  // namespace hutong::policy::internal
