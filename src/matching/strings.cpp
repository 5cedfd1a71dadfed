#include "matching/strings.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "base/text.h"
#include "matching/internal/code_points.h"

// All four comparators ask one question of the first text: in which of its (at most 64) places does this character stand? The usual answer is a table
// of 256 words a text, which costs more to clear than the comparison itself. Instead the text lies in one to four registers, and a comparison of all
// its bytes at once gives the places as bits. Texts with other characters than ASCII do the same with 32 bits a character. Longer texts take plain
// dynamic programming, banded where there is a limit.
namespace hutong::matching {
namespace {

constexpr size_t most = 64;

uint64_t lowest(size_t count) { return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1; }

template <class Word>
Word word_at(char const* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Up to eight bytes as a word, the first one lowest, zeros behind; two loads that overlap instead of a loop.
uint64_t up_to_eight(char const* at, size_t size) {
  if (size >= 8) return word_at<uint64_t>(at);
  if (size >= 4) return word_at<uint32_t>(at) | uint64_t{word_at<uint32_t>(at + size - 4)} << (8 * (size - 4));
  uint64_t word = 0;
  if (size > 0) word = static_cast<unsigned char>(at[0]) | uint64_t{static_cast<unsigned char>(at[size / 2])} << (8 * (size / 2));
  if (size > 0) word |= uint64_t{static_cast<unsigned char>(at[size - 1])} << (8 * (size - 1));
  return word;
}

bool is_ascii(std::string_view text) {
  constexpr uint64_t high_bits = 0x8080808080808080u;
  char const* at = text.data();
  size_t size = text.size();
  if (size <= 8) return (up_to_eight(at, size) & high_bits) == 0;
  uint64_t all = word_at<uint64_t>(at + size - 8);
  for (size_t i = 0; i + 8 < size; i += 8) all |= word_at<uint64_t>(at + i);
  return (all & high_bits) == 0;
}

// ---- where a character stands ------------------------------------------------------------------------------------------------------

#if defined(__SSE2__)
using Lane = __m128i;
Lane lane_of(uint64_t low, uint64_t high) { return _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low)); }
uint64_t equal_bytes(Lane lane, Lane wanted) { return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(lane, wanted))); }
#endif

// A text of at most 64 bytes, all ASCII.
class Bytes {
 public:
  explicit Bytes(std::string_view text) : text_(text), used_(lowest(text.size())) {
#if defined(__SSE2__)
    char const* at = text.data();
    size_t size = text.size();
    if (size <= 8) {
      lanes_[0] = lane_of(up_to_eight(at, size), 0);
    } else {
      size_t i = 0;
      for (; i + 16 <= size; i += 16) lanes_[i / 16] = _mm_loadu_si128(reinterpret_cast<Lane const*>(at + i));
      size_t left = size - i;
      if (left > 8)
        lanes_[i / 16] = lane_of(word_at<uint64_t>(at + i), word_at<uint64_t>(at + size - 8) >> (8 * (16 - left)));
      else if (left > 0)
        lanes_[i / 16] = lane_of(up_to_eight(at + i, left), 0);
    }
#endif
  }
  size_t size() const { return text_.size(); }
  char operator[](size_t i) const { return text_[i]; }
  uint64_t places_of(char c) const {
#if defined(__SSE2__)
    Lane wanted = _mm_set1_epi8(c);
    uint64_t places = equal_bytes(lanes_[0], wanted);
    if (size() > 16) {
      places |= equal_bytes(lanes_[1], wanted) << 16;
      if (size() > 32) places |= equal_bytes(lanes_[2], wanted) << 32;
      if (size() > 48) places |= equal_bytes(lanes_[3], wanted) << 48;
    }
    return places & used_;
#else
    uint64_t places = 0;
    for (size_t i = 0; i < size(); ++i) places |= uint64_t{text_[i] == c} << i;
    return places;
#endif
  }

 private:
  std::string_view text_;
  uint64_t used_;
#if defined(__SSE2__)
  Lane lanes_[4];
#endif
};

