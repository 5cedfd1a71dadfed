// Any bytes as a page of meanings/: refused with a place, or meanings that can be asked.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "ledger/meanings.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  static policy::Rulebook const rules = *policy::Rulebook::from_files(base::resources_in("rules"));
  auto const meanings = ledger::Meanings::from_files({{"meanings/lists.md", {reinterpret_cast<char const*>(data), size}}}, rules);
  if (!meanings) {
    CHECK(!base::tell(meanings.error()).empty() && !meanings.error().values.at("where").empty());
    return 0;
  }
  for (std::string const& report : meanings->registers()) CHECK(meanings->of_report(report) && meanings->of_report(report)->is_register);
  for (auto const& [report, months] : meanings->searched()) CHECK(!report.empty() && months >= 1 && months <= 9);
  values::Date const on = *values::Date::of(2026, 10, 31);
  // What begins may end: as many lines, only the other way round.
  for (char const* event : {"death", "deregistered", "arrested", "dibao"}) CHECK(meanings->of_event(event, "ended", on).size() <= meanings->of_event(event, "", on).size());
  return 0;
}
