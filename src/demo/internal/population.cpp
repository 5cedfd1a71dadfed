#include "demo/internal/population.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "demo/internal/names.h"

namespace hutong::demo {
namespace {

using values::Date;
using values::Sex;

constexpr int days_per_year = 365;

// Two towns are the town centre and hold three times as many people as the others.
int town_weight(size_t index) { return index < 2 ? 3 : 1; }

std::string village_name(base::Random& random) {
  static std::vector<std::string> const sides = {"东", "西", "南", "北", "大", "小", "前", "后", "上", "下"};
  static std::vector<std::string> const places = {"家庄村", "家村", "官庄村", "家峪村", "家洼村", "家寨村", "家埠村", "家套村"};
  std::string const family = draw_surname(random);
  return happens(random, 300'000) ? random.pick(sides) + family + "村" : family + random.pick(places);
}

class Settler {
 public:
  Settler(World& world, base::Random& random, Numbers& numbers) : world_(world), random_(random), numbers_(numbers) {
    for (size_t i = 0; i < world.towns.size(); ++i) town_weight_sum_ += town_weight(i);
  }

  void add_household_of_some_kind() {
    auto const drawn = random_.below(1000);
    if (drawn < 330) return add_family();
    if (drawn < 450) return add_couple_with_grown_children();
    if (drawn < 640) return add_elders(true);
    if (drawn < 730) return add_elders(false);
    if (drawn < 850) return add_single();
    return add_couple();
  }

  PersonIndex add_person(Date birth, Sex sex, int32_t household, std::string name) {
    Person person;
    person.id = numbers_.draw(random_, birth, sex);
    person.birth = person.id.birth_date();
    person.sex = sex;
    person.household = household;
    person.name = std::move(name);
    world_.people.push_back(std::move(person));
    return static_cast<PersonIndex>(world_.people.size()) - 1;
  }

 private:
  Date days_ago(int64_t low, int64_t high) { return world_.begins().plus_days(-static_cast<int32_t>(random_.between(low, high))); }
  Date years_ago(int low, int high) { return days_ago(int64_t{low} * days_per_year, int64_t{high} * days_per_year); }

  std::string any_name(Sex sex, int birth_year) {
    if (happens(random_, 2'000)) return draw_dotted_name(random_, sex);
    if (happens(random_, 1'500)) return draw_surname(random_) + draw_rare_given_name(random_);
    return draw_surname(random_) + draw_given_name(random_, sex, birth_year);
  }
  PersonIndex add_adult(Date birth, Sex sex, int32_t household) { return add_person(birth, sex, household, any_name(sex, birth.year())); }

  int32_t add_household(int dibao_ppm, int tekun_ppm, int margin_ppm) {
    Household household;
    household.town = draw_town();
    household.village = static_cast<int16_t>(random_.below(world_.towns[static_cast<size_t>(household.town)].villages.size()));
    household.door = static_cast<int16_t>(random_.between(1, 480));
    auto const drawn = static_cast<int>(random_.below(1'000'000));
    if (drawn < dibao_ppm) household.income = policy::Income{policy::IncomeKind::dibao, {}};
    else if (drawn < dibao_ppm + tekun_ppm) household.income = policy::Income{policy::IncomeKind::tekun, {}};
    else if (drawn < dibao_ppm + tekun_ppm + margin_ppm) household.income = policy::Income{policy::IncomeKind::margin, {}};
    if (household.income) {
      household.income->spell.from = first_of_month(years_ago(0, 6));
      household.aid = draw_aid(random_, household.income->kind);
    }
    world_.households.push_back(household);
    return static_cast<int32_t>(world_.households.size()) - 1;
  }
  static Date first_of_month(Date day) { return day.month_of().first_day(); }

  int16_t draw_town() {
    auto left = static_cast<int>(random_.below(static_cast<uint64_t>(town_weight_sum_)));
    for (size_t i = 0;; ++i) {
      left -= town_weight(i);
      if (left < 0) return static_cast<int16_t>(i);
    }
  }

  void add_family() {
    // The children's birth dates first: the youngest is a minor; then parents old enough for the eldest.
    std::vector<Date> births;
    births.push_back(days_ago(1, 18 * days_per_year - 1));
    if (happens(random_, 12'000)) births.push_back(births.back());
    auto const kinds = random_.below(1000);
    int const more = kinds < 480 ? 0 : kinds < 910 ? 1 : 2;
    for (int i = 0; i < more; ++i) births.insert(births.begin(), births.front().plus_days(-static_cast<int32_t>(random_.between(500, 2200))));

    Date const mother_birth = births.front().plus_days(-static_cast<int32_t>(random_.between(21 * days_per_year, 35 * days_per_year)));
    int64_t const oldest_father = 7 * days_per_year, youngest_father = -300;
    Date const father_birth = mother_birth.plus_days(-static_cast<int32_t>(random_.between(youngest_father, oldest_father)));
    int32_t const home = add_household(14'000, 1'000, 6'000);
    bool const father_unknown = happens(random_, 10'000);
    int32_t const fathers_home = !father_unknown && happens(random_, 80'000) ? add_household(5'000, 500, 3'000) : home;
    PersonIndex const father = father_unknown ? nobody : add_adult(father_birth, Sex::male, fathers_home);
    PersonIndex const mother = add_mother(mother_birth, home);
    if (father != nobody && fathers_home == home) marry(father, mother);

    Family family{father, mother, static_cast<PersonIndex>(world_.people.size()), 0};
    for (Date birth : births) {
      add_child(world_, random_, numbers_, father, mother, birth);
      ++family.children;
    }
    world_.families.push_back(family);
    if (happens(random_, 200'000)) add_grandparents(father == nobody ? mother : father, home);
  }

  PersonIndex add_mother(Date birth, int32_t home) {
    PersonIndex const mother = add_adult(birth, Sex::female, home);
    if (happens(random_, 1'500)) make_foreign(mother);
    return mother;
  }

  void make_foreign(PersonIndex who) {
    static std::vector<std::string> const names = {"阮氏花", "阮氏兰", "黎氏红", "范氏秋", "陈氏梅", "玛哈", "苏帕塔"};
    Person& person = world_.people[static_cast<size_t>(who)];
    person.has_number = false;
    person.name = random_.pick(names);
  }

  void add_grandparents(PersonIndex of, int32_t home) {
    Date const child_birth = world_.people[static_cast<size_t>(of)].birth;
    Sex const side = world_.people[static_cast<size_t>(of)].sex;
    Date const birth = child_birth.plus_days(-static_cast<int32_t>(random_.between(22 * days_per_year, 32 * days_per_year)));
    if (birth < *Date::of(1930, 1, 1)) return;
    PersonIndex const grandmother = add_adult(birth, Sex::female, home);
    world_.people[static_cast<size_t>(of)].mother = grandmother;
    if (side == Sex::female || happens(random_, 350'000)) return;
    std::string const& name = world_.people[static_cast<size_t>(of)].name;
    std::string surname = name.substr(0, 3);
    Date const his = birth.plus_days(-static_cast<int32_t>(random_.between(-300, 5 * days_per_year)));
    PersonIndex const grandfather = add_person(his, Sex::male, home, surname + draw_given_name(random_, Sex::male, his.year()));
    world_.people[static_cast<size_t>(of)].father = grandfather;
    marry(grandfather, grandmother);
  }

  void add_couple_with_grown_children() {
    int32_t const home = add_household(12'000, 500, 4'000);
    Date const mother_birth = years_ago(43, 62);
    PersonIndex const father = add_adult(mother_birth.plus_days(-static_cast<int32_t>(random_.between(0, 4 * days_per_year))), Sex::male, home);
    PersonIndex const mother = add_adult(mother_birth, Sex::female, home);
    marry(father, mother);
    int64_t const mothers_age = values::days_between(mother_birth, world_.begins());
    Date const birth = mother_birth.plus_days(static_cast<int32_t>(random_.between(21 * days_per_year, mothers_age - 18 * days_per_year - 10)));
    add_child(world_, random_, numbers_, father, mother, birth);
  }

  void add_elders(bool both) {
    int32_t const home = add_household(30'000, 18'000, 6'000);
    Date const birth = years_ago(58, 92);
    if (!both) {
      add_adult(birth, happens(random_, 400'000) ? Sex::male : Sex::female, home);
      return;
    }
    PersonIndex const husband = add_adult(birth, Sex::male, home);
    marry(husband, add_adult(birth.plus_days(static_cast<int32_t>(random_.between(-500, 1500))), Sex::female, home));
  }

  void add_single() {
    add_adult(years_ago(19, 57), happens(random_, 550'000) ? Sex::male : Sex::female, add_household(15'000, 4'000, 3'000));
  }

  void add_couple() {
    int32_t const home = add_household(6'000, 0, 2'000);
    Date const birth = years_ago(23, 57);
    PersonIndex const husband = add_adult(birth, Sex::male, home);
    marry(husband, add_adult(birth.plus_days(static_cast<int32_t>(random_.between(-300, 1000))), Sex::female, home));
  }

  void marry(PersonIndex a, PersonIndex b) {
    world_.people[static_cast<size_t>(a)].spouse = b;
    world_.people[static_cast<size_t>(b)].spouse = a;
  }

  World& world_;
  base::Random& random_;
  Numbers& numbers_;
  int town_weight_sum_ = 0;
};

std::string childs_name(World const& world, base::Random& random, Person const* father, Person const* mother, PersonIndex sibling, Sex sex, int year) {
  Person const* named_after = father && !happens(random, 30'000) ? father : mother;
  if (!named_after->has_number && father) named_after = father;
  if (base::contains(named_after->name, "·")) {
    std::string const own = draw_dotted_name(random, sex);
    return own.substr(0, own.find("·")) + "·" + named_after->name.substr(0, named_after->name.find("·"));
  }
  // 欧阳, 夏侯, 尉迟, 亓官 are given whole; other surnames are one character.
  std::string surname = named_after->name.substr(0, 3);
  for (std::string_view two : {"欧阳", "夏侯", "尉迟", "亓官"})
    if (base::starts_with(named_after->name, two)) surname = two;
  if (happens(random, 1'500)) return surname + draw_rare_given_name(random);
  if (sibling != nobody) {
    std::string const& like = world.people[static_cast<size_t>(sibling)].name;
    std::string given;
    do given = draw_sibling_given_name(random, like.substr(std::min(like.size(), surname.size())), sex, year);
    while (surname + given == like);
    return surname + given;
  }
  return surname + draw_given_name(random, sex, year);
}

}  // namespace

void settle_towns(World& world, values::Divisions const& divisions, base::Random& random) {
  world.district_code = divisions.district_code();
  world.district_name = divisions.district_name();
  for (auto const& town : divisions.towns()) {
    Town made{town.code, town.name, town.former_names.empty() ? std::string() : town.former_names.front(), {}};
    std::set<std::string> seen;
    auto const villages = static_cast<size_t>(random.between(12, 40));
    while (made.villages.size() < villages) {
      std::string name = village_name(random);
      if (seen.insert(name).second) made.villages.push_back(std::move(name));
    }
    world.towns.push_back(std::move(made));
  }
  CHECK(!world.towns.empty());
}

void settle_people(World& world, base::Random& random, Numbers& numbers) {
  auto const wanted = static_cast<size_t>(world.size.people);
  world.people.reserve(wanted + wanted / 50 + 16);
  world.households.reserve(wanted / 2);
  Settler settler(world, random, numbers);
  while (world.people.size() < wanted) settler.add_household_of_some_kind();
}

PersonIndex add_child(World& world, base::Random& random, Numbers& numbers, PersonIndex father, PersonIndex mother, Date birth) {
  Sex const sex = happens(random, 530'000) ? Sex::male : Sex::female;
  auto of = [&](PersonIndex who) { return who == nobody ? nullptr : &world.people[static_cast<size_t>(who)]; };
  PersonIndex sibling = nobody;
  if (!world.people.empty() && world.people.back().mother == mother) sibling = static_cast<PersonIndex>(world.people.size()) - 1;
  Person child;
  child.id = numbers.draw(random, birth, sex);
  child.birth = child.id.birth_date();
  child.sex = sex;
  child.father = father;
  child.mother = mother;
  child.household = of(mother)->household;
  child.name = childs_name(world, random, of(father), of(mother), sibling, sex, birth.year());
  world.people.push_back(std::move(child));
  return static_cast<PersonIndex>(world.people.size()) - 1;
}

values::Money draw_aid(base::Random& random, policy::IncomeKind kind) {
  switch (kind) {
    case policy::IncomeKind::dibao: return values::Money::yuan(random.between(30, 78) * 10);
    case policy::IncomeKind::tekun: return values::Money::yuan(random.between(115, 160) * 10);
    case policy::IncomeKind::margin: return values::Money();
  }
  return values::Money();
}

}  // namespace hutong::demo