// Any text as code points: at most 64 in an array, more in a vector.
class Points {
 public:
  explicit Points(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      char32_t c = next_code_point(text, at);
      if (count_ < most) {
        few_[count_++] = c;
        continue;
      }
      if (many_.empty()) many_.assign(few_, few_ + most);
      many_.push_back(c);
      ++count_;
    }
#if defined(__SSE2__)
    for (size_t i = count_; i < most && i % 16 != 0; ++i) few_[i] = 0;
#endif
  }
  Points(Points const&) = delete;
  size_t size() const { return count_; }
  char32_t operator[](size_t i) const { return count_ <= most ? few_[i] : many_[i]; }
  // Of a text of at most 64.
  uint64_t places_of(char32_t c) const {
    uint64_t places = 0;
#if defined(__SSE2__)
    Lane wanted = _mm_set1_epi32(static_cast<int>(c));
    for (size_t i = 0; i < count_; i += 16) {
      auto four = [&](size_t k) { return _mm_cmpeq_epi32(_mm_load_si128(reinterpret_cast<Lane const*>(few_ + i + k)), wanted); };
      Lane sixteen = _mm_packs_epi16(_mm_packs_epi32(four(0), four(4)), _mm_packs_epi32(four(8), four(12)));
      places |= uint64_t{static_cast<unsigned>(_mm_movemask_epi8(sixteen))} << i;
    }
    return places & lowest(count_);
#else
    for (size_t i = 0; i < count_; ++i) places |= uint64_t{few_[i] == c} << i;
    return places;
#endif
  }

 private:
  size_t count_ = 0;
  alignas(16) char32_t few_[most];
  std::vector<char32_t> many_;
};

// Calls `with_few` with two texts of at most 64 characters, else `with_many`.
template <class Few, class Many>
auto dispatch(std::string_view a, std::string_view b, Few with_few, Many with_many) {
  if (a.size() <= most && b.size() <= most && is_ascii(a) && is_ascii(b)) return with_few(Bytes(a), b);
  Points pa(a), pb(b);
  return pa.size() <= most && pb.size() <= most ? with_few(pa, pb) : with_many(pa, pb);
}

// ---- Jaro --------------------------------------------------------------------------------------------------------------------------

double jaro_of(size_t matches, size_t transposed, size_t a, size_t b) {
  double m = static_cast<double>(matches);
  return (m / static_cast<double>(a) + m / static_cast<double>(b) + (m - static_cast<double>(transposed / 2)) / m) / 3.0;
}

size_t window_of(size_t a, size_t b) {
  size_t half = std::max(a, b) / 2;
  return half > 0 ? half - 1 : 0;
}

template <class A, class B>
double jaro_few(A const& a, B const& b) {
  if (a.size() == 0 || b.size() == 0) return a.size() == b.size() ? 1.0 : 0.0;
  size_t window = window_of(a.size(), b.size());
  uint64_t reach = lowest(window + 1), a_taken = 0, b_taken = 0;
  for (size_t j = 0; j < b.size() && reach != 0; ++j) {
    uint64_t free = a.places_of(b[j]) & reach & ~a_taken;
    a_taken |= free & (~free + 1);
    b_taken |= uint64_t{free != 0} << j;
    reach = j < window ? reach << 1 | 1 : reach << 1;
  }
  if (a_taken == 0) return 0.0;
  size_t matches = 0, transposed = 0;
  for (; a_taken != 0; a_taken &= a_taken - 1, b_taken &= b_taken - 1, ++matches)
    if (a[static_cast<size_t>(std::countr_zero(a_taken))] != b[static_cast<size_t>(std::countr_zero(b_taken))]) ++transposed;
  return jaro_of(matches, transposed, a.size(), b.size());
}

