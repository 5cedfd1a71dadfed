#pragma once
// From rules to pairs of rows.
#include <cstdint>
#include <vector>

#include "matching/internal/blocking.h"

namespace hutong::matching {

// left row << 32 | right row; those of the left rows [run × rows_per_run, (run + 1) × rows_per_run) are [at[run], at[run + 1]). One table: left < right.
struct RulePairs {
  std::vector<uint64_t> pairs;
  std::vector<uint64_t> at;
};
struct Joined {  // by rule
  std::vector<RulePairs> pairs;
  std::vector<RuleReport> reports;
};
// All pairs of every rule. Too common keys get a further field, then are dropped and reported, and so are the largest blocks of what is over the limit for
// all rules together; earlier rules go first.
Joined joined(Tables const&, std::vector<Column> const&, std::vector<Rule> const&, BlockingLimits const&, size_t rows_per_run, unsigned threads);

}  // namespace hutong::matching
