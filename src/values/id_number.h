#pragma once
// 公民身份号码 (GB 11643-1999): 6 digits of area + 8 of birth date + 3 of sequence (odd = male) + check character (ISO 7064 MOD 11-2).
// The area is where the number was first given: history, never a test of validity and never a residence (half of the district's people
// carry 370181). A value of this type is the proof that the number is well formed. It does not print: masked() or, if you must, reveal().
#include <array>
#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"
#include "values/date.h"

namespace hutong::values {

enum class Sex : uint8_t { male, female };
std::string_view code_of(Sex);  // male, female

class IdNumber {
 public:
  // 18 characters already cleaned (half width, upper-case X, no blanks), or 15 digits, which are upgraded with 19 and a check character.
  // Problems: id_length, id_bad_date, id_checksum (in this order of precedence). Birth years 1850..2100 are dates.
  static base::Result<IdNumber> parse(std::string_view cleaned);

  Date birth_date() const;
  Sex sex() const;
  std::string_view area() const { return std::string_view(text_.data(), 6); }
  std::string masked() const;  // 370114********1234
  std::string reveal() const { return std::string(text_.data(), text_.size()); }
  bool was_15_digits() const { return was_15_digits_; }
  // Sequence codes 990–999 are never registered: all our test people carry them.
  bool is_synthetic() const;

  friend bool operator==(IdNumber const& a, IdNumber const& b) { return a.text_ == b.text_; }
  friend auto operator<=>(IdNumber const& a, IdNumber const& b) { return a.text_ <=> b.text_; }
  friend std::ostream& operator<<(std::ostream&, IdNumber const&) = delete;

 private:
  std::array<char, 18> text_{};
  bool was_15_digits_ = false;
};

// The check character of 17 digits.
char id_check_character(std::string_view first_17_digits);

}  // namespace hutong::values
