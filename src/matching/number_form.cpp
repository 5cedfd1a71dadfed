#include "matching/number_form.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "matching/internal/code_points.h"
#include "matching/internal/mix.h"

// The usual number (18 characters of ASCII) is read eight digits at a time with ordinary 64-bit words: digits checked, weights summed by
// multiplication (four 16-bit sums meet in the highest one), packed to four bits a digit. Everything else goes through a row of symbols and a list
// of cases. Comparison is an exclusive or of the packed digits and a little arithmetic on the four-bit lanes that differ.
namespace hutong::matching {
namespace {

constexpr uint8_t x_digit = 10, masked_place = 14, no_place = 15, letter_a = 16;
constexpr int weights[18] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
constexpr uint64_t low_bits = 0x1111111111111111u;

// One symbol a place: 0–9, X, masked, or a letter.
struct Symbols {
  static constexpr size_t most = 40;
  uint8_t at[most] = {};
  size_t count = 0;
  bool overflow = false;

  void add(uint8_t symbol) {
    if (count < most)
      at[count++] = symbol;
    else
      overflow = true;
  }
};

std::optional<int32_t> day_of(int year, int month, int day) {
  if (year < 1850 || year > 2100) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

bool is_day(uint8_t const* yyyymmdd) {
  constexpr uint8_t lengths[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int i = 0; i < 8; ++i)
    if (yyyymmdd[i] > 9) return false;
  int year = yyyymmdd[0] * 1000 + yyyymmdd[1] * 100 + yyyymmdd[2] * 10 + yyyymmdd[3];
  int month = yyyymmdd[4] * 10 + yyyymmdd[5], day = yyyymmdd[6] * 10 + yyyymmdd[7];
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1]) return false;
  return month != 2 || day < 29 || std::chrono::year(year).is_leap();
}

std::optional<int32_t> day_of_digits(uint8_t const* yyyymmdd) {
  if (!is_day(yyyymmdd)) return std::nullopt;
  return day_of(yyyymmdd[0] * 1000 + yyyymmdd[1] * 100 + yyyymmdd[2] * 10 + yyyymmdd[3], yyyymmdd[4] * 10 + yyyymmdd[5],
                yyyymmdd[6] * 10 + yyyymmdd[7]);
}

int weighted_sum(uint8_t const* digits) {  // 18 of them
  int sum = 0;
  for (int i = 0; i < 18; ++i) sum += weights[i] * digits[i];
  return sum % 11;
}

uint8_t check_digit(uint8_t const* first_17) {
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += weights[i] * first_17[i];
  return static_cast<uint8_t>((12 - sum % 11) % 11);
}

bool is_plain(uint8_t const* digits, size_t count) {
  return std::all_of(digits, digits + count, [](uint8_t digit) { return digit <= 9; });
}

bool is_valid_18(uint8_t const* digits) {
  return is_plain(digits, 17) && digits[17] <= x_digit && weighted_sum(digits) == 1 && is_day(digits + 6);
}

}  // namespace

// The packed places of a form, for the functions of this file.
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

