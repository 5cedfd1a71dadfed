#include "matching/name_form.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"

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
    {"王伟、李芳", "王伟", NameAgreement::equal},
    {"王伟，", "王伟", NameAgreement::equal},
    {"王伟13800000001", "王伟2", NameAgreement::equal},
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

    {"李王申", "李珅", NameAgreement::equal_variant},  // the rare character spelt as a pair
    {"李由页", "李頔", NameAgreement::equal_variant},
    {"李王莹明", "李?明", NameAgreement::unreadable},
    {"王伟（曾用名：李卫）", "李卫", NameAgreement::equal_variant},
    {"王伟（王卫）", "王卫", NameAgreement::equal_variant},
    {"王伟、李芳", "李芳", NameAgreement::equal_variant},
    {"王伟/李芳", "李方", NameAgreement::short_alike},

    {"王?明", "王小明", NameAgreement::unreadable},
    {"王??明", "王小明", NameAgreement::unreadable},
    {"李??", "李𬱖", NameAgreement::unreadable},
    {"李????明", "李𬱖明", NameAgreement::unreadable},
    {"王yáo明", "王垚明", NameAgreement::unreadable},
    {"王□明", "王小明", NameAgreement::unreadable},
    {"王小？", "王小明", NameAgreement::unreadable},
    {"王*明", "王小明", NameAgreement::unreadable},
    {"王某明", "王小明", NameAgreement::unreadable},
    {"王\xEE\xA0\x96明", "王小明", NameAgreement::unreadable},  // private use
    {"王YAO明", "王垚明", NameAgreement::unreadable},
    {"王yao", "王垚", NameAgreement::unreadable},
    {"李?", "李頔", NameAgreement::unreadable},      // the lost one is rare
    {"李明", "李頔明", NameAgreement::unreadable},  // left out, for it was rare
    {"李?", "李堃", NameAgreement::unreadable},      // … though its usual spelling is not
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
    {"Brian", "Bruno", NameAgreement::different},
    {"Tim", "Tom", NameAgreement::short_alike},
    {"Phillip", "Filip", NameAgreement::homophone},
    {"Rob", "Robert", NameAgreement::part},
    {"R", "Robert", NameAgreement::short_alike},
    {"Mia", "Mie", NameAgreement::short_alike},
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

TEST(Names, tell_where_they_differ) {
  NameDifference difference = name_difference("王子涵", "王梓涵");
  EXPECT_EQ(difference.left + "/" + difference.right, "子/梓");
  difference = name_difference("王明", "王小明");
  EXPECT_EQ(difference.left + "/" + difference.right, "/小");
  difference = name_difference("明明", "明");
  EXPECT_EQ(difference.left + "/" + difference.right, "明/");
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

// ---- what holds of all names --------------------------------------------------------------------------------------------------------

constexpr std::u32string_view some_characters = U"王李张刘陈解单曾小明子梓涵轩佳嘉怡仪欣星志自强伟玮芳静秀英頔垚珅乐行萧傅張麗";
constexpr std::u32string_view some_marks = U"?□*某·•…（）大 　XYao";

rc::Gen<std::u32string> any_name(size_t length) {
  return rc::gen::container<std::u32string>(length, rc::gen::elementOf(std::u32string(some_characters)));
}

rc::Gen<std::u32string> any_writing() {
  return rc::gen::container<std::u32string>(rc::gen::elementOf(std::u32string(some_characters) + std::u32string(some_marks)));
}

RC_GTEST_PROP(AllNames, agree_the_same_way_in_both_directions, ()) {
  std::string a = base::to_utf8(*any_writing()), b = base::to_utf8(*any_writing());
  RC_PRE(!name_form(a).is_empty() && !name_form(b).is_empty());
  RC_ASSERT(agreement(a, b) == agreement(b, a));
}

RC_GTEST_PROP(AllNames, do_not_mind_blanks, ()) {
  std::u32string name = *any_name(*rc::gen::element<size_t>(1, 2, 3, 4)), spaced;
  for (char32_t c : name) {
    if (*rc::gen::arbitrary<bool>()) spaced += U'　';
    spaced += c;
  }
  NameForm a = name_form(base::to_utf8(name)), b = name_form(base::to_utf8(spaced));
  RC_ASSERT(a.written == b.written && a.codes == b.codes && a.sounds == b.sounds);
}

template <size_t n>
size_t shared(std::array<uint64_t, n> const& a, std::array<uint64_t, n> const& b) {
  return static_cast<size_t>(std::ranges::count_if(a, [&](uint64_t key) { return key != 0 && std::ranges::find(b, key) != b.end(); }));
}

RC_GTEST_PROP(AllNames, with_one_character_of_three_changed_or_left_out_share_a_key, ()) {
  std::u32string name = *any_name(3), changed = name, shorter = name;
  size_t place = *rc::gen::element<size_t>(0, 1, 2);
  changed[place] = *rc::gen::elementOf(std::u32string(some_characters));
  shorter.erase(place, 1);
  auto keys = [](std::u32string const& text) { return name_keys(name_form(base::to_utf8(text)), base::to_utf8(text)).one_wild; };
  RC_ASSERT(shared(keys(name), keys(changed)) >= 1);
  if (place != 0) RC_ASSERT(shared(keys(name), keys(shorter)) >= 1);  // the surname is left
}

RC_GTEST_PROP(AllNames, that_differ_in_one_given_character_are_never_strangers, ()) {
  std::u32string name = *any_name(3), changed = name;
  changed[*rc::gen::element<size_t>(1, 2)] = *rc::gen::elementOf(std::u32string(some_characters));
  RC_ASSERT(agreement(base::to_utf8(name), base::to_utf8(changed)) <= NameAgreement::one_character);
}

TEST(NameKeys, are_shared_by_names_that_sound_alike) {
  auto keys = [](std::string_view text) { return name_keys(name_form(text), text); };
  EXPECT_EQ(keys("王子涵").pinyin, keys("王梓涵").pinyin);
  EXPECT_EQ(keys("王欣悦").pinyin, keys("王星悦").pinyin);
  EXPECT_EQ(keys("王小明").pinyin, keys("WANG Xiaoming").pinyin);
  EXPECT_NE(keys("王小明").pinyin, keys("王大明").pinyin);
  EXPECT_EQ(keys("李小明").given, keys("王小明").given);
  EXPECT_EQ(keys("王伟之子").surname, keys("王小明").surname);
  EXPECT_EQ(keys("张偉").written, keys("張伟").written);
  EXPECT_GE(shared(keys("阿卜杜热合曼·买买提").one_wild, keys("阿不都热合满·麦麦提").one_wild), 1U);
  EXPECT_EQ(keys("John Smith").one_wild[0], keys("Smith John").one_wild[0]);
}

}  // namespace
}  // namespace hutong::matching
