#include "ledger/drawn_beside.h"

#include <gtest/gtest.h>

namespace hutong::ledger {
namespace {

using values::Date;
using values::Money;
using values::Month;

Date day(std::string_view iso) { return Date::from_iso(iso).value(); }
Month month(std::string_view iso) { return Month::from_iso(iso).value(); }

struct DrawnBesideTest : testing::Test {
  Registry registry;
  PersonId child = registry.add_person({{}, "童小明", day("2015-03-03"), {}, ""}, 1);
  int64_t row = 1;

  void told(std::string_view recorded_on, std::string_view from, std::string_view amount, FactKind kind = FactKind::dibao, std::string_view until = "") {
    Fact fact;
    fact.subject = child;
    fact.kind = kind;
    fact.from = day(from);
    if (!until.empty()) fact.until = day(until);
    fact.recorded_on = day(recorded_on);
    fact.row = ++row;
    fact.details.amount = amount;
    registry.append_fact(fact);
  }
  void ended(std::string_view recorded_on, std::string_view on) {
    Fact fact;
    fact.subject = child;
    fact.kind = FactKind::dibao;
    fact.effect = Effect::ends;
    fact.from = day(on);
    fact.recorded_on = day(recorded_on);
    fact.row = ++row;
    registry.append_fact(fact);
  }
  std::vector<DrawnBeside> drawn(std::string_view known_on = "2030-01-01") { return drawn_beside(registry, child, day(known_on)); }
};

TEST_F(DrawnBesideTest, stands_until_the_register_says_that_it_ended) {
  told("2024-02-05", "2024-01-01", "500.00");
  EXPECT_EQ(drawn().at(0).amount, Money::yuan(500));
  EXPECT_FALSE(drawn().at(0).until);
  ended("2024-07-05", "2024-06-15");
  EXPECT_EQ(drawn().at(0).until, month("2024-07"));
  EXPECT_FALSE(drawn("2024-07-04").at(0).until);
}

TEST_F(DrawnBesideTest, told_again_is_drawn_once) {
  told("2024-02-05", "2024-01-01", "500.00");
  told("2024-03-05", "2024-01-01", "500.00");
  told("2024-03-06", "2024-02-01", "500.00");
  ASSERT_EQ(drawn().size(), 1u);
  EXPECT_EQ(drawn()[0].from, month("2024-01"));
}

TEST_F(DrawnBesideTest, another_amount_leaves_the_months_before_as_they_were_told) {
  told("2024-02-05", "2022-01-01", "500.00");
  told("2024-05-05", "2022-01-01", "560.00");
  auto const all = drawn();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].until, month("2024-04"));
  EXPECT_EQ(all[1].from, month("2024-04"));
  EXPECT_EQ(all[1].amount, Money::yuan(560));
}

TEST_F(DrawnBesideTest, a_correction_in_the_first_month_replaces_it) {
  told("2024-02-05", "2024-01-01", "500.00");
  told("2024-02-20", "2024-01-01", "50.00");
  auto const all = drawn();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].amount, Money::yuan(50));
}

TEST_F(DrawnBesideTest, keeps_kinds_apart_and_says_when_the_amount_is_not_told) {
  told("2024-02-05", "2024-01-01", "", FactKind::tekun);
  told("2024-02-05", "2024-01-01", "180.00", FactKind::disability_living_subsidy, "2024-04-01");
  auto const all = drawn();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_FALSE(all[0].amount);
  EXPECT_EQ(all[1].until, month("2024-04"));
}

}  // namespace
}  // namespace hutong::ledger
