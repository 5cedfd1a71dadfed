// Any bytes as a page of rules, beside the good ones in place of one of them: refused with a place, or a rulebook that can be asked.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "policy/decide.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  std::string_view page(reinterpret_cast<char const*>(data), size);
  std::vector<base::Resource> files = base::resources_in("rules");
  for (base::Resource& file : files)
    if (file.name == "rules/2020-minfa-125.md") file.text = page;
  auto rules = policy::Rulebook::from_files(files);
  if (!rules) {
    CHECK(!base::tell(rules.error()).empty() && !rules.error().values.at("where").empty());
    return 0;
  }
  CHECK(!rules->rules_on(*values::Date::of(2026, 10, 31)).empty());
  return 0;
}
