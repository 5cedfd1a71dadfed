#pragma once
// Everything that money must know of the children who are covered or were paid, from the store, as values for the core.
#include <vector>

#include "payments/prepare.h"
#include "usecases/context.h"

namespace hutong::usecases {

// As known now, for the list of this month.
std::vector<payments::CoveredChild> covered_children(Context&, values::Month);

}  // namespace hutong::usecases
