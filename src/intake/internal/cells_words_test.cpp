#include "intake/internal/cells.h"

#include <gtest/gtest.h>

#include "intake/internal/testing_cells.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using namespace testing;

// ---- words --------------------------------------------------------------------------------------------------------------

TEST(SexCell, knows_words_figures_and_boxes) {
  for (auto const& [written, expected] : std::vector<Case>{{"男", "male"}, {"女", "female"}, {" 男 ", "male"}, {"男性", "male"}, {"女孩", "female"}, {"1", "male"}, {"2", "female"}, {"M", "male"},
                                                           {"f", "female"}, {"☑男 □女", "male"}, {"□男☑女", "female"}, {"( )男 (√)女", "female"}, {"男√ 女□", "male"}, {"男（汉族）", "male"},
                                                           {"不详", "none"}, {"0", "none"}, {"男女", "!unknown_code"}, {"□男 □女", "!unknown_code"}, {"3", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_sex({written})), expected) << written;
}

TEST(YesNoCell, knows_words_figures_and_boxes) {
  for (auto const& [written, expected] : std::vector<Case>{{"是", "true"}, {"否", "false"}, {"√", "true"}, {"×", "false"}, {"有", "true"}, {"无", "false"}, {"1", "true"}, {"0", "false"}, {"Y", "true"},
                                                           {"N", "false"}, {"☑是 □否", "true"}, {"是□ 否√", "false"}, {"不愿意", "false"}, {"愿意", "true"}, {"同意纳入", "true"}, {"不同意", "false"},
                                                           {"已参保", "true"}, {"未参保", "false"}, {"/", "none"}, {"不详", "none"}, {"是否", "!unknown_code"}, {"看情况", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_yes_no({written})), expected) << written;
}

TEST(ParentRelationCell, says_which_parent_or_leaves_it_open) {
  for (auto const& [written, expected] : std::vector<Case>{{"父", "father"}, {"父亲", "father"}, {"生父", "father"}, {"爸爸", "father"}, {"父子", "father"}, {"父女", "father"}, {"父女关系", "father"},
                                                           {"系其父亲", "father"}, {"母亲", "mother"}, {"母子", "mother"}, {"母女", "mother"}, {"妈妈", "mother"}, {"养母", "mother"}, {"儿子", "none"},
                                                           {"女儿", "none"}, {"长子", "none"}, {"子女", "none"}, {"次女", "none"}, {"女", "none"}, {"父母", "!unknown_code"}, {"继父", "!unknown_code"},
                                                           {"祖父", "!unknown_code"}, {"舅父", "!unknown_code"}, {"父亲、母亲", "!unknown_code"}, {"朋友", "!unknown_code"}, {"/", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_parent_relation({written})), expected) << written;
}

TEST(GuardianRelationCell, knows_the_family) {
  for (auto const& [written, expected] : std::vector<Case>{{"祖父", "paternal_grandfather"}, {"爷爷", "paternal_grandfather"}, {"奶奶", "paternal_grandmother"}, {"外祖父", "maternal_grandfather"},
                                                           {"姥爷", "maternal_grandfather"}, {"外祖母", "maternal_grandmother"}, {"姥姥", "maternal_grandmother"}, {"外婆", "maternal_grandmother"},
                                                           {"伯父", "uncle"}, {"叔叔", "uncle"}, {"舅舅", "uncle"}, {"姑父", "uncle"}, {"姑姑", "aunt"}, {"小姨", "aunt"}, {"婶婶", "aunt"}, {"舅妈", "aunt"},
                                                           {"哥哥", "sibling"}, {"姐弟", "sibling"}, {"父亲", "father"}, {"母女", "mother"}, {"村委会", "other"}, {"龙山村委会", "other"}, {"邻居", "other"},
                                                           {"曾祖母", "other"}, {"继父", "other"}, {"姑奶奶", "other"}, {"其他", "other"}, {"爷爷（监护人）", "paternal_grandfather"}, {"祖孙", "none"},
                                                           {"孙子", "none"}, {"祖父母", "none"}, {"侄子", "none"}, {"本人", "!unknown_code"}, {"爷爷、姥姥", "!unknown_code"}, {"abc", "!unknown_code"}, {"", "blank"}})
    EXPECT_EQ(tell(read_guardian_relation({written})), expected) << written;
}

TEST(EthnicityCell, ends_in_its_full_name) {
  for (auto const& [written, expected] : std::vector<Case>{{"汉", "汉族"}, {"汉族", "汉族"}, {"维吾尔", "维吾尔族"}, {"01", "汉族"}, {"3", "回族"}, {"56", "基诺族"}, {"57", "57"}, {"穿青人", "穿青人"},
                                                           {"汉 族", "汉族"}, {"不详", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_ethnicity({written})), expected) << written;
}

TEST(DisabilityCells, take_only_what_is_sure) {
  for (auto const& [written, expected] : std::vector<Case>{{"肢体", "肢体"}, {"肢体残疾", "肢体"}, {"肢残", "肢体"}, {"视力", "视力"}, {"盲", "视力"}, {"语言", "言语"}, {"智力残疾人", "智力"}, {"精神病", "精神"},
                                                           {"多重", "多重"}, {"多重（肢体、智力）", "多重"}, {"4", "肢体"}, {"7", "多重"}, {"肢体、智力", "!unknown_code"}, {"聋哑", "!unknown_code"},
                                                           {"8", "!unknown_code"}, {"瘫痪", "!unknown_code"}, {"无", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_disability_category({written})), expected) << written;
  for (auto const& [written, expected] : std::vector<Case>{{"一级", "1"}, {"1级", "1"}, {"壹级", "1"}, {"Ⅰ级", "1"}, {"Ⅱ", "2"}, {"III级", "3"}, {"Ⅳ级", "4"}, {"1", "1"}, {"2.0", "2"}, {"二 级", "2"},
                                                           {"残疾二级", "2"}, {"重度", "!unknown_code"}, {"5", "!unknown_code"}, {"五级", "!unknown_code"}, {"一至二级", "!unknown_code"}, {"1-2级", "!unknown_code"},
                                                           {"二等乙级", "!unknown_code"}, {"无", "none"}, {"", "blank"}})
    EXPECT_EQ(tell(read_disability_grade({written})), expected) << written;
  struct Both {
    std::string_view written, category, grade;
  };
  for (auto const& [written, category, grade] : std::vector<Both>{{"肢体一级", "肢体", "1"}, {"肢体残疾2级", "肢体", "2"}, {"智力/二级", "智力", "2"}, {"肢体（一级）", "肢体", "1"}, {"精神残疾Ⅲ级", "精神", "3"},
                                                                   {"多重一级（肢体一级、智力二级）", "多重", "1"}, {"多重(智力二级、肢体一级)一级", "多重", "1"}, {"41", "肢体", "1"}, {"肢体1", "肢体", "1"},
                                                                   {"肢体", "肢体", "blank"}, {"肢体一级 智力二级", "!unknown_code", "!unknown_code"}, {"无", "none", "none"}, {"", "blank", "blank"}}) {
    CategoryAndGrade const both = read_category_and_grade({written});
    EXPECT_EQ(tell(both.category), category) << written;
    EXPECT_EQ(tell(both.grade), grade) << written;
  }
}

TEST(CodeWordCell, finds_the_longest_word_and_the_last_stage) {
  CodeWords const words({{"刑事拘留", "detained"}, {"羁押", "detained"}, {"逮捕", "arrested"}, {"批捕", "arrested"}, {"起诉", "prosecuted"}, {"判处", "sentenced"}, {"服刑", "sentenced"}, {"宣告死亡", "declared_dead"},
                          {"死亡", "death"}, {"不愿意", "no"}, {"愿意", "yes"}, {"撤销宣告死亡", "?"}, {"健在", "null"}});
  for (auto const& [written, expected] : std::vector<Case>{{"逮捕", "arrested"},
                                                           {"已被逮捕", "arrested"},
                                                           {"被告人现羁押于章丘区看守所", "detained"},
                                                           {"宣告死亡", "declared_dead"},  // not the death inside it
                                                           {"刑事拘留后逮捕", "arrested"},
                                                           {"2026年1月刑事拘留，2月批捕", "arrested"},
                                                           {"逮捕（羁押于看守所）", "arrested"},
                                                           {"（羁押）", "detained"},
                                                           {"☑逮捕 □起诉", "arrested"},
                                                           {"刑 事 拘 留", "detained"},
                                                           {"不愿意", "no"},
                                                           {"未逮捕", "!unknown_code"},
                                                           {"取保候审", "!unknown_code"},
                                                           {"父亲逮捕，母亲刑事拘留", "!parents_in_one_cell"},
                                                           {"父亲逮捕", "arrested"},
                                                           {"撤销宣告死亡", "!unknown_code"},
                                                           {"健在", "none"},
                                                           {"无", "none"},
                                                           {"", "blank"},
                                                           {"#N/A", "!cell_error"}})
    EXPECT_EQ(tell(words.read({written})), expected) << written;
  Reading const refused = words.read({"取保候审"});
  EXPECT_EQ(refused.values.at("value"), "取保候审");
  EXPECT_EQ(refused.values.at("choices"), "刑事拘留、逮捕、起诉、判处、宣告死亡、死亡、不愿意、愿意");
}

}  // namespace
}  // namespace hutong::intake
