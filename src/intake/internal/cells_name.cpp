// Names. What is not a name is refused rather than stored: a number in the name column means that the columns have slipped.
#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "intake/internal/cell_text.h"
#include "values/person_name.h"

namespace hutong::intake {
namespace {

// The signs a program leaves where it could not write a character.
bool is_damage(char32_t c) { return c == '?' || c == U'\uFFFD' || std::u32string_view(U"□▯■▢〓◇◆").find(c) != std::u32string_view::npos; }

bool is_private(char32_t c) { return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD); }

bool is_star(char32_t c) { return std::u32string_view(U"*∗×✱★☆●").find(c) != std::u32string_view::npos; }

bool is_nameless(std::string const& name) {
  static std::set<std::string, std::less<>> const words = {"未取名", "未起名", "没起名", "尚未取名", "无名氏", "无名", "无姓名", "佚名", "待定", "待取名",
                                                           "未命名", "未知名", "姓名不详", "弃婴", "男婴", "女婴", "婴儿", "弃儿", "新生儿"};
  if (words.contains(name) || is_word_for_none(name)) return true;
  // 张三之子: the hospital's name for a child that has none yet.
  for (std::string_view const suffix : {"之子", "之女", "之长子", "之长女", "之次子", "之次女"})
    if (base::ends_with(name, suffix) && base::length_in_characters(name) >= 4) return true;
  return false;
}

// Two to four usual Han characters, none of which begins or ends a word of is_nameless or stands for a hidden name: nothing to clean.
bool is_usual_name(CellInput const& cell) {
  std::string_view const text = cell.text;
  if (cell.kind != sheets::CellKind::text || text.size() < 6 || text.size() > 12 || text.size() % 3 != 0) return false;
  constexpr std::u32string_view signs = U"未没尚无佚待姓弃男女婴新不暂查空缺办正补之某";
  for (size_t i = 0; i < text.size(); i += 3) {
    auto const byte = [&](size_t k) { return static_cast<char32_t>(static_cast<unsigned char>(text[i + k])); };
    bool const has_three_bytes = (byte(0) & 0xF0) == 0xE0 && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80;
    char32_t const c = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (!has_three_bytes || c < 0x4E00 || c > 0x9FFF || signs.find(c) != std::u32string_view::npos) return false;
  }
  return true;
}

bool is_sentence(std::u32string const& name) {
  constexpr size_t longest_name = 30;  // Uyghur and Kazakh names in Chinese characters reach about 20
  return name.size() > longest_name || name.find_first_of(U"。,;:!、/\\=+<>@#~^_|%$&\"`") != std::u32string::npos;
}

// 魏二⏎陶氏: two persons in one cell, whom dropping the line break would make one. 王⏎小明 and 欧阳⏎娜娜 are one.
bool holds_two_persons(std::string_view text) {
  size_t const line_break = text.find_first_of("\r\n");
  if (line_break == std::string_view::npos) return false;
  std::string const first = base::without_blanks(text.substr(0, line_break)), second = base::without_blanks(text.substr(line_break));
  for (std::string_view const surname : {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "令狐", "夏侯", "端木", "百里", "南宫", "东郭", "呼延", "闻人"})
    if (first == surname) return false;
  auto const is_name = [](std::string const& piece) {
    std::u32string const letters = base::to_utf32(piece);
    return letters.size() >= 2 && letters.size() <= 4 && std::all_of(letters.begin(), letters.end(), base::is_han);
  };
  return is_name(first) && is_name(second);
}

NameReading with(Reading reading, std::string note = "") {
  NameReading named;
  static_cast<Reading&>(named) = std::move(reading);
  named.note = std::move(note);
  return named;
}

}  // namespace

NameReading read_name(CellInput const& cell) {
  if (is_usual_name(cell)) return with(value_reading(std::string(cell.text)));
  std::string const text = plain(cell.text);
  if (text.empty()) return with(blank_reading());
  std::map<std::string, std::string> const as_written = {{"text", std::string(base::trimmed(cell.text))}};
  if (is_cell_error(cell)) return with(bad_reading("cell_error", as_written));
  if (is_nameless(base::without_blanks(text))) return with(none_reading());
  std::u32string const whole = base::to_utf32(text);
  if (std::any_of(whole.begin(), whole.end(), is_damage)) return with(bad_reading("name_garbled", as_written));

  std::string note;
  std::string bare = plain(without_brackets(text, &note));
  if (bare.empty()) bare = plain(std::exchange(note, ""));
  std::u32string const letters = base::to_utf32(bare);
  bool const has_digit = std::any_of(letters.begin(), letters.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
  if (cell.kind == sheets::CellKind::date || cell.kind == sheets::CellKind::number || has_digit) return with(bad_reading("name_not_a_name", as_written));
  if (std::any_of(letters.begin(), letters.end(), is_star)) return with(bad_reading("name_masked", as_written));
  if (is_nameless(base::without_blanks(bare))) return with(none_reading(), note);
  if (is_sentence(letters) || holds_two_persons(bare)) return with(bad_reading("name_not_a_name", as_written));

  auto const name = values::PersonName::parse(bare);
  if (!name) return name.error().code == "name_empty" ? with(none_reading(), note) : with(bad_reading("name_garbled", as_written));
  NameReading reading = with(value_reading(name->reveal()), note);
  if (!note.empty()) reading.warnings.push_back("name_annotated");
  if (base::contains(bare, "某")) reading.warnings.push_back("name_anonymised");
  if (std::any_of(letters.begin(), letters.end(), is_private)) reading.warnings.push_back("name_private_character");
  return reading;
}

}  // namespace hutong::intake
