// Making: for every blocking rule the register's rows by key, in buckets of a few entries. A key of too many rows gets a further field, as in blocking.h; but
// what is too many is judged by the register alone, as the rows that will ask are not known yet.
//
// Asking: the keys of the new rows → rows of the register (candidates) → a small table of their cells, which the linker compares with the weights and counts of
// the index. Nothing else of the file is touched.
#include "matching/register_index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <deque>
#include <numeric>

#include "base/check.h"
#include "matching/internal/coding.h"
#include "matching/internal/given.h"
#include "matching/internal/index_file.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

using internal::IndexEntry;
using internal::IndexModel;
using internal::IndexRule;
using internal::IndexSections;
using sheets::CsvTable;

namespace {

constexpr size_t refinements = 2;
constexpr size_t entries_per_bucket = 4;
constexpr uint64_t all_pairs_max = 1'000'000;    // so few that every pair is looked at, as in a linkage
constexpr uint64_t rows_probed = 64;
constexpr double pairs_per_new_row = 64;         // of one rule, on average: more is not worth the milliseconds

struct KeyOfRow {
  uint64_t key;
  uint32_t row;
  friend auto operator<=>(KeyOfRow const&, KeyOfRow const&) = default;
};

struct Found {  // by a key of a rule
  RowPair rows;
  uint32_t rule;
  friend auto operator<=>(Found const&, Found const&) = default;
};

// The fields that make too common keys rarer: those that the rule does not have, the most telling first.
std::vector<uint16_t> refiners_of(Rule const& rule, size_t fields) {
  std::vector<uint16_t> refiners;
  for (uint16_t f = 0; f < fields && refiners.size() < refinements; ++f)
    if (std::none_of(rule.parts.begin(), rule.parts.end(), [&](auto part) { return part.column == f; })) refiners.push_back(f);
  return refiners;
}

// 0 = the row says nothing there.
uint64_t refined(uint64_t key, Column const& column, int side, size_t row) {
  uint32_t const code = column.codes(side)[row];
  return code ? mixed(key, column.hash(code)) : 0;
}

// About as many register rows as a key meets at most in a linkage of the two tables.
size_t rows_per_key(Tables const& tables, BlockingLimits const& limits) {
  double const balanced = 2 * std::sqrt(limits.pairs_per_key * tables.rows(1) / std::max(1.0, tables.rows(0)));
  return static_cast<size_t>(std::clamp(balanced, 200.0, 1000.0));
}

template <class T>
std::string packed(std::vector<T> const& values) {
  return {reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T)};
}

struct BuiltRule {
  std::vector<uint64_t> too_common;
  std::vector<uint32_t> buckets;
  std::vector<IndexEntry> entries;
  uint32_t bucket_bits = 0;
};

BuiltRule built(Rule const& rule, Taught const& taught, size_t rows_per_key_max) {
  auto const& columns = *taught.columns;
  size_t const rows = taught.tables->side[1]->rows();
  auto const refiners = refiners_of(rule, columns.size());
  BuiltRule built;
  std::vector<KeyOfRow> kept, open, refined_further;
  uint64_t of_row[keys_per_row_max];
  open.reserve(rows);
  for (size_t row = 0; row < rows; ++row) {
    size_t const count = keys_of(rule, columns, 1, row, of_row);
    for (size_t i = 0; i < count; ++i) open.push_back({of_row[i], static_cast<uint32_t>(row)});
  }
  for (size_t round = 0; !open.empty(); ++round) {
    std::sort(open.begin(), open.end());
    refined_further.clear();
    for (size_t first = 0, end = 0; first < open.size(); first = end) {
      while (end < open.size() && open[end].key == open[first].key) ++end;
      if (end - first <= rows_per_key_max) {
        kept.insert(kept.end(), open.begin() + static_cast<ptrdiff_t>(first), open.begin() + static_cast<ptrdiff_t>(end));
        continue;
      }
      built.too_common.push_back(open[first].key);
      if (round >= refiners.size()) continue;
      for (size_t i = first; i < end; ++i)
        if (uint64_t const key = refined(open[i].key, columns[refiners[round]], 1, open[i].row)) refined_further.push_back({key, open[i].row});
    }
    open.swap(refined_further);
  }
  std::sort(built.too_common.begin(), built.too_common.end());
  std::sort(kept.begin(), kept.end());
  built.bucket_bits = static_cast<uint32_t>(std::clamp<int>(std::bit_width(kept.size() / entries_per_bucket), 1, 31));
  built.buckets.assign((size_t{1} << built.bucket_bits) + 1, 0);
  built.entries.reserve(kept.size());
  for (auto const& entry : kept) {
    ++built.buckets[(entry.key >> (64 - built.bucket_bits)) + 1];
    built.entries.push_back({static_cast<uint32_t>(entry.key), entry.row});
  }
  std::partial_sum(built.buckets.begin(), built.buckets.end(), built.buckets.begin());
  return built;
}

