// hutong benefits compute CASE.json · hutong benefits standards [--on DATE]
#include <CLI/CLI.hpp>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "benefits/benefit_case.h"
#include "cli/door.h"
#include "cli/rules.h"

namespace hutong::cli {
namespace {

using base::label;

constexpr uint64_t file_bytes_max = 1 << 20;

std::string yuan(std::optional<values::Money> amount) { return amount ? amount->to_string() : label("benefits_unknown"); }

std::string text_of(benefits::MoneyRules const& rules, benefits::BenefitAnswer const& answer) {
  benefits::Entitlements const& of = answer.money;
  std::string text = label("benefits_summary", {{"arrears", of.arrears.to_string()}, {"overpaid", of.overpaid.to_string()}}) + "\n\n";
  for (benefits::MonthLine const& line : of.months) {
    std::string note = !line.category ? label("benefits_not_covered") : std::string(values::chinese(*line.category));
    if (line.provisional) note += label("benefits_provisional");
    text += "  " + label("benefits_line", {{"month", line.month.to_string()},
                                           {"standard", yuan(line.standard)},
                                           {"offset", line.offset.to_string()},
                                           {"entitled", yuan(line.entitled)},
                                           {"paid", line.paid.to_string()},
                                           {"difference", yuan(line.difference())},
                                           {"note", note}}) + "\n";
  }
  if (of.months.empty()) text += "  " + label("benefits_no_months") + "\n";
  if (!answer.adjustments.empty()) text += "\n" + label("benefits_heading_causes") + ":\n";
  for (benefits::Adjustment const& one : answer.adjustments)
    for (benefits::Cause const& cause : one.because)
      text += "  " + label("benefits_cause", {{"month", one.month.to_string()},
                                              {"change", (values::Money() < cause.change ? "+" : "") + cause.change.to_string()},
                                              {"text", cause.text}}) + "\n";
  if (!of.reasons.empty()) text += "\n" + label("benefits_heading_reasons") + ":\n";
  for (benefits::Reason const& one : of.reasons) {
    benefits::MoneyRule const* rule = one.rule ? &rules.rule(*one.rule) : nullptr;
    text += "  · " + one.text + (rule ? " 【" + rule->citation.to_string() + "】" : "") + "\n";
    if (rule && !rule->doubt.empty()) text += "    " + label("policy_doubt", {{"doubt", rule->doubt}}) + "\n";
  }
  return text;
}

int compute(Door const& door, std::string const& file) {
  auto rules = money_rules_of(door);
  if (!rules) return door.refuse(rules.error());
  auto text = base::read_file(file, file_bytes_max);
  if (!text) return door.refuse(text.error());
  auto read = benefits::benefit_case_from_json(*rules, *text);
  if (!read.problems.empty()) return door.refuse(read.problems);
  benefits::BenefitAnswer computed = benefits::compute(*rules, read.value);
  door.out(door.json ? benefits::to_json(*rules, computed) + "\n" : text_of(*rules, computed));
  return done;
}

std::string json_of(benefits::MoneyRules const& rules, values::Month month) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.standards/1").member("month", month.to_string()).key("standards").begin_array();
  for (benefits::Standard const& one : rules.standards_in(month)) {
    benefits::MoneyRule const& rule = rules.rule(one.rule);
    json.begin_object().member("place", one.place).key("residence");
    if (one.residence) json.value(benefits::code_of(*one.residence));
    else json.null();
    json.member("category", values::code_of(one.category)).member("standard_fen", one.monthly.in_fen()).member("from", one.from.to_string());
    json.member("announced_on", one.announced_on.to_string()).member("citation", rule.citation.to_string()).key("doubt");
    if (rule.doubt.empty()) json.null();
    else json.value(rule.doubt);
    json.end_object();
  }
  json.end_array().key("warnings").begin_array();
  for (benefits::StandardWarning const& one : rules.warnings()) json.value(one.text);
  json.end_array().end_object();
  return json.text() + "\n";
}

std::string text_of(benefits::MoneyRules const& rules, values::Month month) {
  std::string text = label("benefits_standards_heading", {{"month", month.to_chinese()}}) + "\n";
  for (benefits::Standard const& one : rules.standards_in(month)) {
    benefits::MoneyRule const& rule = rules.rule(one.rule);
    text += "  " + label("benefits_standards_line", {{"place", one.place},
                                                     {"residence", one.residence ? std::string(benefits::chinese(*one.residence)) : ""},
                                                     {"category", std::string(values::chinese(one.category))},
                                                     {"amount", one.monthly.to_string()},
                                                     {"from", one.from.to_chinese()},
                                                     {"announced", one.announced_on.to_chinese()}}) +
            " 【" + rule.citation.to_string() + "】\n";
    if (!rule.doubt.empty()) text += "    " + label("policy_doubt", {{"doubt", rule.doubt}}) + "\n";
  }
  auto const warnings = rules.warnings();
  if (!warnings.empty()) text += "\n" + label("benefits_standards_warnings") + ":\n";
  for (benefits::StandardWarning const& one : warnings) text += "  · " + one.text + "\n";
  return text;
}

// A standard that looks mistyped is a finding.
int list_standards(Door const& door, std::string const& on) {
  values::Date day(base::beijing_day(door.clock->now()));
  if (!on.empty()) {
    auto given = values::Date::from_iso(on);
    if (!given) return door.refuse(given.error());
    day = *given;
  }
  auto rules = money_rules_of(door);
  if (!rules) return door.refuse(rules.error());
  door.out(door.json ? json_of(*rules, day.month_of()) : text_of(*rules, day.month_of()));
  return rules->warnings().empty() ? done : finding;
}

}  // namespace

void add_benefits_commands(CLI::App& app, Door& door) {
  CLI::App* benefits = app.add_subcommand("benefits", "算补贴:应发、补发、多发");
  benefits->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  CLI::App* compute_command = benefits->add_subcommand("compute", "算一名儿童逐月的应发、补发和多发,并说明依据");
  compute_command->add_option("CASE", *file, "案例文件(JSON,hutong.benefit_case/1)")->required();
  compute_command->callback([&door, file] { door.chosen = [&door, file] { return compute(door, *file); }; });
  auto on = std::make_shared<std::string>();
  CLI::App* standards_command = benefits->add_subcommand("standards", "列出某月执行的标准,提醒像是写错的");
  standards_command->add_option("--on", *on, "日期,如 2026-10-31;不写就是今天");
  standards_command->callback([&door, on] { door.chosen = [&door, on] { return list_standards(door, *on); }; });
}

}  // namespace hutong::cli
