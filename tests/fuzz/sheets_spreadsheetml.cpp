#include <cstddef>
#include <cstdint>

#include "sheets_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  hutong::sheets::fuzz::read_and_judge({reinterpret_cast<char const*>(data), size});
  return 0;
}
