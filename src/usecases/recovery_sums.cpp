#include "usecases/internal/recovery_sums.h"

#include <algorithm>
#include <map>

#include "base/check.h"

namespace hutong::usecases {

using benefits::LineKind;

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

std::vector<store::LineRecord> still_to_come_back(store::PaymentStore& payments, store::RecoveryRecord const& record) {
  std::map<values::Month, store::LineRecord> latest;  // of the month that was paid too much
  std::map<values::Month, values::Money> returned;
  for (store::LineRecord& line : payments.lines_of(record.child)) {
    bool const is_of_this = line.kind == LineKind::recovery && payments.recovery_of_step(line.recovery_step_id.value()) == record.id;
    if (is_of_this) returned[line.month] = returned[line.month] + line.amount;
    if (line.kind == LineKind::normal || line.kind == LineKind::arrears) latest[line.month] = std::move(line);
  }
  std::vector<store::LineRecord> lines;
  for (auto const& [month, amount] : months_in_force(record)) {
    values::Money const open = amount - returned[month];
    if (open <= values::Money()) continue;
    lines.push_back(latest.at(month));
    lines.back().amount = open;
  }
  return lines;
}

std::vector<int64_t> write_returned(store::PaymentStore& payments, int64_t step_id, std::vector<store::LineRecord> parts, std::string const& recorded_at) {
  std::vector<int64_t> ids;
  for (store::LineRecord& line : parts) {
    line.item = "recovery:" + std::to_string(step_id);
    line.kind = LineKind::recovery;
    line.list_id = line.line_number = line.entry_id = line.reverses_id = line.deducted_entry_id = std::nullopt;
    line.recovery_step_id = step_id;
    line.recorded_at = recorded_at;
    ids.push_back(payments.add(line));
  }
  return ids;
}

}  // namespace hutong::usecases
