#include "ledger/assemble.h"

#include <algorithm>

namespace hutong::ledger {

namespace {

policy::Fact policy_fact(Spell const& spell) {
  policy::Fact fact;
  fact.kind = *circumstance_of(spell.kind);
  fact.spell = {spell.from, spell.until};
  fact.disability = policy::disability_from(spell.details.disability);
  fact.grade = spell.details.grade;
  fact.certified = spell.details.certified;
  fact.term_months = spell.details.term_months;
  fact.in_custody = !spell.details.out_of_custody;
  fact.measure = spell.details.measure;
  fact.route = spell.details.route;
  fact.outcome = spell.details.outcome;
  fact.supports_child = spell.details.supports_child;
  fact.ref = std::to_string(spell.facts.front());
  return fact;
}

void add_facts(Registry const& registry, PersonId person, PersonId child, values::Date known_on, std::vector<policy::Fact>& to) {
  if (!person || !registry.has_facts(person)) return;
  for (auto circumstance : values::all_circumstances())
    for (auto& spell : registry.spells_of(person, fact_kind_of(circumstance), known_on)) {
      // A court takes the guardianship of one child, a foreigner supports one child: the others are not touched.
      if (spell.concerns(child)) to.push_back(policy_fact(spell));
    }
}

policy::Parent parent_of(Registry const& registry, PersonId person, PersonId child, Knowledge const& knowledge) {
  policy::Parent parent;
  parent.known = person != 0;
  parent.checked = person && registry.people.has_id(person) && knowledge.parents_are_searched;
  add_facts(registry, person, child, knowledge.known_on, parent.facts);
  return parent;
}

std::optional<values::Date> first_day(Registry const& registry, PersonId person, FactKind kind, values::Date known_on) {
  for (auto& spell : registry.spells_of(person, kind, known_on))
    if (spell.from && !spell.until) return spell.from;
  return std::nullopt;
}

std::string division_of(Registry const& registry, PersonId child, values::Date day, Knowledge const& knowledge) {
  if (registry.spell_on(child, FactKind::moved_out, day, knowledge.known_on)) return elsewhere;
  if (registry.is_registered_here(child)) return knowledge.district;
  return registry.people.town_of(child).substr(0, 6);  // "" = nobody has said
}

bool is_absent(Registry const& registry, PersonId parent, values::Date day, values::Date known_on) {
  if (!parent || !registry.has_facts(parent)) return false;
  for (auto kind : {FactKind::deceased, FactKind::declared_dead, FactKind::declared_missing})
    if (registry.spell_on(parent, kind, day, known_on)) return true;
  return false;
}

void add_incomes(Registry const& registry, PersonId person, values::Date known_on, std::vector<policy::Income>& to) {
  if (!person || !registry.has_facts(person)) return;
  for (auto [kind, income] : {std::pair(FactKind::dibao, policy::IncomeKind::dibao), std::pair(FactKind::tekun, policy::IncomeKind::tekun),
                              std::pair(FactKind::margin, policy::IncomeKind::margin)})
    for (auto& spell : registry.spells_of(person, kind, known_on)) to.push_back({income, {spell.from, spell.until}});
}

}  // namespace

policy::Case case_of(Registry const& registry, PersonId child, values::Date day, Knowledge const& knowledge) {
  policy::Case question;
  question.on = day;
  PersonId father = registry.father_of(child);
  PersonId mother = registry.mother_of(child);
  question.father = parent_of(registry, father, child, knowledge);
  question.mother = parent_of(registry, mother, child, knowledge);
  auto& about = question.child;
  about.birth_date = registry.people.birth_date_of(child);
  about.household_division = division_of(registry, child, day, knowledge);
  // The register and the lists of support name whoever of the family applied: all who live of it count. A parent who is dead or missing does not:
  // K3 asks for the hardship of the other one, and nobody takes the dead off a list at once.
  add_incomes(registry, child, knowledge.known_on, about.household_income);
  for (PersonId parent : {father, mother})
    if (!is_absent(registry, parent, day, knowledge.known_on)) add_incomes(registry, parent, knowledge.known_on, about.household_income);
  for (PersonId guardian : registry.guardians_of(child)) add_incomes(registry, guardian, knowledge.known_on, about.household_income);
  if (!registry.has_facts(child)) return question;
  about.died_on = first_day(registry, child, FactKind::deceased, knowledge.known_on);
  about.adopted_on = first_day(registry, child, FactKind::adopted, knowledge.known_on);
  about.foundling_on = first_day(registry, child, FactKind::foundling, knowledge.known_on);
  for (auto& spell : registry.spells_of(child, FactKind::schooling, knowledge.known_on))
    about.schooling.push_back({{spell.from, spell.until}, spell.details.full_time.value_or(false)});
  for (auto kind : {FactKind::severe_disability, FactKind::serious_illness})
    for (auto& spell : registry.spells_of(child, kind, knowledge.known_on)) about.conditions.push_back(policy_fact(spell));
  return question;
}

}  // namespace hutong::ledger
