// From patterns to probabilities.
#include <algorithm>
#include <bit>
#include <cmath>

#include "matching/internal/linker_work.h"
#include "matching/internal/one_field.h"
#include "matching/internal/parallel.h"
#include "matching/internal/questions.h"

namespace hutong::matching {

namespace {

constexpr double impossible = -1e9;  // in bits

// log2 of numbers that are mostly small and whole.
class Logarithms {
 public:
  Logarithms() {
    for (size_t i = 1; i < known_.size(); ++i) known_[i] = std::log2(static_cast<double>(i));
  }
  double of(double whole) const { return whole < static_cast<double>(known_.size()) ? known_[static_cast<size_t>(whole)] : std::log2(whole); }

 private:
  std::array<double, 1024> known_{};
};

}  // namespace

double bits_of(std::array<double, classes> const& chance) {
  constexpr double negligible = -60;  // bits, beside something as likely as 1
  double const top = *std::max_element(chance.begin() + 1, chance.end());
  double others = 0;
  for (size_t c = 1; c < classes; ++c)
    if (chance[c] - top > negligible) others += chance[c] == top ? 1 : std::exp2(chance[c] - top);
  return chance[same] - top - std::log2(others);
}

void Linker::Work::count_decided(LearnInput& input) const {
  if (decided.empty()) return;
  input.labelled_same.assign(patterns.size(), 0), input.labelled_other = input.labelled_same;
  for (auto const& pair : candidates)
    if (auto at = decided.find(key_of_pair(pair.left, pair.right)); at != decided.end()) ++(at->second ? input.labelled_same : input.labelled_other)[pair.pattern];
}

void Linker::Work::decide(std::vector<ScoredPair>& scored) const {
  if (decided.empty()) return;
  for (auto& pair : scored)
    if (auto at = decided.find(key_of_pair(pair.left, pair.right)); at != decided.end())
      pair.bits = at->second ? decided_bits : -decided_bits, pair.probability = at->second ? 1 : 0;
}

// Two who share a rare value are likelier the same than two who share a common one: m stays, u is the value's own chance. For values that are unique by
// design the average says more; there only sharing by many is held against it.
void Linker::Work::weigh_values() {
  log_p.assign(columns.size(), {});
  for (size_t f = 0; f < columns.size(); ++f)
    for (size_t c = 0; c < classes; ++c)
      for (double p : learnt.fields[f].p[c]) log_p[f][c].push_back(std::log2(std::max(p, 1e-300)));
  rarity.resize(columns.size());
  for (size_t f = 0; f < columns.size(); ++f) rarity[f].assign(columns[f].values() + 1, 0);
  if (given) return weigh_known_values();
  double const rows = tables.rows(0) + (tables.is_one() ? 0 : tables.rows(1));
  Logarithms const log2;
  in_parallel(threads, columns.size(), [&](size_t f) {
    auto const& column = columns[f];
    double const average = -std::log2(learnt.fields[f].p[strangers][1]);
    for (uint32_t code = 1; code <= column.values(); ++code) {
      double const of_left = column.count(0, code), of_right = tables.is_one() ? 0 : column.count(1, code);
      if (column.is_unique_by_design()) {
        double const sharers = tables.is_one() ? of_left * (of_left - 1) / 2 : of_left * of_right;
        rarity[f][code] = static_cast<float>(std::min(0.0, 1 - log2.of(std::max(1.0, sharers))));
      } else {
        double const bits_of_value = log2.of(rows) - average, sharers = of_left + of_right;
        // With nothing beside it the pair's own two rows would speak for chance; there only what others have counts.
        if (!learnt.is_assumed) rarity[f][code] = static_cast<float>(bits_of_value - log2.of(std::max(2.0, sharers)));
        else if (sharers > 2) rarity[f][code] = static_cast<float>(std::min(0.0, bits_of_value - log2.of(sharers - 2)));
      }
    }
  });
}

// By what the index knows; only of the left rows, as nobody asks for the others.
void Linker::Work::weigh_known_values() {
  for (size_t f = 0; f < columns.size(); ++f)
    for (uint32_t code = 1; code <= columns[f].values(); ++code)
      rarity[f][code] = columns[f].count(0, code) ? given->fields[f].rarity(columns[f].hash(code)) : 0;
}

// log2 of share × probability, by class; by the levels alone.
std::array<double, classes> Linker::Work::chances_of(uint8_t const* levels) const {
  std::array<double, classes> chance;
  for (size_t c = 0; c < classes; ++c) chance[c] = learnt.shares[c] > 0 ? std::log2(learnt.shares[c]) : impossible;
  for (size_t f = 0; f < columns.size(); ++f)
    if (levels[f] != 0)
      for (size_t c = 0; c < classes; ++c) chance[c] += log_p[f][c][levels[f]];
  if (!learnt.can_be_household(levels)) chance[household] = impossible;
  return chance;
}

// What is equal and rare is rarer still among strangers, and, unless a house has it in common, in a house and a village.
void Linker::Work::weigh_rarity(std::array<double, classes>& chance, uint32_t equal_fields, Record const& left) const {
  double own = 0, of_house = 0;
  for (; equal_fields != 0; equal_fields &= equal_fields - 1) {
    auto const f = static_cast<size_t>(std::countr_zero(equal_fields));
    (columns[f].field().about == About::household ? of_house : own) += static_cast<double>(rarity[f][left.code[f]]);
  }
  chance[strangers] -= own + of_house;
  if (chance[household] > impossible) chance[household] -= own;
  chance[neighbours] -= own;
}

std::array<double, classes> Linker::Work::chances(uint8_t const* levels, Record const& left) const {
  auto chance = chances_of(levels);
  weigh_rarity(chance, equal_fields(levels), left);
  return chance;
}

uint32_t Linker::Work::equal_fields(uint8_t const* levels) const {
  uint32_t equal = 0;
  for (size_t f = 0; f < columns.size(); ++f) equal |= levels[f] == 1 ? 1U << f : 0;
  return equal;
}

bool Linker::Work::are_persons() const {
  auto has = [&](auto const& asked) {
    return std::any_of(columns.begin(), columns.end(), [&](Column const& c) { return c.field().about == About::self && asked(c.field().kind); });
  };
  bool has_name = has([](FieldKind k) { return k == FieldKind::person_name || k == FieldKind::given_name; });
  return has([](FieldKind k) { return k == FieldKind::resident_number; }) || (has_name && (date_column >= 0 || sex_column >= 0 || surname_column >= 0));
}

std::vector<ScoredPair> Linker::Work::scored() const {
  struct OfPattern {
    std::array<double, classes> chance;
    uint32_t equal_fields;
  };
  std::vector<OfPattern> of_pattern(patterns.size());
  in_runs(threads, patterns.size(), 1 << 12, [&](size_t, size_t first, size_t last) {
    for (size_t p = first; p < last; ++p) {
      uint8_t const* const levels = patterns.of(p);
      of_pattern[p] = {chances_of(levels), equal_fields(levels)};
    }
  });
  std::vector<ScoredPair> scored(candidates.size());
  in_runs(threads, scored.size(), 1 << 15, [&](size_t, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) {
      auto const& pair = candidates[i];
      auto chance = of_pattern[pair.pattern].chance;
      weigh_rarity(chance, of_pattern[pair.pattern].equal_fields, record(0, pair.left));
      double const bits = bits_of(chance);
      scored[i] = {pair.left, pair.right, pair.pattern, static_cast<float>(1 / (1 + std::exp2(-bits))), static_cast<float>(bits)};
    }
  });
  return scored;
}

