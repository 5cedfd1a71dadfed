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
  // "1250", "1,250.00", "1250元", "0.125万元", full width. Problem: bad_amount (value: text), also for more than two decimals of a yuan.
  static base::Result<Money> parse(std::string_view text);

  constexpr int64_t in_fen() const { return fen_; }
  std::string to_string() const;  // 1250.00
  friend constexpr Money operator+(Money a, Money b) { return Money(a.fen_ + b.fen_); }
  friend constexpr Money operator-(Money a, Money b) { return Money(a.fen_ - b.fen_); }
  friend constexpr auto operator<=>(Money const&, Money const&) = default;

 private:
  explicit constexpr Money(int64_t fen) : fen_(fen) {}
  int64_t fen_ = 0;
};

}  // namespace hutong::values
