#include "cli/door.h"

namespace hutong::cli {

void add_list_commands(CLI::App&, Door&) {}

}  // namespace hutong::cli
