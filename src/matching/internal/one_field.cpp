#include "matching/internal/one_field.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "matching/internal/labelled.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

double pairs_of(std::vector<double> const& levels) { return std::accumulate(levels.begin() + 1, levels.end(), 0.0); }

// Some values of one side, as often as they stand there; which ones depends on the values, not on where they stand.
std::vector<uint32_t> sampled_values(Column const& column, int side, double compared_with) {
  constexpr double pairs_most = 2e7;
  constexpr size_t values_most = 1000, values_least = 20;
  std::vector<std::pair<uint64_t, uint32_t>> values;
  for (uint32_t code = 1; code <= column.values(); ++code)
    if (column.count(side, code) > 0) values.emplace_back(column.hash(code) * 0x9E3779B97F4A7C15U, code);
  auto const wanted = std::clamp(static_cast<size_t>(pairs_most / std::max(1.0, compared_with)), values_least, values_most);
  auto const kept = static_cast<ptrdiff_t>(std::min(wanted, values.size()));
  std::partial_sort(values.begin(), values.begin() + kept, values.end());
  std::vector<uint32_t> codes;
  for (auto const& value : std::span(values).first(static_cast<size_t>(kept))) codes.push_back(value.second);
  return codes;
}

double values_of(Column const& column, int side) {
  double values = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) values += column.count(side, code) > 0;
  return values;
}

struct Counted {
  std::vector<double> levels;
  double pairs = 0;
};

// How a sample of one side's values agrees with the other side's, or its own, that differ from them. Each value once: a chain's name that stands in a list
// forty times is one name.
Counted counted(Column const& column, std::vector<uint32_t> const& sample, int other, unsigned threads) {
  constexpr size_t runs = 16;
  std::vector<Counted> of_run(runs, {std::vector<double>(column.levels().size() + 1, 0), 0});
  in_parallel(threads, runs, [&](size_t run) {
    for (size_t i = run * sample.size() / runs; i < (run + 1) * sample.size() / runs; ++i)
      for (uint32_t b = 1; b <= column.values(); ++b)
        if (column.count(other, b) > 0 && b != sample[i]) ++of_run[run].levels[column.level(sample[i], b)], ++of_run[run].pairs;
  });
  for (size_t run = 1; run < runs; ++run) {
    of_run[0].pairs += of_run[run].pairs;
    for (size_t l = 0; l < of_run[0].levels.size(); ++l) of_run[0].levels[l] += of_run[run].levels[l];
  }
  return of_run[0];
}

// Of the equal pairs with a rare value, the part that is not chance: what the lists' own repetitions of such values do not let expect.
double share_of_rare_equal(Column const& column) {
  constexpr uint32_t rare_at_most = 4;
  double between = 0, within = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    double const left = column.count(0, code), right = column.count(1, code);
    if (left + right > rare_at_most) continue;
    between += left * right, within += left * (left - 1) / 2 + right * (right - 1) / 2;
  }
  double const left = column.present(0), right = column.present(1);
  double const by_chance = within * left * right / std::max(1.0, left * (left - 1) / 2 + right * (right - 1) / 2);
  return between > 0 ? std::clamp(1 - by_chance / between, 0.02, column.is_unique_by_design() ? 0.9998 : 0.98) : 0.02;
}

// Pairs that a value could have if each row had one partner.
double partners_if_equal(Column const& column) {
  double partners = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) partners += std::min(column.count(0, code), column.count(1, code));
  return partners;
}

// What people said of pairs with one level moves what the level is worth.
void learn_labels(LearnInput const& input, size_t field, double share, Learnt::FieldWeights& weights) {
  if (input.labelled_same.empty()) return;
  std::vector<double> yes(weights.expected.size(), 0), no = yes;
  for (size_t p = 0; p < input.patterns->size(); ++p) {
    yes[input.patterns->level(p, field)] += input.labelled_same[p];
    no[input.patterns->level(p, field)] += input.labelled_other[p];
  }
  for (size_t l = 1; l < yes.size(); ++l) {
    if (yes[l] + no[l] <= 0) continue;
    double const of_same = share * weights.p[same][l];
    double const believed = of_same / (of_same + weights.p[strangers][l]), told = share_told(believed, yes[l], no[l]);
    weights.p[strangers][l] = std::min(1.0, of_same * (1 - told) / std::max(told, 1e-9));
  }
}

void set_assumed(LearnInput const& input, size_t field, Learnt& learnt) {
  auto& weights = learnt.fields[field];
  double const present = pairs_of(input.all_pairs[field]) / input.pairs;
  double strangers_left = 0;
  for (size_t l = 1; l < weights.expected.size(); ++l) {
    weights.expected[l] = std::min(input.all_pairs[field][l], learnt.expected_matches * present * weights.p[same][l]);
    weights.p[strangers][l] = input.all_pairs[field][l] - weights.expected[l] + 0.5;
    strangers_left += weights.p[strangers][l];
  }
  for (size_t l = 1; l < weights.expected.size(); ++l) weights.p[strangers][l] /= strangers_left;
}

void set_same(LearnInput const& input, size_t field, Learnt& learnt) {
  auto& weights = learnt.fields[field];
  auto const& levels = (*input.columns)[field].levels();
  double const matches = pairs_of(weights.expected);
  for (size_t l = 1; l < weights.expected.size(); ++l)
    weights.p[same][l] = (weights.expected[l] + prior_pairs * levels[l - 1].expected_m) / (matches + prior_pairs);
}

