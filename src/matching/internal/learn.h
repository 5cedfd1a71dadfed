#pragma once
// What is each level of agreement worth? Expectation–maximisation (Dempster, Laird, Rubin 1977; for linkage Winkler 1988) over patterns, with five classes:
//
//   same       m, learnt; a prior worth some pairs keeps rare levels from nothing, and no level may outgrow LevelKind::same_at_most
//   household  relatives: what a household shares agrees, what a person has of their own does not. Learnt too, but for each level no more than
//              LevelKind::close_at_most; and only pairs that share something rare enough to be a household's (a telephone, a house) can be in it
//   neighbours pairs of one village: how their places and surnames agree is counted, not learnt; all else is as among strangers. Village and address
//              agree together and surnames go by villages, so that without this class the village would be taken for the household, and the
//              household for the same
//   rivals     what looks the same but lost to a better partner, in two tables of things that name everything once: another edition of the book. Only
//              if there are such
//   strangers  u. Known from all pairs of the tables, not only from those that were compared: `all_pairs` minus what the other classes take. Hence the
//              choice of blocking rules does not distort it
//
// All shares are of all pairs. Pairs that no rule made are taken to be strangers.
#include <array>
#include <cstdint>
#include <vector>

#include "matching/internal/column.h"
#include "matching/linkage.h"

namespace hutong::matching {

struct Patterns {
  size_t fields = 0;
  std::vector<uint8_t> levels;   // pattern × fields; 0 = missing
  std::vector<double> counts;    // candidate pairs
  size_t size() const { return counts.size(); }
  uint8_t const* of(size_t pattern) const { return levels.data() + pattern * fields; }
  uint8_t level(size_t pattern, size_t field) const { return of(pattern)[field]; }
};

constexpr double prior_pairs = 8;  // what the prior of m weighs

struct LearnInput {
  std::vector<Column> const* columns = nullptr;
  Patterns const* patterns = nullptr;
  double pairs = 0;                                // all there are
  double matches_at_most = 0;
  bool is_one_table = false;
  unsigned threads = 1;
  std::vector<std::vector<double>> all_pairs;      // field × level (0 = missing): how many of all pairs show it
  // Pairs that share the value of the place column: field × level, how many show it. Empty: no such column, no neighbours.
  std::vector<std::vector<double>> neighbour_pairs;
  size_t place_column = 0;
  // By pattern: how many of its pairs people found to be the same, and how many not. They correct what the model believes of the whole pattern; nothing is
  // counted twice, so that it does no harm if only doubtful pairs were looked at. Empty without labels.
  std::vector<double> labelled_same, labelled_other;
  // By pattern: of its pairs that look the same, the part that is also each other's best. Two tables that name everybody once: of several partners that
  // look right only one is, and learning from the others would teach that a person's neighbours in the list are the person. Above 1 where those that look
  // half right have no better partner, and most have one. Empty: all.
  std::vector<double> uncontested;
  bool can_have_rivals = true;
};

constexpr size_t same = 0, household = 1, neighbours = 2, rivals = 3, strangers = 4, classes = 5;

struct Learnt {
  struct FieldWeights {
    std::array<std::vector<double>, classes> p;  // class × level; [0] (missing) = 1: no evidence
    std::vector<double> expected;                // pairs of the class same that show it
  };
  std::vector<FieldWeights> fields;
  std::array<double, classes> shares{};  // of all pairs; 0 = no such class here
  std::vector<uint32_t> household_evidence;  // field → bits 1 << level: levels that only a household shares
  bool can_be_household(uint8_t const* levels) const;
  double expected_matches = 0;
  int iterations = 0;
  bool has_converged = false;
  // Fewer than two fields tell one from another: what agreement is worth was assumed, not learnt (one_field.h).
  bool is_assumed = false;
};

Learnt learn(LearnInput const&);
Learnt first_guess(LearnInput const&);
// Goes on from what is known; for a changed `uncontested`.
void learn_on(LearnInput const&, Learnt&, int iterations_at_most);

// The model's own doubts, as sentences: link_warn_… .
std::vector<base::Problem> doubts_of(LearnInput const&, Learnt const&);

}  // namespace hutong::matching
