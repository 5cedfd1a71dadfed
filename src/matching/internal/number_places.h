#pragma once
// The packed places of a number form, what the standard (GB 11643) says of eighteen digits, and the way in for the functions that read, compare and
// make keys.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "matching/number_form.h"

namespace hutong::matching {

constexpr uint8_t x_digit = 10, masked_place = 14, no_place = 15;
constexpr int weights[18] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};

inline std::optional<int32_t> day_of(int year, int month, int day) {
  if (year < 1850 || year > 2100) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

inline bool is_day(uint8_t const* yyyymmdd) {
  constexpr uint8_t lengths[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int i = 0; i < 8; ++i)
    if (yyyymmdd[i] > 9) return false;
  int year = yyyymmdd[0] * 1000 + yyyymmdd[1] * 100 + yyyymmdd[2] * 10 + yyyymmdd[3];
  int month = yyyymmdd[4] * 10 + yyyymmdd[5], day = yyyymmdd[6] * 10 + yyyymmdd[7];
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1]) return false;
  return month != 2 || day < 29 || std::chrono::year(year).is_leap();
}

inline std::optional<int32_t> day_of_digits(uint8_t const* yyyymmdd) {
  if (!is_day(yyyymmdd)) return std::nullopt;
  return day_of(yyyymmdd[0] * 1000 + yyyymmdd[1] * 100 + yyyymmdd[2] * 10 + yyyymmdd[3], yyyymmdd[4] * 10 + yyyymmdd[5],
                yyyymmdd[6] * 10 + yyyymmdd[7]);
}

inline int weighted_sum(uint8_t const* digits) {  // 18 of them
  int sum = 0;
  for (int i = 0; i < 18; ++i) sum += weights[i] * digits[i];
  return sum % 11;
}

inline bool is_plain(uint8_t const* digits, size_t count) {
  return std::all_of(digits, digits + count, [](uint8_t digit) { return digit <= 9; });
}

struct NumberFormParts {
  static NumberForm of(uint8_t const* symbols, size_t count, NumberState state) {
    NumberForm form;
    form.first_ = 0;
    form.rest_ = 0;
    for (size_t i = 0; i < 20; ++i) {
      uint8_t symbol = i < count ? symbols[i] : no_place;
      if (i < 16)
        form.first_ = form.first_ << 4 | symbol;
      else
        form.rest_ = static_cast<uint16_t>(form.rest_ << 4 | symbol);
    }
    form.length_ = static_cast<uint8_t>(std::min<size_t>(count, 20));
    form.state_ = state;
    if (count >= 14)
      if (auto day = day_of_digits(symbols + 6)) form.birth_day_ = *day;
    return form;
  }
  static NumberForm of_packed(uint64_t first, uint16_t rest, NumberState state, std::optional<int32_t> day) {
    NumberForm form;
    form.first_ = first;
    form.rest_ = rest;
    form.length_ = 18;
    form.state_ = state;
    if (day) form.birth_day_ = *day;
    return form;
  }
  static NumberForm of_other(uint64_t hash) {
    NumberForm form;
    form.first_ = hash;
    form.rest_ = 0;
    form.state_ = NumberState::other_document;
    return form;
  }
  static uint64_t first(NumberForm const& form) { return form.first_; }
  static uint64_t rest(NumberForm const& form) { return form.rest_; }
  static int length(NumberForm const& form) { return form.length_; }
  static int32_t birth_day(NumberForm const& form) { return form.birth_day_; }
  static uint8_t place(NumberForm const& form, int i) {  // 0-based
    return i < 16 ? form.first_ >> (60 - 4 * i) & 15 : form.rest_ >> (12 - 4 * (i - 16)) & 15;
  }
  static constexpr int32_t no_day = NumberForm::no_day;
};
using Parts = NumberFormParts;

__extension__ typedef unsigned __int128 Places;  // twenty lanes of four bits

inline Places places_of(NumberForm const& form) { return static_cast<Places>(Parts::first(form)) << 16 | Parts::rest(form); }

inline bool is_lost(NumberForm const& form) { return form.state() >= NumberState::last_lost && form.state() <= NumberState::truncated; }

}  // namespace hutong::matching
