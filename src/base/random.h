#pragma once
// The only source of randomness. System for keys and nonces; seeded (reproducible on every machine) for the demo and tests.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"

namespace hutong::base {

class Random {
 public:
  virtual ~Random() = default;
  virtual uint64_t next() = 0;  // 64 uniform bits

  // Uniform in [0, bound); bound > 0.
  uint64_t below(uint64_t bound);
  // Uniform in [low, high], both included.
  int64_t between(int64_t low, int64_t high) { return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low + 1))); }
  // True with the given probability; unit() is in [0, 1).
  bool chance(double probability) { return unit() < probability; }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  template <class T>
  T const& pick(std::vector<T> const& from) {
    CHECK(!from.empty());
    return from[below(from.size())];
  }
  std::string bytes(size_t count);
};

// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  uint64_t next() override;

 private:
  uint64_t state_;
};

// The operating system's generator, through Botan.
class SystemRandom final : public Random {
 public:
  uint64_t next() override;
};

}  // namespace hutong::base
