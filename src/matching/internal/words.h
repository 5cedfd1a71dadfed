#pragma once
// Free text and addresses as sets of words: a word is a run of Latin letters, a number, or two neighbouring Han characters. A rare word says more than
// a common one (inverse document frequency, Spärck Jones 1972), so that two texts are alike by the weight of what they share.
#include <cstdint>
#include <string_view>
#include <vector>

namespace hutong::matching {

// Hashes of the words of folded text, in order of appearance.
void words_of(std::string_view folded, std::vector<uint64_t>& words);

class Words {
 public:
  // texts[i] belongs to code i+1; rows_left/right: how many rows hold it. Folded already.
  void build(std::vector<std::string_view> const& texts, std::vector<uint32_t> const& rows_left, std::vector<uint32_t> const& rows_right, unsigned threads);

  struct Likeness {
    float cosine = 0;     // shared weight over the geometric mean of both
    float contained = 0;  // shared weight over the lighter one
  };
  Likeness likeness(uint32_t a, uint32_t b) const;
  // The rarest words of a value that occur in both tables, rarest first, at most `most`.
  void rarest(uint32_t value, size_t most, std::vector<uint64_t>& keys) const;

 private:
  struct Word {
    uint32_t id;
    float weight;  // idf²
  };
  std::vector<uint64_t> at_;      // value → first of words_, one more at the end
  std::vector<Word> words_;       // by id
  std::vector<float> total_;      // sum of weights of a value
  std::vector<uint64_t> fingerprints_;  // of a value: one bit of 64 for each word
  std::vector<uint8_t> is_shared_;  // by id
};

}  // namespace hutong::matching
