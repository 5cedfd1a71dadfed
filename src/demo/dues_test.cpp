#include "demo/dues.h"

#include <gtest/gtest.h>

namespace hutong::demo {
namespace {

using values::Circumstance;
using values::Date;
using values::Money;
using values::Month;

Date day(char const* iso) { return *Date::from_iso(iso); }

Raise const raise = {*Month::of(2026, 1), day("2026-04-15")};
Month month(int of_year) { return *Month::of(2026, of_year); }

// Father dead, mother in prison until a day: de facto unattended for so long.
Knowledge child_until(std::optional<Date> released) {
  Knowledge known;
  known.has_father = known.has_mother = true;
  known.birth = day("2015-03-03");
  known.father = {{.kind = Circumstance::deceased, .from = day("2020-05-01")}};
  known.mother = {{.kind = Circumstance::imprisoned, .from = day("2025-01-01"), .until = released, .term_months = 24}};
  return known;
}

Knowledge on_dibao(Month from, Money monthly = Money::yuan(500)) {
  Knowledge known = child_until(std::nullopt);
  known.aid = Aid{from, monthly};
  return known;
}

struct Case {
  char const* why;
  Knowledge known;
  std::vector<Confirmed> confirmed;
  int month;
  char const* known_on;
  Money due;
};

TEST(Dues, run_from_the_month_after_confirmation_through_the_month_in_which_the_ground_ended) {
  Confirmed const in_february{Standing::de_facto, day("2026-02-07")};
  Case const cases[] = {
      {"nobody confirmed", child_until(std::nullopt), {}, 3, "2026-05-08", Money()},
      {"the month of confirmation", child_until(std::nullopt), {in_february}, 2, "2026-05-08", Money()},
      {"the month after, before the raise is announced", child_until(std::nullopt), {in_february}, 3, "2026-04-14", Money::yuan(2228)},
      {"the same, the raise announced", child_until(std::nullopt), {in_february}, 3, "2026-04-15", Money::yuan(2340)},
      {"released within the month", child_until(day("2026-05-20")), {in_february}, 5, "2026-09-08", Money::yuan(2340)},
      {"released on the month's first day", child_until(day("2026-05-01")), {in_february}, 5, "2026-09-08", Money::yuan(2340)},
      {"the month after the release", child_until(day("2026-05-20")), {in_february}, 6, "2026-09-08", Money()},
      {"released before the confirmation", child_until(day("2026-02-03")), {in_february}, 3, "2026-09-08", Money()},
      {"the month before 低保 is granted", on_dibao(month(4)), {in_february}, 3, "2026-09-08", Money::yuan(2340)},
      {"the month of the grant", on_dibao(month(4)), {in_february}, 4, "2026-09-08", Money::yuan(1840)},
      {"低保 before the confirmation, the raise not yet announced", on_dibao(month(1)), {in_february}, 3, "2026-03-08", Money::yuan(1728)},
      {"more than the standard beside it", on_dibao(month(1), Money::yuan(2500)), {in_february}, 3, "2026-09-08", Money()},
      {"confirmed for less afterwards", child_until(std::nullopt), {in_february, {Standing::k3, day("2026-06-07")}}, 7, "2026-09-08", Money::yuan(1958)},
      {"confirmed for more than is true", child_until(std::nullopt), {{Standing::orphan, day("2026-02-07")}}, 3, "2026-09-08", Money()},
  };
  for (Case const& one : cases) EXPECT_EQ(due_for(one.known, one.confirmed, raise, month(one.month), day(one.known_on)).in_fen(), one.due.in_fen()) << one.why;
}

TEST(EndOfAGround, is_its_own_day_and_none_when_it_is_back_by_the_end_of_the_month) {
  Confirmed const confirmed{Standing::de_facto, day("2026-02-07")};
  EXPECT_EQ(ended_on(child_until(day("2026-05-20")), confirmed, month(9)), day("2026-05-20"));
  EXPECT_EQ(ended_on(child_until(day("2026-05-20")), confirmed, month(4)), std::nullopt);
  Knowledge back = child_until(day("2026-05-20"));
  back.mother.push_back({.kind = Circumstance::imprisoned, .from = day("2026-05-25"), .term_months = 24});
  EXPECT_EQ(ended_on(back, confirmed, month(9)), std::nullopt);
}

}  // namespace
}  // namespace hutong::demo
