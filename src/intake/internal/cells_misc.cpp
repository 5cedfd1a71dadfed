// Telephone numbers, amounts, free text, the words for "there is none", and check boxes.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <set>

#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cell_text.h"
#include "values/money.h"

namespace hutong::intake {

// ---- none ---------------------------------------------------------------------------------------------------------------

namespace {

// Most cells begin with a figure or with a character that no such word begins with; they need no further look.
bool may_be_word_for_none(std::string_view text) {
  constexpr size_t longest = 40;
  if (text.empty() || text.size() > longest) return false;
  unsigned char const first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return !std::isdigit(first) && (!std::isalpha(first) || first == 'n' || first == 'N');
  if (first < 0xE4 || first > 0xE9 || text.size() < 3) return true;
  for (std::string_view const start : {"无", "暂", "没", "未", "不", "尚", "待", "办", "正", "补", "缺", "空", "查"})
    if (text.substr(0, 3) == start) return true;
  return false;
}

}  // namespace

bool is_word_for_none(std::string_view text) {
  if (!may_be_word_for_none(text)) return false;
  static std::set<std::string, std::less<>> const words = {
      "无",     "暂无",   "没有",   "无号",   "未办理", "未办",     "未办证", "未上户", "未落户",   "未登记", "未取得", "无户口", "无户籍", "无身份证", "没有身份证",
      "不详",   "不明",   "未知",   "不清楚", "不知道", "未提供",   "未填",   "未采集", "尚未办理", "待办",   "待补",   "待查",   "待补充", "办理中",   "正在办理",
      "补办中", "暂缺",   "缺",     "空",     "查无",   "无此项",   "不适用", "无数据", "未掌握",   "暂未办理", "未办身份证", "尚无", "无信息", "无记录", "未上户口"};
  std::string const word = without_brackets(compact(text));
  if (word.empty()) {
    std::string const inside = base::replace_all(base::replace_all(compact(text), "(", ""), ")", "");
    return !inside.empty() && words.contains(inside);
  }
  if (words.contains(word)) return true;
  // Strokes of any kind and length: / \ — – - _ 〇 is a figure, so it is not among them.
  std::u32string const strokes = base::to_utf32(word);
  if (std::all_of(strokes.begin(), strokes.end(), [](char32_t c) { return std::u32string_view(U"/\\-–—―−_·.。…~─").find(c) != std::u32string_view::npos; }))
    return true;
  std::string lower = word;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  if (lower == "n/a" || lower == "na" || lower == "null" || lower == "nil" || lower == "none" || lower == "nan") return true;
  // 无。 无; — a sentence mark behind the word.
  for (std::string_view const mark : {"。", ";", ",", "!", "."})
    if (base::ends_with(word, mark)) return is_word_for_none(std::string_view(word).substr(0, word.size() - mark.size()));
  return false;
}

// ---- telephone numbers --------------------------------------------------------------------------------------------------
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// "" when the digits are not a telephone number.
std::string telephone_number(std::string digits) {
  for (std::string_view const country : {"0086", "86", "0"})
    if (base::starts_with(digits, country) && digits.size() == country.size() + 11 && digits[country.size()] == '1') digits.erase(0, country.size());
  if (digits.size() == 11 && digits[0] == '1') return digits;
  for (std::string_view const country : {"0086", "86"})  // +86 531 83210000: the 0 of the area code falls away behind the country code
    if (base::starts_with(digits, country) && digits.size() >= country.size() + 10 && digits[country.size()] != '0') digits = "0" + digits.substr(country.size());
  if (digits[0] == '0') {
    size_t const area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;  // 010, 02x; all others have four digits
    size_t const local = digits.size() < area ? 0 : digits.size() - area;
    return local == 7 || local == 8 ? digits.substr(0, area) + "-" + digits.substr(area) : "";
  }
  bool const is_service_number = digits.size() == 10 && (digits[0] == '4' || digits[0] == '8');
  return digits.size() == 7 || digits.size() == 8 || is_service_number ? digits : "";
}

// Pieces between hard separators; blanks separate only where each side is a number of its own (138 0000 1234 is one number).
std::vector<std::string> phone_pieces(std::string const& text) {
  std::string marked = text;
  for (std::string_view const separator : {"、", ",", ";", "或", "和", "|", "\\", "\n", "\r"}) marked = base::replace_all(marked, separator, "/");
  std::vector<std::string> pieces;
  for (std::string const& piece : base::split(marked, '/')) {
    std::vector<std::string> words;
    for (std::string const& word : base::split(base::replace_all(base::replace_all(piece, "\t", " "), "\xE3\x80\x80", " "), ' '))
      if (!digits_of(word).empty()) words.push_back(digits_of(word));
    bool const each_is_a_number = std::all_of(words.begin(), words.end(), [](std::string const& word) { return word.size() >= 7; });
    if (each_is_a_number)
      pieces.insert(pieces.end(), words.begin(), words.end());
    else
      pieces.push_back(digits_of(piece));
  }
  return pieces;
}

}  // namespace

