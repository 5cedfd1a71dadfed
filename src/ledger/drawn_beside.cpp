#include "ledger/drawn_beside.h"

#include <algorithm>
#include <tuple>

namespace hutong::ledger {

using values::Date;
using values::Month;

namespace {

constexpr FactKind kinds[] = {FactKind::dibao, FactKind::tekun, FactKind::disability_living_subsidy, FactKind::disability_nursing_subsidy};

// A month in which the child still drew it on some day counts as drawn.
Month first_month_without(Date until) { return until == until.month_of().first_day() ? until.month_of() : until.month_of().plus(1); }

std::optional<values::Money> amount_of(Fact const& fact) {
  auto const parsed = values::Money::parse(fact.details.amount);
  return parsed && *parsed >= values::Money() ? std::optional(*parsed) : std::nullopt;
}

std::vector<DrawnBeside> of_kind(Registry const& registry, PersonId child, FactKind kind, Date known_on) {
  struct Told {
    FactId id;
    Fact const* fact;
  };
  std::vector<Told> told;
  registry.each_fact_of(child, [&](FactId id, Fact const& fact) {
    if (fact.kind == kind && fact.effect == Effect::begins && fact.certainty != values::Certainty::refuted && fact.is_known_on(known_on)) told.push_back({id, &fact});
  });
  std::sort(told.begin(), told.end(), [](Told const& a, Told const& b) { return std::tuple(a.fact->recorded_on, a.fact->row) < std::tuple(b.fact->recorded_on, b.fact->row); });
  auto const spells = registry.spells_of(child, kind, known_on);
  auto until_of = [&](Fact const& fact) -> std::optional<Month> {
    for (Spell const& spell : spells)
      if (spell.from == fact.from && spell.until) return first_month_without(*spell.until);
    return std::nullopt;
  };
  std::vector<DrawnBeside> drawn;
  for (auto const& [id, fact] : told) {
    DrawnBeside one{kind, fact->from ? fact->from->month_of() : fact->recorded_on.month_of(), until_of(*fact), amount_of(*fact), fact->recorded_on, id};
    if (drawn.empty()) {
      drawn.push_back(one);
      continue;
    }
    DrawnBeside& before = drawn.back();
    bool const goes_on = !before.until || one.from < *before.until;
    if (goes_on && one.amount == before.amount) {
      before.until = one.until;
      continue;
    }
    if (goes_on && one.from <= before.from) one.from = std::max(before.from, one.recorded_on.month_of().plus(-1));
    if (goes_on) before.until = one.from;
    if (before.until && *before.until <= before.from) drawn.pop_back();
    drawn.push_back(one);
  }
  return drawn;
}

}  // namespace

std::vector<DrawnBeside> drawn_beside(Registry const& registry, PersonId child, Date known_on) {
  std::vector<DrawnBeside> all;
  for (FactKind kind : kinds)
    for (DrawnBeside& one : of_kind(registry, child, kind, known_on)) all.push_back(one);
  return all;
}

}  // namespace hutong::ledger
