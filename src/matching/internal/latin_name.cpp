// Words are told alike one by one (the same, one slip, the same sound, an initial, a short form, much the same) and paired off; what the pairs have in common
// decides. The order of the words counts only for saying which is the surname.
#include "matching/internal/latin_name.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>

#include "matching/strings.h"

namespace hutong::matching::internal {
namespace {

// Folded, parted at blanks, given names before the surname: what stands after a comma goes to the front.
class Words {
 public:
  static constexpr size_t most = 8, longest = 256;  // of what is longer the rest is not read

  explicit Words(std::string_view written) {
    written = written.substr(0, longest);
    size_t comma = written.find(',');
    if (comma != written.npos) {
      text_ = fold_latin(written.substr(comma + 1));
      std::string surname = fold_latin(written.substr(0, comma));
      surname_starts_ = text_.empty() || surname.empty() ? 0 : text_.size() + 1;
      if (!text_.empty() && !surname.empty()) text_ += ' ';
      text_ += surname;
    } else {
      text_ = fold_latin(written);
    }
    for (size_t at = 0; at < text_.size() && count_ < most;) {
      size_t end = std::min(text_.find(' ', at), text_.size());
      starts_[count_] = at;
      sizes_[count_++] = end - at;
      at = end + 1;
    }
  }
  size_t size() const { return count_; }
  std::string_view operator[](size_t i) const { return std::string_view(text_).substr(starts_[i], sizes_[i]); }
  std::string_view last() const { return (*this)[count_ - 1]; }
  std::string_view text() const { return text_; }
  bool has_comma() const { return surname_starts_ > 0; }

 private:
  std::string text_;
  std::array<size_t, most> starts_{}, sizes_{};
  size_t count_ = 0;
  size_t surname_starts_ = 0;
};

uint64_t hash_of(std::string_view word, uint64_t hash) {
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  hash = (hash ^ 0xFF) * 0x9E3779B97F4A7C15U;
  hash ^= hash >> 29;
  return hash == 0 ? 1 : hash;
}

constexpr uint64_t seed = 0xCBF29CE484222325U;

// The consonants as they sound, roughly, in English and its neighbours; one A for a vowel at the start. Catherine and Katherine: KTRN.
struct SoundKey {
  std::array<char, 16> at{};
  size_t size = 0;
  explicit SoundKey(std::string_view word) {
    for (size_t i = 0; i < word.size() && size < at.size(); ++i) add(word, i);
  }
  std::string_view text() const { return {at.data(), size}; }