Reading read_phone(CellInput const& cell) {
  bool const is_usual = cell.text.size() == 11 && cell.text[0] == '1' && std::all_of(cell.text.begin(), cell.text.end(), is_digit);
  if (is_usual) return value_reading(std::string(cell.text));
  std::string const text = plain(cell.text);
  if (text.empty()) return blank_reading();
  if (is_word_for_none(text)) return none_reading();
  std::string const extension_free = text.substr(0, text.find("转"));
  std::vector<std::string> numbers;
  bool all_good = !cell.is_lossy && !is_cell_error(cell);
  for (std::string const& piece : phone_pieces(extension_free)) {
    // Two mobile numbers written without anything between them.
    bool const is_pair = piece.size() == 22 && piece[0] == '1' && piece[11] == '1';
    for (std::string const& digits : is_pair ? std::vector<std::string>{piece.substr(0, 11), piece.substr(11)} : std::vector<std::string>{piece}) {
      std::string const number = digits.empty() ? "" : telephone_number(digits);
      all_good = all_good && !number.empty();
      if (!number.empty() && std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
    }
  }
  if (all_good && !numbers.empty()) return value_reading(base::join(numbers, "/"));
  Reading reading = value_reading(text);
  reading.warnings.push_back("phone_doubtful");
  return reading;
}

// ---- amounts ------------------------------------------------------------------------------------------------------------
namespace {

// 0.1 + 0.2 in a formula arrives as 0.30000000000000004: such a number is meant to the fen.
std::optional<values::Money> money_from_number(std::string const& text) {
  char* end = nullptr;
  double const yuan = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size() || !(std::fabs(yuan) < 1e12)) return std::nullopt;
  double const fen = std::round(yuan * 100);
  if (std::fabs(yuan * 100 - fen) > 1e-3) return std::nullopt;
  return values::Money::fen(static_cast<int64_t>(fen));
}

// No list pays a thousand million: such an amount is a number that slipped into the wrong column.
std::optional<Reading> reading_of(base::Result<values::Money> const& money) {
  constexpr int64_t fen_max = 100'000'000'000;
  if (!money || std::abs(money->in_fen()) >= fen_max) return std::nullopt;
  return value_reading(money->to_string());
}

std::string without_unit_words(std::string text) {
  for (std::string_view const word : {"人民币", "RMB", "CNY", "¥", "￥", "每人每月", "每月", "每人", "/人", "/月", "/年", "约", ":", "合计", "大写", "小写"})
    text = base::replace_all(text, word, "");
  return base::replace_all(text, "圆", "元");
}

}  // namespace

