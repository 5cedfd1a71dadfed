#pragma once
// What a child draws month by month beside the allowance, as the registers of 低保, 特困 and the subsidies for disabled persons tell it: standing
// amounts, each from a month until the next one or the end.
#include <optional>
#include <vector>

#include "ledger/registry.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::ledger {

struct DrawnBeside {
  FactKind kind = FactKind::dibao;
  values::Month from;
  std::optional<values::Month> until;   // half-open: the first month not drawn
  std::optional<values::Money> amount;  // a month; absent: the register does not tell it
  values::Date recorded_on;
  FactId fact = 0;
};

// dibao, tekun, disability_living_subsidy, disability_nursing_subsidy, as known on the day; by kind and month, one amount a month and kind. A register
// tells the amount of its own month; the months before keep what was told of them. Where the month is not kept (a beginning told twice with two amounts),
// it is the one before the row came.
std::vector<DrawnBeside> drawn_beside(Registry const&, PersonId child, values::Date known_on);

}  // namespace hutong::ledger
