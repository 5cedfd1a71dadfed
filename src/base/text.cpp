#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/check.h"

namespace hutong::base {
namespace {

// Decodes one code point of strict UTF-8 at `at` and moves on; U+FFFD and one byte on for malformed bytes.
char32_t next_code_point(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80) return text[at++];
  int extra = lead >= 0xC2 && lead <= 0xDF ? 1 : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
  if (extra == 0 || at + static_cast<size_t>(extra) >= text.size()) {
    ++at;
    return 0xFFFD;
  }
  char32_t point = lead & (0x3F >> extra);
  for (int i = 1; i <= extra; ++i) {
    unsigned char follow = byte(at + static_cast<size_t>(i));
    if ((follow & 0xC0) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    point = (point << 6) | (follow & 0x3F);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (point < least[extra] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
    ++at;
    return 0xFFFD;
  }
  at += static_cast<size_t>(extra) + 1;
  return point;
}

bool is_ascii(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// Characters that separate nothing a clerk can see: white space of every kind and zero-width characters.
bool is_blank(char32_t c) {
  if (c <= 0x20) return true;
  if (c < 0x7F) return false;
  return c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         c == 0x205F || (c >= 0x2060 && c <= 0x2064) || c == 0x3000 || c == 0x3164 || c == 0xFEFF || c == 0xAD || c == 0x180E;
}

}  // namespace

std::u32string to_utf32(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (size_t at = 0; at < utf8.size();) out.push_back(next_code_point(utf8, at));
  return out;
}

void append_utf8(std::string& to, char32_t c) {
  if (c < 0x80) {
    to.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    to.push_back(static_cast<char>(0xC0 | (c >> 6)));
    to.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    to.push_back(static_cast<char>(0xE0 | (c >> 12)));
    to.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    to.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    to.push_back(static_cast<char>(0xF0 | (c >> 18)));
    to.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    to.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    to.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

std::string nfkc(std::string_view utf8) {
  if (is_ascii(utf8)) return std::string(utf8);
  UErrorCode error = U_ZERO_ERROR;
  icu::Normalizer2 const* normalizer = icu::Normalizer2::getNFKCInstance(error);
  CHECK(U_SUCCESS(error));
  icu::UnicodeString in = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  icu::UnicodeString out = normalizer->normalize(in, error);
  CHECK(U_SUCCESS(error));
  std::string result;
  out.toUTF8String(result);
  return result;
}

std::string without_blanks(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (size_t at = 0; at < utf8.size();) {
    size_t start = at;
    char32_t c = next_code_point(utf8, at);
    if (!is_blank(c)) out.append(utf8, start, at - start);
  }
  return out;
}

std::string_view trimmed(std::string_view utf8) {
  size_t first = 0;
  while (first < utf8.size()) {
    size_t at = first;
    if (!is_blank(next_code_point(utf8, at))) break;
    first = at;
  }
  utf8.remove_prefix(first);
  size_t end = 0;
  for (size_t at = 0; at < utf8.size();) {
    if (!is_blank(next_code_point(utf8, at))) end = at;
  }
  return utf8.substr(0, end);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (size_t start = 0;;) {
    size_t end = text.find(at, start);
    parts.emplace_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::string join(std::vector<std::string> const& parts, std::string_view between) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i) out += between;
    out += parts[i];
  }
  return out;
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string replace_all(std::string_view text, std::string_view what, std::string_view with) {
  CHECK(!what.empty());
  std::string out;
  for (size_t start = 0;;) {
    size_t found = text.find(what, start);
    if (found == std::string_view::npos) return out.append(text.substr(start));
    out.append(text.substr(start, found - start)).append(with);
    start = found + what.size();
  }
}

size_t length_in_characters(std::string_view utf8) {
  size_t count = 0;
  for (size_t at = 0; at < utf8.size(); ++count) next_code_point(utf8, at);
  return count;
}

std::string visible(std::string_view utf8) {
  auto const sign = [](char32_t c) -> char32_t {
    constexpr char32_t pictures = 0x2400, delete_sign = 0x2421;
    if (c == U'\n' || c == U'\t') return c;
    if (c < 0x20) return pictures + c;
    if (c == 0x7F) return delete_sign;
    return c >= 0x80 && c < 0xA0 ? U'\uFFFD' : c;  // C1, for which there are no pictures
  };
  std::string out;
  out.reserve(utf8.size());
  for (char32_t c : to_utf32(utf8)) append_utf8(out, sign(c));
  return out;
}

size_t width_in_columns(std::string_view utf8) {
  size_t width = 0;
  for (size_t at = 0; at < utf8.size();) {
    auto c = static_cast<UChar32>(next_code_point(utf8, at));
    int kind = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += kind == U_EA_WIDE || kind == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         c == 0x3007;
}

}  // namespace hutong::base
