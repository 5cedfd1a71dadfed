#include "values/money.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "base/text.h"

namespace hutong::values {
namespace {

std::string capitals(int64_t fen) { return Money::fen(fen).in_capitals().value(); }

// The examples of 支付结算办法, where it allows two ways the one with fewer 零 before 角; then the gaps at 万 and 亿.
TEST(Capitals, are_written_as_on_bills) {
  struct {
    int64_t fen;
    char const* capitals;
  } const cases[] = {
      {0, "零元整"},
      {1, "壹分"},
      {10, "壹角整"},
      {105, "壹元零伍分"},
      {150, "壹元伍角整"},
      {156, "壹元伍角陆分"},
      {1000, "壹拾元整"},
      {140950, "壹仟肆佰零玖元伍角整"},
      {600714, "陆仟零柒元壹角肆分"},
      {168032, "壹仟陆佰捌拾元叁角贰分"},
      {10700053, "壹拾万零柒仟元伍角叁分"},
      {1640902, "壹万陆仟肆佰零玖元零贰分"},
      {32504, "叁佰贰拾伍元零肆分"},
      {222800, "贰仟贰佰贰拾捌元整"},
      {1'0000'00, "壹万元整"},
      {1'0001'00, "壹万零壹元整"},
      {1'0000'0000'00, "壹亿元整"},
      {1'0000'0001'00, "壹亿零壹元整"},
      {1'0001'0000'00, "壹亿零壹万元整"},
      {1'0001'0001'00, "壹亿零壹万零壹元整"},
      {10'1000'0000'00, "壹拾亿零壹仟万元整"},
      {1'0000'0000'0000'00, "壹万亿元整"},
      {1'2000'0000'0000'00, "壹万贰仟亿元整"},
      {1'0000'0000'0005'00, "壹万亿零伍元整"},
  };
  for (auto const& one : cases) EXPECT_EQ(capitals(one.fen), one.capitals) << one.fen;
}

TEST(Capitals, refuse_what_is_below_zero) {
  auto const refused = Money::fen(-1).in_capitals();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "amount_negative");
}

// Reads the words back without knowing how they were made: 零 and 整 say nothing, the rest adds up.
int64_t fen_of(std::string const& words) {
  static std::map<char32_t, int64_t> const digits = {{U'壹', 1}, {U'贰', 2}, {U'叁', 3}, {U'肆', 4}, {U'伍', 5}, {U'陆', 6}, {U'柒', 7}, {U'捌', 8}, {U'玖', 9}};
  static std::map<char32_t, int64_t> const places = {{U'拾', 10}, {U'佰', 100}, {U'仟', 1000}};
  int64_t total = 0, sum = 0, section = 0, digit = 0;
  for (char32_t c : base::to_utf32(words)) {
    if (digits.contains(c)) digit = digits.at(c);
    else if (places.contains(c)) section += digit * places.at(c), digit = 0;
    else if (c == U'万') sum += (section + digit) * 10'000, section = digit = 0;
    else if (c == U'亿') sum = (sum + section + digit) * 100'000'000, section = digit = 0;
    else if (c == U'元') total = (sum + section + digit) * 100, sum = section = digit = 0;
    else if (c == U'角') total += digit * 10, digit = 0;
    else if (c == U'分') total += digit, digit = 0;
  }
  return total;
}

bool is_well_formed(std::string const& words) {
  bool const ends_well = base::ends_with(words, "整") != base::ends_with(words, "分");
  return ends_well && !base::contains(words, "零零") && !base::contains(words, "零元") && !base::contains(words, "零角") && !base::starts_with(words, "零") &&
         !base::contains(words, "亿万");
}

// Every amount up to 300 yuan, then every yuan to 200,000: whatever a child is paid.
TEST(Capitals, say_every_amount_a_child_may_be_paid) {
  for (int64_t fen = 1; fen <= 30'000; ++fen) {
    ASSERT_EQ(fen_of(capitals(fen)), fen);
    ASSERT_TRUE(is_well_formed(capitals(fen))) << capitals(fen);
  }
  for (int64_t fen = 100; fen <= 20'000'000; fen += 100) {
    ASSERT_EQ(fen_of(capitals(fen)), fen);
    ASSERT_TRUE(is_well_formed(capitals(fen))) << capitals(fen);
  }
}

RC_GTEST_PROP(Capitals, say_every_amount, ()) {
  // Many zeros: the gaps are where words go wrong.
  int64_t fen = 0;
  for (int digit : *rc::gen::container<std::vector<int>>(18, rc::gen::weightedOneOf<int>({{3, rc::gen::just(0)}, {2, rc::gen::inRange(0, 10)}}))) fen = fen * 10 + digit;
  RC_PRE(fen > 0);
  std::string const words = capitals(fen);
  RC_ASSERT(fen_of(words) == fen);
  RC_ASSERT(is_well_formed(words));
}

}  // namespace
}  // namespace hutong::values
