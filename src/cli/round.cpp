#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>

#include "base/files.h"
#include "base/messages.h"
#include "base/random.h"
#include "cli/door.h"
#include "usecases/context.h"
#include "usecases/run_round.h"
#include "usecases/show_round.h"

namespace hutong::cli {

namespace {

using base::label;

struct RoundArguments {
  std::string month;
  std::string out_folder;
};

std::string told(usecases::RoundOutcome const& outcome) {
  std::string text = label("round_title", {{"month", outcome.month.to_chinese()}, {"day", outcome.day.to_chinese()}}) + "\n";
  std::map<ledger::ProposalKind, std::pair<int, int>> counts;
  for (auto& proposal : outcome.proposals) {
    ++counts[proposal.kind].first;
    counts[proposal.kind].second += proposal.is_new;
  }
  if (counts.empty()) text += label("round_nothing") + "\n";
  for (auto& [kind, count] : counts)
    text += label("round_count", {{"kind", label("kind_" + std::string(ledger::code_of(kind)))}, {"all", std::to_string(count.first)}, {"new", std::to_string(count.second)}}) + "\n";
  std::optional<ledger::ProposalKind> section;
  for (auto& proposal : outcome.proposals) {
    if (section != proposal.kind) text += "\n" + label("round_section", {{"kind", label("kind_" + std::string(ledger::code_of(proposal.kind)))}}) + "\n";
    section = proposal.kind;
    text += label(proposal.is_new ? "round_item_new" : "round_item", {{"paragraph", proposal.paragraph}, {"next_step", proposal.next_step}, {"month", proposal.first_month.to_chinese()}}) + "\n";
  }
  if (!outcome.settled.empty()) text += "\n" + label("round_settled", {{"count", std::to_string(outcome.settled.size())}}) + "\n";
  for (auto& settled : outcome.settled) text += label("round_settled_item", {{"paragraph", settled.paragraph}, {"key", settled.proposal_key}}) + "\n";
  if (!outcome.closed.empty()) text += "\n" + label("round_closed", {{"count", std::to_string(outcome.closed.size())}}) + "\n";
  return text;
}

int answer(Door const& door, base::Result<usecases::RoundOutcome> const& outcome) {
  if (!outcome) return door.refuse(outcome.error());
  door.out(door.json ? usecases::to_json(*outcome) : told(*outcome));
  return done;
}

void write_work_lists(Door const& door, usecases::Context& context, usecases::RoundOutcome const& outcome, std::string const& folder) {
  base::make_folder(folder);
  for (auto& list : usecases::work_lists(context, outcome)) {
    auto path = std::filesystem::path(folder) / list.file_name;
    base::write_file(path, list.bytes);
    door.progress(label("round_wrote", {{"path", path.string()}}));
  }
}

int with_context(Door& door, std::string const& month_text, std::function<int(usecases::Context&, values::Month)> const& f) {
  auto month = values::Month::from_iso(month_text);
  if (!month) return door.refuse(month.error());
  base::SystemRandom random;
  auto context = usecases::Context::open(door.data_folder, *door.clock, random);
  if (!context) return door.refuse(context.error());
  return f(**context, *month);
}

}  // namespace

void add_round_commands(CLI::App& app, Door& door) {
  auto* round = app.add_subcommand("round", "每月一轮:把各部门名单合在一起,找出该管的孩子");
  round->require_subcommand(1);
  auto arguments = std::make_shared<RoundArguments>();

  auto* run = round->add_subcommand("run", "处理到目前为止收到的全部名单,提出线索和待办");
  run->add_option("MONTH", arguments->month, "月份,如 2026-09")->required();
  run->callback([&door, arguments] {
    door.chosen = [&door, arguments] {
      return with_context(door, arguments->month, [&](usecases::Context& context, values::Month month) { return answer(door, usecases::run_round(context, month)); });
    };
  });

  auto* show = round->add_subcommand("show", "显示某月一轮之后的线索和待办");
  show->add_option("MONTH", arguments->month, "月份,如 2026-09")->required();
  show->add_option("--out", arguments->out_folder, "另把各镇街和区民政局的工作清单(Excel)写到这个文件夹");
  show->callback([&door, arguments] {
    door.chosen = [&door, arguments] {
      return with_context(door, arguments->month, [&](usecases::Context& context, values::Month month) {
        auto outcome = usecases::show_round(context, month);
        if (outcome && !arguments->out_folder.empty()) write_work_lists(door, context, *outcome, arguments->out_folder);
        return answer(door, outcome);
      });
    };
  });
}

}  // namespace hutong::cli
