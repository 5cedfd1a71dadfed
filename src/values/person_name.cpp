#include "values/person_name.h"

#include <unordered_map>
#include <unordered_set>

#include "base/text.h"

namespace hutong::values {
namespace {

// Spellings that offices exchange for the same surname or given name (MATCHING 3.2), and the traditional forms met most. The matching engine
// brings generated tables later; this short list only keeps the first version from asking about them.
char32_t folded(char32_t c) {
  static std::unordered_map<char32_t, char32_t> const variants = {
      {U'閆', U'闫'}, {U'閻', U'闫'}, {U'阎', U'闫'}, {U'蕭', U'肖'}, {U'萧', U'肖'}, {U'傅', U'付'}, {U'戴', U'代'}, {U'邱', U'丘'},
      {U'仝', U'同'}, {U'於', U'于'}, {U'亓', U'元'}, {U'張', U'张'}, {U'劉', U'刘'}, {U'陳', U'陈'}, {U'楊', U'杨'}, {U'趙', U'赵'},
      {U'吳', U'吴'}, {U'孫', U'孙'}, {U'馬', U'马'}, {U'許', U'许'}, {U'鄭', U'郑'}, {U'馮', U'冯'}, {U'韓', U'韩'}, {U'鄧', U'邓'},
      {U'葉', U'叶'}, {U'蘇', U'苏'}, {U'呂', U'吕'}, {U'蔣', U'蒋'}, {U'賈', U'贾'}, {U'鐘', U'钟'}, {U'鍾', U'钟'}, {U'譚', U'谭'},
      {U'鄒', U'邹'}, {U'陸', U'陆'}, {U'龍', U'龙'}, {U'萬', U'万'}, {U'錢', U'钱'}, {U'湯', U'汤'}, {U'賀', U'贺'}, {U'賴', U'赖'},
      {U'龔', U'龚'}, {U'顧', U'顾'}, {U'國', U'国'}, {U'華', U'华'}, {U'麗', U'丽'}, {U'軍', U'军'}, {U'鳳', U'凤'}, {U'蘭', U'兰'},
      {U'偉', U'伟'}, {U'強', U'强'}, {U'紅', U'红'}, {U'艷', U'艳'}, {U'豔', U'艳'}, {U'慶', U'庆'}, {U'學', U'学'}, {U'榮', U'荣'},
      {U'貴', U'贵'}, {U'愛', U'爱'}, {U'蓮', U'莲'}, {U'寶', U'宝'}, {U'興', U'兴'}, {U'濤', U'涛'}, {U'傑', U'杰'}, {U'瓊', U'琼'},
      {U'靜', U'静'}, {U'雲', U'云'}, {U'東', U'东'}, {U'衛', U'卫'}, {U'輝', U'辉'}, {U'勝', U'胜'}, {U'賢', U'贤'}, {U'潔', U'洁'},
      {U'瑩', U'莹'}, {U'穎', U'颖'}, {U'燁', U'烨'}, {U'堃', U'坤'}, {U'喆', U'哲'}};
  auto found = variants.find(c);
  return found == variants.end() ? c : found->second;
}

bool is_middle_dot(char32_t c) {
  return c == U'•' || c == U'・' || c == U'·' || c == U'．' || c == U'‧' || c == U'∙' || c == U'･' || c == U'●' || c == U'﹒' || c == U'⋅';
}

bool is_latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

bool is_wordless(std::string const& text) {
  static std::unordered_set<std::string> const words = {"无",     "無",   "未取名", "未命名", "暂无名", "无名", "无名氏", "暂无", "未知", "不详",
                                                        "未起名", "待取名", "未填", "空",  "/",   "-",  "—",   "--",  "——",  "0"};
  return words.contains(text);
}

// Blanks between Latin letters separate words and stay, one wide; all others are typing.
std::u32string tidied(std::string_view text) {
  std::u32string raw = base::to_utf32(text);
  std::u32string out;
  bool blank_before = false;
  for (char32_t c : raw) {
    std::string one;
    base::append_utf8(one, c);
    if (base::without_blanks(one).empty()) {
      blank_before = true;
      continue;
    }
    if (is_middle_dot(c)) c = U'·';
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (blank_before && !out.empty() && is_latin(out.back()) && is_latin(c)) out.push_back(U' ');
    blank_before = false;
    out.push_back(c);
  }
  // A full stop between Chinese characters is a middle dot typed in a hurry.
  for (size_t i = 1; i + 1 < out.size(); ++i)
    if (out[i] == U'.' && base::is_han(out[i - 1]) && base::is_han(out[i + 1])) out[i] = U'·';
  return out;
}

std::string key_from(std::u32string const& text) {
  std::u32string key;
  for (char32_t c : text) {
    if (c == U'·' || c == U' ') continue;
    if (c >= U'a' && c <= U'z') c -= 32;
    key.push_back(folded(c));
  }
  return base::to_utf8(key);
}

}  // namespace

base::Result<PersonName> PersonName::parse(std::string_view text) {
  std::u32string tidy = tidied(text);
  std::string utf8 = base::to_utf8(tidy);
  if (utf8.empty() || is_wordless(utf8)) return base::fail("name_empty");
  for (char32_t c : tidy)
    if (c == U'?' || c == 0xFFFD || c == U'□') return base::fail("name_garbled");
  PersonName made;
  made.key_ = key_from(tidy);
  made.text_ = std::move(utf8);
  return made;
}

std::string PersonName::masked() const {
  std::u32string text = base::to_utf32(text_);
  std::string out;
  base::append_utf8(out, text[0]);
  return out + std::string(text.size() > 1 ? text.size() - 1 : 1, '*');
}

}  // namespace hutong::values
