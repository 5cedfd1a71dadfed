#include "matching/internal/name_units.h"

#include "matching/characters.h"

namespace hutong::matching::internal {
namespace {

enum class Sign : uint8_t { blank, dot, full_stop, opening, closing, unreadable, cut, letter, digit, other };

bool is_blank(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0xAD || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) || c == 0x205F ||
         c == 0x2060 || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F);
}

// The letters of pinyin; '\x01' for all others.
char without_tone(char32_t c) {
  static constexpr std::u32string_view marked = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüĀÁǍÀĒÉĚÈŌÓǑÒ";
  static constexpr std::string_view plain = "aaaaeeeeiiiioooouuuuvvvvvaaaaeeeeoooo";
  size_t at = marked.find(c);
  return at == marked.npos ? '\x01' : plain[at];
}

bool is_private(char32_t c) { return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000; }

Sign sign_of(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Sign::letter;
  if (c >= '0' && c <= '9') return Sign::digit;
  if (is_blank(c)) return Sign::blank;
  switch (c) {
    case U'·': case U'•': case U'・': case U'･': case U'‧': case U'∙': case U'●': case U'﹒': case U'⋅': case U'˙': case U'᛫':
      return Sign::dot;
    case U'.': case U'。': return Sign::full_stop;
    case U'(': case U'（': case U'[': case U'【': case U'〔': case U'〈': case U'<': case U'{': case U'「': case U'《': return Sign::opening;
    case U')': case U'）': case U']': case U'】': case U'〕': case U'〉': case U'>': case U'}': case U'」': case U'》': return Sign::closing;
    case U'?': case U'□': case U'*': case U'某': case U'○': case U'◯': case U'■': case U'▢': case U'×': case U'✕': case U'╳': case U'※':
    case 0xFFFD: case U'〓':
      return Sign::unreadable;
    case U'…': return Sign::cut;
    default: break;
  }
  if (c < 0xC0 || (c >= 0x2010 && c <= 0x2BFF) || (c >= 0x3001 && c <= 0x3020 && c != U'々' && c != U'〇')) return Sign::other;
  return Sign::letter;
}

