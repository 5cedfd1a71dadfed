// benefits forecast, performance: the year's money ahead and behind.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "base/messages.h"
#include "cli/with_context.h"
#include "usecases/forecast_budget.h"
#include "usecases/measure_performance.h"

namespace hutong::cli {
namespace {

using base::label;
using values::Money;
using values::Month;

struct Arguments {
  std::string from, through;
  std::vector<std::string> standards, budgets;
  int year = 0;
};

// "2026=1200000"; Problem: bad_budget (text).
base::Result<std::pair<int, Money>> budget_from(std::string const& text) {
  size_t const equals = text.find('=');
  int year = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + std::min(equals, text.size()), year);
  auto const amount = equals == std::string::npos ? base::Result<Money>(base::fail("bad_budget")) : Money::parse(text.substr(equals + 1));
  bool const is_year = error == std::errc() && end == text.data() + equals && 2000 <= year && year <= 2200;
  if (!is_year || !amount || *amount < Money()) return base::fail("bad_budget", {{"text", text}});
  return std::pair(year, *amount);
}

base::Result<std::optional<Month>> month_if_given(std::string const& text) {
  if (text.empty()) return std::optional<Month>();
  TRY(Month month, Month::from_iso(text));
  return std::optional(month);
}

base::Result<usecases::ForecastRequest> request_of(Arguments const& arguments) {
  usecases::ForecastRequest request;
  TRY(request.from, month_if_given(arguments.from));
  TRY(request.through, month_if_given(arguments.through));
  for (std::string const& text : arguments.standards) {
    TRY(benefits::WhatIf one, benefits::what_if_from(text));
    bool const is_said = std::any_of(request.what_if.begin(), request.what_if.end(), [&](benefits::WhatIf const& other) { return other.from == one.from && other.category == one.category; });
    if (is_said) return base::fail("what_if_twice", {{"text", text}});
    request.what_if.push_back(one);
  }
  for (std::string const& text : arguments.budgets) {
    TRY(auto one, budget_from(text));
    if (!request.budgets.insert(one).second) return base::fail("budget_twice", {{"year", std::to_string(one.first)}});
  }
  return request;
}

std::string told_row(std::string_view what, benefits::ForecastRow const& row) {
  return "  " + label("forecast_row", {{"what", std::string(what)},
                                       {"children", std::to_string(row.children)},
                                       {"amount", row.amount.to_string()},
                                       {"at_most", row.amount_at_most == row.amount ? "" : label("forecast_at_most", {{"amount", row.amount_at_most.to_string()}})},
                                       {"provisional", row.provisional ? label("benefits_provisional") : ""}}) + "\n";
}

std::string told(usecases::ForecastOutcome const& of) {
  std::string text = label("forecast_title", {{"from", of.from.to_chinese()}, {"through", of.through.to_chinese()}, {"count", std::to_string(of.children)}}) + "\n";
  for (usecases::YearForecast const& year : of.years) {
    text += "\n" + label("forecast_year", {{"year", std::to_string(year.year)}, {"amount", year.total.amount.to_string()}}) + "\n";
    for (benefits::ForecastRow const& row : year.by_category)
      if (row.children_at_most > 0) text += told_row(values::chinese(row.category), row);
    if (year.without_what_if)
      text += "  " + label("forecast_without_what_if", {{"amount", year.without_what_if->to_string()}, {"more", (year.total.amount - *year.without_what_if).to_string()}}) + "\n";
    if (year.use)
      text += "  " + label(year.use->short_of() == Money() ? "forecast_budget" : "forecast_budget_short",
                           {{"budget", year.use->budget.to_string()}, {"spent", year.use->spent.to_string()}, {"left", year.use->left().to_string()},
                            {"short", year.use->short_of().to_string()}}) + "\n";
  }
  if (!of.what_if_without_effect.empty()) text += "\n";
  for (benefits::WhatIf const& one : of.what_if_without_effect) text += label("forecast_no_effect", {{"month", one.from.to_string()}, {"amount", one.monthly.to_string()}}) + "\n";
  text += "\n" + label("forecast_months") + "\n";
  for (benefits::ForecastRow const& row : of.forecast.rows)
    if (row.children_at_most > 0) text += told_row(row.month.to_string() + " " + std::string(values::chinese(row.category)), row);
  if (of.forecast.without_standard > 0) text += "\n" + label("forecast_without_standard", {{"count", std::to_string(of.forecast.without_standard)}}) + "\n";
  return text;
}

// A budget that will not do is a finding.
int forecast(Door const& door, Arguments const& arguments) {
  auto const request = request_of(arguments);
  if (!request) return door.refuse(request.error());
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const outcome = usecases::forecast_budget(context, *request);
    if (!outcome) return door.refuse(outcome.error());
    door.out(door.json ? usecases::to_json(*outcome) : told(*outcome));
    for (usecases::YearForecast const& year : outcome->years)
      if (year.use && Money() < year.use->short_of()) return finding;
    return done;
  });
}

std::string told(usecases::PerformanceOutcome const& of) {
  std::string text = label("performance_title", {{"year", std::to_string(of.year)}}) + "\n";
  for (benefits::PerformanceRow const& row : of.rows) {
    bool const is_money = row.indicator == benefits::Indicator::accuracy || row.indicator == benefits::Indicator::recovery;
    auto const shown = [&](int64_t amount) { return is_money ? Money::fen(amount).to_string() : std::to_string(amount); };
    text += "  " + label("performance_" + std::string(code_of(row.indicator)),
                         {{"part", shown(row.part)}, {"whole", shown(row.whole)}, {"percent", row.permyriad ? Money::fen(*row.permyriad).to_string() + "%" : "—"}}) + "\n";
  }
  return text;
}

int performance(Door const& door, Arguments const& arguments) {
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const outcome = usecases::measure_performance(context, arguments.year);
    if (!outcome) return door.refuse(outcome.error());
    door.out(door.json ? usecases::to_json(*outcome) : told(*outcome));
    return done;
  });
}

}  // namespace

void add_budget_commands(CLI::App& app, Door& door) {
  CLI::App* const benefits = app.get_subcommand("benefits");
  auto const arguments = std::make_shared<Arguments>();
  auto const named = [&](char const* name, char const* what, int (*deed)(Door const&, Arguments const&)) {
    CLI::App* const command = benefits->add_subcommand(name, what);
    command->callback([&door, arguments, deed] { door.chosen = [&door, arguments, deed] { return deed(door, *arguments); }; });
    return command;
  };
  CLI::App* const forecast_command = named("forecast", "按在保名册和标准测算以后各月、各年的资金", forecast);
  forecast_command->add_option("--from", arguments->from, "从哪个月起;不写就是最近一份名单的次月");
  forecast_command->add_option("--through", arguments->through, "到哪个月;不写就到次年12月");
  forecast_command->add_option("--standard", arguments->standards, "假设的标准,如 2027-01=2300 或 2027-01:priority_hardship=1900;可以写几次");
  forecast_command->add_option("--budget", arguments->budgets, "某年的预算(元),如 2026=1200000;可以写几次");
  CLI::App* const performance_command = named("performance", "某年的绩效表:覆盖、及时、准确、追回", performance);
  performance_command->add_option("YEAR", arguments->year, "年份,如 2026")->required()->check(CLI::Range(2000, 2200));
}

}  // namespace hutong::cli
