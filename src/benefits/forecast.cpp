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

struct Ends {  // last months paid
  std::optional<Month> expected, at_most;
};

std::optional<Month> earlier(std::optional<Month> a, std::optional<Month> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Ends ends_of(RosterChild const& child, ForecastAssumptions const& assuming) {
  Ends ends{child.last, child.last};
  if (child.birth_date) {
    Month const grown_up = values::birthday(*child.birth_date, adult_age).month_of();
    Month expected = grown_up, at_most = grown_up;
    if (assuming.continues_at_school[static_cast<size_t>(child.category)] && child.in_full_time_school) {
      at_most = std::max(grown_up, values::birthday(*child.birth_date, assuming.school_age_max).month_of());
      if (child.school_until) expected = at_most = std::max(grown_up, child.school_until->plus(-1));
    }
    ends.expected = earlier(ends.expected, expected);
    ends.at_most = earlier(ends.at_most, at_most);
  }
  if (child.ground_expected_until) ends.expected = earlier(ends.expected, child.ground_expected_until->month_of());
  return ends;
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
    Ends const ends = ends_of(child, assuming_);
    StandardTable const& standards = table_of(child.place, child.residence);
    for (Month month = std::max(child.first, from_); month <= through_ && (!ends.at_most || month <= *ends.at_most); month = month.plus(1)) {
      ForecastRow& row = forecast_.rows[static_cast<size_t>(month.index() - from_.index()) * 4 + static_cast<size_t>(child.category)];
      Money amount;
      if (auto const* step = standards.step_in(child.category, month)) {
        amount = step->monthly;
        row.provisional = row.provisional || step->provisional;
        for (Offset const& one : child.offsets) {
          bool is_drawn = one.from <= month && (!one.until || month < *one.until);
          if (is_drawn && rules_.offset_rule(child.category, one.kind, month).deducted) amount = amount - one.amount;
        }
        amount = std::max(Money(), amount);
      } else {
        ++forecast_.without_standard;
      }
      ++row.children_at_most;
      row.amount_at_most = row.amount_at_most + amount;
      if (ends.expected && *ends.expected < month) continue;
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
        child.category = static_cast<Category>(c);
        child.first = from_.plus(static_cast<int>((12 * i + 11) / per_year));
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
