#pragma once
// Chinese numerals: 二〇二六, 十二, 廿一, 三百六十五, 壹仟贰佰伍拾元整.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hutong::intake {

// One that may be part of a numeral: 〇 一 … 九 壹 … 玖 十 百 千 廿 卅 两, and ○ O 零 which people write for 〇.
bool is_chinese_numeral(char32_t);
// True only for those that nobody writes for anything else (not O, not ○).
bool is_surely_chinese_numeral(char32_t);

// 二〇二六 → 2026 (figures in a row), 二千零二十六 → 2026, 十二 → 12, 廿一 → 21. Absent for anything else and above 99,999,999.
std::optional<int64_t> chinese_number(std::u32string_view);

// 壹仟贰佰伍拾元叁角贰分, 一万二千元整 → fen. A unit of money must be there, else it is a number and not an amount.
std::optional<int64_t> chinese_amount_fen(std::u32string_view);

// Every run of Chinese numerals rewritten in ASCII digits: 二〇二六年十二月 → 2026年12月. Text without any comes back unchanged.
std::u32string with_ascii_digits(std::u32string_view);

}  // namespace hutong::intake
