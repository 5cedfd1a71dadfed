#pragma once
// Budget (M52–M55): what the roster will cost, by month and category, under the standards known and under “what if”. And the budget line
// against what was spent.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "benefits/entitlement.h"
#include "benefits/money_rules.h"
#include "policy/case.h"

namespace hutong::benefits {

// One child of the roster. Ends are told with their certainty: a birthday comes, a release may come early or not at all.
struct RosterChild {
  std::string place;
  Residence residence = Residence::rural;
  History history;                          // coverages and offsets as known now; open ones go on. Payments do not matter
  std::optional<values::Date> birth_date;   // absent: does not grow up in our sight
  bool in_full_time_school = false;         // continues after 18 where the category allows it
  std::optional<values::Month> school_until;  // first month no longer at school, where known
  std::optional<values::Date> ground_expected_until;  // end of the sentence, of detox …: expected, not certain
};

// The first day on which, by the terms that are known, one parent is expected to be back: the earlier of the two parents, each until the last of
// what is known of them. Absent where at least one fact of each parent has no foreseeable end, and for what ended before.
std::optional<values::Date> ground_expected_until(policy::Case const&);

struct ForecastAssumptions {
  std::vector<WhatIf> what_if;
  // 成年后在校: whether the category continues (rules age.schooling.*), and how long a child stays whose end of school is not known.
  std::array<bool, 4> continues_at_school{true, true, false, false};
  int school_age_max = 22;
  std::array<int, 4> arrivals_per_year{0, 0, 0, 0};  // new children, spread over the year, without offsets
  std::string place;                                 // of the arrivals
  Residence residence = Residence::rural;            // of the arrivals
};

struct ForecastRow {
  values::Month month;
  values::Category category = values::Category::community_orphan;
  int64_t children = 0;           // with every expected end happening
  values::Money amount;
  int64_t children_at_most = 0;   // with grounds and schooling going on
  values::Money amount_at_most;
  bool provisional = false;       // rests on a doubted rule or on a what-if
};

// [from, through], every month and category, also those with nobody. Children in a month without a standard are counted with amount 0 and
// named in without_standard.
struct Forecast {
  std::vector<ForecastRow> rows;
  int64_t without_standard = 0;  // child months
};
Forecast forecast(MoneyRules const&, std::vector<RosterChild> const&, values::Month from, values::Month through, ForecastAssumptions const& = {});

// Sums of one category, or of all, over the months of one year.
ForecastRow total_of(Forecast const&, int year, std::optional<values::Category> = std::nullopt);

struct BudgetUse {
  values::Money budget, spent, expected;  // expected: what the rest of the year will cost
  values::Money left() const { return budget - spent; }
  values::Money short_of() const { return std::max(values::Money(), spent + expected - budget); }
  std::optional<int> spent_permyriad() const;  // absent without a budget
};

}  // namespace hutong::benefits
