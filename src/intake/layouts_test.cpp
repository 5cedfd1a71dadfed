// The sixteen layouts of LISTS 4.3, one or more situations each.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "intake/internal/test_list.h"

namespace hutong::intake::testing {
namespace {

TEST(Layout01, title_and_unit_lines_stand_over_the_header) {
  TestList list{{"2026年9月重度残疾人名单"}, {"填报单位:区残联(盖章)", "", "", "填报日期:2026-10-08"}, {"序号", "姓名", "身份证号", "类别等级"}, {"1", "王大山", father_id(), "肢体一级"}};
  auto const result = list.merge("A1:D1").merge("A2:C2").check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 4, "person_id"), father_id());
  EXPECT_EQ(kind_of_ignored(result, 1), "title");
  EXPECT_EQ(kind_of_ignored(result, 2), "title");
  EXPECT_EQ(kind_of_ignored(result, 3), "header");
}

TestList two_row_header() {
  TestList list{{"序号", "儿童信息", "", "", "被申请人信息", "", "案由", "生效日期"}, {"", "姓名", "性别", "身份证号", "姓名", "身份证号", "", ""}, {"1", "王小明", "男", child_id(), "王大山", father_id(), "宣告失踪", "2026.9.3"}};
  return list;
}

TEST(Layout02, groups_above_say_whose_the_labels_are) {
  auto const result = two_row_header().merge("A1:A2").merge("B1:D1").merge("E1:F1").merge("G1:G2").merge("H1:H2").check("court.monthly");
  ASSERT_EQ(result.layout.size(), 1u);
  EXPECT_EQ(result.layout[0].header_rows, (std::vector<int>{1, 2}));
  EXPECT_EQ(result.layout[0].columns[3].label, "儿童信息/身份证号");
  EXPECT_EQ(accepted_text(result, 3, "child_id"), child_id());
  EXPECT_EQ(accepted_text(result, 3, "parent_id"), father_id());
  EXPECT_EQ(accepted_text(result, 3, "event_date"), "2026-09-03");
}

TEST(Layout02, groups_reach_to_the_right_where_csv_lost_the_merges) {
  auto const result = check_bytes(base::to_gb18030(sheets::write_csv(two_row_header().book().sheets[0], ',', false)), "court.monthly");
  EXPECT_EQ(result.container, "csv");
  EXPECT_EQ(result.encoding, "gb18030");
  EXPECT_EQ(accepted_text(result, 3, "child_name"), "王小明");
  EXPECT_EQ(accepted_text(result, 3, "parent_name"), "王大山");
}

