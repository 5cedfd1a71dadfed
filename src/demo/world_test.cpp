#include "demo/world.h"

#include <gtest/gtest.h>

#include <map>
#include <unordered_set>

#include "base/resources.h"
#include "demo/truth.h"

namespace hutong::demo {
namespace {

values::Divisions const& divisions() {
  static values::Divisions const all = *values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"));
  return all;
}

World district(int people, uint64_t seed, int months = 12) {
  return make_world({.people = people, .first_month = *values::Month::of(2026, 1), .months = months, .seed = seed}, divisions());
}

std::string written_out(World const& world) {
  std::string text;
  for (Person const& p : world.people) {
    text += p.id.reveal() + p.name + std::to_string(p.household) + ',' + std::to_string(p.father) + ',' + std::to_string(p.mother);
    for (auto day : {p.died_on, p.adopted_on, p.moved_out_on}) text += day ? day->to_string() : "-";
    text += '\n';
  }
  for (Ground const& g : world.grounds) text += std::to_string(g.who) + std::string(values::code_of(g.kind)) + g.from.to_string() + '\n';
  for (Happening const& h : world.happenings) text += h.day.to_string() + std::to_string(static_cast<int>(h.event)) + ' ' + std::to_string(h.who) + '\n';
  return text;
}

TEST(World, is_the_same_for_the_same_seed_and_another_for_another) {
  std::string const once = written_out(district(3000, 7));
  EXPECT_EQ(once, written_out(district(3000, 7)));
  EXPECT_NE(once, written_out(district(3000, 8)));
}

TEST(World, gives_everybody_a_number_of_their_own_that_registration_never_reaches) {
  World const world = district(120'000, 1);
  EXPECT_GE(world.people.size(), 120'000u);
  std::unordered_set<std::string> seen;
  for (Person const& person : world.people) {
    ASSERT_TRUE(person.id.is_synthetic());
    ASSERT_EQ(person.id.birth_date(), person.birth);
    ASSERT_EQ(person.id.sex(), person.sex);
    ASSERT_TRUE(seen.insert(person.id.reveal()).second);
  }
}

TEST(World, has_parents_who_were_at_least_16_at_every_birth) {
  World const world = district(20'000, 3);
  for (Person const& child : world.people)
    for (PersonIndex parent : {child.father, child.mother})
      if (parent != nobody) {
        Person const& p = world.people[static_cast<size_t>(parent)];
        ASSERT_GE(values::age_on(p.birth, child.birth), 16);
        if (p.died_on) {
          ASSERT_LE(child.birth, *p.died_on);
        }
      }
}

TEST(World, lets_nothing_befall_the_dead) {
  World const world = district(60'000, 4);
  for (Happening const& happening : world.happenings) {
    auto const died_on = world.people[static_cast<size_t>(happening.who)].died_on;
    if (died_on) {
      EXPECT_LE(happening.day, *died_on);
    }
    EXPECT_LE(world.people[static_cast<size_t>(happening.who)].birth, happening.day);
    EXPECT_LE(happening.day, world.ends());
    if (happening.ground >= 0) {
      EXPECT_EQ(world.grounds[static_cast<size_t>(happening.ground)].who, happening.who);
    }
  }
}

TEST(World, keeps_grounds_by_person_and_happenings_by_day) {
  World const world = district(20'000, 5);
  for (size_t i = 1; i < world.grounds.size(); ++i) ASSERT_LE(world.grounds[i - 1].who, world.grounds[i].who);
  for (size_t i = 1; i < world.happenings.size(); ++i) ASSERT_LE(world.happenings[i - 1].day, world.happenings[i].day);
  size_t counted = 0;
  for (PersonIndex who = 0; who < static_cast<PersonIndex>(world.people.size()); ++who) {
    auto const [first, last] = world.grounds_of(who);
    counted += last - first;
  }
  EXPECT_EQ(counted, world.grounds.size());
}

TEST(World, has_about_18_minors_in_100) {
  World const world = district(50'000, 6);
  size_t minors = 0;
  for (Person const& person : world.people) minors += values::age_on(person.birth, world.begins()) < 18;
  EXPECT_GT(minors * 100, world.people.size() * 15);
  EXPECT_LT(minors * 100, world.people.size() * 22);
}

TEST(World, of_the_usual_size_has_some_children_of_every_standing) {
  for (uint64_t seed : {1u, 2u, 3u}) {
    World const world = district(20'000, seed);
    std::map<Standing, int> counts;
    for (PersonIndex child : children_of(world)) {
      Knowledge const known = true_knowledge(world, child);
      std::map<Standing, bool> stood;
      for (int month = 0; month < 12; ++month) stood[standing_on(known, world.size.first_month.plus(month).last_day())] = true;
      for (auto const& [standing, _] : stood) ++counts[standing];
    }
    EXPECT_GE(counts[Standing::orphan], 5) << seed;
    EXPECT_GE(counts[Standing::de_facto], 25) << seed;
    EXPECT_GE(counts[Standing::k3], 4) << seed;
    EXPECT_GE(counts[Standing::k4], 2) << seed;
    EXPECT_LE(counts[Standing::orphan] + counts[Standing::de_facto] + counts[Standing::k3] + counts[Standing::k4], 200) << seed;
  }
}

TEST(World, grows_more_slowly_in_hardship_than_in_people) {
  World const world = district(216'000, 1, 1);
  EXPECT_GE(world.people.size(), 216'000u);
  size_t eligible = 0;
  for (PersonIndex child : children_of(world)) eligible += standing_on(true_knowledge(world, child), world.ends()) != Standing::none;
  EXPECT_GE(eligible, 60u);
  EXPECT_LE(eligible, 250u);
}

}  // namespace
}  // namespace hutong::demo
