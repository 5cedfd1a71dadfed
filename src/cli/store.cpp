#include "cli/door.h"

namespace hutong::cli {

void add_store_commands(CLI::App&, Door&) {}

}  // namespace hutong::cli
