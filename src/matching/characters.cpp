#include "matching/characters.h"

#include <algorithm>
#include <span>

#include "matching/internal/tables.h"

namespace hutong::matching {
namespace {

// Letters of a Cangjie code, first letter first.
struct Letters {
  std::array<uint8_t, 5> at{};
  unsigned count = 0;
};

Letters letters_of(uint32_t cangjie) {
  Letters letters;
  for (int shift = 20; shift >= 0; shift -= 5) {
    auto letter = static_cast<uint8_t>(cangjie >> shift & 31);
    if (letter == 0) break;
    letters.at[letters.count++] = letter;
  }
  return letters;
}

unsigned edit_distance(Letters const& a, Letters const& b) {
  std::array<unsigned, 6> row{};
  for (unsigned j = 0; j <= b.count; ++j) row[j] = j;
  for (unsigned i = 1; i <= a.count; ++i) {
    unsigned diagonal = row[0];
    row[0] = i;
    for (unsigned j = 1; j <= b.count; ++j) {
      unsigned substituted = diagonal + (a.at[i - 1] != b.at[j - 1]);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.count];
}

bool same_series(Character const& a, Character const& b) {
  for (uint16_t group : a.phonetic)
    if (group != 0 && (group == b.phonetic[0] || group == b.phonetic[1])) return true;
  return false;
}

unsigned differing_corners(uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return 5;
  unsigned count = 0;
  for (--a, --b; a != 0 || b != 0; a /= 10, b /= 10) count += a % 10 != b % 10;
  return count;
}

}  // namespace

CharacterCode code_of(char32_t point) {
  if (point >= internal::last_point) return 0;
  return internal::code_blocks[128U * internal::block_of[point / 128] + point % 128];
}

Character const& character(CharacterCode code) { return internal::characters[code < internal::character_count ? code : 0]; }

Sound sound_of(std::string_view syllable) {
  std::span<std::string_view const> all(internal::syllables, internal::syllable_count);
  auto found = std::ranges::lower_bound(all, syllable);
  return found != all.end() && *found == syllable ? static_cast<Sound>(found - all.begin()) : Sound{0};
}

std::string_view syllable_of(Sound sound) { return internal::syllables[sound < internal::syllable_count ? sound : 0]; }

uint16_t merged(Sound sound) { return internal::merged_syllables[sound < internal::syllable_count ? sound : 0]; }

bool has_sound(CharacterCode code, Sound sound) {
  Character const& c = character(code);
  return sound != 0 && (c.sounds[0] == sound || c.sounds[1] == sound || c.sounds[2] == sound || c.surname_sound == sound);
}

bool sound_alike(CharacterCode a, CharacterCode b) {
  Character const& other = character(b);
  return std::ranges::any_of(other.sounds, [a](Sound sound) { return has_sound(a, sound); }) || has_sound(a, other.surname_sound);
}

bool sound_nearly_alike(CharacterCode a, CharacterCode b) {
  for (Sound left : character(a).sounds)
    for (Sound right : character(b).sounds)
      if (left != 0 && right != 0 && merged(left) == merged(right)) return true;
  return false;
}

bool look_alike(CharacterCode left, CharacterCode right) {
  Character const &a = character(left), &b = character(right);
  unsigned strokes = a.strokes > b.strokes ? a.strokes - b.strokes : b.strokes - a.strokes;
  Letters const x = letters_of(a.cangjie), y = letters_of(b.cangjie);
  if (x.count == 0 || y.count == 0) return false;
  unsigned distance = edit_distance(x, y);
  if (distance == 0) return true;
  if (distance == 1 && strokes <= 3 && std::max(x.count, y.count) >= 3) return true;
  if (same_series(a, b) && distance <= 2) return true;
  return differing_corners(a.four_corner, b.four_corner) <= 1 && strokes <= 1 && distance <= 2;
}

}  // namespace hutong::matching
