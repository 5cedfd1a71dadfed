// Any bytes as payments/<district>.yaml: a layout, or a sentence that names the line.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/messages.h"
#include "payments/layout.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong;
  auto const layout = payments::Layout::from_yaml({reinterpret_cast<char const*>(data), size});
  if (!layout) CHECK(!base::tell(layout.error()).empty());
  return 0;
}
