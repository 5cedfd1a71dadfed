// Two forms → one level. Names of up to four characters are compared place by place; of each place is told how its two characters are alike, and the counts
// decide. Longer names are aligned by the sounds of their characters.
#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "matching/internal/latin_name.h"
#include "matching/internal/name_units.h"
#include "matching/name_form.h"

namespace hutong::matching {
namespace {

using internal::NameUnits;

enum class Likeness : uint8_t { same, lost, sound, near_sound, shape, other };

bool is_readable(CharacterCode code) { return code < NameForm::unreadable; }

Likeness likeness(CharacterCode a, Sound sound_a, CharacterCode b, Sound sound_b) {
  if (is_readable(a) && is_readable(b)) {
    if (a == b) return Likeness::same;
    if (a >= NameForm::without_entry || b >= NameForm::without_entry) return Likeness::other;
    if (sound_alike(a, b)) return Likeness::sound;
    if (sound_nearly_alike(a, b)) return Likeness::near_sound;
    return look_alike(a, b) ? Likeness::shape : Likeness::other;
  }
  bool knows_a = is_readable(a) || sound_a != 0, knows_b = is_readable(b) || sound_b != 0;
  if (!knows_a || !knows_b) return Likeness::lost;
  if (is_readable(a)) return has_sound(a, sound_b) ? Likeness::sound : merged(sound_a) == merged(sound_b) ? Likeness::near_sound : Likeness::other;
  if (is_readable(b)) return has_sound(b, sound_a) ? Likeness::sound : merged(sound_a) == merged(sound_b) ? Likeness::near_sound : Likeness::other;
  return sound_a == sound_b ? Likeness::sound : merged(sound_a) == merged(sound_b) ? Likeness::near_sound : Likeness::other;
}

struct Places {
  unsigned same = 0, lost = 0, sound = 0, near_sound = 0, shape = 0, other = 0;
  unsigned lost_rare = 0;        // lost, and the other side has a rare character there
  unsigned sound_of_lost = 0;    // only its pinyin is left, and that agrees
  unsigned same_given = 0;
  bool same_surname = true;      // also if there is none

