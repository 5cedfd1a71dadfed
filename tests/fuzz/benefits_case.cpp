// Any bytes as a benefit case: problems or months, never a crash; the amounts keep what every answer must keep.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "benefits/benefit_case.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  using values::Money;
  static benefits::MoneyRules const rules = *benefits::MoneyRules::from_files(base::resources_in("rules"));
  auto read = benefits::benefit_case_from_json(rules, {reinterpret_cast<char const*>(data), size});
  for (auto const& problem : read.problems) CHECK(!base::tell(problem).empty());
  if (!read.problems.empty()) return 0;
  benefits::BenefitAnswer const answer = benefits::compute(rules, read.value);
  benefits::Entitlements const& money = answer.money;
  Money arrears, overpaid;
  for (size_t i = 0; i < money.months.size(); ++i) {
    benefits::MonthLine const& line = money.months[i];
    CHECK(line.month <= read.value.through);
    CHECK(i == 0 || money.months[i - 1].month < line.month);
    CHECK(line.standard.has_value() == line.entitled.has_value());
    if (!line.entitled) continue;
    CHECK(*line.entitled == std::max(Money(), *line.standard - line.offset));
    if (Money() < *line.difference()) arrears = arrears + *line.difference();
    else overpaid = overpaid - *line.difference();
  }
  CHECK(money.arrears == arrears && money.overpaid == overpaid);
  Money adjusted;
  for (benefits::Adjustment const& one : answer.adjustments) adjusted = one.kind == benefits::LineKind::arrears ? adjusted + one.amount : adjusted - one.amount;
  CHECK(adjusted == arrears - overpaid);
  CHECK(!benefits::to_json(rules, answer).empty());
  return 0;
}
