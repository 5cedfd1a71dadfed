#pragma once
// When a decision began to hold, when it stops by what is known, and when to look again. A case changes only on a few days: where a
// fact, a schooling, a rule … begins or ends, where a clock is full, on birthdays. Between two such days nothing changes, so these are
// the only days that need looking at.
#include <optional>
#include <vector>

#include "policy/internal/verdict.h"

namespace hutong::policy::internal {

std::vector<values::Date> days_of_change(Rulebook::Data const&, Case const&);

struct Standing {
  values::Date since;
  std::optional<values::Date> until;
};
// For an eligible verdict on the case's day.
Standing standing_of(Rulebook::Data const&, Case const&, Verdict const&);

// For an undetermined verdict with an interim grant: since when that much has been true, whether something better was open meanwhile or not.
values::Date interim_since(Rulebook::Data const&, Case const&, Verdict const&);

std::optional<values::Date> next_review_of(Case const&, Situation const&, Decision const&);

}  // namespace hutong::policy::internal
