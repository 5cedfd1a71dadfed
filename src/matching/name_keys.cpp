#include <algorithm>

#include "matching/internal/latin_name.h"
#include "matching/internal/name_units.h"
#include "matching/name_form.h"

namespace hutong::matching {
namespace {

using internal::NameUnits;

uint64_t mixed(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0xD6E8FEB86659FD93U;
  return hash ^ hash >> 32;
}

uint64_t never_zero(uint64_t hash) { return hash == 0 ? 1 : hash; }

enum Seed : uint64_t { pinyin_seed = 11, given_seed = 12, given_pinyin_seed = 13, surname_seed = 14, wild_seed = 15, pair_seed = 16 };

bool is_readable(CharacterCode code) { return code < NameForm::unreadable; }

uint64_t sounds_key(NameForm const& form, unsigned from, uint64_t seed) {
  uint64_t hash = seed;
  for (unsigned i = from; i < form.length; ++i) {
    if (form.sounds[i] == 0) return 0;
    hash = mixed(hash, merged(form.sounds[i]));
  }
  return never_zero(hash);
}

uint64_t codes_key(NameForm const& form, unsigned from, unsigned until, unsigned but, uint64_t seed) {
  uint64_t hash = seed;
  for (unsigned i = from; i < until; ++i) {
    if (i == but) continue;
    if (!is_readable(form.codes[i])) return 0;
    hash = mixed(hash, form.codes[i]);
  }
  return never_zero(hash);
}

NameKeys short_keys(NameForm const& form) {
  constexpr unsigned none = 99;
  NameKeys keys;
  unsigned n = form.length, s = form.surname_length;
  if (s > 0) keys.surname = codes_key(form, 0, s, none, surname_seed);
  if (form.is_child_of) return keys;
  keys.pinyin = sounds_key(form, 0, pinyin_seed);
  if (n > s) {
    keys.given = codes_key(form, s, n, none, given_seed);
    keys.given_pinyin = sounds_key(form, s, given_pinyin_seed);
  }
  // The place that is left out does not enter: 王明 has the key of 王小明 without its second character.
  if (n == 2) keys.one_wild[0] = codes_key(form, 0, n, none, wild_seed);
  if (n == 3)
    for (unsigned i = 0; i < 3; ++i) keys.one_wild[i] = codes_key(form, 0, n, i, wild_seed);
  if (n == 4)
    for (unsigned i = 0; i < 3; ++i) keys.one_wild[i] = codes_key(form, 0, n, i + 1, wild_seed);
  return keys;
}

// The least of the hashes of all pairs of neighbouring sounds, in four orders: two names that share many pairs probably share a least one.
NameKeys long_keys(NameForm const& form, std::string_view text) {
  NameUnits units;
  internal::read_name_units(text, units);
  NameKeys keys;
  keys.surname = codes_key(form, 0, 1, 99, surname_seed);
  std::array<uint64_t, 4> least{};
  least.fill(UINT64_MAX);
  for (size_t i = 0; i + 1 < units.count; ++i) {
    uint64_t pair = mixed(mixed(pair_seed, merged(units.at[i].sound)), merged(units.at[i + 1].sound));
    for (size_t order = 0; order < 4; ++order) least[order] = std::min(least[order], mixed(pair, order));
  }
  if (units.count >= 2) {
    keys.pinyin = never_zero(least[0]);
    for (size_t i = 0; i < 3; ++i) keys.one_wild[i] = never_zero(least[i + 1]);
  }
  uint64_t given = given_seed, given_pinyin = given_pinyin_seed;
  for (size_t i = 0; i < units.count && (i == 0 || !units.at[i].starts_part); ++i) {
    given = mixed(given, units.at[i].code);
    given_pinyin = mixed(given_pinyin, merged(units.at[i].sound));
  }
  keys.given = never_zero(given);
  keys.given_pinyin = never_zero(given_pinyin);
  return keys;
}

}  // namespace

NameKeys name_keys(NameForm const& form, std::string_view text) {
  NameKeys keys;
  switch (form.script) {
    case NameScript::empty: return keys;
    case NameScript::han: keys = short_keys(form); break;
    case NameScript::longer: keys = long_keys(form, text); break;
    case NameScript::other:
      keys = internal::latin_keys(form, text);
      if (form.is_pinyin) keys.pinyin = sounds_key(form, 0, pinyin_seed);
      return keys;
  }
  keys.written = form.folded;
  return keys;
}

std::string_view code_of(NameAgreement level) {
  switch (level) {
    case NameAgreement::equal: return "equal";
    case NameAgreement::equal_variant: return "equal_variant";
    case NameAgreement::unreadable: return "unreadable";
    case NameAgreement::homophone: return "homophone";
    case NameAgreement::homophone_all: return "homophone_all";
    case NameAgreement::nearly_homophone: return "nearly_homophone";
    case NameAgreement::look_alike: return "look_alike";
    case NameAgreement::short_alike: return "short_alike";
    case NameAgreement::reordered: return "reordered";
    case NameAgreement::part: return "part";
    case NameAgreement::transcribed: return "transcribed";
    case NameAgreement::one_character: return "one_character";
    case NameAgreement::other_surname: return "other_surname";
    case NameAgreement::child_of: return "child_of";
    case NameAgreement::child_unnamed: return "child_unnamed";
    case NameAgreement::other_surname_short: return "other_surname_short";
    case NameAgreement::surname_only: return "surname_only";
    case NameAgreement::different: return "different";
  }
  return "";
}

}  // namespace hutong::matching
