#include "intake/internal/cell_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hutong::intake {
namespace {

bool is_invisible(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

// What NFKC and the dropping of invisible characters would do to a text, found without calling them: nearly every cell is printable ASCII,
// usual Han characters and 、。, at most with full-width forms that map one to one.
enum class Effort : uint8_t { nothing, narrow, everything };

Effort effort_for(std::string_view text) {
  Effort effort = Effort::nothing;
  for (size_t i = 0; i < text.size();) {
    auto const byte = [&](size_t k) { return static_cast<unsigned char>(text[i + k]); };
    if (byte(0) >= 0x20 && byte(0) < 0x7F) {
      ++i;
      continue;
    }
    if (i + 2 >= text.size() || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return Effort::everything;
    bool const is_han = (byte(0) == 0xE4 && byte(1) >= 0xB8) || (byte(0) >= 0xE5 && byte(0) <= 0xE9);     // U+4E00 … U+9FFF
    bool const is_mark = byte(0) == 0xE3 && byte(1) == 0x80 && (byte(2) == 0x81 || byte(2) == 0x82);      // 、 。
    bool const is_wide = byte(0) == 0xEF && ((byte(1) == 0xBC && byte(2) >= 0x81) || (byte(1) == 0xBD && byte(2) <= 0x9E));  // U+FF01 … U+FF5E
    if (!is_han && !is_mark && !is_wide) return Effort::everything;
    if (is_wide) effort = Effort::narrow;
    i += 3;
  }
  return effort;
}

// U+FF01 … U+FF5E lie 0xFEE0 above their ASCII twins.
std::string narrowed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) != 0xEF) {
      out += text[i];
      continue;
    }
    bool const is_first_row = static_cast<unsigned char>(text[i + 1]) == 0xBC;
    out += static_cast<char>(static_cast<unsigned char>(text[i + 2]) - (is_first_row ? 0x60 : 0x20));
    i += 2;
  }
  return out;
}

std::string visible(std::string_view text) {
  std::string kept;
  for (char32_t const c : base::to_utf32(base::nfkc(text)))
    if (!is_invisible(c)) base::append_utf8(kept, c);
  return kept;
}

constexpr std::array<std::string_view, 8> quotes = {"\"", "'", "“", "”", "‘", "’", "`", "´"};

std::string_view without_quotes(std::string_view text) {
  bool cut = true;
  while (cut && !text.empty()) {
    cut = false;
    for (auto const quote : quotes) {
      if (base::starts_with(text, quote)) text.remove_prefix(quote.size()), cut = true;
      if (base::ends_with(text, quote)) text.remove_suffix(quote.size()), cut = true;
    }
    text = base::trimmed(text);
  }
  return text;
}

// ="370114…" as a formula whose result the file leaves out: a constant needs no calculating.
bool is_constant_formula(std::string_view text) {
  return text.size() >= 3 && text.substr(0, 2) == "=\"" && text.find('"', 2) == text.size() - 1;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string seen;
  std::string_view rest = text;
  switch (effort_for(text)) {
    case Effort::nothing: break;
    case Effort::narrow: rest = seen = narrowed(text); break;
    case Effort::everything: rest = seen = visible(text); break;
  }
  rest = base::trimmed(rest);
  // ="370114…": the trick by which systems keep Excel from making a number of it.
  if (base::starts_with(rest, "=\"") || base::starts_with(rest, "=“")) rest.remove_prefix(1);
  return std::string(without_quotes(rest));
}

std::string compact(std::string_view text) {
  std::string cleaned = plain(text);
  bool const may_hold_blanks = std::any_of(cleaned.begin(), cleaned.end(), [](unsigned char c) { return c <= 0x20 || (c >= 0xC2 && c <= 0xE3); });
  return may_hold_blanks ? base::without_blanks(cleaned) : cleaned;
}

bool is_cell_error(CellInput const& cell) {
  if (cell.kind == sheets::CellKind::error) return !is_constant_formula(base::trimmed(cell.text));
  if (cell.text.find('#') == std::string_view::npos) return false;
  std::string const text = plain(cell.text);
  if (text.size() < 3 || text.front() != '#') return false;
  if (text.find_first_not_of('#') == std::string_view::npos) return true;
  for (std::string_view const error : {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"})
    if (text == error) return true;
  return false;
}

Reading blank_reading() { return {}; }

Reading none_reading() {
  Reading reading;
  reading.found = Found::none;
  return reading;
}

Reading value_reading(std::string value) {
  Reading reading;
  reading.found = Found::value;
  reading.value = std::move(value);
  return reading;
}

// A sentence quotes a cell, it does not reprint it: a cell may hold megabytes.
std::string quoted(std::string_view text) {
  constexpr size_t longest_shown = 30;
  std::u32string shown = base::to_utf32(text);
  if (shown.size() > longest_shown) shown = shown.substr(0, longest_shown) + U"…";
  return base::to_utf8(shown);
}

Reading bad_reading(std::string_view code, std::map<std::string, std::string> values) {
  if (auto const text = values.find("text"); text != values.end()) text->second = quoted(text->second);
  Reading reading;
  reading.found = Found::bad;
  reading.problem = code;
  reading.values = std::move(values);
  return reading;
}

Reading unknown_code(std::string_view text, std::string_view choices) {
  return bad_reading("unknown_code", {{"value", quoted(base::trimmed(text))}, {"choices", std::string(choices)}});
}

std::string without_brackets(std::string_view half_width, std::string* inside) {
  // Every bracket is one of ()[]{}<> or lies in U+3000 … U+303F, whose first byte is E3.
  bool const has_bracket = std::any_of(half_width.begin(), half_width.end(), [](char c) { return std::string_view("()[]{}<>\xE3").find(c) != std::string_view::npos; });
  if (!has_bracket) {
    if (inside) inside->clear();
    return std::string(base::trimmed(half_width));
  }
  std::u32string_view const opening = U"([【〔{<《「", closing = U")]】〕}>》」";
  std::string outside;
  std::string within;
  int depth = 0;
  for (char32_t const c : base::to_utf32(half_width)) {
    if (opening.find(c) != std::u32string_view::npos) {
      if (depth++ == 0 && !within.empty()) within += ' ';
    } else if (closing.find(c) != std::u32string_view::npos) {
      depth = std::max(0, depth - 1);
    } else {
      base::append_utf8(depth > 0 ? within : outside, c);
    }
  }
  if (inside) *inside = std::string(base::trimmed(within));
  return std::string(base::trimmed(outside));
}

}  // namespace hutong::intake
