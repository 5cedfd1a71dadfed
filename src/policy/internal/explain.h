#pragma once
// Words for a decision: the tree of reasons and what is still missing. Sentences come from messages/zh-CN.json.
#include <vector>

#include "policy/internal/verdict.h"

namespace hutong::policy::internal {

std::vector<Reason> reasons_of(Rulebook::Data const&, Case const&, Situation const&, Verdict const&);

// What would settle an undetermined case: only unknowns that can change the outcome.
std::vector<Pending> pending_of(Case const&, Situation const&);

}  // namespace hutong::policy::internal
