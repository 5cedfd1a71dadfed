#include "matching/characters.h"

#include <gtest/gtest.h>

namespace hutong::matching {
namespace {

TEST(Characters, of_one_word_have_one_code) {
  for (std::u32string_view pair : {U"張张", U"蕭萧", U"堃坤", U"喆哲", U"鍾钟", U"鐘钟", U"於于", U"峯峰", U"羣群", U"瑩莹", U"嵗岁", U"勳勋", U"龢和", U"啓启", U"眞真", U"祐佑", U"⼈人"})
    EXPECT_EQ(code_of(pair[0]), code_of(pair[1])) << static_cast<unsigned>(pair[0]);
}

TEST(Characters, that_are_names_of_their_own_stay_apart) {
  for (std::u32string_view pair : {U"乾干", U"采彩", U"琇秀", U"淼渺", U"萧肖", U"珊删", U"子只", U"原元"})
    EXPECT_NE(code_of(pair[0]), code_of(pair[1])) << static_cast<unsigned>(pair[0]);
}

TEST(Characters, of_the_first_level_have_the_lowest_codes) {
  EXPECT_EQ(code_of(U'一'), 1);
  EXPECT_EQ(character(code_of(U'伟')).level, 1);
  EXPECT_EQ(character(code_of(U'梓')).level, 2);
  EXPECT_EQ(character(code_of(U'頔')).level, 3);
}

TEST(Characters, have_readings_without_tone) {
  EXPECT_EQ(character(code_of(U'吕')).sounds[0], sound_of("lv"));
  EXPECT_EQ(character(code_of(U'单')).sounds[0], sound_of("dan"));
  EXPECT_EQ(character(code_of(U'单')).surname_sound, sound_of("shan"));
  EXPECT_TRUE(has_sound(code_of(U'乐'), sound_of("le")));
  EXPECT_TRUE(has_sound(code_of(U'乐'), sound_of("yue")));
  EXPECT_EQ(syllable_of(sound_of("zhuang")), "zhuang");
  EXPECT_EQ(sound_of("smith"), 0);
  EXPECT_EQ(sound_of(""), 0);
}

TEST(Characters, sound_alike_in_some_reading) {
  EXPECT_TRUE(sound_alike(code_of(U'解'), code_of(U'谢')));
  EXPECT_TRUE(sound_alike(code_of(U'子'), code_of(U'梓')));
  EXPECT_FALSE(sound_alike(code_of(U'子'), code_of(U'涵')));
}

TEST(Characters, are_mixed_up_by_ears_of_the_country) {
  for (std::u32string_view pair : {U"志自", U"陈岑", U"生森", U"心星", U"陈程", U"李你", U"刘牛", U"黄方", U"胡福", U"荣龙"})
    EXPECT_TRUE(sound_nearly_alike(code_of(pair[0]), code_of(pair[1]))) << static_cast<unsigned>(pair[0]);
  for (std::u32string_view pair : {U"张杨", U"王黄", U"伟美"}) EXPECT_FALSE(sound_nearly_alike(code_of(pair[0]), code_of(pair[1]))) << static_cast<unsigned>(pair[0]);
  EXPECT_LT(merged(sound_of("zhuang")), merged_sounds_max);
}

TEST(Characters, look_alike_to_a_tired_reader) {
  for (std::u32string_view pair : {U"未末", U"土士", U"千干", U"天夭", U"己已", U"戊戌", U"王玉", U"宇字", U"宜宣", U"侯候", U"杨扬", U"冷泠", U"佳住", U"洁浩", U"涵函", U"余佘",
                                   U"准淮", U"祎袆", U"琪淇", U"玲铃", U"史吏", U"泽译", U"颖颍"}) {
    EXPECT_TRUE(look_alike(code_of(pair[0]), code_of(pair[1]))) << static_cast<unsigned>(pair[0]);
    EXPECT_TRUE(look_alike(code_of(pair[1]), code_of(pair[0]))) << static_cast<unsigned>(pair[0]);
  }
  for (std::u32string_view pair : {U"伟芳", U"利刚", U"英华", U"国图", U"明芳", U"欣忻"})
    EXPECT_FALSE(look_alike(code_of(pair[0]), code_of(pair[1]))) << static_cast<unsigned>(pair[0]);
}

TEST(Characters, that_do_not_exist_are_nothing) {
  EXPECT_EQ(code_of(U'A'), 0);
  EXPECT_EQ(code_of(0x10FFFF), 0);
  EXPECT_EQ(code_of(0xFFFFFFFF), 0);
  EXPECT_EQ(character(0xFFFF).strokes, 0);
  EXPECT_FALSE(look_alike(0xFFFF, 1));
  EXPECT_FALSE(look_alike(0, 0));
}

}  // namespace
}  // namespace hutong::matching
