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

struct Told {
  FactId id;
  Fact const* fact;
  Month from;  // of which month on it tells
};

// By month, then as told. A row that repeats the beginning with another amount does not speak of the months before it came.
std::vector<Told> in_order(std::vector<Told> told) {
  std::sort(told.begin(), told.end(), [](Told const& a, Told const& b) {
    return std::tuple(a.from, a.fact->recorded_on, a.fact->row) < std::tuple(b.from, b.fact->recorded_on, b.fact->row);
  });
  Told const* first = nullptr;
  for (Told& one : told) {
    if (one.fact->details.undated) continue;
    bool const repeats = first && first->fact->from == one.fact->from;
    if (!repeats) first = &one;
    else if (amount_of(*one.fact) != amount_of(*first->fact)) one.from = std::max(one.from, one.fact->recorded_on.month_of().plus(-1));
  }
  std::stable_sort(told.begin(), told.end(), [](Told const& a, Told const& b) { return a.from < b.from; });
  return told;
}

std::vector<DrawnBeside> of_kind(Registry const& registry, PersonId child, FactKind kind, Date known_on) {
  std::vector<Told> told;
  registry.each_fact_of(child, [&](FactId id, Fact const& fact) {
    bool const tells = fact.kind == kind && fact.effect == Effect::begins && fact.certainty != values::Certainty::refuted && fact.is_known_on(known_on);
    if (tells) told.push_back({id, &fact, fact.from.value_or(fact.recorded_on).month_of()});
  });
  auto const spells = registry.spells_of(child, kind, known_on);
  auto until_of = [&](FactId id) -> std::optional<Month> {
    for (Spell const& spell : spells)
      if (spell.until && std::find(spell.facts.begin(), spell.facts.end(), id) != spell.facts.end()) return first_month_without(*spell.until);
    return std::nullopt;
  };
  std::vector<DrawnBeside> drawn;
  for (auto const& [id, fact, from] : in_order(std::move(told))) {
    DrawnBeside one{kind, from, until_of(id), amount_of(*fact), fact->recorded_on, id};
    if (one.until && *one.until <= one.from) continue;
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
