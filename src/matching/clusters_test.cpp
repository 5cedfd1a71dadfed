#include "matching/clusters.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace hutong::matching {
namespace {

using Bits = std::map<std::pair<uint32_t, uint32_t>, double>;
using Different = std::set<std::pair<uint32_t, uint32_t>>;

std::vector<ScoredPair> pairs_of(Bits const& bits) {
  std::vector<ScoredPair> pairs;
  for (auto const& [rows, worth] : bits) {
    ScoredPair pair;
    pair.left = rows.first, pair.right = rows.second, pair.bits = static_cast<float>(worth);
    if (worth > 0) pairs.push_back(pair);
  }
  return pairs;
}

// Two rows of which nothing is said are ten bits apart.
std::vector<uint32_t> clusters(size_t rows, Bits const& bits, Different const& different = {}) {
  ClusterEvidence const evidence{[&](RowPair pair) {
                                   auto const at = bits.find({pair.left, pair.right});
                                   return at == bits.end() ? -10.0 : at->second;
                                 },
                                 [&](RowPair pair) { return different.contains({pair.left, pair.right}); }};
  return clusters_of(rows, pairs_of(bits), evidence);
}

TEST(Clusters, put_together_what_is_like_each_other) { EXPECT_EQ(clusters(5, {{{0, 3}, 20}, {{0, 4}, 15}, {{3, 4}, 18}, {{1, 2}, 5}}), (std::vector<uint32_t>{0, 1, 1, 0, 0})); }

TEST(Clusters, leave_alone_whoever_has_no_pair) { EXPECT_EQ(clusters(3, {}), (std::vector<uint32_t>{0, 1, 2})); }

TEST(Clusters, do_not_chain_brothers_through_a_badly_written_row) {
  // 0 and 2 are brothers; row 1 holds little and is like both, a little more like 2.
  EXPECT_EQ(clusters(3, {{{0, 1}, 6}, {{1, 2}, 7}, {{0, 2}, -20}}), (std::vector<uint32_t>{0, 1, 1}));
}

TEST(Clusters, never_hold_two_who_must_differ) {
  EXPECT_EQ(clusters(3, {{{0, 1}, 25}, {{1, 2}, 20}, {{0, 2}, 25}}, {{0, 2}}), (std::vector<uint32_t>{0, 0, 2}));
}

TEST(Clusters, follow_the_clerk_against_all_evidence) {
  EXPECT_EQ(clusters(3, {{{0, 1}, double{decided_bits}}, {{0, 2}, 25}, {{1, 2}, -30}}, {{0, 1}}), (std::vector<uint32_t>{0, 0, 2}));
}

TEST(Clusters, of_a_thousand_rows_that_hang_together_are_found_too) {
  Bits bits;
  for (uint32_t row = 0; row < 1'000; ++row)
    for (uint32_t other = row + 1; other < row / 4 * 4 + 4; ++other) bits[{row, other}] = 20;  // fours
  for (uint32_t row = 3; row + 1 < 1'000; row += 4) bits[{row, row + 1}] = 1;                   // and a thread between them
  Different different;
  for (uint32_t row = 0; row + 4 < 1'000; row += 4) different.insert({row + 3, row + 4});
  auto const found = clusters(1'000, bits, different);
  for (uint32_t row = 0; row < 1'000; ++row) EXPECT_EQ(found[row], row / 4 * 4);
}

Bits arbitrary(uint32_t rows) {
  Bits bits;
  for (uint32_t a = 0; a < rows; ++a)
    for (uint32_t b = a + 1; b < rows; ++b) bits[{a, b}] = *rc::gen::inRange(-240, 120) / 8.0;
  return bits;
}

double sum_within(std::vector<uint32_t> const& cluster, Bits const& bits) {
  double sum = 0;
  for (auto const& [rows, worth] : bits) sum += cluster[rows.first] == cluster[rows.second] ? worth : 0;
  return sum;
}

RC_GTEST_PROP(Clusters, cannot_be_bettered_by_merging_two_of_them_and_are_worth_something, ()) {
  uint32_t const rows = *rc::gen::inRange<uint32_t>(2, 10);
  auto const bits = arbitrary(rows);
  Different different;
  for (auto const& [pair, worth] : bits)
    if (*rc::gen::inRange(0, 8) == 0) different.insert(pair);
  auto const found = clusters(rows, bits, different);
  for (auto const& [a, b] : different) RC_ASSERT(found[a] != found[b]);
  RC_ASSERT(sum_within(found, bits) >= 0);
  for (uint32_t row = 0; row < rows; ++row) RC_ASSERT(found[row] <= row && found[found[row]] == found[row]);
  for (uint32_t a = 0; a < rows; ++a)
    for (uint32_t b = a + 1; b < rows; ++b) {
      if (found[a] != a || found[b] != b) continue;
      auto merged = found;
      std::replace(merged.begin(), merged.end(), b, a);
      bool const may_merge = std::none_of(different.begin(), different.end(), [&](auto const& pair) { return merged[pair.first] == merged[pair.second]; });
      RC_ASSERT(!may_merge || sum_within(merged, bits) <= sum_within(found, bits) + 1e-9);
    }
}

}  // namespace
}  // namespace hutong::matching
