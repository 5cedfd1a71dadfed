#include "link_report/internal/shown.h"

#include <algorithm>

#include "base/text.h"
#include "matching/number_form.h"

namespace hutong::link_report {
namespace {

using matching::FieldKind;

constexpr size_t characters_max = 60;
constexpr size_t number_digits = 15;  // so many in a row are an identity number or a bank card
constexpr size_t phone_digits = 11;
constexpr size_t few_digits = 5;  // of a telephone without its area, of what is left of a number

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_inside_number(char c) { return is_digit(c) || c == 'X' || c == 'x' || c == '*'; }
bool is_between_groups(char c) { return c == '-' || c == ' ' || c == '.' || c == '(' || c == ')'; }

size_t digits_in(std::string_view text) { return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_digit)); }

// Digits but the first and last few become stars: 138****1234, 138-****-1234.
std::string hidden(std::string_view run, size_t front, size_t back) {
  size_t const digits = digits_in(run);
  std::string out;
  size_t seen = 0;
  for (char c : run) {
    bool const is_shown = !is_digit(c) || seen < front || seen + back >= digits;
    out += is_shown ? c : '*';
    seen += is_digit(c) ? 1 : 0;
  }
  return out;
}

std::string hidden_run(std::string_view run, size_t phone_from) {
  size_t const digits = digits_in(run);
  if (digits >= number_digits) {
    std::string masked = matching::number_form(run).masked();
    return masked.empty() ? hidden(run, 6, 0) : masked;
  }
  if (digits >= phone_digits) return hidden(run, 3, 4);
  return digits >= phone_from ? hidden(run, 2, 2) : std::string(run);
}

// A run is digits, also in groups. Where dates stand groups are years, months and days.
size_t end_of_run(std::string_view text, size_t at, bool has_groups) {
  size_t end = at;
  while (end < text.size()) {
    if (is_inside_number(text[end])) ++end;
    else if (has_groups && end > at && end + 1 < text.size() && is_between_groups(text[end]) && is_inside_number(text[end + 1])) ++end;
    else break;
  }
  return end;
}

std::string with_hidden_runs(std::string_view text, size_t phone_from, bool has_groups) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t const end = end_of_run(text, at, has_groups);
    if (end == at) {
      out += text[at++];
    } else {
      out += hidden_run(text.substr(at, end - at), phone_from);
      at = end;
    }
  }
  return out;
}

std::string cut(std::string const& text) {
  std::u32string characters = base::to_utf32(text);
  if (characters.size() <= characters_max) return text;
  characters.resize(characters_max);
  return base::to_utf8(characters) + "…";
}

}  // namespace

std::string shown(FieldKind kind, std::string_view cell) {
  std::string const text = base::nfkc(cell);
  if (kind == FieldKind::resident_number) {
    std::string masked = matching::number_form(text).masked();
    return cut(masked.empty() ? with_hidden_runs(text, few_digits, true) : masked);
  }
  return cut(with_hidden_runs(text, kind == FieldKind::phone ? few_digits : phone_digits, kind != FieldKind::date));
}

std::string shown(std::string_view cell) { return shown(FieldKind::text, cell); }

}  // namespace hutong::link_report