// By pattern: how much of what looks the same is left when the partners of a row share one row between them. If most rows have a partner, one that has none
// but a doubtful one has likelier found it than a pair alone would say.
std::vector<double> Linker::Work::uncontested(std::vector<ScoredPair> const& scored) const {
  constexpr double have_partner_at_most = .9;
  auto odds = [](ScoredPair const& pair) { return std::exp2(std::clamp(static_cast<double>(pair.bits), -100.0, 100.0)); };
  double const n_left = tables.rows(0), n_right = tables.rows(1);
  double const without_left = 1 - std::min(have_partner_at_most, learnt.expected_matches / n_left), without_right = 1 - std::min(have_partner_at_most, learnt.expected_matches / n_right);
  std::vector<double> of_left(tables.side[0]->rows(), without_left), of_right(tables.side[1]->rows(), without_right);
  for (auto const& pair : scored) of_left[pair.left] += odds(pair), of_right[pair.right] += odds(pair);
  std::vector<double> alone(patterns.size(), 0), shared(patterns.size(), 0);
  for (auto const& pair : scored) {
    alone[pair.pattern] += odds(pair) / (1 + odds(pair));
    shared[pair.pattern] += odds(pair) / std::max(of_left[pair.left], of_right[pair.right]);
  }
  for (size_t p = 0; p < alone.size(); ++p) shared[p] = alone[p] > 0 ? shared[p] / alone[p] : 1;
  return shared;
}

