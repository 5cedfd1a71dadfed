// Any bytes as a benefit case: problems or months, never a crash; the amounts keep what every answer must keep.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "benefits/benefit_case.h"
#include "benefits/news.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  using values::Money;
  static benefits::MoneyRules const rules = *benefits::MoneyRules::from_files(base::resources_in("rules"));
  auto read = benefits::benefit_case_from_json(rules, {reinterpret_cast<char const*>(data), size});
  for (auto const& problem : read.problems) CHECK(!base::tell(problem).empty());
  if (!read.problems.empty()) return 0;
  benefits::Entitlements const money = benefits::compute(rules, read.value);
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
  CHECK(!benefits::to_json(rules, money).empty());
  if (read.value.history.coverage.size() + read.value.history.offsets.size() < 8 && read.value.known_on)
    benefits::adjustments(rules, read.value.place, read.value.residence, read.value.history, read.value.through, *read.value.known_on);
  return 0;
}
