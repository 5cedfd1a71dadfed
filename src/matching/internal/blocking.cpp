#include "matching/internal/blocking.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "matching/internal/coding.h"
#include "matching/internal/parallel.h"

namespace hutong::matching {

namespace {

constexpr size_t keys_together_max = 6;
constexpr double rows_small = 60'000;  // up to here every useful rule is affordable

constexpr size_t rows_ahead = 12;
void prefetch_keys(Rule const& rule, std::vector<Column> const& columns, int side, size_t row) {
  for (auto part : rule.parts) {
    auto const& atom = columns[part.column].atoms()[part.atom];
    uint32_t code = columns[part.column].codes(side)[row];
    if (atom.width) __builtin_prefetch(&atom.keys[code * atom.width]);
    else __builtin_prefetch(&atom.at[code]);
  }
}

// At most, as a rule.
size_t keys_per_row(Rule const& rule, std::vector<Column> const& columns) {
  size_t keys = 1;
  for (auto part : rule.parts) keys *= std::max<size_t>(1, columns[part.column].atoms()[part.atom].width);
  return keys;
}

uint64_t scattered(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

// Rows to estimate from: every row of a small table, a share of a large one.
struct Sample {
  std::vector<uint32_t> rows[2];
  double share[2];
};
Sample sample_of(Tables const& tables, double most_left, double most_right) {
  Sample sample;
  for (int side = 0; side < tables.sides(); ++side) {
    sample.share[side] = std::min(1.0, (side ? most_right : most_left) / std::max(1.0, tables.rows(side)));
    auto limit = static_cast<uint64_t>(sample.share[side] * 0x1p63 * 2 * (1 - 0x1p-50));
    for (size_t row = 0; row < tables.side[side]->rows(); ++row)
      if (sample.share[side] >= 1 || scattered(row * 2 + static_cast<size_t>(side) + 1) < limit) sample.rows[side].push_back(static_cast<uint32_t>(row));
  }
  return sample;
}

void prefetch_sampled(Rule const& rule, std::vector<Column> const& columns, int side, Sample const& sample, size_t i) {
  if (i + rows_ahead < sample.rows[side].size()) prefetch_keys(rule, columns, side, sample.rows[side][i + rows_ahead]);
}

double estimated_pairs(Rule const& rule, Tables const& tables, std::vector<Column> const& columns, Sample const& sample) {
  std::vector<uint64_t> keys[2];
  uint64_t of_row[keys_per_row_max];
  for (int side = 0; side < tables.sides(); ++side)
    for (size_t i = 0; i < sample.rows[side].size(); ++i) {
      prefetch_sampled(rule, columns, side, sample, i);
      size_t count = keys_of(rule, columns, side, sample.rows[side][i], of_row);
      keys[side].insert(keys[side].end(), of_row, of_row + count);
    }
  if (tables.is_one()) {
    Coder coder(keys[0].size());
    std::vector<uint32_t> codes, first_at;
    coder.code(keys[0], codes, first_at);
    std::vector<double> counts(coder.size() + 1, 0);
    double pairs = 0;
    for (uint32_t code : codes) pairs += counts[code]++;
    return pairs / (sample.share[0] * sample.share[0]);
  }
  Coder coder(keys[1].size());
  std::vector<uint32_t> codes, first_at;
  coder.code(keys[1], codes, first_at);
  std::vector<double> counts(coder.size() + 1, 0);
  for (uint32_t code : codes) ++counts[code];
  counts[0] = 0;
  double pairs = 0;
  for (uint64_t key : keys[0]) pairs += counts[coder.code_of(key)];
  return pairs / (sample.share[0] * sample.share[1]);
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

// Pairs of some left rows with a part of the right table that share a key of the rule.
std::vector<uint64_t> sampled_pairs(Rule const& rule, Tables const& tables, std::vector<Column> const& columns, Sample const& sample) {
  int const right = tables.is_one() ? 0 : 1;
  std::vector<uint64_t> left_keys;
  std::vector<uint32_t> left_rows, codes, first_at;
  uint64_t of_row[keys_per_row_max];
  for (uint32_t row : sample.rows[0]) {
    size_t count = keys_of(rule, columns, 0, row, of_row);
    for (size_t i = 0; i < count; ++i) left_keys.push_back(of_row[i]), left_rows.push_back(row);
  }
  Coder coder(left_keys.size() * 4);
  coder.code(left_keys, codes, first_at);
  std::vector<std::vector<uint32_t>> rows_of(coder.size() + 1);
  for (size_t i = 0; i < codes.size(); ++i) rows_of[codes[i]].push_back(left_rows[i]);
  std::vector<uint64_t> pairs;
  auto const& right_rows = sample.rows[right];
  for (size_t k = 0; k < right_rows.size(); ++k) {
    uint32_t const row = right_rows[k];
    prefetch_sampled(rule, columns, right, sample, k);
    size_t count = keys_of(rule, columns, right, row, of_row);
    for (size_t i = 0; i < count; ++i)
      if (uint32_t code = coder.code_of(of_row[i]))
        for (uint32_t left : rows_of[code])
          if (!tables.is_one() || left < row) pairs.push_back(uint64_t{left} << 32 | row);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

// Of many rules those that find the likely matches of a sample, each match by several rules if that is cheap: a slip that we have not seen must not be
// able to hide anybody. Likely: equal fields that together say more than chance among all pairs.
std::vector<Rule> worth_their_cost(std::vector<Rule> rules, Tables const& tables, std::vector<Column> const& columns, unsigned threads) {
  constexpr size_t rules_max = 13;
  constexpr double slip = 0.6, again = 0.35, least_gain = 0.005;  // what finding a match once more is worth; of all likely matches
  Sample const sample = tables.is_one() ? sample_of(tables, 40'000, 40'000) : sample_of(tables, 16'000, 60'000);
  std::vector<std::vector<uint64_t>> pairs(rules.size());
  in_parallel(threads, rules.size(), [&](size_t r) { pairs[r] = sampled_pairs(rules[r], tables, columns, sample); });
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

size_t keys_of(Rule const& rule, std::vector<Column> const& columns, int side, size_t row, uint64_t* out) {
  size_t count = 1;
  out[0] = 0x51ED270B;
  for (auto part : rule.parts) {
    auto const& column = columns[part.column];
    auto keys = column.atoms()[part.atom].of(column.codes(side)[row]);
    if (keys.size() == 1) {
      if (keys[0] == 0) return 0;
      for (size_t i = 0; i < count; ++i) out[i] = mixed(out[i], keys[0]);
      continue;
    }
    uint64_t before[keys_per_row_max];
    std::copy(out, out + count, before);
    size_t made = 0;
    for (size_t i = 0; i < count; ++i)
      for (uint64_t key : keys)
        if (key != 0 && made < keys_per_row_max) out[made++] = mixed(before[i], key);
    if (made == 0) return 0;
    count = made;
  }
  if (count == 1) return 1;
  std::sort(out, out + count);
  return static_cast<size_t>(std::unique(out, out + count) - out);
}

BlockingLimits limits_for(Tables const& tables, uint64_t memory_bytes) {
  double rows = tables.rows(0) + (tables.is_one() ? 0 : tables.rows(1));
  BlockingLimits limits;
  limits.pairs_per_rule = std::max(0.5 * rows, 400'000.0);
  limits.pairs_per_key = std::max(20'000.0, rows / 50);
  limits.pairs = std::max<uint64_t>(1'000'000, memory_bytes / 3 / 16);
  return limits;
}

std::string name_of(Rule const& rule, std::vector<Column> const& columns) {
  std::string name;
  for (auto part : rule.parts) {
    if (!name.empty()) name += " + ";
    name += columns[part.column].field().name;
    if (char const* atom = columns[part.column].atoms()[part.atom].name; *atom) name += std::string(".") + atom;
  }
  return name;
}

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
  Sample const sample = sample_of(tables, rows_estimated, rows_estimated);
  std::vector<double> pairs(candidates.size(), -1);
  in_parallel(threads, alone, [&](size_t i) { pairs[i] = estimated_pairs(candidates[i], tables, columns, sample); });
  // A key that does alone needs no companion.
  auto does_alone = [&](Rule::Part part) {
    for (size_t i = 0; i < alone; ++i)
      if (candidates[i].parts[0] == part) return pairs[i] <= limits.pairs_per_rule;
    return false;
  };
  in_parallel(threads, candidates.size() - alone, [&](size_t k) {
    auto& rule = candidates[alone + k];
    if (!does_alone(rule.parts[0]) && !does_alone(rule.parts[1])) pairs[alone + k] = estimated_pairs(rule, tables, columns, sample);
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

void RuleIndex::build(Tables const& tables, std::vector<Column> const& columns, Rule const& rule, std::vector<uint16_t> const& most_telling,
                      BlockingLimits const& limits) {
  report.name = name_of(rule, columns);
  int const right = tables.is_one() ? 0 : 1;
  std::vector<uint64_t> keys[2];
  std::vector<uint32_t> rows[2];
  uint64_t of_row[keys_per_row_max];
  for (int side = 0; side < tables.sides(); ++side) {
    size_t const count_of_rows = tables.side[side]->rows();
    keys[side].reserve(count_of_rows * keys_per_row(rule, columns)), rows[side].reserve(keys[side].capacity());
    for (size_t row = 0; row < count_of_rows; ++row) {
      if (row + rows_ahead < count_of_rows) prefetch_keys(rule, columns, side, row + rows_ahead);
      size_t count = keys_of(rule, columns, side, row, of_row);
      for (size_t i = 0; i < count; ++i) keys[side].push_back(of_row[i]), rows[side].push_back(static_cast<uint32_t>(row));
    }
  }
  auto& left_keys = keys[0];
  auto& left_rows = rows[0];
  std::vector<uint16_t> refiners;
  for (uint16_t c : most_telling)
    if (std::none_of(rule.parts.begin(), rule.parts.end(), [&](auto part) { return part.column == c; })) refiners.push_back(c);

  std::vector<uint32_t> right_blocks, left_blocks;
  std::vector<double> in_left, in_right;
  for (size_t round = 0;; ++round) {
    Coder coder(keys[right].size());
    std::vector<uint32_t> first_at;
    right_blocks.clear(), left_blocks.clear();
    coder.code(keys[right], right_blocks, first_at);
    if (tables.is_one()) {
      left_blocks = right_blocks;
    } else {
      left_blocks = coder.codes_of(left_keys);
    }
    in_left.assign(coder.size() + 1, 0), in_right.assign(coder.size() + 1, 0);
    for (uint32_t block : right_blocks) ++in_right[block];
    for (uint32_t block : left_blocks) ++in_left[block];
    in_left[0] = in_right[0] = 0;
    auto made = [&](uint32_t block) { return tables.is_one() ? in_left[block] * (in_left[block] - 1) / 2 : in_left[block] * in_right[block]; };
    std::vector<uint8_t> is_too_common(coder.size() + 1, 0);
    bool has_too_common = false;
    for (uint32_t block = 1; block <= coder.size(); ++block) {
      double pairs = made(block);
      if (round == 0) report.pairs += static_cast<uint64_t>(pairs), report.largest_block = std::max(report.largest_block, static_cast<uint64_t>(pairs));
      if (pairs <= limits.pairs_per_key) continue;
      is_too_common[block] = has_too_common = true;
      bool is_refined = round < std::min<size_t>(2, refiners.size());
      if (is_refined && round == 0) ++report.refined_keys;
      if (!is_refined) report.skipped_pairs += static_cast<uint64_t>(pairs);
    }
    if (!has_too_common) break;
    bool is_last = round >= std::min<size_t>(2, refiners.size());
    auto refine = [&](int side, std::vector<uint32_t> const& blocks) {
      size_t kept = 0;
      for (size_t i = 0; i < keys[side].size(); ++i) {
        uint64_t key = keys[side][i];
        if (is_too_common[blocks[i]]) {
          uint32_t code = is_last ? 0 : columns[refiners[round]].codes(side)[rows[side][i]];
          key = code ? mixed(key, uint64_t{code}) : 0;
        }
        if (key == 0) continue;
        keys[side][kept] = key;
        rows[side][kept++] = rows[side][i];
      }
      keys[side].resize(kept), rows[side].resize(kept);
    };
    for (int side = 0; side < tables.sides(); ++side) refine(side, side == right ? right_blocks : left_blocks);
  }

  size_t const blocks = in_right.size();
  at_.assign(blocks + 1, 0);
  for (size_t block = 1; block < blocks; ++block) at_[block + 1] = at_[block] + static_cast<uint64_t>(in_right[block]);
  std::vector<uint64_t> next(at_.begin(), at_.end());
  rows_.resize(blocks ? at_[blocks] : 0);
  for (size_t i = 0; i < right_blocks.size(); ++i) rows_[next[right_blocks[i]]++] = rows[right][i];
  left_at_.assign(tables.side[0]->rows() + 1, 0);
  left_blocks_.clear();
  for (size_t i = 0, row = 0; row < tables.side[0]->rows(); ++row) {
    for (; i < left_rows.size() && left_rows[i] == row; ++i)
      if (left_blocks[i]) left_blocks_.push_back(left_blocks[i]);
    left_at_[row + 1] = static_cast<uint32_t>(left_blocks_.size());
  }
}

uint64_t RuleIndex::keep_within(uint64_t pairs) {
  if (left_at_.empty()) return 0;
  std::vector<uint64_t> lefts(at_.size(), 0);
  for (uint32_t block : left_blocks_) ++lefts[block];
  auto made = [&](size_t block) { return lefts[block] * (at_[block + 1] - at_[block]); };
  uint64_t left = 0;
  for (size_t block = 0; block + 1 < at_.size(); ++block) left += made(block);
  if (left <= pairs) return left;
  std::vector<uint32_t> largest_first(at_.size() - 1);
  std::iota(largest_first.begin(), largest_first.end(), 0U);
  std::sort(largest_first.begin(), largest_first.end(), [&](uint32_t a, uint32_t b) { return made(a) != made(b) ? made(a) > made(b) : a < b; });
  std::vector<bool> is_dropped(at_.size(), false);
  for (uint32_t block : largest_first) {
    if (left <= pairs) break;
    left -= made(block), report.skipped_pairs += made(block);
    is_dropped[block] = true;
  }
  size_t kept = 0;
  for (size_t row = 0, i = 0; row + 1 < left_at_.size(); ++row) {
    for (; i < left_at_[row + 1]; ++i)
      if (!is_dropped[left_blocks_[i]]) left_blocks_[kept++] = left_blocks_[i];
    left_at_[row + 1] = static_cast<uint32_t>(kept);
  }
  left_blocks_.resize(kept);
  return left;
}

}  // namespace hutong::matching