TEST(Layout03, the_row_of_column_numbers_is_not_data) {
  TestList list{{"序号", "儿童信息", "", "父母情况", "", "", ""},
                {"", "姓名", "身份证号", "父亲", "", "母亲", ""},
                {"", "", "", "姓名", "身份证号", "姓名", "身份证号"},
                {"甲", "乙", "(1)", "(2)", "(3)", "(4)", "(5)"},
                {"1", "王小明", child_id(), "王大山", father_id(), "赵六", mother_id()}};
  auto const result = list.merge("A1:A3").merge("B1:C1").merge("B2:B3").merge("C2:C3").merge("D1:G1").merge("D2:E2").merge("F2:G2").check("police.custody");
  EXPECT_EQ(result.layout[0].header_rows, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(kind_of_ignored(result, 4), "column_numbers");
  EXPECT_EQ(accepted_text(result, 5, "father_id"), father_id());
  EXPECT_EQ(accepted_text(result, 5, "mother_name"), "赵六");
}

TEST(Layout04, father_and_mother_have_the_same_labels_and_an_empty_column_between) {
  TestList list{{"儿童姓名", "身份证号", "父亲", "", "", "", "母亲", "", ""},
                {"", "", "姓名", "身份证号", "采取措施", "", "姓名", "身份证号", "采取措施"},
                {"王小明", child_id(), "王大山", father_id(), "强制隔离戒毒", "", "赵六", mother_id(), "监视居住"}};
  auto const result = list.merge("A1:A2").merge("B1:B2").merge("C1:E1").merge("G1:I1").check("police.custody");
  EXPECT_EQ(accepted_text(result, 3, "father_situation"), "compulsory_detox");
  EXPECT_EQ(accepted_text(result, 3, "mother_situation"), "other_restriction");
  EXPECT_EQ(accepted_text(result, 3, "mother_id"), mother_id());
}

TEST(Layout05, merged_cells_fill_downward_inside_the_merge_only) {
  TestList list{{"涉案人员", "身份证号", "强制措施", "采取强制措施时间", "子女姓名", "子女身份证号"},
                {"王大山", father_id(), "逮捕", "2026-09-01", "王小明", child_id()},
                {"", "", "", "", "李红", girl_id()},
                {"", "", "", "", "张三", third_id()}};
  auto const result = list.merge("A2:A3").merge("B2:B3").merge("C2:C3").merge("D2:D3").check("procuratorate.monthly");
  EXPECT_EQ(accepted_text(result, 3, "parent_id"), father_id());
  EXPECT_EQ(accepted_at(result, 3)->find("parent_id")->cell(), "B2");
  EXPECT_EQ(reasons_of(result, 4), "missing_required missing_required") << "event and its date are not filled beyond the merge";
}

TEST(Layout06, only_ditto_marks_repeat_the_cell_above) {
  TestList list{{"学生姓名", "身份证号", "监护人", "家庭住址"},
                {"王小明", child_id(), "王老汉", "明水街道一村"},
                {"李红", girl_id(), "同上", "〃"},
                {"张三", third_id(), "\"", ""}};
  auto const result = list.check("education.enrolment");
  EXPECT_EQ(accepted_text(result, 3, "guardian_name"), "王老汉");
  EXPECT_EQ(accepted_text(result, 3, "town_code"), "370114001");
  EXPECT_EQ(accepted_at(result, 3)->find("guardian_name")->cell_text, "同上");
  EXPECT_EQ(accepted_text(result, 4, "guardian_name"), "王老汉");
  EXPECT_EQ(accepted_text(result, 4, "address"), "(null)");
}

TEST(Layout07, several_children_in_one_cell_pair_with_their_numbers) {
  TestList list{{"服刑人员", "身份证号", "强制措施", "采取措施时间", "子女姓名", "子女身份证号"},
                {"王大山", father_id(), "逮捕", "2026-09-01", "王小明、李红", child_id() + "\n" + girl_id()},
                {"赵六", mother_id(), "刑拘", "2026-09-02", "张三;张四", third_id()}};
  auto const result = list.check("procuratorate.monthly");
  EXPECT_EQ(accepted_text(result, 2, "child_id", 0), child_id());
  EXPECT_EQ(accepted_text(result, 2, "child_name", 1), "李红");
  EXPECT_EQ(accepted_text(result, 2, "child_id", 1), girl_id());
  EXPECT_EQ(accepted_text(result, 2, "parent_id", 1), father_id());
  EXPECT_EQ(reasons_of(result, 3), "children_count_mismatch");
}

TEST(Layout08, tables_side_by_side_share_rows) {
  TestList list{{"残疾人名单"},
                {"姓名", "身份证号", "类别等级", "", "姓名", "身份证号", "类别等级"},
                {"王大山", father_id(), "肢体一级", "", "赵六", mother_id(), "精神三级"},
                {"李红", girl_id(), "智力四级"},
                {"小计", "2", "", "", "小计", "1"}};
  auto const result = list.merge("A1:G1").check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 3, "person_name", 0), "王大山");
  EXPECT_EQ(accepted_text(result, 3, "person_name", 1), "赵六");
  EXPECT_EQ(accepted_text(result, 4, "person_name", 0), "李红");
  EXPECT_EQ(result.accepted.size(), 3u);
  EXPECT_EQ(kind_of_ignored(result, 5), "total");
}

