#include "matching/characters.h"

#include <algorithm>
#include <span>

#include "matching/internal/tables.h"

namespace hutong::matching {
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

bool look_alike(CharacterCode a, CharacterCode b) {
  if (a == 0 || a > internal::shaped_count) return false;
  return std::binary_search(internal::look_alike_codes + internal::look_alike_starts[a - 1], internal::look_alike_codes + internal::look_alike_starts[a], b);
}

}  // namespace hutong::matching
