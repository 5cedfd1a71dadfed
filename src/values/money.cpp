#include "values/money.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/text.h"

namespace hutong::values {

namespace {

// Takes a known ending off; true if it was there.
bool cut_ending(std::string& text, std::string_view ending) {
  if (!base::ends_with(text, ending)) return false;
  text.resize(text.size() - ending.size());
  return true;
}

// "1,250,000" → "1250000"; absent if a comma does not stand before exactly three digits.
std::optional<std::string> without_group_marks(std::string_view whole) {
  std::vector<std::string> groups = base::split(whole, ',');
  for (size_t i = 1; i < groups.size(); ++i)
    if (groups[i].size() != 3 || groups[0].empty()) return std::nullopt;
  return base::join(groups, "");
}

// 10^11 yuan: in 万元 as in yuan, so that what is written out is read again.
constexpr int64_t beyond_any_amount = 10'000'000'000'000;

bool has_only_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

base::Result<Money> Money::parse(std::string_view text) {
  auto bad = [&] { return base::fail("bad_amount", {{"text", std::string(text)}}); };
  std::string clean = base::without_blanks(base::nfkc(text));
  for (std::string_view mark : {"¥", "￥", "RMB", "人民币"}) clean = base::replace_all(clean, mark, "");
  cut_ending(clean, "整");
  bool in_ten_thousands = cut_ending(clean, "万元") || cut_ending(clean, "万");
  if (!in_ten_thousands) cut_ending(clean, "元");
  bool is_negative = base::starts_with(clean, "-");
  if (is_negative) clean.erase(0, 1);

  size_t point = clean.find('.');
  auto whole = without_group_marks(std::string_view(clean).substr(0, point));
  std::string fraction = point == std::string::npos ? "" : clean.substr(point + 1);
  if (!whole || !has_only_digits(*whole) || !has_only_digits(fraction) || whole->empty()) return bad();
  size_t decimals = in_ten_thousands ? 6 : 2;
  while (fraction.size() > decimals && fraction.back() == '0') fraction.pop_back();
  // More decimals are fractions of a fen; more digits than a state budget has are a slip of the keyboard.
  if (fraction.size() > decimals || whole->size() > 11) return bad();
  fraction.resize(decimals, '0');
  int64_t fen = 0;
  for (char digit : *whole + fraction) fen = fen * 10 + (digit - '0');
  if (fen >= beyond_any_amount) return bad();
  return Money(is_negative ? -fen : fen);
}

std::string Money::to_string() const {
  int64_t size = fen_ < 0 ? -fen_ : fen_;
  return fmt::format("{}{}.{:02}", fen_ < 0 ? "-" : "", size / 100, size % 100);
}

namespace {

constexpr char const* capital_digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

// A whole number above 0. A run of zeros between two other digits is one 零, whatever 万 or 亿 stands between them: that is what keeps
// a digit from being slipped in afterwards. Zeros at the end are not said.
std::string whole_in_capitals(int64_t whole) {
  constexpr char const* places[] = {"", "拾", "佰", "仟"};
  std::string const digits = std::to_string(whole);
  std::string words;
  bool after_zero = false, section_has_digit = false;
  for (size_t i = 0; i < digits.size(); ++i) {
    size_t const place = digits.size() - 1 - i;
    if (digits[i] == '0') {
      after_zero = true;
    } else {
      if (after_zero) words += capital_digits[0];
      after_zero = false;
      words += std::string(capital_digits[digits[i] - '0']) + places[place % 4];
      section_has_digit = true;
    }
    if (place % 4 != 0) continue;
    bool const is_ten_thousands = place % 8 == 4;
    if (is_ten_thousands ? section_has_digit : place > 0) words += is_ten_thousands ? "万" : "亿";
    section_has_digit = false;
  }
  return words;
}

}  // namespace

base::Result<std::string> Money::in_capitals() const {
  if (fen_ < 0) return base::fail("amount_negative", {{"amount", to_string()}});
  if (fen_ == 0) return "零元整";
  int64_t const whole = fen_ / 100, tenths = fen_ / 10 % 10, hundredths = fen_ % 10;
  std::string words = whole > 0 ? whole_in_capitals(whole) + "元" : "";
  if (tenths > 0) words += std::string(capital_digits[tenths]) + "角";
  else if (hundredths > 0 && whole > 0) words += capital_digits[0];
  return words + (hundredths > 0 ? std::string(capital_digits[hundredths]) + "分" : "整");
}

}  // namespace hutong::values
