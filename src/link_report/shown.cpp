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

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_inside_number(char c) { return is_digit(c) || c == 'X' || c == 'x' || c == '*'; }

std::string stars(size_t count) { return std::string(count, '*'); }

// 138****1234, 83****21
std::string hidden(std::string_view digits, size_t front, size_t back) {
  if (digits.size() <= front + back) return stars(digits.size());
  return std::string(digits.substr(0, front)) + stars(digits.size() - front - back) + std::string(digits.substr(digits.size() - back));
}

std::string hidden_run(std::string_view run, size_t phone_from) {
  size_t const digits = static_cast<size_t>(std::count_if(run.begin(), run.end(), is_digit));
  if (digits >= number_digits) {
    std::string masked = matching::number_form(run).masked();
    return masked.empty() ? hidden(run, 6, 0) : masked;
  }
  if (digits >= phone_digits) return hidden(run, 3, 4);
  return digits >= phone_from ? hidden(run, 2, 2) : std::string(run);
}

std::string with_hidden_runs(std::string_view text, size_t phone_from) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_inside_number(text[end])) ++end;
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
    return cut(masked.empty() ? with_hidden_runs(text, 5) : masked);
  }
  return cut(with_hidden_runs(text, kind == FieldKind::phone ? 5 : phone_digits));
}

std::string shown(std::string_view cell) { return shown(FieldKind::text, cell); }

}  // namespace hutong::link_report
