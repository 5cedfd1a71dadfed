#include "demo/internal/history.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "demo/internal/names.h"
#include "demo/internal/population.h"
#include "demo/internal/teller.h"

namespace hutong::demo {
namespace {

using policy::Disability;
using policy::IncomeKind;
using values::Circumstance;
using values::Date;

struct Cast {  // one family, father and mother shuffled into "one" and "other", so that every mix comes both ways round
  Family family;
  PersonIndex one, other;
  Date after;  // a day by which every child is born: nothing before it can befall a parent
  std::vector<PersonIndex> children;
};

int term_of_years(Teller& t) { return static_cast<int>(t.random().between(30, 120)); }
Date beginning_of(Teller& t, Cast const& c) { return t.any_day(c.after); }

void is_imprisoned_for_years(Teller& t, PersonIndex who, Cast const& c) {
  Date const detained = happens(t.random(), 600'000) ? t.world().begins().plus_days(-static_cast<int32_t>(t.random().between(180, 600))) : t.early_day();
  t.is_imprisoned(who, std::max(detained, c.after), term_of_years(t));
}
void is_in_detox_now(Teller& t, PersonIndex who, Cast const& c) {
  Date const decided = happens(t.random(), 500'000) ? t.world().begins().plus_days(-static_cast<int32_t>(t.random().between(10, 330))) : t.early_day();
  t.is_in_detox(who, std::max(decided, c.after), std::nullopt);
}
void is_lost_for_good(Teller& t, PersonIndex who, Cast const& c) {
  Date const registered = t.world().begins().plus_days(static_cast<int32_t>(t.random().between(-300, 100)));
  t.is_lost(who, std::max(registered, c.after), std::nullopt);
}
void is_detained_for_long(Teller& t, PersonIndex who, Cast const& c) {
  Date const day = t.world().begins().plus_days(static_cast<int32_t>(t.random().between(-120, 120)));
  t.is_detained(who, std::max(day, c.after), std::nullopt);
}

struct Story {
  char const* name;
  int count;  // in a district of 20,000; more people, more of them, but by far not in proportion
  void (*tell)(Teller&, Cast const&);
};

// Eligible in the end.
constexpr Story grave[] = {
    {"both parents die on one day", 1, [](Teller& t, Cast const& c) { Date day = t.some_day(); t.dies(c.one, day); t.dies(c.other, day); }},
    {"one dies years ago, the other this year", 2, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.some_day()); }},
    {"dead, and declared missing", 2, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.is_declared(c.other, Circumstance::declared_missing, beginning_of(t, c)); }},
    {"dead, and declared dead", 1, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.is_declared(c.other, Circumstance::declared_dead, beginning_of(t, c)); }},
    {"dead, and severely disabled", 5, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.is_severely_disabled(c.other, beginning_of(t, c)); }},
    {"dead, and in prison", 4, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); is_imprisoned_for_years(t, c.other, c); }},
    {"dead, and in detox", 3, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); is_in_detox_now(t, c.other, c); }},
    {"dead, and lost", 3, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); is_lost_for_good(t, c.other, c); }},
    {"dead, and in custody for more than six months", 3, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); is_detained_for_long(t, c.other, c); }},
    {"declared missing, and in prison", 1, [](Teller& t, Cast const& c) { t.is_declared(c.one, Circumstance::declared_missing, beginning_of(t, c)); is_imprisoned_for_years(t, c.other, c); }},
    {"in prison, and severely disabled", 3, [](Teller& t, Cast const& c) { is_imprisoned_for_years(t, c.one, c); t.is_severely_disabled(c.other, beginning_of(t, c)); }},
    {"in detox, and in prison", 2, [](Teller& t, Cast const& c) { is_in_detox_now(t, c.one, c); is_imprisoned_for_years(t, c.other, c); }},
    {"both in detox", 2, [](Teller& t, Cast const& c) { is_in_detox_now(t, c.one, c); is_in_detox_now(t, c.other, c); }},
    {"both severely disabled", 3, [](Teller& t, Cast const& c) { t.is_severely_disabled(c.one, beginning_of(t, c)); t.is_severely_disabled(c.other, beginning_of(t, c)); }},
    {"guardianship revoked, and lost", 1, [](Teller& t, Cast const& c) { t.is_declared(c.one, Circumstance::guardianship_revoked, beginning_of(t, c)); is_lost_for_good(t, c.other, c); }},
    {"guardianship revoked, and in prison", 1, [](Teller& t, Cast const& c) { t.is_declared(c.one, Circumstance::guardianship_revoked, beginning_of(t, c)); is_imprisoned_for_years(t, c.other, c); }},
    {"dead, the survivor on dibao", 3, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.household_is(c.children.front(), IncomeKind::dibao, beginning_of(t, c)); }},
    {"dead, the survivor at the margin", 2, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.household_is(c.children.front(), IncomeKind::margin, beginning_of(t, c)); }},
    {"dead, the survivor on dibao and taken into custody", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.household_is(c.children.front(), IncomeKind::dibao, t.past_day(c.after)); t.is_detained(c.other, t.early_day(), std::nullopt); }},
    {"declared missing, the other on tekun", 1, [](Teller& t, Cast const& c) { t.is_declared(c.one, Circumstance::declared_missing, beginning_of(t, c)); t.household_is(c.children.front(), IncomeKind::tekun, beginning_of(t, c)); }},
    {"a severely disabled child on dibao", 3, [](Teller& t, Cast const& c) { t.is_severely_disabled(c.children.front(), beginning_of(t, c)); t.household_is(c.children.front(), IncomeKind::dibao, beginning_of(t, c)); }},
    {"a severely disabled child at the margin", 1, [](Teller& t, Cast const& c) { t.is_severely_disabled(c.children.front(), beginning_of(t, c)); t.household_is(c.children.front(), IncomeKind::margin, beginning_of(t, c)); }},
    // Already paid when what is to be deducted, or the death, becomes known.
    {"orphans, granted dibao this year", 3, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); t.household_is(c.children.front(), IncomeKind::dibao, t.early_day()); }},
    {"both severely disabled, granted tekun this year", 2, [](Teller& t, Cast const& c) { t.is_severely_disabled(c.one, t.past_day(c.after)); t.is_severely_disabled(c.other, t.past_day(c.after)); t.household_is(c.children.front(), IncomeKind::tekun, t.middle_day()); }},
    {"an orphan dies after some months", 3, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); t.dies(c.children.front(), t.middle_day()); }},
    {"an orphan on dibao dies after some months", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); t.household_is(c.children.front(), IncomeKind::dibao, t.early_day()); t.dies(c.children.front(), t.middle_day()); }},
    // Eligible for a while.
    {"dead; the prisoner comes home this year", 2, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.is_imprisoned_until(c.other, t.late_day(), 22); }},
    {"dead; the other leaves detox early", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); Date end = t.late_day(); t.is_in_detox(c.other, values::months_after(end, -18), end); }},
    {"dead; the lost one is found late", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.is_lost(c.other, std::max(c.after, t.world().begins().plus_days(-150)), t.late_day()); }},
    {"orphans, then adopted", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); Date day = t.late_day(); for (auto child : c.children) t.is_adopted(child, day); }},
    {"orphans, then moved away", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); Date day = t.late_day(); for (auto child : c.children) t.moves_away(child, day); }},
    {"an orphan dies", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); t.dies(c.children.front(), t.late_day()); }},
};

