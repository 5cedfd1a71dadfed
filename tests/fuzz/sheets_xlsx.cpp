// A zip as it is, or, when the bytes are no zip, the parts of a workbook: sheet, shared strings, styles, workbook and relationships, separated by
// a byte that XML cannot hold.
#include <cstddef>
#include <cstdint>

#include "sheets/internal/testing_zip.h"
#include "sheets_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::sheets;
  std::string_view bytes(reinterpret_cast<char const*>(data), size);
  if (bytes.starts_with("PK")) {
    fuzz::read_and_judge(bytes);
    return 0;
  }
  testing::XlsxParts parts;
  for (std::string* part : {&parts.sheet, &parts.shared_strings, &parts.styles, &parts.workbook, &parts.relationships}) {
    if (bytes.empty()) break;
    size_t end = bytes.find('\1');
    *part = bytes.substr(0, end);
    bytes = end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1);
  }
  fuzz::read_and_judge(parts.zip());
  return 0;
}
