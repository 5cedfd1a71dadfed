// From rules to pairs, each pair with its pattern.
#include <algorithm>
#include <bit>

#include "matching/internal/levels.h"
#include "matching/internal/linker_work.h"
#include "matching/internal/parallel.h"
#include "matching/internal/radix_sort.h"

namespace hutong::matching {

namespace {

constexpr size_t rows_per_run = 8192;

}  // namespace

// Given name and surname in each other's column; one of the two may have a slip.
bool Linker::Work::is_swapped(Record const& a, Record const& b) const {
  auto const given = static_cast<size_t>(given_column), surname = static_cast<size_t>(surname_column);
  if (!a.code[given] || !a.code[surname] || !b.code[given] || !b.code[surname]) return false;
  if (a.code[given] == b.code[given] || a.code[surname] == b.code[surname]) return false;
  auto a_given = columns[given].folded(a.code[given]), a_surname = columns[surname].folded(a.code[surname]);
  auto b_given = columns[given].folded(b.code[given]), b_surname = columns[surname].folded(b.code[surname]);
  bool first = a_given == b_surname, second = a_surname == b_given;
  if (!first && !second) return false;
  return (first || level_of_words(a_given, b_surname) <= 3) && (second || level_of_words(a_surname, b_given) <= 3);
}

uint64_t Linker::Work::pattern_of(int side, size_t row, int other_side, size_t other_row) const {
  Record const &a = record(side, row), &b = record(other_side, other_row);
  uint64_t pattern = 0;
  for (size_t f = 0; f < columns.size(); ++f) {
    if (a.code[f] == 0 || b.code[f] == 0) continue;
    pattern |= uint64_t{columns[f].level(a.code[f], b.code[f])} << (level_bits * f);
  }
  if (given_column >= 0 && surname_column >= 0 && is_swapped(a, b)) {
    pattern &= ~(uint64_t{31} << (level_bits * static_cast<unsigned>(given_column)) | uint64_t{31} << (level_bits * static_cast<unsigned>(surname_column)));
    pattern |= uint64_t{level_swapped} << (level_bits * static_cast<unsigned>(given_column));
  }
  if (number_column >= 0 && a.code[number_column] && b.code[number_column]) {
    uint32_t const both = a.repeats & b.repeats;
    if (both & Record::repeats_date) pattern &= ~(uint64_t{31} << (level_bits * static_cast<unsigned>(date_column)));
    if (both & Record::repeats_sex) pattern &= ~(uint64_t{31} << (level_bits * static_cast<unsigned>(sex_column)));
  }
  return pattern;
}

// The memory answers late: a row's line is asked for a while before the pair's turn, its values a little before.
void Linker::Work::compare_all(std::vector<RowPair> const& pairs, PatternNumbers& numbers, std::vector<CandidatePair>& found) const {
  constexpr size_t rows_ahead = 24, values_ahead = 12, words_ahead = 5;
  for (size_t i = 0; i < pairs.size() + rows_ahead; ++i) {
    if (i < pairs.size()) __builtin_prefetch(&record(1, pairs[i].right));
    if (size_t k = i - (rows_ahead - values_ahead); i >= rows_ahead - values_ahead && k < pairs.size()) {
      Record const &a = record(0, pairs[k].left), &b = record(1, pairs[k].right);
      for (size_t f = 0; f < columns.size(); ++f)
        if (a.code[f] != 0 && b.code[f] != 0 && a.code[f] != b.code[f]) columns[f].prefetch(a.code[f], b.code[f]);
    }
    if (size_t k = i - (rows_ahead - words_ahead); i >= rows_ahead - words_ahead && k < pairs.size()) {
      Record const &a = record(0, pairs[k].left), &b = record(1, pairs[k].right);
      for (size_t f : text_columns)
        if (a.code[f] != 0 && b.code[f] != 0 && a.code[f] != b.code[f]) columns[f].prefetch_words(a.code[f], b.code[f]);
    }
    if (i < rows_ahead) continue;
    RowPair pair = pairs[i - rows_ahead];
    if (uint64_t pattern = pattern_of(pair.left, pair.right)) found.push_back({pair.left, pair.right, numbers.number(pattern)});
  }
}

// Of some left rows, each pair once, by left row and right row.
std::vector<RowPair> Linker::Work::pairs_of_run(std::vector<RulePairs> const& of_rules, size_t run, std::vector<uint64_t>& new_pairs) const {
  constexpr unsigned rule_bits = 8, left_from = rule_bits + 32;
  auto const first = static_cast<uint32_t>(run * rows_per_run);
  std::vector<uint64_t> made;  // left row of the run << 40 | right row << 8 | rule
  for (size_t r = 0; r < of_rules.size(); ++r)
    for (uint64_t i = of_rules[r].at[run]; i < of_rules[r].at[run + 1]; ++i) {
      uint64_t const pair = of_rules[r].pairs[i];
      made.push_back(((pair >> 32) - first) << left_from | (pair & 0xFFFFFFFF) << rule_bits | r);
    }
  SortRoom room;
  sort_by_bits(made, rule_bits, rule_bits + static_cast<unsigned>(std::bit_width(tables.side[1]->rows())), room);
  sort_by_bits(made, left_from, left_from + static_cast<unsigned>(std::bit_width(rows_per_run)), room);
  std::vector<RowPair> pairs;
  uint64_t previous = ~uint64_t{0};
  for (uint64_t pair : made) {
    if (pair >> rule_bits == previous) continue;
    previous = pair >> rule_bits;
    ++new_pairs[pair & ((1U << rule_bits) - 1)];
    pairs.push_back({first + static_cast<uint32_t>(pair >> left_from), static_cast<uint32_t>(pair >> rule_bits)});
  }
  return pairs;
}

std::vector<RuleReport> Linker::Work::find_candidates() {
  size_t const rows = tables.side[0]->rows(), right_rows = tables.side[1]->rows();
  bool const is_all = tables.pairs() <= 1'000'000;  // so few that leaving any out saves nothing
  Joined rules;
  if (!is_all) {
    auto const limits = limits_for(tables, options.memory_bytes);
    auto const chosen = choose_rules(tables, columns, limits, threads);
    phase("rules");
    rules = joined(tables, columns, chosen, limits, rows_per_run, threads);
    phase("blocks");
  }
  make_records();  // where the joins have worked until now
  size_t const runs = (rows + rows_per_run - 1) / rows_per_run;
  std::vector<std::vector<CandidatePair>> found(runs);
  std::vector<PatternNumbers> numbers(runs);
  std::vector<std::vector<uint64_t>> new_pairs(runs, std::vector<uint64_t>(rules.pairs.size(), 0));
  in_runs(threads, rows, rows_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<RowPair> pairs;
    for (auto left = static_cast<uint32_t>(first); is_all && left < last; ++left)
      for (uint32_t right = tables.is_one() ? left + 1 : 0; right < right_rows; ++right) pairs.push_back({left, right});
    if (!is_all) pairs = pairs_of_run(rules.pairs, run, new_pairs[run]);
    compare_all(pairs, numbers[run], found[run]);
  });
  for (size_t r = 0; r < rules.reports.size(); ++r)
    for (auto const& counts : new_pairs) rules.reports[r].new_pairs += counts[r];
  add_decided(found, numbers);
  number_patterns(found, numbers);
  return std::move(rules.reports);
}

