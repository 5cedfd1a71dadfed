// Rows of the registers of 低保, 特困 and the subsidies → what a child draws month by month, whichever month's list comes first.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "ledger/drawn_beside.h"
#include "ledger/internal/test_district.h"

namespace hutong::ledger {
namespace {

using namespace test;
using values::Money;
using values::Month;

struct RegisterAmounts : testing::Test {
  District district = family();

  void lists(std::string_view period, std::string_view received, std::string amount, Fields more = {}, std::string const& person = child_id) {
    Fields fields = {{"person_name", person == child_id ? "张小明" : "张大山"}, {"person_id", person}};
    if (!amount.empty()) fields.emplace_back("amount", std::move(amount));
    fields.insert(fields.end(), more.begin(), more.end());
    district.list("civil.dibao", period, received, std::move(fields));
    district.round("2026-01");
  }
  std::optional<Money> drawn_in(std::string_view in) { return drawn_in(month(in)); }
  std::optional<Money> drawn_in(Month in) {
    std::optional<Money> amount;
    for (DrawnBeside const& one : drawn_beside(district.registry, district.person(child_id), day("2030-01-01")))
      if (one.from <= in && (!one.until || in < *one.until)) amount = one.amount;
    return amount;
  }
  size_t spells() { return district.registry.spells_of(district.person(child_id), FactKind::dibao, day("2030-01-01")).size(); }
};

// The register lists the child month after month without saying since when. From March on it wrote 600, and 500 went on being deducted.
TEST_F(RegisterAmounts, raised_in_a_list_without_dates_counts_from_the_month_of_the_list) {
  lists("2026-01", "2026-02-03", "500.00");
  lists("2026-02", "2026-03-03", "500.00");
  lists("2026-03", "2026-04-03", "600.00");
  EXPECT_EQ(drawn_in("2026-02"), Money::yuan(500));
  EXPECT_EQ(drawn_in("2026-03"), Money::yuan(600));
  EXPECT_EQ(drawn_in("2026-09"), Money::yuan(600));
  EXPECT_FALSE(drawn_in("2025-12"));
  EXPECT_EQ(spells(), 1u);  // one 低保, not one a month
}

TEST_F(RegisterAmounts, of_a_list_that_comes_late_change_its_own_month_only) {
  lists("2026-01", "2026-02-03", "500.00");
  lists("2026-03", "2026-04-03", "500.00");
  lists("2026-02", "2026-04-20", "600.00");
  EXPECT_EQ(drawn_in("2026-01"), Money::yuan(500));
  EXPECT_EQ(drawn_in("2026-02"), Money::yuan(600));
  EXPECT_EQ(drawn_in("2026-03"), Money::yuan(500));
}

// A slip of the pen in one month, right again in the next: the second 500 was taken for the first.
TEST_F(RegisterAmounts, return_to_what_they_were) {
  for (Fields since : {Fields(), Fields({{"pay_from", "2025-01"}})}) {
    district = family();
    lists("2026-01", "2026-02-03", "500.00", since);
    lists("2026-02", "2026-03-03", "5000.00", since);
    lists("2026-03", "2026-04-03", "500.00", since);
    EXPECT_EQ(drawn_in("2026-01"), Money::yuan(500));
    EXPECT_EQ(drawn_in("2026-02"), Money::yuan(5000));
    EXPECT_EQ(drawn_in("2026-03"), Money::yuan(500));
    EXPECT_EQ(spells(), 1u);
  }
}

TEST_F(RegisterAmounts, of_a_corrected_row_are_taken_back) {
  lists("2026-01", "2026-02-03", "500.00");
  lists("2026-02", "2026-03-03", "5000.00");
  auto const child = district.person(child_id);
  FactId wrong = 0;
  district.registry.each_fact_of(child, [&](FactId id, Fact const& fact) { wrong = fact.details.amount == "5000.00" ? id : wrong; });
  district.registry.withdraw(wrong, day("2026-03-10"));
  EXPECT_EQ(drawn_in("2026-02"), Money::yuan(500));
}

TEST_F(RegisterAmounts, stop_where_the_list_writes_the_last_month_without_the_first) {
  lists("2026-01", "2026-02-03", "500.00");
  lists("2026-02", "2026-03-03", "500.00");
  lists("2026-03", "2026-04-03", "500.00", {{"pay_to", "2026-02"}});
  EXPECT_EQ(drawn_in("2026-02"), Money::yuan(500));
  EXPECT_FALSE(drawn_in("2026-03"));
}

// June's list went on naming a child whose 低保 had ended in May; July's list told the end.
TEST_F(RegisterAmounts, stop_at_an_end_told_after_the_lists_that_went_on) {
  lists("2026-04", "2026-05-03", "500.00");
  lists("2026-06", "2026-07-03", "500.00");
  lists("2026-07", "2026-08-03", "", {{"pay_to", "2026-05"}});
  EXPECT_EQ(drawn_in("2026-05"), Money::yuan(500));
  EXPECT_FALSE(drawn_in("2026-06"));
  lists("2026-09", "2026-10-03", "620.00");  // granted again
  EXPECT_FALSE(drawn_in("2026-08"));
  EXPECT_EQ(drawn_in("2026-09"), Money::yuan(620));
  EXPECT_EQ(spells(), 2u);
}

TEST_F(RegisterAmounts, are_not_lost_where_a_later_list_does_not_tell_them) {
  for (Fields since : {Fields(), Fields({{"pay_from", "2025-01"}})}) {
    district = family();
    lists("2026-01", "2026-02-03", "500.00", since);
    lists("2026-02", "2026-03-03", "", since);
    EXPECT_EQ(drawn_in("2026-02"), Money::yuan(500));
  }
}

// Thousands of grown-ups stand in the register; what they draw is asked by nobody, so their months are kept as one.
TEST_F(RegisterAmounts, of_grown_up_persons_are_kept_once) {
  lists("2026-01", "2026-02-03", "500.00", {}, father_id);
  lists("2026-02", "2026-03-03", "600.00", {}, father_id);
  size_t count = 0;
  district.registry.each_fact_of(district.person(father_id), [&](FactId, Fact const&) { ++count; });
  EXPECT_EQ(count, 1u);
}

RC_GTEST_FIXTURE_PROP(RegisterAmounts, do_not_depend_on_the_order_in_which_the_lists_came, ()) {
  auto const amounts = *rc::gen::container<std::vector<int>>(6, rc::gen::element(500, 560, 600));
  std::vector<int> order = {0, 1, 2, 3, 4, 5};
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<size_t>(0, i)]);
  int received = 0;
  for (int at : order) {
    auto const on = day("2026-08-01").plus_days(received++);
    lists("2026-0" + std::to_string(at + 1), on.to_string(), std::to_string(amounts[static_cast<size_t>(at)]) + ".00");
  }
  for (int at : order) RC_ASSERT(drawn_in(month("2026-01").plus(at)) == std::optional(Money::yuan(amounts[static_cast<size_t>(at)])));
  RC_ASSERT(drawn_in("2026-12") == std::optional(Money::yuan(amounts.back())));
  RC_ASSERT(spells() == 1u);
}

}  // namespace
}  // namespace hutong::ledger
