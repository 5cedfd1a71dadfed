#pragma once
// What an index of a register (register_index.h) remembers of one field: the weights of words and values as they were counted over whole tables. A few new
// rows are weighed with it as if they stood among a million.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hutong::matching {

// An array inside bytes that somebody else keeps, read in the order of this machine's bytes; need not be aligned.
template <class T>
class Packed {
 public:
  Packed() = default;
  explicit Packed(std::string_view bytes) : bytes_(bytes) {}
  size_t size() const { return bytes_.size() / sizeof(T); }
  T operator[](size_t i) const {
    T value;
    std::memcpy(&value, bytes_.data() + i * sizeof(T), sizeof(T));
    return value;
  }
  // The first whose hash (or itself) is not below; size() if there is none. Ascending order is what makes the answer useful, not what makes it safe.
  template <class Hash>
  size_t first_from(uint64_t hash, Hash const& hash_of) const {
    size_t first = 0, count = size();
    while (count > 0) {
      size_t half = count / 2;
      bool is_below = hash_of((*this)[first + half]) < hash;
      first = is_below ? first + half + 1 : first;
      count = is_below ? count - half - 1 : half;
    }
    return first;
  }

 private:
  std::string_view bytes_;
};

struct KnownField {
  struct Word {
    uint64_t hash = 0;
    float weight = 0;        // idf²
    uint32_t is_shared = 0;  // stood in both tables
  };
  struct Value {
    uint64_t hash = 0;
    float rarity = 0;  // bits that equality on it is worth beyond the field's level 1
    uint32_t unused = 0;
  };
  Packed<Word> words;    // by hash
  Packed<Value> values;  // by hash; values with the rarity of the unknown are left out
  float weight_of_unknown = 0, rarity_of_unknown = 0;

  Word word(uint64_t hash) const {
    size_t at = words.first_from(hash, [](Word const& word) { return word.hash; });
    Word const found = at < words.size() ? words[at] : Word{};
    bool is_known = found.hash == hash && found.weight >= 0.05F && found.weight < 1e6F;  // others are never written
    return is_known ? found : Word{hash, weight_of_unknown, 0};
  }
  float rarity(uint64_t hash) const {
    size_t at = values.first_from(hash, [](Value const& value) { return value.hash; });
    Value const found = at < values.size() ? values[at] : Value{};
    return found.hash == hash && std::abs(found.rarity) < 1e6F ? found.rarity : rarity_of_unknown;
  }
};

}  // namespace hutong::matching