// What people looked at is compared whether or not a rule made it a pair.
void Linker::Work::add_decided(std::vector<std::vector<CandidatePair>>& runs, std::vector<PatternNumbers>& numbers) const {
  if (decided.empty()) return;
  auto missing = decided;
  for (auto const& run : runs)
    for (auto const& pair : run) missing.erase(key_of_pair(pair.left, pair.right));
  std::vector<uint64_t> keys;
  for (auto const& [key, is_match] : missing) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  runs.emplace_back(), numbers.emplace_back();
  for (uint64_t key : keys) {
    auto const left = static_cast<uint32_t>(key >> 32), right = static_cast<uint32_t>(key);
    runs.back().push_back({left, right, numbers.back().number(pattern_of(left, right))});
  }
}

std::vector<RuleReport> Linker::Work::compare_given() {
  make_records();
  size_t const runs = (given->pairs.size() + rows_per_run - 1) / rows_per_run;
  std::vector<std::vector<CandidatePair>> found(runs);
  std::vector<PatternNumbers> numbers(runs);
  in_runs(threads, given->pairs.size(), rows_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<RowPair> pairs(given->pairs.begin() + static_cast<ptrdiff_t>(first), given->pairs.begin() + static_cast<ptrdiff_t>(last));
    compare_all(pairs, numbers[run], found[run]);
  });
  number_patterns(found, numbers);
  return given->rules;
}

void Linker::Work::number_patterns(std::vector<std::vector<CandidatePair>>& runs, std::vector<PatternNumbers>& numbers) {
  std::vector<uint64_t> all;
  for (auto const& of_run : numbers) all.insert(all.end(), of_run.patterns().begin(), of_run.patterns().end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  patterns.fields = columns.size();
  patterns.counts.assign(all.size(), 0);
  patterns.levels.resize(all.size() * columns.size());
  for (size_t p = 0; p < all.size(); ++p)
    for (size_t f = 0; f < columns.size(); ++f) patterns.levels[p * columns.size() + f] = (all[p] >> (level_bits * f)) & 31;
  size_t total = 0;
  for (auto const& run : runs) total += run.size();
  candidates.reserve(total);
  for (size_t run = 0; run < runs.size(); ++run) {
    std::vector<uint32_t> number_in_all;
    for (uint64_t pattern : numbers[run].patterns())
      number_in_all.push_back(static_cast<uint32_t>(std::lower_bound(all.begin(), all.end(), pattern) - all.begin()));
    for (auto candidate : runs[run]) {
      candidate.pattern = number_in_all[candidate.pattern];
      ++patterns.counts[candidate.pattern];
      candidates.push_back(candidate);
    }
    std::vector<CandidatePair>().swap(runs[run]);
  }
}

}  // namespace hutong::matching