// Learning and competing by turns until neither moves: who loses depends on what the levels are worth, and the other way round. A few steps of learning at a
// time: with many it runs to one of two extremes, which of them depends on the sample.
void Linker::Work::contest(LearnInput& input, std::vector<ScoredPair>& pairs) {
  constexpr int contests_at_most = 30, iterations_between = 4;
  constexpr double has_settled = 1e-3, rivals_took_everything = .3;
  Learnt const before = learnt;
  double const best_of_each = std::min(before.expected_matches, input.matches_at_most);  // matches, if of several partners one is right
  auto compete = [&] {
    for (int round = 0; round < contests_at_most; ++round) {
      double const matches = learnt.expected_matches;
      input.uncontested = uncontested(pairs);
      learn_on(input, learnt, iterations_between);
      weigh_values();
      pairs = scored();
      learnt.has_converged = std::abs(learnt.expected_matches - matches) < has_settled * matches;
      if (learnt.has_converged) break;
    }
  };
  compete();
  if (learnt.expected_matches >= rivals_took_everything * best_of_each) return;
  input.can_have_rivals = false;  // too like the same to be told apart
  learnt = before;
  weigh_values();
  pairs = scored();
  compete();
}

std::vector<ScoredPair> Linker::Work::learn_and_score(Linkage& linkage) {
  LearnInput input;
  input.columns = &columns;
  input.patterns = &patterns;
  input.pairs = tables.pairs();
  input.matches_at_most = tables.is_one() ? tables.rows(0) : std::min(tables.rows(0), tables.rows(1));
  input.is_one_table = tables.is_one();
  input.threads = threads;
  input.all_pairs.resize(columns.size());
  in_parallel(threads, columns.size(), [&](size_t f) { input.all_pairs[f] = all_pairs(f); });
  if (int place = place_of_neighbours(input.all_pairs); place >= 0 && are_persons()) {
    input.place_column = static_cast<size_t>(place);
    input.neighbour_pairs = neighbour_pairs(input.place_column);
  }
  count_decided(input);
  phase("chance");
  learnt = learn(input);
  weigh_values();
  auto pairs = scored();
  // Persons have households and namesakes; things have editions and sizes, and those are best learnt from who loses.
  if (!tables.is_one() && !are_persons() && !learnt.is_assumed) contest(input, pairs);
  linkage.model.warnings = doubts_of(input, learnt);
  decide(pairs);
  if (options.questions > 0) {
    std::vector<double> asked(input.labelled_same);
    for (size_t p = 0; p < asked.size(); ++p) asked[p] += input.labelled_other[p];
    linkage.questions = most_telling(pairs, asked, patterns.size(), options.questions);
  }
  return pairs;
}

std::vector<ScoredPair> Linker::Work::score_as_given() {
  learnt = given->learnt;
  learnt.is_assumed = telling_fields(columns, [&](size_t f) { return learnt.fields[f].p[strangers][1]; }).size() < 2;
  weigh_values();
  return scored();
}

}  // namespace hutong::matching
