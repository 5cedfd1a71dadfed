#pragma once
// Coverage + standards + offsets + payments → what every month was worth, what is owed and what was paid too much (DESIGN 7.2, POLICY 3).
// Pure: the day and the month are parameters; the same input gives the same output.
//
// Every input has two times: when it was so, and when we learnt it. compute() takes what is in its hands as true; as_known_on() (news.h)
// takes away what was not known on a day. So "owed for March as known in May" is compute(as_known_on(history, day), …).
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "benefits/money_rules.h"
#include "benefits/words.h"
#include "values/date.h"
#include "values/money.h"
#include "values/words.h"

namespace hutong::benefits {

struct UndoneEnd {  // an end that was recorded by mistake and taken back
  values::Date ended_on;
  std::optional<EndReason> end_reason;
  values::Date recorded_on;
  values::Date undone_on;  // from this day on we know that it never was
};

struct Coverage {  // a confirmation by the bureau
  values::Category category = values::Category::community_orphan;
  values::Date confirmed_on;
  std::optional<values::Date> ended_on;  // the day of the event that ended the ground; absent = still covered
  std::optional<EndReason> end_reason;   // absent = not told: the common rule
  // Second time. Absent = known as soon as it was so.
  std::optional<values::Date> recorded_on;
  std::optional<values::Date> end_recorded_on;
  std::optional<values::Date> withdrawn_on;  // recorded by mistake; from this day on we know that it never was
  std::vector<UndoneEnd> undone_ends;        // in order of recording; each recorded after the one before was undone
  std::string ref;                           // for the caller: which coverage of the ledger; told in the news
};

struct Offset {  // drawn beside the allowance, per person and month
  OffsetKind kind = OffsetKind::dibao;
  values::Month from;
  std::optional<values::Month> until;  // half-open: the first month no longer drawn
  values::Money amount;                // per month, not negative
  std::optional<values::Date> recorded_on;
  std::optional<values::Date> withdrawn_on;
  std::string ref;
};

struct Paid {  // a line of the payment ledger
  values::Month month;
  values::Money amount;  // not negative; recovery and reversal count against
  LineKind kind = LineKind::normal;
  std::optional<values::Date> paid_on;  // absent = before anything we ask about
  std::string ref;
};

// What is known of one child's money.
struct History {
  std::vector<Coverage> coverage;
  std::vector<Offset> offsets;
  std::vector<Paid> paid;
  // Some coverage has not ended.
  bool is_open() const {
    return std::any_of(coverage.begin(), coverage.end(), [](Coverage const& one) { return !one.ended_on; });
  }
};

struct MonthLine {
  values::Month month;
  std::optional<values::Category> category;  // absent: no coverage, but something was paid
  std::optional<values::Money> standard;     // absent: covered, but no standard is known for this place and month; then entitled is absent too
  values::Money offset;                      // sum of what is deducted, also where it exceeds the standard
  std::optional<values::Money> entitled;     // max(0, standard − offset); 0 without coverage
  values::Money paid;                        // normal + arrears − recovery − reversal
  std::optional<RuleIndex> rule;             // the standard's; without coverage the rule that ends or begins it; absent with the standard
  bool provisional = false;                  // the standard, a deduction or the end rests on a rule with a doubt
  // Positive: still to be paid; negative: paid too much. Absent where entitled is.
  std::optional<values::Money> difference() const {
    if (!entitled) return std::nullopt;
    return *entitled - paid;
  }
};

struct Reason {
  std::optional<RuleIndex> rule;  // absent: no rule, which is the point
  std::string text;               // Chinese sentence about this case
};

struct Entitlements {
  std::vector<MonthLine> months;  // in order; months with a coverage or a payment, no others
  values::Money arrears;          // sum of the positive differences
  values::Money overpaid;         // sum of the negative ones, as a positive amount
  std::vector<Reason> reasons;    // only when asked for
  MonthLine const* in(values::Month) const;  // null where there is none
};

enum class Explain : uint8_t { no, yes };  // no: for sweeps over a whole district

// The months up to and including `through`. Where coverages of several categories meet in a month, the first by precedence counts: one
// payment a month. Payments for later months are not judged (told in the reasons).
Entitlements compute(MoneyRules const&, StandardTable const&, History const&, values::Month through, Explain = Explain::yes);

// First and last month (inclusive) that a coverage pays for; absent last = open; first after last or absent first = no month.
struct MonthSpan {
  values::Month first;
  std::optional<values::Month> last;
  bool is_empty() const { return last && *last < first; }
};
MonthSpan months_of(MoneyRules const&, Coverage const&);

}  // namespace hutong::benefits
