// Any bytes → check_list. Whatever comes out, every row is in one bucket and the result can be written as JSON.
#include <set>

#include "base/check.h"
#include "base/resources.h"
#include "intake/check.h"

using namespace hutong;

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  static intake::Catalogue const catalogue = *intake::Catalogue::from_files(base::resources_in("lists"));
  static values::Divisions const divisions = *values::Divisions::from_yaml(*base::resource("divisions/370114.yaml"));
  static std::vector<std::string> const reports = catalogue.report_names();
  if (size < 1) return 0;
  // The first byte chooses the report, so that one corpus serves all.
  intake::CheckRequest const request{reports[data[0] % reports.size()], *values::Month::of(2026, 9), *values::Date::of(2026, 9, 30), *values::Date::of(2026, 10, 10)};
  sheets::Limits limits;
  limits.inflated_bytes = 4'000'000;
  limits.rows = 5'000;
  auto const result = intake::check_list({reinterpret_cast<char const*>(data) + 1, size - 1}, request, catalogue, divisions, limits);
  std::set<std::pair<uint32_t, int>> records, ignored;
  for (auto const* bucket : {&result.accepted, &result.rejected})
    for (auto const& record : *bucket) records.insert({record.sheet, record.row});
  for (auto const& row : result.ignored) {
    CHECK((ignored.insert({row.sheet, row.row}).second));
    CHECK(!records.contains({row.sheet, row.row}));
  }
  for (auto const& record : result.accepted) CHECK(record.reasons.empty());
  for (auto const& record : result.rejected) CHECK(!record.reasons.empty());
  base::JsonWriter json;
  intake::write_json(result, json);
  return 0;
}
