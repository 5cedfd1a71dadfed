#include "matching/internal/number_places.h"

// Comparison is an exclusive or of the packed digits and a little arithmetic on the four-bit lanes that differ.
namespace hutong::matching {
namespace {

// The lowest bit of every lane that is not zero.
Places lanes_set(Places x) {
  constexpr Places low = static_cast<Places>(0x1111111111111111u) << 64 | 0x1111111111111111u;
  return (x | x >> 1 | x >> 2 | x >> 3) & low;
}

int highest_lane(Places x) {  // of a value that is not 0
  uint64_t high = static_cast<uint64_t>(x >> 64);
  return high ? (127 - __builtin_clzll(high)) / 4 : (63 - __builtin_clzll(static_cast<uint64_t>(x))) / 4;
}

int lowest_lane(Places x) {
  uint64_t low = static_cast<uint64_t>(x);
  return low ? __builtin_ctzll(low) / 4 : 16 + __builtin_ctzll(static_cast<uint64_t>(x >> 64)) / 4;
}

bool is_one_slip(NumberForm const& a, NumberForm const& b) {
  Places pa = places_of(a), pb = places_of(b), x = pa ^ pb;
  if (Parts::length(a) == Parts::length(b)) {
    Places lanes = lanes_set(x), second = lanes & (lanes - 1);
    if (second == 0) return true;
    if ((second & (second - 1)) != 0) return false;
    int low = 4 * lowest_lane(lanes);
    unsigned two_a = static_cast<unsigned>(pa >> low) & 0xFF, two_b = static_cast<unsigned>(pb >> low) & 0xFF;
    return (two_a >> 4 | (two_a & 15) << 4) == two_b && second == lanes_set(static_cast<Places>(0xF0) << low & x);
  }
  Places longer = Parts::length(a) > Parts::length(b) ? pa : pb, shorter = longer == pa ? pb : pa;
  if (Parts::length(a) - Parts::length(b) != 1 && Parts::length(b) - Parts::length(a) != 1) return false;
  // Take the place where they part out of the longer one; what follows moves up.
  int lane = 4 * highest_lane(x);
  Places below = (static_cast<Places>(1) << lane) - 1;
  Places without = (longer & ~(below << 4 | 15)) | ((longer & below) << 4) | no_place;
  return without == shorter;
}
// One side is known in part. Lanes of 14 and 15 say nothing.
NumberAgreement compare_known(NumberForm const& a, NumberForm const& b) {
  Places pa = places_of(a), pb = places_of(b);
  auto unknown = [](Places p) { return p >> 3 & p >> 2 & p >> 1; };
  Places known = ~(unknown(pa) | unknown(pb)) & lanes_set(~static_cast<Places>(0)) & ((static_cast<Places>(1) << 80) - 1);
  Places differs = lanes_set(pa ^ pb) & known;
  int count = __builtin_popcountll(static_cast<uint64_t>(known)) + __builtin_popcountll(static_cast<uint64_t>(known >> 64));
  if (differs == 0) return count >= 10 ? NumberAgreement::agrees_where_known : count >= 6 ? NumberAgreement::area_where_known : NumberAgreement::different;
  if (count >= 14 && (differs & (differs - 1)) == 0 && lowest_lane(differs) > 5) return NumberAgreement::two_slips;
  bool same_area = a.area6() && a.area6() == b.area6();
  if (a.birth_day() && a.birth_day() == b.birth_day()) return same_area ? NumberAgreement::last_four_differ : NumberAgreement::same_birth;
  return same_area ? NumberAgreement::same_area : NumberAgreement::different;
}

// Two forms of 18 places with the same area and birth date: does one show what a spreadsheet or a JavaScript program leaves of the other? Fifteen digits
// and zeros, which have the right check digit in every eleventh case; or the nearest number with 53 significant bits.
bool is_rounded(NumberForm const& a, NumberForm const& b) {
  uint64_t a_end = (Parts::first(a) & 0xFF) << 8 | Parts::rest(a) >> 8, b_end = (Parts::first(b) & 0xFF) << 8 | Parts::rest(b) >> 8;
  if ((a_end ^ b_end) >> 12 == 0 && ((a_end & 0xFFF) == 0 || (b_end & 0xFFF) == 0)) return true;
  if (a.is_valid() && b.is_valid()) return false;
  auto value = [](NumberForm const& form) {
    uint64_t number = 0;
    for (int i = 0; i < 18; ++i) number = number * 10 + Parts::place(form, i);
    return number;
  };
  auto shows = [&](NumberForm const& form, uint64_t number) { return !form.is_valid() && (number % 64 == 0 || number % 10 == 0); };
  uint64_t a_value = value(a), b_value = value(b);
  return static_cast<double>(a_value) == static_cast<double>(b_value) && (shows(a, a_value) || shows(b, b_value));
}

bool is_two_or_fewer(uint64_t lanes) {
  uint64_t second = lanes & (lanes - 1);
  return (second & (second - 1)) == 0;
}

NumberAgreement compare_parts(NumberForm const& a, NumberForm const& b) {
  uint64_t x = Parts::first(a) ^ Parts::first(b);
  unsigned rest = static_cast<unsigned>(Parts::rest(a) ^ Parts::rest(b));
  bool same_area = x >> 40 == 0;
  if (Parts::length(a) == 18 && Parts::length(b) == 18) {
    bool same_birth = (x & 0xFFFFFFFF00u) == 0;
    bool same_sequence = (x & 0xFF) == 0 && rest >> 12 == 0;
    if (same_area && same_birth) return is_rounded(a, b) ? NumberAgreement::agrees_where_known : NumberAgreement::last_four_differ;
    Places lanes = lanes_set(static_cast<Places>(x) << 16 | rest);
    Places second = lanes & (lanes - 1);
    bool at_most_two = (second & (second - 1)) == 0;
    if (same_area && same_sequence && a.is_valid() && b.is_valid()) {
      uint64_t birth = static_cast<uint64_t>(lanes_set(x & 0xFFFFFFFF00u));
      if (is_two_or_fewer(birth)) return NumberAgreement::birth_slip;
    }
    if (same_birth && same_sequence) return NumberAgreement::other_area;
    if (at_most_two) return NumberAgreement::two_slips;
    if (same_birth) return NumberAgreement::same_birth;
  } else if (Parts::birth_day(a) != Parts::no_day && Parts::birth_day(a) == Parts::birth_day(b)) {
    return same_area ? NumberAgreement::last_four_differ : NumberAgreement::same_birth;
  }
  return same_area ? NumberAgreement::same_area : NumberAgreement::different;
}

}  // namespace

NumberAgreement compare(NumberForm const& a, NumberForm const& b) {
  bool lost = is_lost(a) || is_lost(b);
  if (!lost && a.has_same_digits(b)) return NumberAgreement::equal;
  if (a.state() == NumberState::other_document || b.state() == NumberState::other_document) return NumberAgreement::different;
  if (lost) return compare_known(a, b);
  if (!(a.is_valid() && b.is_valid()) && is_one_slip(a, b)) return NumberAgreement::repaired;
  return compare_parts(a, b);
}

std::string_view code_of(NumberAgreement agreement) {
  switch (agreement) {
    case NumberAgreement::equal: return "equal";
    case NumberAgreement::repaired: return "repaired";
    case NumberAgreement::agrees_where_known: return "agrees_where_known";
    case NumberAgreement::birth_slip: return "birth_slip";
    case NumberAgreement::other_area: return "other_area";
    case NumberAgreement::two_slips: return "two_slips";
    case NumberAgreement::last_four_differ: return "last_four_differ";
    case NumberAgreement::same_birth: return "same_birth";
    case NumberAgreement::area_where_known: return "area_where_known";
    case NumberAgreement::same_area: return "same_area";
    case NumberAgreement::different: return "different";
  }
  return "";
}

}  // namespace hutong::matching
