#pragma once
// One fact on one day: does it hold, and if not, why not. Three values: what we do not know is neither yes nor no.
#include <optional>

#include "policy/case.h"
#include "policy/internal/rules.h"

namespace hutong::policy::internal {

enum class Truth : uint8_t { no, unknown, yes };

enum class Cause : uint8_t {
  holds,
  // no
  no_rule_yet,  // the circumstance did not count on that day
  not_started,
  ended,
  too_short,  // ends before its clock is full
  term_short,
  not_in_custody,
  community,
  not_severe,
  not_certified,
  supports_child,
  found,
  // unknown
  running,           // the clock is not full yet: time alone will tell
  start_unknown,
  term_unknown,
  verify_release,    // the expected end has passed and nobody said what happened
  grade_unknown,
  components_unknown,
  certificate_unknown,
  support_unknown,
  no_route,          // out of contact, but neither searched for by the police nor confirmed by the five signatures
  result_unknown,    // the police have not answered
  not_accepted,      // the police could not search
};

struct Finding {
  Truth truth = Truth::no;
  Cause cause = Cause::not_started;
  Rule rule = Rule::deceased;                 // the one that decided
  std::optional<values::Date> satisfied_on;   // running: the day on which the clock is full
  std::optional<values::Date> expected_end;   // of a sentence or a detox decision
};

Finding finding_of(Fact const&, InForce const&, values::Date day);

// The day from which a clock that began on `start` satisfies the setting.
values::Date satisfied_on(Setting const& months, values::Date start);

// The expected end of a sentence or a detox decision that names none.
std::optional<values::Date> expected_end_of(Fact const&, InForce const&);

}  // namespace hutong::policy::internal