namespace {

// ---- reading -----------------------------------------------------------------------------------------------------------------------

uint64_t eight_bytes(char const* from) {
  uint64_t word;
  std::memcpy(&word, from, 8);
  return word;
}

bool are_digits(uint64_t word) {
  return (word & 0xF0F0F0F0F0F0F0F0u) == 0x3030303030303030u && ((word + 0x0606060606060606u) & 0xF0F0F0F0F0F0F0F0u) == 0x3030303030303030u;
}

// The first character ends up highest.
uint64_t packed(uint64_t digits) {
  digits = __builtin_bswap64(digits & 0x0F0F0F0F0F0F0F0Fu);
  digits = (digits | digits >> 4) & 0x00FF00FF00FF00FFu;
  digits = (digits | digits >> 8) & 0x0000FFFF0000FFFFu;
  return (digits | digits >> 16) & 0xFFFFFFFFu;
}

// The weighted sum of eight digits; the weights stand in two words so that the products meet in the highest 16 bits.
unsigned sum_of(uint64_t digits, uint64_t even_weights, uint64_t odd_weights) {
  constexpr uint64_t lanes = 0x000F000F000F000Fu;
  return static_cast<unsigned>(((digits & lanes) * even_weights + (digits >> 8 & lanes) * odd_weights) >> 48);
}

constexpr uint64_t four(uint64_t a, uint64_t b, uint64_t c, uint64_t d) { return a << 48 | b << 32 | c << 16 | d; }

// Eighteen characters with a day that exists, unless the check character is wrong and the end 000: that is for read_symbols().
std::optional<NumberForm> read_plain(std::string_view written) {
  uint64_t a = eight_bytes(written.data()), b = eight_bytes(written.data() + 8);
  unsigned tenth = static_cast<unsigned char>(written[16]) - '0';
  char last = written[17];
  unsigned check = last == 'X' || last == 'x' ? 10 : static_cast<unsigned char>(last) - '0';
  if (!are_digits(a) || !are_digits(b) || tenth > 9 || check > 10 || last == ':') return std::nullopt;
  unsigned sum = sum_of(a, four(7, 10, 8, 2), four(9, 5, 4, 1)) + sum_of(b, four(6, 7, 10, 8), four(3, 9, 5, 4)) + 2 * tenth + check;
  bool is_right = sum % 11 == 1;
  uint64_t first = packed(a) << 32 | packed(b);
  auto at = [&](int place) { return static_cast<int>(first >> (60 - 4 * place) & 15); };
  auto day = day_of(at(6) * 1000 + at(7) * 100 + at(8) * 10 + at(9), at(10) * 10 + at(11), at(12) * 10 + at(13));
  if (!day || (!is_right && (first & 15) == 0 && tenth == 0 && check == 0)) return std::nullopt;
  return Parts::of_packed(first, static_cast<uint16_t>(tenth << 12 | check << 8 | 0xFF), is_right ? NumberState::valid : NumberState::bad_check, day);
}

constexpr bool is_x(char32_t c) {
  switch (c) {
    case U'X': case U'x': case U'×': case U'Х': case U'х': case U'Χ': case U'χ': case U'Ⅹ': case U'ⅹ': case U'✕': case U'✖': case U'╳':
      return true;
    default:
      return false;
  }
}

constexpr bool is_mask(char32_t c) { return c == U'*' || c == U'?' || c == U'#' || c == U'_' || c == U'□' || c == U'■' || c == U'●' || c == U'○' || c == U'※'; }

// Without blanks and the signs by which spreadsheets mark text around it, and without "….0", "….00" at the end, which their decimals leave.
std::string_view without_wrapping(std::string_view written) {
  auto wraps = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '\'' || c == '"' || c == '=' || c == '`'; };
  while (!written.empty() && wraps(written.front())) written.remove_prefix(1);
  while (!written.empty() && wraps(written.back())) written.remove_suffix(1);
  size_t zeros = written.size();
  while (zeros > 0 && written[zeros - 1] == '0') --zeros;
  return zeros > 0 && zeros < written.size() && written[zeros - 1] == '.' ? written.substr(0, zeros - 1) : written;
}

// The symbol of a character; no_place for what is left out.
constexpr uint8_t symbol_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<uint8_t>(c - U'0');
  if (is_x(c)) return x_digit;
  if (is_mask(c)) return masked_place;
  bool is_letter = (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  return is_letter ? static_cast<uint8_t>(letter_a + (c & 0x1F) - 1) : no_place;
}

constexpr std::array<uint8_t, 128> ascii_symbols = [] {
  std::array<uint8_t, 128> symbols{};
  for (size_t c = 0; c < 128; ++c) symbols[c] = symbol_of(static_cast<char32_t>(c));
  return symbols;
}();

Symbols symbols_of(std::string_view written) {
  Symbols out;
  for (size_t at = 0; at < written.size();) {
    auto byte = static_cast<unsigned char>(written[at]);
    uint8_t symbol = byte < 0x80 ? (++at, ascii_symbols[byte]) : symbol_of(half_width(next_code_point(written, at)));
    if (symbol != no_place) out.add(symbol);
  }
  return out;
}

// 3.70181E+17 → the digits before the E, if they say a number of 18 (or 15) places.
std::optional<Symbols> scientific_digits(std::string_view written) {
  size_t e = 0;
  while (e < written.size() && (written[e] | 0x20) != 'e') ++e;
  if (e == written.size() || e == 0) return std::nullopt;
  std::string_view mantissa = written.substr(0, e), exponent = written.substr(e + 1);
  if (!exponent.empty() && exponent[0] == '+') exponent.remove_prefix(1);
  if (exponent != "17" && exponent != "14" && exponent != "017" && exponent != "014") return std::nullopt;
  Symbols digits;
  size_t points = 0;
  for (char c : mantissa) {
    if (c >= '0' && c <= '9')
      digits.add(static_cast<uint8_t>(c - '0'));
    else if (c == '.' || c == ',')
      ++points;
    else
      return std::nullopt;
  }
  if (digits.count == 0 || digits.count > 18 || points > 1) return std::nullopt;
  return digits;
}

