#pragma once
// Which pairs are looked at at all. A rule is one key made of one to three fields ("pinyin of the name + birth year"); rows that share a key of any rule
// become a pair. Rules are chosen by counting, before anything is compared: for every two telling fields the loosest keys that stay within a budget, so
// that a slip in any one or two fields still leaves a rule. Keys that are too common get a further field, or are skipped and reported.
#include <cstdint>
#include <string>
#include <vector>

#include "matching/internal/column.h"
#include "matching/linkage.h"

namespace hutong::matching {

struct Rule {
  struct Part {
    uint16_t column, atom;
    friend bool operator==(Part const&, Part const&) = default;
  };
  std::vector<Part> parts;
};

struct BlockingLimits {
  double pairs_per_rule = 0;   // chosen rules stay within it (estimated)
  double pairs_per_key = 0;    // left × right of one key; above it the key is refined, then skipped
  uint64_t pairs = 0;          // over all rules
  size_t rules = 28;
};
BlockingLimits limits_for(Tables const&, uint64_t memory_bytes);

std::vector<Rule> choose_rules(Tables const&, std::vector<Column> const&, BlockingLimits const&, unsigned threads);
// The keys of a row under a rule: every combination of its values' keys, ascending; `out` has room for keys_per_row_max.
constexpr size_t keys_per_row_max = 64;
size_t keys_of(Rule const&, std::vector<Column> const&, int side, size_t row, uint64_t* out);
std::string name_of(Rule const&, std::vector<Column> const&);

// Of one rule: for every left row the blocks (runs of right rows) it meets.
class RuleIndex {
 public:
  // most_telling: columns that refine too common keys, best first.
  void build(Tables const&, std::vector<Column> const&, Rule const&, std::vector<uint16_t> const& most_telling, BlockingLimits const&);
  // Every pair of the left rows [first, last) with a right row of one of their blocks: visit(left, right), lefts ascending, possibly with repeats.
  template <class Visit>
  void partners(size_t first, size_t last, Visit const& visit) const {
    constexpr uint32_t blocks_ahead = 16, rows_ahead = 8;
    uint32_t const end = left_at_[last];
    size_t left = first;
    for (uint32_t k = left_at_[first]; k < end; ++k) {
      if (k + blocks_ahead < end) __builtin_prefetch(&at_[left_blocks_[k + blocks_ahead]]);
      if (k + rows_ahead < end) __builtin_prefetch(&rows_[at_[left_blocks_[k + rows_ahead]]]);
      while (left_at_[left + 1] <= k) ++left;
      for (uint64_t i = at_[left_blocks_[k]]; i < at_[left_blocks_[k] + 1]; ++i) visit(static_cast<uint32_t>(left), rows_[i]);
    }
  }
  // Drops the largest blocks until no more than so many pairs are left (repeats counted), and reports them as skipped. Returns how many are left.
  uint64_t keep_within(uint64_t pairs);
  RuleReport report;

 private:
  std::vector<uint32_t> left_at_, left_blocks_;  // left row → blocks
  std::vector<uint64_t> at_;                     // block → first of rows_, one more at the end
  std::vector<uint32_t> rows_;                   // right rows, ascending within a block
};

}  // namespace hutong::matching
