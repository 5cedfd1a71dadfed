#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "base/json_writer.h"
#include "base/messages.h"
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

void set_clock(Door& door, std::string const& text) {
  auto at = base::instant_from(text);
  if (!at) throw CLI::ValidationError("--clock", base::tell(at.error()));
  door.clock = std::make_unique<base::FixedClock>(*at);
}

// A person who types a wrong option wants to know which, and where to look it up, in Chinese; CLI11 speaks English.
int explain(CLI::App const& app, CLI::ParseError const& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  CLI::App const* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  std::string command;
  for (CLI::App const* one = deepest; one != nullptr; one = one->get_parent()) command = one->get_name() + (command.empty() ? "" : " ") + command;
  std::fprintf(stderr, "%s\n", base::tell(base::problem("bad_arguments", {{"why", error.what()}, {"command", command}})).c_str());
  return wrong_input;
}

}  // namespace

void Door::out(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), stdout); }
void Door::progress(std::string_view text) const { std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data()); }
int Door::refuse(base::Problem const& one, int exit) const { return refuse(std::vector<base::Problem>{one}, exit); }
int Door::refuse(std::vector<base::Problem> const& problems, int exit) const {
  if (json) out(json_of(problems));
  for (base::Problem const& one : problems) progress(base::tell(one));
  return exit;
}

int run(int argc, char** argv) {
  CLI::App app("护童 Hutong:一个不漏、一分不错、一字不泄", "hutong");
  app.set_version_flag("--version", version);
  app.set_help_flag("-h,--help", "显示帮助");
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand behind the verb

  Door door;
  door.clock = std::make_unique<base::SystemClock>();
  std::string format = "text", clock;
  app.add_option("--data", door.data_folder, "数据目录(也可用环境变量 HUTONG_DATA)")->envname("HUTONG_DATA");
  app.add_option("--format", format, "输出格式:text 或 json")->check(CLI::IsMember({"text", "json"}));
  app.add_option("--clock", clock, "固定时钟,如 2026-10-06T09:00:00+08:00(测试和演示用)");
  add_list_commands(app, door);
  add_submit_commands(app, door);
  add_policy_commands(app, door);
  add_round_commands(app, door);
  add_store_commands(app, door);
  add_demo_command(app, door);
  app.add_subcommand("help", "显示帮助")->callback([&] {
    door.chosen = [&] {
      door.out(app.help());
      return done;
    };
  });

  try {
    app.parse(argc, argv);
    door.json = format == "json";
    if (!clock.empty()) set_clock(door, clock);
  } catch (CLI::ParseError const& error) {
    return explain(app, error);
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
