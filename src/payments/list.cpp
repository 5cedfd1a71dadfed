#include "payments/list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace hutong::payments {

Line const& Entry::last_paid() const {
  auto const found = std::find_if(lines.rbegin(), lines.rend(), [](Line const& line) { return line.kind != LineKind::recovery; });
  CHECK(found != lines.rend());
  return *found;
}

values::Money Entry::amount() const {
  values::Money sum;
  for (Line const& line : lines) sum = sum + line.counted();
  return sum;
}

values::Money Entry::amount_of(LineKind kind) const {
  values::Money sum;
  for (Line const& line : lines)
    if (line.kind == kind) sum = sum + line.amount;
  return sum;
}

values::Money PaymentList::total() const {
  values::Money sum;
  for (Entry const& entry : entries) sum = sum + entry.amount();
  return sum;
}

values::Money PaymentList::total_of(LineKind kind) const {
  values::Money sum;
  for (Entry const& entry : entries) sum = sum + entry.amount_of(kind);
  return sum;
}

std::string list_number(std::string_view district, values::Month month) {
  return "HT-" + std::string(district) + "-" + base::replace_all(month.to_string(), "-", "") + "-PAY";
}

std::string bank_reference(values::Month month, int number) { return fmt::format("{}{:05}", base::replace_all(month.to_string(), "-", ""), number); }

}  // namespace hutong::payments
