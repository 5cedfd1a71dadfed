#include "policy/decide.h"

#include <gtest/gtest.h>

#include "policy/internal/test_case.h"

namespace hutong::policy {
namespace {

using namespace test;
using values::Circumstance;
using values::Date;

struct Vector {
  char const* name;
  char const* what;
  Case given;
  std::string expected;         // summary()
  std::string pending = "";     // "mother lost_contact 2026-11-01;…"
};

std::string pending_of(Decision const& of) {
  std::string text;
  for (Pending const& one : of.pending) {
    text.append(text.empty() ? "" : ";").append(code_of(one.who)).append(" ").append(one.kind);
    if (one.satisfied_on) text.append(" ").append(one.satisfied_on->to_string());
  }
  return text;
}

Case at(std::string_view on, Case of) {
  of.on = day(on);
  return of;
}
Case child_of(Case of, std::string_view birth, bool in_school) {
  of.child.birth_date = day(birth);
  if (in_school) of.child.schooling.push_back({{day("2024-09-01"), std::nullopt}, true});
  return of;
}
Case changed(Case of, void (*change)(Case&)) {
  change(of);
  return of;
}
Fact with(Fact of, void (*change)(Fact&)) {
  change(of);
  return of;
}

constexpr char orphan[] = "eligible community_orphan", de_facto[] = "eligible de_facto_unattended", no[] = "not_eligible";

std::vector<Vector> vectors() {
  Fact dead = fact(Circumstance::deceased), missing = fact(Circumstance::declared_missing), limb_2 = disabled(Disability::limb, 2);
  return {
      {"E1", "both dead", of(parent({dead}), parent({dead})), orphan},
      {"E2", "dead, declared missing", of(parent({dead}), parent({missing})), orphan},
      {"E3", "dead, police 6 months exactly", at("2026-09-30", of(parent({dead}), parent({lost("police", "2026-03-31")}))), "undetermined",
       "mother lost_contact 2026-10-01"},
      {"E4", "dead, police 6 months and a day", at("2026-10-01", of(parent({dead}), parent({lost("police", "2026-03-31")}))), de_facto},
      {"E5", "dead, commitment 6 months exactly", at("2026-09-30", of(parent({dead}), parent({lost("commitment", "2026-03-31", "cannot_accept")}))), de_facto},
      {"E6", "prison 5 years, detox", of(parent({prison(60)}), parent({certain(Circumstance::compulsory_detox)})), de_facto},
      {"E7", "prison 5 months, severe disability", of(parent({prison(5)}), parent({limb_2})), no},
      {"E8", "prison 6 months, limb 2", of(parent({prison(6)}), parent({limb_2})), de_facto},
      {"E9", "intellectual 3, mental 4", of(parent({disabled(Disability::intellectual, 3)}), parent({disabled(Disability::mental, 4)})), de_facto},
      {"E10", "limb 3, mental 3", of(parent({disabled(Disability::limb, 3)}), parent({disabled(Disability::mental, 3)})), no},
      {"E11", "multiple 3 without components, ill", of(parent({disabled(Disability::multiple, 3)}), parent({ill()})), "undetermined",
       "father severe_disability"},
      {"E12", "dead, survivor in dibao", with_income(of(parent({dead}), parent()), IncomeKind::dibao), "eligible priority_hardship K3"},
      {"E13", "dead, survivor not poor", of(parent({dead}), parent()), no},
      {"E14", "declared missing, margin", with_income(of(parent({missing}), parent()), IncomeKind::margin), "eligible priority_hardship K3"},
      {"E15", "child limb 1 in dibao",
       changed(with_income(of(parent(), parent()), IncomeKind::dibao), [](Case& c) { c.child.conditions.push_back(disabled(Disability::limb, 1)); }),
       "eligible priority_hardship K4"},
      {"E16", "detox, 24 months over yesterday, no news", of(parent({fact(Circumstance::compulsory_detox, "2024-10-30")}), parent({limb_2})), "undetermined",
       "father compulsory_detox"},
      {"E16", "detox, released", of(parent({fact(Circumstance::compulsory_detox, "2024-10-30", "2026-10-30")}), parent({limb_2})), no},
      {"E17", "suspended sentence", of(parent({with(prison(36), [](Fact& f) { f.in_custody = false; })}), parent({limb_2})), no},
      {"E18", "community detox", of(parent({with(certain(Circumstance::compulsory_detox), [](Fact& f) { f.community = true; })}), parent({limb_2})), no},
      {"E19", "deported, pays support", of(parent({with(certain(Circumstance::deported), [](Fact& f) { f.supports_child = true; })}), parent({prison(36)})), no},
      {"E20", "guardianship revoked, lost", of(parent({fact(Circumstance::guardianship_revoked)}), parent({lost("police", "2025-01-01")})), de_facto},
      {"E21", "18th birthday, at school", child_of(of(parent({dead}), parent({limb_2})), "2008-10-31", true), de_facto},
      {"E22", "18, at work", child_of(of(parent({dead}), parent({limb_2})), "2008-10-31", false), no},
      {"E23", "orphan, adopted", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.adopted_on = day("2026-01-05"); }), no},
      {"E24", "dead, gone for two years without report", of(parent({dead}), parent({lost("", "2024-10-01", "")})), "undetermined", "mother lost_contact"},
      {"E25", "5 months 20 days in custody, ill", of(parent({fact(Circumstance::liberty_restricted, "2026-05-11")}), parent({ill()})), "undetermined",
       "father liberty_restricted 2026-11-11"},
      {"E26", "declared dead, came back", of(parent({fact(Circumstance::declared_dead, "2024-01-01", "2026-10-31")}), parent({limb_2})), no},
      {"E26", "declared dead, the day before", at("2026-10-30", of(parent({fact(Circumstance::declared_dead, "2024-01-01", "2026-10-31")}), parent({limb_2}))),
       de_facto},
      {"E27", "consent refused", changed(of(parent(), parent()), [](Case& c) { c.child.hiv = Hiv{true, Consent::refused, std::nullopt}; }), no},
      {"E28", "registered elsewhere", changed(of(parent({dead}), parent({ill()})), [](Case& c) { c.child.household_division = "370102"; }), "not_local"},
      // And what the vectors leave open.
      {"consent", "given", changed(of(parent(), parent()), [](Case& c) { c.child.hiv = Hiv{true, Consent::given, day("2026-09-10")}; }),
       "eligible hiv_affected H1"},
      {"consent", "given from tomorrow", changed(of(parent(), parent()), [](Case& c) { c.child.hiv = Hiv{true, Consent::given, day("2026-11-01")}; }), no},
      {"consent", "orphan first", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.hiv = Hiv{true, Consent::given, {}}; }), orphan},
      {"foundling", "parents unknown",
       changed(of(Parent{}, Parent{}), [](Case& c) { c.child.foundling_on = day("2020-01-01"); }), orphan},
      {"institution", "an orphan there is not of the four groups",
       changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.care.push_back({CareKind::institution, {day("2025-01-01"), {}}}); }), no},
      {"died", "the child", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.died_on = day("2026-10-31"); }), no},
      {"father unknown in law", "mother incapable", of(Parent{false, true, {}}, parent({limb_2})), "undetermined", "father unknown_parent"},
      {"father unknown in law", "mother well: nothing about him could change it", of(Parent{false, false, {}}, parent()), no},
      {"unchecked", "dead and unchecked", of(parent({dead}), unchecked()), "undetermined", "mother unchecked"},
      {"unchecked", "none and unchecked", of(parent(), unchecked()), no},
      {"unchecked", "none and unchecked, poor: K3 is possible", with_income(of(parent(), unchecked()), IncomeKind::dibao), "undetermined", "mother unchecked"},
      {"unchecked", "grown up: nothing can change it", child_of(of(parent({dead}), unchecked()), "2008-10-01", false), no},
      {"birth date", "unknown", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.birth_date = {}; }), "undetermined", "child birth_date"},
      {"household", "unknown", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.household_division.clear(); }),
       "undetermined community_orphan", "child household_division"},
      {"household", "a town of the district", changed(of(parent({dead}), parent({dead})), [](Case& c) { c.child.household_division = "370114001"; }), orphan},
      {"interim", "K3 holds today while the mother is searched for",
       with_income(of(parent({dead}), parent({lost("police", "2026-06-01")})), IncomeKind::dibao), "undetermined priority_hardship K3", "mother lost_contact 2026-12-02"},
      {"interim", "no K3 while nobody has searched for more about the mother",
       with_income(of(parent({dead}), changed(of(parent(), unchecked()), [](Case& c) { c.mother.facts.push_back(lost("police", "2026-06-01")); }).mother), IncomeKind::dibao),
       "undetermined", "mother lost_contact 2026-12-02;mother unchecked"},
      {"interim", "K4 holds while nobody has searched for the mother",
       changed(with_income(of(parent({dead}), unchecked()), IncomeKind::dibao), [](Case& c) { c.child.conditions.push_back(disabled(Disability::limb, 1)); }),
       "undetermined priority_hardship K4", "mother unchecked"},
      {"clock", "too late for this child", child_of(of(parent({dead}), parent({lost("police", "2026-06-01")})), "2008-11-15", false), no},
      {"clock", "its known end comes first", of(parent({fact(Circumstance::liberty_restricted, "2026-07-01", "2026-12-15")}), parent({ill()})), no},
      {"lost", "police have not answered", of(parent({dead}), parent({lost("police", "2026-01-01", "")})), "undetermined", "mother lost_contact"},
      {"lost", "police cannot search", of(parent({dead}), parent({lost("police", "2026-01-01", "cannot_accept")})), "undetermined", "mother lost_contact"},
      {"lost", "found", of(parent({dead}), parent({lost("police", "2026-01-01", "found")})), no},
      {"prison", "term unknown", of(parent({fact(Circumstance::imprisoned)}), parent({ill()})), "undetermined", "father imprisoned"},
      {"prison", "term served, no news", of(parent({prison(12, "2025-06-01")}), parent({ill()})), "undetermined", "father imprisoned"},
      {"prison", "the longest term is no overflow", of(parent({prison(9999)}), parent({ill()})), de_facto},
      {"deported", "support unknown", of(parent({fact(Circumstance::deported)}), parent({ill()})), "undetermined", "father deported"},
      {"illness", "certificate unknown", of(parent({fact(Circumstance::serious_illness)}), parent({dead})), "undetermined", "father serious_illness"},
      {"2019", "K1", at("2019-12-31", of(parent({fact(Circumstance::guardianship_revoked, "2018-01-01"), with(limb_2, [](Fact& f) { f.spell.from = day("2018-01-01"); })}),
                                         parent({with(ill(), [](Fact& f) { f.spell.from = day("2018-01-01"); })}))),
       "eligible priority_hardship K1"},
      {"2019", "K2", at("2019-12-31", of(parent({fact(Circumstance::deceased, "2018-01-01")}), parent({with(ill(), [](Fact& f) { f.spell.from = day("2018-01-01"); })}))),
       "eligible priority_hardship K2"},
  };
}

TEST(Decision, is_the_one_that_the_vectors_of_the_policy_expect) {
  for (Vector const& one : vectors()) {
    Decision decision = decide(rules(), one.given);
    EXPECT_EQ(summary(decision), one.expected) << one.name << ": " << one.what;
    EXPECT_EQ(pending_of(decision), one.pending) << one.name << ": " << one.what;
  }
}

}  // namespace
}  // namespace hutong::policy
