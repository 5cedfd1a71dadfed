// What chance alone makes of a field: among all pairs, and among those of one village.
#include <algorithm>

#include "matching/internal/linker_work.h"
#include "matching/internal/near_values.h"
#include "matching/internal/parallel.h"
#include "matching/internal/row_sample.h"

namespace hutong::matching {

namespace {

// The values of a column's rows, or of some twenty thousand of them: each row with the same chance, which depends on its value and not on where it stands,
// and in an order that does not either. So the order of the rows changes nothing.
std::vector<uint32_t> sample_of_values(Column const& column, int side, bool is_shorter, bool is_all) {
  constexpr double rows_wanted = 20'000;
  double const share = is_all ? 1 : std::min(1.0, rows_wanted / std::max(1.0, column.present(side)));
  std::vector<std::pair<uint64_t, uint32_t>> sample;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    uint32_t const count = column.count(side, code);
    if (count == 0) continue;
    auto const scattered = static_cast<uint16_t>(column.scattered(code) * (is_shorter ? 1U : 0x9E37U));  // the two sides choose independently
    auto const times = static_cast<uint32_t>(share * count + scattered * 0x1p-16);                 // 2.3 → 2, or 3 with a chance of 0.3
    if (times == 0) continue;
    uint64_t const hash = column.hash(code) + (is_shorter ? 0 : 0x632BE59BD9B4E019U);
    for (uint32_t i = 0; i < times; ++i) sample.emplace_back(random_number(hash + i), code);
  }
  std::sort(sample.begin(), sample.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<uint32_t> codes;
  for (auto const& [place, code] : sample) codes.push_back(code);
  return codes;
}

}  // namespace

// How many of all pairs show each level of a field: level 1 exactly, from the frequencies of values; of the others, near values are counted
// (near_values.h), far ones are in the proportions of a sample among the rows that have a value (of every pair, if the tables are small); but never fewer than the candidates show.
std::vector<double> Linker::Work::all_pairs(size_t f) const {
  constexpr size_t sampled = 200'000, values_ahead = 16, words_ahead = 6;
  auto const& column = columns[f];
  bool const has_words = std::find(text_columns.begin(), text_columns.end(), f) != text_columns.end();
  int const shorter = tables.shorter(), longer = tables.other_than(shorter);
  double present = tables.is_one() ? column.present(0) * (column.present(0) - 1) / 2 : column.present(0) * column.present(1);
  std::vector<double> all(column.levels().size() + 1, 0);
  if (present < 1) return all;
  double equal = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    double of_left = column.count(0, code);
    equal += tables.is_one() ? of_left * (of_left - 1) / 2 : of_left * column.count(1, code);
  }
  std::vector<double> seen(all.size(), 0), near(all.size(), 0);
  bool const is_small = present <= static_cast<double>(sampled);
  auto const left = sample_of_values(column, shorter, true, is_small), right = tables.is_one() ? left : sample_of_values(column, longer, false, is_small);
  if (is_small) {
    for (size_t a = 0; a < left.size(); ++a)
      for (size_t b = tables.is_one() ? a + 1 : 0; b < right.size(); ++b) ++seen[column.level(left[a], right[b])];
  } else {
    NearValues const near_values(column, shorter, longer);
    auto left_of = [&](size_t i) { return left[(random_number(i) >> 32) % left.size()]; };
    auto right_of = [&](size_t i) { return right[(random_number(i) & 0xFFFFFFFF) % right.size()]; };
    for (size_t i = 0; i < sampled; ++i) {
      column.prefetch(left_of(i + values_ahead), right_of(i + values_ahead));
      if (has_words) column.prefetch_words(left_of(i + words_ahead), right_of(i + words_ahead));
      uint32_t const a = left_of(i), b = right_of(i);
      uint8_t const level = column.level(a, b);
      if (level == 1 || level + 1U == seen.size() || !near_values.are_near(a, b)) ++seen[level];
    }
    near = near_values.levels(left);
  }
  double different = 0, far = present - equal;
  for (size_t l = 2; l < seen.size(); ++l) different += seen[l], far -= near[l];
  all[1] = equal;
  for (size_t l = 2; l < seen.size(); ++l) all[l] = near[l] + (different > 0 ? std::max(0.0, far) * seen[l] / different : 0);
  std::vector<double> of_candidates(all.size(), 0);
  for (size_t p = 0; p < patterns.size(); ++p) of_candidates[patterns.level(p, f)] += patterns.counts[p];
  for (size_t l = 1; l < all.size(); ++l) all[l] = std::max(all[l], of_candidates[l]);
  return all;
}

