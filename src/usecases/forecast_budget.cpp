#include "usecases/forecast_budget.h"

#include <algorithm>

#include "base/json_writer.h"
#include "ledger/assemble.h"
#include "store/ledger_store.h"
#include "store/payment_store.h"
#include "usecases/context.h"
#include "usecases/internal/covered_children.h"

namespace hutong::usecases {

using benefits::ForecastRow;
using benefits::RosterChild;
using values::Money;
using values::Month;

namespace {

constexpr int months_max = 360;

std::vector<RosterChild> roster_of(Context& context, Month from) {
  ledger::Registry registry;  // whole, for the parents' terms stand with the parents
  store::LedgerStore(context.db()).load(registry);
  ledger::Knowledge const knowledge{context.today(), false, context.settings().district};
  std::vector<RosterChild> roster;
  for (payments::CoveredChild& child : covered_children(context, from)) {
    RosterChild one;
    one.place = context.settings().district;
    one.residence = child.residence;
    one.history = benefits::as_known_on(child.history, context.today());
    one.history.paid.clear();
    one.birth_date = child.birth_date;
    one.in_full_time_school = child.is_in_school;
    one.ground_expected_until = benefits::ground_expected_until(ledger::case_of(registry, child.child, context.today(), knowledge));
    roster.push_back(std::move(one));
  }
  return roster;
}

// By the year in which the money went out or came back.
std::map<int, Money> spent_by_year(Context& context) {
  std::map<int, Money> spent;
  for (store::LineRecord const& line : store::PaymentStore(context.db()).all_lines()) {
    bool const goes_out = line.kind == benefits::LineKind::normal || line.kind == benefits::LineKind::arrears;
    Money& sum = spent[std::stoi(line.recorded_at.substr(0, 4))];
    sum = goes_out ? sum + line.amount : sum - line.amount;
  }
  return spent;
}

Month next_month_of(Context& context) {
  auto const latest = store::PaymentStore(context.db()).latest_list();
  return latest ? latest->month.plus(1) : context.today().month_of();
}

bool costs_the_same(benefits::Forecast const& a, benefits::Forecast const& b) {
  return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(),
                    [](ForecastRow const& one, ForecastRow const& other) { return one.amount == other.amount && one.amount_at_most == other.amount_at_most; });
}

bool has_anybody(ForecastRow const& row) { return row.children_at_most > 0; }

void write(base::JsonWriter& json, ForecastRow const& row) {
  json.member("children", row.children).member("amount_fen", row.amount.in_fen()).member("children_at_most", row.children_at_most);
  json.member("amount_at_most_fen", row.amount_at_most.in_fen()).member("provisional", row.provisional);
}

}  // namespace

base::Result<ForecastOutcome> forecast_budget(Context& context, ForecastRequest const& request) {
  TRY(benefits::MoneyRules const* rules, context.money_rules());
  ForecastOutcome outcome;
  Month const next = next_month_of(context);
  outcome.from = request.from.value_or(next);
  outcome.through = request.through.value_or(*Month::of(outcome.from.year() + 1, 12));
  if (outcome.through < outcome.from || outcome.through.index() - outcome.from.index() >= months_max)
    return base::fail("forecast_period", {{"from", outcome.from.to_chinese()}, {"through", outcome.through.to_chinese()}});
  if (outcome.from < next) return base::fail("forecast_from_past", {{"from", outcome.from.to_chinese()}, {"first", next.to_chinese()}});
  for (auto const& [year, budget] : request.budgets) {
    Month const first = std::max(next, Month::of(year, 1).value());
    if (year < next.year() || first < outcome.from || outcome.through < Month::of(year, 12).value())
      return base::fail(year < next.year() ? "budget_year_over" : "budget_year_not_whole", {{"year", std::to_string(year)}, {"first", first.to_string()}});
  }

  auto const roster = roster_of(context, outcome.from);
  benefits::ForecastAssumptions assuming;
  benefits::Forecast const as_it_is = benefits::forecast(*rules, roster, outcome.from, outcome.through, assuming);
  assuming.what_if = request.what_if;
  outcome.forecast = benefits::forecast(*rules, roster, outcome.from, outcome.through, assuming);
  for (size_t i = 0; i < request.what_if.size(); ++i) {
    assuming.what_if = request.what_if;
    assuming.what_if.erase(assuming.what_if.begin() + static_cast<std::ptrdiff_t>(i));
    auto const without = benefits::forecast(*rules, roster, outcome.from, outcome.through, assuming);
    if (costs_the_same(without, outcome.forecast)) outcome.what_if_without_effect.push_back(request.what_if[i]);
  }
  outcome.children = roster.size();
  auto const spent = spent_by_year(context);
  for (int year = outcome.from.year(); year <= outcome.through.year(); ++year) {
    YearForecast one;
    one.year = year;
    one.total = total_of(outcome.forecast, year);
    for (size_t c = 0; c < one.by_category.size(); ++c) one.by_category[c] = total_of(outcome.forecast, year, static_cast<values::Category>(c));
    if (!request.what_if.empty()) one.without_what_if = total_of(as_it_is, year).amount;
    if (auto budget = request.budgets.find(year); budget != request.budgets.end()) {
      auto const already = spent.find(year);
      one.use = benefits::BudgetUse{budget->second, already == spent.end() ? Money() : already->second, one.total.amount};
    }
    outcome.years.push_back(std::move(one));
  }
  return outcome;
}

std::string to_json(ForecastOutcome const& of) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.forecast/1").member("from", of.from.to_string()).member("through", of.through.to_string());
  json.member("roster", of.children).key("years").begin_array();
  for (YearForecast const& year : of.years) {
    json.begin_object().member("year", year.year);
    write(json, year.total);
    json.key("without_what_if_fen");
    if (year.without_what_if) json.value(year.without_what_if->in_fen());
    else json.null();
    json.key("categories").begin_array();
    for (ForecastRow const& row : year.by_category) {
      if (!has_anybody(row)) continue;
      json.begin_object().member("category", values::code_of(row.category));
      write(json, row);
      json.end_object();
    }
    json.end_array().key("budget");
    if (year.use) {
      json.begin_object().member("budget_fen", year.use->budget.in_fen()).member("spent_fen", year.use->spent.in_fen());
      json.member("left_fen", year.use->left().in_fen()).member("short_fen", year.use->short_of().in_fen()).end_object();
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().key("months").begin_array();
  for (ForecastRow const& row : of.forecast.rows) {
    if (!has_anybody(row)) continue;
    json.begin_object().member("month", row.month.to_string()).member("category", values::code_of(row.category));
    write(json, row);
    json.end_object();
  }
  json.end_array().member("without_standard", of.forecast.without_standard).key("what_if_without_effect").begin_array();
  for (benefits::WhatIf const& one : of.what_if_without_effect) json.begin_object().member("from", one.from.to_string()).member("amount_fen", one.monthly.in_fen()).end_object();
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