Reading read_amount(CellInput const& cell) {
  bool const is_usual = !cell.text.empty() && cell.text.size() <= 12 && std::all_of(cell.text.begin(), cell.text.end(), [](char c) { return is_digit(c) || c == '.'; });
  if (is_usual)
    if (auto const reading = reading_of(values::Money::parse(cell.text))) return *reading;
  std::string const text = compact(cell.text);
  if (text.empty()) return blank_reading();
  if (is_word_for_none(text)) return none_reading();
  if (is_cell_error(cell)) return bad_reading("cell_error", {{"text", text}});
  std::string const bare = without_brackets(without_unit_words(text));
  std::string const number = !bare.empty() && bare.back() == '-' ? "" : bare;
  if (cell.kind == sheets::CellKind::number)
    if (auto const money = money_from_number(text))
      if (auto const reading = reading_of(*money)) return *reading;
  if (auto const reading = reading_of(values::Money::parse(number))) return *reading;
  if (auto const fen = chinese_amount_fen(base::to_utf32(number)))
    if (auto const reading = reading_of(values::Money::fen(*fen))) return *reading;
  return bad_reading("bad_amount", {{"text", text}});
}

// ---- free text ----------------------------------------------------------------------------------------------------------

Reading read_text(CellInput const& cell) {
  std::string text = plain(cell.text);
  if (text.empty()) return blank_reading();
  if (is_word_for_none(text)) return none_reading();
  if (text.find_first_of("\r\n\t") != std::string::npos)
    for (std::string_view const line_break : {"\r\n", "\n", "\r", "\t"}) text = base::replace_all(text, line_break, " ");
  return value_reading(std::move(text));
}

// ---- check boxes --------------------------------------------------------------------------------------------------------
namespace {

enum class Mark : uint8_t { word, box, tick };
struct Token {
  Mark mark;
  std::string text;
};

constexpr std::u32string_view ticks = U"☑☒√✓✔■◼●✅";
constexpr std::u32string_view boxes = U"□☐○◯◻▢";

// Words, empty boxes and ticked boxes in their order; ( ) and (√) are boxes too.
std::vector<Token> tokens_of(std::u32string const& text) {
  std::vector<Token> tokens;
  std::string word;
  auto const end_word = [&] {
    if (!word.empty()) tokens.push_back({Mark::word, std::exchange(word, "")});
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') {
      size_t const close = text.find_first_of(U")]", i);
      std::u32string const inside = close == std::u32string::npos ? U"?" : text.substr(i + 1, close - i - 1);
      bool const is_box = inside.find_first_not_of(std::u32string(U" \u3000") + std::u32string(ticks)) == std::u32string::npos;
      if (is_box) {
        end_word();
        tokens.push_back({inside.find_first_of(ticks) == std::u32string::npos ? Mark::box : Mark::tick, ""});
        i = close;
        continue;
      }
    }
    bool const is_tick = ticks.find(text[i]) != std::u32string_view::npos;
    if (is_tick || boxes.find(text[i]) != std::u32string_view::npos) {
      end_word();
      tokens.push_back({is_tick ? Mark::tick : Mark::box, ""});
    } else if (std::u32string_view(U" \u3000\t\n\r/、,;").find(text[i]) != std::u32string_view::npos) {
      end_word();
    } else {
      base::append_utf8(word, text[i]);
    }
  }
  end_word();
  return tokens;
}

}  // namespace

std::optional<std::string> ticked_choice(std::string_view text) {
  std::vector<Token> const tokens = tokens_of(base::to_utf32(plain(text)));
  if (std::count_if(tokens.begin(), tokens.end(), [](Token const& token) { return token.mark == Mark::tick; }) != 1) return std::nullopt;
  bool const mark_comes_first = tokens.front().mark != Mark::word;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].mark != Mark::tick) continue;
    size_t const at = mark_comes_first ? i + 1 : i - 1;
    if (at < tokens.size() && tokens[at].mark == Mark::word) return tokens[at].text;
  }
  return std::nullopt;
}

}  // namespace hutong::intake
