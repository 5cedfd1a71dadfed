#include "demo/truth.h"

#include <algorithm>

namespace hutong::demo {
namespace {

using policy::Disability;
using values::Circumstance;
using values::Date;

bool holds(Ground const& ground, Date day) { return ground.from <= day && (!ground.until || day < *ground.until); }

// POLICY 1.1: 一级、二级 of every category; 三级、四级 of mental and intellectual disability.
bool is_severe(Ground const& ground) {
  if (ground.grade == 1 || ground.grade == 2) return true;
  return ground.disability == Disability::mental || ground.disability == Disability::intellectual;
}

// Set D of POLICY 1.0.
bool is_absence(Ground const& ground, Date day) {
  bool const kind = ground.kind == Circumstance::deceased || ground.kind == Circumstance::declared_dead || ground.kind == Circumstance::declared_missing;
  return kind && holds(ground, day);
}

// Set C of POLICY 1.0, with the months of 1.1. Serious illness does not occur in the demo: no list tells of it.
bool is_incapacity(Ground const& ground, Date day) {
  if (!holds(ground, day)) return false;
  switch (ground.kind) {
    case Circumstance::severe_disability: return is_severe(ground);
    case Circumstance::imprisoned: return ground.term_months >= 6;
    case Circumstance::compulsory_detox: return true;  // the statutory term is two years
    case Circumstance::liberty_restricted: return values::months_after(ground.from, 6) <= day;   // 6个月以上
    case Circumstance::lost_contact: return values::months_after(ground.from, 6) < day;          // 超过6个月
    case Circumstance::guardianship_revoked: return true;
    case Circumstance::deported: return !ground.supports_child;
    case Circumstance::serious_illness:
    case Circumstance::deceased:
    case Circumstance::declared_dead:
    case Circumstance::declared_missing: return false;
  }
  return false;
}

bool any(std::vector<Ground> const& grounds, bool (*test)(Ground const&, Date), Date day) {
  return std::any_of(grounds.begin(), grounds.end(), [&](Ground const& ground) { return test(ground, day); });
}

bool any(std::vector<policy::Income> const& incomes, Date day) {
  return std::any_of(incomes.begin(), incomes.end(), [&](policy::Income const& income) { return income.spell.contains(day); });
}

}  // namespace

Standing standing_on(Knowledge const& known, Date day) {
  auto const has_happened = [&](std::optional<Date> on) { return on && *on <= day; };
  if (day < known.birth || values::age_on(known.birth, day) >= 18) return Standing::none;
  if (has_happened(known.died_on) || has_happened(known.adopted_on) || has_happened(known.moved_out_on)) return Standing::none;

  bool const father_absent = any(known.father, is_absence, day), mother_absent = any(known.mother, is_absence, day);
  bool const father_unable = any(known.father, is_incapacity, day), mother_unable = any(known.mother, is_incapacity, day);
  if (father_absent && mother_absent) return Standing::orphan;
  if ((father_absent || father_unable) && (mother_absent || mother_unable)) return Standing::de_facto;

  // “另一方经济困难”: the poverty of a parent who is dead or missing says nothing about those who are there.
  bool const is_poor = any(known.income, day) || (!father_absent && any(known.father_income, day)) || (!mother_absent && any(known.mother_income, day));
  if (!known.parents_are_searched) return Standing::none;  // what nobody has looked for is unknown, and unknown is not “none”
  if (is_poor && known.has_father && known.has_mother && (father_absent || mother_absent)) return Standing::k3;
  bool const is_severely_disabled = std::any_of(known.child.begin(), known.child.end(), [&](Ground const& g) { return holds(g, day) && is_severe(g); });
  if (is_poor && is_severely_disabled) return Standing::k4;
  return Standing::none;
}

Knowledge true_knowledge(World const& world, PersonIndex child) {
  auto const grounds_of = [&](PersonIndex who) {
    std::vector<Ground> grounds;
    if (who == nobody) return grounds;
    auto const [first, last] = world.grounds_of(who);
    grounds.assign(world.grounds.begin() + static_cast<std::ptrdiff_t>(first), world.grounds.begin() + static_cast<std::ptrdiff_t>(last));
    if (auto died_on = world.people[static_cast<size_t>(who)].died_on)
      grounds.push_back({.who = who, .kind = Circumstance::deceased, .from = *died_on});
    return grounds;
  };
  Person const& person = world.people[static_cast<size_t>(child)];
  Knowledge known;
  known.father = grounds_of(person.father);
  known.mother = grounds_of(person.mother);
  known.child = grounds_of(child);
  known.has_father = person.father != nobody;
  known.has_mother = person.mother != nobody;
  auto const income_of = [&](PersonIndex who) {
    std::vector<policy::Income> incomes;
    if (who == nobody || !world.people[static_cast<size_t>(who)].has_number) return incomes;
    if (auto const& income = world.households[static_cast<size_t>(world.people[static_cast<size_t>(who)].household)].income) incomes.push_back(*income);
    return incomes;
  };
  known.income = income_of(child);
  known.father_income = income_of(person.father);
  known.mother_income = income_of(person.mother);
  if (!known.income.empty()) known.aid = Aid{known.income.front().spell.from->month_of(), world.households[static_cast<size_t>(person.household)].aid};
  known.birth = person.birth;
  known.died_on = person.died_on;
  known.adopted_on = person.adopted_on;
  known.moved_out_on = person.moved_out_on;
  return known;
}

std::vector<PersonIndex> children_of(World const& world) {
  std::vector<PersonIndex> children;
  for (size_t i = 0; i < world.people.size(); ++i) {
    Person const& person = world.people[i];
    if (world.begins() < values::birthday(person.birth, 18)) children.push_back(static_cast<PersonIndex>(i));
  }
  return children;
}

}  // namespace hutong::demo
