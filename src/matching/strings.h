#pragma once
// Comparators of text. Everything counts code points of UTF-8 (a malformed byte is one U+FFFD), is symmetric in its two arguments unless it says
// otherwise, and allocates nothing up to 64 code points a side.
//   Jaro, Jaro–Winkler   Winkler 1990; same values as rapidfuzz: the prefix (at most 4) counts only above a Jaro of 0.7
//   Levenshtein          Myers 1999 / Hyyrö 2003, bit-parallel
//   Damerau              optimal string alignment (a transposed pair is edited once), Hyyrö 2003
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hutong::matching {

// 0 … 1; two empty texts are 1, an empty and another 0.
double jaro(std::string_view, std::string_view);
// prefix_weight 0 … 0.25.
double jaro_winkler(std::string_view, std::string_view, double prefix_weight = 0.1);

// The distance if it is at most `limit`, else limit + 1.
size_t levenshtein(std::string_view, std::string_view, size_t limit);
size_t damerau(std::string_view, std::string_view, size_t limit);

// For names and text in Latin letters: lower case, accents off (also ł ø đ ß æ, which Unicode does not decompose), apostrophes dropped, all other
// punctuation and blanks → one blank between words, none at the ends. Letters and digits of other scripts stay as NFKC gives them, Han too.
std::string fold_latin(std::string_view);
// fold_latin() would return the same text: a quick look at the usual Chinese and plain Latin ones. False: it has to be folded to know.
bool is_surely_folded(std::string_view);

// An identifier that is not a resident number (insurance number, ISBN, model, passport, e-mail): upper-case ASCII letters and digits, full width
// folded, everything else dropped. Letters of other scripts stay, so that a code in Cyrillic is not empty.
std::string clean_identifier(std::string_view written);

enum class IdentifierAgreement : uint8_t {
  equal,        // the same characters
  one_slip,     // one character mistyped, left out or too many, or two neighbours swapped; at least 4 characters long
  contained,    // the shorter one, at least 4 characters long, stands at the beginning or the end of the longer one
  different,        // something else
};
// Two texts as clean_identifier() leaves them; neither is empty (the caller knows what is missing). At most 15 ns for 20 characters.
IdentifierAgreement compare_identifiers(std::string_view, std::string_view);

}  // namespace hutong::matching
