#pragma once
// What is known of a Chinese character: how it sounds, how it looks, and which spelling it is a variant of. The tables are made at build time from Unihan and
// ICU (docs/decisions/0004-character-tables.md) and linked in: 41,000 characters, those of common names first, so that the hot part stays in the cache.
#include <array>
#include <cstdint>
#include <string_view>

namespace hutong::matching {

// A character with all its variants (traditional, semantic, compatibility forms) has one code from 1; 0 = no entry. Lower = more usual: the order is that of
// the table of standard characters of 2013.
using CharacterCode = uint16_t;
using Sound = uint16_t;  // a syllable of pinyin without its tone; 0 = not known

struct Character {
  char32_t point = 0;                    // the usual spelling
  std::array<Sound, 3> sounds{};         // the usual reading first
  Sound surname_sound = 0;               // at the start of a name: 单 shan, 仇 qiu; else the usual one
  uint32_t cangjie = 0;                  // five letters of five bits, the first highest
  uint8_t radical = 0, strokes = 0;
  uint8_t level = 4;                     // of the standard table: 1, 2 common, 3 names and places, 4 not in it
};

CharacterCode code_of(char32_t);
Character const& character(CharacterCode);  // an empty one for 0 and for codes that do not exist

Sound sound_of(std::string_view syllable);  // lower case, without tone, ü = v; 0 = no syllable of Chinese
std::string_view syllable_of(Sound);
// The class of a syllable for ears that mix zh/z, ch/c, sh/s, n/l, r/l, f/hu and -ng/-n; below merged_sounds_max.
uint16_t merged(Sound);
constexpr uint16_t merged_sounds_max = 512;

bool sound_alike(CharacterCode, CharacterCode);           // some reading of one is a reading of the other
bool sound_nearly_alike(CharacterCode, CharacterCode);    // the same after merging
bool has_sound(CharacterCode, Sound);
bool look_alike(CharacterCode, CharacterCode);            // a tired reader or a scanner may take one for the other; of standard characters only

}  // namespace hutong::matching
