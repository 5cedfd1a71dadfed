#include "link_report/link_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/resources.h"
#include "base/text.h"
#include "link_report/internal/examples.h"
#include "link_report/internal/reach.h"
#include "link_report/internal/shown.h"

namespace hutong::link_report {
namespace {

using base::JsonWriter;
using base::label;
using matching::Field;
using matching::Waterfall;

// What page.js says by itself: link_report_word_… of messages.
constexpr char const* words[] = {
    "about", "about_household", "about_self", "agrees", "alone", "ask", "ask_line", "below", "best", "bits", "bits_axis", "brand", "candidates",
    "certain", "certain_line", "close", "close_why", "columns", "columns_count", "columns_name", "converged", "differs", "encoding", "example",
    "examples_name", "expected", "expected_matches", "field", "file", "footer", "histogram_name", "household", "kind", "largest", "left", "left_out",
    "level", "m", "missed", "missing", "model", "neighbours", "new_pairs", "none", "none_missing", "not_converged", "not_filled", "one_to_one",
    "out_of_reach", "out_of_reach_by", "pairs", "prior", "prior_why", "private", "probability", "rare_level", "rarity", "reach_name", "refined",
    "right", "rivals", "row", "row_id", "row_number", "rows", "rule", "rules_name", "says_nothing", "skipped", "so_far", "sum", "table", "u",
    "value_absent", "warnings", "weight", "weights_name", "yielded",
};

double rounded(double value) {
  if (std::isnan(value)) return 0;
  return std::round(std::clamp(value, -999.0, 999.0) * 1000) / 1000 + 0.0;
}

// Shares and probabilities: as many digits as matter, however small.
double brief(double share) { return std::isfinite(share) ? std::stod(fmt::format("{:.4g}", share)) : 0; }

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string signed_bits(double bits) { return fmt::format("{}{:.1f}", bits < 0 ? "−" : "+", std::abs(bits)); }

std::string title_of(Input const& input, Field const& field) {
  sheets::CsvTable const& right = input.right ? *input.right : input.left;
  std::string const &on_left = input.left.title(field.left_column), &on_right = right.title(field.right_column);
  return on_left == on_right ? on_left : on_left + " ↔ " + on_right;
}

std::string const& short_title_of(Input const& input, Field const& field) { return input.left.title(field.left_column); }

std::string level_words(std::string const& level) {
  std::string const code = "link_level_" + level;
  return base::has_sentence(code) ? label(code) : base::has_sentence(level) ? label(level) : level;
}

// "name.pinyin + birth_date" → "姓名(拼音) + 出生日期"
std::string rule_words(Input const& input, std::string const& rule) {
  std::vector<std::string> parts;
  constexpr std::string_view between = " + ";
  for (size_t at = 0; at <= rule.size();) {
    size_t const end = std::min(rule.find(between, at), rule.size());
    std::string part = rule.substr(at, end - at);
    for (Field const& field : input.plan.fields) {
      if (part != field.name && !base::starts_with(part, field.name + ".")) continue;
      std::string const atom = part == field.name ? "" : part.substr(field.name.size() + 1);
      std::string const code = "link_report_key_" + atom;
      part = input.left.title(field.left_column) + (atom.empty() ? "" : "(" + (base::has_sentence(code) ? label(code) : atom) + ")");
      break;
    }
    parts.push_back(std::move(part));
    at = end + between.size();
  }
  return base::join(parts, between);
}

// --- what each part of the page found ---------------------------------------------------------------------------------------------------------

struct Counts {
  uint64_t certain = 0, ask = 0;
};

Counts counts_of(Input const& input) {
  auto const& pairs = input.linkage.pairs;
  auto const certain = static_cast<uint64_t>(std::count_if(pairs.begin(), pairs.end(), [&](auto const& pair) { return is_certain(pair, input.linkage.model); }));
  return {certain, pairs.size() - certain};
}

std::string headline(Input const& input) {
  Counts const counts = counts_of(input);
  if (input.linkage.pairs.empty()) return label("link_report_nothing_found", {{"threshold", fmt::format("{}", input.threshold)}});
  return label("link_report_headline", {{"certain", grouped(counts.certain)}, {"ask", grouped(counts.ask)}});
}

std::string weights_finding(Input const& input) {
  struct Best {
    double bits = 0;
    std::string field, level;
  } best, worst;
  for (auto const& field : input.linkage.model.fields)
    for (auto const& level : field.levels) {
      if (level.bits > best.bits && level.expected_pairs >= 1) best = {level.bits, title_of(input, field.field), level_words(level.code)};
      if (level.bits < worst.bits && field.missing_share < 1) worst = {level.bits, title_of(input, field.field), level_words(level.code)};
    }
  if (best.field.empty() || worst.field.empty()) return label("link_report_weights_none");
  return label("link_report_weights_finding", {{"field", best.field}, {"level", best.level}, {"bits", signed_bits(best.bits)}, {"other", worst.field}, {"other_level", worst.level}, {"other_bits", signed_bits(worst.bits)}});
}

uint64_t skipped_pairs(Input const& input) {
  uint64_t skipped = 0;
  for (auto const& rule : input.linkage.rules) skipped += rule.skipped_pairs;
  return skipped;
}

std::string rules_finding(Input const& input) {
  std::string const candidates = grouped(input.linkage.candidates);
  if (input.linkage.rules.empty()) return label("link_report_rules_all", {{"candidates", candidates}});
  double const all = input.right ? static_cast<double>(input.left.rows()) * static_cast<double>(input.right->rows()) : static_cast<double>(input.left.rows()) * static_cast<double>(input.left.rows() - 1) / 2;
  double const one_of = std::floor(all / static_cast<double>(std::max<uint64_t>(1, input.linkage.candidates)));
  return label("link_report_rules_finding", {{"rules", std::to_string(input.linkage.rules.size())}, {"candidates", candidates}, {"one_of", grouped(static_cast<uint64_t>(std::max(1.0, one_of)))}});
}

std::string histogram_finding(Input const& input) {
  Counts const counts = counts_of(input);
  uint64_t const others = input.linkage.candidates - std::min<uint64_t>(input.linkage.candidates, counts.certain + counts.ask);
  return label("link_report_histogram_finding", {{"others", grouped(others)}, {"certain", grouped(counts.certain)}, {"ask", grouped(counts.ask)}});
}

std::string percent(uint64_t part, uint64_t whole) { return fmt::format("{:.1f}%", whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole)); }

std::string reach_finding(Input const& input, std::vector<Reach> const& reach) {
  auto without = [&](Reach const& of) { return percent(of.alone + of.out_of_reach, of.rows); };
  uint64_t hopeless = 0;
  for (Reach const& of : reach) hopeless += of.out_of_reach;
  std::string const finding = label(input.right ? "link_report_reach_finding" : "link_report_reach_finding_one", {{"left", without(reach[0])}, {"right", without(reach.back())}});
  return hopeless == 0 ? finding : finding + label("link_report_reach_hopeless", {{"rows", grouped(hopeless)}});
}

std::string in_words(Input const& input, Waterfall const& waterfall) {
  struct Said {
    double bits;
    std::string words;
  };
  std::vector<Said> for_it, against_it;
  for (Waterfall::Step const& step : waterfall.steps) {
    double const bits = step.bits + step.rarity_bits;
    constexpr double worth_saying = 0.5;
    if (step.level.empty() || std::abs(bits) < worth_saying) continue;
    // A level that does not say what it is about ("相同") needs its column in front.
    (bits > 0 ? for_it : against_it).push_back({std::abs(bits), short_title_of(input, input.plan.fields[step.field]) + ":" + level_words(step.level)});
  }
  auto joined = [](std::vector<Said>& said) {
    std::stable_sort(said.begin(), said.end(), [](Said const& a, Said const& b) { return a.bits > b.bits; });
    constexpr size_t said_max = 3;
    std::vector<std::string> parts;
    for (size_t i = 0; i < std::min(said_max, said.size()); ++i) parts.push_back(said[i].words);
    return base::join(parts, ";");
  };
  if (for_it.empty() && against_it.empty()) return label("link_report_says_nothing");
  std::string const says_for = joined(for_it), says_against = joined(against_it);
  if (says_against.empty()) return label("link_report_says_for", {{"for", says_for}});
  if (says_for.empty()) return label("link_report_says_against", {{"against", says_against}});
  return label("link_report_says_both", {{"for", says_for}, {"against", says_against}});
}

// --- the same as data for page.js -------------------------------------------------------------------------------------------------------------

void write_words(JsonWriter& json) {
  json.key("words").begin_object();
  for (char const* word : words) json.member(word, label(std::string("link_report_word_") + word));
  json.end_object();
}

void write_table(JsonWriter& json, sheets::CsvTable const& table, std::optional<size_t> id) {
  json.begin_object().member("file", table.file()).member("rows", table.rows()).member("columns", table.columns()).member("encoding", table.encoding());
  json.member("id", id ? std::string_view(table.title(*id)) : std::string_view()).end_object();
}

void write_told(JsonWriter& json, std::string_view key, std::vector<base::Problem> const& problems) {
  json.key(key).begin_array();
  for (base::Problem const& problem : problems) json.value(base::tell(problem));
  json.end_array();
}

std::vector<base::Problem> notes_of(Input const& input) {
  std::vector<base::Problem> notes = input.left.notes();
  if (input.right) notes.insert(notes.end(), input.right->notes().begin(), input.right->notes().end());
  notes.insert(notes.end(), input.plan.notes.begin(), input.plan.notes.end());
  return notes;
}

std::vector<base::Problem> warnings_of(Input const& input) {
  std::vector<base::Problem> warnings = input.linkage.model.warnings;
  for (base::Problem& warning : warnings)  // the model knows a column by what it means, the reader by its title
    for (Field const& field : input.plan.fields)
      if (auto const named = warning.values.find("field"); named != warning.values.end() && named->second == field.name) named->second = short_title_of(input, field);
  uint64_t const skipped = skipped_pairs(input);
  if (skipped == 0) return warnings;
  base::Problem const not_compared = base::problem("link_report_skipped", {{"pairs", grouped(skipped)}});
  warnings.push_back(not_compared);
  return warnings;
}

void write_totals(JsonWriter& json, Input const& input) {
  matching::Model const& model = input.linkage.model;
  Counts const counts = counts_of(input);
  json.key("totals").begin_object().member("candidates", static_cast<int64_t>(input.linkage.candidates)).member("certain", static_cast<int64_t>(counts.certain)).member("ask", static_cast<int64_t>(counts.ask));
  json.member("expected_matches", std::round(model.expected_matches));
  json.member("iterations", model.iterations).member("has_converged", model.has_converged).member("prior", brief(model.prior));
  json.member("certain_bits", rounded(certain_bits(input))).member("certain_from", brief(model.certain_from)).member("has_certain", counts.certain > 0);
  json.member("ask_bits", rounded(bits_of_probability(input.threshold))).member("threshold", input.threshold).member("is_one_to_one", input.is_one_to_one).end_object();
}

void write_fields(JsonWriter& json, Input const& input) {
  json.key("fields").begin_array();
  for (auto const& field : input.linkage.model.fields) {
    json.begin_object().member("title", title_of(input, field.field)).member("name", field.field.name).member("kind", matching::chinese(field.field.kind));
    json.member("is_household", field.field.about == matching::About::household).member("missing", brief(field.missing_share)).key("levels").begin_array();
    for (auto const& level : field.levels) {
      json.begin_object().member("words", level_words(level.code)).member("bits", rounded(level.bits)).member("expected_pairs", brief(level.expected_pairs));
      json.member("m", brief(level.m)).member("u", brief(level.u));
      json.member("household", brief(level.household)).member("neighbours", brief(level.neighbours)).member("rivals", brief(level.rivals)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_rules(JsonWriter& json, Input const& input) {
  json.key("rules").begin_array();
  for (auto const& rule : input.linkage.rules) {
    json.begin_object().member("name", rule_words(input, rule.name)).member("pairs", static_cast<int64_t>(rule.pairs)).member("new_pairs", static_cast<int64_t>(rule.new_pairs));
    json.member("largest", static_cast<int64_t>(rule.largest_block)).member("refined", static_cast<int64_t>(rule.refined_keys)).member("skipped", static_cast<int64_t>(rule.skipped_pairs)).end_object();
  }
  json.end_array();
}

void write_histogram(JsonWriter& json, matching::Linkage const& linkage) {
  json.key("histogram").begin_object().member("from", linkage.histogram_from).key("counts").begin_array();
  for (uint64_t count : linkage.histogram) json.value(static_cast<int64_t>(count));
  json.end_array().end_object();
}

std::string_view code_of(Standing standing) {
  switch (standing) {
    case Standing::certain: return "certain";
    case Standing::ask: return "ask";
    case Standing::below: return "below";
    case Standing::yielded: return "yielded";
    case Standing::missed: return "missed";
  }
  return {};
}

std::string id_of(sheets::CsvTable const& table, std::optional<size_t> column, size_t row) { return column ? shown(table.cell(row, *column)) : std::to_string(row + 1); }

void write_examples(JsonWriter& json, Input const& input) {
  sheets::CsvTable const& right = input.right ? *input.right : input.left;
  json.key("examples").begin_array();
  for (Example const& example : examples_of(input)) {
    Waterfall const& waterfall = example.waterfall;
    json.begin_object().member("standing", code_of(example.standing)).member("sentence", in_words(input, waterfall));
    json.member("left_id", id_of(input.left, input.plan.left_id, example.rows.left)).member("right_id", id_of(right, input.right ? input.plan.right_id : input.plan.left_id, example.rows.right));
    json.member("probability", waterfall.probability).member("bits", rounded(waterfall.bits)).member("prior", rounded(waterfall.prior_bits)).member("close", rounded(waterfall.close_bits)).key("steps").begin_array();
    for (Waterfall::Step const& step : waterfall.steps) {
      Field const& field = input.plan.fields[step.field];
      json.begin_object().member("title", short_title_of(input, field)).member("kind", matching::code_of(field.kind)).member("level", step.level.empty() ? std::string() : level_words(step.level)).member("is_same", step.left == step.right);
      json.member("left", shown(field.kind, step.left)).member("right", shown(field.kind, step.right)).member("bits", rounded(step.bits)).member("rarity", rounded(step.rarity_bits)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_reach(JsonWriter& json, Input const& input, std::vector<Reach> const& reach) {
  json.key("reach").begin_array();
  for (Reach const& side : reach) {
    json.begin_object().member("rows", static_cast<int64_t>(side.rows)).member("certain", static_cast<int64_t>(side.certain)).member("ask", static_cast<int64_t>(side.ask));
    json.member("alone", static_cast<int64_t>(side.alone)).member("out_of_reach", static_cast<int64_t>(side.out_of_reach)).key("missing").begin_array();
    constexpr size_t kinds_max = 8;
    for (size_t i = 0; i < std::min(kinds_max, side.missing.size()); ++i) {
      Missing const& missing = side.missing[i];
      json.begin_object().member("rows", static_cast<int64_t>(missing.rows)).member("best", brief(1 / (1 + std::exp2(-missing.best_bits)))).key("fields").begin_array();
      for (size_t field : missing.fields) json.value(title_of(input, input.linkage.model.fields[field].field));
      json.end_array().end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

std::string data_of(Input const& input) {
  std::vector<Reach> const reach = reach_of(input);
  JsonWriter json;
  json.begin_object().member("is_one_table", !input.right);
  write_words(json);
  json.key("findings").begin_object().member("headline", headline(input)).member("weights", weights_finding(input)).member("rules", rules_finding(input));
  json.member("histogram", histogram_finding(input)).member("reach", reach_finding(input, reach)).member("columns", label("link_report_columns_finding", {{"count", std::to_string(input.plan.fields.size())}}));
  json.member("examples", label("link_report_examples_finding")).end_object();
  json.key("explained").begin_object();
  for (char const* part : {"weights", "rules", "histogram", "examples", "reach", "columns"}) json.member(part, label(std::string("link_report_explained_") + part));
  json.end_object();
  json.key("tables").begin_array();
  write_table(json, input.left, input.plan.left_id);
  if (input.right) write_table(json, *input.right, input.plan.right_id);
  json.end_array();
  write_totals(json, input);
  write_told(json, "warnings", warnings_of(input));
  write_told(json, "notes", notes_of(input));
  write_fields(json, input);
  write_rules(json, input);
  write_histogram(json, input.linkage);
  write_examples(json, input);
  write_reach(json, input, reach);
  json.end_object();
  return json.text();
}

// JSON may hold "</script>"; inside a string < can be written otherwise, and stands nowhere else.
std::string harmless(std::string const& json) { return base::replace_all(base::replace_all(json, "<", "\\u003c"), "&", "\\u0026"); }

std::string escaped(std::string const& text) {
  return base::replace_all(base::replace_all(base::replace_all(text, "&", "&amp;"), "<", "&lt;"), "\"", "&quot;");
}

std::string_view part(std::string_view name) {
  auto const text = base::resource(name);
  CHECK(text.has_value());
  return *text;
}

}  // namespace

std::string page(Input const& input) {
  std::string const title = input.right ? label("link_report_title", {{"left", input.left.file()}, {"right", input.right->file()}}) : label("link_report_title_one", {{"left", input.left.file()}});
  std::string html = "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n";
  html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>" + escaped(title) + "</title>\n<style>\n";
  html += part("src/link_report/page.css");
  html += "</style>\n</head>\n<body>\n<noscript>" + escaped(label("link_report_needs_script")) + "</noscript>\n<main id=\"page\"></main>\n<script type=\"application/json\" id=\"data\">";
  html += harmless(data_of(input));
  html += "</script>\n<script>\n";
  html += part("npm/echarts.js");
  html += "\n</script>\n<script>\n";
  html += part("src/link_report/page.js");
  html += "</script>\n</body>\n</html>\n";
  return html;
}

}  // namespace hutong::link_report
