#include "matching/internal/assign.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "matching/internal/rivals.h"

namespace hutong::matching {
namespace {

ScoredPair pair_of(uint32_t left, uint32_t right, float bits) {
  ScoredPair pair;
  pair.left = left, pair.right = right, pair.bits = bits, pair.probability = bits > 0 ? 1 : 0;
  return pair;
}

double bits_of(std::vector<ScoredPair> const& pairs) {
  double sum = 0;
  for (auto const& pair : pairs) sum += static_cast<double>(pair.bits);
  return sum;
}

std::vector<RowPair> rows_of(std::vector<ScoredPair> const& pairs) {
  std::vector<RowPair> rows;
  for (auto const& pair : pairs) rows.push_back({pair.left, pair.right});
  std::sort(rows.begin(), rows.end());
  return rows;
}

double best_by_trying_all(std::vector<ScoredPair> const& pairs, size_t from, std::set<uint32_t>& lefts, std::set<uint32_t>& rights) {
  if (from == pairs.size()) return 0;
  double best = best_by_trying_all(pairs, from + 1, lefts, rights);
  auto const& pair = pairs[from];
  if (lefts.contains(pair.left) || rights.contains(pair.right)) return best;
  lefts.insert(pair.left), rights.insert(pair.right);
  best = std::max(best, static_cast<double>(pair.bits) + best_by_trying_all(pairs, from + 1, lefts, rights));
  lefts.erase(pair.left), rights.erase(pair.right);
  return best;
}

std::vector<ScoredPair> arbitrary_pairs(uint32_t rows, int count) {
  std::vector<ScoredPair> pairs;
  std::set<std::pair<uint32_t, uint32_t>> seen;
  for (int i = 0; i < count; ++i) {
    auto const left = *rc::gen::inRange<uint32_t>(0, rows), right = *rc::gen::inRange<uint32_t>(0, rows);
    if (seen.insert({left, right}).second) pairs.push_back(pair_of(left, right, static_cast<float>(*rc::gen::inRange(1, 400)) / 8));
  }
  return pairs;
}

RC_GTEST_PROP(OneToOne, is_the_likeliest_assignment_of_small_groups, ()) {
  auto const pairs = arbitrary_pairs(*rc::gen::inRange<uint32_t>(1, 7), *rc::gen::inRange(0, 15));
  auto const taken = assigned_one_to_one(pairs);
  std::set<uint32_t> lefts, rights;
  RC_ASSERT(std::abs(best_by_trying_all(pairs, 0, lefts, rights) - bits_of(taken)) < 1e-4);
  for (auto const& pair : taken) RC_ASSERT(lefts.insert(pair.left).second && rights.insert(pair.right).second);
}

RC_GTEST_PROP(OneToOne, does_not_depend_on_the_order_given, ()) {
  auto pairs = arbitrary_pairs(*rc::gen::inRange<uint32_t>(1, 60), *rc::gen::inRange(0, 300));
  auto const one = rows_of(assigned_one_to_one(pairs));
  std::reverse(pairs.begin(), pairs.end());
  RC_ASSERT(one == rows_of(assigned_one_to_one(pairs)));
}

TEST(OneToOne, does_not_leave_a_pair_out_for_the_best_one) {
  // The best pair alone is worth 9; the two others together 13.
  auto const taken = assigned_one_to_one({pair_of(0, 0, 9), pair_of(0, 1, 7), pair_of(1, 0, 6)});
  EXPECT_EQ(rows_of(taken), (std::vector<RowPair>{{0, 1}, {1, 0}}));
}

TEST(OneToOne, gives_a_lonely_row_its_partner_even_below_even_odds) { EXPECT_EQ(assigned_one_to_one({pair_of(0, 0, -3), pair_of(0, 1, -5)}).size(), 1U); }

TEST(OneToOne, takes_the_best_first_in_a_group_of_more_than_sixty_rows) {
  std::vector<ScoredPair> chain;  // 0–0, 0–1, 1–1, 1–2 …
  for (uint32_t i = 0; i < 200; ++i) chain.push_back(pair_of(i, i, 20)), chain.push_back(pair_of(i, i + 1, 10));
  EXPECT_EQ(assigned_one_to_one(chain).size(), 200U);
  EXPECT_DOUBLE_EQ(bits_of(assigned_one_to_one(chain)), 4000);
}

TEST(OneToOne, never_touches_what_people_decided) {
  auto const taken = assigned_one_to_one({pair_of(0, 0, 60), pair_of(0, 1, decided_bits), pair_of(1, 1, 60), pair_of(0, 2, decided_bits)});
  EXPECT_EQ(rows_of(taken), (std::vector<RowPair>{{0, 1}, {0, 2}}));
}

RC_GTEST_PROP(ManyToOne, gives_each_right_row_its_best_left_row, ()) {
  auto const pairs = arbitrary_pairs(*rc::gen::inRange<uint32_t>(1, 9), *rc::gen::inRange(0, 40));
  auto const taken = assigned_many_to_one(pairs);
  std::set<uint32_t> rights, all_rights;
  for (auto const& pair : pairs) all_rights.insert(pair.right);
  for (auto const& pair : taken) {
    RC_ASSERT(rights.insert(pair.right).second);
    for (auto const& other : pairs) RC_ASSERT(other.right != pair.right || other.bits <= pair.bits);
  }
  RC_ASSERT(rights == all_rights);
}

TEST(ManyToOne, lets_the_right_list_name_one_person_twice) {
  auto const taken = assigned_many_to_one({pair_of(0, 0, 30), pair_of(0, 1, 28), pair_of(1, 1, 5)});
  EXPECT_EQ(rows_of(taken), (std::vector<RowPair>{{0, 0}, {0, 1}}));
}

auto const nobody_is_alike = [](uint32_t, uint32_t, bool) { return false; };
auto const all_are_alike = [](uint32_t, uint32_t, bool) { return true; };

TEST(Rivals, are_those_that_agree_nearly_as_well) {
  std::vector<ScoredPair> const pairs = {pair_of(0, 0, 30), pair_of(0, 1, 25), pair_of(1, 2, 30), pair_of(1, 3, 10), pair_of(2, 4, 30), pair_of(3, 4, 30)};
  EXPECT_EQ(rivalled(pairs, false, nobody_is_alike), (std::vector<bool>{true, true, false, true, true, true}));
  EXPECT_EQ(rivalled(pairs, false, all_are_alike), std::vector<bool>(6, false));
}

TEST(Rivals, are_looked_for_among_all_partners_when_there_is_one_table) {
  std::vector<ScoredPair> const pairs = {pair_of(0, 1, 30), pair_of(1, 2, 30)};  // 1 is like 0 and like 2
  EXPECT_EQ(rivalled(pairs, false, nobody_is_alike), (std::vector<bool>{false, false}));
  EXPECT_EQ(rivalled(pairs, true, nobody_is_alike), (std::vector<bool>{true, true}));
}

TEST(Rivals, are_not_those_below_even_odds) { EXPECT_EQ(rivalled({pair_of(0, 0, 9), pair_of(0, 1, -1)}, false, nobody_is_alike), (std::vector<bool>{false, false})); }

}  // namespace
}  // namespace hutong::matching
