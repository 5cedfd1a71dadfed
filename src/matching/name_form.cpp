// From the written name to its form. The hot path, a Chinese name of two to four characters, decodes, looks each character up in the paged table and mixes two
// hashes: no allocation, no call of ICU.
#include "matching/name_form.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "matching/internal/latin_name.h"
#include "matching/internal/name_units.h"

namespace hutong::matching {
namespace {

using internal::NameUnit;
using internal::NameUnits;

uint64_t mixed(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
  return hash ^ hash >> 29;
}

uint64_t never_zero(uint64_t hash) { return hash == 0 ? 1 : hash; }

constexpr uint64_t written_seed = 0x6E616D65, folded_seed = 0x666F6C64;

// Surnames of two characters, the spelling offices use (simplified).
constexpr std::u32string_view compound_surnames =
    U"欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘亓官司寇"
    U"巫马颛孙漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭羊舌微生西门南荣达奚褚师纳兰完颜叶赫那拉富察";

// Surnames that offices spell in two ways; the first is what is written now. Most come from the second scheme of simplification (1977–1986), which many household
// registers kept; the characters are not variants of each other elsewhere.
constexpr std::u32string_view surname_spellings = U"肖萧闫阎付傅代戴丘邱兰蓝同仝元亓于於宁甯员贠卢芦";

class Surnames {
 public:
  Surnames() {
    for (size_t i = 0; i + 1 < compound_surnames.size(); i += 2) pairs_.push_back(pair_of(code_of(compound_surnames[i]), code_of(compound_surnames[i + 1])));
    std::ranges::sort(pairs_);
    for (uint32_t pair : pairs_) first_[pair >> 16 & 4095] = true;
    for (size_t i = 0; i + 1 < surname_spellings.size(); i += 2) spellings_.push_back({code_of(surname_spellings[i + 1]), code_of(surname_spellings[i])});
    for (auto const& [other, usual] : spellings_) other_spelling_[other & 4095] = true;
  }
  bool is_compound(CharacterCode first, CharacterCode second) const {
    return first_[first & 4095] && std::ranges::binary_search(pairs_, pair_of(first, second));
  }
  CharacterCode usual_spelling(CharacterCode code) const {
    if (other_spelling_[code & 4095])
      for (auto const& [other, usual] : spellings_)
        if (other == code) return usual;
    return code;
  }

 private:
  static uint32_t pair_of(CharacterCode first, CharacterCode second) { return uint32_t{first} << 16 | second; }
  std::vector<uint32_t> pairs_;
  std::vector<std::pair<CharacterCode, CharacterCode>> spellings_;
  std::array<bool, 4096> first_{}, other_spelling_{};  // a quick no for nearly every name
};

Surnames const& surnames() {
  static Surnames const all;
  return all;
}

// 之子, 之女, 之长子 … at the end: how many places that takes.
size_t child_suffix(NameUnits const& units) {
  size_t n = units.count;
  auto at = [&](size_t from_end) { return units.at[n - from_end].point; };
  auto is_one_of = [](char32_t c, std::u32string_view set) { return set.find(c) != set.npos; };
  if (n >= 3 && at(2) == U'之' && is_one_of(at(1), U"子女婴孩儿")) return 2;
  if (n >= 4 && at(3) == U'之' && is_one_of(at(2), U"长次大二三四小幼双女男") && is_one_of(at(1), U"子女婴孩儿")) return 3;
  return 0;
}

bool names_nobody(NameUnits const& units) {
  static constexpr std::array<std::u32string_view, 20> words = {U"无", U"無", U"无名", U"无名氏", U"無名氏", U"未取名", U"未命名", U"暂无名", U"暂无", U"暂未取名",
                                                                U"未知", U"不详", U"未起名", U"待取名", U"待定", U"未填", U"空", U"未上户", U"姓名不详", U"新生儿"};
  if (units.count == 0 || units.count > 4) return units.count == 0;
  switch (units.at[0].point) {
    case U'无': case U'無': case U'未': case U'暂': case U'不': case U'待': case U'空': case U'姓': case U'新': break;
    default: return false;
  }
  std::u32string text;
  for (NameUnit const& unit : units) text.push_back(unit.point);
  return std::ranges::find(words, text) != words.end();
}

void hash(NameForm& form, NameUnits const& units, CharacterCode first) {
  uint64_t written = written_seed, folded = folded_seed;
  for (NameUnit const& unit : units) {
    bool is_placeholder = unit.code == 0xFFFF;
    written = mixed(written, is_placeholder ? 0xFFFF0000U + unit.sound : unit.point);
    CharacterCode code = &unit == units.begin() ? first : unit.code;
    folded = mixed(folded, is_placeholder ? 0xFFFF0000U + unit.sound : code < NameForm::without_entry ? code : 0x200000U + unit.point);
  }
  form.written = never_zero(written);
  form.folded = never_zero(folded);
}

void note_place(NameForm& form, NameUnit const& unit, size_t place) {
  auto bit = static_cast<uint8_t>(1U << place);
  if (form.codes[place] >= NameForm::without_entry) {
    if (form.codes[place] < NameForm::unreadable) form.rare |= bit;
    return;
  }
  Character const& c = character(form.codes[place]);
  form.sounds[place] = c.sounds[0];
  if (c.sounds[1] != 0 || c.surname_sound != c.sounds[0]) form.several_readings |= bit;
  if (c.level >= 3 || (c.point != unit.point && form.codes[place] == unit.code)) form.rare |= bit;  // 堃 is, though it is 坤
}

NameForm chinese_form(NameUnits& units, NamePart part) {
  NameForm form;
  if (names_nobody(units)) return form;
  form.annotation = units.annotation;
  form.has_unreadable = units.has_unreadable;
  form.is_dotted = units.is_dotted;
  form.is_cut = units.is_cut;
  form.has_other_name = !units.other_name.empty();
  CharacterCode first = part == NamePart::given ? units.at[0].code : surnames().usual_spelling(units.at[0].code);
  hash(form, units, first);
  if (part == NamePart::whole)
    if (size_t suffix = child_suffix(units); suffix > 0) {
      form.is_child_of = true;
      units.count -= suffix;
    }
  size_t n = units.count;
  form.length = static_cast<uint8_t>(n);
  form.script = n > 4 || units.is_dotted ? NameScript::longer : NameScript::han;
  for (size_t i = 0; i < std::min<size_t>(n, 4); ++i) {
    form.codes[i] = units.at[i].code;
    form.sounds[i] = units.at[i].sound;
  }
  form.codes[0] = first;
  for (size_t i = 0; i < std::min<size_t>(n, 4); ++i) note_place(form, units.at[i], i);
  if (part == NamePart::given || form.script == NameScript::longer) return form;
  bool is_compound = n >= 2 && surnames().is_compound(form.codes[0], form.codes[1]);
  form.surname_length = static_cast<uint8_t>(part == NamePart::surname ? n : is_compound && n >= 3 ? 2 : 1);
  if (form.surname_length == 1 && first < NameForm::without_entry) form.sounds[0] = character(first).surname_sound;
  return form;
}

bool is_ascii(std::string_view text) { return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }); }

}  // namespace

NameForm name_form(std::string_view written, NamePart part) {
  if (is_ascii(written)) return internal::latin_form(written, part);
  NameUnits units;
  internal::read_name_units(written, units);
  if (units.han > 0) return chinese_form(units, part);
  return units.letters > 0 ? internal::latin_form(written, part) : NameForm{};
}

}  // namespace hutong::matching