double jaro_many(Points const& a, Points const& b) {
  if (a.size() == 0 || b.size() == 0) return a.size() == b.size() ? 1.0 : 0.0;
  size_t window = window_of(a.size(), b.size());
  std::vector<char> a_taken(a.size()), b_taken(b.size());
  size_t matches = 0;
  for (size_t j = 0; j < b.size(); ++j) {
    size_t from = j > window ? j - window : 0, until = std::min(j + window + 1, a.size());
    for (size_t i = from; i < until; ++i) {
      if (a_taken[i] || a[i] != b[j]) continue;
      a_taken[i] = b_taken[j] = 1;
      ++matches;
      break;
    }
  }
  if (matches == 0) return 0.0;
  size_t transposed = 0;
  for (size_t i = 0, j = 0; i < a.size(); ++i) {
    if (!a_taken[i]) continue;
    while (!b_taken[j]) ++j;
    if (a[i] != b[j++]) ++transposed;
  }
  return jaro_of(matches, transposed, a.size(), b.size());
}

// ---- edit distances ----------------------------------------------------------------------------------------------------------------

// `transpositions`: Hyyrö's extension, a pair of swapped neighbours costs one.
template <bool transpositions, class A, class B>
size_t distance_few(A const& a, B const& b, size_t limit) {
  size_t m = a.size(), n = b.size();
  if ((m > n ? m - n : n - m) > limit) return limit + 1;
  if (m == 0) return n;
  uint64_t vertical_up = ~uint64_t{0}, vertical_down = 0, diagonal = 0, places_before = 0, last = uint64_t{1} << (m - 1);
  size_t distance = m;
  for (size_t j = 0; j < n; ++j) {
    uint64_t places = a.places_of(b[j]);
    uint64_t swapped = transpositions ? ((~diagonal & places) << 1) & places_before : 0;
    diagonal = (((places & vertical_up) + vertical_up) ^ vertical_up) | places | vertical_down | swapped;
    uint64_t up = vertical_down | ~(diagonal | vertical_up), down = diagonal & vertical_up;
    distance += (up & last) != 0;
    distance -= (down & last) != 0;
    // Each character that is left can take off one at most.
    if (distance > limit + (n - 1 - j)) return limit + 1;
    up = up << 1 | 1;
    down <<= 1;
    vertical_up = down | ~(diagonal | up);
    vertical_down = up & diagonal;
    places_before = places;
  }
  return distance;
}

// Only cells at most `limit` off the diagonal can matter.
template <bool transpositions>
size_t distance_many(Points const& a, Points const& b, size_t limit) {
  if (a.size() > b.size()) return distance_many<transpositions>(b, a, limit);
  if (b.size() - a.size() > limit) return limit + 1;
  if (a.size() == 0) return b.size();
  size_t const asked = limit;
  limit = std::min(limit, b.size());
  size_t m = a.size(), far = limit + 1;
  std::vector<size_t> before_last(m + 1, far), last(m + 1), current(m + 1, far);
  for (size_t i = 0; i <= m; ++i) last[i] = std::min(i, far);
  for (size_t j = 1; j <= b.size(); ++j) {
    size_t from = j > limit ? j - limit : 1, until = std::min(m, j + limit);
    current[from - 1] = from == 1 ? std::min(j, far) : far;
    size_t best = current[from - 1];
    for (size_t i = from; i <= until; ++i) {
      size_t above = i == j + limit ? far : last[i];
      size_t cost = std::min({last[i - 1] + (a[i - 1] != b[j - 1]), above + 1, current[i - 1] + 1, far});
      if (transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = std::min(cost, before_last[i - 2] + 1);
      current[i] = cost;
      best = std::min(best, cost);
    }
    if (until < m) current[until + 1] = far;
    if (best > limit && !transpositions) return asked + 1;
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[m] > limit ? asked + 1 : last[m];
}

// ---- words -------------------------------------------------------------------------------------------------------------------------

// Letters with a stroke and ligatures that Unicode does not take apart.
std::string_view base_letters(char32_t c) {
  switch (c) {
    case U'ł': return "l";
    case U'ø': return "o";
    case U'đ': case U'ð': return "d";
    case U'ħ': return "h";
    case U'ı': return "i";
    case U'ß': return "ss";
    case U'æ': return "ae";
    case U'œ': return "oe";
    case U'þ': return "th";
    default: return "";
  }
}

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'’' || c == U'‘' || c == U'`' || c == U'´' || c == U'ʼ'; }

constexpr bool is_ascii_word(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'); }

// Ideographs that NFKC leaves as they are; the compatibility ones lie elsewhere.
constexpr bool is_plain_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c < 0x2F800) || (c >= 0x30000 && c < 0x32400);
}

