#pragma once
// What hangs together: union–find (Tarjan 1975) with path halving; the smallest member names the component, so that nothing depends on the order of joining.
#include <cstdint>
#include <numeric>
#include <vector>

namespace hutong::matching {

class Components {
 public:
  explicit Components(size_t members) : parent_(members) { std::iota(parent_.begin(), parent_.end(), 0U); }
  uint32_t of(uint32_t member) {
    while (parent_[member] != member) member = parent_[member] = parent_[parent_[member]];
    return member;
  }
  void join(uint32_t a, uint32_t b) {
    a = of(a), b = of(b);
    if (a < b) parent_[b] = a;
    else parent_[a] = b;
  }

 private:
  std::vector<uint32_t> parent_;
};

}  // namespace hutong::matching
