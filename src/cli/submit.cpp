// list submit, list nil, list receipt: an agency's material comes in, a receipt goes out.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/encoding.h"
#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/door.h"
#include "exchange/receipt.h"
#include "usecases/context.h"
#include "usecases/nil_return.h"
#include "usecases/receipts.h"
#include "usecases/submit_list.h"

namespace hutong::cli {
namespace {

struct Arguments {
  std::string file, report, period, agency, number;
  bool is_confirmed = false;
};

int exit_of(usecases::SubmitAnswer::Verdict verdict) {
  using Verdict = usecases::SubmitAnswer::Verdict;
  switch (verdict) {
    case Verdict::recorded:
    case Verdict::already_received: return done;
    case Verdict::question: return finding;
    case Verdict::wrong_request:
    case Verdict::unreadable: return wrong_input;
    case Verdict::refused: return refused;
  }
  return refused;
}

void show(Door const& door, usecases::Context const& context, exchange::Receipt const& receipt) {
  if (!door.json) {
    door.out(exchange::to_text(receipt, context.divisions().district_name()));
    return;
  }
  base::JsonWriter json;
  exchange::write_json(receipt, json);
  door.out(json.text() + "\n");
}

int show(Door const& door, usecases::Context const& context, usecases::SubmitAnswer const& answer) {
  if (!answer.receipt) return door.refuse(answer.problems, exit_of(answer.verdict));
  show(door, context, *answer.receipt);
  return exit_of(answer.verdict);
}

struct HandingOrProblems {
  usecases::Handing handing;
  std::vector<base::Problem> problems;
};

HandingOrProblems handing_from(Arguments const& arguments) {
  HandingOrProblems result;
  result.handing.report = arguments.report;
  if (auto const period = values::Month::from_iso(arguments.period)) result.handing.period = *period;
  else result.problems.push_back(period.error());
  if (auto const agency = values::agency_from(arguments.agency)) result.handing.agency = *agency;
  else result.problems.push_back(base::problem("agency_unknown", {{"agency", arguments.agency}}));
  return result;
}

// As a person sees it: a name in GBK or with a line break must not spoil the receipt.
std::string shown_name(std::string const& path) {
  std::string name = std::filesystem::path(path).filename().string();
  if (!base::is_valid_utf8(name)) name = base::to_utf8(name, base::Encoding::gb18030);
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return name;
}

int submit(Door const& door, Arguments const& arguments) {
  auto const [handing, problems] = handing_from(arguments);
  if (!problems.empty()) return door.refuse(problems);
  base::SystemRandom random;
  auto const context = usecases::Context::open(door.data_folder, *door.clock, random);
  if (!context) return door.refuse(context.error());
  if (auto const away = usecases::turned_away(**context, handing)) return show(door, **context, *away);
  constexpr uint64_t bytes_at_most = 100'000'000;  // LISTS A.4 15
  auto const bytes = base::read_file(arguments.file, bytes_at_most);
  if (!bytes) return door.refuse(bytes.error());
  return show(door, **context, usecases::submit_list(**context, {handing, shown_name(arguments.file), *bytes, arguments.is_confirmed}));
}

int nil(Door const& door, Arguments const& arguments) {
  auto const [handing, problems] = handing_from(arguments);
  if (!problems.empty()) return door.refuse(problems);
  base::SystemRandom random;
  auto const context = usecases::Context::open(door.data_folder, *door.clock, random);
  if (!context) return door.refuse(context.error());
  return show(door, **context, usecases::nil_return(**context, handing, arguments.is_confirmed));
}

int receipt(Door const& door, Arguments const& arguments) {
  base::SystemRandom random;
  auto const context = usecases::Context::open(door.data_folder, *door.clock, random);
  if (!context) return door.refuse(context.error());
  auto const found = usecases::receipt_numbered(**context, arguments.number);
  if (!found) return door.refuse(found.error());
  show(door, **context, *found);
  return done;
}

void add_handing_options(CLI::App& command, Arguments& arguments) {
  command.add_option("--report", arguments.report, "哪一种名单，如 court.monthly")->required();
  command.add_option("--period", arguments.period, "报送期间，如 2026-09")->required();
  command.add_option("--agency", arguments.agency, "报送单位：court、police、dpf、civil_affairs、town:370114001 等")->required();
  command.add_flag("--confirm", arguments.is_confirmed, "已核对过提出的疑问，照样登记");
}

}  // namespace

void add_submit_commands(CLI::App& app, Door& door) {
  CLI::App* const list = app.get_subcommand("list");
  auto const arguments = std::make_shared<Arguments>();

  CLI::App* const submit_command = list->add_subcommand("submit", "登记一份名单，给出回执");
  submit_command->add_option("FILE", arguments->file, "名单文件")->required();
  add_handing_options(*submit_command, *arguments);
  submit_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return submit(door, *arguments); }; });

  CLI::App* const nil_command = list->add_subcommand("nil", "登记零报告：本期没有需要报送的人员");
  add_handing_options(*nil_command, *arguments);
  nil_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return nil(door, *arguments); }; });

  CLI::App* const receipt_command = list->add_subcommand("receipt", "再给一次回执");
  receipt_command->add_option("NUMBER", arguments->number, "回执编号，如 HT-370114-202609-COURT-0001")->required();
  receipt_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return receipt(door, *arguments); }; });
}

}  // namespace hutong::cli
