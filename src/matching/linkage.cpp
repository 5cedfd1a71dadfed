#include "matching/linkage.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "base/check.h"
#include "matching/internal/assign.h"
#include "matching/internal/linker_work.h"
#include "matching/internal/parallel.h"
#include "matching/internal/radix_sort.h"
#include "matching/internal/thresholds.h"

namespace hutong::matching {

void Linker::Work::name_columns() {
  for (size_t f = 0; f < columns.size(); ++f) {
    auto const& field = columns[f].field();
    if (field.kind == FieldKind::place || field.kind == FieldKind::text) text_columns.push_back(f);
    if (field.kind == FieldKind::given_name && given_column < 0) given_column = static_cast<int>(f);
    if (field.kind == FieldKind::surname && surname_column < 0) surname_column = static_cast<int>(f);
    if (field.about != About::self) continue;
    if (field.kind == FieldKind::resident_number && number_column < 0) number_column = static_cast<int>(f);
    if (field.kind == FieldKind::date && (date_column < 0 || field.name == "birth_date")) date_column = static_cast<int>(f);
    if (field.kind == FieldKind::category && field.name == "sex") sex_column = static_cast<int>(f);
  }
}

namespace {

// The likeliest first, then by rows.
std::vector<ScoredPair> in_order(std::vector<ScoredPair> pairs) {
  std::vector<uint64_t> places;
  places.reserve(pairs.size());
  for (size_t i = 0; i < pairs.size(); ++i) {
    // As numbers, floats above zero ascend and those below descend.
    auto const bits = std::bit_cast<uint32_t>(pairs[i].bits + 0.0F);
    places.push_back(uint64_t{bits >> 31 ? bits : ~bits & 0x7FFFFFFF} << 32 | i);
  }
  SortRoom room;
  sort_by_bits(places, 32, 64, room);
  std::vector<ScoredPair> sorted;
  sorted.reserve(pairs.size());
  constexpr size_t ahead = 16;
  for (size_t i = 0; i < places.size(); ++i) {
    if (i + ahead < places.size()) __builtin_prefetch(&pairs[places[i + ahead] & 0xFFFFFFFF]);
    sorted.push_back(pairs[places[i] & 0xFFFFFFFF]);
  }
  for (size_t first = 0, end = 0; first < sorted.size(); first = end) {
    while (end < sorted.size() && sorted[end].bits == sorted[first].bits) ++end;
    std::sort(sorted.begin() + static_cast<ptrdiff_t>(first), sorted.begin() + static_cast<ptrdiff_t>(end), is_before);
  }
  return sorted;
}

}  // namespace

void Linker::Work::make_records() {
  std::vector<std::optional<values::Sex>> sexes;  // by code
  if (sex_column >= 0)
    for (uint32_t code = 0; code <= columns[sex_column].values(); ++code) {
      auto const word = code ? columns[sex_column].folded(code) : std::string_view();
      sexes.push_back(word == "男" ? std::optional(values::Sex::male) : word == "女" ? std::optional(values::Sex::female) : std::nullopt);
    }
  for (int side = 0; side < tables.sides(); ++side) {
    records[side].resize(tables.side[side]->rows());
    in_runs(threads, records[side].size(), 1 << 14, [&](size_t, size_t first, size_t last) {
      for (size_t f = 0; f < columns.size(); ++f) {
        auto const& codes = columns[f].codes(side);
        for (size_t row = first; row < last; ++row) records[side][row].code[f] = codes[row];
      }
      for (size_t row = first; row < last && number_column >= 0; ++row) {
        Record& record = records[side][row];
        if (record.code[number_column] == 0) continue;
        NumberForm const number = columns[number_column].number(record.code[number_column]);
        if (date_column >= 0 && record.code[date_column] != 0 && number.birth_day() && columns[date_column].date(record.code[date_column]).days_since_epoch() == number.birth_day())
          record.repeats |= Record::repeats_date;
        if (sex_column >= 0 && sexes[record.code[sex_column]] && number.is_valid() && sexes[record.code[sex_column]] == number.sex()) record.repeats |= Record::repeats_sex;
      }
    });
  }
}

Linker::Linker(std::unique_ptr<Work> work) : work_(std::move(work)) {}
Linker::Linker(Linker&&) noexcept = default;
Linker::~Linker() = default;

base::Result<Linker> Linker::make(sheets::CsvTable const& left, sheets::CsvTable const* right, Plan const& plan, LinkOptions const& options) {
  return made(left, right, plan, options, nullptr);
}

base::Result<Linker> Linker::make(sheets::CsvTable const& left, sheets::CsvTable const& right, Plan const& plan, LinkOptions const& options, std::shared_ptr<Given const> given) {
  return made(left, &right, plan, options, std::move(given));
}

base::Result<Linker> Linker::made(sheets::CsvTable const& left, sheets::CsvTable const* right, Plan const& plan, LinkOptions const& options, std::shared_ptr<Given const> given) {
  auto work = std::make_unique<Work>();
  work->tables.side[0] = &left;
  work->tables.side[1] = right ? right : &left;
  work->options = options;
  work->threads = processors(options.threads);
  for (auto const& known : options.labels) work->decided[key_of_pair(known.rows.left, known.rows.right)] = known.is_match;
  work->given = std::move(given);
  if (plan.fields.empty()) return base::fail("link_nothing_to_compare");
  CHECK(plan.fields.size() <= fields_max);
  work->columns = columns_of(work->tables, plan.fields, work->threads, work->given ? &work->given->fields : nullptr, !work->given);
  work->name_columns();
  work->phase("columns");
  return Linker(std::move(work));
}

Linkage Linker::run() {
  Work& work = *work_;
  Linkage linkage;
  linkage.rules = work.given ? work.compare_given() : work.find_candidates();
  work.phase("pairs");
  auto scored = work.given ? work.score_as_given() : work.learn_and_score(linkage);
  bool const speak_for_each_other = work.tables.is_one() && !work.options.one_to_one;
  if (speak_for_each_other) {
    auto is_refused = [&](RowPair rows) {
      auto const at = work.decided.find(key_of_pair(rows.left, rows.right));
      return at != work.decided.end() && !at->second;
    };
    work.keep_company(scored, {[&](RowPair rows) { return bits(rows); }, is_refused});
  }
  work.phase("learning");
  linkage.candidates = scored.size();
  linkage.histogram_from = -60;
  linkage.histogram.assign(121, 0);
  for (auto const& pair : scored) ++linkage.histogram[static_cast<size_t>(std::clamp(std::floor(pair.bits) + 60, 0.0F, 120.0F))];

  auto& model = linkage.model;
  for (size_t f = 0; f < work.columns.size(); ++f) {
    FieldReport report{work.columns[f].field(), {}, 0};
    auto const& weights = work.learnt.fields[f];
    auto const& p = weights.p;
    for (size_t l = 1; l < p[same].size(); ++l)
      report.levels.push_back({work.columns[f].levels()[l - 1].code, p[same][l], p[household][l], p[neighbours][l], p[rivals][l], p[strangers][l], std::log2(p[same][l] / p[strangers][l]), weights.expected[l]});
    int const right = work.tables.is_one() ? 0 : 1;
    report.missing_share = 1 - work.columns[f].present(0) / work.tables.rows(0) * work.columns[f].present(right) / work.tables.rows(right);
    model.fields.push_back(std::move(report));
  }
  model.prior = work.learnt.shares[same], model.close_prior = work.learnt.shares[household] + work.learnt.shares[neighbours] + work.learnt.shares[rivals], model.expected_matches = work.learnt.expected_matches;
  model.iterations = work.learnt.iterations, model.has_converged = work.learnt.has_converged;

  auto likely = std::partition(scored.begin(), scored.end(), [&](ScoredPair const& pair) { return pair.bits >= 0 || pair.probability >= static_cast<float>(work.options.threshold); });
  scored.erase(likely, scored.end());
  auto all = scored;
  std::erase_if(scored, [&](ScoredPair const& pair) { return pair.probability < static_cast<float>(work.options.threshold); });
  if (work.options.one_to_one) scored = assigned_one_to_one(std::move(scored));
  else if (work.options.many_to_one) scored = assigned_many_to_one(std::move(scored));
  work.doubt(all, scored);
  scored = in_order(std::move(scored));
  auto bands = thresholds_of(scored);
  model.certain_from = bands.certain_from, model.ask_from = bands.ask_from;
  linkage.pairs = std::move(scored);
  for (size_t p = 0; p < work.patterns.size(); ++p) {
    linkage.patterns.emplace_back(work.patterns.levels.begin() + static_cast<ptrdiff_t>(p * work.patterns.fields),
                                  work.patterns.levels.begin() + static_cast<ptrdiff_t>((p + 1) * work.patterns.fields));
    linkage.pattern_counts.push_back(static_cast<uint64_t>(work.patterns.counts[p]));
  }
  work.phase("decisions");
  return linkage;
}

double Linker::bits(RowPair rows) const {
  Work const& work = *work_;
  uint64_t const pattern = work.pattern_of(rows.left, rows.right);
  uint8_t levels[fields_max] = {};
  for (size_t f = 0; f < work.columns.size(); ++f) levels[f] = (pattern >> (level_bits * f)) & 31;
  return bits_of(work.chances(levels, work.record(0, rows.left)));
}

bool Linker::must_differ(RowPair rows) const {
  Work const& work = *work_;
  if (auto at = work.decided.find(key_of_pair(rows.left, rows.right)); at != work.decided.end()) return !at->second;
  if (work.number_column < 0) return false;
  auto const& numbers = work.columns[static_cast<size_t>(work.number_column)];
  uint32_t const left = work.record(0, rows.left).code[work.number_column], right = work.record(1, rows.right).code[work.number_column];
  if (left == 0 || right == 0) return false;
  NumberForm const one = numbers.number(left), other = numbers.number(right);
  return one.is_valid() && other.is_valid() && !one.has_same_digits(other);
}

Taught Linker::taught() const { return {&work_->tables, &work_->columns, &work_->learnt, &work_->rarity, work_->threads}; }

Waterfall Linker::explain(RowPair rows) const {
  Work const& work = *work_;
  Waterfall waterfall;
  uint64_t pattern = work.pattern_of(rows.left, rows.right);
  Record const& left = work.record(0, rows.left);
  uint8_t levels[fields_max] = {};
  for (size_t f = 0; f < work.columns.size(); ++f) levels[f] = (pattern >> (level_bits * f)) & 31;
  auto chance = work.chances(levels, left);
  waterfall.prior_bits = std::log2(work.learnt.shares[same] / work.learnt.shares[strangers]);
  for (size_t f = 0; f < work.columns.size(); ++f) {
    auto const& field = work.columns[f].field();
    Waterfall::Step step;
    step.field = f;
    step.left = work.tables.side[0]->cell(rows.left, field.left_column);
    step.right = work.tables.side[1]->cell(rows.right, field.right_column);
    if (levels[f] != 0) {
      step.level = work.columns[f].levels()[levels[f] - 1].code;
      step.bits = work.log_p[f][same][levels[f]] - work.log_p[f][strangers][levels[f]];
      if (levels[f] == 1) step.rarity_bits = static_cast<double>(work.rarity[f][left.code[f]]);
    }
    waterfall.steps.push_back(std::move(step));
  }
  waterfall.bits = bits_of(chance);
  waterfall.close_bits = waterfall.bits - (chance[same] - chance[strangers]);
  uint64_t const key = key_of_pair(rows.left, rows.right);
  if (auto at = work.company.find(key); at != work.company.end()) {
    waterfall.company_bits = static_cast<double>(at->second) - waterfall.bits;
    waterfall.bits = static_cast<double>(at->second);
  }
  if (auto at = work.doubts.find(key); at != work.doubts.end()) {
    waterfall.doubt = at->second;
    waterfall.doubt_bits = static_cast<double>(doubted(static_cast<float>(waterfall.bits))) - waterfall.bits;
    waterfall.bits += waterfall.doubt_bits;
  }
  waterfall.probability = 1 / (1 + std::exp2(-waterfall.bits));
  if (auto at = work.decided.find(key); at != work.decided.end()) waterfall.decided = at->second, waterfall.probability = at->second ? 1 : 0;
  return waterfall;
}

}  // namespace hutong::matching
