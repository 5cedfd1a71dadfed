// list check, list return, list template: an agency's file is read and judged; nothing is stored.
#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/door.h"
#include "intake/check.h"
#include "usecases/knowledge.h"

namespace hutong::cli {
namespace {

constexpr std::chrono::seconds time_for_one_file(60);  // LISTS A.4 15

struct Arguments {
  std::string file, report, period, as_of, received_on, agency, out;
};

// What the reader knows, and where the towns are (usecases/knowledge.h).
struct Knowledge {
  intake::Catalogue catalogue;
  values::Divisions divisions;
};

base::Result<Knowledge> knowledge_from(std::string const& data_folder) {
  std::deque<std::string> texts;
  Knowledge knowledge;
  TRY(auto const lists, usecases::knowledge(data_folder, "lists", texts));
  TRY(knowledge.catalogue, intake::Catalogue::from_files(lists));
  TRY(auto const divisions, usecases::knowledge(data_folder, "divisions", texts));
  TRY(knowledge.divisions, values::Divisions::from_yaml(divisions.front().text));
  return knowledge;
}

struct RequestOrProblems {
  intake::CheckRequest request;
  std::vector<base::Problem> problems;
};

RequestOrProblems request_from(Door const& door, Arguments const& arguments, intake::Catalogue const& catalogue) {
  RequestOrProblems made;
  made.request.report = arguments.report;
  if (!catalogue.find(arguments.report))
    made.problems.push_back(base::problem("report_unknown", {{"report", arguments.report}, {"known", base::join(catalogue.report_names(), "、")}}));
  if (auto const period = values::Month::from_iso(arguments.period)) made.request.period = *period;
  else made.problems.push_back(period.error());
  auto date_or = [&](std::string const& text, values::Date otherwise) {
    if (text.empty()) return otherwise;
    auto const date = values::Date::from_iso(text);
    if (!date) made.problems.push_back(date.error());
    return date ? *date : otherwise;
  };
  made.request.as_of = date_or(arguments.as_of, made.request.period.last_day());
  made.request.received_on = date_or(arguments.received_on, values::Date(base::beijing_day(door.clock->now())));
  if (!arguments.agency.empty() && !values::agency_from(arguments.agency)) made.problems.push_back(base::problem("agency_unknown", {{"agency", arguments.agency}}));
  return made;
}

std::string count_text(std::string_view code, size_t count) { return base::label(code, {{"count", std::to_string(count)}}); }

std::string place_of(intake::CheckResult const& result, intake::Record const& record) {
  std::string const& sheet = result.sheet_names[record.sheet];
  std::map<std::string, std::string> const values = {{"sheet", sheet}, {"row", std::to_string(record.row)}, {"sub", std::to_string(record.sub + 1)}};
  std::string place = base::label(sheet.empty() ? "check.row" : "check.row_in_sheet", values);
  return record.sub > 0 ? place + base::label("check.sub", values) : place;
}

void print_returned(Door const& door, intake::CheckResult const& result, intake::Record const& record) {
  door.out("\n" + place_of(result, record) + "\n");
  for (intake::Reason const& reason : record.reasons) {
    base::Sentence const told = intake::reason_sentence(reason);
    std::string const field = reason.field.empty() ? "" : intake::field_title(reason.field);
    door.out("  " + (reason.cell.empty() ? field : field + "(" + reason.cell + ")") + ":" + told.text + "。" + told.fix + (told.fix.empty() ? "" : "。") + "\n");
  }
}

void print_text(Door const& door, intake::CheckResult const& result, intake::Catalogue const& catalogue) {
  door.out(catalogue.title(result.request.report) + " " + result.request.period.to_chinese() + "\n");
  if (result.is_restricted) door.out(base::label("check.restricted") + "\n");
  if (result.why_unreadable) {
    base::Sentence const told = base::sentence(*result.why_unreadable);
    door.out(told.text + "。" + told.fix + (told.fix.empty() ? "" : "。") + "\n");
    return;
  }
  if (result.file_result == intake::FileResult::zero_report) return door.out(base::label("check.zero_report") + "\n");
  door.out(count_text("check.accepted", result.accepted.size()) + "," + count_text("check.rejected", result.rejected.size()) + "\n");
  for (intake::Record const& record : result.rejected) print_returned(door, result, record);
  std::map<std::string_view, int> warnings;
  for (intake::Record const& record : result.accepted)
    for (auto const warning : record.warnings) ++warnings[warning];
  if (!warnings.empty()) door.out("\n" + base::label("check.warnings") + "\n");
  for (auto const& [code, count] : warnings) door.out("  " + base::label(code) + ":" + count_text("check.rows", static_cast<size_t>(count)) + "\n");
}

void print_json(Door const& door, intake::CheckResult const& result) {
  base::JsonWriter json([&](std::string_view part) { door.out(part); });
  intake::write_json(result, json);
  json.flush();
  door.out("\n");
}

// A file beyond the limit is a verdict like any other that cannot be opened, and costs no reading.
base::Result<intake::CheckResult> checked(Door const& door, Arguments const& arguments, Knowledge const& knowledge, intake::CheckRequest const& request, std::string& bytes) {
  sheets::Limits const limits;
  auto read = base::read_file(arguments.file, limits.file_bytes);
  if (!read && read.error().code == "file_too_large") return intake::unreadable_list(request, knowledge.catalogue, read.error());
  if (!read) return tl::unexpected(read.error());
  bytes = std::move(*read);
  if (bytes.size() > 5'000'000) door.progress(base::label("check.reading"));
  return intake::check_list(bytes, request, knowledge.catalogue, knowledge.divisions, limits, base::SteadyDeadline(time_for_one_file));
}

int check(Door const& door, Arguments const& arguments) {
  auto const knowledge = knowledge_from(door.data_folder);
  if (!knowledge) return door.refuse(knowledge.error());
  auto const [request, problems] = request_from(door, arguments, knowledge->catalogue);
  if (!problems.empty()) return door.refuse(problems);
  std::string bytes;
  auto const result = checked(door, arguments, *knowledge, request, bytes);
  if (!result) return door.refuse(result.error());
  if (door.json) print_json(door, *result);
  else print_text(door, *result, knowledge->catalogue);
  return done;
}

// The file an agency sent is evidence: it is never written over, by whatever name it is called.
bool out_is_the_file(Arguments const& arguments) {
  std::error_code error;
  return std::filesystem::equivalent(arguments.file, arguments.out, error);
}

int give_back(Door const& door, Arguments const& arguments) {
  if (out_is_the_file(arguments)) return door.refuse(base::problem("out_is_the_file", {{"path", arguments.out}}));
  auto const knowledge = knowledge_from(door.data_folder);
  if (!knowledge) return door.refuse(knowledge.error());
  auto const [request, problems] = request_from(door, arguments, knowledge->catalogue);
  if (!problems.empty()) return door.refuse(problems);
  std::string bytes;
  auto const result = checked(door, arguments, *knowledge, request, bytes);
  if (!result) return door.refuse(result.error());
  base::write_file(arguments.out, intake::correction_workbook(bytes, *result));
  if (door.json) {
    base::JsonWriter json;
    json.begin_object().member("schema", "hutong.return/1").member("out", arguments.out).member("accepted", result->accepted.size()).member("rejected", result->rejected.size()).end_object();
    door.out(json.text() + "\n");
  } else if (result->why_unreadable) {
    door.out(base::label("check.returned_unread", {{"path", arguments.out}}) + "\n" + base::tell(*result->why_unreadable) + "\n");
  } else {
    door.out(base::label("check.returned", {{"path", arguments.out}, {"count", std::to_string(result->rejected.size())}}) + "\n");
  }
  return done;
}

int write_template(Door const& door, Arguments const& arguments) {
  auto const knowledge = knowledge_from(door.data_folder);
  if (!knowledge) return door.refuse(knowledge.error());
  if (!knowledge->catalogue.find(arguments.report))
    return door.refuse(base::problem("report_unknown", {{"report", arguments.report}, {"known", base::join(knowledge->catalogue.report_names(), "、")}}));
  base::write_file(arguments.out, intake::template_workbook(arguments.report, knowledge->catalogue, knowledge->divisions));
  if (door.json) {
    base::JsonWriter json;
    json.begin_object().member("schema", "hutong.template/1").member("report", arguments.report).member("out", arguments.out).end_object();
    door.out(json.text() + "\n");
  } else {
    door.out(base::label("template.written", {{"title", knowledge->catalogue.title(arguments.report)}, {"path", arguments.out}}) + "\n");
  }
  return done;
}

void add_request_options(CLI::App& command, Arguments& arguments) {
  command.add_option("FILE", arguments.file, "名单文件")->required();
  command.add_option("--report", arguments.report, "哪一种名单,如 court.monthly")->required();
  command.add_option("--period", arguments.period, "报送期间,如 2026-09")->required();
  command.add_option("--as-of", arguments.as_of, "按哪一天判断年龄(默认为期间的最后一天)");
  command.add_option("--received-on", arguments.received_on, "收到文件的日期(默认为今天)");
  command.add_option("--agency", arguments.agency, "报送单位,如 court");
}

}  // namespace

void add_list_commands(CLI::App& app, Door& door) {
  CLI::App* const list = app.add_subcommand("list", "部门报来的名单");
  list->require_subcommand(1);
  auto const arguments = std::make_shared<Arguments>();

  CLI::App* const check_command = list->add_subcommand("check", "检查一份名单:读懂了什么,哪些行要退回,为什么");
  add_request_options(*check_command, *arguments);
  check_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return check(door, *arguments); }; });

  CLI::App* const return_command = list->add_subcommand("return", "做一份退回更正表:原来的版式,标出问题和改法");
  add_request_options(*return_command, *arguments);
  return_command->add_option("--out", arguments->out, "写到哪个文件(.xlsx)")->required();
  return_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return give_back(door, *arguments); }; });

  CLI::App* const template_command = list->add_subcommand("template", "做一份空白名单模板,录入时就核对身份证号");
  template_command->add_option("REPORT", arguments->report, "哪一种名单,如 court.monthly")->required();
  template_command->add_option("--out", arguments->out, "写到哪个文件(.xlsx)")->required();
  template_command->callback([&door, arguments] { door.chosen = [&door, arguments] { return write_template(door, *arguments); }; });
}

}  // namespace hutong::cli
