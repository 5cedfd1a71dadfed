#pragma once
// What every command that works on a data directory begins with.
#include <functional>

#include "cli/door.h"
#include "usecases/context.h"

namespace hutong::cli {

int with_context(Door const&, std::function<int(usecases::Context&)> const&);
int with_month(Door const&, std::string const& month, std::function<int(usecases::Context&, values::Month)> const&);

// Whom did somebody name as deciding and approving? --by, --approved-by, --reason, --document.
struct DecidingOptions {
  std::string decided_by, approved_by, reason, document;
};
void add_deciding_options(CLI::App&, DecidingOptions&, bool needs_reason);

}  // namespace hutong::cli
