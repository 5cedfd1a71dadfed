#pragma once
// What the covered children will cost (M52), with and without a “what if”, and the budget line against what was spent (M53, M55). Changes nothing.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "benefits/forecast.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::usecases {

class Context;

struct ForecastRequest {
  std::optional<values::Month> from;     // absent: the month after the latest frozen list, or this month
  std::optional<values::Month> through;  // absent: December of the year after `from`
  std::vector<benefits::WhatIf> what_if;
  std::map<int, values::Money> budgets;  // of a year
};

struct YearForecast {
  int year = 0;
  benefits::ForecastRow total;
  std::array<benefits::ForecastRow, 4> by_category;      // in the order of values::Category
  std::optional<values::Money> without_what_if;          // the same total under the standards as they are
  std::optional<benefits::BudgetUse> use;                // where a budget was given
};

struct ForecastOutcome {
  values::Month from, through;
  size_t children = 0;  // covered now or later
  benefits::Forecast forecast;
  std::vector<YearForecast> years;
  std::vector<benefits::WhatIf> what_if_without_effect;  // without this one the forecast is the same
};

// Problems: forecast_period (values: from, through): through before from, or more than 30 years; forecast_from_past (from, first): what is paid or over is
// no longer ahead; budget_year_over (year); budget_year_not_whole (year, first): a budget is compared with the whole year, and this forecast leaves out months that are not yet
// paid; those of rules.
base::Result<ForecastOutcome> forecast_budget(Context&, ForecastRequest const&);

// hutong.forecast/1
std::string to_json(ForecastOutcome const&);

}  // namespace hutong::usecases
