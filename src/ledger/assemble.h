#pragma once
// From the registry to the question that policy answers: one child on one day, by what was known on another day.
#include <string>

#include "ledger/registry.h"
#include "policy/case.h"
#include "values/date.h"

namespace hutong::ledger {

struct Knowledge {
  values::Date known_on;  // only what was recorded until this day
  // Every monthly list that names parents has come for the period: a parent with a number on none of them has been searched and nothing was found.
  bool parents_are_searched = false;
  std::string district;   // 370114: the household registration of those whom the register, or a town on a list, places here
};

// policy::Fact::ref is the FactId of the latest report of the fact, in digits.
policy::Case case_of(Registry const&, PersonId child, values::Date day, Knowledge const&);

// A household registration that is certainly not ours: the person was deregistered by moving out, we do not know where to.
inline constexpr char elsewhere[] = "000000";

}  // namespace hutong::ledger
