#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/door.h"

namespace hutong::cli {
namespace {

constexpr char version[] = "hutong 0.1.0";

std::string json_of(std::vector<base::Problem> const& problems) {
  base::JsonWriter json;
  json.begin_object().key("problems").begin_array();
  for (base::Problem const& one : problems) {
    base::Sentence told = base::sentence(one);
    json.begin_object().member("code", one.code).member("message", told.text).member("fix", told.fix);
    if (!one.place.field.empty()) json.member("field", one.place.field);
    if (one.place.row) json.member("row", one.place.row);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

// CLI11's pages with Chinese headings.
class ChinesePages final : public CLI::Formatter {
 public:
  ChinesePages() {
    label("Usage", "用法");
    label("OPTIONS", "选项");
    label("Options", "选项");
    label("Positionals", "要写明的");
    label("SUBCOMMAND", "命令");
    label("REQUIRED", "(必填)");
    label("Env", "环境变量");
    label("TEXT", "文字");
    label("INT", "整数");
    label("UINT", "整数");
  }
  std::string make_group(std::string group, bool is_positional, std::vector<CLI::Option const*> options) const override {
    return Formatter::make_group(get_label(group), is_positional, std::move(options));
  }
};

CLI::App const* chosen_in(CLI::App const& app) {
  CLI::App const* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  return deepest;
}

std::string called(CLI::App const* command) {
  std::string name;
  for (; command != nullptr; command = command->get_parent()) name = command->get_name() + (name.empty() ? "" : " ") + name;
  return name;
}

std::vector<CLI::App const*> below(CLI::App const& command) {
  return command.get_subcommands([](CLI::App const*) { return true; });
}

std::string names_below(CLI::App const& command) {
  std::vector<std::string> names;
  for (CLI::App const* one : below(command)) names.push_back(one->get_name());
  return base::join(names, "、");
}

base::Problem unknown_command(CLI::App const& command, std::string const& given) {
  return base::problem("command_unknown", {{"given", given}, {"known", names_below(command)}, {"command", called(&command)}});
}

std::string with_meaning(CLI::Option const& option) {
  bool const is_positional = option.get_positional();
  return option.get_name(is_positional, !is_positional) + "(" + option.get_description() + ")";
}

std::string everything_missing(CLI::App const& command) {
  std::vector<std::string> missing;
  for (CLI::Option const* option : command.get_options({}))
    if (option->get_required() && option->count() == 0) missing.push_back(with_meaning(*option));
  return base::join(missing, "、");
}

// "--format: xml not in {text,json}", "Could not convert: --seed = x", "Could not convert: YEAR = x": the option is what begins with two dashes, or stands in
// front.
std::string option_named_in(CLI::App const* command, std::string english) {
  constexpr std::string_view not_converted = "Could not convert: ";
  if (base::starts_with(english, not_converted)) english.erase(0, not_converted.size());
  size_t const from = english.find("--");
  if (from == std::string::npos) return english.substr(0, english.find_first_of(": "));
  std::string const name = english.substr(from, english.find_first_of(": ,", from) - from);
  for (; command != nullptr; command = command->get_parent())
    if (CLI::Option const* option = command->get_option_no_throw(name)) return with_meaning(*option);
  return name;
}

// A person who types a wrong command wants to know what was wrong and what to write instead, in Chinese; CLI11 speaks English.
base::Problem what_was_wrong(CLI::App const& app, CLI::App const& command, CLI::ParseError const& error) {
  std::vector<std::string> const unexpected = app.remaining(true);
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
      if (!below(command).empty()) {
        if (!unexpected.empty()) return unknown_command(command, unexpected.front());
        return base::problem("command_missing", {{"known", names_below(command)}, {"command", called(&command)}});
      }
      return base::problem("arguments_missing", {{"what", everything_missing(command)}, {"command", called(&command)}});
    case CLI::ExitCodes::ExtrasError:
      return base::problem("arguments_unexpected", {{"what", base::join(unexpected, " ")}, {"command", called(&command)}});
    case CLI::ExitCodes::ArgumentMismatch:
      return base::problem("argument_not_once", {{"what", option_named_in(&command, error.what())}, {"command", called(&command)}});
    default: return base::problem("argument_bad_value", {{"what", option_named_in(&command, error.what())}, {"command", called(&command)}});
  }
}

int explain(CLI::App const& app, Door const& door, CLI::ParseError const& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  return door.refuse(what_was_wrong(app, *chosen_in(app), error));
}

int show_help(CLI::App const& app, Door const& door, std::vector<std::string> const& words) {
  CLI::App const* command = &app;
  for (std::string const& word : words) {
    auto const verbs = below(*command);
    auto const found = std::find_if(verbs.begin(), verbs.end(), [&](CLI::App const* one) { return one->get_name() == word; });
    if (found == verbs.end()) return door.refuse(unknown_command(*command, word));
    command = *found;
  }
  door.out(command->get_formatter()->make_help(command, called(command), CLI::AppFormatMode::Normal));
  return done;
}

void add_help_command(CLI::App& app, Door& door) {
  auto const words = std::make_shared<std::vector<std::string>>();
  CLI::App* const help = app.add_subcommand("help", "显示帮助");
  help->add_option("COMMAND", *words, "哪一条命令,如 list check;不写就列出全部");
  help->callback([&app, &door, words] { door.chosen = [&app, &door, words] { return show_help(app, door, *words); }; });
}

}  // namespace

void Door::out(std::string_view text) const { data(json ? std::string(text) : base::visible(text)); }
void Door::data(std::string_view bytes) const { std::fwrite(bytes.data(), 1, bytes.size(), stdout); }
void Door::progress(std::string_view text) const { std::fprintf(stderr, "%s\n", base::visible(text).c_str()); }
int Door::refuse(base::Problem const& one, int exit) const { return refuse(std::vector<base::Problem>{one}, exit); }
int Door::refuse(std::vector<base::Problem> const& problems, int exit) const {
  if (json) out(json_of(problems));
  for (base::Problem const& one : problems) progress(base::tell(one));
  return exit;
}

int run(int argc, char** argv) {
  CLI::App app("护童 Hutong:一个不漏、一分不错、一字不泄", "hutong");
  app.formatter(std::make_shared<ChinesePages>());
  app.group("命令");
  app.set_version_flag("--version", version, "显示版本");
  app.set_help_flag("-h,--help", "显示帮助");
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand behind the verb

  Door door;
  door.clock = std::make_unique<base::SystemClock>();
  std::string format = "text", clock;
  app.add_option("--data", door.data_folder, "数据目录(也可用环境变量 HUTONG_DATA)")->envname("HUTONG_DATA");
  app.add_option("--format", format, "输出格式:text 或 json")->check(CLI::IsMember({"text", "json"}))->option_text("text|json");
  app.add_option("--clock", clock, "固定时钟,如 2026-10-06T09:00:00+08:00(测试和演示用)");
  add_list_commands(app, door);
  add_submit_commands(app, door);
  add_policy_commands(app, door);
  add_benefits_commands(app, door);
  add_budget_commands(app, door);
  add_round_commands(app, door);
  add_match_commands(app, door);
  add_case_commands(app, door);
  add_payment_commands(app, door);
  add_insurance_command(app, door);
  add_recovery_commands(app, door);
  add_audit_commands(app, door);
  add_store_commands(app, door);
  add_demo_command(app, door);
  add_link_commands(app, door);
  add_help_command(app, door);

  try {
    app.parse(argc, argv);
    door.json = format == "json";
  } catch (CLI::ParseError const& error) {
    return explain(app, door, error);
  }
  if (!clock.empty()) {
    auto const at = base::instant_from(clock);
    if (!at) return door.refuse(at.error());
    door.clock = std::make_unique<base::FixedClock>(*at);
  }
  try {
    return door.chosen ? door.chosen() : wrong_input;
  } catch (base::OutsideFailure const& failure) {
    return door.refuse(failure.problem_of(), outside_failure);
  } catch (std::bad_alloc const&) {
    return door.refuse(base::problem("out_of_memory"), outside_failure);
  }
}

}  // namespace hutong::cli
