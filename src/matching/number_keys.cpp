#include "matching/internal/mix.h"
#include "matching/internal/number_places.h"

namespace hutong::matching {
namespace {

uint64_t key_of_first_17(uint64_t first, uint64_t seventeenth) { return key_of(first, seventeenth | 0x100); }

uint64_t first_16(uint8_t const* digits) {
  uint64_t first = 0;
  for (int i = 0; i < 16; ++i) first = first << 4 | digits[i];
  return first;
}

// `length` lanes ending `from_end` lanes before the end of the written places.
uint64_t lanes_before_end(NumberForm const& form, int length, int from_end) {
  Places p = places_of(form) >> (4 * (20 - Parts::length(form) + from_end));
  return static_cast<uint64_t>(p) & ((uint64_t{1} << (4 * length)) - 1);
}

constexpr std::array<int, 18> inverse_weights = [] {
  std::array<int, 18> inverse{};
  for (size_t i = 0; i < 18; ++i)
    for (int candidate = 1; candidate < 11; ++candidate)
      if (weights[i] * candidate % 11 == 1) inverse[i] = candidate;
  return inverse;
}();

// The valid numbers one slip away. The check character is linear in the digits, so for each place at most one digit will do, and no candidate is
// tried in vain. Slips in the last place are left out: key [0] of the number itself does without that place.
struct Repairs {
  std::array<uint64_t, repair_keys_max>& keys;
  size_t count = 0;

  void take(uint64_t first, uint8_t seventeenth) {
    if (count < keys.size()) keys[count++] = key_of_first_17(first, seventeenth);
  }
  void take_if_sound(uint8_t const* number) {
    if (is_plain(number, 17) && number[17] <= x_digit && is_day(number + 6)) take(first_16(number), number[16]);
  }

  void of_eighteen(uint8_t* digits) {
    int lacking = (12 - weighted_sum(digits)) % 11;
    if (lacking == 0) return;
    uint64_t const first = first_16(digits);
    bool const was_day = is_day(digits + 6), was_plain = digits[16] <= 9;
    for (int i = 0; i < 17; ++i) {
      uint8_t written = digits[i], wanted = static_cast<uint8_t>((written + lacking * inverse_weights[i]) % 11);
      if (wanted <= 9 && (was_plain || i == 16)) {
        digits[i] = wanted;
        if (i >= 6 && i <= 13 ? is_day(digits + 6) : was_day) take(i < 16 ? first ^ uint64_t(written ^ wanted) << (60 - 4 * i) : first, digits[16]);
        digits[i] = written;
      }
      if ((11 * 90 + (weights[i] - weights[i + 1]) * (digits[i + 1] - written)) % 11 != lacking) continue;
      std::swap(digits[i], digits[i + 1]);
      take_if_sound(digits);
      std::swap(digits[i], digits[i + 1]);
    }
  }

  void of_seventeen(uint8_t const* digits) {  // one was left out
    uint8_t number[18] = {};
    std::copy(digits, digits + 17, number + 1);
    for (int i = 0; i < 17; ++i) {
      if (i > 0) number[i - 1] = digits[i - 1];
      number[i] = 0;
      number[i] = static_cast<uint8_t>((12 - weighted_sum(number)) * inverse_weights[i] % 11);
      // Put before or behind its equal a digit makes the same number.
      if (number[i] <= 9 && (i == 0 || number[i] != digits[i - 1])) take_if_sound(number);
    }
  }

  void of_nineteen(uint8_t const* digits) {  // one is too many
    uint8_t number[18];
    std::copy(digits + 1, digits + 19, number);
    for (int i = 0; i < 17; ++i) {
      if (i > 0) number[i - 1] = digits[i - 1];
      if ((i == 0 || digits[i] != digits[i - 1]) && weighted_sum(number) == 1) take_if_sound(number);
    }
  }
};

}  // namespace

void number_keys(NumberForm const& form, NumberKeys& out) {
  out = {};
  if (form.is_empty()) return;
  uint64_t first = Parts::first(form);
  if (form.state() == NumberState::other_document) {
    out[0] = key_of(first, 0);
    return;
  }
  int length = Parts::length(form);
  bool lost = is_lost(form);
  if (!lost && length >= 16) {
    out[0] = key_of_first_17(first, Parts::rest(form) >> 12);
    out[1] = key_of(lanes_before_end(form, 11, 1), 1);
    out[2] = key_of(first >> 24, lanes_before_end(form, 3, 1) | 0x2000);
  }
  bool knows_15 = !lost || form.state() == NumberState::last_lost || (form.state() == NumberState::masked && form.reveal().find('*') >= 15);
  if (knows_15 && length >= 15) out[3] = key_of(first >> 4, 3);
}

size_t repair_keys(NumberForm const& form, std::array<uint64_t, repair_keys_max>& out) {
  int length = Parts::length(form);
  bool is_18 = form.state() == NumberState::bad_check || form.state() == NumberState::bad_date;
  if (!is_18 && !(form.state() == NumberState::wrong_length && (length == 17 || length == 19))) return 0;
  uint8_t digits[20];
  for (int i = 0; i < 20; ++i) digits[i] = Parts::place(form, i);
  Repairs repairs{out};
  if (length == 18)
    repairs.of_eighteen(digits);
  else if (length == 17)
    repairs.of_seventeen(digits);
  else
    repairs.of_nineteen(digits);
  return repairs.count;
}

}  // namespace hutong::matching