std::optional<uint8_t> look_alike(uint8_t letter) {
  switch (static_cast<char>('A' + letter - letter_a)) {
    case 'O': case 'D': case 'Q': return 0;
    case 'I': case 'L': return 1;
    case 'Z': return 2;
    case 'S': return 5;
    case 'G': return 6;
    case 'B': return 8;
    default: return std::nullopt;
  }
}

// How many digits are different from each other: none, one, two, or more (three).
int different_digits(Symbols const& symbols) {
  unsigned seen = 0;
  for (size_t i = 0; i < symbols.count; ++i)
    if (symbols.at[i] <= 9) seen |= 1u << symbols.at[i];
  int count = 0;
  for (; seen != 0 && count < 3; seen &= seen - 1) ++count;
  return count;
}

// At least five characters, three digits and two different ones: G00000000 is nobody's passport.
NumberForm other_document(Symbols const& symbols) {
  uint64_t hash = 0;
  size_t digits = 0;
  for (size_t i = 0; i < symbols.count; ++i) {
    if (symbols.at[i] == masked_place) return {};
    if (symbols.at[i] <= 9) ++digits;
    hash = mixed(hash ^ symbols.at[i]);
  }
  return symbols.count >= 5 && digits >= 3 && different_digits(symbols) >= 2 ? Parts::of_other(hash) : NumberForm{};
}

// 000000, 010101010101010101, 123456…: what people type into a field that must not be empty.
bool is_filler(Symbols const& symbols) {
  if (symbols.count == 18 && is_day(symbols.at + 6)) return false;
  bool counts_up = symbols.count >= 6, is_masked = false;
  for (size_t i = 0; i < symbols.count; ++i) {
    if (symbols.at[i] != (i + 1) % 10) counts_up = false;
    if (symbols.at[i] == masked_place) is_masked = true;
  }
  return counts_up || different_digits(symbols) <= (symbols.count >= 15 && !is_masked ? 2 : 1);
}

NumberForm read_eighteen(Symbols const& symbols, bool had_letters) {
  auto day = day_of_digits(symbols.at + 6);
  bool is_right = is_plain(symbols.at, 17) && weighted_sum(symbols.at) == 1;
  if (day && is_right) return Parts::of(symbols.at, 18, had_letters ? NumberState::look_alikes : NumberState::valid);
  bool zeros = symbols.at[15] == 0 && symbols.at[16] == 0 && symbols.at[17] == 0;
  if (day && zeros) return Parts::of(symbols.at, 15, NumberState::last_lost);
  return Parts::of(symbols.at, 18, day ? NumberState::bad_check : NumberState::bad_date);
}

NumberForm read_fifteen(Symbols const& symbols) {
  std::array<uint8_t, 18> upgraded{};
  std::copy(symbols.at, symbols.at + 6, upgraded.begin());
  upgraded[6] = 1;
  upgraded[7] = 9;
  std::copy(symbols.at + 6, symbols.at + 15, upgraded.begin() + 8);
  upgraded[17] = check_digit(upgraded.data());
  if (is_plain(symbols.at, 15) && is_day(upgraded.data() + 6)) return Parts::of(upgraded.data(), 18, NumberState::from_15);
  if (is_day(symbols.at + 6)) return Parts::of(symbols.at, 15, NumberState::last_lost);
  if (!is_plain(symbols.at, 15)) return Parts::of(symbols.at, 15, NumberState::wrong_length);
  return Parts::of(upgraded.data(), 18, NumberState::bad_date);
}

// More than 18: the one valid number inside, if there is exactly one. Of 19, one character is too many and may stand anywhere: repair_keys() and
// compare() weigh all of them, a choice made here would be the wrong one in every tenth case.
NumberForm read_longer(Symbols const& symbols) {
  if (symbols.count == 19) return Parts::of(symbols.at, 19, NumberState::wrong_length);
  bool is_card = symbols.count == 20 && symbols.at[18] >= 1 && symbols.at[18] <= 7 && symbols.at[19] >= 1 && symbols.at[19] <= 4;
  if (is_card && is_valid_18(symbols.at)) return Parts::of(symbols.at, 18, NumberState::from_card);
  std::optional<size_t> found;
  for (size_t start = 0; start + 18 <= symbols.count; ++start) {
    if (!is_valid_18(symbols.at + start)) continue;
    if (found) return other_document(symbols);
    found = start;
  }
  if (found) return Parts::of(symbols.at + *found, 18, NumberState::from_longer);
  if (is_card && is_day(symbols.at + 6)) return Parts::of(symbols.at, 18, NumberState::bad_check);
  return symbols.count <= 20 ? Parts::of(symbols.at, symbols.count, NumberState::wrong_length) : other_document(symbols);
}

