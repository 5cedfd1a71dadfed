// hutong policy decide CASE.json [--on DATE] · hutong policy rules [--on DATE]
#include <CLI/CLI.hpp>
#include <set>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "cli/door.h"
#include "cli/rules.h"
#include "policy/case.h"
#include "policy/decide.h"

namespace hutong::cli {
namespace {

using base::label;
using values::Date;

constexpr uint64_t file_bytes_max = 1 << 20;

std::string mark_of(std::optional<bool> holds) { return !holds ? "?" : *holds ? "✓" : "✗"; }

// The tree, each sentence with its source; a branch or a doubt that was shown before is not shown again.
void append_tree(std::string& to, std::vector<policy::Reason> const& reasons, size_t depth, std::set<std::string>& shown) {
  std::string indent(2 * depth, ' ');
  for (policy::Reason const& one : reasons) {
    bool first_time = shown.insert(one.rule + one.text).second;
    if (depth > 1 && !first_time) continue;
    to += indent + mark_of(one.holds) + " " + one.text + " 【" + one.citation.to_string() + "】\n";
    if (!one.doubt.empty() && shown.insert(one.doubt).second) to += indent + "    " + label("policy_doubt", {{"doubt", one.doubt}}) + "\n";
    append_tree(to, one.because, depth + 1, shown);
  }
}

std::string category_words(policy::Decision const& of) {
  return of.category ? std::string(values::chinese(*of.category)) + (of.subtype.empty() ? "" : "(" + of.subtype + ")") : "";
}

std::string conclusion(policy::Decision const& of) {
  std::map<std::string, std::string> values{{"on", of.on.to_chinese()}, {"category", category_words(of)}, {"count", std::to_string(of.pending.size())}};
  if (of.since) values["since"] = of.since->to_chinese();
  if (of.until) values["until"] = label("policy_outcome_until", {{"until", of.until->to_chinese()}});
  if (of.category) values["interim"] = label("policy_outcome_interim", {{"category", category_words(of)}});
  return label("policy_outcome_" + std::string(code_of(of.outcome)), values);
}

std::string text_of(policy::Decision const& of) {
  std::string text = conclusion(of) + "\n";
  if (!of.pending.empty()) text += "\n" + label("policy_heading_pending") + ":\n";
  for (policy::Pending const& one : of.pending)
    text += "  · " + one.needs + (one.satisfied_on ? label("policy_settled_on", {{"day", one.satisfied_on->to_chinese()}}) : "") + "\n";
  if (of.next_review_on) text += "\n" + label("policy_next_review", {{"day", of.next_review_on->to_chinese()}}) + "\n";
  text += "\n" + label("policy_heading_reasons") + ":\n";
  std::set<std::string> shown;
  append_tree(text, of.reasons, 1, shown);
  return text;
}

int decide(Door const& door, std::string const& file, std::optional<Date> on) {
  auto rules = rulebook_of(door);
  if (!rules) return door.refuse(rules.error());
  auto text = base::read_file(file, file_bytes_max);
  if (!text) return door.refuse(text.error());
  policy::CaseFromJson read = policy::case_from_json(*text, on);
  if (!read.problems.empty()) return door.refuse(read.problems);
  policy::Decision decision = policy::decide(*rules, read.value);
  door.out(door.json ? policy::to_json(decision) + "\n" : text_of(decision));
  return done;
}

std::string json_of(std::vector<policy::RuleLine> const& lines, Date on, std::string const& version) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.rules/1").member("on", on.to_string()).member("rules_version", version);
  json.key("rules").begin_array();
  for (policy::RuleLine const& one : lines) {
    json.begin_object().member("rule", one.rule).member("citation", one.citation.to_string()).member("title", one.citation.title);
    json.member("in_force_from", one.in_force_from.to_string()).key("in_force_until");
    if (one.in_force_until) json.value(one.in_force_until->to_string());
    else json.null();
    json.member("sense", one.sense).key("doubt");
    if (one.doubt.empty()) json.null();
    else json.value(one.doubt);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

std::string text_of(std::vector<policy::RuleLine> const& lines, Date on, std::string const& version) {
  std::string text =
      label("policy_rules_heading", {{"on", on.to_chinese()}, {"version", version}, {"count", std::to_string(lines.size())}}) + "\n";
  for (policy::RuleLine const& one : lines) {
    std::map<std::string, std::string> period{{"from", one.in_force_from.to_chinese()}};
    if (one.in_force_until) period["until"] = label("policy_rules_until", {{"until", one.in_force_until->to_chinese()}});
    text += "\n" + one.citation.to_string() + "  [" + one.rule + "]  " + label("policy_rules_period", period) + "\n  " + one.sense + "\n";
    if (!one.doubt.empty()) text += "  " + label("policy_doubt", {{"doubt", one.doubt}}) + "\n";
  }
  return text;
}

// Those of who is eligible, then those of the money.
int list_rules(Door const& door, std::optional<Date> on) {
  auto rules = rulebook_of(door);
  if (!rules) return door.refuse(rules.error());
  auto money = money_rules_of(door);
  if (!money) return door.refuse(money.error());
  Date day = on.value_or(Date(base::beijing_day(door.clock->now())));
  auto lines = rules->rules_on(day);
  for (benefits::MoneyRule const& one : money->rules_on(day))
    lines.push_back({one.rule, one.citation, one.in_force_from, one.in_force_until, one.sense, one.doubt});
  door.out(door.json ? json_of(lines, day, rules->version()) : text_of(lines, day, rules->version()));
  return done;
}

// --on, refused with a sentence when it is no day.
template <class F>
int on_day(Door const& door, std::string const& text, F&& deed) {
  if (text.empty()) return deed(std::nullopt);
  auto day = Date::from_iso(text);
  return day ? deed(std::optional<Date>(*day)) : door.refuse(day.error());
}

struct Arguments {
  std::string file, on;
};

}  // namespace

void add_policy_commands(CLI::App& app, Door& door) {
  CLI::App* policy = app.add_subcommand("policy", "按规则判定一名儿童,或列出施行中的规则");
  policy->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();
  CLI::App* decide_command = policy->add_subcommand("decide", "判定一个案例(hutong.case/1)并说明理由");
  decide_command->add_option("CASE", arguments->file, "案例文件(JSON)")->required();
  decide_command->add_option("--on", arguments->on, "判定日期,代替案例里的 on,如 2026-10-31");
  decide_command->callback([&door, arguments] {
    door.chosen = [&door, arguments] {
      return on_day(door, arguments->on, [&](std::optional<Date> on) { return decide(door, arguments->file, on); });
    };
  });
  CLI::App* rules_command = policy->add_subcommand("rules", "列出某日施行的规则、出处和存疑之处");
  rules_command->add_option("--on", arguments->on, "日期,如 2026-10-31;不写就是今天");
  rules_command->callback([&door, arguments] {
    door.chosen = [&door, arguments] { return on_day(door, arguments->on, [&](std::optional<Date> on) { return list_rules(door, on); }); };
  });
}

}  // namespace hutong::cli
