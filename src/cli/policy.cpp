#include "cli/door.h"

namespace hutong::cli {

void add_policy_commands(CLI::App&, Door&) {}

}  // namespace hutong::cli
