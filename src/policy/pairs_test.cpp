// Every pair of circumstances against the table of POLICY 1.3.
#include <gtest/gtest.h>

#include "policy/decide.h"
#include "policy/internal/test_case.h"

namespace hutong::policy {
namespace {

using namespace test;
using values::Circumstance;

enum class State { d, c, none, unknown };

struct Side {
  State state;
  Parent parent;
  std::string name;
};

std::vector<Side> sides() {
  std::vector<Side> all;
  for (Circumstance kind : values::all_circumstances()) {
    bool d = kind == Circumstance::deceased || kind == Circumstance::declared_dead || kind == Circumstance::declared_missing;
    all.push_back({d ? State::d : State::c, parent({certain(kind)}), std::string(values::code_of(kind))});
  }
  all.push_back({State::none, parent(), "none"});
  all.push_back({State::unknown, unchecked(), "unknown"});
  return all;
}

// The table, row by row; the last column is the household in dibao, where K3 is tested.
std::string expected(State father, State mother, bool poor) {
  auto is = [&](State a, State b) { return (father == a && mother == b) || (father == b && mother == a); };
  if (is(State::d, State::d)) return "eligible community_orphan";
  if (is(State::d, State::c) || is(State::c, State::c)) return "eligible de_facto_unattended";
  if (is(State::d, State::none)) return poor ? "eligible priority_hardship K3" : "not_eligible";
  if (is(State::c, State::none) || is(State::none, State::none)) return "not_eligible";
  if (is(State::none, State::unknown)) return poor ? "undetermined" : "not_eligible";  // the unknown one may be dead: K3
  return "undetermined";
}

TEST(EveryPair, is_decided_as_the_table_says) {
  int pairs = 0;
  for (Side const& father : sides()) {
    for (Side const& mother : sides()) {
      for (bool poor : {false, true}) {
        Case of = test::of(father.parent, mother.parent);
        if (poor) of = with_income(of, IncomeKind::tekun);
        EXPECT_EQ(summary(decide(rules(), of)), expected(father.state, mother.state, poor)) << father.name << " × " << mother.name;
        ++pairs;
      }
    }
  }
  EXPECT_EQ(pairs, 13 * 13 * 2);
}

// A parent who is dead and was disabled counts as dead.
TEST(EveryPair, counts_a_parent_of_both_sets_as_absent) {
  for (Circumstance kind : values::all_circumstances()) {
    Parent both = parent({certain(kind), certain(Circumstance::deceased)});
    EXPECT_EQ(summary(decide(rules(), test::of(both, parent({certain(Circumstance::deceased)})))), "eligible community_orphan");
    EXPECT_EQ(summary(decide(rules(), test::of(both, parent()))), "not_eligible");
  }
}

TEST(SevereDisability, includes_levels_3_and_4_only_when_mental_or_intellectual) {
  for (int kind = 0; kind < 6; ++kind) {
    for (int grade = 1; grade <= 4; ++grade) {
      Disability disability = static_cast<Disability>(kind);
      bool severe = grade <= 2 || disability == Disability::mental || disability == Disability::intellectual;
      Case of = test::of(parent({disabled(disability, grade)}), parent({ill()}));
      EXPECT_EQ(summary(decide(rules(), of)), severe ? "eligible de_facto_unattended" : "not_eligible") << kind << " " << grade;
    }
  }
}

struct Multiple {
  int grade;
  std::vector<DisabilityComponent> components;
  char const* expected;
};

TEST(SevereDisability, of_several_kinds_is_judged_by_its_components) {
  constexpr char yes[] = "eligible de_facto_unattended", no[] = "not_eligible", open[] = "undetermined";
  std::vector<Multiple> const all{
      {1, {}, yes},
      {2, {}, yes},
      {3, {}, open},
      {4, {}, open},
      {0, {}, open},
      {3, {{Disability::limb, 3}, {Disability::mental, 3}}, yes},
      {3, {{Disability::limb, 3}, {Disability::mental, 0}}, yes},
      {3, {{Disability::limb, 3}, {Disability::speech, 4}}, no},
      {3, {{Disability::limb, 0}, {Disability::speech, 0}}, no},  // no component is worse than the whole
      {0, {{Disability::limb, 0}, {Disability::speech, 4}}, open},
      {0, {{Disability::limb, 3}, {Disability::speech, 4}}, no},
      {0, {{Disability::limb, 2}, {Disability::speech, 4}}, yes},
  };
  for (Multiple const& one : all) {
    Fact several = disabled(Disability::multiple, one.grade);
    several.components = one.components;
    EXPECT_EQ(summary(decide(rules(), test::of(parent({several}), parent({ill()})))), one.expected) << one.grade << " " << one.components.size();
  }
}

TEST(School, continues_orphans_and_de_facto_unattended_full_time_only) {
  using values::Category;
  for (bool full_time : {false, true}) {
    auto grown = [&](Case of) {
      of.child.birth_date = day("2008-01-01");
      of.child.schooling.push_back({{day("2024-09-01"), day("2027-07-01")}, full_time});
      return decide(rules(), of);
    };
    Decision orphan = grown(test::of(parent({certain(Circumstance::deceased)}), parent({certain(Circumstance::deceased)})));
    EXPECT_EQ(summary(orphan), full_time ? "eligible community_orphan" : "not_eligible");
    EXPECT_EQ(orphan.until, full_time ? std::optional(day("2027-07-01")) : std::nullopt);
    EXPECT_EQ(summary(grown(test::of(parent({ill()}), parent({ill()})))), full_time ? "eligible de_facto_unattended" : "not_eligible");
    EXPECT_EQ(summary(grown(with_income(test::of(parent({certain(Circumstance::deceased)}), parent()), IncomeKind::dibao))), "not_eligible");
  }
}

}  // namespace
}  // namespace hutong::policy