NumberForm read_shorter(Symbols const& symbols) {
  bool begins_like_one = symbols.at[0] != 0 && is_plain(symbols.at, symbols.count) &&
                         (symbols.count < 8 || (symbols.at[6] == 1 && symbols.at[7] >= 8) || (symbols.at[6] == 2 && symbols.at[7] == 0));
  if (symbols.count >= 6 && begins_like_one) return Parts::of(symbols.at, symbols.count, NumberState::truncated);
  return other_document(symbols);
}

NumberForm read_masked(Symbols const& symbols) {
  size_t known = static_cast<size_t>(std::count_if(symbols.at, symbols.at + symbols.count, [](uint8_t symbol) { return symbol <= x_digit; }));
  if (symbols.count == 18 && known >= 6) return Parts::of(symbols.at, 18, NumberState::masked);
  // 3701****1234: four stars for however many digits. What stands before and behind them keeps its place.
  size_t before = static_cast<size_t>(std::find(symbols.at, symbols.at + symbols.count, masked_place) - symbols.at);
  size_t after = static_cast<size_t>(std::find(std::reverse_iterator(symbols.at + symbols.count), std::reverse_iterator(symbols.at + 0), masked_place) -
                                     std::reverse_iterator(symbols.at + symbols.count));
  if (before + after == known && after > 0 && before + after < 18 && known >= 6) {
    std::array<uint8_t, 18> spread;
    spread.fill(masked_place);
    std::copy(symbols.at, symbols.at + before, spread.begin());
    std::copy(symbols.at + symbols.count - after, symbols.at + symbols.count, spread.end() - static_cast<std::ptrdiff_t>(after));
    return Parts::of(spread.data(), 18, NumberState::masked);
  }
  if (before < 6 || symbols.at[0] == 0 || !is_plain(symbols.at, before)) return {};
  return Parts::of(symbols.at, std::min<size_t>(before, 14), NumberState::truncated);
}

NumberForm read_symbols(Symbols symbols) {
  // A disability card that was replaced carries B1, B2 … behind its 20 characters.
  if (symbols.count == 22 && symbols.at[20] == letter_a + 1) symbols.count = 20;
  auto end = symbols.at + symbols.count;
  bool has_letters = std::any_of(symbols.at, end, [](uint8_t symbol) { return symbol >= letter_a; });
  if (has_letters && symbols.count != 18 && symbols.count != 15) return other_document(symbols);
  for (uint8_t* symbol = symbols.at; symbol != end; ++symbol) {
    if (*symbol < letter_a) continue;
    auto digit = look_alike(*symbol);
    if (!digit) return other_document(symbols);
    *symbol = *digit;
  }
  // An X belongs to the end (or, by a swap, next to it); elsewhere, or more than once, it hides a digit.
  size_t xs = static_cast<size_t>(std::count(symbols.at, end, x_digit));
  if (xs == 1 && symbols.count < 15) return other_document(symbols);
  for (size_t i = 0; i < symbols.count; ++i)
    if (symbols.at[i] == x_digit && (xs > 1 ? i != 17 : i + 2 < symbols.count && i != 17)) symbols.at[i] = masked_place;
  if (symbols.count == 18 && symbols.at[17] == masked_place && is_plain(symbols.at, 17) && check_digit(symbols.at) == x_digit) {
    symbols.at[17] = x_digit;
    has_letters = true;
  }
  end = symbols.at + symbols.count;
  if (is_filler(symbols)) return {};
  if (std::find(symbols.at, end, masked_place) != end) return read_masked(symbols);
  if (symbols.count == 18) return read_eighteen(symbols, has_letters);
  if (symbols.count == 15) return read_fifteen(symbols);
  if (symbols.count > 18) return read_longer(symbols);
  if (symbols.count > 15) return Parts::of(symbols.at, symbols.count, NumberState::wrong_length);
  return read_shorter(symbols);
}

