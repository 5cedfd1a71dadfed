#pragma once
// A person's name made ready for comparing: what was written, freed of what only typing added, as codes of characters and sounds. Two forms are compared in
// nanoseconds; the answer is one of the levels below, each of which says what somebody must have done to the one name to get the other.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "matching/characters.h"

namespace hutong::matching {

enum class NameScript : uint8_t {
  empty,  // nothing that names anybody: blank, 无名氏, 未取名
  han,    // one to four characters, all in the form
  longer,  // more, or with a dot: compared by its text (阿卜杜热合曼·买买提)
  other,  // Latin and other letters: compared by its text; with sounds if it may be a Chinese name in pinyin
};

struct NameForm {
  // A code from `unreadable` on is a place where something stood that cannot be known: ? □ * 某, a private-use character, or pinyin in place of a rare
  // character (its sound is known then).
  static constexpr CharacterCode without_entry = 0xF000;  // up to unreadable: characters of which the tables know nothing, told apart by a few bits of hash
  static constexpr CharacterCode unreadable = 0xF800;

  uint64_t written = 0;  // hash of the name without blanks, dots, annotations and width; 0 = empty
  uint64_t folded = 0;   // the same with every variant folded
  std::array<CharacterCode, 4> codes{};
  std::array<Sound, 4> sounds{};
  uint8_t length = 0;          // characters; of Latin names, syllables if is_pinyin, else words
  uint8_t surname_length = 0;  // 0 = not known; 2: 欧阳
  NameScript script = NameScript::empty;
  uint8_t annotation = 0;      // of （大） and （小）, 王伟1 and 王伟2: two persons whom the village tells apart; 0 = none
  uint8_t several_readings = 0;  // bit i: the character at place i is also read otherwise than sounds[i]
  uint8_t rare = 0;              // bit i: a system of few characters may have lost what is written at place i
  bool is_child_of : 1 = false;    // 王伟之子: the form is that of 王伟
  bool has_unreadable : 1 = false;
  bool is_dotted : 1 = false;
  bool is_cut : 1 = false;         // ends in … or in a dot: the field was too short
  bool has_other_name : 1 = false;  // 王伟（曾用名王卫）, 王伟、李芳: compare() tries the second too
  bool is_pinyin : 1 = false;      // WANG Xiaoming, Xiaoming Wang: the surname's sound comes first in `sounds`

  bool is_empty() const { return script == NameScript::empty; }
};
static_assert(std::is_trivially_copyable_v<NameForm> && sizeof(NameForm) <= 48);

enum class NamePart : uint8_t { whole, given, surname };  // what the column holds

// Never fails: whatever is not a name in any script comes out empty.
NameForm name_form(std::string_view written, NamePart = NamePart::whole);

// From best to worst. Where two would do, the better is returned. The levels marked (≥ 3) ask for three characters or more; the same slip in a name of two
// characters is short_alike, because it leaves only the surname. Latin names use the levels so: look_alike one letter mistyped, left out, too many or swapped;
// homophone one word with the same consonants to the ear (Phillip/Filip), nearly_homophone several words with such slips; part short forms (Rob/Robert), words left
// out, and initials beside a word that agrees; short_alike an initial alone, or one slip in three letters; transcribed and one_character words that are much
// (Jaro–Winkler from 0.88) or somewhat (from 0.8) the same.
enum class NameAgreement : uint8_t {
  equal,             // as written, but for blanks, dots and width
  equal_variant,     // after traditional and other variants and surnames that offices spell in two ways (萧/肖); a rare character spelt as a pair
  unreadable,        // equal where both can be read, and at least two characters can; or the lost one is rare
  homophone,         // (≥ 3) one character differs, and sounds the same
  homophone_all,     // (≥ 3) several differ, and all sound the same; a name in pinyin
  nearly_homophone,  // (≥ 3) the same to ears that mix zh/z, n/l, -ng/-n …
  look_alike,        // (≥ 3) one differs, and looks like the other
  short_alike,       // two characters; one differs, and sounds or looks like the other
  reordered,         // the same characters (words) in another order
  part,              // one character or word left out; the name cut off or only its first part; initials
  transcribed,       // long or Latin names that are nearly the same (吐尔逊/图尔荪, Stephen/Steven)
  one_character,     // (≥ 3) one character of the given name differs and is nothing like the other: an error, or a sibling. Also equal names that the
                     // village tells apart: 王伟（大）, 王伟（小）
  other_surname,     // (≥ 3) the given name is equal, the surname another
  child_of,          // 王伟之子, and the other has that surname
  child_unnamed,     // …之子, and the surname is another: the mother's name was written, or it is another child
  other_surname_short,  // two characters, the second equal
  surname_only,
  different,
};
constexpr size_t name_agreements = static_cast<size_t>(NameAgreement::different) + 1;

std::string_view code_of(NameAgreement);  // "equal", … for link_level_name_… of messages

// Symmetric. Neither form may be empty. The texts are those the forms were made of; they are read for long and Latin names, and for a second name, only.
NameAgreement compare(NameForm const&, NameForm const&, std::string_view text, std::string_view other_text);

// What is left of each name when the beginning and the end they share are taken away: 子 and 梓 of 王子涵 and 王梓涵; for a sentence to a clerk.
struct NameDifference {
  std::string left, right;
};
NameDifference name_difference(std::string_view left, std::string_view right);

// What a name can be looked up by; 0 = no such key. Names at the level in brackets share the key.
struct NameKeys {
  uint64_t written = 0;       // folded (equal, equal_variant)
  uint64_t pinyin = 0;        // merged sounds (homophone, nearly_homophone); long names: MinHash of pairs of sounds (transcribed)
  uint64_t given = 0;         // given name (other_surname); long names: the first part
  uint64_t given_pinyin = 0;  // its merged sounds; Latin names: consonants of all words
  uint64_t surname = 0;
  // One character left out, in each of three ways (one_character, look_alike, unreadable, part; two of the three also when two given characters changed
  // places). Long names: three more MinHashes. Latin names: the words in any order; initial and surname; initial and sound of the surname; of one word its
  // first four letters, its last four, its letters sorted.
  std::array<uint64_t, 3> one_wild{};
};
NameKeys name_keys(NameForm const&, std::string_view text);

}  // namespace hutong::matching
