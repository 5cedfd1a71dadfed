#pragma once
// Free text and addresses as sets of words: a word is a run of Latin letters, a number (1,000 is 1000 and 2.50 is 2.5), or two neighbouring Han characters. A rare word says more than
// a common one (inverse document frequency, Spärck Jones 1972), so that two texts are alike by the weight of what they share.
#include <cstdint>
#include <string_view>
#include <vector>

#include "matching/internal/known.h"

namespace hutong::matching {

// Do both have numbers that the other lacks? `other_number`: rarer ones than those they share, a model, a house; `other_size`: commoner ones, 22 inches of one
// model and 24 of it.
enum class Numbers : uint8_t { agree, other_number, other_size };

// Hashes of the words of folded text, in order of appearance.
void words_of(std::string_view folded, std::vector<uint64_t>& words);
constexpr uint64_t number_mark = 1;  // of a word's hash
constexpr bool is_number(uint64_t word) { return (word & number_mark) != 0; }

class Words {
 public:
  // texts[i] belongs to code i+1; rows_left/right: how many rows hold it. Folded already.
  // known: the weights of words are taken from there, not from these rows.
  void build(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right, KnownField const* known);

  struct Likeness {
    float cosine = 0;     // shared weight over the geometric mean of both
    float contained = 0;  // shared weight over the lighter one
    Numbers numbers = Numbers::agree;
  };
  Likeness likeness(uint32_t a, uint32_t b) const;
  // The rarest words of a value that occur in both tables, rarest first, at most `most`; as hashes.
  void rarest(uint32_t value, size_t most, std::vector<uint64_t>& keys) const;
  // All words, [0] is none; and what one more word would weigh.
  std::vector<KnownField::Word> const& known() const { return known_; }
  float weight_of_unknown() const { return weight_of_unknown_; }

  void prefetch(uint32_t value) const { __builtin_prefetch(&values_[value]); }
  void prefetch_words(uint32_t a, uint32_t b) const {
    if ((values_[a].fingerprint & values_[b].fingerprint) == 0) return;
    __builtin_prefetch(&words_[values_[a].first]);
    __builtin_prefetch(&words_[values_[b].first]);
  }

 private:
  struct Word {
    uint32_t id;   // the highest bit: it is a number
    float weight;  // idf²
  };
  struct Numbered {
    struct Run {  // some thousand values: one array of all words would be copied as it grows, and be the largest there is
      std::vector<uint32_t> ids;
      std::vector<uint8_t> sizes;
    };
    struct Rows {
      uint32_t left = 0, right = 0;
    };
    std::vector<Run> runs;
    std::vector<Rows> counts;  // by id: rows that hold the word
  };
  Numbered numbered(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right);

  struct Value {
    uint64_t fingerprint = 0;  // one bit of 64 for each word: no bit in common, no word in common
    uint32_t first = 0, count = 0;  // of words_
    float total = 0;           // sum of weights
  };
  std::vector<Value> values_;       // by value
  std::vector<Word> words_;         // by id within a value
  static constexpr uint32_t number_bit = uint32_t{1} << 31;
  std::vector<KnownField::Word> known_;  // by id
  float weight_of_unknown_ = 0;
};

}  // namespace hutong::matching
