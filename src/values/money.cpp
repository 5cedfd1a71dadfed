#include "values/money.h"

#include <fmt/format.h>

#include "base/text.h"

namespace hutong::values {

base::Result<Money> Money::parse(std::string_view text) {
  auto bad = [&] { return base::fail("bad_amount", {{"text", std::string(text)}}); };
  std::string clean = base::without_blanks(base::nfkc(text));
  for (std::string_view mark : {"¥", "¥", "RMB", "人民币", ","}) clean = base::replace_all(clean, mark, "");
  int decimals_to_fen = 2;
  if (base::ends_with(clean, "万元")) decimals_to_fen = 6, clean.resize(clean.size() - std::string_view("万元").size());
  else if (base::ends_with(clean, "万")) decimals_to_fen = 6, clean.resize(clean.size() - std::string_view("万").size());
  else if (base::ends_with(clean, "元整")) clean.resize(clean.size() - std::string_view("元整").size());
  else if (base::ends_with(clean, "元")) clean.resize(clean.size() - std::string_view("元").size());
  bool negative = !clean.empty() && clean[0] == '-';
  if (negative) clean.erase(0, 1);
  int64_t fen = 0;
  int decimals = -1, digits = 0;
  for (char c : clean) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (c >= '0' && c <= '9' && digits < 15) {
      ++digits;
      if (decimals >= decimals_to_fen) {
        if (c != '0') return bad();  // a fraction of a fen
        continue;
      }
      if (decimals >= 0) ++decimals;
      fen = fen * 10 + (c - '0');
    } else {
      return bad();
    }
  }
  if (digits == 0) return bad();
  for (int i = decimals < 0 ? 0 : decimals; i < decimals_to_fen; ++i) fen *= 10;
  return Money(negative ? -fen : fen);
}

std::string Money::to_string() const {
  int64_t size = fen_ < 0 ? -fen_ : fen_;
  return fmt::format("{}{}.{:02}", fen_ < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace hutong::values
