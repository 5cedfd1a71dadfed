#include "base/memory.h"

#include <sys/mman.h>

#include <cstdint>

namespace hutong::base {

void expect_large(void* at, size_t bytes) {
  constexpr uintptr_t page = 4096;
  constexpr size_t worth_asking = 8 << 20;
  if (bytes < worth_asking) return;
  uintptr_t const first = (reinterpret_cast<uintptr_t>(at) + page - 1) / page * page;
  uintptr_t const last = (reinterpret_cast<uintptr_t>(at) + bytes) / page * page;
  ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);  // refusal costs nothing but time
}

}  // namespace hutong::base