void append_size(std::string& to, size_t size) {
  for (; size >= 128; size >>= 7) to += static_cast<char>((size & 127) | 128);
  to += static_cast<char>(size);
}

std::string word_section(Column const& column) {
  auto words = column.words().known();
  if (!words.empty()) words.erase(words.begin());
  std::sort(words.begin(), words.end(), [](auto const& a, auto const& b) { return a.hash < b.hash; });
  return packed(words);
}

// Values of the register that are commoner than the rarest; equality on a value that only the other table has does not happen.
std::string value_section(Column const& column, std::vector<float> const& rarity, float of_unknown) {
  std::vector<KnownField::Value> values;
  for (uint32_t code = 1; code <= column.values(); ++code)
    if (column.count(1, code) > 0 && rarity[code] != of_unknown) values.push_back({column.hash(code), rarity[code], 0});
  std::sort(values.begin(), values.end(), [](auto const& a, auto const& b) { return a.hash < b.hash; });
  return packed(values);
}

// Which rows are probed: spread over the register.
std::vector<uint32_t> probed_rows(uint64_t rows) {
  std::vector<uint32_t> probed;
  uint64_t const count = std::min(rows, rows_probed);
  for (uint64_t i = 0; i < count; ++i) probed.push_back(static_cast<uint32_t>(i * rows / count));
  return probed;
}

// What this program makes of some rows: their keys, and how alike each is to the one before. 0: the rules are not ours.
uint64_t probe_of(IndexModel const& model, CsvTable const& sample, std::vector<KnownField> const& known) {
  Tables const tables{{&sample, &sample}};
  std::vector<Field> fields;
  for (auto const& field : model.fields) fields.push_back(field.field), fields.back().left_column = field.field.right_column;
  auto const columns = columns_of(tables, fields, 1, &known);
  for (auto const& rule : model.rules)
    for (auto part : rule.rule.parts)
      if (part.atom >= columns[part.column].atoms().size()) return 0;
  uint64_t digest = 1, of_row[keys_per_row_max];
  auto take = [&](uint64_t value) { digest = mixed(digest, value + 1 ? value + 1 : 1); };
  for (size_t row = 0; row < sample.rows(); ++row) {
    for (auto const& column : columns) {
      uint32_t const code = column.codes(0)[row], previous = column.codes(0)[row ? row - 1 : 0];
      take(code ? column.hash(code) : 0);
      if (code && previous) take(column.level(previous, code));
    }
    for (auto const& rule : model.rules) {
      size_t const count = keys_of(rule.rule, columns, 0, row, of_row);
      for (size_t i = 0; i < count; ++i) take(of_row[i]);
    }
  }
  return digest;
}

CsvTable sample_of(CsvTable const& table, std::vector<size_t> const& columns, std::vector<std::string> const& titles) {
  std::vector<std::string_view> cells;
  for (uint32_t row : probed_rows(table.rows()))
    for (size_t column : columns) cells.push_back(table.cell(row, column));
  return sheets::table_of_cells(table.file(), titles, cells);
}

template <class SectionsOf>
std::vector<KnownField> known_of(IndexModel const& model, SectionsOf const& sections_of) {
  std::vector<KnownField> known;
  for (size_t f = 0; f < model.fields.size(); ++f) {
    IndexSections::OfField const sections = sections_of(f);
    known.push_back({sections.words, sections.values, model.fields[f].weight_of_unknown, model.fields[f].rarity_of_unknown});
  }
  return known;
}

}  // namespace

bool is_register_index(std::string_view bytes) { return bytes.starts_with(internal::index_mark); }

