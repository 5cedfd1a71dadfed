#pragma once
// What has become different between two lists, of one child's own month of money: for the clerk who compares this list with the last.
#include <optional>

#include "benefits/entitlement.h"
#include "benefits/money_rules.h"
#include "payments/prepare.h"

namespace hutong::payments::internal {

struct Compared {
  CoveredChild const& child;
  values::Month month;                      // of this list
  benefits::MonthLine const* now = nullptr;  // of this month, as known now
  // Of the month before, as known when its list was made; absent: there was no list, or the child is on it (CoveredChild::last_line tells all then).
  std::optional<benefits::MonthLine> last = std::nullopt;
  values::Money listed;  // of this month, on this list: nothing when it is held
};

std::optional<Change> change_of(benefits::MoneyRules const&, Compared const&);

}  // namespace hutong::payments::internal
