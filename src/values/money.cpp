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
  return Money(is_negative ? -fen : fen);
}

std::string Money::to_string() const {
  int64_t size = fen_ < 0 ? -fen_ : fen_;
  return fmt::format("{}{}.{:02}", fen_ < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace hutong::values
