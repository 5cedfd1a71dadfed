#pragma once
// What is left of a resident identity number (公民身份号码, GB 11643) after cleaning, how it was got, and how two of them agree. values::IdNumber is
// the proof that a number is right; a NumberForm is the honest reading of whatever stands in a list, and never claims more than was written.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/id_number.h"

namespace hutong::matching {

enum class NumberState : uint8_t {
  empty,           // nothing, a word (无, 不详), a filler (000000000000000000, 123456…)
  valid,           // 18 characters, a day that exists, the right check character
  from_15,         // 15 digits, upgraded with 19 and the check character
  from_card,       // the first 18 of a disability card (20 characters, also with the B1 of a replaced card) are valid
  from_longer,     // exactly one valid number stands inside a longer row of characters
  look_alikes,     // valid after reading O as 0, l or I as 1, Z S B as 2 5 8, * at the end as X
  last_lost,       // 15 digits are known, the last three were lost to a spreadsheet (…000, 3.70181201503039E+17) or cut off
  scientific,      // 3.70181E+17: only the digits before the E are known
  masked,          // 370114********1234, 3701****1234: at least six characters are known, in their places
  truncated,       // 6 to 14 digits that begin like a number
  bad_check,       // 18 characters and a day that exists; the check character is not right: a slip somewhere
  bad_date,        // 18 characters, or 15 upgraded to 18; the day does not exist
  wrong_length,    // 16, 17, 19 or 20 characters: something was left out or is too much
  other_document,  // another kind of number (passport, permit): compared for equality only
};
std::string_view code_of(NumberState);

class NumberForm {
 public:
  NumberForm() = default;  // empty

  NumberState state() const { return state_; }
  bool is_empty() const { return state_ == NumberState::empty; }
  // 18 characters, known and right, possibly after a named repair that needs no guess.
  bool is_valid() const { return state_ >= NumberState::valid && state_ <= NumberState::look_alikes; }
  // As long as it should be, or too long: equal forms are equal numbers. Not so for lost ends, masked and truncated ones: 3.70181E+17 is half a county.
  bool is_complete() const { return !is_empty() && (state_ < NumberState::last_lost || state_ > NumberState::truncated); }
  // Equal for forms that agree completely; another document included.
  uint64_t hash() const;
  // The birth day in days since 1970-01-01, if all eight digits are known and the day exists.
  std::optional<int32_t> birth_day() const;
  std::optional<values::Sex> sex() const;
  // The first six digits as a number, if known; history, not residence.
  std::optional<uint32_t> area6() const;
  int known_digits() const;  // characters read, without masked ones; 0 for another document

  // As cleaned and upgraded; masked places as *. Another document: empty. Personal data: masked() unless the reader may see it.
  std::string reveal() const;
  std::string masked() const;  // 370114********1234; shorter forms hide all but the first six

  // Equal forms agree completely, however they were got.
  bool has_same_digits(NumberForm const& other) const { return first_ == other.first_ && rest_ == other.rest_ && is_other() == other.is_other(); }

 private:
  friend struct NumberFormParts;
  bool is_other() const { return state_ == NumberState::other_document; }

  // Twenty places of four bits, the first place highest: digits, 10 = X, 14 = masked, 15 = nothing there. For another document a hash.
  uint64_t first_ = ~uint64_t{0};  // places 1–16
  uint16_t rest_ = 0xFFFF;         // places 17–20
  uint8_t length_ = 0;
  NumberState state_ = NumberState::empty;
  int32_t birth_day_ = no_day;
  static constexpr int32_t no_day = INT32_MIN;
};
static_assert(sizeof(NumberForm) == 16);

// Never fails; at most 60 ns for a plain number.
NumberForm number_form(std::string_view written);

// From best to worst; symmetric. Neither side may be empty (the caller knows what is missing).
enum class NumberAgreement : uint8_t {
  equal,               // the same number after named repairs, or the same other document
  repaired,            // at least one is not valid, and one slip (digit mistyped, neighbours swapped, one left out or too many) makes it the other
  agrees_where_known,  // ten digits or more are known on both sides and all agree; the rest was lost, cut off, masked or rounded
  birth_slip,          // both valid: same area and sequence; the birth date has one other digit or two digits swapped: a number that was corrected
  other_area,          // both valid: same birth date and sequence, another area: moved or corrected
  two_slips,           // two slips apart (two digits mistyped, or a digit and a check character), not only in the last four
  last_four_differ,    // same area and birth date, another sequence: brother, sister, twin, or badly mistyped
  same_birth,          // the same birth date, nothing else
  area_where_known,    // on one side only six to nine digits are known (3.70181E+17) and they agree: next to nothing
  same_area,           // the same first six digits, another birth date: half a county
  different,               // nothing
};
std::string_view code_of(NumberAgreement);
NumberAgreement compare(NumberForm const&, NumberForm const&);  // at most 15 ns

// Keys for blocking; 0 = none. Two numbers that are one slip apart and of which one is valid share a key of `number_keys(…)[0]` and
// `repair_keys`, whichever side the slip is on and also when both have one slip each; the keys stay as selective as the whole number. (But a wrong number that
// happens to end in 000 is taken for one whose end was lost.)
//   [0] the first 17 characters                      survives a wrong or missing check character
//   [1] birth date and sequence                      survives everything in the area, also another area with its own check character
//   [2] area, birth year, sequence                   survives everything in month and day (also a lunar date)
//   [3] the first 15 digits                          survives the lost end; some dozens share it: only of use when a list has lost ends
using NumberKeys = std::array<uint64_t, 4>;
void number_keys(NumberForm const&, NumberKeys& out);

// For numbers that are not valid: key [0] of every valid number that is one slip away (at most 36; as a rule about 15). To be put beside the row's
// key [0], which they do not repeat, in the same join and on both sides. None for valid, lost, masked and other forms.
constexpr size_t repair_keys_max = 40;
size_t repair_keys(NumberForm const&, std::array<uint64_t, repair_keys_max>& out);

}  // namespace hutong::matching
