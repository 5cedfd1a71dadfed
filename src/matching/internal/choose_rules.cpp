#include <algorithm>
#include <cmath>

#include "matching/internal/blocking.h"
#include "matching/internal/key_entries.h"
#include "matching/internal/parallel.h"
#include "matching/internal/row_sample.h"

namespace hutong::matching {

namespace {

constexpr size_t keys_together_max = 6;
constexpr double rows_small = 60'000;  // up to here every useful rule is affordable

// Rows to estimate from: every row of a small table, a share of a large one.
struct Sample {
  std::vector<uint32_t> rows[2];
  double share[2];
  std::vector<std::vector<RowKeys>> keys[2];  // side, column, atom
};
Sample sample_of(Tables const& tables, std::vector<Column> const& columns, double most_of_shorter, double most_of_longer, unsigned threads) {
  Sample sample;
  for (int side = 0; side < tables.sides(); ++side) {
    auto chosen = sampled_rows(tables, columns, side, side == tables.shorter() ? most_of_shorter : most_of_longer, threads);
    sample.share[side] = chosen.share;
    sample.rows[side] = std::move(chosen.rows);
    sample.keys[side].resize(columns.size());
    in_parallel(threads, columns.size(), [&](size_t c) {
      std::vector<uint32_t> codes;
      for (uint32_t row : sample.rows[side]) codes.push_back(columns[c].codes(side)[row]);
      for (auto const& atom : columns[c].atoms()) sample.keys[side][c].emplace_back().gather(atom, codes);
    });
  }
  return sample;
}

KeyEntries entries_of(Rule const& rule, Tables const& tables, Sample const& sample) {
  KeyEntries entries(tables.is_one());
  for (int side = 0; side < tables.sides(); ++side)
    for (uint32_t i = 0; i < sample.rows[side].size(); ++i)
      for_keys(rule.parts.size(), [&](size_t part) { return sample.keys[side][rule.parts[part].column][rule.parts[part].atom].of(i); }, [&](uint64_t key) { entries.add(key, side, i); });
  SortRoom room;
  entries.sort(room);
  return entries;
}

double estimated_pairs(Rule const& rule, Tables const& tables, Sample const& sample) {
  return static_cast<double>(entries_of(rule, tables, sample).pairs()) / (sample.share[0] * sample.share[tables.is_one() ? 0 : 1]);
}

// How many bits a field tells about a random pair, over both tables; missing cells tell nothing.
double information(Column const& column, Tables const& tables) {
  int right = tables.is_one() ? 0 : 1;
  if (column.present(0) == 0 || column.present(right) == 0) return 0;
  double same = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) same += static_cast<double>(column.count(0, code)) * column.count(right, code);
  double share = std::max(same, 1.0) / (column.present(0) * column.present(right));
  double filled = column.present(0) / tables.rows(0) * column.present(right) / tables.rows(right);
  return -std::log2(share) * filled;
}

// Pairs of some left rows with a part of the right table that share a key of the rule, ascending, each once.
std::vector<uint64_t> sampled_pairs(Rule const& rule, Tables const& tables, Sample const& sample) {
  KeyEntries const entries = entries_of(rule, tables, sample);
  auto const &left_rows = sample.rows[0], &right_rows = sample.rows[tables.is_one() ? 0 : 1];
  std::vector<uint64_t> pairs;
  entries.for_left_rows([&](uint32_t left, size_t first, size_t end) {
    for (size_t i = first; i < end; ++i) pairs.push_back(uint64_t{left_rows[left]} << 32 | right_rows[entries.row(i)]);
  });
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

// Of many rules those that find the likely matches of a sample, each match by several rules if that is cheap: a slip that we have not seen must not be
// able to hide anybody. Likely: equal fields that together say more than chance among all pairs.
std::vector<Rule> worth_their_cost(std::vector<Rule> rules, Tables const& tables, std::vector<Column> const& columns, unsigned threads) {
  constexpr size_t rules_max = 13;
  constexpr double slip = 0.6, again = 0.35, least_gain = 0.005;  // what finding a match once more is worth; of all likely matches
  Sample const sample = tables.is_one() ? sample_of(tables, columns, 40'000, 40'000, threads) : sample_of(tables, columns, 16'000, 60'000, threads);
  std::vector<std::vector<uint64_t>> pairs(rules.size());
  in_parallel(threads, rules.size(), [&](size_t r) { pairs[r] = sampled_pairs(rules[r], tables, sample); });
  int const right = tables.is_one() ? 0 : 1;
  std::vector<double> bits(columns.size());
  for (size_t c = 0; c < columns.size(); ++c) bits[c] = information(columns[c], tables);
  // Equal fields tell all they can, those with a slip of the pen somewhat less: a rule that survives slips must be able to show it.
  auto is_likely = [&](uint64_t pair) {
    double known = 0;
    for (size_t c = 0; c < columns.size(); ++c) {
      uint32_t left = columns[c].codes(0)[pair >> 32], other = columns[c].codes(right)[pair & 0xFFFFFFFF];
      if (left == 0 || other == 0) continue;
      uint8_t level = columns[c].level(left, other);
      if (level == 1) known += bits[c];
      else if (columns[c].levels()[level - 1].close_at_most < 1) known += slip * bits[c];
    }
    return known >= std::log2(std::max(tables.rows(0), tables.rows(right))) + 5;
  };
  std::vector<uint64_t> all;
  for (auto const& of_rule : pairs) all.insert(all.end(), of_rule.begin(), of_rule.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<uint64_t> likely;
  for (uint64_t pair : all)
    if (is_likely(pair)) likely.push_back(pair);
  std::vector<std::vector<uint32_t>> finds(rules.size());  // rule → likely matches
  for (size_t r = 0; r < rules.size(); ++r)
    for (uint64_t pair : pairs[r]) {
      auto at = std::lower_bound(likely.begin(), likely.end(), pair);
      if (at != likely.end() && *at == pair) finds[r].push_back(static_cast<uint32_t>(at - likely.begin()));
    }
  double const scale = 1 / (sample.share[0] * (tables.is_one() ? sample.share[0] : sample.share[1]));
  double const rows = tables.rows(0) + (tables.is_one() ? 0 : tables.rows(1));
  std::vector<double> value(likely.size(), 1);
  std::vector<Rule> chosen;
  std::vector<bool> is_chosen(rules.size());
  while (chosen.size() < rules_max) {
    size_t best = rules.size();
    double best_gain = 0, best_rate = 0;
    for (size_t r = 0; r < rules.size(); ++r) {
      if (is_chosen[r]) continue;
      double gain = 0;
      for (uint32_t match : finds[r]) gain += value[match];
      double rate = gain / (static_cast<double>(pairs[r].size()) * scale + 0.4 * rows * static_cast<double>(keys_per_row(rules[r], columns)));
      if (rate > best_rate) best = r, best_gain = gain, best_rate = rate;
    }
    if (best == rules.size() || best_gain < least_gain * static_cast<double>(likely.size())) break;
    is_chosen[best] = true;
    for (uint32_t match : finds[best]) value[match] *= again;
    chosen.push_back(rules[best]);
  }
  // Whatever field is wrong, some rule does without it: for each the most useful one that is left.
  for (uint16_t c = 0; c < columns.size(); ++c) {
    auto uses = [&](Rule const& rule) { return std::any_of(rule.parts.begin(), rule.parts.end(), [&](auto part) { return part.column == c; }); };
    if (!std::all_of(chosen.begin(), chosen.end(), uses)) continue;
    size_t most = rules.size();
    for (size_t r = 0; r < rules.size(); ++r)
      if (!is_chosen[r] && !uses(rules[r]) && (most == rules.size() || finds[r].size() > finds[most].size())) most = r;
    if (most == rules.size()) continue;
    is_chosen[most] = true;
    chosen.push_back(rules[most]);
  }
  return chosen.empty() ? rules : chosen;
}

bool can_stand_alone(FieldKind kind) { return kind != FieldKind::category && kind != FieldKind::number; }
bool can_block(FieldKind kind) { return kind != FieldKind::number; }

}  // namespace

std::vector<Rule> choose_rules(Tables const& tables, std::vector<Column> const& columns, BlockingLimits const& limits, unsigned threads) {
  std::vector<std::pair<double, uint16_t>> telling;
  for (uint16_t c = 0; c < columns.size(); ++c) telling.emplace_back(-information(columns[c], tables), c);
  std::sort(telling.begin(), telling.end());
  std::vector<uint16_t> best;
  for (auto [bits, c] : telling)
    if (bits < -0.05 && can_block(columns[c].field().kind) && best.size() < 8) best.push_back(c);

  std::vector<Rule> candidates;
  for (uint16_t c : best)
    if (can_stand_alone(columns[c].field().kind))
      for (uint16_t a = 0; a < columns[c].atoms().size(); ++a) candidates.push_back({{{c, a}}});
  size_t const alone = candidates.size();
  for (size_t i = 0; i < best.size(); ++i)
    for (size_t j = i + 1; j < best.size(); ++j)
      for (uint16_t a = 0; a < columns[best[i]].atoms().size(); ++a)
        for (uint16_t b = 0; b < columns[best[j]].atoms().size(); ++b)
          if (auto const &x = columns[best[i]].atoms()[a], &y = columns[best[j]].atoms()[b];
              !x.is_alone_only && !y.is_alone_only && x.width * y.width <= keys_together_max)
            candidates.push_back({{{best[i], a}, {best[j], b}}});

  double const rows_estimated = tables.rows(0) + tables.rows(tables.is_one() ? 0 : 1) <= rows_small ? rows_small : 10'000;
  Sample const sample = sample_of(tables, columns, rows_estimated, rows_estimated, threads);
  std::vector<double> pairs(candidates.size(), -1);
  in_parallel(threads, alone, [&](size_t i) { pairs[i] = estimated_pairs(candidates[i], tables, sample); });
  // A key that does alone needs no companion.
  auto does_alone = [&](Rule::Part part) {
    for (size_t i = 0; i < alone; ++i)
      if (candidates[i].parts[0] == part) return pairs[i] <= limits.pairs_per_rule;
    return false;
  };
  in_parallel(threads, candidates.size() - alone, [&](size_t k) {
    auto& rule = candidates[alone + k];
    if (!does_alone(rule.parts[0]) && !does_alone(rule.parts[1])) pairs[alone + k] = estimated_pairs(rule, tables, sample);
  });

  std::vector<Rule> chosen;
  for (size_t i = 0; i < alone; ++i)
    if (pairs[i] <= limits.pairs_per_rule && pairs[i] > 0) chosen.push_back(candidates[i]);
  // Of every two fields the loosest combination within the budget.
  for (size_t i = alone; i < candidates.size();) {
    size_t end = i, loosest = candidates.size();
    while (end < candidates.size() && candidates[end].parts[0].column == candidates[i].parts[0].column &&
           candidates[end].parts[1].column == candidates[i].parts[1].column)
      ++end;
    for (size_t k = i; k < end; ++k)
      if (pairs[k] > 0 && pairs[k] <= limits.pairs_per_rule && (loosest == candidates.size() || pairs[k] > pairs[loosest])) loosest = k;
    if (loosest == candidates.size()) {  // none: the strictest, if it is not far too loose, for two fields may be all that is right
      for (size_t k = i; k < end; ++k)
        if (pairs[k] > 0 && pairs[k] <= 5 * limits.pairs_per_rule && (loosest == candidates.size() || pairs[k] < pairs[loosest])) loosest = k;
    }
    if (loosest < candidates.size()) chosen.push_back(candidates[loosest]);
    i = end;
  }
  if (chosen.empty()) {  // nothing is rare enough: the strictest there is, which the limit per key then cuts
    Rule all;
    for (uint16_t c : best)
      if (all.parts.size() < 3) all.parts.push_back({c, 0});
    if (!all.parts.empty()) chosen.push_back(all);
  }
  if (tables.rows(0) + tables.rows(tables.is_one() ? 0 : 1) > rows_small) chosen = worth_their_cost(std::move(chosen), tables, columns, threads);
  if (chosen.size() > limits.rules) chosen.resize(limits.rules);
  return chosen;
}

}  // namespace hutong::matching
