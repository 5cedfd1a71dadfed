#pragma once
// Amounts in fen. No floating point anywhere.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::values {

class Money {
 public:
  constexpr Money() = default;
  static constexpr Money fen(int64_t amount) { return Money(amount); }
  static constexpr Money yuan(int64_t amount) { return Money(amount * 100); }
  // "1250", "1,250.00", "1250元", "0.125万元", full width. Problem: bad_amount (value: text), also for more than two decimals of a yuan and
  // from 10^11 yuan on.
  static base::Result<Money> parse(std::string_view text);

  constexpr int64_t in_fen() const { return fen_; }
  std::string to_string() const;  // 1250.00
  // 壹仟贰佰伍拾元整, as on bills: one 零 for each gap of zeros, 整 after 元 and 角, nothing after 分; without the word 人民币 in front
  // (中国人民银行《支付结算办法》附一“正确填写票据和结算凭证的基本规定”). Problem: amount_negative (value: amount).
  base::Result<std::string> in_capitals() const;
  friend constexpr Money operator+(Money a, Money b) { return Money(a.fen_ + b.fen_); }
  friend constexpr Money operator-(Money a, Money b) { return Money(a.fen_ - b.fen_); }
  friend constexpr auto operator<=>(Money const&, Money const&) = default;

 private:
  explicit constexpr Money(int64_t fen) : fen_(fen) {}
  int64_t fen_ = 0;
};

}  // namespace hutong::values