// Punctuation and blanks of Chinese text: · – — … 、 。 《》 【】 （ are the usual ones.
constexpr bool is_han_punctuation(char32_t c) {
  return c == 0xB7 || c == 0xA0 || (c >= 0x2010 && c <= 0x2015) || (c >= 0x201C && c <= 0x2022) || (c >= 0x3000 && c <= 0x3003) ||
         (c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301B);
}

// Chinese text, also with ASCII or full-width letters in it, needs no tables. Absent if there is something else.
std::optional<std::string> fold_chinese(std::string_view text) {
  std::string out(text.size(), '\0');  // a blank comes only where something is left out
  char* to = out.data();
  bool blank = false;
  for (size_t at = 0; at < text.size();) {
    size_t const from = at;
    char32_t c = half_width(next_code_point(text, at));
    if (c >= U'A' && c <= U'Z') c |= 0x20;
    if (is_ascii_word(c) || is_plain_han(c)) {
      if (blank && to != out.data()) *to++ = ' ';
      blank = false;
      if (c < 0x80)
        *to++ = static_cast<char>(c);
      else
        to = std::copy(text.data() + from, text.data() + at, to);
    } else if (!is_apostrophe(c)) {
      if (c >= 0x80 && !is_han_punctuation(c)) return std::nullopt;
      blank = true;
    }
  }
  out.resize(static_cast<size_t>(to - out.data()));
  return out;
}

std::string fold_ascii(std::string_view text) {
  std::string out(text.size(), '\0');
  char* to = out.data();
  bool blank = false;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if (is_ascii_word(static_cast<unsigned char>(c))) {
      if (blank && to != out.data()) *to++ = ' ';
      blank = false;
      *to++ = c;
    } else if (!is_apostrophe(static_cast<unsigned char>(c))) {
      blank = true;
    }
  }
  out.resize(static_cast<size_t>(to - out.data()));
  return out;
}

std::string ascii_identifier(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out.push_back(c);
  }
  return out;
}

size_t common_prefix(std::string_view a, std::string_view b) {
  size_t most_common = std::min(a.size(), b.size()), i = 0;
  while (i < most_common && a[i] == b[i]) ++i;
  return i;
}

}  // namespace

double jaro(std::string_view a, std::string_view b) {
  return dispatch(a, b, [](auto const& x, auto const& y) { return jaro_few(x, y); }, [](Points const& x, Points const& y) { return jaro_many(x, y); });
}

double jaro_winkler(std::string_view a, std::string_view b, double prefix_weight) {
  double similarity = jaro(a, b);
  if (similarity <= 0.7) return similarity;
  size_t prefix = 0;
  for (size_t i = 0, j = 0; prefix < 4 && i < a.size() && j < b.size(); ++prefix)
    if (next_code_point(a, i) != next_code_point(b, j)) break;
  return std::min(1.0, similarity + static_cast<double>(prefix) * prefix_weight * (1.0 - similarity));
}

size_t levenshtein(std::string_view a, std::string_view b, size_t limit) {
  return dispatch(a, b, [&](auto const& x, auto const& y) { return distance_few<false>(x, y, limit); },
                  [&](Points const& x, Points const& y) { return distance_many<false>(x, y, limit); });
}

size_t damerau(std::string_view a, std::string_view b, size_t limit) {
  return dispatch(a, b, [&](auto const& x, auto const& y) { return distance_few<true>(x, y, limit); },
                  [&](Points const& x, Points const& y) { return distance_many<true>(x, y, limit); });
}

