// One pass over the months. What is known is laid on a line of months first (spans of coverage, sums of payments); then each month asks:
// which category pays, by which standard, less what. Nothing here looks at a clock or a text; reasons are written afterwards, from the lines.
#include "benefits/entitlement.h"

#include <algorithm>

#include "base/check.h"
#include "benefits/internal/explain.h"

namespace hutong::benefits {

using values::Category;
using values::Date;
using values::Money;
using values::Month;

namespace {

EndRule end_rule_of(MoneyRules const& rules, Coverage const& ended) {
  return rules.end_rule(ended.end_reason.value_or(EndReason::other), *ended.ended_on);
}

bool is_doubted(MoneyRules const& rules, RuleIndex rule) { return !rules.rule(rule).doubt.empty(); }

struct Span {  // the months one coverage pays for, [first, last]
  Coverage const* coverage;
  MonthSpan months;
  int rank;
  bool last_is_doubted;  // whether the month of the event is paid rests on a doubted rule
  bool contains(Month month) const { return months.first <= month && (!months.last || month <= *months.last); }
};

// In order of precedence, so that the first one found pays. Of two of one rank the one that goes on longer, and where both end together the one whose end is
// in no doubt: the month is paid because of it, whichever was recorded first.
std::vector<Span> spans_of(MoneyRules const& rules, std::vector<Coverage> const& coverage) {
  std::vector<Span> spans;
  spans.reserve(coverage.size());
  for (Coverage const& one : coverage) {
    Span span{&one, months_of(rules, one), rules.rank_of(one.category), one.ended_on && is_doubted(rules, end_rule_of(rules, one).rule)};
    if (!span.months.is_empty()) spans.push_back(span);
  }
  auto const pays_before = [](Span const& a, Span const& b) {
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.months.last != b.months.last) return !a.months.last || (b.months.last && *b.months.last < *a.months.last);
    return a.last_is_doubted < b.last_is_doubted;
  };
  std::stable_sort(spans.begin(), spans.end(), pays_before);
  return spans;
}

// What was paid per month, returns counted against, in order of month.
std::vector<std::pair<Month, Money>> sums_of(std::vector<Paid> const& paid) {
  std::vector<std::pair<Month, Money>> sums;
  sums.reserve(paid.size());
  for (Paid const& one : paid) {
    bool goes_out = one.kind == LineKind::normal || one.kind == LineKind::arrears;
    sums.emplace_back(one.month, goes_out ? one.amount : Money() - one.amount);
  }
  auto earlier = [](auto const& a, auto const& b) { return a.first < b.first; };
  if (!std::is_sorted(sums.begin(), sums.end(), earlier)) std::stable_sort(sums.begin(), sums.end(), earlier);
  size_t kept = 0;
  for (size_t i = 0; i < sums.size(); ++i) {
    if (kept > 0 && sums[kept - 1].first == sums[i].first) sums[kept - 1].second = sums[kept - 1].second + sums[i].second;
    else sums[kept++] = sums[i];
  }
  sums.resize(kept);
  return sums;
}

// The rule by which a month without coverage is not paid: the end of the coverage before it (of two that ended together the first rule in no doubt), else that
// no coverage is there.
RuleIndex rule_without_coverage(MoneyRules const& rules, std::vector<Coverage> const& coverage, Month month) {
  std::optional<std::pair<Date, RuleIndex>> latest;
  for (Coverage const& one : coverage) {
    if (!one.ended_on || month <= one.confirmed_on.month_of()) continue;
    RuleIndex const rule = end_rule_of(rules, one).rule;
    bool const is_later = !latest || latest->first < *one.ended_on;
    bool const is_surer = latest && latest->first == *one.ended_on && std::pair(is_doubted(rules, rule), rule) < std::pair(is_doubted(rules, latest->second), latest->second);
    if (is_later || is_surer) latest = {*one.ended_on, rule};
  }
  return latest ? latest->second : rules.coverage_rule();
}

void deduct(MoneyRules const& rules, std::vector<Offset> const& offsets, MonthLine& line) {
  for (Offset const& one : offsets) {
    bool is_drawn = one.from <= line.month && (!one.until || line.month < *one.until);
    if (!is_drawn) continue;
    OffsetRule rule = rules.offset_rule(*line.category, one.kind, line.month);
    if (!rule.deducted) continue;
    line.offset = line.offset + one.amount;
    line.provisional = line.provisional || is_doubted(rules, rule.rule);
  }
}

// A category's standards while the months go by: the step in force moves forward only.
class Walk {
 public:
  explicit Walk(std::vector<StandardTable::Step> const& steps) : steps_(&steps) {}
  StandardTable::Step const* in(Month month) {
    while (next_ < steps_->size() && (*steps_)[next_].from <= month) ++next_;
    return next_ == 0 ? nullptr : &(*steps_)[next_ - 1];
  }

