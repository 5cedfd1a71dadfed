#include "ledger/registry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "ledger/assemble.h"
#include "ledger/internal/test_district.h"

namespace hutong::ledger {
namespace {

using test::day;
using test::District;
using test::id_number;

Fact fact(PersonId subject, FactKind kind, Effect effect, std::string_view from, std::string_view recorded) {
  Fact one;
  one.subject = subject;
  one.kind = kind;
  one.effect = effect;
  one.from = day(from);
  one.recorded_on = day(recorded);
  return one;
}

struct OnePerson {
  Registry registry;
  PersonId person = registry.add_person({{}, "王建国", day("1980-01-01"), {}, ""}, 1);
};

// "What did we know on 5 March about 1 January": custody began on 1 January and was told on 20 January, its end on 10 February was told on 1 April.
TEST(Registry, answers_what_was_known_on_one_day_about_another) {
  OnePerson one;
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::begins, "2026-01-01", "2026-01-20"));
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::ends, "2026-02-10", "2026-04-01"));
  struct Case {
    char const* known_on;
    char const* about;
    bool holds;
  };
  for (auto [known_on, about, holds] : {Case{"2026-01-19", "2026-01-10", false}, Case{"2026-01-20", "2026-01-10", true}, Case{"2026-03-05", "2026-01-01", true},
                                        Case{"2026-03-05", "2026-03-01", true}, Case{"2026-04-01", "2026-03-01", false}, Case{"2026-04-01", "2026-02-09", true},
                                        Case{"2026-04-01", "2026-02-10", false}})
    EXPECT_EQ(one.registry.spell_on(one.person, FactKind::liberty_restricted, day(about), day(known_on)).has_value(), holds) << known_on << " " << about;
}

TEST(Registry, forgets_a_withdrawn_fact_from_the_day_of_the_correction_only) {
  OnePerson one;
  auto id = one.registry.add_fact(fact(one.person, FactKind::deceased, Effect::begins, "2026-01-01", "2026-02-01")).id;
  one.registry.withdraw(id, day("2026-03-01"));
  EXPECT_TRUE(one.registry.spell_on(one.person, FactKind::deceased, day("2026-01-05"), day("2026-02-28")));
  EXPECT_FALSE(one.registry.spell_on(one.person, FactKind::deceased, day("2026-01-05"), day("2026-03-01")));
}

TEST(Registry, does_not_count_a_refuted_fact) {
  OnePerson one;
  auto refuted = fact(one.person, FactKind::deceased, Effect::begins, "2026-01-01", "2026-02-01");
  refuted.certainty = values::Certainty::refuted;
  one.registry.add_fact(refuted);
  EXPECT_FALSE(one.registry.spell_on(one.person, FactKind::deceased, day("2026-03-01"), day("2026-03-01")));
}

TEST(Registry, lets_a_later_report_complete_an_earlier_one_about_the_same_beginning) {
  OnePerson one;
  one.registry.add_fact(fact(one.person, FactKind::imprisoned, Effect::begins, "2026-01-01", "2026-01-20"));
  auto later = fact(one.person, FactKind::imprisoned, Effect::begins, "2026-01-01", "2026-02-20");
  later.details.term_months = 36;
  one.registry.add_fact(later);
  auto spells = one.registry.spells_of(one.person, FactKind::imprisoned, day("2026-03-01"));
  ASSERT_EQ(spells.size(), 1u);
  EXPECT_EQ(spells[0].details.term_months, 36);
  EXPECT_EQ(one.registry.spells_of(one.person, FactKind::imprisoned, day("2026-02-01"))[0].details.term_months, std::nullopt);
}

TEST(Registry, ends_every_spell_that_had_begun_and_none_that_begins_later) {
  OnePerson one;
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::ends, "2026-03-01", "2026-03-02"));  // the end came first
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::begins, "2026-01-01", "2026-04-02"));
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::begins, "2026-02-01", "2026-04-02"));
  one.registry.add_fact(fact(one.person, FactKind::liberty_restricted, Effect::begins, "2026-05-01", "2026-06-02"));
  auto spells = one.registry.spells_of(one.person, FactKind::liberty_restricted, day("2026-12-31"));
  ASSERT_EQ(spells.size(), 3u);
  EXPECT_EQ(spells[0].until, day("2026-03-01"));
  EXPECT_EQ(spells[1].until, day("2026-03-01"));
  EXPECT_EQ(spells[2].until, std::nullopt);
}

