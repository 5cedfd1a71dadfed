// Any bytes as a case: problems or a decision, never a crash; the decision keeps what every decision must keep.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "base/resources.h"
#include "policy/case.h"
#include "policy/decide.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  static policy::Rulebook const rules = *policy::Rulebook::from_files(base::resources_in("rules"));
  auto read = policy::case_from_json({reinterpret_cast<char const*>(data), size}, std::nullopt);
  for (auto const& problem : read.problems) CHECK(!base::tell(problem).empty());
  if (!read.problems.empty()) return 0;
  policy::Decision decision = policy::decide(rules, read.value);
  CHECK((decision.outcome == policy::Outcome::eligible) == decision.since.has_value());
  CHECK((decision.outcome == policy::Outcome::undetermined) == !decision.pending.empty());
  CHECK(!decision.reasons.empty());
  CHECK(!policy::to_json(decision).empty());
  if (!decision.since) return 0;
  read.value.on = *decision.since;
  policy::Decision then = policy::decide(rules, read.value, false);
  CHECK(then.category == decision.category && then.subtype == decision.subtype && then.since == decision.since);
  return 0;
}
