#pragma once
// Random cases for property tests, from a seed (rapidcheck gives and prints it; shrinking a case of a hundred choices helps nobody).
#include "base/random.h"
#include "policy/internal/test_case.h"

namespace hutong::policy::test {

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  int below(int bound) { return static_cast<int>(random_.below(static_cast<uint64_t>(bound))); }
  bool coin() { return below(2) == 0; }

  Case some_case();
  Fact some_fact(bool of_child = false);
  std::optional<values::Date> some_day(std::string_view first = "2017-01-01", int days = 4500);

 private:
  Spell some_spell();
  Parent some_parent();
  base::SeededRandom random_;
};

inline std::optional<values::Date> Dice::some_day(std::string_view first, int days) {
  if (below(10) == 0) return std::nullopt;
  return day(first).plus_days(below(days));
}
inline Spell Dice::some_spell() {
  Spell spell{some_day(), std::nullopt};
  if (below(3) == 0) spell.until = spell.from ? spell.from->plus_days(below(1500)) : some_day();
  return spell;
}
inline Fact Dice::some_fact(bool of_child) {
  using values::Circumstance;
  Fact made{};
  made.kind = of_child ? (coin() ? Circumstance::severe_disability : Circumstance::serious_illness)
                       : values::all_circumstances()[static_cast<size_t>(below(11))];
  made.spell = some_spell();
  if (below(4) != 0) made.disability = static_cast<Disability>(below(7));
  made.grade = below(5);
  for (int n = below(3); n > 0; --n) made.components.push_back({static_cast<Disability>(below(6)), below(5)});
  if (below(4) != 0) made.certified = below(4) != 0;
  if (below(4) != 0) made.term_months = below(40);
  made.in_custody = below(5) != 0;
  made.community = below(5) == 0;
  constexpr char const *routes[] = {"police", "commitment", "police", ""}, *outcomes[] = {"not_found", "not_found", "found", "cannot_accept", ""};
  made.route = routes[below(4)];
  made.outcome = outcomes[below(5)];
  if (below(4) != 0) made.supports_child = below(3) == 0;
  return made;
}
inline Parent Dice::some_parent() {
  Parent made{below(8) != 0, below(4) != 0, {}};
  for (int n = below(4); n > 0; --n) made.facts.push_back(some_fact());
  return made;
}
inline Case Dice::some_case() {
  Case made;
  made.on = day("2019-01-01").plus_days(below(4000));
  Child& child = made.child;
  child.birth_date = some_day("2001-01-01", 7000);
  if (below(15) != 0) child.household_division = below(15) == 0 ? "370102" : "370114";
  if (below(15) == 0) child.died_on = some_day();
  if (below(15) == 0) child.adopted_on = some_day();
  if (below(15) == 0) child.foundling_on = some_day();
  for (int n = below(3); n > 0; --n) child.schooling.push_back({some_spell(), coin()});
  for (int n = below(3); n > 0; --n) child.conditions.push_back(some_fact(true));
  for (int n = below(3); n > 0; --n) child.household_income.push_back({static_cast<IncomeKind>(below(3)), some_spell()});
  if (below(6) == 0) child.care.push_back({coin() ? CareKind::kin : CareKind::institution, some_spell()});
  if (below(4) == 0) child.hiv = Hiv{coin(), static_cast<Consent>(below(3)), some_day()};
  made.father = some_parent();
  made.mother = some_parent();
  return made;
}

}  // namespace hutong::policy::test
