// Cells that hold one of few words: sex, yes and no, relations, disability, and the codes of lists/*.yaml.
#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "intake/internal/cell_numerals.h"
#include "intake/internal/cell_text.h"

namespace hutong::intake {
namespace {

std::string normalised(std::string_view text) {
  std::string word = compact(text);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return word;
}

struct Match {
  size_t at = 0;
  CodeWord const* word = nullptr;
};

bool is_negated(std::string_view text, size_t at) {
  for (std::string_view const no : {"不", "未", "非", "无", "没", "拟", "未被", "没有"})
    if (base::ends_with(text.substr(0, at), no)) return true;
  return false;
}

// The words the text contains, from left to right, the longest at each place, none inside another. `longest_first` is sorted so.
std::vector<Match> matches_of(std::string_view text, std::vector<CodeWord> const& longest_first) {
  std::vector<Match> matches;
  for (size_t at = 0; at < text.size();) {
    auto const found = std::find_if(longest_first.begin(), longest_first.end(), [&](CodeWord const& word) { return text.substr(at, word.word.size()) == word.word; });
    if (found != longest_first.end() && !is_negated(text, at)) matches.push_back({at, &*found});
    at += found != longest_first.end() ? found->word.size() : 1;
  }
  return matches;
}

CodeWord const* whole_match(std::string_view text, std::vector<CodeWord> const& words) {
  auto const found = std::find_if(words.begin(), words.end(), [&](CodeWord const& word) { return word.word == text; });
  return found == words.end() ? nullptr : &*found;
}

std::vector<CodeWord> longest_first(std::vector<CodeWord> words) {
  for (CodeWord& word : words) word.word = normalised(word.word);
  std::erase_if(words, [](CodeWord const& word) { return word.word.empty(); });
  std::stable_sort(words.begin(), words.end(), [](CodeWord const& a, CodeWord const& b) { return a.word.size() > b.word.size(); });
  return words;
}

// A closed vocabulary of ours: each line is a code and the words that mean it. Code "" = understood, and it leaves the answer open (none);
// code "?" = understood, and it is none of the codes.
using Lines = std::vector<std::pair<std::string_view, std::vector<std::string_view>>>;
std::vector<CodeWord> vocabulary(Lines const& lines) {
  std::vector<CodeWord> words;
  for (auto const& [code, spellings] : lines)
    for (auto const spelling : spellings) words.push_back({std::string(spelling), std::string(code)});
  return longest_first(std::move(words));
}

// What the cell means when a check box may stand in it.
std::string meant(std::string_view text) { return normalised(ticked_choice(text).value_or(std::string(text))); }

// One code or none: two different codes in one cell are refused. Inside a longer text a word of fewer than `shortest_inside` bytes does not count:
// never a single figure or letter, and no single character where the vocabulary would see a grade in 二等乙级.
constexpr size_t one_character = 3, two_characters = 6;
Reading read_one(CellInput const& cell, std::vector<CodeWord> const& words, std::string_view choices, size_t shortest_inside = one_character) {
  if (CodeWord const* word = whole_match(cell.text, words); word && word->code != not_a_choice && !word->code.empty()) return value_reading(word->code);
  if (plain(cell.text).empty()) return blank_reading();
  if (is_cell_error(cell)) return bad_reading("cell_error", {{"text", std::string(base::trimmed(cell.text))}});
  std::string const text = meant(cell.text);
  std::string code(not_a_choice);
  if (CodeWord const* word = whole_match(text, words)) {
    code = word->code;
  } else if (is_word_for_none(text)) {
    return none_reading();
  } else {
    std::set<std::string> codes;
    for (Match const& match : matches_of(text, words))
      if (match.word->word.size() >= shortest_inside) codes.insert(match.word->code);
    if (codes.size() == 1) code = *codes.begin();
  }
  if (code == not_a_choice) return unknown_code(cell.text, choices);
  return code.empty() ? none_reading() : value_reading(code);
}

}  // namespace

Reading read_sex(CellInput const& cell) {
  static std::vector<CodeWord> const words = vocabulary({
      {"male", {"男", "男性", "男孩", "男童", "1", "01", "m", "male", "男婴"}},
      {"female", {"女", "女性", "女孩", "女童", "2", "02", "f", "female", "女婴"}},
      {"", {"0", "9", "未知的性别", "未说明的性别", "未说明"}},  // GB/T 2261.1
  });
  return read_one(cell, words, "男、女");
}

Reading read_yes_no(CellInput const& cell) {
  static std::vector<CodeWord> const words = vocabulary({
      {"true", {"是", "√", "✓", "✔", "☑", "有", "1", "y", "yes", "true", "对", "已", "愿意", "同意", "自愿", "享受", "已参保", "参保", "正常", "正常参保", "在保", "已缴费"}},
      {"false", {"否", "×", "✗", "✘", "x", "无", "0", "n", "no", "false", "不是", "没有", "未", "不愿意", "不同意", "不自愿", "不愿", "不享受", "未享受",
                 "未参保", "停保", "未缴费", "不", "暂不", "断保"}},
  });
  return read_one(cell, words, "是、否");
}

Reading read_parent_relation(CellInput const& cell) {
  static std::vector<CodeWord> const words = vocabulary({
      {"father", {"父亲", "父", "生父", "亲父", "亲生父亲", "爸爸", "爸", "父子", "父女", "父子关系", "父女关系", "养父", "父子女"}},
      {"mother", {"母亲", "母", "生母", "亲母", "亲生母亲", "妈妈", "妈", "母子", "母女", "母子关系", "母女关系", "养母", "母子女"}},
      // They say who the child is, and leave open which parent it is.
      {"", {"儿子", "女儿", "子女", "子", "女", "长子", "次子", "三子", "四子", "幼子", "独子", "长女", "次女", "三女", "四女", "幼女", "独女", "养子", "养女", "之子", "之女", "孩子", "亲子", "亲子关系", "亲生"}},
      {"?", {"父母", "父亲母亲", "父母亲", "继父", "继母", "祖父", "祖母", "外祖父", "外祖母", "祖父母", "伯父", "伯母", "叔父", "舅父", "舅母", "姑父", "姑母", "姨父", "姨母", "岳父", "岳母",
             "公公", "婆婆", "继子", "继女", "侄子", "侄女", "孙子", "孙女", "外孙", "外孙女", "祖孙", "非父亲", "孙子女"}},
  });
  return read_one(cell, words, "父亲、母亲");
}

Reading read_guardian_relation(CellInput const& cell) {
  static std::vector<CodeWord> const words = vocabulary({
      {"father", {"父亲", "父", "生父", "爸爸", "爸", "父子", "父女", "养父"}},
      {"mother", {"母亲", "母", "生母", "妈妈", "妈", "母子", "母女", "养母"}},
      {"paternal_grandfather", {"祖父", "爷爷", "爷", "爷孙", "爷孙女", "公公孙"}},
      {"paternal_grandmother", {"祖母", "奶奶", "奶", "奶孙", "婆孙"}},
      {"maternal_grandfather", {"外祖父", "姥爷", "外公", "姥姥爷", "外爷"}},
      {"maternal_grandmother", {"外祖母", "姥姥", "外婆", "姥娘", "姥"}},  // 姥娘: Shandong
      {"uncle", {"伯父", "伯伯", "大伯", "伯", "叔叔", "叔父", "叔", "舅舅", "舅父", "大舅", "二舅", "小舅", "舅", "姑父", "姑夫", "姨父", "姨夫", "叔侄", "伯侄", "舅甥", "二叔", "三叔", "小叔"}},
      {"aunt", {"姑姑", "姑母", "姑妈", "姑", "大姑", "二姑", "小姑", "姨", "姨妈", "姨母", "大姨", "二姨", "小姨", "婶婶", "婶子", "婶", "伯母", "大娘", "舅妈", "舅母", "姑侄", "姨甥"}},
      {"sibling", {"哥哥", "哥", "大哥", "姐姐", "姐", "大姐", "兄", "兄长", "弟弟", "弟", "妹妹", "妹", "兄弟", "兄妹", "姐弟", "姐妹", "兄弟姐妹", "胞兄", "胞姐", "胞弟", "胞妹"}},
      {"other", {"其他", "其它", "其他亲属", "其他近亲属", "亲属", "亲戚", "亲友", "朋友", "邻居", "非亲属", "村委会", "居委会", "村民委员会", "居民委员会", "村居", "民政部门", "民政局", "福利院",
                 "儿童福利院", "儿童福利机构", "救助站", "机构", "师生", "老师", "继父", "继母", "曾祖父", "曾祖母", "太爷爷", "太奶奶", "太姥姥", "太姥爷", "老爷爷", "老奶奶", "堂兄", "堂哥", "堂姐",
                 "堂弟", "堂妹", "堂叔", "堂伯", "堂姑", "表兄", "表哥", "表姐", "表弟", "表妹", "表叔", "表姑", "表舅", "表姨", "姑奶奶", "姨奶奶", "姑姥姥", "姨姥姥", "舅爷", "舅爷爷", "舅姥爷", "姑爷爷", "姨姥爷",
                 "叔公", "伯公", "叔祖父", "伯祖父", "叔爷爷", "二爷爷", "嫂子", "姐夫", "养祖父", "养祖母", "干爹", "干妈"}},
      // They leave open which grandparent, or say only who the child is.
      {"", {"祖孙", "祖孙关系", "祖父母", "外祖父母", "爷爷奶奶", "姥姥姥爷", "孙子", "孙女", "外孙", "外孙女", "外孙子", "隔代", "侄子", "侄女", "外甥", "外甥女", "儿子", "女儿", "子女", "长子", "次子", "长女",
            "次女", "父母", "夫妻"}},
      {"?", {"本人"}},
  });
  return read_one(cell, words, "父亲、母亲、祖父、祖母、外祖父、外祖母、叔伯舅、姑姨、兄弟姐妹、其他");
}

Reading read_ethnicity(CellInput const& cell) {
  // GB/T 3304-1991, in the order of its numeric codes 01–56.
  if (cell.text == "汉族") return value_reading("汉族");
  constexpr std::array<std::string_view, 56> peoples = {
      "汉",   "蒙古", "回",   "藏",   "维吾尔",   "苗",   "彝",   "壮",       "布依", "朝鲜",   "满",     "侗",   "瑶",   "白", "土家",   "哈尼", "哈萨克", "傣",     "黎",
      "傈僳", "佤",   "畲",   "高山", "拉祜",     "水",   "东乡", "纳西",     "景颇", "柯尔克孜", "土",   "达斡尔", "仫佬", "羌", "布朗",   "撒拉", "毛南",   "仡佬",   "锡伯",
      "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固",   "京",     "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"};
  std::string const text = compact(cell.text);
  if (text.empty()) return blank_reading();
  if (is_word_for_none(text)) return none_reading();
  if (text.size() <= 2 && text.find_first_not_of("0123456789") == std::string::npos) {
    int const number = std::stoi(text);
    if (number >= 1 && number <= static_cast<int>(peoples.size())) return value_reading(std::string(peoples[static_cast<size_t>(number - 1)]) + "族");
  }
  for (auto const people : peoples)
    if (text == people) return value_reading(text + "族");
  return value_reading(text);
}

// ---- disability ---------------------------------------------------------------------------------------------------------
namespace {

constexpr std::string_view category_choices = "视力、听力、言语、肢体、智力、精神、多重";

std::vector<CodeWord> const& category_words() {
  // 聋哑 is left out: it is registered as 听力 by some offices, as 多重 by others.
  static std::vector<CodeWord> const words = vocabulary({
      {"视力", {"视力", "视力残疾", "视残", "视觉", "盲", "盲人", "低视力", "1"}},
      {"听力", {"听力", "听力残疾", "听残", "听觉", "聋", "2"}},
      {"言语", {"言语", "言语残疾", "语言", "语言残疾", "言语障碍", "哑", "3"}},
      {"肢体", {"肢体", "肢体残疾", "肢残", "4"}},
      {"智力", {"智力", "智力残疾", "智残", "智障", "5"}},
      {"精神", {"精神", "精神残疾", "精残", "精神病", "6"}},
      {"多重", {"多重", "多重残疾", "7"}},
      {"?", {"聋哑"}},
  });
  return words;
}

std::string_view constexpr grade_choices = "一级、二级、三级、四级";

std::vector<CodeWord> const& grade_words() {
  static std::vector<CodeWord> const words = vocabulary({
      {"1", {"一级", "1级", "壹级", "i级", "一", "1", "壹", "i", "特重一级", "1.0"}},
      {"2", {"二级", "2级", "贰级", "ii级", "二", "2", "贰", "ii", "2.0"}},
      {"3", {"三级", "3级", "叁级", "iii级", "三", "3", "叁", "iii", "3.0"}},
      {"4", {"四级", "4级", "肆级", "iv级", "四", "4", "肆", "iv", "4.0"}},
  });
  return words;
}

}  // namespace

Reading read_disability_category(CellInput const& cell) {
  if (CodeWord const* word = whole_match(cell.text, category_words()); word && word->code != not_a_choice) return value_reading(word->code);
  // 多重(肢体、智力): what stands in the brackets are the parts.
  std::string const text = without_brackets(compact(cell.text));
  if (base::contains(text, "多重")) return value_reading("多重");
  return read_one(text.empty() ? cell : CellInput{text, sheets::CellKind::text}, category_words(), category_choices, two_characters);
}

Reading read_disability_grade(CellInput const& cell) {
  if (CodeWord const* word = whole_match(cell.text, grade_words())) return value_reading(word->code);
  std::string const text = compact(cell.text);
  std::string const bare = without_brackets(text);
  CellInput const inner{bare.empty() ? std::string_view(text) : std::string_view(bare), sheets::CellKind::text};
  // 1-2级 would contain 2级.
  bool const is_range = text.find_first_of("-~") != std::string::npos || base::contains(text, "至") || base::contains(text, "或");
  if (is_range && !is_word_for_none(text)) return unknown_code(cell.text, grade_choices);
  Reading reading = read_one(inner, grade_words(), grade_choices, 4);  // 1级 has four bytes
  if (reading.is_bad() && reading.problem == "unknown_code") reading.values["value"] = std::string(base::trimmed(cell.text));
  return reading;
}

CategoryAndGrade read_category_and_grade(CellInput const& cell) {
  std::string const text = compact(cell.text);
  // The brackets hold the parts (多重(智力二级、肢体一级)一级) or simply the grade (肢体(一级)).
  std::string inside;
  std::string outside = without_brackets(text, &inside);
  Reading category = read_disability_category(cell);
  if (category.is_absent()) return {category, category};
  auto const grade_in = [](std::string const& part) {
    // 21 and 肢体1: a figure behind the category is the grade, whatever word follows it.
    std::string bare = part;
    for (CodeWord const& word : category_words())
      if (word.word.size() > 3) bare = base::replace_all(bare, word.word, "");
    for (std::string_view const mark : {"残疾", "/", "、", ",", ";", "-", ":"}) bare = base::replace_all(bare, mark, "");
    return bare;
  };
  std::string const outer_grade = grade_in(outside);
  if (outside.size() == 2 && outside.find_first_not_of("0123456789") == std::string::npos)  // 41 as on the card
    return {read_disability_category({std::string_view(outside).substr(0, 1)}), read_disability_grade({std::string_view(outside).substr(1, 1)})};
  Reading grade = read_disability_grade({outer_grade.empty() ? std::string_view(inside) : std::string_view(outer_grade)});
  if (grade.is_absent()) return {category, grade};
  if (grade.is_bad() && grade.problem == "unknown_code") grade.values["value"] = std::string(base::trimmed(cell.text));
  return {category, grade};
}

// ---- words of lists/*.yaml ----------------------------------------------------------------------------------------------

namespace {

// 父亲逮捕,母亲刑事拘留: two facts of two persons, and no telling whose the row is.
bool tells_of_both_parents(std::string const& text, std::vector<CodeWord> const& words) {
  if (text.find("父") == std::string::npos || text.find("母") == std::string::npos) return false;
  std::set<std::string> codes;
  for (Match const& match : matches_of(text, words))
    if (match.word->word.size() >= two_characters) codes.insert(match.word->code);
  return codes.size() >= 2;
}

}  // namespace

CodeWords::CodeWords(std::vector<CodeWord> words) {
  std::set<std::string> seen;
  for (CodeWord const& word : words) {
    bool const is_choice = word.code != not_a_choice && word.code != nothing_of_the_kind;
    if (is_choice && seen.insert(word.code).second) choices_.push_back(word.word);
  }
  words_ = longest_first(std::move(words));
}

std::optional<std::string> CodeWords::find(std::string_view text) const {
  if (CodeWord const* word = whole_match(text, words_)) return word->code;
  std::string const whole = meant(text);
  if (CodeWord const* word = whole_match(whole, words_)) return word->code;
  // What stands outside brackets is the answer, what stands inside explains it: 逮捕(羁押于看守所).
  for (std::string const& part : {without_brackets(whole), whole}) {
    std::vector<Match> matches = matches_of(part, words_);
    std::erase_if(matches, [](Match const& match) { return match.word->word.size() < one_character; });
    if (!matches.empty()) return matches.back().word->code;
  }
  return std::nullopt;
}

std::vector<std::string> CodeWords::codes_in(std::string_view text) const {
  std::vector<std::string> codes;
  for (Match const& match : matches_of(meant(text), words_))
    if (std::find(codes.begin(), codes.end(), match.word->code) == codes.end()) codes.push_back(match.word->code);
  return codes;
}

Reading CodeWords::read(CellInput const& cell) const {
  if (cell.text.empty() || plain(cell.text).empty()) return blank_reading();
  if (is_cell_error(cell)) return bad_reading("cell_error", {{"text", std::string(base::trimmed(cell.text))}});
  if (tells_of_both_parents(meant(cell.text), words_)) return bad_reading("parents_in_one_cell", {{"value", std::string(base::trimmed(cell.text))}});
  auto code = find(cell.text);
  if (code == nothing_of_the_kind || (!code && is_word_for_none(cell.text))) return none_reading();
  return code && code != not_a_choice ? value_reading(std::move(*code)) : unknown_code(cell.text, base::join(choices_, "、"));
}

}  // namespace hutong::intake
