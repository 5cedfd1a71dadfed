// A zip as it is; anything else becomes the content.xml of one.
#include <cstddef>
#include <cstdint>

#include "sheets/internal/testing_zip.h"
#include "sheets_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::sheets;
  std::string_view bytes(reinterpret_cast<char const*>(data), size);
  if (bytes.starts_with("PK")) fuzz::read_and_judge(bytes);
  else fuzz::read_and_judge(testing::raw_zip({{.name = "content.xml", .bytes = std::string(bytes)}}));
  return 0;
}
