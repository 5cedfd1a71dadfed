#include "usecases/link_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <future>
#include <map>

#include "base/check.h"
#include "base/files.h"
#include "base/text.h"
#include "matching/clusters.h"
#include "usecases/internal/csv_cells.h"
#include "usecases/internal/known_pairs.h"

namespace hutong::usecases {
namespace {

using sheets::CsvTable;
using internal::append_csv_cell;
using internal::append_shown_cell;

using Problems = std::vector<base::Problem>;

constexpr uint64_t table_bytes_max = uint64_t{4} << 30;
constexpr uint64_t config_bytes_max = 1'000'000;

class Watch {
 public:
  explicit Watch(std::vector<Phase>& phases) : phases_(phases), began_(std::chrono::steady_clock::now()) {}
  void ended(std::string_view phase) {
    auto const now = std::chrono::steady_clock::now();
    phases_.push_back({std::string(phase), std::chrono::duration<double>(now - began_).count()});
    began_ = now;
  }

 private:
  std::vector<Phase>& phases_;
  std::chrono::steady_clock::time_point began_;
};

base::Problem in_file(base::Problem problem, std::filesystem::path const& path) {
  if (problem.place.file.empty() && !problem.values.contains("path")) problem.place.file = path.filename().string();
  return problem;
}

base::Result<CsvTable> read_table(std::filesystem::path const& path, unsigned threads) {
  auto bytes = base::read_file(path, table_bytes_max);
  if (!bytes) return tl::unexpected(in_file(bytes.error(), path));
  if (matching::is_register_index(*bytes)) return tl::unexpected(in_file(base::problem("link_index_misplaced"), path));
  return sheets::read_csv_table(std::move(*bytes), path.filename().string(), threads);
}

OrProblems<matching::Config> config_of(LinkRequest const& request) {
  matching::Config config;
  if (!request.config.empty()) {
    auto const text = base::read_file(request.config, config_bytes_max);
    if (!text) return tl::unexpected(Problems{in_file(text.error(), request.config)});
    auto read = matching::read_config(*text, request.config.filename().string());
    if (!read.problems.empty()) return tl::unexpected(std::move(read.problems));
    config = std::move(read.config);
  }
  if (!request.once.empty()) {  // which list a row is of says nothing of who it is
    config.choice.ignore.push_back(request.once);
    std::erase_if(config.fields, [&](matching::Config::ConfigField const& field) { return field.left == request.once; });
  }
  if (!request.id.empty()) config.choice.left_id = config.choice.right_id = request.id;
  return config;
}

std::string id_of(CsvTable const& table, std::optional<size_t> column, size_t row) { return column ? std::string(table.cell(row, *column)) : std::to_string(row + 1); }

std::optional<size_t> row_of(CsvTable const& table, std::optional<size_t> column, std::string_view id) {
  if (!column) return row_numbered(id, table.rows());
  for (size_t row = 0; row < table.rows(); ++row)
    if (table.cell(row, *column) == id) return row;
  return std::nullopt;
}

OrProblems<std::vector<matching::KnownPair>> labels_of(LinkRequest const& request, LinkTables const& tables) {
  if (request.labels.empty()) return std::vector<matching::KnownPair>();
  auto const read = read_table(request.labels, 1);
  if (!read) return tl::unexpected(Problems{read.error()});
  return internal::known_pairs(*read, tables, request.options);
}

// Nine decimals: of pairs that are all but certain the order is still worth knowing.
void append_probability(std::string& to, double probability) {
  constexpr int64_t one = 1'000'000'000;
  int64_t const parts = std::clamp<int64_t>(std::llround(probability * static_cast<double>(one)), 0, one);
  char digits[16];
  auto const end = std::to_chars(digits, digits + sizeof digits, parts + one).ptr;  // "1" and nine digits, or "2000000000"
  to += static_cast<char>(digits[0] - 1);
  to += '.';
  to.append(digits + 1, end);
}

// Rows to be looked up in an index: whoever made it has decided what is compared and what it is worth.
OrProblems<std::unique_ptr<LinkTables>> asked_of_index(LinkRequest const& request, base::MappedFile file, Watch& watch) {
  if (!request.config.empty()) return tl::unexpected(Problems{base::problem("link_index_no_option", {{"option", "--config"}})});
  if (!request.labels.empty()) return tl::unexpected(Problems{base::problem("link_index_no_option", {{"option", "--labels"}})});
  if (request.options.questions > 0) return tl::unexpected(Problems{base::problem("link_index_no_option", {{"option", "--questions"}})});
  auto const index = matching::RegisterIndex::open(file.bytes(), request.right.filename().string());
  if (!index) return tl::unexpected(Problems{index.error()});
  auto left = read_table(request.left, request.options.threads);
  if (!left) return tl::unexpected(Problems{left.error()});
  watch.ended("read");
  auto tables = std::make_unique<LinkTables>();
  tables->left = std::move(*left);
  auto answer = index->ask(tables->left, request.id, request.options);
  if (!answer) return tl::unexpected(Problems{answer.error()});
  tables->right = std::move(answer->partners);
  tables->plan = std::move(answer->plan);
  tables->index.emplace(LinkTables::FromIndex{std::move(file), index->about(), std::move(answer->given)});
  watch.ended("index");
  return tables;
}

OrProblems<std::unique_ptr<LinkTables>> opened(LinkRequest const& request, Watch& watch, bool may_be_index) {
  bool const are_two = !request.right.empty();
  if (are_two && base::is_same_file(request.left, request.right)) return tl::unexpected(Problems{base::problem("link_same_file", {{"path", request.left.string()}})});
  if (are_two && may_be_index)
    if (auto file = base::MappedFile::open(request.right); file && matching::is_register_index(file->bytes())) return asked_of_index(request, std::move(*file), watch);
  auto config = config_of(request);
  if (!config) return tl::unexpected(std::move(config.error()));
  auto tables = std::make_unique<LinkTables>();
  unsigned const threads = request.options.threads;
  // One file is fetched from the disk while the other is cut into cells.
  auto other = std::async(threads == 1 ? std::launch::deferred : std::launch::async, [&] { return are_two ? std::optional(read_table(request.right, threads)) : std::nullopt; });
  auto left = read_table(request.left, threads);
  auto right = other.get();
  Problems problems;
  if (!left) problems.push_back(left.error());
  if (right && !*right) problems.push_back(right->error());
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  tables->left = std::move(*left);
  if (right) tables->right = std::move(**right);
  auto const& titles = tables->left.titles();
  bool const has_once = request.once.empty() || std::find(titles.begin(), titles.end(), request.once) != titles.end();
  if (!has_once) return tl::unexpected(Problems{in_file(base::problem("link_no_column", {{"column", request.once}, {"known", base::join(titles, "、")}}), request.left)});
  if (are_two && config->fields.empty()) matching::join_names(tables->left, *tables->right);
  auto plan = are_two ? matching::plan_of(*config, tables->left, *tables->right) : matching::plan_of(*config, tables->left);
  if (!plan) return tl::unexpected(Problems{plan.error()});
  tables->plan = std::move(*plan);
  watch.ended("read");
  return tables;
}

OrProblems<LinkOutcome> linked(LinkRequest const& request, bool may_be_index) {
  LinkOutcome outcome;
  Watch watch(outcome.phases);
  auto tables = opened(request, watch, may_be_index);
  if (!tables) return tl::unexpected(std::move(tables.error()));
  outcome.tables = std::move(*tables);
  auto labels = labels_of(request, *outcome.tables);
  if (!labels) return tl::unexpected(std::move(labels.error()));
  matching::LinkOptions options = request.options;
  options.labels = std::move(*labels);
  options.on_phase = [&](std::string_view phase) { watch.ended(phase); };
  LinkTables const& read = *outcome.tables;
  auto linker = read.index ? matching::Linker::make(read.left, *read.right, read.plan, options, read.index->given)
                           : matching::Linker::make(read.left, read.right ? &*read.right : nullptr, read.plan, options);
  if (!linker) return tl::unexpected(Problems{linker.error()});
  outcome.linker = std::make_unique<matching::Linker>(std::move(*linker));
  outcome.linkage = outcome.linker->run();
  watch.ended("rest");
  return outcome;
}

double probability_of(matching::ScoredPair const& pair) { return 1.0 / (1.0 + std::exp2(-static_cast<double>(pair.bits))); }

}  // namespace

std::optional<uint32_t> row_numbered(std::string_view id, size_t rows) {
  uint32_t number = 0;
  auto const read = std::from_chars(id.data(), id.data() + id.size(), number);
  bool const is_row = read.ec == std::errc() && read.ptr == id.data() + id.size() && number >= 1 && number <= rows;
  return is_row ? std::optional(number - 1) : std::nullopt;
}

std::string LinkTables::left_id(size_t row) const { return id_of(left, plan.left_id, row); }
std::string LinkTables::right_id(size_t row) const { return id_of(other(), plan.right_id, row); }
std::optional<size_t> LinkTables::left_row(std::string_view id) const { return row_of(left, plan.left_id, id); }
std::optional<size_t> LinkTables::right_row(std::string_view id) const { return row_of(other(), plan.right_id, id); }

std::vector<base::Problem> outputs_in_the_way(LinkRequest const& request, std::vector<LinkOutput> const& outputs) {
  Problems problems;
  for (size_t i = 0; i < outputs.size(); ++i) {
    LinkOutput const& output = outputs[i];
    if (output.path.empty() || !base::is_replaced_when_written(output.path)) continue;
    for (std::filesystem::path const& input : {request.left, request.right, request.config, request.labels})
      if (!input.empty() && base::is_same_file(output.path, input))
        problems.push_back(base::problem("link_out_is_input", {{"option", output.option}, {"path", output.path.string()}, {"input", input.string()}}));
    for (size_t k = 0; k < i; ++k)
      if (!outputs[k].path.empty() && base::is_same_file(output.path, outputs[k].path))
        problems.push_back(base::problem("link_outputs_same", {{"first", outputs[k].option}, {"second", output.option}, {"path", output.path.string()}}));
  }
  return problems;
}

OrProblems<std::unique_ptr<LinkTables>> open_tables(LinkRequest const& request) {
  std::vector<Phase> phases;
  Watch watch(phases);
  return opened(request, watch, true);
}

OrProblems<LinkOutcome> link_files(LinkRequest const& request) { return linked(request, true); }

OrProblems<IndexMade> make_register_index(LinkRequest const& request, std::filesystem::path const& out) {
  auto outcome = linked(request, false);
  if (!outcome) return tl::unexpected(std::move(outcome.error()));
  IndexMade made{std::move(*outcome), 0};
  Watch watch(made.outcome.phases);
  std::string const bytes = matching::register_index_of(*made.outcome.linker, made.outcome.tables->plan);
  base::write_file(out, bytes);
  made.bytes = bytes.size();
  watch.ended("index");
  return made;
}

base::Result<matching::RegisterIndex::About> verify_register_index(std::filesystem::path const& path) {
  auto const file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(in_file(file.error(), path));
  auto const index = matching::RegisterIndex::open(file->bytes(), path.filename().string());
  if (!index) return tl::unexpected(index.error());
  if (auto problem = index->damage()) return tl::unexpected(std::move(*problem));
  return index->about();
}

namespace {

PairsCsv lines_of(LinkTables const& tables, matching::Linkage const& linkage, bool has_decision, size_t first, size_t last) {
  PairsCsv made;
  std::string& out = made.text;
  out.reserve((last - first) * 48);
  // Ids of pairs lie all over the tables: those of some hundred pairs are looked up together, so that the memory answers together.
  constexpr size_t looked_up = 256;
  std::array<std::array<std::string_view, 2>, looked_up> ids;
  for (size_t i = first; i < last; ++i) {
    if ((i - first) % looked_up == 0)
      for (size_t k = i; k < std::min(i + looked_up, last); ++k) {
        auto& [left, right] = ids[k - i];
        if (tables.plan.left_id) left = tables.left.cell(linkage.pairs[k].left, *tables.plan.left_id);
        if (tables.plan.right_id) right = tables.other().cell(linkage.pairs[k].right, *tables.plan.right_id);
        __builtin_prefetch(left.data()), __builtin_prefetch(right.data());
      }
    matching::ScoredPair const& pair = linkage.pairs[i];
    auto append_id = [&](std::optional<size_t> column, std::string_view id, size_t row) {
      if (!column) out += std::to_string(row + 1);
      else append_csv_cell(out, id);
      made.ids_like_formulas += column && internal::is_like_formula(id);
    };
    append_id(tables.plan.left_id, ids[(i - first) % looked_up][0], pair.left);
    out += ',';
    append_id(tables.plan.right_id, ids[(i - first) % looked_up][1], pair.right);
    out += ',';
    append_probability(out, probability_of(pair));
    if (has_decision) out += static_cast<double>(pair.probability) >= linkage.model.certain_from ? ",certain" : ",ask";
    out += '\n';
  }
  return made;
}

}  // namespace

PairsCsv pairs_csv(LinkTables const& tables, matching::Linkage const& linkage, bool has_decision) {
  size_t const pairs = linkage.pairs.size(), half = pairs / 2;
  auto second = std::async(pairs > 10'000 ? std::launch::async : std::launch::deferred, [&] { return lines_of(tables, linkage, has_decision, half, pairs); });
  PairsCsv all = lines_of(tables, linkage, has_decision, 0, half);
  PairsCsv const rest = second.get();
  all.text.insert(0, has_decision ? "left_id,right_id,probability,decision\n" : "left_id,right_id,probability\n");
  all.text += rest.text, all.ids_like_formulas += rest.ids_like_formulas;
  return all;
}

std::string clusters_csv(LinkOutcome const& outcome, std::string const& once) {
  LinkTables const& tables = *outcome.tables;
  CsvTable const& table = tables.left;
  std::optional<size_t> list;
  for (size_t column = 0; column < table.columns(); ++column)
    if (!once.empty() && table.title(column) == once) list = column;
  CHECK(once.empty() || list);  // looked for when the table was opened
  auto must_differ = [&](matching::RowPair rows) {
    bool const are_of_one_list = list && !table.cell(rows.left, *list).empty() && table.cell(rows.left, *list) == table.cell(rows.right, *list);
    return are_of_one_list || outcome.linker->must_differ(rows);
  };
  auto const cluster = matching::clusters_of(table.rows(), outcome.linkage.pairs, {[&](matching::RowPair rows) { return outcome.linker->bits(rows); }, must_differ});
  std::string out = "id,cluster\n";
  std::vector<size_t> number(table.rows(), 0);
  size_t clusters = 0;
  for (size_t row = 0; row < table.rows(); ++row) {
    if (cluster[row] == row) number[row] = ++clusters;
    append_csv_cell(out, tables.left_id(row));
    out += ',' + std::to_string(number[cluster[row]]) + '\n';
  }
  return out;
}

std::string questions_csv(LinkTables const& tables, matching::Linkage const& linkage) {
  std::string out = "left_id,right_id,is_same,probability";
  for (auto const& field : tables.plan.fields)
    for (char const* side : {"left", "right"}) {
      sheets::CsvTable const& table = *side == 'l' ? tables.left : tables.other();
      out += ',';
      append_shown_cell(out, std::string(side) + ":" + table.title(*side == 'l' ? field.left_column : field.right_column));
    }
  out += '\n';
  for (matching::ScoredPair const& pair : linkage.questions) {
    append_shown_cell(out, tables.left_id(pair.left));
    out += ',';
    append_shown_cell(out, tables.right_id(pair.right));
    out += ",,";
    append_probability(out, probability_of(pair));
    for (auto const& field : tables.plan.fields) {
      out += ',';
      append_shown_cell(out, tables.left.cell(pair.left, field.left_column));
      out += ',';
      append_shown_cell(out, tables.other().cell(pair.right, field.right_column));
    }
    out += '\n';
  }
  return out;
}

}  // namespace hutong::usecases
