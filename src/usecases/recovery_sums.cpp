#include "usecases/internal/recovery_sums.h"

#include <algorithm>

#include "base/check.h"

namespace hutong::usecases {

benefits::Recovery state_of(store::RecoveryRecord const& record) {
  auto recovery = benefits::proposed_recovery(record.amount);
  for (benefits::RecoveryStep const& step : record.steps) {
    auto next = benefits::after(recovery, step);
    CHECK(next.problems.empty());
    recovery = std::move(next.value);
  }
  return recovery;
}

std::vector<std::pair<values::Month, values::Money>> months_in_force(store::RecoveryRecord const& record) {
  values::Money rest = state_of(record).amount;
  std::vector<std::pair<values::Month, values::Money>> months;
  for (auto const& [month, amount] : record.months) {
    values::Money const part = std::min(amount, rest);
    if (part > values::Money()) months.emplace_back(month, part);
    rest = rest - part;
  }
  return months;
}

}  // namespace hutong::usecases
