#include "intake/internal/quick.h"

#include <algorithm>

namespace hutong::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The code point of a three-byte character at `at`, for lead bytes E4–E9; 0 for anything else.
char32_t han_at(std::string_view text, size_t at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at + 2 >= text.size() || byte(at) < 0xE4 || byte(at) > 0xE9) return 0;
  if ((byte(at + 1) & 0xC0) != 0x80 || (byte(at + 2) & 0xC0) != 0x80) return 0;
  return static_cast<char32_t>((byte(at) & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F));
}

// Characters that the words for “none” and the names of the nameless are made of.
bool may_say_none(char32_t c) {
  constexpr std::u32string_view suspects = U"无未没不尚暂待办正补缺空查佚弃新婴之某男女姓";
  return suspects.find(c) != std::u32string_view::npos;
}

}  // namespace

std::optional<values::IdNumber> quick_id(std::string_view text, values::Date received_on) {
  if (text.size() != 18 || !std::all_of(text.begin(), text.end() - 1, is_digit) || !(is_digit(text.back()) || text.back() == 'X')) return std::nullopt;
  auto id = values::IdNumber::parse(text);
  if (!id || id->birth_date() > received_on) return std::nullopt;
  return *id;
}

bool quick_name(std::string_view text) {
  if (text.size() != 6 && text.size() != 9) return false;
  for (size_t at = 0; at < text.size(); at += 3) {
    char32_t const c = han_at(text, at);
    if (c < 0x4E00 || c > 0x9FFF || may_say_none(c)) return false;
  }
  return true;
}

bool quick_text(std::string_view text) {
  if (text.size() < 6 || text.size() > 300) return false;
  char32_t const first = han_at(text, 0);
  if (first < 0x4E00 || first > 0x9FFF || may_say_none(first)) return false;
  for (size_t at = 0; at < text.size();) {
    if (is_digit(text[at])) {
      ++at;
      continue;
    }
    char32_t const c = han_at(text, at);
    if (c < 0x4E00 || c > 0x9FFF) return false;
    at += 3;
  }
  return true;
}

bool quick_phone(std::string_view text) { return text.size() == 11 && text[0] == '1' && std::all_of(text.begin(), text.end(), is_digit); }

std::optional<values::Date> quick_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (size_t const i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u})
    if (!is_digit(text[i])) return std::nullopt;
  auto two = [&](size_t at) { return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0')); };
  int const year = static_cast<int>(two(0) * 100 + two(2));
  if (year < 1900 || year > 2100) return std::nullopt;
  return values::Date::of(year, two(5), two(8));
}

}  // namespace hutong::intake
