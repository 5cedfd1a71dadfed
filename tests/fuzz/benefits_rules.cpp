// Any bytes as a page of money rules, in place of the newest standards: refused with a place, or rules that can be asked.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "benefits/money_rules.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  std::string_view page(reinterpret_cast<char const*>(data), size);
  std::vector<base::Resource> files = base::resources_in("rules");
  for (base::Resource& file : files)
    if (file.name == "rules/2024-jinan-standards.md") file.text = page;
  auto rules = benefits::MoneyRules::from_files(files);
  if (!rules) {
    CHECK(!base::tell(rules.error()).empty() && !rules.error().values.at("where").empty());
    return 0;
  }
  for (benefits::StandardWarning const& one : rules->warnings()) CHECK(!one.text.empty());
  for (char const* place : {"370114", "370100", "370000", "110101"}) {
    auto const table = rules->table_for(place, benefits::Residence::urban);
    for (int category = 0; category < 4; ++category) {
      auto const& steps = table.steps_of(static_cast<values::Category>(category));
      for (size_t i = 0; i < steps.size(); ++i) CHECK(values::Money() < steps[i].monthly && (i == 0 || steps[i - 1].from < steps[i].from));
    }
  }
  return 0;
}