// The place by which neighbours are known: equal for a village's worth of pairs, not for half the district nor for a house only. −1 = none.
int Linker::Work::place_of_neighbours(std::vector<std::vector<double>> const& all) const {
  constexpr double house = 1.0 / 8192, district = 1.0 / 6;
  int best = -1;
  double least = 1;
  for (size_t f = 0; f < columns.size(); ++f) {
    if (columns[f].field().kind != FieldKind::place || columns[f].field().about != About::household) continue;
    double equal = all[f][1] / tables.pairs();
    bool is_mostly_strangers = all[f][1] >= 20 * std::min(tables.rows(0), tables.rows(tables.is_one() ? 0 : 1));
    if (is_mostly_strangers && equal >= house && equal <= district && equal < least) best = static_cast<int>(f), least = equal;
  }
  return best;
}

// What the pairs of one village show, from a sample of them.
std::vector<std::vector<double>> Linker::Work::neighbour_pairs(size_t place) const {
  constexpr double sampled = 40'000, most_of_shorter = 16'000, most_of_longer = 60'000;
  auto const& column = columns[place];
  int const other = tables.is_one() ? 0 : 1;
  double all = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    double const of_left = column.count(0, code);
    all += tables.is_one() ? of_left * (of_left - 1) / 2 : of_left * column.count(1, code);
  }
  auto most_of = [&](int side) { return tables.is_one() || side != tables.shorter() ? most_of_longer : most_of_shorter; };
  RowSample const left = sampled_rows(tables, columns, 0, most_of(0), threads);
  RowSample const right = tables.is_one() ? left : sampled_rows(tables, columns, 1, most_of(1), threads);
  std::vector<std::vector<uint32_t>> of_place(column.values() + 1);
  for (uint32_t i = 0; i < right.rows.size(); ++i) of_place[column.codes(other)[right.rows[i]]].push_back(i);
  auto for_pairs = [&](auto const& visit) {
    for (uint32_t a = 0; a < left.rows.size(); ++a)
      if (uint32_t const code = column.codes(0)[left.rows[a]])
        for (uint32_t b : of_place[code])
          if (!tables.is_one() || a < b) visit(a, b);
  };
  double there = 0;
  for_pairs([&](uint32_t, uint32_t) { ++there; });
  auto const limit = static_cast<uint64_t>(std::min(sampled / std::max(1.0, there) * 0x1p64, 0x1p64 - 2048));
  std::vector<RowPair> picks;
  for_pairs([&](uint32_t a, uint32_t b) {
    if (there <= sampled || random_number(left.hashes[a] + right.hashes[b]) < limit) picks.push_back({left.rows[a], right.rows[b]});
  });
  constexpr size_t runs = 16;
  std::vector<std::vector<std::vector<double>>> seen(runs);
  in_parallel(threads, runs, [&](size_t run) {
    for (auto const& of_field : columns) seen[run].emplace_back(of_field.levels().size() + 1, 0);
    for (size_t i = run * picks.size() / runs; i < (run + 1) * picks.size() / runs; ++i) {
      Record const &x = record(0, picks[i].left), &y = record(1, picks[i].right);
      for (size_t f = 0; f < columns.size(); ++f)
        if (x.code[f] != 0 && y.code[f] != 0) ++seen[run][f][columns[f].level(x.code[f], y.code[f])];
    }
  });
  std::vector<std::vector<double>> levels;
  for (size_t f = 0; f < columns.size(); ++f) {
    levels.emplace_back(columns[f].levels().size() + 1, 0);
    for (size_t l = 1; l < levels[f].size(); ++l)
      for (size_t run = 0; run < runs; ++run) levels[f][l] += seen[run][f][l] * all / std::max(1.0, static_cast<double>(picks.size()));
  }
  return levels;
}

}  // namespace hutong::matching
