#pragma once
// Strings → small numbers. Equal strings get equal codes, in the order in which they first appear (left table first), so that everything later compares
// and counts integers. Code 0 is the empty cell.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "sheets/csv_table.h"

namespace hutong::matching {

// Never 0.
inline uint64_t hash_of(std::string_view text) {
  uint64_t hash = XXH3_64bits(text.data(), text.size());
  return hash ? hash : 1;
}
inline uint64_t mixed(uint64_t a, uint64_t b) {  // a key made of two; 0 if either is missing
  if (a == 0 || b == 0) return 0;
  uint64_t x = (a ^ 0x9E3779B97F4A7C15U) * 0xBF58476D1CE4E5B9U + b;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  x ^= x >> 31;
  return x ? x : 1;
}

std::string_view without_blanks_around(std::string_view);

// Hashes → codes 1, 2, 3 …; open addressing, asked in batches so that the memory's latency overlaps. A slot is eight bytes: the hash without as many low bits
// as there are bits in a slot's place, which says those, and the code in their stead. Two hashes that are taken for one have to share some 44 bits of a
// million's 64 and stand near each other: one chance in three million.
class Coder {
 public:
  explicit Coder(size_t expected);
  // Appends the codes of `hashes` to `codes`; hash 0 → code 0. New hashes get the next codes.
  void code(std::vector<uint64_t> const& hashes, std::vector<uint32_t>& codes);
  uint32_t code(uint64_t hash);           // of one that is not 0
  uint32_t code_of(uint64_t hash) const;  // 0 = never seen
  uint32_t size() const { return static_cast<uint32_t>(hashes_.size() - 1); }
  std::vector<uint64_t> hashes() && { return std::move(hashes_); }  // by code

 private:
  uint64_t low_bits() const { return slots_.size() - 1; }
  size_t slot_of(uint64_t hash) const;
  uint32_t add(size_t slot, uint64_t hash);
  void grow();
  std::vector<uint64_t> slots_;  // a power of two; 0 = free
  std::vector<uint64_t> hashes_ = {0};
};

}  // namespace hutong::matching
