#pragma once
// Who lives in the district on the first day: households of the kinds one finds there, with about 18 minors in 100.
#include "base/random.h"
#include "demo/internal/numbers.h"
#include "demo/world.h"

namespace hutong::demo {

void settle_towns(World&, values::Divisions const&, base::Random&);
// Households until size.people persons are there.
void settle_people(World&, base::Random&, Numbers&);
// A child of a couple, born on the day, in the mother's household.
PersonIndex add_child(World&, base::Random&, Numbers&, PersonIndex father, PersonIndex mother, values::Date birth);

// What each member of such a household draws a month.
values::Money draw_aid(base::Random&, policy::IncomeKind);

}  // namespace hutong::demo
