// The quick reader of plain XML against expat: what it accepts, expat accepts with the same events, wherever the pieces are cut.
#include <cstddef>
#include <cstdint>

#include "sheets/internal/xml_events.h"
#include "sheets_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::sheets;
  if (size == 0) return 0;
  size_t const piece_bytes = size_t{1} + data[0];
  std::string_view const xml(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const quick = testing::events_quickly(xml, piece_bytes);
  if (quick) fuzz::require(quick == testing::events_by_expat(xml));
  return 0;
}