  unsigned alike() const { return sound + near_sound + shape; }
};

Places places_of(NameForm const& a, NameForm const& b, unsigned surname_length) {
  Places places;
  for (unsigned i = 0; i < a.length; ++i) {
    Likeness like = likeness(a.codes[i], a.sounds[i], b.codes[i], b.sounds[i]);
    switch (like) {
      case Likeness::same: ++places.same; break;
      case Likeness::lost:
        ++places.lost;
        places.lost_rare += ((a.rare | b.rare) >> i & 1) != 0 || (!is_readable(a.codes[i]) && !is_readable(b.codes[i]));
        break;
      case Likeness::sound:
        ++places.sound;
        places.sound_of_lost += is_readable(a.codes[i]) != is_readable(b.codes[i]);
        break;
      case Likeness::near_sound: ++places.near_sound; break;
      case Likeness::shape: ++places.shape; break;
      case Likeness::other: ++places.other; break;
    }
    if (i >= surname_length)
      places.same_given += like == Likeness::same;
    else
      places.same_surname &= like == Likeness::same;
  }
  return places;
}

bool same_characters(NameForm const& a, NameForm const& b) {
  auto sum = [](NameForm const& form) { return unsigned{form.codes[0]} + form.codes[1] + form.codes[2] + form.codes[3]; };
  if (sum(a) != sum(b)) return false;  // nearly always
  std::array<CharacterCode, 4> x = a.codes, y = b.codes;
  std::sort(x.begin(), x.begin() + a.length);
  std::sort(y.begin(), y.begin() + b.length);
  return x == y;
}

// What is left when some places have nothing in common.
NameAgreement partly(Places const& places, unsigned surname_length, unsigned length) {
  unsigned given_length = length - surname_length;
  if (surname_length == 0) return places.same_given > 0 && length >= 3 ? NameAgreement::one_character : NameAgreement::different;
  if (places.same_surname) {
    if (places.same_given == 0) return NameAgreement::surname_only;
    return places.same_given + 1 == given_length ? NameAgreement::one_character : NameAgreement::surname_only;
  }
  if (places.same_given == given_length) return given_length >= 2 ? NameAgreement::other_surname : NameAgreement::other_surname_short;
  return NameAgreement::different;
}

NameAgreement where_read(Places const& places, unsigned surname_length, unsigned length) {
  if (places.other + places.alike() == 0) {
    if (places.same >= 2 || (places.same == 1 && places.lost_rare == places.lost)) return NameAgreement::unreadable;
    if (places.same_surname) return NameAgreement::surname_only;
    return places.same_given > 0 ? NameAgreement::other_surname_short : NameAgreement::different;
  }
  return partly(places, surname_length, length);
}

NameAgreement all_alike(Places const& places, unsigned length) {
  unsigned differing = places.alike();
  if (differing == places.sound_of_lost && places.same >= 1) return NameAgreement::unreadable;
  if (length <= 2) return differing == 1 || places.sound == differing ? NameAgreement::short_alike : NameAgreement::different;
  if (places.shape == 0 && places.near_sound == 0) return differing == 1 ? NameAgreement::homophone : NameAgreement::homophone_all;
  if (places.shape == 0) return NameAgreement::nearly_homophone;
  return differing == 1 ? NameAgreement::look_alike : differing == 2 && places.same_surname ? NameAgreement::one_character : NameAgreement::different;
}

// How two different characters that can both be read sound; quick for the nine in ten that have one reading each.
Likeness heard(NameForm const& a, NameForm const& b, unsigned place) {
  if (a.sounds[place] == b.sounds[place]) return a.sounds[place] != 0 ? Likeness::sound : Likeness::other;
  if (((a.several_readings | b.several_readings) >> place & 1) == 0)
    return a.sounds[place] != 0 && b.sounds[place] != 0 && merged(a.sounds[place]) == merged(b.sounds[place]) ? Likeness::near_sound : Likeness::other;
  if (sound_alike(a.codes[place], b.codes[place])) return Likeness::sound;
  return sound_nearly_alike(a.codes[place], b.codes[place]) ? Likeness::near_sound : Likeness::other;
}

// Both can be read throughout. As places_of(), but looks at shapes only where they can still decide.
Places readable_places(NameForm const& a, NameForm const& b, unsigned surname_length) {
  Places places;
  unsigned strange = 0;  // the last place that does not sound alike
  for (unsigned i = 0; i < a.length; ++i) {
    bool is_same = a.codes[i] == b.codes[i];
    if (i >= surname_length)
      places.same_given += is_same;
    else
      places.same_surname &= is_same;
    if (is_same) {
      ++places.same;
      continue;
    }
    switch (heard(a, b, i)) {
      case Likeness::sound: ++places.sound; break;
      case Likeness::near_sound: ++places.near_sound; break;
      default: ++places.other; strange = i;
    }
  }
  if (places.other == 1 && places.same + 2 >= a.length && look_alike(a.codes[strange], b.codes[strange])) {
    places.other = 0;
    places.shape = 1;
  }
  return places;
}

NameAgreement compare_equally_long(NameForm const& a, NameForm const& b) {
  unsigned surname_length = std::max(a.surname_length, b.surname_length);
  bool is_readable_throughout = !a.has_unreadable && !b.has_unreadable && !a.is_pinyin && !b.is_pinyin;
  Places places = is_readable_throughout ? readable_places(a, b, surname_length) : places_of(a, b, surname_length);
  if (places.lost > 0) return where_read(places, surname_length, a.length);
  if (places.other == 0) return all_alike(places, a.length);
  if (same_characters(a, b)) return NameAgreement::reordered;
  return partly(places, surname_length, a.length);
}

// 王 and 莹, 由 and 页 written for the one character that is made of both: one part is its radical, the other gives the sound or the rest of the shape.
bool is_pair_for(CharacterCode whole, CharacterCode first, CharacterCode second) {
  if (whole >= NameForm::without_entry || first >= NameForm::without_entry || second >= NameForm::without_entry || character(whole).level < 3) return false;
  Character const &w = character(whole), &x = character(first), &y = character(second);
  int strokes = w.strokes - x.strokes - y.strokes;
  if (strokes < -2 || strokes > 2) return false;
  bool starts_alike = w.cangjie == 0 ? strokes == 0 : w.cangjie >> 20 == x.cangjie >> 20;
  return (w.radical == x.radical && (sound_alike(whole, second) || starts_alike)) || (w.radical == y.radical && (sound_alike(whole, first) || starts_alike));
}

// Two marks may stand for one character, if it lies beyond the 16-bit plane: the form with the second mark left out, or nothing.
std::optional<NameForm> with_marks_merged(NameForm const& form) {
  for (unsigned i = 0; i + 1 < form.length; ++i)
    if (form.codes[i] == 0xFFFF && form.codes[i + 1] == 0xFFFF && form.sounds[i] == 0 && form.sounds[i + 1] == 0) {
      NameForm merged = form;
      std::copy(form.codes.begin() + i + 1, form.codes.end(), merged.codes.begin() + i);
      std::copy(form.sounds.begin() + i + 1, form.sounds.end(), merged.sounds.begin() + i);
      merged.codes[3] = 0;
      merged.sounds[3] = 0;
      --merged.length;
      return merged;
    }
  return std::nullopt;
}

NameAgreement compare_one_longer(NameForm const& shorter, NameForm const& longer) {
  if (longer.has_unreadable)
    if (std::optional<NameForm> merged = with_marks_merged(longer))
      if (NameAgreement found = compare_equally_long(shorter, *merged); found == NameAgreement::unreadable) return found;
  unsigned n = shorter.length, i = 0, j = 0;
  while (i < n && shorter.codes[i] == longer.codes[i]) ++i;
  while (j < n - i && shorter.codes[n - 1 - j] == longer.codes[n - j]) ++j;
  if (i + j == n) {
    if (n == 1) return i == 1 ? NameAgreement::surname_only : NameAgreement::different;
    bool is_rare = (longer.rare >> i & 1) != 0;  // a system that lost a character lost a rare one
    return is_rare && i > 0 ? NameAgreement::unreadable : NameAgreement::part;
  }
  if (i + j + 1 == n && n >= 3 && !is_readable(shorter.codes[i])) return NameAgreement::unreadable;  // perhaps the pair for what is lost here
  if (i + j + 1 == n && n >= 2 && is_pair_for(shorter.codes[i], longer.codes[i], longer.codes[i + 1])) return NameAgreement::equal_variant;
  return shorter.surname_length > 0 && i >= std::max(shorter.surname_length, longer.surname_length) ? NameAgreement::surname_only : NameAgreement::different;
}

NameAgreement compare_short(NameForm const& a, NameForm const& b) {
  if (a.length == b.length) return compare_equally_long(a, b);
  NameForm const &shorter = a.length < b.length ? a : b, &longer = a.length < b.length ? b : a;
  if (shorter.length + 1 == longer.length) return compare_one_longer(shorter, longer);
  if (shorter.length == 2 && longer.length == 4 && longer.codes[2] == shorter.codes[0] && longer.codes[3] == shorter.codes[1]) return NameAgreement::part;
  return shorter.codes[0] == longer.codes[0] && is_readable(shorter.codes[0]) ? NameAgreement::surname_only : NameAgreement::different;
}

// ---- long names -------------------------------------------------------------------------------------------------------------------

struct LongName {
  NameUnits units;
  size_t first_part = 0;  // places before the first dot; all, if there is none