 private:
  std::vector<StandardTable::Step> const* steps_;
  size_t next_ = 0;
};

}  // namespace

MonthSpan months_of(MoneyRules const& rules, Coverage const& coverage) {
  MonthSpan span{coverage.confirmed_on.month_of(), std::nullopt};
  if (rules.start_rule(coverage.category, coverage.confirmed_on).first == FirstMonth::next) span.first = span.first.plus(1);
  if (!coverage.ended_on) return span;
  switch (end_rule_of(rules, coverage).last) {
    case LastMonth::same: span.last = coverage.ended_on->month_of(); break;
    case LastMonth::previous: span.last = coverage.ended_on->month_of().plus(-1); break;
    case LastMonth::never: span.last = span.first.plus(-1); break;
  }
  return span;
}

Entitlements compute(MoneyRules const& rules, StandardTable const& standards, History const& history, Month through, Explain explain) {
  Entitlements result;
  std::vector<Span> const spans = spans_of(rules, history.coverage);
  auto const paid = sums_of(history.paid);
  Month month = through.plus(1);
  for (Span const& span : spans) month = std::min(month, span.months.first);
  if (!paid.empty()) month = std::min(month, paid.front().first);
  if (month <= through) result.months.reserve(static_cast<size_t>(through.index() - month.index() + 1));

  Walk walks[] = {Walk(standards.steps_of(Category::community_orphan)), Walk(standards.steps_of(Category::de_facto_unattended)),
                  Walk(standards.steps_of(Category::hiv_affected)), Walk(standards.steps_of(Category::priority_hardship))};
  size_t next_paid = 0;
  for (; month <= through; month = month.plus(1)) {
    MonthLine line;
    line.month = month;
    bool has_payment = next_paid < paid.size() && paid[next_paid].first == month;
    if (has_payment) line.paid = paid[next_paid++].second;
    auto span = std::find_if(spans.begin(), spans.end(), [&](Span const& one) { return one.contains(month); });
    if (span == spans.end()) {
      if (!has_payment) continue;
      line.standard = line.entitled = Money();
      line.rule = rule_without_coverage(rules, history.coverage, month);
      line.provisional = is_doubted(rules, *line.rule);
    } else {
      line.category = span->coverage->category;
      if (auto const* step = walks[static_cast<size_t>(*line.category)].in(month)) {
        line.standard = step->monthly;
        line.rule = step->rule;
        line.provisional = step->provisional || (span->last_is_doubted && month == span->months.last);
        if (!history.offsets.empty()) deduct(rules, history.offsets, line);
        line.entitled = std::max(Money(), step->monthly - line.offset);
      }
    }
    if (auto difference = line.difference()) {
      if (Money() < *difference) result.arrears = result.arrears + *difference;
      else result.overpaid = result.overpaid - *difference;
    }
    result.months.push_back(line);
  }
  if (explain == Explain::yes) result.reasons = internal::reasons_of(rules, history, through, result);
  return result;
}

MonthLine const* Entitlements::in(Month month) const {
  auto found = std::lower_bound(months.begin(), months.end(), month, [](MonthLine const& line, Month of) { return line.month < of; });
  return found != months.end() && found->month == month ? &*found : nullptr;
}

}  // namespace hutong::benefits
