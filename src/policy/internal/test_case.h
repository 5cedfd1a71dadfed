#pragma once
// Cases for tests: a ten-year-old of the district, both parents known and checked, and what each test adds.
#include <string>

#include "base/check.h"
#include "base/resources.h"
#include "policy/case.h"
#include "policy/decide.h"

namespace hutong::policy::test {

inline values::Date day(std::string_view iso) {
  auto parsed = values::Date::from_iso(iso);
  CHECK(parsed.has_value());
  return *parsed;
}

inline Rulebook const& rules() {
  static Rulebook const book = [] {
    auto read = Rulebook::from_files(base::resources_in("rules"));
    CHECK(read.has_value());
    return *read;
  }();
  return book;
}

inline constexpr std::string_view today = "2026-10-31";

inline Fact fact(values::Circumstance kind, std::string_view from = "2024-05-10", std::string_view until = "") {
  Fact made{};
  made.kind = kind;
  made.spell.from = day(from);
  if (!until.empty()) made.spell.until = day(until);
  return made;
}
inline Fact prison(int months, std::string_view from = "2026-07-01") {
  Fact made = fact(values::Circumstance::imprisoned, from);
  made.term_months = months;
  return made;
}
inline Fact disabled(Disability kind, int grade) {
  Fact made = fact(values::Circumstance::severe_disability);
  made.disability = kind;
  made.grade = grade;
  return made;
}
inline Fact ill() {
  Fact made = fact(values::Circumstance::serious_illness);
  made.certified = true;
  return made;
}
inline Fact lost(std::string_view route, std::string_view from, std::string_view outcome = "not_found") {
  Fact made = fact(values::Circumstance::lost_contact, from);
  made.route = route;
  made.outcome = outcome;
  return made;
}
// A fact of the kind that holds on `today` beyond doubt.
inline Fact certain(values::Circumstance kind) {
  using values::Circumstance;
  switch (kind) {
    case Circumstance::severe_disability:
      return disabled(Disability::limb, 2);
    case Circumstance::serious_illness:
      return ill();
    case Circumstance::imprisoned:
      return prison(60, "2024-05-10");
    case Circumstance::compulsory_detox:
      return fact(kind, "2025-09-10");
    case Circumstance::lost_contact:
      return lost("police", "2025-09-10");
    case Circumstance::deported: {
      Fact made = fact(kind);
      made.supports_child = false;
      return made;
    }
    case Circumstance::deceased:
    case Circumstance::declared_dead:
    case Circumstance::declared_missing:
    case Circumstance::liberty_restricted:
    case Circumstance::guardianship_revoked:
      break;
  }
  return fact(kind);
}

inline Parent parent(std::vector<Fact> facts = {}) { return {true, true, std::move(facts)}; }
inline Parent unchecked() { return {true, false, {}}; }

inline Case of(Parent father, Parent mother) {
  Case made;
  made.on = day(today);
  made.child.birth_date = day("2016-03-03");
  made.child.household_division = "370114";
  made.father = std::move(father);
  made.mother = std::move(mother);
  return made;
}
inline Case with_income(Case made, IncomeKind kind, std::string_view from = "2022-01-01") {
  made.child.household_income.push_back({kind, {day(from), std::nullopt}});
  return made;
}

// "eligible priority_hardship K3"
inline std::string summary(Decision const& of) {
  std::string text(code_of(of.outcome));
  if (of.category) text.append(" ").append(values::code_of(*of.category));
  if (!of.subtype.empty()) text.append(" ").append(of.subtype);
  return text;
}

}  // namespace hutong::policy::test
