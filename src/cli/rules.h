#pragma once
// The rules: those of the data directory, or with none given those inside the program (usecases/knowledge.h).
#include "benefits/money_rules.h"
#include "cli/door.h"
#include "policy/decide.h"

namespace hutong::cli {

base::Result<policy::Rulebook> rulebook_of(Door const&);
base::Result<benefits::MoneyRules> money_rules_of(Door const&);

}  // namespace hutong::cli
