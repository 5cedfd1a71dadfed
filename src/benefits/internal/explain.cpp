#include "benefits/internal/explain.h"

#include <algorithm>
#include <functional>

#include "base/messages.h"

namespace hutong::benefits::internal {

using base::label;
using values::Money;
using values::Month;

namespace {

std::string between(Month first, Month last) {
  return first == last ? first.to_chinese() : label("benefits_months", {{"first", first.to_chinese()}, {"last", last.to_chinese()}});
}

class Explainer {
 public:
  Explainer(MoneyRules const& rules, History const& history, Month through, Entitlements const& of)
      : rules_(rules), history_(history), through_(through), of_(of) {}

  std::vector<Reason> explain() {
    for (Coverage const& one : history_.coverage) coverage(one);
    standards();
    for (Offset const& one : history_.offsets) offset(one);
    no_standard();
    paid_too_much();
    paid_later();
    return std::move(reasons_);
  }

 private:
  void say(std::optional<RuleIndex> rule, std::string_view code, std::map<std::string, std::string> const& values) {
    reasons_.push_back({rule, label(code, values)});
  }

  void coverage(Coverage const& one) {
    MonthSpan span = months_of(rules_, one);
    std::map<std::string, std::string> values{{"category", std::string(values::chinese(one.category))},
                                              {"confirmed", one.confirmed_on.to_chinese()},
                                              {"first", span.first.to_chinese()}};
    say(rules_.start_rule(one.category, one.confirmed_on).rule, "benefits_reason_start", values);
    if (!one.ended_on) return;
    values["ended"] = one.ended_on->to_chinese();
    if (one.end_reason) values["reason"] = label("benefits_because_of", {{"reason", std::string(chinese(*one.end_reason))}});
    if (span.last) values["last"] = span.last->to_chinese();
    RuleIndex rule = rules_.end_rule(one.end_reason.value_or(EndReason::other), *one.ended_on).rule;
    say(rule, span.is_empty() ? "benefits_reason_never" : "benefits_reason_end", values);
  }

  // Calls with each longest run of months for which `same` holds between neighbours.
  void runs(std::function<bool(MonthLine const&)> const& of_interest, std::function<bool(MonthLine const&, MonthLine const&)> const& same,
            std::function<void(MonthLine const&, MonthLine const&)> const& tell) const {
    MonthLine const* first = nullptr;
    MonthLine const* last = nullptr;
    for (MonthLine const& line : of_.months) {
      if (first && (!of_interest(line) || last->month.plus(1) != line.month || !same(*last, line))) {
        tell(*first, *last);
        first = nullptr;
      }
      if (!of_interest(line)) continue;
      if (!first) first = &line;
      last = &line;
    }
    if (first) tell(*first, *last);
  }

  void standards() {
    runs([](MonthLine const& line) { return line.category && line.standard; },
         [](MonthLine const& a, MonthLine const& b) { return a.category == b.category && a.rule == b.rule && a.standard == b.standard; },
         [&](MonthLine const& first, MonthLine const& last) {
           say(first.rule, "benefits_reason_standard",
               {{"months", between(first.month, last.month)},
                {"category", std::string(values::chinese(*first.category))},
                {"amount", first.standard->to_string()}});
         });
  }

  void offset(Offset const& one) {
    auto is_drawn = [&](MonthLine const& line) {
      return line.category && line.standard && one.from <= line.month && (!one.until || line.month < *one.until);
    };
    runs(is_drawn,
         [&](MonthLine const& a, MonthLine const& b) {
           return rules_.offset_rule(*a.category, one.kind, a.month).rule == rules_.offset_rule(*b.category, one.kind, b.month).rule;
         },
         [&](MonthLine const& first, MonthLine const& last) {
           OffsetRule rule = rules_.offset_rule(*first.category, one.kind, first.month);
           say(rule.rule, rule.deducted ? "benefits_reason_deducted" : "benefits_reason_not_deducted",
               {{"months", between(first.month, last.month)},
                {"offset", std::string(chinese(one.kind))},
                {"amount", one.amount.to_string()},
                {"category", std::string(values::chinese(*first.category))}});
         });
    for (Offset const& other : history_.offsets) {
      if (&other == &one) break;
      bool overlaps = other.kind == one.kind && (!other.until || one.from < *other.until) && (!one.until || other.from < *one.until);
      if (overlaps) return say(std::nullopt, "benefits_reason_twice", {{"offset", std::string(chinese(one.kind))}, {"month", std::max(one.from, other.from).to_chinese()}});
    }
  }

  void no_standard() {
    runs([](MonthLine const& line) { return !line.standard; }, [](MonthLine const&, MonthLine const&) { return true; },
         [&](MonthLine const& first, MonthLine const& last) {
           say(std::nullopt, "benefits_reason_no_standard", {{"months", between(first.month, last.month)}});
         });
  }

  void paid_too_much() {
    auto is_over = [](MonthLine const& line) { return line.difference() && *line.difference() < Money(); };
    runs(is_over, [](MonthLine const& a, MonthLine const& b) { return a.category == b.category; },
         [&](MonthLine const& first, MonthLine const& last) {
           Money sum;
           for (MonthLine const& line : of_.months)
             if (first.month <= line.month && line.month <= last.month) sum = sum - *line.difference();
           say(first.rule, first.category ? "benefits_reason_overpaid" : "benefits_reason_paid_without",
               {{"months", between(first.month, last.month)}, {"amount", sum.to_string()}});
         });
  }

  void paid_later() {
    for (Paid const& one : history_.paid)
      if (through_ < one.month) return say(std::nullopt, "benefits_reason_paid_later", {{"through", through_.to_chinese()}});
  }

  MoneyRules const& rules_;
  History const& history_;
  Month through_;
  Entitlements const& of_;
  std::vector<Reason> reasons_;
};

}  // namespace

std::vector<Reason> reasons_of(MoneyRules const& rules, History const& history, Month through, Entitlements const& of) {
  return Explainer(rules, history, through, of).explain();
}

}  // namespace hutong::benefits::internal
