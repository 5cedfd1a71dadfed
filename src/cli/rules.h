#pragma once
// The rules: a data directory's own pages, else those inside the program (DESIGN 8).
#include "benefits/money_rules.h"
#include "cli/door.h"
#include "policy/decide.h"

namespace hutong::cli {

base::Result<policy::Rulebook> rulebook_of(Door const&);
base::Result<benefits::MoneyRules> money_rules_of(Door const&);

}  // namespace hutong::cli