TEST(Layout09, one_sheet_per_town_and_leaves_that_hold_no_list) {
  TestList list;
  list.sheet("填表说明").row({"请如实填写"});
  list.sheet("明水").row({"姓名", "身份证号", "类别等级"}).row({"王大山", father_id(), "肢体一级"});
  list.sheet("刁镇街道").row({"姓名", "身份证号", "类别等级"}).row({"赵六", mother_id(), "肢体一级"});
  list.sheet("上月", true).row({"姓名", "身份证号", "类别等级"}).row({"李红", girl_id(), "肢体一级"});
  auto const result = list.check("dpf.severe");
  ASSERT_EQ(result.accepted.size(), 2u);
  EXPECT_EQ(result.accepted[0].text("town_code"), "370114001");
  EXPECT_EQ(result.accepted[1].text("town_code"), "370114016");
  EXPECT_EQ(kind_of_ignored(result, 1, 0), "note");
  EXPECT_EQ(kind_of_ignored(result, 2, 3), "note");
}

TEST(Layout10, repeated_headers_and_subtotals_are_not_data) {
  TestList list{{"姓名", "身份证号", "类别等级"}, {"王大山", father_id(), "肢体一级"}, {"本页小计", "1"}, {"姓名", "身份证号", "类别等级"}, {"赵六", mother_id(), "肢体一级"}, {"合 计", "2"}};
  auto const result = list.check("dpf.severe");
  EXPECT_EQ(result.accepted.size(), 2u);
  EXPECT_TRUE(result.rejected.empty());
  EXPECT_EQ(kind_of_ignored(result, 3), "total");
  EXPECT_EQ(kind_of_ignored(result, 4), "header");
  EXPECT_EQ(kind_of_ignored(result, 6), "total");
}

TEST(Layout11, the_tail_is_neither_data_nor_lost) {
  TestList list{{"死者姓名", "身份证号", "死亡日期", "", ""}, {"王大山", father_id(), "2026-9-1", "", "审核人:张某"}, {"填报人:李某", "", "审核人:"}, {"", "", "2026年9月30日"}, {"注:以上数据来自系统"}};
  auto const result = list.check("civil.funeral");
  EXPECT_EQ(result.accepted.size(), 1u);
  EXPECT_TRUE(result.rejected.empty());
  EXPECT_EQ(kind_of_ignored(result, 3), "signature");
  EXPECT_EQ(kind_of_ignored(result, 4), "signature");
  EXPECT_EQ(kind_of_ignored(result, 5), "note");
}

TEST(Layout12, tables_may_stand_anywhere_and_hidden_columns_hold_old_data) {
  TestList list{{}, {}, {"", "姓名", "身份证号", "身份证号", "类别等级"}, {"", "王大山", mother_id(), father_id(), "肢体一级"}, {"", "赵六", father_id(), mother_id(), "肢体一级"}};
  auto const result = list.hide_column(2).hide_row(5).check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 4, "person_id"), father_id());
  EXPECT_EQ(accepted_text(result, 5, "person_id"), mother_id());
  EXPECT_FALSE(warns(result, 4, "hidden_row"));
  EXPECT_TRUE(warns(result, 5, "hidden_row"));
}

TEST(Layout13, a_form_is_read_label_by_label) {
  TestList list{{"困境儿童信息登记表"},
                {"姓名", "王小明", "性别", "☑男 □女"},
                {"出生日期", "2015.3.1", "身份证号", child_id()},
                {"父亲", "姓名", "王大山", "身份证号", father_id()},
                {"", "情况", "服刑", "起止日期", "2024.3.1-2029.2.28"},
                {"母亲", "姓名", "赵六", "身份证号", mother_id()},
                {"监护人姓名", "王老汉", "与被监护人关系", "祖父"},
                {"填表人:某", "", "2026年9月30日"}};
  auto const result = list.merge("A1:E1").merge("A4:A5").check("police.custody");
  ASSERT_EQ(result.accepted.size(), 1u) << reasons_of(result, 2);
  EXPECT_EQ(accepted_text(result, 2, "child_sex"), "male");
  EXPECT_EQ(accepted_text(result, 2, "father_id"), father_id());
  EXPECT_EQ(accepted_text(result, 2, "father_until"), "2029-02-28");
  EXPECT_EQ(accepted_text(result, 2, "mother_name"), "赵六");
  EXPECT_EQ(accepted_text(result, 2, "guardian_relation"), "paternal_grandfather");
  EXPECT_EQ(accepted_at(result, 2)->find("child_id")->cell(), "D3");
}

