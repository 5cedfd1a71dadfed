// Two names, parted by a line break: any bytes make forms, keys and a level, the same in both directions; a name is equal to itself.
#include <algorithm>
#include <cstdint>

#include "base/check.h"
#include "matching/name_form.h"

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  using namespace hutong::matching;
  std::string_view text(reinterpret_cast<char const*>(data), size);
  size_t line = std::min(text.find('\n'), size);
  std::string_view left = text.substr(0, line), right = text.substr(std::min(line + 1, size));
  for (NamePart part : {NamePart::whole, NamePart::given, NamePart::surname}) {
    NameForm a = name_form(left, part), b = name_form(right, part);
    if (a.is_empty() || b.is_empty()) continue;
    CHECK(compare(a, b, left, right) == compare(b, a, right, left));
    CHECK(compare(a, b, left, right) < NameAgreement{name_agreements});
    if (!a.has_unreadable) CHECK(compare(a, a, left, left) == NameAgreement::equal);
    NameKeys one = name_keys(a, left), other = name_keys(b, right);
    CHECK(one.written != 0);
    CHECK(a.folded != b.folded || one.written == other.written);
  }
  return 0;
}
