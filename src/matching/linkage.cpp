// The order of work: columns → rules → blocks → pairs, each as a pattern → what the levels are worth → probabilities → who belongs to whom.
#include "matching/linkage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/check.h"
#include "matching/clusters.h"
#include "matching/internal/assign.h"
#include "matching/internal/blocking.h"
#include "matching/internal/column.h"
#include "matching/internal/given.h"
#include "matching/internal/learn.h"
#include "matching/internal/levels.h"
#include "matching/internal/parallel.h"
#include "matching/internal/questions.h"
#include "matching/internal/rivals.h"
#include "matching/internal/thresholds.h"

namespace hutong::matching {

namespace {

constexpr size_t fields_max = 12;
constexpr unsigned level_bits = 5;  // 12 × 5 = 60 of the 64 bits of a pattern
constexpr size_t rows_per_run = 8192;
constexpr size_t rows_per_batch = 512;
constexpr int contests = 3;

struct Record {  // the codes of a row, one line of the processor's cache
  uint32_t code[fields_max] = {};
  uint32_t spare[4] = {};
};
static_assert(sizeof(Record) == 64);

struct Candidate {
  uint32_t left, right, pattern;
};

double bits_of(std::array<double, classes> const& chance) {
  double top = *std::max_element(chance.begin() + 1, chance.end()), others = 0;
  for (size_t c = 1; c < classes; ++c) others += std::exp2(chance[c] - top);
  return chance[same] - top - std::log2(others);
}

uint64_t key_of_pair(uint32_t left, uint32_t right) { return uint64_t{left} << 32 | right; }

uint64_t random_number(uint64_t i) {  // SplitMix64 (Steele, Lea, Flood 2014)
  uint64_t x = i * 0x9E3779B97F4A7C15U + 0x1F83D9ABFB41BD6BU;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

// Patterns as they come, numbered; then one order that does not depend on who saw what first.
class PatternNumbers {
 public:
  uint32_t number(uint64_t pattern) {
    if (pattern == last_) return last_number_;
    auto [at, is_new] = numbers_.try_emplace(pattern, static_cast<uint32_t>(patterns_.size()));
    if (is_new) patterns_.push_back(pattern);
    last_ = pattern;
    return last_number_ = at->second;
  }
  std::vector<uint64_t> const& patterns() const { return patterns_; }

 private:
  std::unordered_map<uint64_t, uint32_t> numbers_;
  std::vector<uint64_t> patterns_;
  uint64_t last_ = ~uint64_t{0};
  uint32_t last_number_ = 0;
};

}  // namespace

struct Linker::Work {
  Tables tables{};
  LinkOptions options;
  unsigned threads = 1;
  std::shared_ptr<Given const> given;  // nullptr: everything is found out
  std::vector<Column> columns;
  std::array<std::vector<Record>, 2> records;
  std::vector<size_t> text_columns;  // whose values have words
  // The date column whose value only repeats the number's birth date in this row carries no evidence of its own beside the number.
  int number_column = -1, date_column = -1, sex_column = -1, given_column = -1, surname_column = -1;
  std::array<std::vector<uint8_t>, 2> repeats_number;  // bit 0: date, bit 1: sex

  std::vector<Candidate> candidates;
  Patterns patterns;
  Learnt learnt;
  std::unordered_map<uint64_t, bool> decided;  // by people; key_of_pair
  std::unordered_map<uint64_t, float> company;       // one table: bits of pairs that their clusters judge otherwise than they themselves
  std::unordered_map<uint64_t, char const*> doubts;  // of pairs that would be certain otherwise: why they are not
  std::vector<std::vector<float>> rarity;  // field × code: bits that equality on this value is worth beyond the field's level 1

  Record const& record(int side, size_t row) const { return records[tables.is_one() ? 0 : side][row]; }
  uint8_t repeats(int side, size_t row) const { return repeats_number[tables.is_one() ? 0 : side][row]; }