std::string register_index_of(Linker const& linker, Plan const& plan) {
  Taught const taught = linker.taught();
  Tables const& tables = *taught.tables;
  auto const& columns = *taught.columns;
  CHECK(!tables.is_one());
  CsvTable const &like = *tables.side[0], &table = *tables.side[1];

  IndexModel model;
  model.about = {table.file(), like.file(), table.rows(), like.rows(), taught.learnt->expected_matches};
  model.learnt = *taught.learnt;
  std::vector<size_t> kept;  // columns of the register
  auto keep = [&](size_t column) {
    auto const at = static_cast<size_t>(std::find(kept.begin(), kept.end(), column) - kept.begin());
    if (at == kept.size()) kept.push_back(column), model.titles.push_back(table.title(column));
    return static_cast<uint32_t>(at);
  };
  if (plan.right_id) model.id_column = keep(*plan.right_id);
  if (plan.left_id) model.like_id = like.title(*plan.left_id);
  for (size_t f = 0; f < columns.size(); ++f) {
    IndexModel::Field field{columns[f].field(), like.title(columns[f].field().left_column), 0, 0};
    field.field.left_column = 0, field.field.right_column = keep(columns[f].field().right_column);
    field.weight_of_unknown = std::max(0.05F, columns[f].words().weight_of_unknown());
    auto const& rarity = (*taught.rarity)[f];
    field.rarity_of_unknown = rarity.size() > 1 ? *std::max_element(rarity.begin() + 1, rarity.end()) : 0;
    model.fields.push_back(std::move(field));
  }

  auto limits = limits_for(tables, uint64_t{3} << 29);
  limits.pairs_per_rule = std::min(limits.pairs_per_rule, std::max(20'000.0, pairs_per_new_row * tables.rows(0)));
  auto const rules = choose_rules(tables, columns, limits, taught.threads);
  std::vector<BuiltRule> built_rules(rules.size());
  in_parallel(taught.threads, rules.size(), [&](size_t r) { built_rules[r] = built(rules[r], taught, rows_per_key(tables, limits)); });
  for (size_t r = 0; r < rules.size(); ++r) model.rules.push_back({rules[r], name_of(rules[r], columns), built_rules[r].bucket_bits});

  std::vector<uint64_t> rows_at = {0};
  std::string cells;
  for (size_t row = 0; row < table.rows(); ++row) {
    for (size_t column : kept) append_size(cells, table.cell(row, column).size()), cells += table.cell(row, column);
    rows_at.push_back(cells.size());
  }
  std::vector<std::string> sections = {"", packed(rows_at), std::move(cells)};
  for (size_t f = 0; f < columns.size(); ++f) {
    sections.push_back(word_section(columns[f]));
    sections.push_back(value_section(columns[f], (*taught.rarity)[f], model.fields[f].rarity_of_unknown));
  }
  model.probe = probe_of(model, sample_of(table, kept, model.titles), known_of(model, [&](size_t f) {
                           return IndexSections::OfField{Packed<KnownField::Word>(sections[3 + 2 * f]), Packed<KnownField::Value>(sections[4 + 2 * f])};
                         }));
  sections[0] = bytes_of(model);
  for (auto& rule : built_rules) {
    sections.push_back(packed(rule.too_common)), sections.push_back(packed(rule.buckets)), sections.push_back(packed(rule.entries));
    rule = {};
  }
  return internal::index_file_of(std::move(sections));
}

// --- asking -------------------------------------------------------------------------------------------------------------------------------------

struct RegisterIndex::Content {
  std::string_view bytes;
  std::string file;
  IndexModel model;
  IndexSections sections;

  tl::unexpected<base::Problem> refuse(std::string_view code, std::map<std::string, std::string> values = {}) const {
    base::Place place;
    place.file = file;
    return base::fail(code, std::move(values), place);
  }
  base::Result<CsvTable> table_of(std::vector<uint32_t> const& rows) const;
  std::vector<KnownField> known() const;
  base::Result<Plan> plan_for(CsvTable& rows, std::string const& id) const;
  std::optional<base::Problem> made_by_another_program(std::vector<KnownField> const&) const;
  base::Result<std::vector<RowPair>> partners(std::vector<Column> const& asking, size_t rows, LinkOptions const&, std::vector<RuleReport>&) const;
};

RegisterIndex::RegisterIndex(std::unique_ptr<Content> content) : content_(std::move(content)) {}
RegisterIndex::RegisterIndex(RegisterIndex&&) noexcept = default;
RegisterIndex::~RegisterIndex() = default;
RegisterIndex::About const& RegisterIndex::about() const { return content_->model.about; }

base::Result<RegisterIndex> RegisterIndex::open(std::string_view bytes, std::string file) {
  auto parts = internal::index_file_from(bytes);
  if (!parts) {
    base::Problem problem = parts.error();
    problem.place.file = std::move(file);
    return tl::unexpected(std::move(problem));
  }
  auto content = std::make_unique<Content>(Content{bytes, std::move(file), std::move(parts->first), std::move(parts->second)});
  return RegisterIndex(std::move(content));
}

std::optional<base::Problem> RegisterIndex::damage() const {
  if (internal::has_every_digest(content_->bytes)) return std::nullopt;
  return content_->refuse("link_index_damaged").value();
}

base::Result<RegisterIndex::Answer> RegisterIndex::ask(CsvTable& rows, std::string const& id, LinkOptions const& options) const {
  Content const& index = *content_;
  auto given = std::make_shared<Given>();
  given->learnt = index.model.learnt;
  given->fields = index.known();
  if (auto problem = index.made_by_another_program(given->fields)) return tl::unexpected(std::move(*problem));
  auto plan = index.plan_for(rows, id);
  if (!plan) return tl::unexpected(plan.error());

  std::vector<RowPair> pairs;
  if (rows.rows() * index.model.about.rows <= all_pairs_max) {
    for (uint32_t left = 0; left < rows.rows(); ++left)
      for (uint32_t right = 0; right < index.model.about.rows; ++right) pairs.push_back({left, right});
  } else {
    Tables const tables{{&rows, &rows}};
    std::vector<Field> fields = plan->fields;
    for (auto& field : fields) field.right_column = field.left_column;
    auto const asking = columns_of(tables, fields, processors(options.threads), &given->fields);
    auto found = index.partners(asking, rows.rows(), options, given->rules);
    if (!found) return tl::unexpected(found.error());
    pairs = std::move(*found);
  }
  std::vector<uint32_t> wanted;
  for (auto pair : pairs) wanted.push_back(pair.right);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (auto& pair : pairs) pair.right = static_cast<uint32_t>(std::lower_bound(wanted.begin(), wanted.end(), pair.right) - wanted.begin());
  given->pairs = std::move(pairs);
  auto partners = index.table_of(wanted);
  if (!partners) return tl::unexpected(partners.error());
  return Answer{std::move(*partners), std::move(*plan), std::move(given)};
}

std::vector<KnownField> RegisterIndex::Content::known() const {
  return known_of(model, [&](size_t f) { return sections.fields[f]; });
}

// The columns that are kept, and behind them the row's number in the register if it has no id.
base::Result<CsvTable> RegisterIndex::Content::table_of(std::vector<uint32_t> const& rows) const {
  std::vector<std::string> titles = model.titles;
  if (!model.id_column) {
    std::string title = "第几行";
    while (std::find(titles.begin(), titles.end(), title) != titles.end()) title += '_';
    titles.push_back(std::move(title));
  }
  std::deque<std::string> numbers;
  std::vector<std::string_view> cells;
  cells.reserve(rows.size() * titles.size());
  for (uint32_t row : rows) {
    uint64_t const from = sections.rows_at[row], to = sections.rows_at[row + 1];
    if (from > to || to > sections.rows.size()) return refuse("link_index_damaged");
    std::string_view rest = sections.rows.substr(from, to - from);
    for (size_t column = 0; column < model.titles.size(); ++column) {
      size_t size = 0;
      for (unsigned shift = 0;; shift += 7) {
        constexpr unsigned bits_of_cell = 24;
        if (rest.empty() || shift >= bits_of_cell) return refuse("link_index_damaged");
        auto const byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        size |= size_t{byte & 127U} << shift;
        if (byte < 128) break;
      }
      if (size > rest.size() || size >= size_t{1} << 24) return refuse("link_index_damaged");
      cells.push_back(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    if (!rest.empty()) return refuse("link_index_damaged");
    if (!model.id_column) cells.push_back(numbers.emplace_back(std::to_string(row + 1)));
  }
  return sheets::table_of_cells(model.about.register_file, std::move(titles), cells);
}

std::optional<base::Problem> RegisterIndex::Content::made_by_another_program(std::vector<KnownField> const& known) const {
  auto const sample = table_of(probed_rows(model.about.rows));
  if (!sample) return sample.error();
  bool const is_ours = probe_of(model, *sample, known) == model.probe;
  return is_ours ? std::nullopt : std::optional(refuse("link_index_other_program").value());
}

base::Result<Plan> RegisterIndex::Content::plan_for(CsvTable& rows, std::string const& id) const {
  auto column_of = [&](std::string_view title) -> std::optional<size_t> {
    auto const at = std::find(rows.titles().begin(), rows.titles().end(), title);
    return at == rows.titles().end() ? std::nullopt : std::optional<size_t>(at - rows.titles().begin());
  };
  auto is_missing = [&](auto const& field) { return !column_of(field.like_title); };
  if (std::any_of(model.fields.begin(), model.fields.end(), is_missing)) {
    auto sample = table_of(probed_rows(model.about.rows));
    if (!sample) return tl::unexpected(sample.error());
    join_names(rows, *sample);
  }
  auto known_titles = [&] {
    std::string text;
    for (auto const& title : rows.titles()) text += (text.empty() ? "" : "、") + title;
    return text;
  };
  base::Place place;
  place.file = rows.file();
  Plan plan;
  for (auto const& field : model.fields) {
    auto const column = column_of(field.like_title);
    if (!column) return base::fail("link_index_no_column", {{"column", field.like_title}, {"file", rows.file()}, {"known", known_titles()}, {"index", file}}, place);
    plan.fields.push_back(field.field);
    plan.fields.back().left_column = *column;
  }
  plan.right_id = model.id_column ? *model.id_column : model.titles.size();
  if (!id.empty() && !column_of(id)) return base::fail("link_no_column", {{"column", id}, {"file", rows.file()}, {"known", known_titles()}}, place);
  plan.left_id = column_of(id.empty() ? model.like_id : id);
  if (!plan.left_id) return plan;
  std::vector<std::pair<std::string_view, size_t>> ids;
  for (size_t row = 0; row < rows.rows(); ++row) ids.emplace_back(rows.cell(row, *plan.left_id), row);
  std::sort(ids.begin(), ids.end());
  std::string const& title = rows.title(*plan.left_id);
  if (!ids.empty() && ids.front().first.empty()) {
    place.row = static_cast<int>(rows.line_of(ids.front().second));
    return base::fail("link_id_missing", {{"column", title}}, place);
  }
  for (size_t i = 1; i < ids.size(); ++i) {
    if (ids[i].first != ids[i - 1].first) continue;
    place.row = static_cast<int>(rows.line_of(ids[i].second));
    return base::fail("link_id_twice", {{"column", title}, {"value", std::string(ids[i].first)}, {"first", std::to_string(rows.line_of(ids[i - 1].second))}}, place);
  }
  return plan;
}

// Ascending, each once.
base::Result<std::vector<RowPair>> RegisterIndex::Content::partners(std::vector<Column> const& asking, size_t rows, LinkOptions const& options,
                                                                    std::vector<RuleReport>& reports) const {
  uint64_t const found_max = std::max<uint64_t>(all_pairs_max, options.memory_bytes / 3 / sizeof(Found));
  std::vector<Found> found;
  uint64_t of_row[keys_per_row_max];
  for (uint32_t r = 0; r < model.rules.size(); ++r) {
    IndexRule const& rule = sections.rules[r];
    unsigned const shift = 64 - model.rules[r].bucket_bits;
    auto const refiners = refiners_of(model.rules[r].rule, asking.size());
    RuleReport report;
    report.name = model.rules[r].name;
    auto is_too_common = [&](uint64_t key) {
      size_t const at = rule.too_common.first_from(key, [](uint64_t one) { return one; });
      return at < rule.too_common.size() && rule.too_common[at] == key;
    };
    for (uint32_t row = 0; row < rows; ++row) {
      size_t const count = keys_of(model.rules[r].rule, asking, 0, row, of_row);
      for (size_t i = 0; i < count; ++i) {
        uint64_t key = of_row[i];
        size_t round = 0;
        for (; key != 0 && is_too_common(key); ++round) {
          report.refined_keys += round == 0;
          key = round < refiners.size() ? refined(key, asking[refiners[round]], 0, row) : 0;
        }
        if (key == 0) continue;
        size_t const bucket = shift < 64 ? key >> shift : 0;
        uint32_t const from = rule.buckets[bucket], to = rule.buckets[bucket + 1];
        if (from > to || to > rule.entries.size()) return refuse("link_index_damaged");
        uint64_t of_key = 0;
        for (uint32_t at = from; at < to; ++at) {
          IndexEntry const entry = rule.entries[at];
          if (entry.check != static_cast<uint32_t>(key)) continue;
          if (entry.row >= model.about.rows) return refuse("link_index_damaged");
          found.push_back({{row, entry.row}, r});
          ++of_key;
        }
        report.pairs += of_key, report.largest_block = std::max(report.largest_block, of_key);
        if (found.size() > found_max) return base::fail("link_too_many_pairs", {{"count", std::to_string(found.size())}});
      }
    }
    reports.push_back(std::move(report));
  }
  std::sort(found.begin(), found.end());
  std::vector<RowPair> pairs;
  for (auto const& one : found) {
    if (!pairs.empty() && pairs.back() == one.rows) continue;
    pairs.push_back(one.rows);
    ++reports[one.rule].new_pairs;
  }
  return pairs;
}

}  // namespace hutong::matching
