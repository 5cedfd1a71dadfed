#include "cli/door.h"

namespace hutong::cli {

void add_round_commands(CLI::App&, Door&) {}

}  // namespace hutong::cli
