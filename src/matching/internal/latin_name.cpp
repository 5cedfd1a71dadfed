#include "matching/internal/latin_name.h"

#include <algorithm>
#include <array>

namespace hutong::matching::internal {
namespace {

constexpr size_t longest_word = 32, words_max = 8;

// The words in lower case: letters and digits of any script; all else but an apostrophe parts them.
struct Words {
  std::array<std::array<char, longest_word>, words_max> text{};
  std::array<uint8_t, words_max> size{};
  size_t count = 0;

  explicit Words(std::string_view written) {
    bool inside = false;
    for (char c : written) {
      auto byte = static_cast<unsigned char>(c);
      if (c == '\'') continue;
      bool is_word = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!is_word) {
        inside = false;
        continue;
      }
      if (!inside) {
        if (count == words_max) return;
        inside = true;
        ++count;
      }
      uint8_t& length = size[count - 1];
      if (length < longest_word) text[count - 1][length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
  std::string_view operator[](size_t i) const { return {text[i].data(), size[i]}; }
};

uint64_t hash_of(std::string_view word, uint64_t hash) {
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  hash ^= hash >> 29;
  return hash == 0 ? 1 : hash;
}

constexpr uint64_t seed = 0xCBF29CE484222325U;

}  // namespace

NameForm latin_form(std::string_view written, NamePart) {
  NameForm form;
  Words const words(written);
  if (words.count == 0) return form;
  uint64_t hash = seed;
  for (size_t i = 0; i < words.count; ++i) hash = hash_of(words[i], hash);
  form.written = form.folded = hash;
  form.length = static_cast<uint8_t>(words.count);
  form.script = NameScript::other;
  return form;
}

NameAgreement compare_latin(std::string_view text, std::string_view other_text) {
  Words const a(text), b(other_text);
  size_t shared = 0, initials = 0;
  std::array<bool, words_max> used{};
  for (size_t i = 0; i < a.count; ++i)
    for (size_t j = 0; j < b.count; ++j)
      if (!used[j] && (a[i] == b[j] || ((a[i].size() == 1 || b[j].size() == 1) && a[i][0] == b[j][0]))) {
        used[j] = true;
        ++(a[i] == b[j] ? shared : initials);
        break;
      }
  if (a.count == b.count && shared == a.count) return NameAgreement::reordered;
  if (shared > 0 && shared + initials == std::min(a.count, b.count)) return NameAgreement::part;
  if (a.count > 1 && b.count > 1 && a[a.count - 1] == b[b.count - 1]) return NameAgreement::surname_only;
  return NameAgreement::different;
}

NameKeys latin_keys(NameForm const& form, std::string_view text) {
  Words const words(text);
  NameKeys keys;
  if (words.count == 0) return keys;
  keys.written = form.folded;
  keys.given = hash_of(words[0], seed);
  keys.surname = hash_of(words[words.count - 1], seed + 1);
  return keys;
}

}  // namespace hutong::matching::internal