  explicit LongName(std::string_view text) {
    internal::read_name_units(text, units);
    while (first_part < units.count && (first_part == 0 || !units.at[first_part].starts_part)) ++first_part;
  }
};

// What it costs to take one character of a transcription for another, in hundredths: a transcription is heard, so only the usual reading counts.
uint8_t cost_of(internal::NameUnit const& a, internal::NameUnit const& b) {
  if (a.code == b.code && is_readable(a.code)) return 0;
  if (a.sound == 0 || b.sound == 0) return is_readable(a.code) && is_readable(b.code) ? 100 : 30;
  if (a.sound == b.sound) return 5;
  if (merged(a.sound) == merged(b.sound)) return 15;
  std::string_view x = syllable_of(a.sound), y = syllable_of(b.sound);
  bool starts_alike = x[0] == y[0], ends_alike = x.back() == y.back();
  if (!starts_alike && !ends_alike) return 100;
  bool starts_much_alike = starts_alike && x.size() > 1 && y.size() > 1 && x[1] == y[1];
  bool ends_much_alike = ends_alike && x.size() > 1 && y.size() > 1 && x[x.size() - 2] == y[y.size() - 2];
  return starts_much_alike || ends_much_alike ? 45 : 65;
}

// Places from … until of a name.
struct Stretch {
  size_t from = 0, until = 0;
  size_t size() const { return until - from; }
};

class Alignment {
 public:
  Alignment(NameUnits const& a, NameUnits const& b) {
    for (size_t i = 0; i < a.count; ++i)
      for (size_t j = 0; j < b.count; ++j) costs_[i][j] = cost_of(a.at[i], b.at[j]);
  }

