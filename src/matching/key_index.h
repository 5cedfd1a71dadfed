#pragma once
// Persons by a key of 32 bits, eight bytes each: sorted, with the latest in a short list behind that is looked through. Adding and asking may alternate.
#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace hutong::matching {

class KeyIndex {
 public:
  void add(uint32_t key, uint32_t person) { fresh_.push_back({key, person}); }
  // In ascending order of persons, but for those added late. Nothing may be added meanwhile.
  template <class F>
  void each(uint32_t key, F&& f) {
    if (fresh_.size() > 4096 + sorted_.size() / 64) sort_in();
    for (auto at = std::lower_bound(sorted_.begin(), sorted_.end(), Entry{key, 0}); at != sorted_.end() && at->key == key; ++at) f(at->person);
    for (Entry const& entry : fresh_)
      if (entry.key == key) f(entry.person);
  }

 private:
  struct Entry {
    uint32_t key, person;
    auto operator<=>(Entry const&) const = default;
  };
  void sort_in() {
    std::sort(fresh_.begin(), fresh_.end());
    auto old_end = static_cast<std::ptrdiff_t>(sorted_.size());
    sorted_.insert(sorted_.end(), fresh_.begin(), fresh_.end());
    std::inplace_merge(sorted_.begin(), sorted_.begin() + old_end, sorted_.end());
    fresh_ = {};
  }
  std::vector<Entry> sorted_, fresh_;
};

}  // namespace hutong::matching
