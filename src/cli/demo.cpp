#include "cli/door.h"

namespace hutong::cli {

void add_demo_command(CLI::App&, Door&) {}

}  // namespace hutong::cli
