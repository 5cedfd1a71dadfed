#pragma once
// Sorting numbers by some of their bits without comparing them: a stable pass for every few bits, the lowest first (Knuth, The Art of Computer Programming 3,
// 5.2.5). Many numbers are dealt out by their highest bits before, so that the passes work on as few as the processor holds near.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
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

// One stable pass by the digit of so many bits, at most most_bits, from `shift` on. at[d + 1] receives where the numbers of digit d end.
template <unsigned most_bits>
void deal_out(std::span<uint64_t const> in, uint64_t* out, unsigned shift, unsigned bits, std::array<uint32_t, (size_t{1} << most_bits) + 1>& at) {
  uint64_t const digit = (uint64_t{1} << bits) - 1;
  at.fill(0);
  for (uint64_t const number : in) ++at[(number >> shift & digit) + 1];
  for (size_t d = 1; d <= digit; ++d) at[d + 1] += at[d];
  std::array<uint32_t, size_t{1} << most_bits> next;
  std::copy(at.begin(), at.end() - 1, next.begin());
  for (uint64_t const number : in) out[next[number >> shift & digit]++] = number;
}

// As many passes as the bits [from, to) need, to and fro between two places. Returns in which of them the numbers ended.
template <unsigned bits_per_pass>
uint64_t* passed(uint64_t* numbers, uint64_t* other, size_t count, unsigned from, unsigned to) {
  std::array<uint32_t, (size_t{1} << bits_per_pass) + 1> at;
  for (unsigned shift = from; shift < to; shift += bits_per_pass) {
    deal_out<bits_per_pass>({numbers, count}, other, shift, std::min(bits_per_pass, to - shift), at);
    std::swap(numbers, other);
  }
  return numbers;
}

// By the bits [from, to); equal ones stay in their order. visit(first, last) sees the sorted numbers, some at a time: those with the same highest bits are
// together. It may write into `numbers`, though no further than it has seen.
template <class Visit>
void visit_sorted(std::vector<uint64_t>& numbers, unsigned from, unsigned to, SortRoom& room, Visit const& visit) {
  constexpr unsigned highest_bits = 11;
  constexpr size_t few = size_t{1} << 15;
  uint64_t* const other = room.of(numbers.size());
  if (numbers.size() <= few || to - from <= highest_bits) {
    uint64_t const* const sorted = passed<11>(numbers.data(), other, numbers.size(), from, to);
    visit(sorted, sorted + numbers.size());
    return;
  }
  std::array<uint32_t, (size_t{1} << highest_bits) + 1> at;
  deal_out<highest_bits>(numbers, other, to - highest_bits, highest_bits, at);
  for (size_t d = 0; d + 1 < at.size(); ++d) {
    size_t const count = at[d + 1] - at[d];
    uint64_t *const here = numbers.data() + at[d], *const there = other + at[d];
    uint64_t const* const sorted = count <= few ? passed<7>(there, here, count, from, to - highest_bits) : passed<11>(there, here, count, from, to - highest_bits);
    visit(sorted, sorted + count);
  }
}

inline void sort_by_bits(std::vector<uint64_t>& numbers, unsigned from, unsigned to, SortRoom& room) {
  uint64_t* out = numbers.data();
  visit_sorted(numbers, from, to, room, [&](uint64_t const* first, uint64_t const* last) {
    if (first == out) out += last - first;
    else out = std::copy(first, last, out);
  });
}

}  // namespace hutong::matching
