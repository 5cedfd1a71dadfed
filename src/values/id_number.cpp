#include "values/id_number.h"

#include <algorithm>

#include "base/check.h"

namespace hutong::values {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Date> birth_date_in(std::string_view yyyymmdd) {
  int number = 0;
  for (char c : yyyymmdd) number = number * 10 + (c - '0');
  int year = number / 10000;
  if (year < 1850 || year > 2100) return std::nullopt;
  return Date::of(year, static_cast<unsigned>(number / 100 % 100), static_cast<unsigned>(number % 100));
}

// 15 digits (issued until 1999): the year has two digits and there is no check character.
std::string upgraded(std::string_view fifteen) {
  std::string number = std::string(fifteen.substr(0, 6)) + "19" + std::string(fifteen.substr(6));
  number.push_back(id_check_character(number));
  return number;
}

}  // namespace

std::string_view code_of(Sex sex) { return sex == Sex::male ? "male" : "female"; }

char id_check_character(std::string_view first_17_digits) {
  constexpr int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  CHECK(first_17_digits.size() == 17);
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += weights[i] * (first_17_digits[i] - '0');
  return "10X98765432"[sum % 11];
}

base::Result<IdNumber> IdNumber::parse(std::string_view cleaned) {
  bool is_15 = cleaned.size() == 15 && std::all_of(cleaned.begin(), cleaned.end(), is_digit);
  bool is_18 = cleaned.size() == 18 && std::all_of(cleaned.begin(), cleaned.end() - 1, is_digit) &&
               (is_digit(cleaned.back()) || cleaned.back() == 'X');
  if (!is_15 && !is_18) return base::fail("id_length");
  std::string number = is_15 ? upgraded(cleaned) : std::string(cleaned);
  if (!birth_date_in(std::string_view(number).substr(6, 8))) return base::fail("id_bad_date");
  if (id_check_character(std::string_view(number).substr(0, 17)) != number.back()) return base::fail("id_checksum");
  IdNumber made;
  std::copy(number.begin(), number.end(), made.text_.begin());
  made.was_15_digits_ = is_15;
  return made;
}

Date IdNumber::birth_date() const {
  auto date = birth_date_in(std::string_view(text_.data() + 6, 8));
  CHECK(date.has_value());
  return *date;
}

Sex IdNumber::sex() const { return (text_[16] - '0') % 2 ? Sex::male : Sex::female; }

std::string IdNumber::masked() const {
  return std::string(text_.data(), 6) + "********" + std::string(text_.data() + 14, 4);
}

bool IdNumber::is_synthetic() const { return text_[14] == '9' && text_[15] == '9'; }

}  // namespace hutong::values
