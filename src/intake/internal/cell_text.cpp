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

// True for text that NFKC and the dropping of invisible characters leave alone: printable ASCII and the usual Han characters, which is nearly every cell.
bool is_simple(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    unsigned char const c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7F) {
      ++i;
    } else if (c >= 0xE5 && c <= 0xE9 && i + 2 < text.size()) {  // U+5000 … U+9FFF
      i += 3;
    } else {
      return false;
    }
  }
  return true;
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

}  // namespace

std::string plain(std::string_view text) {
  std::string const seen = is_simple(text) ? std::string(text) : visible(text);
  std::string_view rest = base::trimmed(seen);
  // ="370114…": the trick by which systems keep Excel from making a number of it.
  if (base::starts_with(rest, "=\"") || base::starts_with(rest, "=“")) rest.remove_prefix(1);
  return std::string(without_quotes(rest));
}

std::string compact(std::string_view text) { return base::without_blanks(plain(text)); }

bool is_cell_error(CellInput const& cell) {
  if (cell.kind == sheets::CellKind::error) return true;
  std::string_view const text = base::trimmed(cell.text);
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

Reading bad_reading(std::string_view code, std::map<std::string, std::string> values) {
  Reading reading;
  reading.found = Found::bad;
  reading.problem = code;
  reading.values = std::move(values);
  return reading;
}

Reading unknown_code(std::string_view text, std::string_view choices) {
  constexpr size_t longest_shown = 30;
  std::u32string shown = base::to_utf32(base::trimmed(text));
  if (shown.size() > longest_shown) shown = shown.substr(0, longest_shown) + U"…";
  return bad_reading("unknown_code", {{"value", base::to_utf8(shown)}, {"choices", std::string(choices)}});
}

std::string without_brackets(std::string_view half_width, std::string* inside) {
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
