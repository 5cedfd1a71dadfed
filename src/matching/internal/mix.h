#pragma once
// A 64-bit mixer (the finaliser of splitmix64, Steele, Lea and Flood 2014) for keys that are joined by their low or high bits.
#include <cstdint>

namespace hutong::matching {

inline uint64_t mixed(uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

// A key of two words. Never 0, which means "none".
inline uint64_t key_of(uint64_t a, uint64_t b) {
  uint64_t key = mixed(a ^ mixed(b));
  return key == 0 ? 1 : key;
}

}  // namespace hutong::matching