RC_GTEST_PROP(Registry, knows_the_same_spells_in_whatever_order_facts_arrive, ()) {
  int count = *rc::gen::inRange(1, 8);
  std::vector<Fact> facts;
  for (int i = 0; i < count; ++i) {
    Fact one = fact(1, FactKind::liberty_restricted, *rc::gen::arbitrary<bool>() ? Effect::begins : Effect::ends, "2026-01-01", "2026-01-01");
    one.from = day("2026-01-01").plus_days(*rc::gen::inRange(0, 20));
    if (one.effect == Effect::begins && *rc::gen::arbitrary<bool>()) one.until = one.from->plus_days(*rc::gen::inRange(1, 30));
    one.recorded_on = one.from->plus_days(*rc::gen::inRange(0, 10));
    one.row = i + 1;
    facts.push_back(one);
  }
  auto spells_in_order = [&](std::vector<Fact> const& order) {
    OnePerson one;
    for (auto& each : order) one.registry.add_fact(each);
    std::vector<std::pair<std::optional<values::Date>, std::optional<values::Date>>> spells;
    for (auto& spell : one.registry.spells_of(one.person, FactKind::liberty_restricted, day("2027-01-01"))) spells.emplace_back(spell.from, spell.until);
    return spells;
  };
  auto expected = spells_in_order(facts);
  auto shuffled = facts;
  for (size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[static_cast<size_t>(*rc::gen::inRange<int>(0, static_cast<int>(i)))]);
  RC_ASSERT(spells_in_order(shuffled) == expected);
}

TEST(Registry, keeps_the_register_above_what_another_list_says_of_parents) {
  Registry registry;
  auto child = registry.add_person({{}, "张小明", {}, {}, ""}, 1);
  auto father = registry.add_person({{}, "张大山", {}, {}, ""}, 1);
  auto other = registry.add_person({{}, "张大海", {}, {}, ""}, 2);
  Relation listed{child, other, Kinship::father, false, values::Certainty::reported, day("2026-01-01"), 2, {}};
  EXPECT_EQ(registry.add_relation(listed), Registry::Added::added);
  Relation registered{child, father, Kinship::father, true, values::Certainty::reported, day("2026-02-01"), 1, {}};
  EXPECT_EQ(registry.add_relation(registered), Registry::Added::added);
  EXPECT_EQ(registry.father_of(child), father);
  EXPECT_EQ(registry.add_relation(listed), Registry::Added::conflict);
  EXPECT_EQ(registry.father_of(child), father);
  EXPECT_EQ(registry.children_of(father), std::vector<PersonId>{child});
  EXPECT_TRUE(registry.children_of(other).empty());
}

TEST(Registry, puts_back_whoever_stood_there_before_a_withdrawn_relation) {
  Registry registry;
  auto child = registry.add_person({{}, "张小明", {}, {}, ""}, 1);
  auto first = registry.add_person({{}, "张大山", {}, {}, ""}, 1);
  auto second = registry.add_person({{}, "张大海", {}, {}, ""}, 2);
  registry.add_relation({child, first, Kinship::father, true, values::Certainty::reported, day("2026-01-01"), 1, {}});
  registry.add_relation({child, second, Kinship::father, true, values::Certainty::reported, day("2026-02-01"), 2, {}});
  ASSERT_EQ(registry.father_of(child), second);
  registry.withdraw_relation(1, day("2026-03-01"));
  EXPECT_EQ(registry.father_of(child), first);
  EXPECT_EQ(registry.children_of(first), std::vector<PersonId>{child});
  registry.withdraw_relation(0, day("2026-03-01"));
  EXPECT_EQ(registry.father_of(child), 0u);
}

// Two lists named the same father; the first list's row is corrected, the second still stands: the child must not lose him.
TEST(Registry, keeps_a_parent_whom_another_row_in_force_names) {
  for (auto kinship : {Kinship::father, Kinship::guardian}) {
    Registry registry;
    auto child = registry.add_person({{}, "张小明", {}, {}, ""}, 1);
    auto relative = registry.add_person({{}, "张大山", {}, {}, ""}, 1);
    auto relatives = [&] { return kinship == Kinship::father ? std::vector<PersonId>{registry.father_of(child)} : registry.guardians_of(child); };
    for (int64_t row : {1, 2, 2})  // the second row is taken again in a later round
      registry.add_relation({child, relative, kinship, row == 1, values::Certainty::reported, day("2026-01-01"), row, {}});
    ASSERT_EQ(registry.relations().size(), 2u);
    registry.withdraw_relation(0, day("2026-03-01"));
    EXPECT_EQ(relatives(), std::vector<PersonId>{relative});
    registry.withdraw_relation(1, day("2026-03-02"));
    EXPECT_EQ(relatives(), kinship == Kinship::father ? std::vector<PersonId>{0} : std::vector<PersonId>{});
  }
}

