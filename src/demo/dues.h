#pragma once
// What was due to a child for a month: straight from POLICY part 3 in the plainest code there is, with no use of `benefits` or `payments`, so that the
// ledger is measured against something it does not share.
#include <optional>
#include <string>
#include <vector>

#include "demo/truth.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::demo {

struct Confirmed {  // by the bureau's two officers
  Standing standing = Standing::none;
  values::Date on;
};

// The invented notice that raises the standards: announced in the fourth month, in force from the first.
struct Raise {
  values::Month from;
  values::Date announced_on;
};
Raise raise_in(World const&);
// The page of rules/ that tells of it.
std::string page_of(Raise const&);

// A month's money of a standing, by the standards announced until known_on.
values::Money standard_of(Standing, Raise const&, values::Month, values::Date known_on);

// The same less what the child draws beside it (补差, POLICY 3.3); never below nothing.
values::Money amount_of(Standing, std::optional<Aid> const&, Raise const&, values::Month, values::Date known_on);

// The first day on which the ground is gone; a ground that is back by the end of that month has not ended. Looks at the months up to `through`.
std::optional<values::Date> ended_on(Knowledge const&, Confirmed const&, values::Month through);

// Confirmations in order of time: the latest before the month counts, from the month after it through the month in which its ground ended.
Confirmed const* confirmed_for(std::vector<Confirmed> const&, values::Month);
values::Money due_for(Knowledge const&, std::vector<Confirmed> const&, Raise const&, values::Month, values::Date known_on);

}  // namespace hutong::demo
