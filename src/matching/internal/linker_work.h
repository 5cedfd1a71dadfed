#pragma once
// What a linker is made of and how it works: columns → rules → blocks → pairs, each as a pattern → what the levels are worth → probabilities → who belongs to
// whom. One file a step: linkage.cpp (the order of steps, and the answers), candidates.cpp, chance.cpp, scores.cpp, company.cpp.
#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "matching/clusters.h"
#include "matching/internal/blocking.h"
#include "matching/internal/coding.h"
#include "matching/internal/column.h"
#include "matching/internal/given.h"
#include "matching/internal/join.h"
#include "matching/internal/learn.h"
#include "matching/linkage.h"

namespace hutong::matching {

constexpr unsigned level_bits = 5;  // 12 × 5 = 60 of the 64 bits of a pattern

struct Record {  // a row, one line of the processor's cache
  uint32_t code[fields_max] = {};
  // A birth date or a sex that only repeats what the number says is no evidence of its own beside the number.
  enum : uint32_t { repeats_date = 1, repeats_sex = 2 };
  uint32_t repeats = 0;
  uint32_t spare[3] = {};
};
static_assert(sizeof(Record) == 64);

struct CandidatePair {
  uint32_t left, right, pattern;
};

inline uint64_t key_of_pair(uint32_t left, uint32_t right) { return uint64_t{left} << 32 | right; }
double bits_of(std::array<double, classes> const& chance);

// Patterns as they come, numbered; then one order that does not depend on who saw what first.
class PatternNumbers {
 public:
  uint32_t number(uint64_t pattern) {
    if (pattern == last_) return last_number_;
    last_ = pattern;
    last_number_ = numbers_.code(mixed(pattern, 1)) - 1;  // different patterns, different hashes
    if (last_number_ == patterns_.size()) patterns_.push_back(pattern);
    return last_number_;
  }
  std::vector<uint64_t> const& patterns() const { return patterns_; }

 private:
  Coder numbers_{1 << 10};
  std::vector<uint64_t> patterns_;
  uint64_t last_ = ~uint64_t{0};  // nobody's: fields fill 60 bits. That nothing can be compared, 0, is a pattern as well
  uint32_t last_number_ = 0;
};

struct Linker::Work {
  Tables tables{};
  LinkOptions options;
  unsigned threads = 1;
  std::shared_ptr<Given const> given;  // nullptr: everything is found out
  std::vector<Column> columns;
  std::array<std::vector<Record>, 2> records;
  std::vector<size_t> text_columns;  // whose values have words
  int number_column = -1, date_column = -1, sex_column = -1, given_column = -1, surname_column = -1;

  std::vector<CandidatePair> candidates;
  Patterns patterns;
  Learnt learnt;
  std::unordered_map<uint64_t, bool> decided;  // by people; key_of_pair
  std::unordered_map<uint64_t, float> company;       // one table: bits of pairs that their clusters judge otherwise than they themselves
  std::unordered_map<uint64_t, char const*> doubts;  // of pairs that would be certain otherwise: why they are not
  std::vector<std::vector<float>> rarity;  // field × code: bits that equality on this value is worth beyond the field's level 1

  Record const& record(int side, size_t row) const { return records[tables.is_one() ? 0 : side][row]; }

  void name_columns();
  void make_records();
  bool is_swapped(Record const&, Record const&) const;
  uint64_t pattern_of(size_t left, size_t right) const { return pattern_of(0, left, 1, right); }
  uint64_t pattern_of(int side, size_t row, int other_side, size_t other_row) const;
  std::vector<double> all_pairs(size_t field) const;
  int place_of_neighbours(std::vector<std::vector<double>> const& all) const;
  std::vector<std::vector<double>> neighbour_pairs(size_t place) const;
  std::vector<RuleReport> find_candidates();
  std::vector<RowPair> pairs_of_run(std::vector<RulePairs> const& of_rules, size_t run, std::vector<uint64_t>& new_pairs) const;
  std::vector<RuleReport> compare_given();
  void compare_all(std::vector<RowPair> const&, PatternNumbers&, std::vector<CandidatePair>&) const;
  void add_decided(std::vector<std::vector<CandidatePair>>& runs, std::vector<PatternNumbers>& numbers) const;
  void count_decided(LearnInput&) const;
  void decide(std::vector<ScoredPair>&) const;
  bool are_alike(uint32_t one, uint32_t other, int side) const;
  void keep_company(std::vector<ScoredPair>&, ClusterEvidence const&);
  bool have_other_sizes(ScoredPair const&) const;
  void doubt(std::vector<ScoredPair> const& all, std::vector<ScoredPair>& kept);
  void number_patterns(std::vector<std::vector<CandidatePair>>& runs, std::vector<PatternNumbers>& numbers);
  bool are_persons() const;
  std::vector<ScoredPair> learn_and_score(Linkage&);
  std::vector<ScoredPair> score_as_given();
  void weigh_values();
  void weigh_known_values();
  std::vector<ScoredPair> scored() const;
  void contest(LearnInput&, std::vector<ScoredPair>&);
  std::vector<double> uncontested(std::vector<ScoredPair> const&) const;
  std::vector<std::array<std::vector<double>, classes>> log_p;  // field × class × level
  std::array<double, classes> chances_of(uint8_t const* levels) const;
  uint32_t equal_fields(uint8_t const* levels) const;  // a bit each
  void weigh_rarity(std::array<double, classes>& chance, uint32_t equal_fields, Record const& left) const;
  std::array<double, classes> chances(uint8_t const* levels, Record const& left) const;
  void phase(char const* name) const {
    if (options.on_phase) options.on_phase(name);
  }
};

}  // namespace hutong::matching
