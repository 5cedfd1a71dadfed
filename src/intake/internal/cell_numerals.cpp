#include "intake/internal/cell_numerals.h"

#include <algorithm>
#include <array>

namespace hutong::intake {
namespace {

// -1: not a figure.
int figure_of(char32_t c) {
  constexpr std::array<std::u32string_view, 10> figures = {U"〇零○◯OoΟО0", U"一壹弌1", U"二贰贰兩两贰弍2", U"三叁參叄3", U"四肆4", U"五伍5", U"六陆陸6", U"七柒7", U"八捌8", U"九玖9"};
  for (size_t i = 0; i < figures.size(); ++i)
    if (figures[i].find(c) != std::u32string_view::npos) return static_cast<int>(i);
  return -1;
}

// 0: not a unit.
int64_t unit_of(char32_t c) {
  switch (c) {
    case U'十': case U'拾': return 10;
    case U'百': case U'佰': return 100;
    case U'千': case U'仟': return 1000;
    default: return 0;
  }
}

bool is_big_unit(char32_t c) { return c == U'万' || c == U'萬'; }

// 廿 and 卅 are figure and ten in one.
std::u32string spelt_out(std::u32string_view text) {
  std::u32string out;
  for (char32_t const c : text) {
    if (c == U'廿') out += U"二十";
    else if (c == U'卅') out += U"三十";
    else out += c;
  }
  return out;
}

std::optional<int64_t> figures_in_a_row(std::u32string_view text) {
  int64_t number = 0;
  if (text.empty() || text.size() > 8) return std::nullopt;
  for (char32_t const c : text) {
    if (figure_of(c) < 0) return std::nullopt;
    number = number * 10 + figure_of(c);
  }
  return number;
}

// Up to 9999: 三百六十五, 十二, 一千零五, 一百一 is refused (it may mean 101 or 110).
std::optional<int64_t> below_ten_thousand(std::u32string_view text) {
  int64_t number = 0;
  int figure = -1;
  int64_t last_unit = 10000;
  bool after_zero = false;
  for (char32_t const c : text) {
    if (int64_t const unit = unit_of(c); unit > 0) {
      bool const bare_ten = figure < 0 && unit == 10 && (number == 0 || after_zero);
      if (unit >= last_unit || (figure < 1 && !bare_ten)) return std::nullopt;
      number += (bare_ten ? 1 : figure) * unit;
      last_unit = unit;
      figure = -1;
      after_zero = false;
    } else if (int const f = figure_of(c); f == 0 && figure < 0) {
      after_zero = true;
    } else if (f > 0 && figure < 0) {
      figure = f;
    } else {
      return std::nullopt;
    }
  }
  if (figure > 0 && last_unit > 10 && last_unit < 10000 && !after_zero) return std::nullopt;
  return number + std::max(figure, 0);
}

}  // namespace

bool is_chinese_numeral(char32_t c) { return is_surely_chinese_numeral(c) || (figure_of(c) == 0 && c != '0'); }

bool is_surely_chinese_numeral(char32_t c) {
  if (c < 0x80) return false;
  return figure_of(c) > 0 || c == U'〇' || c == U'零' || unit_of(c) > 0 || c == U'廿' || c == U'卅';
}

std::optional<int64_t> chinese_number(std::u32string_view original) {
  std::u32string const text = spelt_out(original);
  if (auto const number = figures_in_a_row(text)) return number;
  auto const big = std::find_if(text.begin(), text.end(), is_big_unit);
  if (big == text.end()) return text.empty() ? std::nullopt : below_ten_thousand(text);
  std::u32string_view const view = text;
  size_t const at = static_cast<size_t>(big - text.begin());
  auto const high = below_ten_thousand(view.substr(0, at));
  auto const low = below_ten_thousand(view.substr(at + 1));
  if (!high || *high == 0 || !low) return std::nullopt;
  return *high * 10000 + *low;
}

std::optional<int64_t> chinese_amount_fen(std::u32string_view text) {
  while (!text.empty() && (text.back() == U'整' || text.back() == U'正')) text.remove_suffix(1);
  size_t const yuan_at = text.find_first_of(U"元圆");
  if (yuan_at == std::u32string_view::npos) return std::nullopt;
  auto const yuan = chinese_number(text.substr(0, yuan_at));
  if (!yuan) return std::nullopt;
  int64_t fen = *yuan * 100;
  text.remove_prefix(yuan_at + 1);
  for (auto const& [unit, worth] : {std::pair{U'角', 10}, std::pair{U'分', 1}}) {
    while (!text.empty() && figure_of(text.front()) == 0) text.remove_prefix(1);
    if (text.size() >= 2 && text[1] == unit && figure_of(text[0]) > 0) {
      fen += figure_of(text[0]) * worth;
      text.remove_prefix(2);
    }
  }
  return text.empty() ? std::optional(fen) : std::nullopt;
}

std::u32string with_ascii_digits(std::u32string_view text) {
  if (std::none_of(text.begin(), text.end(), is_surely_chinese_numeral)) return std::u32string(text);
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    // ASCII zeros inside a Chinese numeral belong to it (二0二六), other digits do not.
    while (end < text.size() && (is_chinese_numeral(text[end]) || text[end] == '0')) ++end;
    std::u32string_view const run = text.substr(i, end - i);
    bool const is_numeral = std::any_of(run.begin(), run.end(), is_surely_chinese_numeral);
    auto const number = is_numeral ? chinese_number(run) : std::nullopt;
    if (number) {
      for (char const c : std::to_string(*number)) out += static_cast<char32_t>(c);
      i = end;
    } else {
      end = std::max(end, i + 1);
      out += text.substr(i, end - i);
      i = end;
    }
  }
  return out;
}

}  // namespace hutong::intake
