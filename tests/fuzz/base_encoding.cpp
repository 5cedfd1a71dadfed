// Any bytes, read in any encoding: never a crash, always valid UTF-8 out.
#include <cstdint>

#include "base/check.h"
#include "base/encoding.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::base;
  std::string_view bytes(reinterpret_cast<char const*>(data), size);
  Encoding guessed = detect_encoding(bytes);
  CHECK((guessed == Encoding::utf8) <= is_valid_utf8(bytes));
  for (Encoding one : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030}) {
    std::string text = to_utf8(bytes, one);
    CHECK(is_valid_utf8(text));
    CHECK(is_valid_utf8(nfkc(text)) && is_valid_utf8(without_blanks(text)) && is_valid_utf8(trimmed(text)));
  }
  return 0;
}
