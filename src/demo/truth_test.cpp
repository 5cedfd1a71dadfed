// The demo's own, plainest reading of POLICY.md part 1 and the rulebook must agree on every child of a district, on every month's last day.
#include "demo/truth.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.h"
#include "policy/decide.h"

namespace hutong::demo {
namespace {

policy::Fact fact_of(Ground const& ground) {
  policy::Fact fact;
  fact.kind = ground.kind;
  fact.spell = {ground.from, ground.until};
  fact.disability = ground.disability;
  fact.grade = ground.grade;
  if (ground.kind == values::Circumstance::imprisoned) fact.term_months = ground.term_months;
  if (ground.kind == values::Circumstance::lost_contact) {
    fact.route = "police";
    fact.outcome = "not_found";
  }
  if (ground.kind == values::Circumstance::deported) fact.supports_child = ground.supports_child;
  return fact;
}

policy::Case case_of(Knowledge const& known, values::Date on) {
  policy::Case made;
  made.on = on;
  made.child.birth_date = known.birth;
  made.child.household_division = known.moved_out_on && *known.moved_out_on <= on ? "370102" : "370114";
  made.child.died_on = known.died_on;
  made.child.adopted_on = known.adopted_on;
  for (Ground const& ground : known.child) made.child.conditions.push_back(fact_of(ground));
  made.child.household_income = known.income;
  auto const is_absent = [&](std::vector<Ground> const& grounds) {
    return std::any_of(grounds.begin(), grounds.end(), [&](Ground const& g) { return g.kind <= values::Circumstance::declared_missing && g.from <= on; });
  };
  if (!is_absent(known.father)) made.child.household_income.insert(made.child.household_income.end(), known.father_income.begin(), known.father_income.end());
  if (!is_absent(known.mother)) made.child.household_income.insert(made.child.household_income.end(), known.mother_income.begin(), known.mother_income.end());
  made.father.known = known.has_father;
  made.mother.known = known.has_mother;
  made.father.checked = made.mother.checked = true;
  for (Ground const& ground : known.father) made.father.facts.push_back(fact_of(ground));
  for (Ground const& ground : known.mother) made.mother.facts.push_back(fact_of(ground));
  return made;
}

Standing standing_of(policy::Decision const& decision) {
  // Undetermined with an interim category: eligible today, and perhaps in a better category when a clock has run full.
  bool const stands = decision.outcome == policy::Outcome::eligible || (decision.outcome == policy::Outcome::undetermined && decision.category);
  if (!stands) return Standing::none;
  switch (*decision.category) {
    case values::Category::community_orphan: return Standing::orphan;
    case values::Category::de_facto_unattended: return Standing::de_facto;
    case values::Category::priority_hardship: return decision.subtype == "K3" ? Standing::k3 : Standing::k4;
    case values::Category::hiv_affected: break;
  }
  return Standing::none;
}

TEST(Truth, agrees_with_the_rulebook_on_every_child_of_a_district) {
  auto const rules = policy::Rulebook::from_files(base::resources_in("rules"));
  ASSERT_TRUE(rules.has_value());
  auto const divisions = values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"));
  int eligible = 0;
  for (uint64_t seed : {1u, 2u, 3u}) {
    World const world = make_world({.people = 20'000, .first_month = *values::Month::of(2026, 1), .months = 12, .seed = seed}, *divisions);
    for (PersonIndex child : children_of(world)) {
      Knowledge const known = true_knowledge(world, child);
      if (known.father.empty() && known.mother.empty() && known.child.empty() && known.income.empty() && known.father_income.empty() && known.mother_income.empty()) continue;
      for (int month = 0; month < 12; ++month) {
        values::Date const day = world.size.first_month.plus(month).last_day();
        if (day < known.birth) continue;
        policy::Decision const decision = policy::decide(*rules, case_of(known, day), false);
        EXPECT_EQ(standing_on(known, day), standing_of(decision)) << "seed " << seed << ", child " << child << ", " << day.to_string();
        eligible += decision.outcome == policy::Outcome::eligible;
      }
    }
  }
  EXPECT_GT(eligible, 1000);
}

}  // namespace
}  // namespace hutong::demo
