#pragma once
// Decoding for the inner loops of matching: inline, no allocation. Malformed bytes come out as U+FFFD one by one, as in base::to_utf32.
#include <cstddef>
#include <string_view>

namespace hutong::matching {

// The code point at `at` (< text.size()), and moves on.
inline char32_t next_code_point(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80) return ++at, lead;
  size_t more = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
  if (more == 0 || at + more >= text.size()) return ++at, U'\uFFFD';
  char32_t point = lead & (0x3Fu >> more);
  for (size_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return ++at, U'\uFFFD';
    point = point << 6 | (byte(at + i) & 0x3Fu);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return ++at, U'\uFFFD';
  at += more + 1;
  return point;
}

inline char32_t half_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

}  // namespace hutong::matching