TEST(Layout14, the_container_is_judged_by_its_content) {
  struct Case {
    std::string container, bytes;
  };
  auto const book = two_row_header().merge("A1:A2").merge("B1:D1").merge("E1:F1").merge("G1:G2").merge("H1:H2").book();
  for (Case const& one : {Case{"xls", sheets::write_xls(book)}, Case{"ods", sheets::write_ods(book)}, Case{"html", sheets::write_html(book, true)}, Case{"spreadsheetml", sheets::write_spreadsheetml(book)}}) {
    auto const result = check_bytes(one.bytes, "court.monthly");
    EXPECT_EQ(result.container, one.container);
    EXPECT_EQ(accepted_text(result, 3, "child_id"), child_id()) << one.container;
    EXPECT_EQ(accepted_text(result, 3, "parent_name"), "王大山") << one.container;
  }
}

TEST(Layout15, the_card_alone_says_number_category_and_grade) {
  TestList list{{"姓名", "残疾人证号"}, {"赵六", mother_id() + "52"}, {"王大山", father_id() + "41B1"}};
  auto const result = list.check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 2, "person_id"), mother_id());
  EXPECT_EQ(accepted_text(result, 2, "disability_category"), "智力");
  EXPECT_EQ(accepted_text(result, 2, "disability_grade"), "2");
  EXPECT_EQ(accepted_text(result, 3, "disability_card"), father_id() + "41B1");
}

TEST(Layout16, nothing_to_report_is_said_in_many_ways) {
  Cells const header = {"序号", "姓名", "身份证号", "案由"};
  std::vector<TestList> const nils = {TestList{header, {"本月无"}}, TestList{header, {"无"}}, TestList{header, {"/", "/", "/", "/"}}, TestList{header, {"1", "无"}}, TestList{header, {"", "零报告"}},
                                      TestList{header, {"1"}, {"2"}, {"填报人:张某"}}, TestList{{"区民政局:我院2026年9月无宣告失踪、宣告死亡案件。"}}};
  for (TestList const& list : nils) {
    auto const result = list.check("court.monthly");
    EXPECT_EQ(result.file_result, FileResult::zero_report) << list.book().sheets[0].rows.back()[0].text;
    EXPECT_TRUE(result.accepted.empty() && result.rejected.empty());
  }
  EXPECT_EQ(TestList({header}).check("court.monthly").file_result, FileResult::no_person_table) << "an empty table says nothing";
}

TEST(Layout8, a_total_below_the_right_table_is_no_person_of_it) {
  Cells const header = {"序号", "姓名", "证件号", "类别等级", "序号", "姓名", "证件号", "类别等级"};
  TestList list{header, {"1", "王大山", father_id(), "肢体一级", "2", "赵六", mother_id(), "视力一级"}, {"3", "李红", girl_id(), "视力一级", "合计", "3人", "", ""}};
  auto const result = list.check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 3, "person_name"), "李红");
  EXPECT_TRUE(result.rejected.empty()) << reasons_of(result, 3, 1);
}

TEST(Layout, a_row_that_begins_with_a_figure_and_a_point_is_no_note) {
  TestList list{{"序号", "姓名", "身份证号", "死亡日期"}, {"1、", "王大山", father_id(), "2026.9.3"}, {"2、", "赵六", "", "2026.9.4"}, {"※ 本表由民政填写"}};
  auto const result = list.check("civil.funeral");
  EXPECT_EQ(reasons_of(result, 3), "missing_required");
  EXPECT_EQ(kind_of_ignored(result, 4), "note");
}

TEST(Layout, a_list_of_foundlings_needs_no_column_of_names) {
  TestList list{{"捡拾日期", "婴儿性别", "出生日期", "捡拾地点"}, {"2026.9.3", "女", "2026.8.1", "汽车站"}, {"", "男", "", "医院"}};
  auto const result = list.check("police.foundling");
  EXPECT_EQ(accepted_text(result, 2, "child_birth"), "2026-08-01");
  EXPECT_EQ(reasons_of(result, 3), "missing_required");
  TestList statistics{{"捡拾日期", "捡拾地点", "人数"}, {"2026.9.3", "汽车站", "2"}};
  EXPECT_EQ(statistics.check("police.foundling").file_result, FileResult::no_person_table);
}

