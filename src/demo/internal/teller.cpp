#include "demo/internal/teller.h"

#include <algorithm>

#include "base/check.h"
#include "demo/internal/names.h"
#include "demo/internal/population.h"

namespace hutong::demo {

using policy::Disability;
using values::Circumstance;
using values::Date;

int32_t Teller::add_ground(Ground ground) {
  CHECK(!ground.until || ground.from < *ground.until);
  world_.grounds.push_back(ground);
  return static_cast<int32_t>(world_.grounds.size()) - 1;
}

void Teller::note(Date day, Event event, PersonIndex who, int32_t ground) {
  if (day <= world_.ends()) world_.happenings.push_back({day, event, who, ground});
}

void Teller::dies(PersonIndex who, Date day) {
  CHECK(!person(who).died_on && person(who).birth <= day);
  person(who).died_on = day;
  note(day, Event::died, who);
}

void Teller::is_declared(PersonIndex who, Circumstance kind, Date day) {
  Event const event = kind == Circumstance::declared_dead      ? Event::declared_dead
                      : kind == Circumstance::declared_missing ? Event::declared_missing
                                                               : Event::guardianship_revoked;
  note(day, event, who, add_ground({.who = who, .kind = kind, .from = day}));
}

void Teller::is_detained(PersonIndex who, Date day, std::optional<Date> released_on) {
  int32_t const ground = add_ground({.who = who, .kind = Circumstance::liberty_restricted, .from = day, .until = released_on});
  note(day, Event::detained, who, ground);
  Date const arrested = day.plus_days(static_cast<int32_t>(random_.between(7, 37)));
  Date const prosecuted = arrested.plus_days(static_cast<int32_t>(random_.between(60, 120)));
  if (!released_on || arrested < *released_on) note(arrested, Event::arrested, who, ground);
  if (!released_on || prosecuted < *released_on) note(prosecuted, Event::prosecuted, who, ground);
  if (released_on) note(*released_on, Event::released, who, ground);
}

void Teller::is_imprisoned(PersonIndex who, Date detained_on, int term_months) {
  Date const release = values::months_after(detained_on, term_months);
  int32_t const whole = values::days_between(detained_on, release);
  Date const sentenced = detained_on.plus_days(std::min(static_cast<int32_t>(random_.between(70, 170)), whole / 2));
  int32_t const custody = add_ground({.who = who, .kind = Circumstance::liberty_restricted, .from = detained_on, .until = sentenced});
  note(detained_on, Event::detained, who, custody);
  Date const arrested = detained_on.plus_days(static_cast<int32_t>(random_.between(7, 30)));
  if (arrested < sentenced) note(arrested, Event::arrested, who, custody);
  int32_t const prison =
      add_ground({.who = who, .kind = Circumstance::imprisoned, .from = sentenced, .until = release, .term_months = term_months});
  note(sentenced, Event::sentenced, who, prison);
  note(release, Event::released, who, prison);
}

void Teller::is_imprisoned_until(PersonIndex who, Date release, int term_months) {
  is_imprisoned(who, values::months_after(release, -term_months), term_months);
}

void Teller::is_in_detox(PersonIndex who, Date decided_on, std::optional<Date> ended_on) {
  // 禁毒法 art. 47: two years from the decision, unless it is ended before.
  Date const until = ended_on ? *ended_on : values::months_after(decided_on, 24);
  int32_t const ground = add_ground({.who = who, .kind = Circumstance::compulsory_detox, .from = decided_on, .until = until});
  note(decided_on, Event::detox_decided, who, ground);
  note(until, Event::detox_ended, who, ground);
}

void Teller::is_disabled(PersonIndex who, Date certified_on, Disability kind, int grade) {
  int32_t const ground =
      add_ground({.who = who, .kind = Circumstance::severe_disability, .from = certified_on, .disability = kind, .grade = grade});
  note(certified_on, Event::disability_certified, who, ground);
}

void Teller::is_severely_disabled(PersonIndex who, Date certified_on) {
  constexpr Disability kinds[] = {Disability::limb,    Disability::limb,   Disability::limb,         Disability::mental,      Disability::mental,
                                  Disability::hearing, Disability::vision, Disability::intellectual, Disability::intellectual, Disability::speech};
  Disability const kind = kinds[random_.below(std::size(kinds))];
  bool const counts_to_4 = kind == Disability::mental || kind == Disability::intellectual;
  is_disabled(who, certified_on, kind, static_cast<int>(random_.between(1, counts_to_4 ? 4 : 2)));
}

void Teller::is_lost(PersonIndex who, Date registered_on, std::optional<Date> found_on) {
  int32_t const ground = add_ground({.who = who, .kind = Circumstance::lost_contact, .from = registered_on, .until = found_on});
  Date const answered = values::first_day_exceeding(registered_on, 6).plus_days(static_cast<int32_t>(random_.between(0, 20)));
  if (!found_on || answered < *found_on) note(answered, Event::search_failed, who, ground);
  if (found_on) note(*found_on, Event::search_succeeded, who, ground);
}

void Teller::is_deported(PersonIndex who, Date day, bool supports_child) {
  note(day, Event::deported, who, add_ground({.who = who, .kind = Circumstance::deported, .from = day, .supports_child = supports_child}));
}

void Teller::is_adopted(PersonIndex child, Date day) {
  person(child).adopted_on = day;
  note(day, Event::adopted, child);
}

void Teller::moves_away(PersonIndex child, Date day) {
  person(child).moved_out_on = day;
  note(day, Event::moved_out, child);
}

void Teller::household_is(PersonIndex who, policy::IncomeKind kind, Date from) {
  Household& home = home_of(who);
  home.income = policy::Income{kind, {from.month_of().first_day(), std::nullopt}};
  home.aid = draw_aid(random_, kind);
}

Date Teller::some_day() {
  return world_.begins().plus_days(static_cast<int32_t>(random_.between(0, values::days_between(world_.begins(), world_.ends()))));
}
Date Teller::early_day() {
  return world_.begins().plus_days(static_cast<int32_t>(random_.between(0, values::days_between(world_.begins(), world_.ends()) / 3)));
}
Date Teller::middle_day() {
  int32_t const whole = values::days_between(world_.begins(), world_.ends());
  return world_.begins().plus_days(static_cast<int32_t>(random_.between(whole / 3, whole * 2 / 3)));
}
Date Teller::late_day() {
  int32_t const whole = values::days_between(world_.begins(), world_.ends());
  return world_.begins().plus_days(static_cast<int32_t>(random_.between(whole * 2 / 3, whole)));
}
Date Teller::past_day(Date earliest) {
  int32_t const most = std::min(values::days_between(earliest, world_.begins()), 5 * 365);
  CHECK(most > 1);
  return world_.begins().plus_days(-static_cast<int32_t>(random_.between(1, most - 1)));
}
Date Teller::any_day(Date earliest) {
  if (happens(random_, 600'000)) return past_day(earliest);
  return world_.begins().plus_days(static_cast<int32_t>(random_.between(0, values::days_between(world_.begins(), world_.ends()) * 5 / 6)));
}

}  // namespace hutong::demo
