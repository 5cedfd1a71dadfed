#include "matching/number_form.h"

#include <cstring>

#include "matching/internal/code_points.h"
#include "matching/internal/mix.h"
#include "matching/internal/number_places.h"

// The usual number (18 characters of ASCII) is read eight digits at a time with ordinary 64-bit words: digits checked, weights summed by
// multiplication (four 16-bit sums meet in the highest one), packed to four bits a digit. Everything else goes through a row of symbols and a list
// of cases.
namespace hutong::matching {
namespace {

constexpr uint8_t letter_a = 16;

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

uint8_t check_digit(uint8_t const* first_17) {
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += weights[i] * first_17[i];
  return static_cast<uint8_t>((12 - sum % 11) % 11);
}

bool is_valid_18(uint8_t const* digits) {
  return is_plain(digits, 17) && digits[17] <= x_digit && weighted_sum(digits) == 1 && is_day(digits + 6);
}

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

}  // namespace

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

}  // namespace hutong::matching