TEST(Layout, a_relation_is_the_parents_where_no_guardian_is_named) {
  TestList list{{"涉案人员", "强制措施", "时间", "子女姓名", "子女身份证号", "子女性别", "与子女关系"}, {"王大山", "逮捕", "2026.9.3", "王小明", child_id(), "男", "父子"}};
  EXPECT_EQ(accepted_text(list.check("procuratorate.monthly"), 2, "parent_relation"), "father");
  TestList named{{"涉案人员", "强制措施", "时间", "监护人", "子女姓名", "子女身份证号", "与子女关系"}, {"王大山", "逮捕", "2026.9.3", "王老汉", "王小明", child_id(), "祖父"}};
  EXPECT_EQ(accepted_text(named.check("procuratorate.monthly"), 2, "guardian_relation"), "paternal_grandfather");
}

TEST(Layout, of_a_term_told_twice_the_dates_count) {
  TestList list{{"服刑人员姓名", "身份证号码", "刑期", "刑期起止"}, {"王大山", father_id(), "五年", "2024.3.1-2029.2.28"}};
  auto const result = list.check("justice.custody");
  EXPECT_EQ(accepted_text(result, 2, "event_date"), "2024-03-01");
}

TEST(Layout, statistics_are_no_list_of_persons) {
  TestList list{{"乡镇(街道)", "孤儿补助人数", "孤儿补助金额"}, {"明水街道", "3", "600"}, {"合计", "3", "600"}};
  auto const result = list.check("upper.push");
  EXPECT_EQ(result.file_result, FileResult::no_person_table);
  EXPECT_EQ(result.ignored.size(), 3u);
}

TEST(Layout, two_unowned_names_are_told_apart_by_age_or_not_at_all) {
  TestList told{{"姓名", "身份证号", "姓名", "身份证号", "案由", "生效日期"}, {"王小明", child_id(), "王大山", father_id(), "宣告失踪", "2026-9-1"}};
  EXPECT_EQ(accepted_text(told.check("court.monthly"), 2, "parent_id"), father_id());
  TestList untold{{"姓名", "姓名", "案由", "生效日期"}, {"王小明", "王大山", "宣告失踪", "2026-9-1"}};
  auto const result = untold.check("court.monthly");
  EXPECT_TRUE(result.accepted.empty());
  EXPECT_EQ(result.layout[0].columns[0].why, "why_ambiguous");
}

TEST(Layout, a_column_of_numbers_is_recognised_by_its_content) {
  TestList list{{"姓名", "号牌", "类别等级"}, {"王大山", father_id(), "肢体一级"}};
  EXPECT_EQ(accepted_text(list.check("dpf.severe"), 2, "person_id"), father_id());
  TestList bare{{"1", "王小明", child_id(), "明水街道"}, {"2", "李红", girl_id(), "双山街道"}};
  EXPECT_EQ(accepted_text(bare.check("education.enrolment"), 2, "child_name"), "李红") << "no header at all";
}

TEST(Layout, several_tables_below_each_other_each_have_their_header) {
  TestList list{{"一、宣告失踪"}, {"被宣告失踪人", "身份证号", "案号", "生效日期"}, {"王大山", father_id(), "(2026)1号", "2026-9-1"}, {""}, {"二、宣告死亡"}, {"序号", "被宣告死亡人", "身份证号", "案号", "判决生效时间"}, {"1", "赵六", mother_id(), "(2026)2号", "2026-9-2"}};
  auto const result = list.check("court.monthly");
  EXPECT_EQ(accepted_text(result, 3, "event"), "declared_missing");
  EXPECT_EQ(accepted_text(result, 7, "event"), "declared_dead");
  EXPECT_EQ(accepted_text(result, 7, "parent_id"), mother_id());
}

}  // namespace
}  // namespace hutong::intake::testing