// Just not eligible, or not any more.
constexpr Story harmless[] = {
    {"dead, and a term of four months", 2, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.is_imprisoned(c.other, t.early_day(), 4); }},
    {"dead, and a limb disability of the third grade", 1, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); t.is_disabled(c.other, beginning_of(t, c), Disability::limb, 3); }},
    {"dead, and released after five months", 2, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); Date day = t.early_day(); t.is_detained(c.other, day, day.plus_days(150)); }},
    {"dead, and found after three months", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); Date day = t.early_day(); t.is_lost(c.other, day, day.plus_days(90)); }},
    {"dead, and released before anything else", 2, [](Teller& t, Cast const& c) { t.is_imprisoned_until(c.other, t.early_day(), 20); t.dies(c.one, t.late_day()); }},
    {"both dead, adopted long ago", 1, [](Teller& t, Cast const& c) { t.dies(c.one, c.after.plus_days(1)); t.dies(c.other, c.after.plus_days(1)); Date day = t.past_day(c.after.plus_days(2)); for (auto child : c.children) t.is_adopted(child, day); }},
    {"moved away before the second parent dies", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); Date day = t.early_day(); for (auto child : c.children) t.moves_away(child, day); t.dies(c.other, t.late_day()); }},
    {"only one dies", 3, [](Teller& t, Cast const& c) { t.dies(c.one, beginning_of(t, c)); }},
    {"only one goes to prison", 3, [](Teller& t, Cast const& c) { is_imprisoned_for_years(t, c.one, c); }},
};

// Needs a child who comes of age while the months are told.
constexpr Story grown_up[] = {
    {"orphans, one turns 18 this year", 2, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.past_day(c.after)); }},
    {"turns 18 before the second parent dies", 1, [](Teller& t, Cast const& c) { t.dies(c.one, t.past_day(c.after)); t.dies(c.other, t.late_day()); }},
};

// A parent who was deported: nobody's list says whether support is paid, so no list alone can settle it.
constexpr Story abroad[] = {
    {"deported, and in prison", 1, [](Teller& t, Cast const& c) { t.is_deported(c.family.mother, beginning_of(t, c), false); is_imprisoned_for_years(t, c.family.father, c); }},
};

