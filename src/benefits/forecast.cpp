#include "benefits/forecast.h"

#include <algorithm>
#include <map>

namespace hutong::benefits {

using values::Category;
using values::Date;
using values::Money;
using values::Month;

namespace {

constexpr int adult_age = 18;
constexpr int detox_months = 24;  // 禁毒法 art. 47: two years; released after one at the earliest, three at the latest

struct Ends {  // last months paid
  std::optional<Month> expected, at_most;
};

// By what the category allows; whatever ends the coverage itself is in the history.
Ends ends_of(RosterChild const& child, Category category, ForecastAssumptions const& assuming) {
  Ends ends;
  if (child.birth_date) {
    Month const grown_up = values::birthday(*child.birth_date, adult_age).month_of();
    ends.expected = ends.at_most = grown_up;
    if (assuming.continues_at_school[static_cast<size_t>(category)] && child.in_full_time_school) {
      ends.at_most = std::max(grown_up, values::birthday(*child.birth_date, assuming.school_age_max).month_of());
      if (child.school_until) ends.expected = ends.at_most = std::max(grown_up, child.school_until->plus(-1));
    }
  }
  if (child.ground_expected_until) {
    Month const released = child.ground_expected_until->month_of();
    ends.expected = ends.expected ? std::min(*ends.expected, released) : released;
  }
  return ends;
}

std::optional<Date> expected_end_of(policy::Fact const& fact) {
  if (fact.spell.until) return fact.spell.until;
  if (!fact.spell.from) return std::nullopt;
  if (fact.kind == values::Circumstance::imprisoned && fact.term_months) return values::months_after(*fact.spell.from, *fact.term_months);
  if (fact.kind == values::Circumstance::compulsory_detox) return values::months_after(*fact.spell.from, detox_months);
  return std::nullopt;
}

// Absent: a fact without a foreseeable end, or nothing that still holds.
std::optional<Date> expected_back(policy::Parent const& parent, Date on) {
  std::optional<Date> latest;
  for (policy::Fact const& fact : parent.facts) {
    if (!fact.spell.contains(on)) continue;
    auto end = expected_end_of(fact);
    if (!end) return std::nullopt;
    latest = latest ? std::max(*latest, *end) : *end;
  }
  return latest;
}

class Forecaster {
 public:
  Forecaster(MoneyRules const& rules, Month from, Month through, ForecastAssumptions const& assuming)
      : rules_(rules), from_(from), through_(through), assuming_(assuming) {
    for (Month month = from; month <= through; month = month.plus(1))
      for (int c = 0; c < 4; ++c) {
        ForecastRow row;
        row.month = month;
        row.category = static_cast<Category>(c);
        forecast_.rows.push_back(row);
      }
  }

  void add(RosterChild const& child) {
    Entitlements const money = compute(rules_, table_of(child.place, child.residence), child.history, through_, Explain::no);
    for (MonthLine const& line : money.months) {
      if (line.month < from_ || !line.category) continue;
      Ends const ends = ends_of(child, *line.category, assuming_);
      if (ends.at_most && *ends.at_most < line.month) continue;
      ForecastRow& row = forecast_.rows[static_cast<size_t>(line.month.index() - from_.index()) * 4 + static_cast<size_t>(*line.category)];
      Money const amount = line.entitled.value_or(Money());
      if (!line.entitled) ++forecast_.without_standard;
      row.provisional = row.provisional || line.provisional;
      ++row.children_at_most;
      row.amount_at_most = row.amount_at_most + amount;
      if (ends.expected && *ends.expected < line.month) continue;
      ++row.children;
      row.amount = row.amount + amount;
    }
  }

  // n a year: the k-th comes in the month in which k/n of the year is over.
  void add_arrivals() {
    for (int c = 0; c < 4; ++c) {
      int64_t const per_year = assuming_.arrivals_per_year[static_cast<size_t>(c)];
      for (int64_t i = 0; from_ <= through_ && i < per_year * (through_.index() - from_.index() + 1) / 12; ++i) {
        RosterChild child;
        child.place = assuming_.place;
        child.residence = assuming_.residence;
        Coverage coverage;
        coverage.category = static_cast<Category>(c);
        coverage.confirmed_on = from_.plus(static_cast<int>((12 * i + 11) / per_year) - 1).first_day();
        child.history.coverage.push_back(std::move(coverage));
        add(child);
      }
    }
  }

  Forecast done() && { return std::move(forecast_); }

 private:
  StandardTable const& table_of(std::string const& place, Residence residence) {
    auto found = tables_.find({place, residence});
    if (found == tables_.end()) found = tables_.emplace(std::pair(place, residence), rules_.table_for(place, residence, std::nullopt, assuming_.what_if)).first;
    return found->second;
  }

  MoneyRules const& rules_;
  Month from_, through_;
  ForecastAssumptions const& assuming_;
  std::map<std::pair<std::string, Residence>, StandardTable> tables_;
  Forecast forecast_;
};

}  // namespace

std::optional<Date> ground_expected_until(policy::Case const& of) {
  auto father = expected_back(of.father, of.on), mother = expected_back(of.mother, of.on);
  if (!father || !mother) return father ? father : mother;
  return std::min(*father, *mother);
}

Forecast forecast(MoneyRules const& rules, std::vector<RosterChild> const& roster, Month from, Month through, ForecastAssumptions const& assuming) {
  Forecaster forecaster(rules, from, through, assuming);
  for (RosterChild const& one : roster) forecaster.add(one);
  forecaster.add_arrivals();
  return std::move(forecaster).done();
}

ForecastRow total_of(Forecast const& of, int year, std::optional<Category> category) {
  ForecastRow total;
  if (category) total.category = *category;
  for (ForecastRow const& row : of.rows) {
    if (row.month.year() != year || (category && row.category != *category)) continue;
    total.month = row.month;
    total.children += row.children;  // child months
    total.amount = total.amount + row.amount;
    total.children_at_most += row.children_at_most;
    total.amount_at_most = total.amount_at_most + row.amount_at_most;
    total.provisional = total.provisional || row.provisional;
  }
  return total;
}

std::optional<int> BudgetUse::spent_permyriad() const {
  if (budget <= Money()) return std::nullopt;
  return static_cast<int>(spent.in_fen() * 10'000 / budget.in_fen());
}

}  // namespace hutong::benefits
