#include "demo/internal/names.h"

#include <string_view>
#include <vector>

#include "base/text.h"

namespace hutong::demo {
namespace {

struct Weighted {
  std::string_view text;
  int weight;
};

// Heaviest first; weights are roughly persons per thousand in northern China.
constexpr Weighted surnames[] = {
    {"王", 92}, {"李", 88}, {"张", 86}, {"刘", 68}, {"陈", 36}, {"孙", 34}, {"杨", 30}, {"赵", 29}, {"高", 20}, {"徐", 19}, {"马", 18}, {"郭", 16},
    {"朱", 15}, {"于", 15}, {"韩", 14}, {"吕", 13}, {"吴", 13}, {"周", 12}, {"魏", 12}, {"宋", 12}, {"胡", 11}, {"林", 10}, {"董", 10}, {"曹", 10},
    {"袁", 9},  {"孟", 9},  {"姜", 9},  {"隋", 4},  {"史", 8},  {"侯", 8},  {"邢", 7},  {"郑", 8},  {"冯", 8},  {"许", 8},  {"崔", 8},  {"杜", 7},
    {"丁", 7},  {"任", 7},  {"苏", 7},  {"程", 7},  {"贾", 7},  {"田", 7},  {"潘", 6},  {"付", 6},  {"逯", 3},  {"翟", 5},  {"焦", 5},  {"牛", 5},
    {"滕", 3},  {"靳", 3},  {"亓", 3},  {"柴", 3},  {"康", 4},  {"蔡", 4},  {"单", 3},  {"解", 2},  {"仇", 2},  {"逄", 2},  {"亓官", 1}, {"欧阳", 1},
    {"夏侯", 1}, {"尉迟", 1}, {"明", 2},  {"术", 2},  {"党", 2},  {"花", 1},  {"沙", 2},  {"白", 4},  {"穆", 2},  {"米", 1}};

constexpr std::string_view elder_male[] = {"建国", "国庆", "德胜", "长青", "玉山", "宝林", "兴旺", "传福", "振东", "广才", "庆祥", "守信", "立柱", "永福", "继业", "东升", "忠诚", "和平"};
constexpr std::string_view elder_female[] = {"秀英", "桂兰", "玉珍", "凤英", "淑芳", "翠莲", "桂荣", "爱华", "秀芝", "素云", "玉梅", "月英", "春花", "传美", "兰香", "金凤", "善芝", "红梅"};
constexpr std::string_view middle_male[] = {"伟", "强", "磊", "勇", "涛", "超", "军", "鹏", "海峰", "志强", "建军", "立新", "文斌", "国栋", "晓东", "宝刚", "延杰", "光辉", "洪亮", "明", "波", "鑫"};
constexpr std::string_view middle_female[] = {"静", "丽", "敏", "娟", "艳", "霞", "燕", "玲玲", "晓燕", "海霞", "丽娜", "文静", "春梅", "秀丽", "婷婷", "雪", "倩", "娜", "爱玲", "红霞", "莉莉", "芳"};
constexpr std::string_view young_first_male[] = {"子", "浩", "宇", "俊", "梓", "奕", "博", "泽", "嘉", "皓", "明", "睿", "家", "文", "沐"};
constexpr std::string_view young_last_male[] = {"轩", "宇", "涵", "辰", "豪", "泽", "然", "杰", "航", "睿", "霖", "阳", "城", "翔", "凯", "宸", "瑞", "彬", "毅"};
constexpr std::string_view young_first_female[] = {"欣", "梓", "雨", "诗", "可", "佳", "思", "依", "若", "紫", "语", "一", "心", "晨", "艺"};
constexpr std::string_view young_last_female[] = {"怡", "涵", "萱", "彤", "妍", "琪", "悦", "晴", "馨", "然", "诺", "瑶", "桐", "宁", "雯", "菲", "漫", "汐", "颖"};
constexpr std::string_view dotted_male[] = {"艾力", "买买提", "吐尔逊", "玉素甫", "阿卜杜拉", "艾合买提", "库尔班", "亚森"};
constexpr std::string_view dotted_female[] = {"阿依古丽", "迪丽努尔", "古丽米热", "热依汗", "帕提古丽", "阿依努尔", "米娜瓦尔"};
// 𬭸 and 𫖯 lie beyond the basic plane, 䶮 in Extension A: none of them is in GBK.
constexpr std::string_view rare_given[] = {"䶮", "𬭸", "𫖯", "㛃", "𬱖", "子䶮"};

template <size_t N>
std::string_view one_of(base::Random& random, std::string_view const (&from)[N]) {
  return from[random.below(N)];
}

std::string_view first_character(std::string_view utf8) {
  size_t size = 1;
  while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0) == 0x80) ++size;
  return utf8.substr(0, size);
}

std::string young_given_name(base::Random& random, values::Sex sex, std::string_view first) {
  bool const male = sex == values::Sex::male;
  if (first.empty()) first = male ? one_of(random, young_first_male) : one_of(random, young_first_female);
  std::string_view last = first;
  while (last == first) last = male ? one_of(random, young_last_male) : one_of(random, young_last_female);
  return std::string(first) + std::string(last);
}

}  // namespace

bool happens(base::Random& random, int parts_per_million) { return random.below(1'000'000) < static_cast<uint64_t>(parts_per_million); }

std::string draw_surname(base::Random& random) {
  static int const sum = [] {
    int total = 0;
    for (auto const& surname : surnames) total += surname.weight;
    return total;
  }();
  auto left = static_cast<int>(random.below(static_cast<uint64_t>(sum)));
  for (auto const& surname : surnames) {
    left -= surname.weight;
    if (left < 0) return std::string(surname.text);
  }
  return "王";
}

std::string draw_given_name(base::Random& random, values::Sex sex, int birth_year) {
  bool const male = sex == values::Sex::male;
  if (birth_year < 1968) return std::string(male ? one_of(random, elder_male) : one_of(random, elder_female));
  if (birth_year < 2000) {
    // The small stock of a village's names would give everybody a dozen namesakes; half of the names get a generation character.
    std::string_view const plain = male ? one_of(random, middle_male) : one_of(random, middle_female);
    if (base::length_in_characters(plain) > 1 || happens(random, 400'000)) return std::string(plain);
    constexpr std::string_view generation[] = {"海", "文", "志", "玉", "传", "延", "洪", "光", "庆", "立", "晓", "小", "宝", "新"};
    return std::string(one_of(random, generation)) + std::string(plain);
  }
  if (happens(random, 60'000)) return std::string(first_character(male ? one_of(random, young_last_male) : one_of(random, young_last_female)));
  return young_given_name(random, sex, {});
}

std::string draw_dotted_name(base::Random& random, values::Sex sex) {
  std::string_view const own = sex == values::Sex::male ? one_of(random, dotted_male) : one_of(random, dotted_female);
  return std::string(own) + "·" + std::string(one_of(random, dotted_male));
}

std::string draw_rare_given_name(base::Random& random) { return std::string(one_of(random, rare_given)); }

std::string draw_sibling_given_name(base::Random& random, std::string const& given_name, values::Sex sex, int birth_year) {
  if (birth_year < 2000 || base::length_in_characters(given_name) < 2) return draw_given_name(random, sex, birth_year);
  return young_given_name(random, sex, first_character(given_name));
}

}  // namespace hutong::demo
