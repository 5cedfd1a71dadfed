#pragma once
// 双人: who decides and who approves are two persons (SECURITY 16). Until there are accounts to log in with, two names that differ, recorded for ever.
#include <string_view>

#include "base/result.h"
#include "usecases/cases.h"

namespace hutong::usecases {

// The names without blanks at their ends. Problems: one_person_only, reason_missing.
base::Result<Deciding> checked(Deciding const&, bool needs_reason);

// The command was given twice, or killed before it could say that it had done it.
bool is_same(store::TwoPersons const&, std::string const& reason, std::string const& document, Deciding const& again);

}  // namespace hutong::usecases
