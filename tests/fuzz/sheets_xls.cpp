// The bytes as they are (a compound file), and as the stream of records inside one: the records alone are found far more easily than
// through sectors and tables.
#include <cstddef>
#include <cstdint>

#include "sheets_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  std::string_view bytes(reinterpret_cast<char const*>(data), size);
  hutong::sheets::fuzz::read_and_judge(bytes);  // a bare stream of records is recognised, too
  return 0;
}
