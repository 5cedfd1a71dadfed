#include "cli/with_context.h"

#include <CLI/CLI.hpp>

#include "base/random.h"

namespace hutong::cli {

int with_context(Door const& door, std::function<int(usecases::Context&)> const& f) {
  base::SystemRandom random;
  auto context = usecases::Context::open(door.data_folder, *door.clock, random);
  if (!context) return door.refuse(context.error());
  return f(**context);
}

int with_month(Door const& door, std::string const& text, std::function<int(usecases::Context&, values::Month)> const& f) {
  auto month = values::Month::from_iso(text);
  if (!month) return door.refuse(month.error());
  return with_context(door, [&](usecases::Context& context) { return f(context, *month); });
}

void add_deciding_options(CLI::App& command, DecidingOptions& options, bool needs_reason) {
  command.add_option("--by", options.decided_by, "经办人姓名")->required();
  command.add_option("--approved-by", options.approved_by, "批准人姓名,与经办人是两个人")->required();
  auto* reason = command.add_option("--reason", options.reason, "理由");
  if (needs_reason) reason->required();
  command.add_option("--document", options.document, "依据的文书名或文号");
}

}  // namespace hutong::cli
