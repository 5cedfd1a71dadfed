#pragma once
// Why the lines are what they are, in sentences: when each coverage starts and stops, which standard, what is deducted, what was paid
// without a ground, what could not be computed.
#include <vector>

#include "benefits/entitlement.h"

namespace hutong::benefits::internal {

std::vector<Reason> reasons_of(MoneyRules const&, History const&, values::Month through, Entitlements const&);

}  // namespace hutong::benefits::internal
