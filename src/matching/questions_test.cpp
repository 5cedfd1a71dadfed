#include "matching/internal/questions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hutong::matching {
namespace {

ScoredPair pair_of(uint32_t left, uint32_t pattern, float probability) {
  ScoredPair pair;
  pair.left = left, pair.right = left, pair.pattern = pattern, pair.probability = probability, pair.bits = std::log2(probability / (1 - probability));
  return pair;
}

// Pattern 0: many, and certain. 1: many, undecided. 2: few, undecided.
std::vector<ScoredPair> candidates() {
  std::vector<ScoredPair> pairs;
  for (uint32_t i = 0; i < 900; ++i) pairs.push_back(pair_of(i, 0, .99999F));
  for (uint32_t i = 900; i < 1000; ++i) pairs.push_back(pair_of(i, 1, .6F));
  for (uint32_t i = 1000; i < 1010; ++i) pairs.push_back(pair_of(i, 2, .5F));
  return pairs;
}

TEST(Questions, are_about_what_many_pairs_show_and_the_model_does_not_know) {
  auto const questions = most_telling(candidates(), {}, 3, 6);
  ASSERT_EQ(questions.size(), 6U);
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(questions[i].pattern, 1U) << i;
  EXPECT_EQ(questions[4].pattern, 2U);
}

TEST(Questions, go_on_to_other_patterns_once_some_were_answered) {
  auto const questions = most_telling(candidates(), {0, 8, 0}, 3, 2);
  ASSERT_EQ(questions.size(), 2U);
  EXPECT_EQ(questions[0].pattern, 2U);
}

TEST(Questions, are_never_about_a_pair_that_was_decided) {
  auto pairs = candidates();
  for (auto& pair : pairs) pair.bits = decided_bits;
  pairs.back().bits = 0;
  auto const questions = most_telling(pairs, {}, 3, 50);
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions[0].left, pairs.back().left);
}

}  // namespace
}  // namespace hutong::matching
