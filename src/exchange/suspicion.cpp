#include "exchange/suspicion.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/text.h"

namespace hutong::exchange {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Up to `most` digits from `at`; moves behind them.
std::optional<int> digits(std::string_view text, size_t& at, size_t least, size_t most) {
  size_t end = at;
  while (end < text.size() && end - at < most && is_digit(text[end])) ++end;
  if (end - at < least) return std::nullopt;
  int value = 0;
  for (; at < end; ++at) value = value * 10 + (text[at] - '0');
  return value;
}

bool eat(std::string_view text, size_t& at, std::string_view what) {
  if (text.substr(at, what.size()) != what) return false;
  at += what.size();
  return true;
}

// A month that begins at `at`, and not a day of it.
std::optional<values::Month> month_at(std::string_view text, size_t at) {
  if (at > 0 && is_digit(text[at - 1])) return std::nullopt;  // inside a longer number
  auto const year = digits(text, at, 4, 4);
  if (!year || *year < 2000 || *year > 2199) return std::nullopt;
  bool const is_chinese = eat(text, at, "年");
  bool const is_separated = is_chinese || eat(text, at, ".") || eat(text, at, "-") || eat(text, at, "/");
  eat(text, at, "度");
  auto const month = digits(text, at, is_separated ? 1 : 2, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (is_chinese && !eat(text, at, "月")) return std::nullopt;
  if (at < text.size() && is_digit(text[at])) return std::nullopt;  // 2026年8月5日, 20260805
  size_t behind = at;
  if ((eat(text, behind, ".") || eat(text, behind, "-") || eat(text, behind, "/")) && behind < text.size() && is_digit(text[behind])) return std::nullopt;
  return values::Month::of(*year, static_cast<unsigned>(*month));
}

struct Keyword {
  std::string_view word;
  values::AgencyKind agency;
};
constexpr std::array<Keyword, 15> keywords{{{"法院", values::AgencyKind::court},
                                            {"检察院", values::AgencyKind::procuratorate},
                                            {"公安", values::AgencyKind::police},
                                            {"派出所", values::AgencyKind::police},
                                            {"财政局", values::AgencyKind::finance},
                                            {"卫生健康", values::AgencyKind::health},
                                            {"卫健", values::AgencyKind::health},
                                            {"医疗保障局", values::AgencyKind::insurance},
                                            {"医保局", values::AgencyKind::insurance},
                                            {"残疾人联合会", values::AgencyKind::dpf},
                                            {"残联", values::AgencyKind::dpf},
                                            {"司法局", values::AgencyKind::justice},
                                            {"教育和体育局", values::AgencyKind::education},
                                            {"教育局", values::AgencyKind::education},
                                            {"教体局", values::AgencyKind::education}}};

// What stands behind “填报单位：”, up to the next label of the same line.
std::optional<std::string> reporting_unit(std::string_view text) {
  for (std::string_view const label : {"填报单位", "报送单位", "上报单位", "填表单位", "编制单位", "单位:"}) {
    size_t const at = text.find(label);
    if (at == std::string_view::npos) continue;
    std::string_view const rest = text.substr(at + label.size());
    return std::string(rest.substr(0, std::min(rest.find("填报日期"), rest.find("报送日期"))));
  }
  return std::nullopt;
}

}  // namespace

std::vector<values::Month> months_named(std::string_view text) {
  std::string const plain = base::without_blanks(base::nfkc(text));
  std::vector<values::Month> found;
  for (size_t at = 0; at < plain.size(); ++at)
    if (auto const month = month_at(plain, at)) found.push_back(*month);
  return found;
}

std::optional<values::Month> other_month(std::vector<std::string> const& texts, values::Month period) {
  std::optional<values::Month> other;
  for (std::string const& text : texts) {
    for (values::Month const month : months_named(text)) {
      if (month == period) return std::nullopt;
      if (month != period.plus(1) && !other) other = month;
    }
  }
  return other;
}

std::optional<values::AgencyKind> other_agency(std::vector<std::string> const& texts, values::AgencyKind sender) {
  for (std::string const& text : texts) {
    auto const unit = reporting_unit(base::without_blanks(base::nfkc(text)));
    if (!unit) continue;
    for (Keyword const& keyword : keywords)
      if (keyword.agency != sender && base::contains(*unit, keyword.word)) return keyword.agency;
  }
  return std::nullopt;
}

}  // namespace hutong::exchange
