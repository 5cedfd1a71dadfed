// hutong link LEFT RIGHT · hutong link dedupe FILE · hutong link explain LEFT [RIGHT] · hutong link index REGISTER (DESIGN 7.3)
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/door.h"
#include "usecases/link_files.h"
#include "usecases/link_report.h"

namespace hutong::cli {
namespace {

using base::label;
using matching::Field;
using usecases::LinkOutcome;
using usecases::LinkRequest;
using usecases::LinkTables;

struct Arguments {
  std::string left, right, config, labels, id, out, report;
  std::string left_row, right_row, like;
  double threshold = 0.5;
  bool one_to_one = false, many_to_one = false, has_decision = false, is_dry = false, is_to_verify = false;
  std::string questions, clusters, once;
  unsigned questions_count = 30;
  unsigned threads = 0, memory_mb = 1536;
};

LinkRequest request_of(Arguments const& arguments) {
  LinkRequest request;
  request.left = arguments.left;
  request.right = arguments.right;
  request.config = arguments.config;
  request.labels = arguments.labels;
  request.id = arguments.id;
  request.once = arguments.once;
  request.options.threshold = arguments.threshold;
  request.options.one_to_one = arguments.one_to_one;
  request.options.many_to_one = arguments.many_to_one;
  request.options.questions = arguments.questions.empty() ? 0 : arguments.questions_count;
  request.options.threads = arguments.threads;
  request.options.memory_bytes = uint64_t{arguments.memory_mb} << 20;
  return request;
}

std::string padded(std::string_view text, size_t width) {
  size_t const taken = base::width_in_columns(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string titles_of(LinkTables const& tables, Field const& field) {
  std::string const &left = tables.left.title(field.left_column), &right = tables.other().title(field.right_column);
  return left == right ? left : label("link_columns_two", {{"left", left}, {"right", right}});
}

std::string table_line(sheets::CsvTable const& table, std::optional<size_t> id) {
  std::map<std::string, std::string> const values = {{"file", table.file()}, {"rows", std::to_string(table.rows())}, {"columns", std::to_string(table.columns())}, {"id", id ? table.title(*id) : ""}};
  return label(id ? "link_table" : "link_table_without_id", values) + "\n";
}

// How the columns were understood. Shown always: whoever sees a wrong pair of columns can say so in a config.
std::string told(LinkTables const& tables) {
  std::string text = table_line(tables.left, tables.plan.left_id);
  if (tables.index)
    text += label("link_index_used", {{"file", tables.index->about.register_file},
                                      {"rows", std::to_string(tables.index->about.rows)},
                                      {"like", tables.index->about.like_file},
                                      {"partners", std::to_string(tables.right->rows())}}) +
            "\n";
  else if (tables.right)
    text += table_line(*tables.right, tables.plan.right_id);
  text += label("link_heading_fields") + "\n";
  for (Field const& field : tables.plan.fields)
    text += "  " + padded(std::string(matching::chinese(field.kind)) + (field.about == matching::About::household ? label("link_shared") : ""), 14) + titles_of(tables, field) + "\n";
  std::vector<base::Problem> notes = tables.left.notes();
  if (tables.right) notes.insert(notes.end(), tables.right->notes().begin(), tables.right->notes().end());
  notes.insert(notes.end(), tables.plan.notes.begin(), tables.plan.notes.end());
  for (base::Problem const& note : notes) text += "  " + base::tell(note) + "\n";
  return text;
}

uint64_t pairs_skipped(matching::Linkage const& linkage) {
  uint64_t count = 0;
  for (matching::RuleReport const& rule : linkage.rules) count += rule.skipped_pairs;
  return count;
}

std::string told(Arguments const& arguments, LinkOutcome const& outcome) {
  matching::Model const& model = outcome.linkage.model;
  auto const& pairs = outcome.linkage.pairs;
  size_t const certain = static_cast<size_t>(std::count_if(pairs.begin(), pairs.end(), [&](auto const& pair) { return pair.probability >= model.certain_from; }));
  std::string text = label("link_pairs", {{"candidates", std::to_string(outcome.linkage.candidates)},
                                          {"pairs", std::to_string(pairs.size())},
                                          {"threshold", fmt::format("{:g}", arguments.threshold)},
                                          {"certain", std::to_string(certain)},
                                          {"ask", std::to_string(pairs.size() - certain)}}) +
                     "\n";
  if (uint64_t const skipped = pairs_skipped(outcome.linkage); skipped > 0) text += label("link_skipped", {{"count", std::to_string(skipped)}}) + "\n";
  for (base::Problem const& warning : model.warnings) text += label("link_warning", {{"text", base::tell(warning)}}) + "\n";
  return text;
}

void write_table(base::JsonWriter& json, std::string_view key, sheets::CsvTable const& table, std::optional<size_t> id) {
  json.key(key).begin_object().member("file", table.file()).member("rows", table.rows()).member("columns", table.columns()).member("encoding", table.encoding()).key("id");
  if (id) json.value(table.title(*id));
  else json.null();
  json.end_object();
}

void write_told(base::JsonWriter& json, std::string_view key, std::vector<base::Problem> const& problems) {
  json.key(key).begin_array();
  for (base::Problem const& one : problems) json.begin_object().member("code", one.code).member("text", base::tell(one)).end_object();
  json.end_array();
}

void write_plan(base::JsonWriter& json, LinkTables const& tables) {
  write_table(json, "left", tables.left, tables.plan.left_id);
  if (tables.right) write_table(json, "right", *tables.right, tables.plan.right_id);
  if (tables.index) {
    json.key("index").begin_object().member("register", tables.index->about.register_file).member("rows", static_cast<int64_t>(tables.index->about.rows));
    json.member("like", tables.index->about.like_file).member("like_rows", static_cast<int64_t>(tables.index->about.like_rows)).end_object();
  }
  json.key("fields").begin_array();
  for (Field const& field : tables.plan.fields) {
    json.begin_object().member("name", field.name).member("kind", matching::code_of(field.kind)).member("about", matching::code_of(field.about));
    json.member("left", tables.left.title(field.left_column)).member("right", tables.other().title(field.right_column)).end_object();
  }
  json.end_array();
  write_told(json, "notes", tables.plan.notes);
}

std::string json_of(LinkTables const& tables) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.link_columns/1");
  write_plan(json, tables);
  json.end_object();
  return json.text() + "\n";
}

std::string json_of(Arguments const& arguments, LinkOutcome const& outcome) {
  matching::Linkage const& linkage = outcome.linkage;
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.link/1").member("pairs", linkage.pairs.size()).member("candidates", static_cast<int64_t>(linkage.candidates));
  json.member("threshold", arguments.threshold).member("certain_from", linkage.model.certain_from).member("ask_from", linkage.model.ask_from);
  json.member("expected_matches", linkage.model.expected_matches).member("iterations", linkage.model.iterations).member("has_converged", linkage.model.has_converged);
  write_plan(json, *outcome.tables);
  json.key("rules").begin_array();
  for (matching::RuleReport const& rule : linkage.rules) {
    json.begin_object().member("name", rule.name).member("pairs", static_cast<int64_t>(rule.pairs)).member("new_pairs", static_cast<int64_t>(rule.new_pairs));
    json.member("largest_block", static_cast<int64_t>(rule.largest_block)).member("refined_keys", static_cast<int64_t>(rule.refined_keys));
    json.member("skipped_pairs", static_cast<int64_t>(rule.skipped_pairs)).end_object();
  }
  json.end_array();
  write_told(json, "warnings", linkage.model.warnings);
  json.key("seconds").begin_object();
  for (usecases::Phase const& phase : outcome.phases) json.member(phase.name, phase.seconds);
  json.end_object().end_object();
  return json.text() + "\n";
}

int link(Door const& door, Arguments const& arguments) {
  LinkRequest const request = request_of(arguments);
  auto const in_the_way = usecases::outputs_in_the_way(request, {{"--out", arguments.out}, {"--report", arguments.report}, {"--clusters", arguments.clusters}, {"--questions", arguments.questions}});
  if (!in_the_way.empty()) return door.refuse(in_the_way);
  if (arguments.is_dry) {
    auto const tables = usecases::open_tables(request);
    if (!tables) return door.refuse(tables.error());
    door.out(door.json ? json_of(**tables) : told(**tables));
    return done;
  }
  auto const outcome = usecases::link_files(request);
  if (!outcome) return door.refuse(outcome.error());
  if (outcome->tables->index && !arguments.report.empty()) return door.refuse(base::problem("link_index_no_option", {{"option", "--report"}}));
  bool const is_hopeless = outcome->linkage.candidates == 0 && pairs_skipped(outcome->linkage) > 0;
  if (is_hopeless) return door.refuse(base::problem("link_too_many_pairs", {{"count", std::to_string(pairs_skipped(outcome->linkage))}}));
  auto const pairs = usecases::pairs_csv(*outcome->tables, outcome->linkage, arguments.has_decision);
  if (!arguments.out.empty()) base::write_file(arguments.out, pairs.text);
  if (!arguments.report.empty()) base::write_file(arguments.report, usecases::link_report(request, *outcome));
  if (!arguments.clusters.empty()) base::write_file(arguments.clusters, usecases::clusters_csv(*outcome, arguments.once));
  if (!arguments.questions.empty()) base::write_file(arguments.questions, usecases::questions_csv(*outcome->tables, outcome->linkage));
  if (door.json) {
    door.out(json_of(arguments, *outcome));
    return done;
  }
  std::string words = told(*outcome->tables) + told(arguments, *outcome);
  if (pairs.ids_like_formulas > 0) words += label("link_ids_like_formulas", {{"count", std::to_string(pairs.ids_like_formulas)}}) + "\n";
  if (!arguments.report.empty()) words += label("link_wrote_report", {{"path", arguments.report}}) + "\n";
  if (!arguments.clusters.empty()) words += label("link_wrote_clusters", {{"path", arguments.clusters}}) + "\n";
  if (!arguments.questions.empty()) words += label("link_wrote_questions", {{"path", arguments.questions}, {"count", std::to_string(outcome->linkage.questions.size())}}) + "\n";
  if (arguments.out.empty()) {
    door.progress(words);  // the pairs themselves may be on their way into another program
    door.data(pairs.text);
  } else {
    door.out(words + label("link_wrote", {{"path", arguments.out}}) + "\n");
  }
  return done;
}

// --- explain ------------------------------------------------------------------------------------------------------------------------------------

std::string const& name_of(LinkTables const& tables, matching::Waterfall::Step const& step) { return tables.left.title(tables.plan.fields[step.field].left_column); }

// No level: one side says nothing, or another field has said it already (the number holds date and sex).
std::string level_words(matching::Waterfall::Step const& step) {
  if (!step.level.empty()) return label("link_level_" + step.level);
  return label(step.left.empty() || step.right.empty() ? "link_level_missing" : "link_level_said_already");
}

// The words of a level name the thing themselves ("号码相同"); whose it is must be said of all but the person's own.
std::string step_words(LinkTables const& tables, matching::Waterfall::Step const& step) {
  Field const& field = tables.plan.fields[step.field];
  bool const goes_without_saying = field.name == "id_number" || field.name == "name" || field.name == "birth_date";
  std::string words = goes_without_saying ? level_words(step) : label("link_step_of", {{"field", name_of(tables, step)}, {"words", level_words(step)}});
  return step.left == step.right ? words : words + label("link_both", {{"left", step.left}, {"right", step.right}});
}

// "号码相同,名字差一个字,读音相同(张子涵/张梓涵);但日期不同(…)"
std::string sentence_of(LinkTables const& tables, matching::Waterfall const& waterfall) {
  std::vector<std::string> speaks_for, speaks_against;
  for (matching::Waterfall::Step const& step : waterfall.steps) {
    double const bits = step.bits + step.rarity_bits;
    constexpr double worth_saying = 0.5;
    if (step.level.empty() || std::abs(bits) < worth_saying) continue;
    std::string words = step_words(tables, step);
    (bits > 0 ? speaks_for : speaks_against).push_back(std::move(words));
  }
  std::map<std::string, std::string> const values = {{"for", base::join(speaks_for, ",")}, {"against", base::join(speaks_against, ",")}};
  if (speaks_for.empty() && speaks_against.empty()) return label("link_says_nothing");
  return label(speaks_against.empty() ? "link_all_for" : speaks_for.empty() ? "link_all_against" : "link_for_and_against", values);
}

std::string bar(double bits) {
  constexpr size_t longest = 24;
  std::string out;
  size_t const blocks = std::min(longest, static_cast<size_t>(std::lround(std::abs(bits))));
  for (size_t i = 0; i < blocks; ++i) out += bits > 0 ? "█" : "▒";
  return out;
}

std::string step_line(std::string_view what, std::string_view how, double bits) { return "  " + padded(what, 16) + fmt::format("{:>+7.1f}  ", bits) + padded(bar(bits), 25) + std::string(how) + "\n"; }

std::string told(LinkTables const& tables, matching::Waterfall const& waterfall) {
  std::string text = label("link_probability", {{"probability", fmt::format("{:.6f}", waterfall.probability)}, {"sentence", sentence_of(tables, waterfall)}}) + "\n\n";
  text += step_line(label("link_step_prior"), label("link_step_prior_why"), waterfall.prior_bits);
  for (matching::Waterfall::Step const& step : waterfall.steps) {
    std::string how = level_words(step);
    if (!step.left.empty() || !step.right.empty()) how += "  " + (step.left == step.right ? step.left : step.left + " / " + step.right);
    if (std::abs(step.rarity_bits) >= 0.05) how += "  " + label(step.rarity_bits > 0 ? "link_step_rare" : "link_step_common", {{"bits", fmt::format("{:+.1f}", step.rarity_bits)}});
    text += step_line(name_of(tables, step), how, step.bits + step.rarity_bits);
  }
  if (std::abs(waterfall.close_bits) >= 0.05) text += step_line(label("link_step_close"), label("link_step_close_why"), waterfall.close_bits);
  if (std::abs(waterfall.company_bits) >= 0.05) text += step_line(label("link_step_company"), label(waterfall.company_bits > 0 ? "link_company_for" : "link_company_against"), waterfall.company_bits);
  if (!waterfall.doubt.empty()) text += step_line(label("link_step_doubt"), label("link_doubt_" + waterfall.doubt), waterfall.doubt_bits);
  double const of_model = 1 / (1 + std::exp2(-waterfall.bits));
  text += step_line(label("link_step_sum"), label("link_step_sum_why", {{"probability", fmt::format("{:.6f}", of_model)}}), waterfall.bits);
  if (waterfall.decided) text += "\n" + label(*waterfall.decided ? "link_decided_same" : "link_decided_other") + "\n";
  return text;
}

std::string json_of(LinkTables const& tables, matching::Waterfall const& waterfall) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.link_explanation/1").member("probability", waterfall.probability).member("bits", waterfall.bits);
  json.member("sentence", sentence_of(tables, waterfall)).member("prior_bits", waterfall.prior_bits).member("close_bits", waterfall.close_bits).member("doubt", waterfall.doubt).member("doubt_bits", waterfall.doubt_bits).member("company_bits", waterfall.company_bits);
  json.key("decided");
  if (waterfall.decided) json.value(*waterfall.decided);
  else json.null();
  json.key("steps").begin_array();
  for (matching::Waterfall::Step const& step : waterfall.steps) {
    json.begin_object().member("field", tables.plan.fields[step.field].name).member("level", step.level).member("words", level_words(step));
    json.member("left", step.left).member("right", step.right).member("bits", step.bits).member("rarity_bits", step.rarity_bits).end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

int explain(Door const& door, Arguments const& arguments) {
  auto const outcome = usecases::link_files(request_of(arguments));
  if (!outcome) return door.refuse(outcome.error());
  LinkTables const& tables = *outcome->tables;
  auto const left = tables.left_row(arguments.left_row), right = tables.right_row(arguments.right_row);
  if (!left) return door.refuse(base::problem("link_row_unknown", {{"id", arguments.left_row}, {"file", tables.left.file()}}));
  if (!right && tables.index) return door.refuse(base::problem("link_index_row_unknown", {{"id", arguments.right_row}, {"file", tables.other().file()}}));
  if (!right) return door.refuse(base::problem("link_row_unknown", {{"id", arguments.right_row}, {"file", tables.other().file()}}));
  bool const is_itself = !tables.right && *left == *right;
  if (is_itself) return door.refuse(base::problem("link_row_itself"));
  matching::RowPair pair{static_cast<uint32_t>(*left), static_cast<uint32_t>(*right)};
  if (!tables.right && pair.left > pair.right) std::swap(pair.left, pair.right);
  matching::Waterfall const waterfall = outcome->linker->explain(pair);
  door.out(door.json ? json_of(tables, waterfall) : told(tables, waterfall));
  return done;
}

// --- index --------------------------------------------------------------------------------------------------------------------------------------

std::string size_in_mb(uint64_t bytes) { return fmt::format("{:.1f}", static_cast<double>(bytes) / 1e6); }

int index(Door const& door, Arguments const& arguments) {
  bool const is_to_make = !arguments.like.empty() && !arguments.out.empty();
  if (is_to_make == arguments.is_to_verify) return door.refuse(base::problem("link_index_two_ways"));
  base::JsonWriter json;
  if (arguments.is_to_verify) {
    auto const about = usecases::verify_register_index(arguments.right);
    if (!about) return door.refuse(about.error());
    json.begin_object().member("schema", "hutong.link_index/1").member("register", about->register_file).member("rows", static_cast<int64_t>(about->rows));
    json.member("like", about->like_file).member("like_rows", static_cast<int64_t>(about->like_rows)).end_object();
    std::map<std::string, std::string> const values = {{"path", arguments.right}, {"file", about->register_file}, {"rows", std::to_string(about->rows)}, {"like", about->like_file}};
    door.out(door.json ? json.text() + "\n" : label("link_index_good", values) + "\n");
    return done;
  }
  LinkRequest request = request_of(arguments);
  request.left = arguments.like, request.right = arguments.right;
  auto const in_the_way = usecases::outputs_in_the_way(request, {{"--out", arguments.out}});
  if (!in_the_way.empty()) return door.refuse(in_the_way);
  auto const made = usecases::make_register_index(request, arguments.out);
  if (!made) return door.refuse(made.error());
  LinkTables const& tables = *made->outcome.tables;
  if (door.json) {
    json.begin_object().member("schema", "hutong.link_index/1").member("register", tables.other().file()).member("rows", tables.other().rows());
    json.member("like", tables.left.file()).member("like_rows", tables.left.rows()).member("bytes", static_cast<int64_t>(made->bytes));
    write_told(json, "warnings", made->outcome.linkage.model.warnings);
    json.key("seconds").begin_object();
    for (usecases::Phase const& phase : made->outcome.phases) json.member(phase.name, phase.seconds);
    json.end_object().end_object();
    door.out(json.text() + "\n");
    return done;
  }
  door.out(told(tables) + told(arguments, made->outcome) + label("link_index_wrote", {{"path", arguments.out}, {"size", size_in_mb(made->bytes)}, {"rows", std::to_string(tables.other().rows())}}) + "\n");
  return done;
}

// --- the command line ---------------------------------------------------------------------------------------------------------------------------

void add_options(CLI::App& command, Arguments& arguments) {
  command.add_option("--config", arguments.config, "写明哪一列对哪一列的文件(YAML);不写就自己认");
  command.add_option("--id", arguments.id, "行号列的列名;不写就自己找,没有就用第几行");
  command.add_option("--labels", arguments.labels, "已知的几对(CSV:左行号、右行号,第三列 1 是 0 否),让模型学");
  command.add_option("--threads", arguments.threads, "用几个处理器,1 到 256;不写就全用,结果都一样")->check(CLI::Range(1, 256))->option_text("整数");
  command.add_option("--memory", arguments.memory_mb, "候选对最多占多少内存(MB),16 到 1048576,平常是 1536")->check(CLI::Range(16, 1 << 20))->option_text("整数");
}

// CLI::Range lets nan through, which is neither below nor above anything.
std::string is_number(std::string const& text) { return std::isnan(std::strtod(text.c_str(), nullptr)) ? "nan" : ""; }

void add_pair_options(CLI::App& command, Arguments& arguments) {
  add_options(command, arguments);
  command.add_option("--out", arguments.out, "写到哪个文件(CSV);不写就显示");
  command.add_option("--threshold", arguments.threshold, "至少多大的可能才写出,0 到 1,平常是 0.5")->check(CLI::Range(0.0, 1.0))->check(is_number)->option_text("小数");
  command.add_option("--report", arguments.report, "把模型画成一页(HTML):各列的分量、比较了哪些对、得分分布、例子");
  auto* const one_to_one = command.add_flag("--one-to-one", arguments.one_to_one, "每行至多配一行,冲突的统一取舍");
  command.add_flag("--many-to-one", arguments.many_to_one, "右边每行至多配左边一行;右边的表可以有人写了两次")->excludes(one_to_one);
  command.add_flag("--decision", arguments.has_decision, "多写一列:可以直接认定(certain),还是请人看(ask)");
  command.add_option("--questions", arguments.questions, "把最该请人看的几对写到这个文件(CSV),填好后用 --labels 给回");
  command.add_option("--questions-count", arguments.questions_count, "请人看几对,1 到 10000,平常是 30")->check(CLI::Range(1, 10'000))->option_text("整数");
  command.add_flag("--dry-run", arguments.is_dry, "只看认出了哪些列,不比较");
}

}  // namespace

void add_link_commands(CLI::App& app, Door& door) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App* const both = app.add_subcommand("link", "两份表里哪些行是同一个人(或同一件东西)");
  both->add_option("LEFT", arguments->left, "左边的表(CSV)");
  both->add_option("RIGHT", arguments->right, "右边的表(CSV),或名册的索引(link index)");
  add_pair_options(*both, *arguments);
  both->require_subcommand(0, 1);
  both->callback([&door, both, arguments] {
    if (!both->get_subcommands().empty()) return;
    door.chosen = [&door, arguments] {
      if (arguments->left.empty() || arguments->right.empty()) return door.refuse(base::problem("link_two_files"));
      return link(door, *arguments);
    };
  });

  CLI::App* const dedupe = both->add_subcommand("dedupe", "一份表里哪些行说的是同一个人(或同一件东西)");
  dedupe->add_option("FILE", arguments->left, "表(CSV)")->required();
  add_pair_options(*dedupe, *arguments);
  auto* const clusters = dedupe->add_option("--clusters", arguments->clusters, "把每行归到谁写到这个文件(CSV):行号、第几组");
  dedupe->add_option("--once", arguments->once, "写明每行来自哪份名单的列;每份名单里一人只有一行。这一列不比较")->needs(clusters);
  dedupe->callback([&door, arguments] { door.chosen = [&door, arguments] { return link(door, *arguments); }; });

  CLI::App* const once = both->add_subcommand("index", "给大名册做一份索引,以后几百行新名单一眨眼就能对上");
  once->add_option("REGISTER", arguments->right, "名册(CSV);与 --verify 同用时是索引")->required();
  once->add_option("--like", arguments->like, "一份平常的名单(CSV),以后的新名单与它列名相同;分量照它学,越像、越多越好");
  once->add_option("--out", arguments->out, "索引写到哪个文件;里面有姓名和号码,请放在数据目录里");
  once->add_flag("--verify", arguments->is_to_verify, "逐字节核对一份索引是否完好");
  add_options(*once, *arguments);
  once->callback([&door, arguments] { door.chosen = [&door, arguments] { return index(door, *arguments); }; });

  CLI::App* const why = both->add_subcommand("explain", "某两行为什么像或不像同一个人");
  why->add_option("LEFT", arguments->left, "左边的表(CSV)")->required();
  why->add_option("RIGHT", arguments->right, "右边的表(CSV);在一份表里查重就不写");
  add_options(*why, *arguments);
  why->add_option("--left", arguments->left_row, "左边哪一行(行号列里的值)")->required();
  why->add_option("--right", arguments->right_row, "右边哪一行")->required();
  why->callback([&door, arguments] { door.chosen = [&door, arguments] { return explain(door, *arguments); }; });
}

}  // namespace hutong::cli