// ---- comparing ---------------------------------------------------------------------------------------------------------------------

__extension__ typedef unsigned __int128 Places;  // twenty lanes of four bits

Places places_of(NumberForm const& form) { return static_cast<Places>(Parts::first(form)) << 16 | Parts::rest(form); }

// The lowest bit of every lane that is not zero.
Places lanes_set(Places x) {
  constexpr Places low = static_cast<Places>(low_bits) << 64 | low_bits;
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

bool is_lost(NumberForm const& form) { return form.state() >= NumberState::last_lost && form.state() <= NumberState::truncated; }

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

// ---- keys --------------------------------------------------------------------------------------------------------------------------

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

// ---- what the header promises ------------------------------------------------------------------------------------------------------

NumberForm number_form(std::string_view written) {
  if (written.size() != 18) written = without_wrapping(written);
  if (written.size() == 18)
    if (auto plain = read_plain(written)) return *plain;
  written = without_wrapping(written);
  if (written.empty()) return {};
  if (auto digits = scientific_digits(written)) {
    // A double carries 15 digits, the 16th and 17th are noise.
    size_t count = std::min<size_t>(digits->count, 15);
    if (count == 15 && is_day(digits->at + 6)) return Parts::of(digits->at, 15, NumberState::last_lost);
    return digits->at[0] == 0 || count < 4 ? NumberForm{} : Parts::of(digits->at, count, NumberState::scientific);
  }
  Symbols symbols = symbols_of(written);
  return symbols.overflow ? other_document(symbols) : read_symbols(symbols);
}

uint64_t NumberForm::hash() const { return key_of(first_, uint64_t{rest_} << 1 | is_other()); }

std::optional<int32_t> NumberForm::birth_day() const { return birth_day_ == no_day ? std::nullopt : std::optional(birth_day_); }

std::optional<values::Sex> NumberForm::sex() const {
  uint8_t digit = rest_ >> 12;
  if (length_ != 18 || is_other() || digit > 9) return std::nullopt;
  return digit % 2 ? values::Sex::male : values::Sex::female;
}

std::optional<uint32_t> NumberForm::area6() const {
  if (is_other() || length_ < 6) return std::nullopt;
  uint32_t area = 0;
  for (int i = 0; i < 6; ++i) {
    uint8_t digit = Parts::place(*this, i);
    if (digit > 9) return std::nullopt;
    area = area * 10 + digit;
  }
  return area;
}

int NumberForm::known_digits() const {
  int known = 0;
  for (int i = 0; !is_other() && i < length_; ++i)
    if (Parts::place(*this, i) <= x_digit) ++known;
  return known;
}

std::string NumberForm::reveal() const {
  std::string text;
  for (int i = 0; !is_other() && i < length_; ++i) {
    uint8_t place = Parts::place(*this, i);
    text.push_back(place <= 9 ? static_cast<char>('0' + place) : place == x_digit ? 'X' : '*');
  }
  return text;
}

std::string NumberForm::masked() const {
  std::string text = reveal();
  for (size_t i = 6; i < text.size() && (text.size() < 18 || i < 14); ++i) text[i] = '*';
  return text;
}

NumberAgreement compare(NumberForm const& a, NumberForm const& b) {
  bool lost = is_lost(a) || is_lost(b);
  if (!lost && a.has_same_digits(b)) return NumberAgreement::equal;
  if (a.state() == NumberState::other_document || b.state() == NumberState::other_document) return NumberAgreement::different;
  if (lost) return compare_known(a, b);
  if (!(a.is_valid() && b.is_valid()) && is_one_slip(a, b)) return NumberAgreement::repaired;
  return compare_parts(a, b);
}

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

std::string_view code_of(NumberState state) {
  switch (state) {
    case NumberState::empty: return "empty";
    case NumberState::valid: return "valid";
    case NumberState::from_15: return "from_15";
    case NumberState::from_card: return "from_card";
    case NumberState::from_longer: return "from_longer";
    case NumberState::look_alikes: return "look_alikes";
    case NumberState::last_lost: return "last_lost";
    case NumberState::scientific: return "scientific";
    case NumberState::masked: return "masked";
    case NumberState::truncated: return "truncated";
    case NumberState::bad_check: return "bad_check";
    case NumberState::bad_date: return "bad_date";
    case NumberState::wrong_length: return "wrong_length";
    case NumberState::other_document: return "other_document";
  }
  return "";
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
