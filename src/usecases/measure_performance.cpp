#include "usecases/measure_performance.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "store/coverage_store.h"
#include "store/payment_store.h"
#include "usecases/context.h"
#include "usecases/internal/covered_children.h"
#include "usecases/internal/recovery_sums.h"

namespace hutong::usecases {

using benefits::LineKind;
using values::Date;
using values::Money;
using values::Month;

namespace {

bool is_paid_in_its_month(benefits::History const& history, Month month) {
  bool is_paid = false;
  for (benefits::Paid const& line : history.paid) {
    if (line.month != month) continue;
    if (line.kind == LineKind::reversal) return false;
    is_paid = is_paid || (line.kind == LineKind::normal && line.paid_on && line.paid_on->month_of() <= month);
  }
  return is_paid;
}

bool is_covered_on(benefits::History const& history, Date day) {
  return std::any_of(history.coverage.begin(), history.coverage.end(),
                     [&](benefits::Coverage const& one) { return one.confirmed_on <= day && (!one.ended_on || day < *one.ended_on); });
}

void count_months(benefits::PerformanceCounts& counts, benefits::Entitlements const& money, payments::CoveredChild const& child, Month first, Month last) {
  for (benefits::MonthLine const& line : money.months) {
    bool const is_settled = child.paid_through && line.month <= *child.paid_through;
    if (line.month < first || last < line.month || is_settled || !line.entitled) continue;
    counts.paid = counts.paid + line.paid;
    counts.too_much = counts.too_much + std::max(Money(), line.paid - *line.entitled);
    counts.too_little = counts.too_little + std::max(Money(), *line.entitled - line.paid);
    if (*line.entitled == Money()) continue;
    ++counts.due;
    if (is_paid_in_its_month(child.history, line.month)) ++counts.on_time;
  }
}

}  // namespace

base::Result<PerformanceOutcome> measure_performance(Context& context, int year) {
  TRY(benefits::MoneyRules const* rules, context.money_rules());
  if (context.today().year() < year) return base::fail("performance_nothing", {{"year", std::to_string(year)}});
  PerformanceOutcome outcome;
  outcome.year = year;
  benefits::PerformanceCounts& counts = outcome.counts;
  store::PaymentStore payments(context.db());
  Month const january = *Month::of(year, 1), december = january.plus(11);
  auto const latest = payments.latest_list();
  Month const last = latest ? std::min(latest->month, december) : january.plus(-1);
  Date const day = std::min(context.today(), december.last_day());

  std::set<uint32_t> covered;
  std::map<uint32_t, Month> ended_in;  // the latest end of each child
  for (payments::CoveredChild const& child : covered_children(context, std::max(january, last))) {
    auto const known = benefits::as_known_on(child.history, context.today());
    auto const table = rules->table_for(context.settings().district, child.residence, context.today());
    count_months(counts, compute(*rules, table, known, std::max(january, last), benefits::Explain::no), child, january, last);
    if (is_covered_on(known, day)) covered.insert(child.child);
    for (benefits::Coverage const& one : known.coverage)
      if (one.ended_on) ended_in[child.child] = std::max(ended_in[child.child], one.ended_on->month_of());
  }
  std::set<uint32_t> eligible = covered;
  // A clue from before the end of the coverage has been answered, though the next round has not closed it yet.
  for (store::ClueRecord const& clue : store::CoverageStore(context.db()).open_clues())
    if (clue.first_month <= december && (!ended_in.contains(clue.child) || ended_in[clue.child] < clue.first_month)) eligible.insert(clue.child);
  counts.covered = static_cast<int64_t>(covered.size());
  counts.eligible = static_cast<int64_t>(eligible.size());
  for (store::RecoveryRecord const& record : payments.recoveries()) {
    if (std::stoi(record.proposed_at.substr(0, 4)) != year) continue;
    benefits::Recovery const state = state_of(record);
    counts.overpaid = counts.overpaid + state.amount;
    counts.returned = counts.returned + state.returned;
  }
  outcome.rows = performance_of(counts);
  bool const is_empty = std::all_of(outcome.rows.begin(), outcome.rows.end(), [](benefits::PerformanceRow const& row) { return row.whole == 0; });
  if (is_empty) return base::fail("performance_nothing", {{"year", std::to_string(year)}});
  return outcome;
}

std::string to_json(PerformanceOutcome const& of) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.performance/1").member("year", of.year).key("indicators").begin_array();
  for (benefits::PerformanceRow const& row : of.rows) {
    json.begin_object().member("indicator", code_of(row.indicator)).member("part", row.part).member("whole", row.whole).key("permyriad");
    if (row.permyriad) json.value(*row.permyriad);
    else json.null();
    json.end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
