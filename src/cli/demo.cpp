#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/door.h"
#include "usecases/run_demo.h"

namespace hutong::cli {
namespace {

using usecases::DemoMonth;
using usecases::DemoOutcome;
using usecases::DemoRequest;

std::string right_aligned(std::string_view text, size_t width) {
  size_t const taken = base::width_in_columns(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string table_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::string const& cell : cells) line += right_aligned(cell, 10);
  return line + "\n";
}

std::string month_table(DemoOutcome const& outcome) {
  std::vector<std::string> head;
  for (char const* code : {"demo_column_month", "demo_column_files", "demo_column_rows", "demo_column_returned", "demo_column_eligible", "demo_column_findable",
                           "demo_column_found", "demo_column_found_now", "demo_column_wrong"})
    head.push_back(base::label(code));
  std::string text = table_line(head);
  for (DemoMonth const& month : outcome.months)
    text += table_line({month.month.to_string(), std::to_string(month.files), std::to_string(month.rows), std::to_string(month.returned), std::to_string(month.eligible),
                        std::to_string(month.findable), std::to_string(month.found), std::to_string(month.found_now), std::to_string(month.wrong)});
  return text;
}

std::string counted(std::string_view code, int64_t count) { return base::label(code, {{"count", std::to_string(count)}}) + "\n"; }

std::string text_of(DemoOutcome const& outcome) {
  std::string text = base::label("demo_district", {{"people", std::to_string(outcome.people)}, {"households", std::to_string(outcome.households)}, {"minors", std::to_string(outcome.minors)}}) + "\n\n";
  text += month_table(outcome) + "\n";
  text += counted("demo_children", outcome.children);
  text += counted("demo_findable", outcome.findable);
  text += counted("demo_found", outcome.found);
  text += counted("demo_found_late", outcome.found_late);
  text += counted("demo_not_reported", outcome.not_reported);
  text += counted("demo_partly_reported", outcome.partly_reported);
  text += counted("demo_wrong", outcome.wrong);
  text += counted("demo_died_untold", outcome.died_untold);
  text += counted("demo_false_merges", outcome.false_merges);
  text += counted("demo_missed_links", outcome.missed_links);
  for (auto const& [why, count] : outcome.delays) text += counted(why == "returned" ? "demo_delay_returned" : "demo_delay_told_late", count);
  usecases::DemoMoney const& money = outcome.money;
  text += "\n" + base::label("demo_money", {{"children", std::to_string(money.children_paid)}, {"paid", money.paid.to_string()}, {"due", money.due.to_string()},
                                           {"failed", std::to_string(money.failed)}, {"repaid", std::to_string(money.repaid)}, {"overpaid", money.overpaid.to_string()}}) + "\n";
  text += base::label("demo_money_after_death", {{"children", std::to_string(money.paid_after_death)}, {"paid", money.after_death.to_string()}, {"to_recover", money.after_death_to_recover.to_string()}}) + "\n";
  text += base::label("demo_money_deducted", {{"children", std::to_string(money.deducted)}, {"amount", money.deductions.to_string()}, {"late", std::to_string(money.deducted_late)},
                                             {"to_recover", money.deducted_late_to_recover.to_string()}}) + "\n";
  text += base::label("demo_money_explained", {{"explained", money.explained.to_string()}, {"unexplained", money.unexplained.to_string()}}) + "\n";
  for (auto const& [why, amount] : money.reasons) text += "    " + base::label("demo_gap_" + why, {{"amount", amount.to_string()}}) + "\n";
  for (ledger::Proposal const& example : outcome.examples) text += "\n" + base::label("demo_example") + "\n" + example.paragraph + "\n" + example.next_step + "\n";
  for (std::string const& complaint : outcome.complaints) text += complaint + "\n";
  text += "\n" + base::label("demo_where", {{"folder", outcome.folder.string()}, {"data", outcome.data_folder.string()}}) + "\n";
  return text;
}

std::string json_of(DemoRequest const& request, DemoOutcome const& outcome, double seconds) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.demo/1");
  json.member("findable", outcome.findable).member("found", outcome.found).member("found_late", outcome.found_late);
  json.member("not_reported", outcome.not_reported).member("partly_reported", outcome.partly_reported).member("wrong", outcome.wrong);
  json.member("died_untold", outcome.died_untold);
  json.member("other_category", outcome.other_category).member("unexpected_readings", outcome.unexpected_readings);
  json.member("false_merges", outcome.false_merges).member("missed_links", outcome.missed_links);
  json.member("people", outcome.people).member("minors", outcome.minors).member("children", outcome.children);
  json.member("seed", static_cast<int64_t>(request.seed)).key("delays").begin_object();
  for (auto const& [why, count] : outcome.delays) json.member(why, count);
  json.end_object().key("months").begin_array();
  for (DemoMonth const& month : outcome.months) {
    json.begin_object().member("month", month.month.to_string()).member("files", month.files).member("nil_returns", month.nil_returns).member("corrections", month.corrections);
    json.member("rows", month.rows).member("returned", month.returned).member("eligible", month.eligible).member("findable", month.findable);
    json.member("found", month.found).member("found_now", month.found_now).member("wrong", month.wrong).member("proposals_new", month.proposals_new).end_object();
  }
  usecases::DemoMoney const& money = outcome.money;
  json.end_array().key("payments").begin_object().member("paid_fen", money.paid.in_fen()).member("due_fen", money.due.in_fen());
  json.member("explained_fen", money.explained.in_fen()).member("unexplained_fen", money.unexplained.in_fen()).member("children_paid", money.children_paid);
  json.member("failed", money.failed).member("repaid", money.repaid).member("overpaid_fen", money.overpaid.in_fen());
  json.member("paid_after_death", money.paid_after_death).member("after_death_fen", money.after_death.in_fen()).member("after_death_to_recover_fen", money.after_death_to_recover.in_fen());
  json.member("deducted", money.deducted).member("deductions_fen", money.deductions.in_fen());
  json.member("deducted_late", money.deducted_late).member("deducted_late_to_recover_fen", money.deducted_late_to_recover.in_fen()).key("reasons").begin_object();
  for (auto const& [why, amount] : money.reasons) json.member(why, amount.in_fen());
  json.end_object().end_object().key("complaints").begin_array();
  for (std::string const& complaint : outcome.complaints) json.value(complaint);
  json.end_array().member("folder", outcome.folder.string()).member("seconds", seconds).end_object();
  return json.text() + "\n";
}

int run_demo(Door& door, DemoRequest request) {
  // Without --out a person gets a folder to open; a program that asks for JSON wants the figures only.
  std::unique_ptr<base::TemporaryFolder> temporary;
  if (request.folder.empty() && door.json) {
    temporary = std::make_unique<base::TemporaryFolder>();
    request.folder = temporary->path() / "demo";
  }
  if (request.folder.empty()) request.folder = "demo-data";
  auto const began = std::chrono::steady_clock::now();
  base::SystemRandom random;
  auto const outcome = usecases::run_demo(request, random, [&](std::string_view text) { door.progress(text); });
  if (!outcome) return door.refuse(outcome.error());
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
  door.out(door.json ? json_of(request, *outcome, took.count()) : text_of(*outcome));
  return outcome->is_good() ? done : finding;
}

}  // namespace

void add_demo_command(CLI::App& app, Door& door) {
  auto request = std::make_shared<DemoRequest>();
  auto folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("demo", "造一个虚构的区,让各部门按月报送,再看找到了哪些孩子");
  command->add_option("--people", request->people, "人口,100 到 2000000,如 20000;1080000 是全区的规模")->check(CLI::Range(100, 2'000'000))->option_text("整数");
  command->add_option("--months", request->months, "月数,1 到 60")->check(CLI::Range(1, 60))->option_text("整数");
  command->add_option("--seed", request->seed, "随机种子:同样的种子,同样的区");
  command->add_option("--out", *folder, "报送文件、工作清单和数据放在哪里(默认 ./demo-data)");
  command->callback([&door, request, folder] {
    request->folder = *folder;
    door.chosen = [&door, request] { return run_demo(door, *request); };
  });
}

}  // namespace hutong::cli
