// benefits insurance: whom the insurance bureau is to enrol.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/files.h"
#include "base/messages.h"
#include "cli/with_context.h"
#include "usecases/insurance_roster.h"

namespace hutong::cli {
namespace {

using base::label;

struct Arguments {
  std::string out;
  int year = 0;
};

std::string told(usecases::InsuranceOutcome const& outcome) {
  std::string text = label("insurance_summary", {{"year", std::to_string(outcome.year)}, {"count", std::to_string(outcome.lines.size())}, {"insured", std::to_string(outcome.insured)},
                                                 {"gaps", std::to_string(outcome.gaps)}}) + "\n";
  for (usecases::InsuranceLine const& line : outcome.lines)
    if (!line.is_insured)
      text += "  · " + label("insurance_gap_line", {{"name", line.child.name}, {"category", std::string(values::chinese(line.category))}, {"month", line.since.to_chinese()}}) + "\n";
  for (std::string const& receipt : outcome.waiting) text += label("insurance_waiting", {{"receipt", receipt}}) + "\n";
  return text;
}

int insurance(Door const& door, Arguments const& arguments) {
  return with_context(door, [&](usecases::Context& context) -> int {
    auto const outcome = usecases::insurance_roster(context, arguments.year);
    if (!outcome) return door.refuse(outcome.error());
    if (!arguments.out.empty()) {
      base::write_file(arguments.out, usecases::insurance_workbook(context, *outcome));
      door.progress(label("payments_wrote", {{"path", arguments.out}}));
    }
    door.out(door.json ? usecases::to_json(*outcome) : told(*outcome));
    return outcome->gaps ? finding : done;
  });
}

}  // namespace

void add_insurance_command(CLI::App& app, Door& door) {
  CLI::App* const benefits = app.get_subcommand("benefits");
  auto const arguments = std::make_shared<Arguments>();
  CLI::App* const insurance_command = benefits->add_subcommand("insurance", "某年应参保名单,与医保局的参保结果对照;有缺口时退出状态为 1");
  insurance_command->add_option("YEAR", arguments->year, "年份,如 2027")->required();
  insurance_command->add_option("--out", arguments->out, "另写一份给医保局的 Excel 名单");
  insurance_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return insurance(door, *arguments); }; });
}

}  // namespace hutong::cli
