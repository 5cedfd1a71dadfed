#include "sheets/internal/line_encodings.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace hutong::sheets::internal {
namespace {

// In a Latin script a byte beyond ASCII stands alone between letters; Chinese characters come in pairs of bytes, and several in a row.
LineScript script_of(std::string_view line) {
  size_t sequences = 0, bad = 0, alone = 0, together = 0;
  auto is_high = [&](size_t i) { return i < line.size() && static_cast<unsigned char>(line[i]) >= 0x80; };
  for (size_t at = 0; at < line.size();) {
    if (!is_high(at)) {
      ++at;
      continue;
    }
    size_t end = at;
    while (is_high(end)) ++end;
    ++(end - at == 1 ? alone : together);
    while (at < end) {
      unsigned char const lead = static_cast<unsigned char>(line[at]);
      size_t const length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      bool const is_whole = at + length <= end && base::is_valid_utf8(line.substr(at, length));
      ++(is_whole ? sequences : bad);
      at += is_whole ? length : 1;
    }
  }
  if (sequences + bad == 0) return LineScript::ascii;
  if (sequences > bad) return LineScript::utf8;  // perhaps with a damaged character
  return alone > together ? LineScript::latin : LineScript::gb18030;
}

template <class F>
void for_each_line(std::string_view text, F&& f) {
  for (size_t at = 0; at < text.size();) {
    size_t const end = std::min(text.find('\n', at), text.size() - 1) + 1;
    f(text.substr(at, end - at));
    at = end;
  }
}

}  // namespace

LineCensus census_of(std::string_view text) {
  LineCensus census;
  size_t number = 0;
  for_each_line(text, [&](std::string_view line) {
    ++number;
    LineCensus::Script& script = census.of(script_of(line));
    if (++script.count == 1) script.first_line = number;
  });
  return census;
}

std::string from_latin(std::string_view text) {
  constexpr std::array<char16_t, 32> c1 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                           0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for_each_line(text, [&](std::string_view line) {
    LineScript const script = script_of(line);
    if (script == LineScript::utf8) out += base::to_utf8(base::to_utf32(line));
    else if (script == LineScript::ascii) out += line;
    else
      for (char one : line) {
        unsigned char const byte = static_cast<unsigned char>(one);
        base::append_utf8(out, byte >= 0x80 && byte < 0xA0 ? c1[byte - 0x80] : byte);
      }
  });
  return out;
}

}  // namespace hutong::sheets::internal