bool is_surely_folded(std::string_view text) {
  bool is_blank_before = true;
  for (size_t at = 0; at < text.size();) {
    auto const byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
    unsigned char const first = byte(0);
    if (is_ascii_word(first)) {
      ++at;
    } else if (first >= 0xE4 && first <= 0xE9) {  // U+4E00 … U+9FFF
      if (at + 2 >= text.size() || (first == 0xE4 && byte(1) < 0xB8) || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return false;
      at += 3;
    } else if (first == ' ' && !is_blank_before) {
      ++at;
      is_blank_before = true;
      continue;
    } else {
      return false;
    }
    is_blank_before = false;
  }
  return !is_blank_before;
}

std::string fold_latin(std::string_view text) {
  if (is_ascii(text)) return fold_ascii(text);
  if (auto folded = fold_chinese(text)) return *std::move(folded);
  UErrorCode error = U_ZERO_ERROR;
  icu::Normalizer2 const* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
  icu::Normalizer2 const* decomposing = icu::Normalizer2::getNFDInstance(error);
  icu::Normalizer2 const* composing = icu::Normalizer2::getNFCInstance(error);
  CHECK(U_SUCCESS(error));
  icu::UnicodeString folded = folding->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), error);
  folded = decomposing->normalize(folded, error);
  CHECK(U_SUCCESS(error));
  icu::UnicodeString kept;
  bool blank = false, takes_marks = false;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    UChar32 c = folded.char32At(i);
    // An accent goes from Latin letters only: Thai, Hindi and Kana carry sense in marks.
    if (U_GET_GC_MASK(c) & U_GC_M_MASK) {
      if (takes_marks) kept.append(c);
      continue;
    }
    bool is_word = u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_CO_MASK);
    takes_marks = is_word && c >= 0x250 && !(c >= 0x1E00 && c < 0x1F00);
    if (is_word) {
      if (blank && !kept.isEmpty()) kept.append(UChar32{' '});
      blank = false;
      std::string_view letters = base_letters(static_cast<char32_t>(c));
      if (letters.empty())
        kept.append(c);
      else
        kept.append(icu::UnicodeString(letters.data(), static_cast<int32_t>(letters.size()), US_INV));
    } else if (!is_apostrophe(static_cast<char32_t>(c))) {
      blank = true;
    }
  }
  std::string out;
  composing->normalize(kept, error).toUTF8String(out);
  CHECK(U_SUCCESS(error));
  return out;
}

std::string clean_identifier(std::string_view written) {
  if (is_ascii(written)) return ascii_identifier(written);
  std::string out;
  for (char32_t c : base::to_utf32(base::nfkc(written))) {
    auto upper = static_cast<char32_t>(u_toupper(static_cast<UChar32>(c)));
    if (u_isalnum(static_cast<UChar32>(upper))) base::append_utf8(out, upper);
  }
  return out;
}

IdentifierAgreement compare_identifiers(std::string_view a, std::string_view b) {
  if (a == b) return IdentifierAgreement::equal;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 4) return IdentifierAgreement::different;
  size_t same = common_prefix(a, b);
  if (same == a.size() && b.size() - a.size() > 1) return IdentifierAgreement::contained;
  std::string_view rest_a = a.substr(same), rest_b = b.substr(same);
  if (a.size() == b.size()) {
    if (rest_a.substr(1) == rest_b.substr(1)) return IdentifierAgreement::one_slip;
    bool swapped = rest_a.size() >= 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
    return swapped ? IdentifierAgreement::one_slip : IdentifierAgreement::different;
  }
  if (b.size() - a.size() == 1) return rest_a == rest_b.substr(1) ? IdentifierAgreement::one_slip : IdentifierAgreement::different;
  return b.substr(b.size() - a.size()) == a ? IdentifierAgreement::contained : IdentifierAgreement::different;
}

}  // namespace hutong::matching