// One code point of UTF-8 at `at`, which moves on; a malformed byte is U+FFFD.
char32_t next_point(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char first = byte(at++);
  if (first < 0x80) return first;
  unsigned more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
  if (more == 0 || at + more > text.size()) return 0xFFFD;
  char32_t point = first & (0x3FU >> more);
  for (unsigned i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0xFFFD;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  at += more;
  return point;
}

// Full width to half; in names nothing else needs compatibility forms: those of characters are in the tables.
char32_t narrowed(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

bool is_han_code(char32_t c, CharacterCode code) {
  return code != 0 || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) || c == U'〇' || c == U'々';
}

CharacterCode code_without_entry(char32_t c) { return static_cast<CharacterCode>(NameForm::without_entry + (c * 0x9E3779B1U >> 21)); }

class Reader {
 public:
  Reader(std::string_view text, NameUnits& units) : text_(text), units_(units) {}

  void read() {
    while (at_ < text_.size() && units_.count < NameUnits::capacity) take(narrowed(next_point(text_, at_)));
    close_run();
    units_.is_cut |= dot_before_ && units_.count > 0;
  }

 private:
  void take(char32_t c) {
    CharacterCode code = c >= 0x2E80 ? code_of(c) : CharacterCode{0};
    if (code != 0) {
      if (c == U'某') return take_unreadable(c);
      return take_character(c, code);
    }
    if (is_private(c)) return take_unreadable(c);
    switch (sign_of(c)) {
      case Sign::blank: break;
      case Sign::full_stop:
      case Sign::dot: close_run(); dot_before_ = true; break;
      case Sign::opening: close_run(); skip_annotation(); break;
      case Sign::closing: close_run(); break;
      case Sign::unreadable: take_unreadable(c); break;
      case Sign::cut: close_run(); units_.is_cut = true; break;
      case Sign::digit:  // one tells two persons apart, more are something else: a telephone, a number
        close_run();
        if (++digits_ == 1) note(c);
        else units_.annotation = 0;
        break;
      case Sign::letter:
        if (is_han_code(c, 0)) return take_character(c, c == U'々' && units_.count > 0 ? units_.at[units_.count - 1].code : code_without_entry(c));
        take_letter(c);
        break;
      case Sign::other: close_run(); take_separator(c); break;
    }
  }

  // 王伟、李芳: two names in one cell.
  void take_separator(char32_t c) {
    static constexpr std::u32string_view separators = U"、,/;，；|+&";
    if (units_.han < 2 || !units_.other_name.empty() || separators.find(c) == separators.npos) return;
    units_.other_name = text_.substr(at_);
    at_ = text_.size();
  }

  void add(NameUnit unit) {
    if (units_.count == NameUnits::capacity) return;
    unit.starts_part = dot_before_ && units_.count > 0;
    units_.is_dotted |= unit.starts_part;
    dot_before_ = false;
    units_.at[units_.count++] = unit;
  }

  void take_character(char32_t c, CharacterCode code) {
    if (run_size_ > 0) close_run();
    marks_ = 0;
    add({c, code, code < NameForm::without_entry ? character(code).sounds[0] : Sound{0}, false});
    ++units_.han;
  }

  // A third mark in a row is one of the bytes of a single character that went through the wrong encoding.
  void take_unreadable(char32_t c) {
    close_run();
    bool is_mark = c == U'?' || c == 0xFFFD;
    marks_ = is_mark ? marks_ + 1 : 0;
    if (marks_ > 2) {
      if (marks_ == 3) --units_.count;
      return;
    }
    CharacterCode code = is_private(c) ? static_cast<CharacterCode>(NameForm::unreadable + (c & 0x3FF)) : CharacterCode{0xFFFF};
    add({is_private(c) ? c : U'?', code, 0, false});
    units_.has_unreadable = true;
    units_.han += is_private(c);
  }

  void take_letter(char32_t c) {
    ++units_.letters;
    if (run_size_ < run_.size()) run_[run_size_++] = c >= 0x80 ? without_tone(c) : static_cast<char>(c | 0x20);
  }

  // Letters among characters: pinyin of a rare one, an X for one withheld, or a letter that tells two persons apart.
  void close_run() {
    if (run_size_ == 0) return;
    std::string_view run(run_.data(), run_size_);
    run_size_ = 0;
    if (Sound sound = run.size() > 1 ? sound_of(run) : Sound{0}; sound != 0) {
      add({U'?', 0xFFFF, sound, false});
      units_.has_unreadable = true;
    } else if (run.find_first_not_of('x') == run.npos) {
      for (size_t i = 0; i < run.size(); ++i) add({U'?', 0xFFFF, 0, false});
      units_.has_unreadable = true;
    } else if (run.size() == 1 && units_.count > 0) {
      note(static_cast<unsigned char>(run[0]));
    } else {
      uint32_t hash = 0;
      for (char c : run) hash = hash * 31 + static_cast<unsigned char>(c);
      add({0x110000 + hash, code_without_entry(hash), 0, false});
    }
  }

  void note(char32_t c) {
    switch (c) {
      case U'大': case U'长': case U'一': case U'甲': case U'a': case U'1': units_.annotation = 1; break;
      case U'小': case U'次': case U'二': case U'乙': case U'b': case U'2': units_.annotation = 2; break;
      case U'三': case U'丙': case U'c': case U'3': units_.annotation = 3; break;
      default: break;
    }
  }

  // （大） is kept as a note, the name in （曾用名王卫） as another name; whatever else is long is dropped.
  void skip_annotation() {
    size_t start = at_, end = at_;
    char32_t only = 0;
    size_t count = 0;
    while (at_ < text_.size()) {
      char32_t c = narrowed(next_point(text_, at_));
      Sign sign = sign_of(c);
      if (sign == Sign::closing) break;
      end = at_;
      if (sign == Sign::blank) continue;
      only = c;
      ++count;
    }
    if (count == 1) return note(only < 0x80 ? only | 0x20 : only);
    if (units_.other_name.empty()) find_other_name(text_.substr(start, end - start));
  }

  // After a word that says so, or a second name of the same surname.
  void find_other_name(std::string_view inside) {
    static constexpr std::array<std::string_view, 9> words = {"曾用名", "又名", "原名", "别名", "现名", "改名", "曾名", "身份证名", "户口名"};
    for (std::string_view word : words)
      if (inside.starts_with(word)) {
        inside.remove_prefix(word.size());
        for (std::string_view link : {":", "：", "为", "是", "叫"})
          if (inside.starts_with(link)) inside.remove_prefix(link.size());
        units_.other_name = inside;
        return;
      }
    size_t at = 0;
    if (units_.count >= 2 && inside.size() >= 6 && inside.size() <= 12 && next_point(inside, at) == units_.at[0].point) units_.other_name = inside;
  }

  std::string_view text_;
  NameUnits& units_;
  size_t at_ = 0;
  std::array<char, 16> run_{};
  size_t run_size_ = 0;
  bool dot_before_ = false;
  unsigned digits_ = 0;
  unsigned marks_ = 0;  // ? or U+FFFD in a row
};

}  // namespace

void read_name_units(std::string_view text, NameUnits& units) { Reader(text, units).read(); }

}  // namespace hutong::matching::internal
