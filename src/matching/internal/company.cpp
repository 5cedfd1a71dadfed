// What a pair's own bits do not say: what the rows that are like both say, and who else it could be.
#include <algorithm>
#include <cmath>

#include "matching/internal/linker_work.h"
#include "matching/internal/rivals.h"
#include "matching/internal/thresholds.h"
#include "matching/internal/title_numbers.h"

namespace hutong::matching {

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

// Of things that no number of their own identifies: may the titles name two sizes or models?
bool Linker::Work::have_other_sizes(ScoredPair const& pair) const {
  uint8_t const* levels = patterns.of(pair.pattern);
  if (has_number_of_its_own(columns, levels)) return false;
  for (size_t f = 0; f < columns.size(); ++f)
    if (levels[f] > 1 && is_title(columns[f].field()))
      return !have_same_numbers(columns[f].folded(record(0, pair.left).code[f]), columns[f].folded(record(1, pair.right).code[f]));
  return false;
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
    char const* doubt = doubt_of(columns, patterns.of(pair.pattern), has_persons);
    if (*doubt == 0 && learnt.is_assumed && !has_equal_number(columns, patterns.of(pair.pattern))) doubt = "one_field";
    if (*doubt == 0 && !has_persons && have_other_sizes(pair)) doubt = "other_size";
    if (auto at = rivals_of.find(key_of_pair(pair.left, pair.right)); *doubt == 0 && at != rivals_of.end()) doubt = at->second;
    if (*doubt == 0) continue;
    doubts.emplace(key_of_pair(pair.left, pair.right), doubt);
    pair.bits = doubted(pair.bits), pair.probability = static_cast<float>(1 / (1 + std::exp2(-pair.bits)));
  }
}

}  // namespace hutong::matching
