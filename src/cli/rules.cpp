#include "cli/rules.h"

#include "usecases/knowledge.h"

namespace hutong::cli {
namespace {

template <class Rules>
base::Result<Rules> rules_of(Door const& door) {
  std::deque<std::string> texts;
  TRY(auto const files, usecases::knowledge(door.data_folder, "rules", texts));
  return Rules::from_files(files);
}

}  // namespace

base::Result<policy::Rulebook> rulebook_of(Door const& door) { return rules_of<policy::Rulebook>(door); }
base::Result<benefits::MoneyRules> money_rules_of(Door const& door) { return rules_of<benefits::MoneyRules>(door); }

}  // namespace hutong::cli
