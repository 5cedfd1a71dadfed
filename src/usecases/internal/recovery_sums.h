#pragma once
#include <string>
#include <utility>
#include <vector>

#include "benefits/recovery.h"
#include "store/payment_store.h"

namespace hutong::usecases {

// The recovery after all its steps; what the store holds was lawful when it was written (CHECKed).
benefits::Recovery state_of(store::RecoveryRecord const&);

// Its months with what is (still) to come back for each in all: a revised amount counts from the first month on, a withdrawn one is nothing.
std::vector<std::pair<values::Month, values::Money>> months_in_force(store::RecoveryRecord const&);

// The months of which something is still to come back, earliest first: the line that paid each of them last, amount = what is still to come back of it.
std::vector<store::LineRecord> still_to_come_back(store::PaymentStore&, store::RecoveryRecord const&);

// Money that came back or was kept back becomes lines of kind recovery, of the step that tells of it; each line's amount is its part. Gives the lines' ids.
std::vector<int64_t> write_returned(store::PaymentStore&, int64_t step_id, std::vector<store::LineRecord> parts, std::string const& recorded_at);

}  // namespace hutong::usecases
