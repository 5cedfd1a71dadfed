#include "base/random.h"

#include <botan/system_rng.h>

#include <cstring>

namespace hutong::base {

__extension__ using uint128 = unsigned __int128;

uint64_t Random::below(uint64_t bound) {
  CHECK(bound > 0);
  // Lemire, Fast Random Integer Generation in an Interval (2019), with the rejection that makes it exactly uniform.
  uint128 product = static_cast<uint128>(next()) * bound;
  auto low = static_cast<uint64_t>(product);
  if (low < bound) {
    uint64_t threshold = (0 - bound) % bound;
    while (low < threshold) {
      product = static_cast<uint128>(next()) * bound;
      low = static_cast<uint64_t>(product);
    }
  }
  return static_cast<uint64_t>(product >> 64);
}

std::string Random::bytes(size_t count) {
  std::string out;
  out.reserve(count + 8);
  while (out.size() < count) {
    uint64_t word = next();
    for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(word >> (8 * i)));
  }
  out.resize(count);
  return out;
}

uint64_t SeededRandom::next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

uint64_t SystemRandom::next() {
  uint8_t bytes[8];
  Botan::system_rng().randomize(bytes, sizeof bytes);
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace hutong::base