// How likely an equal rare value is to be chance: scores.cpp goes on from there to values that others have too.
void set_rare_equal(LearnInput const& input, double share, Learnt::FieldWeights& weights, double matches) {
  weights.p[strangers][1] = std::min(1.0, matches / input.pairs * weights.p[same][1] * (1 - share) / share);
}

// One table: nothing tells repeated names of two from one who stands twice.
void assume(LearnInput const& input, size_t field, Learnt& learnt) {
  constexpr double believed = 0.8;   // of what is likest
  constexpr double rows_of_one = 8;  // more of one value are taken for namesakes
  auto const& column = (*input.columns)[field];
  auto& weights = learnt.fields[field];
  auto const& all = input.all_pairs[field];
  bool const is_mostly_equal = column.field().kind != FieldKind::text && column.field().kind != FieldKind::place;
  if (is_mostly_equal) {
    learnt.expected_matches = std::clamp(all[1] / weights.p[same][1], 1.0, rows_of_one / 2 * input.matches_at_most);
    set_assumed(input, field, learnt);
  } else {
    double left = std::max(input.matches_at_most, all[1]);
    learnt.expected_matches = left;
    for (size_t l = 1; l < weights.expected.size(); ++l) {
      weights.expected[l] = std::max(believed * std::min(left, all[l]), std::min(0.5 * all[l], learnt.expected_matches * weights.p[same][l]));
      left -= std::min(left, all[l]);
      weights.p[strangers][l] = (all[l] - weights.expected[l] + 0.5) / input.pairs;
    }
    set_same(input, field, learnt);
  }
  set_rare_equal(input, believed, weights, learnt.expected_matches);
}

// Two tables: what agrees more often between the lists than within them.
void learn_from_lists(LearnInput const& input, size_t field, Learnt& learnt) {
  auto const& column = (*input.columns)[field];
  auto& weights = learnt.fields[field];
  auto const left = sampled_values(column, 0, column.values()), right = sampled_values(column, 1, column.values());
  auto const between = counted(column, left, 1, input.threads);
  auto within = counted(column, left, 0, input.threads);
  auto const within_right = counted(column, right, 1, input.threads);
  within.pairs += within_right.pairs;
  for (size_t l = 1; l < within.levels.size(); ++l) within.levels[l] += within_right.levels[l];
  double const values_left = values_of(column, 0), all = values_left * values_of(column, 1);
  double const scale = values_left / std::max(1.0, static_cast<double>(left.size())), by_chance = between.pairs / std::max(1.0, within.pairs);
  double const rare_equal = share_of_rare_equal(column);
  weights.expected[1] = partners_if_equal(column) * rare_equal;
  double matches = weights.expected[1];
  for (size_t l = 2; l < weights.expected.size(); ++l) {
    double const expected = within.levels[l] * by_chance, more = between.levels[l] - expected;
    bool const is_noise = more <= std::max(0.5 * expected, 2 * std::sqrt(between.levels[l] + expected * by_chance));  // a sampled value is like many, or like few
    bool const is_a_habit = more * scale > input.matches_at_most;  // of one list, that writes so
    weights.expected[l] = is_noise || is_a_habit ? 0 : more * scale;
    weights.p[strangers][l] = (between.levels[l] * scale - weights.expected[l] + 0.5) / (all + 0.5 * static_cast<double>(weights.expected.size() - 1));
    matches += weights.expected[l];
  }
  learnt.expected_matches = std::clamp(matches, 1.0, input.matches_at_most);
  set_same(input, field, learnt);
  set_rare_equal(input, rare_equal, learnt.fields[field], learnt.expected_matches);
}

}  // namespace

std::vector<size_t> telling_fields(std::vector<Column> const& columns, std::function<double(size_t field)> const& share_of_equal) {
  constexpr double agree_at_most = 1.0 / 50;
  std::vector<size_t> telling;
  for (size_t f = 0; f < columns.size(); ++f)
    if (columns[f].field().kind != FieldKind::category && share_of_equal(f) <= agree_at_most) telling.push_back(f);
  return telling;
}

std::vector<size_t> telling_fields(LearnInput const& input) {
  // In small tables the matches alone are many of all pairs.
  return telling_fields(*input.columns, [&](size_t f) { return std::max(0.0, input.all_pairs[f][1] - input.matches_at_most) / std::max(1.0, pairs_of(input.all_pairs[f])); });
}

Learnt learnt_from_one(LearnInput const& input, size_t field) {
  Learnt learnt = first_guess(input);
  learnt.is_assumed = learnt.has_converged = true;
  if (input.is_one_table) assume(input, field, learnt);
  else learn_from_lists(input, field, learnt);
  learnt.shares = {};
  learnt.shares[same] = learnt.expected_matches / input.pairs;
  learnt.shares[strangers] = 1 - learnt.shares[same];
  for (size_t f = 0; f < input.columns->size(); ++f)
    if (f != field) set_assumed(input, f, learnt);
  learn_labels(input, field, learnt.shares[same], learnt.fields[field]);
  return learnt;
}

}  // namespace hutong::matching
