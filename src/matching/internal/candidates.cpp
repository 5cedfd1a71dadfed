// From rules to pairs, each pair with its pattern.
#include <algorithm>

#include "matching/internal/levels.h"
#include "matching/internal/linker_work.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

constexpr size_t rows_per_run = 8192;
constexpr size_t rows_per_batch = 512;

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
    uint8_t both = repeats(side, row) & repeats(other_side, other_row);
    if (both & 1) pattern &= ~(uint64_t{31} << (level_bits * static_cast<unsigned>(date_column)));
    if (both & 2) pattern &= ~(uint64_t{31} << (level_bits * static_cast<unsigned>(sex_column)));
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

std::vector<RuleReport> Linker::Work::find_candidates() {
  auto limits = limits_for(tables, options.memory_bytes);
  bool const is_all = tables.pairs() <= 1'000'000;  // so few that leaving any out saves nothing
  std::vector<RuleIndex> rules;
  if (!is_all) {
    auto chosen = choose_rules(tables, columns, limits, threads);
    phase("rules");
    rules.resize(chosen.size());
    std::vector<uint16_t> most_telling;
    for (uint16_t c = 0; c < columns.size(); ++c) most_telling.push_back(c);
    in_parallel(threads, chosen.size(), [&](size_t r) { rules[r].build(tables, columns, chosen[r], most_telling, limits); });
    phase("blocks");
  }
  uint64_t room = limits.pairs;
  for (auto& rule : rules) room -= rule.keep_within(room);
  make_candidates(rules, is_all);
  std::vector<RuleReport> reports;
  for (auto& rule : rules) reports.push_back(std::move(rule.report));
  return reports;
}

void Linker::Work::make_candidates(std::vector<RuleIndex>& rules, bool is_all) {
  size_t const rows = tables.side[0]->rows(), right_rows = tables.side[tables.is_one() ? 0 : 1]->rows();
  size_t const runs = (rows + rows_per_run - 1) / rows_per_run;
  std::vector<std::vector<CandidatePair>> found(runs);
  std::vector<PatternNumbers> numbers(runs);
  std::vector<std::vector<uint64_t>> new_pairs(runs, std::vector<uint64_t>(rules.size(), 0));
  in_runs(threads, rows, rows_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<uint64_t> partners;  // left row of the batch << 40 | right row << 8 | rule
    std::vector<RowPair> pairs;
    for (size_t batch = first; batch < last; batch += rows_per_batch) {
      size_t const batch_end = std::min(last, batch + rows_per_batch);
      partners.clear(), pairs.clear();
      if (is_all)
        for (size_t left = batch; left < batch_end; ++left)
          for (size_t right = tables.is_one() ? left + 1 : 0; right < right_rows; ++right)
            pairs.push_back({static_cast<uint32_t>(left), static_cast<uint32_t>(right)});
      for (size_t r = 0; r < rules.size(); ++r)
        rules[r].partners(batch, batch_end, [&](uint32_t left, uint32_t right) {
          if (!tables.is_one() || right > left) partners.push_back((left - batch) << 40 | uint64_t{right} << 8 | r);
        });
      std::sort(partners.begin(), partners.end());
      uint64_t previous = ~uint64_t{0};
      for (uint64_t partner : partners) {
        if (partner >> 8 == previous) continue;
        previous = partner >> 8;
        ++new_pairs[run][partner & 0xFF];
        pairs.push_back({static_cast<uint32_t>(batch + (partner >> 40)), static_cast<uint32_t>(partner >> 8)});
      }
      compare_all(pairs, numbers[run], found[run]);
    }
  });
  for (size_t r = 0; r < rules.size(); ++r)
    for (auto const& counts : new_pairs) rules[r].report.new_pairs += counts[r];
  add_decided(found, numbers);
  number_patterns(found, numbers);
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
