#include "matching/name_form.h"

#include <gtest/gtest.h>

namespace hutong::matching {
namespace {

NameAgreement agreement(std::string_view a, std::string_view b) { return compare(name_form(a), name_form(b), a, b); }

struct Pair {
  char const* left;
  char const* right;
  NameAgreement expected;
};

// In order of precedence: where two levels would do, the better one is returned.
constexpr Pair pairs[] = {
    {"王小明", "王小明", NameAgreement::equal},
    {"王　伟", "王伟", NameAgreement::equal},
    {"王 小 明", "王小明", NameAgreement::equal},
    {"王伟（曾用名王卫）", "王伟", NameAgreement::equal},
    {"王伟（大）", "王伟", NameAgreement::equal},
    {"阿卜杜·买买提", "阿卜杜•买买提", NameAgreement::equal},
    {"阿卜杜·买买提", "阿卜杜．买买提", NameAgreement::equal},
    {"阿卜杜·买买提", "阿卜杜买买提", NameAgreement::equal},
    {"John Smith", "JOHN SMITH", NameAgreement::equal},
    {"John Smith", "Smith, John", NameAgreement::equal},

    {"José Núñez", "Jose Nunez", NameAgreement::equal_variant},
    {"張偉", "张伟", NameAgreement::equal_variant},
    {"萧红", "肖红", NameAgreement::equal_variant},
    {"閆妮", "阎妮", NameAgreement::equal_variant},
    {"傅强", "付强", NameAgreement::equal_variant},
    {"戴丽", "代丽", NameAgreement::equal_variant},
    {"邱丘", "丘丘", NameAgreement::equal_variant},
    {"李堃", "李坤", NameAgreement::equal_variant},
    {"王喆", "王哲", NameAgreement::equal_variant},
    {"刘頔", "刘𬱖", NameAgreement::equal_variant},
    {"林\xEF\xA4\xAC", "林郎", NameAgreement::equal_variant},  // a compatibility form

    {"王?明", "王小明", NameAgreement::unreadable},
    {"王□明", "王小明", NameAgreement::unreadable},
    {"王小？", "王小明", NameAgreement::unreadable},
    {"王*明", "王小明", NameAgreement::unreadable},
    {"王某明", "王小明", NameAgreement::unreadable},
    {"王\xEE\xA0\x96明", "王小明", NameAgreement::unreadable},  // private use
    {"王YAO明", "王垚明", NameAgreement::unreadable},
    {"王yao", "王垚", NameAgreement::unreadable},
    {"李?", "李頔", NameAgreement::unreadable},      // the lost one is rare
    {"李明", "李頔明", NameAgreement::unreadable},  // left out, for it was rare
    {"李?", "李明", NameAgreement::surname_only},
    {"王某某", "王小明", NameAgreement::surname_only},
    {"王**", "王小明", NameAgreement::surname_only},

    {"王子涵", "王梓涵", NameAgreement::homophone},
    {"章小明", "张小明", NameAgreement::homophone},
    {"解小明", "谢小明", NameAgreement::homophone},  // 解 as a surname is xie
    {"单小明", "善小明", NameAgreement::homophone},
    {"王佳怡", "王嘉仪", NameAgreement::homophone_all},
    {"王欣悦", "王星悦", NameAgreement::nearly_homophone},
    {"王志强", "王自强", NameAgreement::nearly_homophone},
    {"李丽娜", "李丽拉", NameAgreement::nearly_homophone},
    {"王晓宇", "王晓字", NameAgreement::look_alike},
    {"候小明", "侯小明", NameAgreement::homophone},
    {"张伟", "张玮", NameAgreement::short_alike},
    {"张伟", "章伟", NameAgreement::short_alike},

    {"王明小", "王小明", NameAgreement::reordered},
    {"小明王", "王小明", NameAgreement::reordered},
    {"Smith John", "John Smith", NameAgreement::reordered},
    {"王明", "王小明", NameAgreement::part},
    {"小明", "欧阳小明", NameAgreement::part},
    {"买买提", "买买提·吐尔逊", NameAgreement::part},
    {"阿卜杜热合曼·买…", "阿卜杜热合曼·买买提", NameAgreement::part},
    {"J. Smith", "John Smith", NameAgreement::part},
    {"买买提·吐尔逊", "麦麦提·图尔荪", NameAgreement::transcribed},
    {"阿卜杜热合曼·买买提", "阿不都热合满·麦麦提", NameAgreement::homophone_all},
    {"艾合买提·依明", "艾海买提·伊敏", NameAgreement::transcribed},
    {"王子涵", "王子轩", NameAgreement::one_character},
    {"欧阳小明", "欧阳小红", NameAgreement::one_character},
    {"王伟（大）", "王伟（小）", NameAgreement::one_character},
    {"王伟1", "王伟2", NameAgreement::one_character},
    {"李小明", "王小明", NameAgreement::other_surname},
    {"王伟之子", "王浩", NameAgreement::child_of},
    {"王伟之次女", "王浩然", NameAgreement::child_of},
    {"李娟之子", "王浩然", NameAgreement::child_unnamed},
    {"李伟", "王伟", NameAgreement::other_surname_short},
    {"王伟", "王芳", NameAgreement::surname_only},
    {"王伟", "王志刚", NameAgreement::surname_only},
    {"王伟", "李芳", NameAgreement::different},
    {"王伟", "John Smith", NameAgreement::different},

    {"王小明", "WANG Xiaoming", NameAgreement::homophone_all},
    {"王小明", "Xiaoming Wang", NameAgreement::homophone_all},
    {"王小明", "wangxiaoming", NameAgreement::homophone_all},
    {"李伟", "Li Wei", NameAgreement::short_alike},
    {"李伟", "Wang Wei", NameAgreement::different},

    {"John Smith", "Jhon Smith", NameAgreement::look_alike},
    {"John Smith", "John Smyth", NameAgreement::look_alike},
    {"Catherine", "Katherine", NameAgreement::look_alike},
    {"Stephen", "Steven", NameAgreement::transcribed},
    {"Phillip", "Filip", NameAgreement::homophone},
    {"Rob", "Robert", NameAgreement::part},
    {"John Smith", "John Q. Smith", NameAgreement::part},
    {"John Smith", "Peter Smith", NameAgreement::surname_only},
    {"John Smith", "John Miller", NameAgreement::other_surname_short},
    {"John Smith", "Peter Miller", NameAgreement::different},
};

TEST(Names, agree_at_the_level_that_tells_what_was_done_to_them) {
  for (Pair const& pair : pairs) {
    EXPECT_EQ(code_of(agreement(pair.left, pair.right)), code_of(pair.expected)) << pair.left << " " << pair.right;
    EXPECT_EQ(agreement(pair.left, pair.right), agreement(pair.right, pair.left)) << pair.left << " " << pair.right;
  }
}

TEST(Names, that_name_nobody_are_empty) {
  for (char const* text : {"", " ", "　", "无名氏", "未取名", "暂无", "???", "***", "（王伟）", "-", "、"}) EXPECT_TRUE(name_form(text).is_empty()) << text;
}

TEST(Names, keep_their_parts) {
  EXPECT_EQ(name_form("欧阳娜").surname_length, 2);
  EXPECT_EQ(name_form("王小明").surname_length, 1);
  EXPECT_EQ(name_form("单雄信").sounds[0], sound_of("shan"));
  EXPECT_TRUE(name_form("王伟之子").is_child_of);
  EXPECT_TRUE(name_form("买买提·吐尔逊").is_dotted);
}

}  // namespace
}  // namespace hutong::matching
