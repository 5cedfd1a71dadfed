#pragma once
// The verbs of a history: each writes what becomes true (Ground, Person) and what an office notes on the day (Happening).
#include "base/random.h"
#include "demo/world.h"

namespace hutong::demo {

class Teller {
 public:
  Teller(World& world, base::Random& random) : world_(world), random_(random) {}

  World& world() { return world_; }
  base::Random& random() { return random_; }
  Person& person(PersonIndex who) { return world_.people[static_cast<size_t>(who)]; }
  Household& home_of(PersonIndex who) { return world_.households[static_cast<size_t>(person(who).household)]; }

  void dies(PersonIndex, values::Date);
  void is_declared(PersonIndex, values::Circumstance, values::Date);  // declared_dead, declared_missing, guardianship_revoked
  // In custody from the day on, not tried before the end of the months told; released on the day given, if any.
  void is_detained(PersonIndex, values::Date, std::optional<values::Date> released_on);
  // Custody, then a sentence whose term counts from the first day of custody.
  void is_imprisoned(PersonIndex, values::Date detained_on, int term_months);
  // A sentence that ends on the day given.
  void is_imprisoned_until(PersonIndex, values::Date release, int term_months);
  void is_in_detox(PersonIndex, values::Date decided_on, std::optional<values::Date> ended_on);
  void is_disabled(PersonIndex, values::Date certified_on, policy::Disability, int grade);
  void is_severely_disabled(PersonIndex, values::Date certified_on);  // category and grade drawn
  // Reported to the police on the day; they answer after six months, or find the person before or after.
  void is_lost(PersonIndex, values::Date registered_on, std::optional<values::Date> found_on);
  void is_deported(PersonIndex, values::Date, bool supports_child);
  void is_adopted(PersonIndex child, values::Date);
  void moves_away(PersonIndex child, values::Date);
  void household_is(PersonIndex who, policy::IncomeKind, values::Date from);  // from that month on

  // A day inside the months that are told.
  values::Date some_day();
  // A day of the first, the second, or the last third of them.
  values::Date early_day();
  values::Date middle_day();
  values::Date late_day();
  // A day before the beginning, after `earliest` and at most five years ago.
  values::Date past_day(values::Date earliest);
  // Usually past (60 in 100), else some day of the first ten months in twelve.
  values::Date any_day(values::Date earliest);

 private:
  int32_t add_ground(Ground);
  void note(values::Date, Event, PersonIndex, int32_t ground = -1);

  World& world_;
  base::Random& random_;
};

}  // namespace hutong::demo