 private:
  void put(char c) {
    if (size < at.size() && (size == 0 || at[size - 1] != c)) at[size++] = c;
  }
  void add(std::string_view word, size_t& i) {
    char c = word[i], next = i + 1 < word.size() ? word[i + 1] : '\0';
    switch (c) {
      case 'a': case 'e': case 'i': case 'o': case 'u': case 'y':
        if (i == 0) put(c == 'y' ? 'Y' : 'A');
        return;
      case 'h': if (i == 0) put('H'); return;
      case 'w': if (i == 0) put('V'); return;
      case 'v': put('V'); return;
      case 'b': put(next == '\0' && i > 0 && word[i - 1] == 'm' ? 'M' : 'B'); return;
      case 'c':
        if (next == 'h') { put('X'); ++i; }
        else put(next == 'e' || next == 'i' || next == 'y' ? 'S' : 'K');
        return;
      case 'd': put('D'); return;
      case 'f': put('F'); return;
      case 'g':
        if (next == 'h') { if (i == 0) put('K'); ++i; }
        else if (next == 'n') { if (i > 0) put('N'); ++i; put('N'); }
        else put(next == 'e' || next == 'i' ? 'J' : 'K');
        return;
      case 'j': put('J'); return;
      case 'k': if (!(i == 0 && next == 'n')) put('K'); return;
      case 'q': put('K'); return;
      case 'l': put('L'); return;
      case 'm': put('M'); return;
      case 'n': put('N'); return;
      case 'p':
        if (next == 'h') { put('F'); ++i; }
        else put('P');
        return;
      case 'r': put('R'); return;
      case 's':
        if (next == 'h') { put('X'); ++i; }
        else if (next == 'c' && i + 2 < word.size() && word[i + 2] == 'h') { put('X'); i += 2; }
        else put('S');
        return;
      case 't':
        put('T');
        if (next == 'h') ++i;
        return;
      case 'x': put('K'); put('S'); return;
      case 'z': put('S'); return;
      default: put(c);
    }
  }
};

// The vowels count a little: not Brian and Bruno.
bool sound_alike(std::string_view a, std::string_view b) {
  SoundKey key(a);
  return key.size >= 2 && key.text() == SoundKey(b).text() && jaro(a, b) >= 0.75;
}

enum class WordLikeness : uint8_t { same, slip, sound, initial, short_form, much, other };

// Which letters a word has. Two words of strangers have few in common, and that is known before anything dear is computed.
struct Letters {
  uint32_t set = 0;
  size_t repeated = 0;  // letters that were there already
  explicit Letters(std::string_view word) {
    for (char c : word) set |= 1U << (static_cast<unsigned char>(c) & 31);
    repeated = word.size() - static_cast<size_t>(std::popcount(set));
  }
};

// At least as much as jaro().
double jaro_at_most(std::string_view a, Letters const& in_a, std::string_view b, Letters const& in_b) {
  auto common = static_cast<double>(static_cast<size_t>(std::popcount(in_a.set & in_b.set)) + std::min(in_a.repeated, in_b.repeated));
  return common == 0 ? 0 : (std::min(common / static_cast<double>(a.size()), 1.0) + std::min(common / static_cast<double>(b.size()), 1.0) + 1) / 3;
}

WordLikeness word_likeness(std::string_view a, std::string_view b) {
  if (a == b) return WordLikeness::same;
  size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  Letters const in_a(a), in_b(b);
  if (shorter > 1 && jaro_at_most(a, in_a, b, in_b) < 0.75) return WordLikeness::other;
  bool starts_alike = a.substr(0, shorter) == b.substr(0, shorter);
  if (shorter == 1) return starts_alike ? WordLikeness::initial : WordLikeness::other;
  if (longer - shorter <= 1 && longer >= 4 && damerau(a, b, 1) <= 1) return WordLikeness::slip;
  if (shorter >= 3 && starts_alike) return WordLikeness::short_form;
  if (longer >= 4 && shorter >= 3 && longer - shorter <= 3 && sound_alike(a, b)) return WordLikeness::sound;
  if (shorter >= 3 && jaro_winkler(a, b) >= 0.88) return WordLikeness::much;  // not without a Jaro of 0.8
  return WordLikeness::other;
}

// Each word of the shorter name with the best one left of the longer, in the order of likeness.
struct Pairing {
  std::array<unsigned, 7> count{};  // by likeness; `other`: words of the shorter without a partner
  std::array<WordLikeness, Words::most> of_a{}, of_b{};