class Stories {
 public:
  Stories(World& world, base::Random& random) : world_(world), teller_(world, random), taken_(world.families.size()) {
    // Two years with all children born, so that things can have happened to the parents before the first month.
    born_by_ = world.begins().plus_days(-730);
  }

  template <size_t N>
  void tell(Story const (&stories)[N], bool (*fits)(Stories const&, Family const&)) {
    for (Story const& story : stories)
      for (int i = 0; i < count_of(story.count); ++i)
        if (auto family = pick(fits)) story.tell(teller_, cast(*family));
  }

  bool has_both_parents(Family const& f) const { return f.father != nobody && f.mother != nobody && at(f.mother).has_number; }
  bool are_children_old_enough(Family const& f) const { return last_child(f).birth < born_by_; }
  // Nobody comes of age before the end, so that age decides nothing.
  bool stay_minors(Family const& f) const { return world_.ends() < values::birthday(at(f.first_child).birth, 18); }
  bool comes_of_age(Family const& f) const {
    Date const day = values::birthday(at(f.first_child).birth, 18);
    return world_.begins().plus_days(45) < day && day < world_.ends();
  }
  bool has_foreign_mother(Family const& f) const { return f.father != nobody && !at(f.mother).has_number; }

 private:
  Person const& at(PersonIndex who) const { return world_.people[static_cast<size_t>(who)]; }
  Person const& last_child(Family const& f) const { return at(f.first_child + f.children - 1); }

  int count_of(int base) const {
    int64_t const people = world_.size.people;
    if (people < 20'000) return static_cast<int>(std::max<int64_t>(1, base * people / 20'000));
    return static_cast<int>(base * (200'000 + people) / 220'000);
  }

  std::optional<Family> pick(bool (*fits)(Stories const&, Family const&)) {
    if (world_.families.empty()) return std::nullopt;
    for (size_t tries = 0; tries < 4 * world_.families.size() + 200; ++tries) {
      size_t const at = teller_.random().below(world_.families.size());
      if (taken_[at] || !fits(*this, world_.families[at])) continue;
      taken_[at] = true;
      return world_.families[at];
    }
    return std::nullopt;  // a district so small that it has no such family
  }