  // Two transcriptions of one name: a fifth of it may differ, weighed by how much it sounds alike.
  bool is_near(Stretch a, Stretch b) const {
    size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
    return (longer - shorter) * left_out <= 20 * longer && distance(a, b) <= 20 * longer;
  }

 private:
  static constexpr unsigned left_out = 60;

  unsigned distance(Stretch a, Stretch b) const {
    std::array<unsigned, NameUnits::capacity + 1> row;
    for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<unsigned>(j) * left_out;
    for (size_t i = 0; i < a.size(); ++i) {
      unsigned diagonal = row[0];
      row[0] = static_cast<unsigned>(i + 1) * left_out;
      for (size_t j = 0; j < b.size(); ++j) {
        unsigned taken_for = diagonal + costs_[a.from + i][b.from + j];
        diagonal = row[j + 1];
        row[j + 1] = std::min({taken_for, row[j + 1] + left_out, row[j] + left_out});
      }
    }
    return row[b.size()];
  }

  std::array<std::array<uint8_t, NameUnits::capacity>, NameUnits::capacity> costs_;  // up to the lengths of the names
};

// As short names are; `different` if some place is neither the same nor lost nor sounds alike.
NameAgreement compare_places(NameUnits const& a, NameUnits const& b) {
  unsigned lost = 0, sound = 0, near_sound = 0;
  for (size_t i = 0; i < a.count; ++i) {
    switch (likeness(a.at[i].code, a.at[i].sound, b.at[i].code, b.at[i].sound)) {
      case Likeness::same: break;
      case Likeness::lost: ++lost; break;
      case Likeness::sound: ++sound; break;
      case Likeness::near_sound: ++near_sound; break;
      case Likeness::shape:
      case Likeness::other: return NameAgreement::different;
    }
  }
  if (lost > 0) return lost + 2 <= a.count && sound + near_sound == 0 ? NameAgreement::unreadable : NameAgreement::different;
  if (near_sound > 0) return NameAgreement::nearly_homophone;
  return sound == 0 ? NameAgreement::equal_variant : sound == 1 ? NameAgreement::homophone : NameAgreement::homophone_all;
}

NameAgreement compare_long(std::string_view text, std::string_view other_text) {
  LongName const one(text), other(other_text);
  bool is_swapped = one.units.count > other.units.count;
  LongName const &a = is_swapped ? other : one, &b = is_swapped ? one : other;
  size_t n = a.units.count, m = b.units.count;
  if (n == m)
    if (NameAgreement found = compare_places(a.units, b.units); found != NameAgreement::different) return found;
  Alignment const alignment(a.units, b.units);
  Stretch const whole_a{0, n}, whole_b{0, m}, first_a{0, a.first_part}, first_b{0, b.first_part};
  // Cut off, or only the first part was written.
  if (n >= 2 && n < m && (n >= 4 || a.units.is_cut || n == b.first_part) && alignment.is_near(whole_a, {0, n})) return NameAgreement::part;
  if (alignment.is_near(whole_a, whole_b)) return NameAgreement::transcribed;
  if (n >= 2 && n < m && b.first_part < m && alignment.is_near(whole_a, first_b)) return NameAgreement::part;
  if (a.first_part < n && b.first_part < m) {
    if (alignment.is_near(first_a, first_b)) return NameAgreement::other_surname;
    if (alignment.is_near({a.first_part, n}, {b.first_part, m})) return NameAgreement::surname_only;
  }
  return NameAgreement::different;
}

NameAgreement compare_names(NameForm const& a, NameForm const& b, std::string_view text, std::string_view other_text) {
  if (a.folded == b.folded && !a.has_unreadable) {
    if (a.annotation != b.annotation && a.annotation != 0 && b.annotation != 0) return NameAgreement::one_character;
    return a.written == b.written ? NameAgreement::equal : NameAgreement::equal_variant;
  }
  if (a.is_child_of != b.is_child_of)
    return a.codes[0] == b.codes[0] && is_readable(a.codes[0]) ? NameAgreement::child_of : NameAgreement::child_unnamed;
  if (a.script == NameScript::longer || b.script == NameScript::longer)
    return a.script == NameScript::other || b.script == NameScript::other ? NameAgreement::different : compare_long(text, other_text);
  if (a.script == NameScript::other && b.script == NameScript::other) return internal::compare_latin(text, other_text);
  if ((a.script == NameScript::other && !a.is_pinyin) || (b.script == NameScript::other && !b.is_pinyin)) return NameAgreement::different;
  NameAgreement found = compare_short(a, b);
  if (a.is_child_of && found < NameAgreement::part) return NameAgreement::part;
  return found;
}

// The second name of a text with one.
std::string_view other_name_in(std::string_view text) {
  NameUnits units;
  internal::read_name_units(text, units);
  return units.other_name;
}

// `text` has a second name: how b agrees with that. No better than a variant.
NameAgreement compare_with_other_name(NameForm const& b, std::string_view text, std::string_view other_text) {
  std::string_view second = other_name_in(text);
  NameForm form = name_form(second);
  if (form.is_empty()) return NameAgreement::different;
  return std::max(compare_names(form, b, second, other_text), NameAgreement::equal_variant);
}

}  // namespace

NameAgreement compare(NameForm const& a, NameForm const& b, std::string_view text, std::string_view other_text) {
  NameAgreement found = compare_names(a, b, text, other_text);
  if (a.has_other_name && found > NameAgreement::equal_variant) found = std::min(found, compare_with_other_name(b, text, other_text));
  if (b.has_other_name && found > NameAgreement::equal_variant) found = std::min(found, compare_with_other_name(a, other_text, text));
  return found;
}

NameDifference name_difference(std::string_view left, std::string_view right) {
  std::u32string a = base::to_utf32(left), b = base::to_utf32(right);
  size_t shorter = std::min(a.size(), b.size()), start = 0, end = 0;
  while (start < shorter && a[start] == b[start]) ++start;
  while (end < shorter - start && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
  return {base::to_utf8(std::u32string_view(a).substr(start, a.size() - start - end)), base::to_utf8(std::u32string_view(b).substr(start, b.size() - start - end))};
}

}  // namespace hutong::matching
