#pragma once
// Sorting numbers by some of their bits without comparing them: a pass for every 11 bits, each stable (Knuth, The Art of Computer Programming 3, 5.2.5).
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace hutong::matching {

// By the bits [from, to); equal ones stay in their order. `other` is room to work in.
inline void sort_by_bits(std::vector<uint64_t>& numbers, std::vector<uint64_t>& other, unsigned from, unsigned to) {
  constexpr unsigned bits_per_pass = 11;
  constexpr uint64_t mask = (1U << bits_per_pass) - 1;
  other.resize(numbers.size());
  for (unsigned shift = from; shift < to; shift += bits_per_pass) {
    uint64_t const digit = to - shift < bits_per_pass ? (1U << (to - shift)) - 1 : mask;
    std::array<size_t, mask + 1> next{};
    for (uint64_t number : numbers) ++next[(number >> shift) & digit];
    size_t before = 0;
    for (size_t& count : next) before += std::exchange(count, before);
    uint64_t* const out = other.data();
    for (uint64_t number : numbers) out[next[(number >> shift) & digit]++] = number;
    numbers.swap(other);
  }
}

}  // namespace hutong::matching
