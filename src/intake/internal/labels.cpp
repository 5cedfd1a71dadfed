#include "intake/internal/labels.h"

#include <algorithm>

#include "base/text.h"

namespace hutong::intake {
namespace {

// Hints that stand beside a label and say nothing about its meaning: 必填, 18位, 元, yyyy-mm-dd are cut with their brackets, like any other
// bracket that the tables do not know.
std::string without_brackets(std::string_view label) {
  std::string out;
  int depth = 0;
  for (char const c : label) {
    if (c == '(') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

std::string inside_brackets(std::string_view label) {
  size_t const open = label.find('('), close = label.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return "";
  return std::string(label.substr(open + 1, close - open - 1));
}

bool is_label_noise(char32_t c) {
  return c == U'*' || c == U'★' || c == U'●' || c == U'※' || c == U'◆' || c == U'▲' || c == U'△' || c == U'☆' || c == U'"' || c == U'“' || c == U'”' || c == U'\'' || c == U'‘' || c == U'’';
}

// 1.姓名, 1、姓名, (1)姓名, 一、姓名: the number goes.
std::u32string without_numbering(std::u32string label) {
  auto is_numeral = [](char32_t c) { return (c >= U'0' && c <= U'9') || std::u32string_view(U"一二三四五六七八九十").find(c) != std::u32string_view::npos; };
  size_t at = !label.empty() && label[0] == U'(' ? 1 : 0;
  bool const in_brackets = at == 1;
  size_t digits = 0;
  while (at < label.size() && is_numeral(label[at])) ++at, ++digits;
  if (digits == 0 || digits > 2 || at >= label.size()) return label;
  bool const ends = in_brackets ? label[at] == U')' : label[at] == U'.' || label[at] == U'、' || label[at] == U',';
  return ends && at + 1 < label.size() ? label.substr(at + 1) : label;
}

bool cut_prefix(std::string_view& text, std::string_view prefix) {
  if (!base::starts_with(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool cut_suffix(std::string_view& text, std::string_view suffix) {
  if (!base::ends_with(text, suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::string normalised_label(std::string_view text) {
  std::u32string clean;
  for (char32_t c : base::to_utf32(base::without_blanks(base::nfkc(text)))) {
    if (is_label_noise(c)) continue;
    if (c == U'【' || c == U'〔' || c == U'[' || c == U'《' || c == U'{' || c == U'<' || c == U'〖' || c == U'「') c = U'(';
    if (c == U'】' || c == U'〕' || c == U']' || c == U'》' || c == U'}' || c == U'>' || c == U'〗' || c == U'」') c = U')';
    if (c >= U'a' && c <= U'z') c = c - U'a' + U'A';
    if (c == U'﹡' || c == U'_') continue;
    clean.push_back(c);
  }
  while (!clean.empty() && (clean.back() == U':' || clean.back() == U';' || clean.back() == U'。' || clean.back() == U',')) clean.pop_back();
  return base::to_utf8(without_numbering(std::move(clean)));
}

LabelReading LabelReader::read(std::string_view cell_text) const {
  std::string const label = normalised_label(cell_text);
  if (label.empty() || label.size() > 120) return {};
  LabelReading reading = read_normalised(label);
  if (reading.is_known) return reading;
  if (base::contains(label, "(")) {
    std::string const outside = without_brackets(label), inside = inside_brackets(label);
    reading = read_normalised(outside);
    LabelReading const hint = read_normalised(inside);
    // 姓名(父亲) and 父亲(姓名) say what 父亲姓名 says.
    if (hint.names_owner_alone() && reading.is_known && reading.owner == Owner::none) return read_normalised(inside + outside);
    if (reading.names_owner_alone() && hint.is_known && !hint.names_owner_alone()) return read_normalised(outside + inside);
    if (reading.is_known) return reading;
  }
  for (char const separator : {'/', ','}) {
    if (!base::contains(label, std::string(1, separator))) continue;
    LabelReading const first = read_normalised(label.substr(0, label.find(separator)));
    if (first.is_known) return first;
  }
  return reading;
}

LabelReading LabelReader::read_normalised(std::string const& label) const {
  LabelReading reading;
  if (label.empty() || read_exact(label, reading)) return reading;
  std::string_view rest = label;
  for (std::string_view const guess : {"估计", "推定", "推测", "大致", "估算", "大约", "约"}) {
    if (!cut_prefix(rest, guess)) continue;
    reading = read_normalised(std::string(rest));
    for (Meaning& meaning : reading.meanings) meaning.is_estimated = true;
    return reading;
  }
  if (read_relation(label, reading) || read_owner_and_rest(label, reading) || read_suffix(label, reading)) return reading;
  return {};
}

bool LabelReader::read_exact(std::string_view label, LabelReading& reading) const {
  auto const found = spec_.labels.exact.find(std::string(label));
  if (found != spec_.labels.exact.end()) {
    reading.meanings = found->second;
    reading.is_known = true;
    if (!reading.meanings.empty()) reading.owner = reading.meanings.front().owner;
    return true;
  }
  auto const owner = spec_.owner_of_word.find(std::string(label));
  if (owner == spec_.owner_of_word.end()) return false;
  reading.meanings = {Meaning{kNone, owner->second}};
  reading.owner = owner->second;
  reading.is_known = true;
  return true;
}

bool LabelReader::knows(std::string_view cell_text) const {
  if (cell_text.size() > 60) return false;
  std::string const label = base::without_blanks(cell_text);
  return spec_.labels.exact.contains(label) || spec_.owner_of_word.contains(label);
}

// Cuts owner words from the front; of several the last one counts (涉案人员子女 → child). Words that say nothing are cut as well.
Owner LabelReader::strip_owners(std::string_view& label) const {
  Owner owner = Owner::none;
  for (bool cut = true; cut && !label.empty();) {
    cut = false;
    for (auto const& [word, whose] : spec_.owner_words) {
      if (!cut_prefix(label, word)) continue;
      owner = whose;
      cut = true;
      break;
    }
    for (std::string const& word : data_.plain_words)
      if (!cut && label.size() > word.size() && cut_prefix(label, word)) cut = true;
  }
  return owner;
}

bool LabelReader::read_owner_and_rest(std::string_view label, LabelReading& reading) const {
  std::string_view rest = label;
  Owner const owner = strip_owners(rest);
  if (rest.size() == label.size()) return false;
  LabelReading concept_part;
  if (rest.empty()) {
    concept_part.meanings = {Meaning{kNone, owner}};
    concept_part.is_known = owner != Owner::none;
  } else if (!read_exact(rest, concept_part)) {
    if (std::find(data_.group_endings.begin(), data_.group_endings.end(), rest) == data_.group_endings.end() || owner == Owner::none) return false;
    concept_part.meanings = {Meaning{kNone, owner}};
    concept_part.is_known = true;
  }
  if (!concept_part.is_known) return false;
  for (Meaning& meaning : concept_part.meanings)
    if (owner != Owner::none) meaning.owner = owner;
  reading = std::move(concept_part);
  if (owner != Owner::none) reading.owner = owner;
  return true;
}

// 与X关系, X与Y关系, X系Y的: the relation of a parent or guardian to the child, whichever way round it is written.
bool LabelReader::read_relation(std::string_view label, LabelReading& reading) const {
  std::string_view middle = label;
  if (!cut_suffix(middle, "关系")) return false;
  for (std::string_view const filler : {"之间的", "之间", "的"}) cut_suffix(middle, filler);
  size_t const with = middle.find("与") != std::string_view::npos ? middle.find("与") : middle.find("和");
  if (with == std::string_view::npos) return false;
  std::string_view left = middle.substr(0, with), right = middle.substr(with + std::string_view("与").size());
  std::string_view left_rest = left, right_rest = right;
  Owner const from = strip_owners(left_rest), to = strip_owners(right_rest);
  Meaning meaning{data_.concept_named("relation"), Owner::none};
  for (Owner const whose : {from, to})
    if (whose == Owner::parent || whose == Owner::father || whose == Owner::mother || whose == Owner::guardian || whose == Owner::account || whose == Owner::never || whose == Owner::other || whose == Owner::finder) {
      meaning.owner = whose;
      break;
    }
  bool const is_about_stranger = meaning.owner == Owner::none && (!right_rest.empty() || !left_rest.empty());
  reading.is_known = true;
  reading.owner = is_about_stranger ? Owner::other : meaning.owner;
  if (!is_about_stranger) reading.meanings = {meaning};
  return true;
}

// 受害儿童姓名, 父亲有效身份证号: the end is a known label and an owner stands somewhere before it. A personal label behind an unknown word
// (户长姓名) is somebody else's and is never taken for the child's.
bool LabelReader::read_suffix(std::string_view label, LabelReading& reading) const {
  for (size_t at = 1; at < label.size(); ++at) {
    if ((static_cast<unsigned char>(label[at]) & 0xC0) == 0x80) continue;
    LabelReading tail;
    if (!read_exact(label.substr(at), tail) || tail.meanings.empty()) continue;
    bool const is_personal = tail.meanings.front().concept_id == kNone || data_.concepts[tail.meanings.front().concept_id].is_personal;
    std::string_view const before = label.substr(0, at);
    size_t best = std::string_view::npos;
    Owner owner = Owner::none;
    for (auto const& [word, whose] : spec_.owner_words) {
      if (word.size() < 6) continue;  // one character (父, 母) is too little inside other words
      size_t const found = before.rfind(word);
      if (found != std::string_view::npos && (best == std::string_view::npos || found + word.size() > best)) {
        best = found + word.size();
        owner = whose;
      }
    }
    if (owner != Owner::none && tail.owner == Owner::none) {
      for (Meaning& meaning : tail.meanings) meaning.owner = owner;
      tail.owner = owner;
      reading = std::move(tail);
      return true;
    }
    if (tail.meanings.front().concept_id == kNone) {
      reading = std::move(tail);  // 疑似失联儿童: an owner alone at the end
      return true;
    }
    if (!is_personal) break;
    reading.is_known = true;
    reading.owner = Owner::other;
    return true;
  }
  for (auto const& [ending, meaning] : spec_.labels.endings) {
    if (!base::ends_with(label, ending)) continue;
    reading = LabelReading{{meaning}, Owner::none, true, true};
    return true;
  }
  return false;
}

Owner LabelReader::group_owner(std::string_view cell_text) const {
  LabelReading const reading = read(cell_text);
  if (reading.owner != Owner::none) return reading.owner;
  std::string const label = normalised_label(cell_text);
  if (label.size() > 60) return Owner::none;
  std::string_view rest = label;
  for (std::string const& ending : data_.group_endings)
    if (cut_suffix(rest, ending)) break;
  // 涉案人员未成年子女基本情况: the last owner named counts.
  size_t best = 0;
  Owner owner = Owner::none;
  for (auto const& [word, whose] : spec_.owner_words) {
    if (word.size() < 6) continue;
    size_t const found = rest.rfind(word);
    if (found != std::string_view::npos && found + word.size() > best) {
      best = found + word.size();
      owner = whose;
    }
  }
  return owner;
}

}  // namespace hutong::intake