  Pairing(Words const& a, Words const& b) {
    of_a.fill(WordLikeness::other);
    of_b.fill(WordLikeness::other);
    std::array<std::array<WordLikeness, Words::most>, Words::most> likeness{};
    for (size_t i = 0; i < a.size(); ++i)
      for (size_t j = 0; j < b.size(); ++j) likeness[i][j] = word_likeness(a[i], b[j]);
    size_t left = std::min(a.size(), b.size());
    for (unsigned wanted = 0; wanted < static_cast<unsigned>(WordLikeness::other); ++wanted)
      for (size_t i = 0; i < a.size() && left > 0; ++i)
        for (size_t j = 0; j < b.size(); ++j)
          if (of_a[i] == WordLikeness::other && of_b[j] == WordLikeness::other && likeness[i][j] == WordLikeness{static_cast<uint8_t>(wanted)}) {
            of_a[i] = of_b[j] = likeness[i][j];
            ++count[wanted];
            --left;
            break;
          }
    count[static_cast<size_t>(WordLikeness::other)] = static_cast<unsigned>(left);
  }
  unsigned operator[](WordLikeness likeness) const { return count[static_cast<size_t>(likeness)]; }
};

NameAgreement compare_words(std::string_view a, std::string_view b) {
  switch (word_likeness(a, b)) {
    case WordLikeness::same: return NameAgreement::equal_variant;
    case WordLikeness::slip: return NameAgreement::look_alike;
    case WordLikeness::sound: return NameAgreement::homophone;
    case WordLikeness::initial: return NameAgreement::short_alike;
    case WordLikeness::short_form: return NameAgreement::part;
    case WordLikeness::much: return NameAgreement::transcribed;
    case WordLikeness::other: break;
  }
  if (std::max(a.size(), b.size()) <= 3 && damerau(a, b, 1) <= 1) return NameAgreement::short_alike;
  return jaro_winkler(a, b) >= 0.8 ? NameAgreement::one_character : NameAgreement::different;
}

// ---- Chinese names in pinyin ----------------------------------------------------------------------------------------------------------

struct Syllables {
  std::array<Sound, 4> at{};
  size_t size = 0;
};

Sound syllable(std::string_view text) {
  if (text.size() == 1 && text != "a" && text != "e" && text != "o") return 0;
  if (text == "ng" || text == "hm" || text == "hng") return 0;
  if (text == "lyu") return sound_of("lv");
  return text == "nyu" ? sound_of("nv") : sound_of(text);
}

// A quick no for nearly every word that is not pinyin: a syllable ends in a vowel, n, ng or r, and begins with one consonant or zh, ch, sh.
bool may_be_pinyin(std::string_view word) {
  auto is_vowel = [](char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'v'; };
  for (size_t i = 0; i < word.size(); ++i) {
    char c = word[i], next = i + 1 < word.size() ? word[i + 1] : '\0';
    if (c < 'a' || c > 'z') return false;
    if (!is_vowel(next) && !is_vowel(c) && c != 'n' && c != 'g' && c != 'r' && next != 'h' && !((c == 'l' || c == 'n') && next == 'y')) return false;
  }
  return true;
}

// The longest syllable first: xian is one, not xi'an.
bool cut(std::string_view text, Syllables& to) {
  if (text.empty()) return true;
  if (to.size == to.at.size()) return false;
  for (size_t length = std::min<size_t>(text.size(), 6); length > 0; --length)
    if (Sound sound = syllable(text.substr(0, length)); sound != 0) {
      size_t before = to.size;
      to.at[to.size++] = sound;
      if (cut(text.substr(length), to)) return true;
      to.size = before;
    }
  return false;
}

bool is_in_capitals(std::string_view written, std::string_view word) {
  if (word.size() < 2) return false;
  std::string capitals(word);
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return written.find(capitals) != written.npos;
}

// The surname's syllables first. The surname is in capitals, or after the comma was before it, or the only word of one syllable; else the first word.
std::optional<Syllables> pinyin_of(std::string_view written, Words const& words) {
  if (words.size() == 0 || words.size() > 3 || words.text().size() > 22) return std::nullopt;
  std::array<Syllables, 3> parts;
  size_t total = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!may_be_pinyin(words[i]) || !cut(words[i], parts[i])) return std::nullopt;
    total += parts[i].size;
  }
  if (total < 2 || total > 4) return std::nullopt;
  size_t last = words.size() - 1;
  bool last_is_surname = last > 0 && (words.has_comma() || (is_in_capitals(written, words[last]) && !is_in_capitals(written, words[0])) ||
                                      (words.size() == 2 && parts[0].size > 1 && parts[1].size == 1 && !is_in_capitals(written, words[0])));
  Syllables all;
  auto append = [&](Syllables const& part) {
    for (size_t i = 0; i < part.size; ++i) all.at[all.size++] = part.at[i];
  };
  if (last_is_surname) append(parts[last]);
  for (size_t i = 0; i < words.size(); ++i)
    if (!last_is_surname || i != last) append(parts[i]);
  return all;
}

// Lower case only: accents still count.
uint64_t written_hash(std::string_view written) {
  uint64_t hash = seed;
  for (char c : written) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) hash = (hash ^ byte) * 0x100000001B3U;
    if (c >= 'A' && c <= 'Z') hash = (hash ^ (byte | 0x20U)) * 0x100000001B3U;
  }
  return hash == 0 ? 1 : hash;
}

bool is_ascii(std::string_view text) { return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }); }

}  // namespace

