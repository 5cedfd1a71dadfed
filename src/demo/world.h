#pragma once
// A synthetic district as it truly is, from a seed: towns, villages, households, persons, and what befalls them over the months. Nobody in it exists: every
// number carries a sequence code (990–999) that registration never reaches. Same seed, same people, same months → the same world, byte for
// byte, on every machine (whole numbers decide, never floating point). What agencies tell of it is agencies.h; who is eligible is truth.h.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/case.h"
#include "values/date.h"
#include "values/division.h"
#include "values/id_number.h"
#include "values/money.h"
#include "values/words.h"

namespace hutong::demo {

using PersonIndex = int32_t;
inline constexpr PersonIndex nobody = -1;

struct Person {
  values::IdNumber id;  // meaningless when !has_number
  bool has_number = true;  // false: a foreign parent without a Chinese number
  std::string name;
  values::Date birth;
  values::Sex sex = values::Sex::male;
  PersonIndex father = nobody, mother = nobody, spouse = nobody;
  int32_t household = -1;
  std::optional<values::Date> died_on, adopted_on, moved_out_on;
};

struct Household {
  int16_t town = 0;     // index into World::towns
  int16_t village = 0;  // index into Town::villages
  int16_t door = 0;
  std::optional<policy::Income> income;
  values::Money aid;  // what each of them draws a month by that; nothing at the margin
};

// What truly holds of a parent (or of a child: severe_disability) over time. A death is Person::died_on.
struct Ground {
  PersonIndex who = nobody;
  values::Circumstance kind = values::Circumstance::deceased;
  values::Date from = {};
  std::optional<values::Date> until = std::nullopt;
  std::optional<policy::Disability> disability = std::nullopt;
  int grade = 0;
  int term_months = 0;         // imprisoned
  bool supports_child = false;  // deported
};

// What an office would write down on the day: the raw material of every report.
enum class Event : uint8_t {
  died,
  declared_dead,
  declared_missing,
  guardianship_revoked,
  detained,
  arrested,
  prosecuted,
  sentenced,
  released,          // from custody or prison, whichever the ground is
  detox_decided,
  detox_ended,
  deported,
  search_failed,     // police have looked for six months
  search_succeeded,
  disability_certified,
  adopted,
  moved_out,
  born,
  married,           // who and Person::spouse
};

struct Happening {
  values::Date day;
  Event event;
  PersonIndex who = nobody;
  int32_t ground = -1;  // index into World::grounds; -1 where none is meant
  friend bool operator==(Happening const&, Happening const&) = default;
};

struct Family {  // parents with children who are minors at the beginning; the children's indices are consecutive
  PersonIndex father = nobody, mother = nobody;
  PersonIndex first_child = nobody;
  int32_t children = 0;
};

struct Town {
  std::string code, name, former_name;  // former_name may be empty
  std::vector<std::string> villages;
};

struct WorldSize {
  int people = 20'000;
  values::Month first_month = {};
  int months = 12;
  uint64_t seed = 1;
};

struct World {
  WorldSize size;
  std::string district_code, district_name;
  std::vector<Town> towns;
  std::vector<Household> households;
  std::vector<Person> people;
  std::vector<Family> families;
  std::vector<Ground> grounds;          // ascending by who
  std::vector<Happening> happenings;    // ascending by day
  values::Date begins() const { return size.first_month.first_day(); }
  values::Date ends() const { return size.first_month.plus(size.months - 1).last_day(); }
  // The grounds of one person: [first, second) into `grounds`.
  std::pair<size_t, size_t> grounds_of(PersonIndex) const;
};

World make_world(WorldSize const&, values::Divisions const&);

}  // namespace hutong::demo
