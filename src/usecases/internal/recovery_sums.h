#pragma once
#include <utility>
#include <vector>

#include "benefits/recovery.h"
#include "store/payment_store.h"

namespace hutong::usecases {

// The recovery after all its steps; what the store holds was lawful when it was written (CHECKed).
benefits::Recovery state_of(store::RecoveryRecord const&);

// Its months with what is (still) to come back for each in all: a revised amount counts from the first month on, a withdrawn one is nothing.
std::vector<std::pair<values::Month, values::Money>> months_in_force(store::RecoveryRecord const&);

}  // namespace hutong::usecases