NameForm latin_form(std::string_view written, NamePart part) {
  NameForm form;
  Words const words(written);
  if (words.size() == 0) return form;
  form.script = NameScript::other;
  form.folded = hash_of(words.text(), seed);
  form.written = is_ascii(written) ? form.folded : written_hash(written);
  form.length = static_cast<uint8_t>(words.size());
  if (std::optional<Syllables> pinyin = pinyin_of(written, words)) {
    form.is_pinyin = true;
    form.length = static_cast<uint8_t>(pinyin->size);
    form.surname_length = part == NamePart::given ? 0 : part == NamePart::surname ? form.length : 1;
    form.sounds = pinyin->at;
    for (size_t i = 0; i < pinyin->size; ++i) form.codes[i] = 0xFFFF;
  }
  return form;
}

NameAgreement compare_latin(std::string_view text, std::string_view other_text) {
  Words const one(text), other_one(other_text);
  bool is_swapped = other_one.text() < one.text();  // which of two equally good words is paired must not depend on the order of the names
  Words const &a = is_swapped ? other_one : one, &b = is_swapped ? one : other_one;
  if (a.size() == 0 || b.size() == 0) return NameAgreement::different;
  if (a.size() == 1 && b.size() == 1) return compare_words(a[0], b[0]);
  Pairing const pairs(a, b);
  using enum WordLikeness;
  unsigned shorter = static_cast<unsigned>(std::min(a.size(), b.size()));
  bool is_longer = a.size() != b.size();
  if (pairs[same] == shorter) return is_longer ? NameAgreement::part : NameAgreement::reordered;
  if (pairs[other] == 0 && pairs[same] + pairs[slip] + pairs[sound] >= 1) {
    if (pairs[initial] + pairs[short_form] > 0 || is_longer) return pairs[same] >= 1 ? NameAgreement::part : NameAgreement::transcribed;
    if (pairs[same] + pairs[slip] == shorter && pairs[slip] == 1) return NameAgreement::look_alike;
    if (pairs[same] + pairs[sound] == shorter && pairs[sound] == 1) return NameAgreement::homophone;
    return pairs[much] == 0 ? NameAgreement::nearly_homophone : NameAgreement::transcribed;
  }
  bool surname_agrees = pairs.of_a[a.size() - 1] == same && pairs.of_b[b.size() - 1] == same && a.last() == b.last();
  if (surname_agrees) return pairs[same] >= 2 ? NameAgreement::one_character : NameAgreement::surname_only;
  if (a.size() >= 2 && b.size() >= 2 && a[0] == b[0]) return pairs[same] >= 2 ? NameAgreement::other_surname : NameAgreement::other_surname_short;
  return NameAgreement::different;
}

NameKeys latin_keys(NameForm const& form, std::string_view text) {
  enum Seed : uint64_t { sound_seed = seed + 1, surname_seed, sorted_seed, initial_seed, start_seed, end_seed, letters_seed };
  Words const words(text);
  NameKeys keys;
  if (words.size() == 0) return keys;
  keys.written = form.folded;
  std::array<std::string_view, Words::most> sorted;
  for (size_t i = 0; i < words.size(); ++i) sorted[i] = words[i];
  std::sort(sorted.begin(), sorted.begin() + words.size());
  uint64_t sound = sound_seed, in_order = sorted_seed;
  for (size_t i = 0; i < words.size(); ++i) {
    sound = hash_of(SoundKey(sorted[i]).text(), sound);
    in_order = hash_of(sorted[i], in_order);
  }
  keys.pinyin = keys.given_pinyin = sound;
  keys.given = hash_of(words[0], seed);
  keys.surname = hash_of(words.last(), surname_seed);
  if (words.size() == 1) {
    std::string letters(words[0]);
    std::ranges::sort(letters);
    keys.one_wild = {hash_of(words[0].substr(0, 4), start_seed), hash_of(words[0].substr(words[0].size() - std::min<size_t>(words[0].size(), 4)), end_seed),
                     hash_of(letters, letters_seed)};
  } else {
    uint64_t initial = hash_of(words[0].substr(0, 1), initial_seed);
    keys.one_wild = {in_order, hash_of(words.last(), initial), hash_of(SoundKey(words.last()).text(), initial)};
  }
  return keys;
}

}  // namespace hutong::matching::internal