  void mark_repeats();
  void make_records();
  bool is_swapped(Record const&, Record const&) const;
  uint64_t pattern_of(size_t left, size_t right) const { return pattern_of(0, left, 1, right); }
  uint64_t pattern_of(int side, size_t row, int other_side, size_t other_row) const;
  std::vector<double> all_pairs(size_t field) const;
  int place_of_neighbours(std::vector<std::vector<double>> const& all) const;
  std::vector<std::vector<double>> neighbour_pairs(size_t place) const;
  std::vector<RuleReport> find_candidates();
  void make_candidates(std::vector<RuleIndex>& rules, bool is_all);
  std::vector<RuleReport> compare_given();
  void compare_all(std::vector<RowPair> const&, PatternNumbers&, std::vector<Candidate>&) const;
  void add_decided(std::vector<std::vector<Candidate>>& runs, std::vector<PatternNumbers>& numbers) const;
  void count_decided(LearnInput&) const;
  void decide(std::vector<ScoredPair>&) const;
  bool are_alike(uint32_t one, uint32_t other, int side) const;
  void keep_company(std::vector<ScoredPair>&, ClusterEvidence const&);
  void doubt(std::vector<ScoredPair> const& all, std::vector<ScoredPair>& kept);
  void number_patterns(std::vector<std::vector<Candidate>>& runs, std::vector<PatternNumbers>& numbers);
  bool are_persons() const;
  std::vector<ScoredPair> learn_and_score(Linkage&);
  std::vector<ScoredPair> score_as_given();
  void weigh_values();
  void weigh_known_values();
  std::vector<ScoredPair> scored() const;
  std::vector<double> uncontested(std::vector<ScoredPair> const&) const;
  std::vector<std::array<std::vector<double>, classes>> log_p;  // field × class × level
  std::array<double, classes> chances(uint8_t const* levels, Record const& left) const;
  void phase(char const* name) const {
    if (options.on_phase) options.on_phase(name);
  }
};

void Linker::Work::mark_repeats() {
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
  for (int side = 0; side < tables.sides(); ++side) {
    repeats_number[side].assign(tables.side[side]->rows(), 0);
    if (number_column < 0) continue;
    auto const& number = columns[number_column];
    for (size_t row = 0; row < tables.side[side]->rows(); ++row) {
      uint32_t code = number.codes(side)[row];
      if (code == 0) continue;
      auto form = number.number(code);
      if (date_column >= 0)
        if (uint32_t date = columns[date_column].codes(side)[row])
          repeats_number[side][row] |= form.birth_day().has_value() && columns[date_column].date(date).days_since_epoch() == form.birth_day() ? 1 : 0;
      if (sex_column >= 0 && form.is_valid())
        if (uint32_t sex = columns[sex_column].codes(side)[row]) {
          auto word = columns[sex_column].text(sex);
          bool is_male = word == "男" || word == "M" || word == "m" || word == "1", is_female = word == "女" || word == "F" || word == "f" || word == "2";
          repeats_number[side][row] |= (is_male && form.sex() == values::Sex::male) || (is_female && form.sex() == values::Sex::female) ? 2 : 0;
        }
    }
  }
}

void Linker::Work::make_records() {
  for (int side = 0; side < tables.sides(); ++side) {
    records[side].resize(tables.side[side]->rows());
    in_runs(threads, records[side].size(), 1 << 16, [&](size_t, size_t first, size_t last) {
      for (size_t f = 0; f < columns.size(); ++f) {
        auto const& codes = columns[f].codes(side);
        for (size_t row = first; row < last; ++row) records[side][row].code[f] = codes[row];
      }
    });
  }
}

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

// The values of a column's rows, or of some twenty thousand of them: each row with the same chance, which depends on its value and not on where it stands,
// and in an order that does not either. So the order of the rows changes nothing.
std::vector<uint32_t> sample_of_values(Column const& column, int side, bool is_all) {
  constexpr double rows_wanted = 20'000;
  double const share = is_all ? 1 : std::min(1.0, rows_wanted / std::max(1.0, column.present(side)));
  std::vector<std::pair<uint64_t, uint32_t>> sample;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    uint32_t const count = column.count(side, code);
    if (count == 0) continue;
    uint64_t const hash = column.hash(code) + static_cast<uint64_t>(side) * 0x632BE59BD9B4E019U;
    double const wanted = share * count, chance = static_cast<double>(random_number(hash) >> 11) * 0x1p-53;
    auto const times = static_cast<uint32_t>(wanted + chance);  // 2.3 → 2, or 3 with a chance of 0.3
    for (uint32_t i = 0; i < times; ++i) sample.emplace_back(random_number(hash + i), code);
  }
  std::sort(sample.begin(), sample.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<uint32_t> codes;
  for (auto const& [place, code] : sample) codes.push_back(code);
  return codes;
}

// How many of all pairs show each level of a field: level 1 exactly, from the frequencies of values; the others in the proportions of a sample among the
// rows that have a value (of every pair, if the tables are small), but never fewer than the candidates show.
std::vector<double> Linker::Work::all_pairs(size_t f) const {
  constexpr size_t sampled = 200'000;
  auto const& column = columns[f];
  int const other = tables.is_one() ? 0 : 1;
  double present = tables.is_one() ? column.present(0) * (column.present(0) - 1) / 2 : column.present(0) * column.present(1);
  std::vector<double> all(column.levels().size() + 1, 0);
  if (present < 1) return all;
  double equal = 0;
  for (uint32_t code = 1; code <= column.values(); ++code) {
    double of_left = column.count(0, code);
    equal += tables.is_one() ? of_left * (of_left - 1) / 2 : of_left * column.count(1, code);
  }
  std::vector<double> seen(all.size(), 0);
  bool const is_small = present <= static_cast<double>(sampled);
  auto const left = sample_of_values(column, 0, is_small), right = sample_of_values(column, other, is_small);
  if (is_small) {
    for (size_t a = 0; a < left.size(); ++a)
      for (size_t b = tables.is_one() ? a + 1 : 0; b < right.size(); ++b) ++seen[column.level(left[a], right[b])];
  } else {
    for (size_t i = 0; i < sampled; ++i) {
      uint64_t r = random_number(i);
      ++seen[column.level(left[(r >> 32) % left.size()], right[(r & 0xFFFFFFFF) % right.size()])];
    }
  }
  double different = 0;
  for (size_t l = 2; l < seen.size(); ++l) different += seen[l];
  all[1] = equal;
  for (size_t l = 2; l < seen.size(); ++l) all[l] = different > 0 ? (present - equal) * seen[l] / different : 0;
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
  constexpr size_t sampled = 100'000;
  int const other = tables.is_one() ? 0 : 1;
  auto const &left = columns[place].codes(0), &right = columns[place].codes(other);
  std::vector<uint32_t> at(columns[place].values() + 2, 0), rows(right.size());
  for (uint32_t code : right) ++at[code + 1];
  for (size_t code = 1; code < at.size(); ++code) at[code] += at[code - 1];
  std::vector<uint32_t> next(at.begin(), at.end() - 1);
  for (uint32_t row = 0; row < right.size(); ++row) rows[next[right[row]]++] = row;
  std::vector<double> up_to(left.size() + 1, 0);  // pairs of the left rows before
  for (size_t row = 0; row < left.size(); ++row) up_to[row + 1] = up_to[row] + (left[row] ? at[left[row] + 1] - at[left[row]] : 0);
  double const all = tables.is_one() ? up_to.back() / 2 : up_to.back();
  bool const is_small = up_to.back() <= static_cast<double>(sampled);  // then each pair once
  size_t const picks = is_small ? static_cast<size_t>(up_to.back()) : sampled;
  constexpr size_t runs = 16;
  std::vector<std::vector<std::vector<double>>> seen(runs);
  in_parallel(threads, runs, [&](size_t run) {
    for (auto const& column : columns) seen[run].emplace_back(column.levels().size() + 1, 0);
    for (size_t i = run * picks / runs; i < (run + 1) * picks / runs; ++i) {
      double pick = is_small ? static_cast<double>(i) : static_cast<double>(random_number(i) >> 11) * 0x1p-53 * up_to.back();
      size_t a = static_cast<size_t>(std::upper_bound(up_to.begin(), up_to.end(), pick) - up_to.begin()) - 1;
      a = std::min(a, left.size() - 1);
      size_t b = rows[at[left[a]] + static_cast<size_t>(pick - up_to[a])];
      if (tables.is_one() && a == b) continue;
      Record const &x = record(0, a), &y = record(1, b);
      for (size_t f = 0; f < columns.size(); ++f)
        if (x.code[f] != 0 && y.code[f] != 0) ++seen[run][f][columns[f].level(x.code[f], y.code[f])];
    }
  });
  std::vector<std::vector<double>> levels;
  for (size_t f = 0; f < columns.size(); ++f) {
    levels.emplace_back(columns[f].levels().size() + 1, 0);
    for (size_t l = 1; l < levels[f].size(); ++l)
      for (size_t run = 0; run < runs; ++run) levels[f][l] += seen[run][f][l] * all / std::max(1.0, static_cast<double>(picks));
  }
  return levels;
}

// The memory answers late: a row's line is asked for a while before the pair's turn, its values a little before.
void Linker::Work::compare_all(std::vector<RowPair> const& pairs, PatternNumbers& numbers, std::vector<Candidate>& found) const {
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
  std::vector<std::vector<Candidate>> found(runs);
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
void Linker::Work::add_decided(std::vector<std::vector<Candidate>>& runs, std::vector<PatternNumbers>& numbers) const {
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

// Two rows that might both be somebody's partner. In one table people stand any number of times, and it is enough that the two look the same.
bool Linker::Work::are_alike(uint32_t one, uint32_t other, int side) const {
  uint64_t const pattern = pattern_of(side, one, side, other);
  uint8_t levels[fields_max] = {};
  for (size_t f = 0; f < columns.size(); ++f) levels[f] = (pattern >> (level_bits * f)) & 31;
  return tables.is_one() ? bits_of(chances(levels, record(side, one))) >= 0 : are_listed_twice(columns, levels);
}

// In one table a person may stand many times, and the rows speak for each other: two badly written ones are the same if a good one is like both, and two are
// not if all that are like the one are unlike the other. Such pairs end just above or below even odds.
void Linker::Work::keep_company(std::vector<ScoredPair>& scored, ClusterEvidence const& evidence) {
  constexpr float just_above = 1, just_below = -1;
  std::vector<ScoredPair> likely;
  std::copy_if(scored.begin(), scored.end(), std::back_inserter(likely), [](ScoredPair const& pair) { return pair.bits >= 0; });
  auto const cluster = clusters_of(tables.side[0]->rows(), likely, evidence);
  for (auto& pair : scored) {
    bool const are_together = cluster[pair.left] == cluster[pair.right];
    if (are_together == (pair.bits >= 0) || std::abs(pair.bits) >= decided_bits) continue;
    pair.bits = are_together ? just_above : just_below;
    pair.probability = static_cast<float>(1 / (1 + std::exp2(-pair.bits)));
    company.emplace(key_of_pair(pair.left, pair.right), pair.bits);
  }
}

// Pairs that agree well enough to be certain and must not be.
void Linker::Work::doubt(std::vector<ScoredPair> const& all, std::vector<ScoredPair>& kept) {
  bool const has_persons = are_persons();
  auto is_rivalled = rivalled(all, tables.is_one(), [&](uint32_t one, uint32_t other, bool is_right) { return are_alike(one, other, is_right ? 1 : 0); });
  std::unordered_map<uint64_t, char const*> rivals_of;
  for (size_t i = 0; i < all.size(); ++i)
    if (is_rivalled[i] && all[i].bits > doubtful_bits) rivals_of.emplace(key_of_pair(all[i].left, all[i].right), "rival");
  for (auto& pair : kept) {
    if (pair.bits <= doubtful_bits || pair.bits >= decided_bits) continue;
    char const* doubt = doubt_of(columns, patterns.levels.data() + pair.pattern * patterns.fields, has_persons);
    if (auto at = rivals_of.find(key_of_pair(pair.left, pair.right)); *doubt == 0 && at != rivals_of.end()) doubt = at->second;
    if (*doubt == 0) continue;
    doubts.emplace(key_of_pair(pair.left, pair.right), doubt);
    pair.bits = doubtful_bits, pair.probability = static_cast<float>(1 / (1 + std::exp2(-doubtful_bits)));
  }
}

void Linker::Work::number_patterns(std::vector<std::vector<Candidate>>& runs, std::vector<PatternNumbers>& numbers) {
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
    std::vector<Candidate>().swap(runs[run]);
  }
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
  double rows = tables.rows(0) + (tables.is_one() ? 0 : tables.rows(1));
  for (size_t f = 0; f < columns.size(); ++f) {
    auto const& column = columns[f];
    int const right = tables.is_one() ? 0 : 1;
    double average = -std::log2(learnt.fields[f].p[strangers][1]);
    for (uint32_t code = 1; code <= column.values(); ++code) {
      double left_count = column.count(0, code), right_count = tables.is_one() ? 0 : column.count(right, code);
      double of_value = -std::log2(std::max(2.0, left_count + right_count) / rows);
      if (column.is_unique_by_design()) {
        double sharers = tables.is_one() ? std::max(1.0, left_count * (left_count - 1) / 2) : std::max(1.0, left_count * right_count);
        rarity[f][code] = static_cast<float>(std::min(0.0, 1 - std::log2(sharers)));
      } else {
        rarity[f][code] = static_cast<float>(of_value - average);
      }
    }
  }
}

// By what the index knows; only of the left rows, as nobody asks for the others.
void Linker::Work::weigh_known_values() {
  for (size_t f = 0; f < columns.size(); ++f)
    for (uint32_t code = 1; code <= columns[f].values(); ++code)
      rarity[f][code] = columns[f].count(0, code) ? given->fields[f].rarity(columns[f].hash(code)) : 0;
}

// log2 of share × probability, by class.
std::array<double, classes> Linker::Work::chances(uint8_t const* levels, Record const& left) const {
  std::array<double, classes> chance;
  for (size_t c = 0; c < classes; ++c) chance[c] = learnt.shares[c] > 0 ? std::log2(learnt.shares[c]) : -1e9;
  for (size_t f = 0; f < columns.size(); ++f) {
    uint8_t level = levels[f];
    if (level == 0) continue;
    double rare = level == 1 ? static_cast<double>(rarity[f][left.code[f]]) : 0;
    bool is_shared_at_home = columns[f].field().about == About::household;
    for (size_t c = 0; c < classes; ++c) {
      chance[c] += log_p[f][c][level];
      if (c == strangers || ((c == household || c == neighbours) && !is_shared_at_home)) chance[c] -= rare;
    }
  }
  if (!learnt.can_be_household(levels)) chance[household] = -1e9;
  return chance;
}

bool Linker::Work::are_persons() const {
  auto has = [&](auto const& asked) {
    return std::any_of(columns.begin(), columns.end(), [&](Column const& c) { return c.field().about == About::self && asked(c.field().kind); });
  };
  bool has_name = has([](FieldKind k) { return k == FieldKind::person_name || k == FieldKind::given_name; });
  return has([](FieldKind k) { return k == FieldKind::resident_number; }) || (has_name && (date_column >= 0 || sex_column >= 0 || surname_column >= 0));
}

std::vector<ScoredPair> Linker::Work::scored() const {
  std::vector<ScoredPair> scored(candidates.size());
  in_runs(threads, scored.size(), 1 << 15, [&](size_t, size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) {
      auto const& pair = candidates[i];
      double bits = bits_of(chances(patterns.levels.data() + pair.pattern * patterns.fields, record(0, pair.left)));
      scored[i] = {pair.left, pair.right, pair.pattern, static_cast<float>(1 / (1 + std::exp2(-bits))), static_cast<float>(bits)};
    }
  });
  return scored;
}

// By pattern: how much of what looks the same is left when the partners of a row share one row between them.
std::vector<double> Linker::Work::uncontested(std::vector<ScoredPair> const& scored) const {
  auto odds = [](ScoredPair const& pair) { return std::exp2(std::clamp(static_cast<double>(pair.bits), -100.0, 100.0)); };
  std::vector<double> of_left(tables.side[0]->rows(), 0), of_right(tables.side[1]->rows(), 0);
  for (auto const& pair : scored) of_left[pair.left] += odds(pair), of_right[pair.right] += odds(pair);
  std::vector<double> alone(patterns.size(), 0), shared(patterns.size(), 0);
  for (auto const& pair : scored) {
    alone[pair.pattern] += odds(pair) / (1 + odds(pair));
    shared[pair.pattern] += odds(pair) / (1 + std::max(of_left[pair.left], of_right[pair.right]));
  }
  for (size_t p = 0; p < alone.size(); ++p) shared[p] = alone[p] > 0 ? std::min(1.0, shared[p] / alone[p]) : 1;
  return shared;
}

std::vector<ScoredPair> Linker::Work::learn_and_score(Linkage& linkage) {
  LearnInput input;
  input.columns = &columns;
  input.patterns = &patterns;
  input.pairs = tables.pairs();
  input.matches_at_most = tables.is_one() ? tables.rows(0) : std::min(tables.rows(0), tables.rows(1));
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
  Learnt const before = learnt;
  double best_of_each = 0;  // matches, if of several partners one is right
  for (int round = 0; round < contests && !tables.is_one() && !are_persons(); ++round) {
    input.uncontested = uncontested(pairs);
    learn_on(input, learnt);
    if (round == 0) best_of_each = std::min(before.expected_matches, input.matches_at_most);
    if (input.can_have_rivals && learnt.expected_matches < 0.3 * best_of_each) {  // the rivals took everything: too like the same to be told apart
      input.can_have_rivals = false;
      learnt = before;
      round = -1;
    }
    weigh_values();
    pairs = scored();
  }
  linkage.model.warnings = doubts_of(input, learnt);
  decide(pairs);
  if (options.questions > 0) {
    std::vector<double> asked(input.labelled_same);
    for (size_t p = 0; p < asked.size(); ++p) asked[p] += input.labelled_other[p];
    linkage.questions = most_telling(pairs, asked, patterns.size(), options.questions);
  }
  return pairs;
}

std::vector<RuleReport> Linker::Work::compare_given() {
  size_t const runs = (given->pairs.size() + rows_per_run - 1) / rows_per_run;
  std::vector<std::vector<Candidate>> found(runs);
  std::vector<PatternNumbers> numbers(runs);
  in_runs(threads, given->pairs.size(), rows_per_run, [&](size_t run, size_t first, size_t last) {
    std::vector<RowPair> pairs(given->pairs.begin() + static_cast<ptrdiff_t>(first), given->pairs.begin() + static_cast<ptrdiff_t>(last));
    compare_all(pairs, numbers[run], found[run]);
  });
  number_patterns(found, numbers);
  return given->rules;
}

std::vector<ScoredPair> Linker::Work::score_as_given() {
  learnt = given->learnt;
  weigh_values();
  return scored();
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
  size_t const fields = std::min(fields_max, plan.fields.size());
  if (fields == 0) return base::fail("link_nothing_to_compare");
  std::vector<Field> const compared(plan.fields.begin(), plan.fields.begin() + static_cast<ptrdiff_t>(fields));
  work->columns = columns_of(work->tables, compared, work->threads, work->given ? &work->given->fields : nullptr, !work->given);
  work->mark_repeats();
  work->make_records();
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
  std::sort(scored.begin(), scored.end(), [](ScoredPair const& a, ScoredPair const& b) {
    if (a.bits != b.bits) return a.bits > b.bits;
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
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
    waterfall.doubt_bits = doubtful_bits - waterfall.bits;
    waterfall.bits = doubtful_bits;
  }
  waterfall.probability = 1 / (1 + std::exp2(-waterfall.bits));
  if (auto at = work.decided.find(key); at != work.decided.end()) waterfall.decided = at->second, waterfall.probability = at->second ? 1 : 0;
  return waterfall;
}

}  // namespace hutong::matching
