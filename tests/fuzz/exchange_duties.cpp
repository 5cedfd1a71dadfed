// Any bytes as duties/<district>.yaml: a plan in which each duty is found again, or a sentence that names the line.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "exchange/duties.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  auto const plan = exchange::DutyPlan::from_yaml({reinterpret_cast<char const*>(data), size});
  if (!plan) {
    CHECK(!base::tell(plan.error()).empty() && !plan.error().values.at("where").empty());
    return 0;
  }
  values::WorkCalendar const weekends_only;
  values::Month const period = *values::Month::of(2026, 9);
  for (exchange::Duty const& duty : plan->duties) {
    CHECK(plan->find(duty.agency, duty.report) == &duty);
    if (auto const due = exchange::due_on(duty, period, *plan, weekends_only)) CHECK(period.last_day() < *due);
  }
  CHECK(exchange::missing_duties(period, {}, *plan, weekends_only, *values::Date::of(2026, 12, 31)).size() <= plan->duties.size());
  return 0;
}