  Cast cast(Family const& family) {
    bool const swap = happens(teller_.random(), 500'000);
    Cast made{family, swap ? family.mother : family.father, swap ? family.father : family.mother, last_child(family).birth.plus_days(1), {}};
    for (int32_t i = 0; i < family.children; ++i) made.children.push_back(family.first_child + i);
    return made;
  }

  World& world_;
  Teller teller_;
  std::vector<char> taken_;
  Date born_by_;
};

int yearly_deaths_ppm(int age) { return age < 1 ? 3'000 : age < 18 ? 200 : age < 40 ? 700 : age < 60 ? 2'800 : age < 75 ? 13'000 : age < 85 ? 50'000 : 130'000; }

class Background {
 public:
  Background(World& world, base::Random& random, Numbers& numbers) : world_(world), random_(random), numbers_(numbers), teller_(world, random) {
    is_in_story_.resize(world.people.size());
    for (auto const& happening : world.happenings) is_in_story_[static_cast<size_t>(happening.who)] = true;
    for (auto const& ground : world.grounds) is_in_story_[static_cast<size_t>(ground.who)] = true;
  }

  void tell() {
    mark_parents_of_minors();
    auto const count = static_cast<PersonIndex>(world_.people.size());
    for (PersonIndex who = 0; who < count; ++who)
      if (!is_in_story_[static_cast<size_t>(who)] && teller_.person(who).has_number) befall(who);
    for (PersonIndex who = 0; who < count; ++who) family_joys(who);
  }

 private:
  void mark_parents_of_minors() {
    youngest_child_birth_.resize(world_.people.size());
    for (Family const& family : world_.families) {
      Date const birth = teller_.person(family.first_child + family.children - 1).birth;
      if (family.father != nobody) youngest_child_birth_[static_cast<size_t>(family.father)] = birth;
      youngest_child_birth_[static_cast<size_t>(family.mother)] = birth;
    }
  }

  void befall(PersonIndex who) {
    int const age = values::age_on(teller_.person(who).birth, world_.begins());
    if (age < 18) return befall_minor(who, age);
    bool const male = teller_.person(who).sex == values::Sex::male;
    if (happens(random_, age < 60 ? 9'000 : 20'000)) return teller_.is_severely_disabled(who, past_or_now(who, 3));
    if (youngest_child_birth_[static_cast<size_t>(who)] && happens(random_, 7'000)) return died_before(who);
    if (age < 60 && happens(random_, male ? 900 : 80)) return teller_.is_imprisoned(who, months_ago(4, 30), static_cast<int>(random_.between(36, 90)));
    if (age < 60 && happens(random_, male ? 150 : 30)) return teller_.is_in_detox(who, months_ago(1, 22), std::nullopt);
    if (age < 60 && happens(random_, male ? 1'500 : 200)) return custody_this_year(who);
    if (age < 50 && happens(random_, 60)) return teller_.is_lost(who, teller_.early_day(), std::nullopt);
    if (happens(random_, yearly_deaths_ppm(age))) teller_.dies(who, teller_.some_day());
  }

  void befall_minor(PersonIndex who, int age) {
    if (happens(random_, 1'200) && age >= 2) return teller_.is_severely_disabled(who, past_or_now(who, 1));
    if (happens(random_, yearly_deaths_ppm(age))) teller_.dies(who, teller_.some_day());
  }

  // A parent who died in the last years; the household register still names them.
  void died_before(PersonIndex who) {
    Date const after = youngest_child_birth_[static_cast<size_t>(who)]->plus_days(1);
    if (values::days_between(after, world_.begins()) > 30) teller_.dies(who, teller_.past_day(after));
  }
  void custody_this_year(PersonIndex who) {
    Date const day = teller_.some_day();
    if (happens(random_, 500'000)) return teller_.is_detained(who, day, day.plus_days(static_cast<int32_t>(random_.between(20, 200))));
    teller_.is_imprisoned(who, day, static_cast<int>(random_.between(7, 60)));
  }
  Date past_or_now(PersonIndex who, int earliest_age) {
    if (happens(random_, 60'000)) return teller_.some_day();
    Date const earliest = values::birthday(teller_.person(who).birth, earliest_age);
    return values::days_between(earliest, world_.begins()) > 2 ? teller_.past_day(earliest) : teller_.late_day();
  }
  Date months_ago(int64_t low, int64_t high) { return world_.begins().plus_days(-static_cast<int32_t>(random_.between(low * 30, high * 30))); }

  // Births, and couples who go to the registry.
  void family_joys(PersonIndex who) {
    Person const& wife = teller_.person(who);
    if (wife.sex != values::Sex::female || wife.spouse == nobody || !wife.has_number) return;
    if (is_in_story_[static_cast<size_t>(who)] || teller_.person(wife.spouse).died_on || wife.died_on) return;
    int const age = values::age_on(wife.birth, world_.begins());
    PersonIndex const husband = wife.spouse;
    if (age >= 23 && age < 41 && happens(random_, 35'000)) {
      Date const birth = teller_.some_day();
      PersonIndex const child = add_child(world_, random_, numbers_, husband, who, birth);
      world_.happenings.push_back({world_.people[static_cast<size_t>(child)].birth, Event::born, child, -1});
    } else if (age < 45 && !youngest_child_birth_[static_cast<size_t>(who)] && happens(random_, 60'000)) {
      world_.happenings.push_back({teller_.some_day(), Event::married, who, -1});
    }
  }

  World& world_;
  base::Random& random_;
  Numbers& numbers_;
  Teller teller_;
  std::vector<char> is_in_story_;
  std::vector<std::optional<Date>> youngest_child_birth_;
};

}  // namespace

void tell_stories(World& world, base::Random& random) {
  Stories stories(world, random);
  stories.tell(grown_up, [](Stories const& s, Family const& f) { return s.has_both_parents(f) && s.are_children_old_enough(f) && s.comes_of_age(f); });
  stories.tell(abroad, [](Stories const& s, Family const& f) { return s.has_foreign_mother(f) && s.are_children_old_enough(f) && s.stay_minors(f); });
  auto const usual = [](Stories const& s, Family const& f) { return s.has_both_parents(f) && s.are_children_old_enough(f) && s.stay_minors(f); };
  stories.tell(grave, usual);
  stories.tell(harmless, usual);
}

void tell_background(World& world, base::Random& random, Numbers& numbers) { Background(world, random, numbers).tell(); }

void put_in_order(World& world) {
  std::vector<int32_t> order(world.grounds.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return world.grounds[static_cast<size_t>(a)].who < world.grounds[static_cast<size_t>(b)].who; });
  std::vector<int32_t> new_place(order.size());
  std::vector<Ground> sorted;
  sorted.reserve(order.size());
  for (int32_t old : order) {
    new_place[static_cast<size_t>(old)] = static_cast<int32_t>(sorted.size());
    sorted.push_back(world.grounds[static_cast<size_t>(old)]);
  }
  world.grounds = std::move(sorted);
  for (auto& happening : world.happenings)
    if (happening.ground >= 0) happening.ground = new_place[static_cast<size_t>(happening.ground)];
  std::stable_sort(world.happenings.begin(), world.happenings.end(), [](Happening const& a, Happening const& b) { return a.day < b.day; });
}

}  // namespace hutong::demo
