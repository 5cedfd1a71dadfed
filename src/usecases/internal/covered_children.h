#pragma once
// Everything that money must know of the children who are covered or were paid, from the store, as values for the core.
#include <optional>
#include <vector>

#include "payments/prepare.h"
#include "store/coverage_store.h"
#include "usecases/context.h"

namespace hutong::usecases {

// As known now, for the list of this month.
std::vector<payments::CoveredChild> covered_children(Context&, values::Month);

// One of them; nullopt = neither covered nor paid ever.
std::optional<payments::CoveredChild> known_for_list(Context&, values::Month, store::PersonId);

}  // namespace hutong::usecases