TEST(Details, survive_the_way_through_json) {
  Details details;
  details.disability = "mental";
  details.grade = 3;
  details.term_months = 0;
  details.supports_child = false;
  details.out_of_custody = true;
  details.name = "“引号”\\";
  EXPECT_EQ(details_from_json(to_json(details)), details);
  EXPECT_EQ(to_json(Details()), "{}");
}

TEST(FactKind, has_a_code_and_a_word_for_each) {
  for (int kind = 0; kind <= static_cast<int>(FactKind::pushed); ++kind) {
    auto one = static_cast<FactKind>(kind);
    EXPECT_EQ(fact_kind_from(code_of(one)), one);
    EXPECT_FALSE(label_of(one).empty());
  }
}

// The other child of a parent whose guardianship of one child was revoked keeps that parent.
TEST(CaseOf, counts_a_revoked_guardianship_for_the_child_concerned_only) {
  District district;
  auto father_id = id_number("1980-01-01", 991);
  auto first = id_number("2015-03-03", 991), second = id_number("2017-03-03", 991);
  for (auto& [id, name] : {std::pair(first, "张小明"), std::pair(second, "张小亮")})
    district.register_person({{"person_name", name}, {"person_id", id}, {"father_name", "张大山"}, {"father_id", father_id}});
  district.list("court.monthly", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", first}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"parent_relation", "father"}, {"event", "guardianship_revoked"}, {"event_date", "2026-09-01"}});
  district.round("2026-09");
  Knowledge knowledge{day("2026-12-31"), true, "370114"};
  EXPECT_EQ(case_of(district.registry, district.person(first), day("2026-09-30"), knowledge).father.facts.size(), 1u);
  EXPECT_TRUE(case_of(district.registry, district.person(second), day("2026-09-30"), knowledge).father.facts.empty());
}

// The demo found it: two children named in one row of the court, of whom only the last one counted.
TEST(CaseOf, counts_a_guardianship_revoked_on_one_day_for_each_child_named) {
  District district;
  auto father_id = id_number("1980-01-01", 991);
  auto first = id_number("2015-03-03", 991), second = id_number("2017-03-03", 991);
  for (auto& [id, name] : {std::pair(first, "张小明"), std::pair(second, "张小亮")})
    district.register_person({{"person_name", name}, {"person_id", id}, {"father_name", "张大山"}, {"father_id", father_id}});
  for (auto& [id, name] : {std::pair(first, "张小明"), std::pair(second, "张小亮")})
    district.list("court.monthly", "2026-09", "2026-10-02", {{"child_name", name}, {"child_id", id}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"parent_relation", "father"}, {"event", "guardianship_revoked"}, {"event_date", "2026-09-01"}});
  district.round("2026-09");
  Knowledge knowledge{day("2026-12-31"), true, "370114"};
  for (auto& id : {first, second}) EXPECT_EQ(case_of(district.registry, district.person(id), day("2026-09-30"), knowledge).father.facts.size(), 1u);
}

// The poverty of a dead father who lived elsewhere says nothing about the mother and the child.
TEST(CaseOf, leaves_out_the_income_support_of_a_parent_who_is_dead_or_missing) {
  District district;
  auto father_id = id_number("1980-01-01", 991), child = id_number("2015-03-03", 991);
  district.register_person({{"person_name", "张小明"}, {"person_id", child}, {"father_name", "张大山"}, {"father_id", father_id}});
  district.list("civil.dibao", "2026-08", "2026-09-02", {{"person_name", "张大山"}, {"person_id", father_id}, {"pay_from", "2026-01"}});
  district.list("civil.funeral", "2026-09", "2026-10-02", {{"person_name", "张大山"}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-09-10"}});
  district.round("2026-09");
  Knowledge knowledge{day("2026-12-31"), true, "370114"};
  EXPECT_EQ(case_of(district.registry, district.person(child), day("2026-09-09"), knowledge).child.household_income.size(), 1u);
  EXPECT_TRUE(case_of(district.registry, district.person(child), day("2026-09-10"), knowledge).child.household_income.empty());
}

TEST(CaseOf, places_a_child_here_by_the_register_and_elsewhere_after_moving_out) {
  District district;
  auto id = id_number("2015-03-03", 991);
  district.register_person({{"person_name", "张小明"}, {"person_id", id}});
  district.list("police.deregistered", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", id}, {"event", "deregistered"}, {"event_detail", "moved_out"}, {"event_date", "2026-09-07"}});
  district.round("2026-09");
  Knowledge knowledge{day("2026-12-31"), true, "370114"};
  EXPECT_EQ(case_of(district.registry, district.person(id), day("2026-09-06"), knowledge).child.household_division, "370114");
  EXPECT_EQ(case_of(district.registry, district.person(id), day("2026-09-07"), knowledge).child.household_division, elsewhere);
}

}  // namespace
}  // namespace hutong::ledger
