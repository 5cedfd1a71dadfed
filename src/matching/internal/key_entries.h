#pragma once
// The rows of both tables in the order of their keys under one rule, so that those who share a key stand together.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/check.h"
#include "matching/internal/radix_sort.h"

namespace hutong::matching {

// A key counts with 32 of its bits: one in four thousand million pairs of strangers shares one by accident, and is then compared like any other pair.
class KeyEntries {
 public:
  struct Block {  // [first, end), of which [first, right) are of the left table; one table: all of them
    size_t first, right, end;
  };
  explicit KeyEntries(bool is_one_table) : is_one_(is_one_table) {}
  // The same in the memory of earlier entries.
  KeyEntries(bool is_one_table, std::vector<uint64_t> memory) : is_one_(is_one_table), entries_(std::move(memory)) { entries_.clear(); }
  std::vector<uint64_t> memory() && { return std::move(entries_); }
  void reserve(size_t entries) { entries_.reserve(entries); }
  void add(uint64_t key, int side, uint32_t row) {
    CHECK(row < of_right);
    entries_.push_back(key >> 32 << 32 | (side ? of_right : 0) | row);
  }
  void sort(SortRoom& room) {
    size_t kept = 0;
    visit_sorted(entries_, 32, 64, room, [&](uint64_t const* first, uint64_t const* last) { kept = keep_company(first, last, kept); });
    entries_.resize(kept);
  }
  uint32_t key(size_t at) const { return static_cast<uint32_t>(entries_[at] >> 32); }
  int side(size_t at) const { return entries_[at] & of_right ? 1 : 0; }
  uint32_t row(size_t at) const { return static_cast<uint32_t>(entries_[at] & (of_right - 1)); }

  // After sort(): blocks by key, the rows of a block in the order in which they were added.
  template <class Visit>
  void for_blocks(Visit const& visit) const {
    for (size_t first = 0, end = 0; first < entries_.size(); first = end) {
      size_t right = first;
      for (end = first; end < entries_.size() && key(end) == key(first); ++end) right += side(end) == 0;
      visit(Block{first, right, end});
    }
  }
  uint64_t pairs_of(Block const& block) const {
    uint64_t const lefts = block.right - block.first, all = block.end - block.first;
    return is_one_ ? all * (all - 1) / 2 : lefts * (all - lefts);
  }
  uint64_t pairs() const {
    uint64_t pairs = 0;
    for_blocks([&](Block const& block) { pairs += pairs_of(block); });
    return pairs;
  }
  // visit(left row, first and end of the entries of its partners)
  template <class Visit>
  void for_left_rows(Visit const& visit) const {
    for_blocks([&](Block const& block) {
      for (size_t i = block.first; i < block.right; ++i) visit(row(i), is_one_ ? i + 1 : block.right, block.end);
    });
  }
  // Of every block what is_kept(block) says; leaves the rest in order.
  template <class IsKept>
  void keep(IsKept const& is_kept) {
    size_t kept = 0;
    for_blocks([&](Block const& block) {
      if (!is_kept(block)) return;
      for (size_t i = block.first; i < block.end; ++i) entries_[kept++] = entries_[i];
    });
    entries_.resize(kept);
  }

 private:
  // Of some sorted entries those that share a key with another row, each once: most keys have no second row, and nobody asks for them again.
  size_t keep_company(uint64_t const* first, uint64_t const* last, size_t kept) {
    for (uint64_t before = ~uint64_t{0}; first != last;) {
      uint64_t const entry = *first++;
      while (first != last && *first == entry) ++first;
      bool const has_company = entry >> 32 == before >> 32 || (first != last && entry >> 32 == *first >> 32);
      entries_[kept] = entry;
      kept += has_company;
      before = entry;
    }
    return kept;
  }

  static constexpr uint64_t of_right = uint64_t{1} << 31;
  bool is_one_;
  std::vector<uint64_t> entries_;  // key << 32 | is of the right table << 31 | row
};

}  // namespace hutong::matching
