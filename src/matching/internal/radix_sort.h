#pragma once
// Sorting numbers by some of their bits without comparing them: a pass for every 11 bits, each stable (Knuth, The Art of Computer Programming 3, 5.2.5).
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace hutong::matching {

// Room to sort in; kept between sorts, never cleared.
class SortRoom {
 public:
  uint64_t* of(size_t numbers) {
    if (numbers > size_) numbers_ = std::make_unique_for_overwrite<uint64_t[]>(size_ = numbers);
    return numbers_.get();
  }

 private:
  std::unique_ptr<uint64_t[]> numbers_;
  size_t size_ = 0;
};

// By the bits [from, to); equal ones stay in their order.
inline void sort_by_bits(std::vector<uint64_t>& numbers, unsigned from, unsigned to, SortRoom& room) {
  constexpr unsigned bits_per_pass = 11;
  using Counts = std::array<size_t, 1U << bits_per_pass>;
  std::vector<Counts> counts((to - from + bits_per_pass - 1) / bits_per_pass);
  auto digit = [&](uint64_t number, size_t pass) {
    unsigned const shift = from + static_cast<unsigned>(pass) * bits_per_pass, bits = std::min(bits_per_pass, to - shift);
    return (number >> shift) & ((1U << bits) - 1);
  };
  for (uint64_t number : numbers)
    for (size_t pass = 0; pass < counts.size(); ++pass) ++counts[pass][digit(number, pass)];
  uint64_t *in = numbers.data(), *out = room.of(numbers.size());
  for (size_t pass = 0; pass < counts.size(); ++pass) {
    size_t before = 0;
    for (size_t& count : counts[pass]) before += std::exchange(count, before);
    for (size_t i = 0; i < numbers.size(); ++i) out[counts[pass][digit(in[i], pass)]++] = in[i];
    std::swap(in, out);
  }
  if (in != numbers.data()) std::copy(in, in + numbers.size(), numbers.data());
}

}  // namespace hutong::matching
