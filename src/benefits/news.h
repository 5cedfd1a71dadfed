#pragma once
// The second time. What was owed for a month depends on what was known; news changes it; the difference to what was paid is the adjustment.
//
//   owed for m, as known on day D  =  compute(table_for(…, D), as_known_on(history, D), …)
//   adjustment of m today          =  owed as known today − paid
//
// Each adjustment is told by its causes: starting from what was known when the month was last paid, the news since then is applied one piece
// after another, and each piece accounts for what it moved. Their sum is the difference, to the fen. Frozen lists are not touched.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benefits/entitlement.h"

namespace hutong::benefits {

// What was known at the end of that day.
History as_known_on(History const&, values::Date);

enum class NewsKind : uint8_t {
  confirmed,         // a confirmation learnt
  ended,             // an end learnt: late death, release, annulment …
  reopened,          // an end that was recorded by mistake
  withdrawn,         // a coverage that was recorded by mistake
  offset_learnt,     // dibao, tekun … learnt
  offset_withdrawn,  // and taken back
  standard_changed,  // a notice, often months after the day from which it counts
  not_paid,          // no news: owed as known at the time, and not paid
  paid_otherwise,    // no news: another amount was paid than was owed as known at the time
};
std::string_view code_of(NewsKind);

struct Cause {
  NewsKind kind = NewsKind::confirmed;
  values::Date known_on;
  values::Money change;  // what it moved, with its sign; never zero
  std::string ref;       // of the coverage or offset; "" for standards and payments
  std::string text;      // Chinese sentence
};

struct Adjustment {
  values::Month month;
  LineKind kind = LineKind::arrears;  // arrears: pay it; recovery: propose it, never deduct it by yourself
  values::Money amount;               // positive
  std::optional<values::Category> category;  // of the month as known now
  std::optional<RuleIndex> rule;             // of the month as known now
  bool provisional = false;
  std::optional<values::Date> due_on;  // when a notice says until when the back pay is due
  std::vector<Cause> because;          // in the order of the news; the changes add up to ±amount
};

// All months up to `through` whose difference, as known on `known_on`, is not zero. Months without a standard are left out.
std::vector<Adjustment> adjustments(MoneyRules const&, std::string_view place, Residence, History const&, values::Month through, values::Date known_on);

// The line that undoes a payment which never arrived.
Paid reversal_of(Paid const&, values::Date on);

}  // namespace hutong::benefits
