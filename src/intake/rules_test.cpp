// The rules of LISTS A.4, by number.
#include <gtest/gtest.h>

#include "intake/internal/test_list.h"

namespace hutong::intake::testing {
namespace {

Cells const court_header = {"儿童姓名", "儿童身份证号", "性别", "出生日期", "被申请人", "被申请人身份证号", "案由", "生效日期"};
Cells court_row(std::string name, std::string id, std::string sex = "", std::string birth = "") {
  return {std::move(name), std::move(id), std::move(sex), std::move(birth), "王大山", father_id(), "宣告失踪", "2026-9-1"};
}
CheckResult check_court(Cells const& row) { return TestList{court_header, row}.check("court.monthly"); }

TEST(Rule1, an_invalid_number_of_any_listed_person_returns_the_row) {
  TestList list{{"学生姓名", "身份证号", "监护人", "监护人身份证号", "父亲姓名", "父亲身份证号"},
                {"王小明", child_id(), "王老汉", with_wrong_check(father_id()), "", ""},
                {"李红", girl_id(), "", "无", "王大山", "3701**********12"},
                {"张三", third_id(), "", "", "", "370114850505993"}};
  auto const result = list.check("education.enrolment");
  EXPECT_EQ(reasons_of(result, 2), "id_checksum");
  EXPECT_EQ(reasons_of(result, 3), "id_masked");
  EXPECT_EQ(accepted_text(result, 4, "father_id"), father_id());
  EXPECT_TRUE(warns(result, 4, "id15_upgraded"));
}

TEST(Rule1, a_numeric_cell_has_lost_its_last_digits) {
  TestList list{{"姓名", "身份证号", "类别等级"}};
  list.row_with_number({"王大山", "370114198505059000", "肢体一级"}, 1);
  EXPECT_EQ(reasons_of(list.check("dpf.severe"), 2), "id_precision_lost");
}

TEST(Rule2, sex_and_birth_date_come_from_the_number_and_must_agree) {
  auto const plain = check_court(court_row("王小明", child_id()));
  EXPECT_EQ(accepted_text(plain, 2, "child_sex"), "male");
  EXPECT_EQ(accepted_text(plain, 2, "child_birth"), "2015-03-01");
  EXPECT_EQ(reasons_of(check_court(court_row("王小明", child_id(), "女", "2015-03-02")), 2), "id_sex_mismatch id_birth_mismatch");
  EXPECT_EQ(accepted_text(check_court(court_row("王小明", child_id(), "男", "2015年3月")), 2, "child_birth"), "2015-03-01");
  EXPECT_EQ(reasons_of(check_court(court_row("王小明", child_id(), "", "2015.4")), 2), "id_birth_mismatch");
}

TEST(Rule3, a_child_without_a_number_needs_a_birth_date) {
  auto const known = check_court(court_row("王小明", "未办理", "男", "2015-03-01"));
  EXPECT_EQ(accepted_text(known, 2, "child_id"), "(null)");
  EXPECT_TRUE(warns(known, 2, "child_id_missing"));
  EXPECT_EQ(reasons_of(check_court(court_row("王小明", "无")), 2), "missing_required");
}

TEST(Rule3, a_foundling_needs_only_the_day_it_was_found) {
  TestList list{{"姓名", "性别", "估计出生日期", "捡拾日期", "捡拾地点", "捡拾人"}, {"无名氏", "女", "2026年8月", "2026-9-3", "明水汽车站", "王大"}, {"", "男", "", "", "圣井街道", "李大"}};
  auto const result = list.check("police.foundling");
  EXPECT_EQ(accepted_text(result, 2, "event"), "foundling");
  EXPECT_EQ(accepted_text(result, 2, "child_birth"), "2026-08");
  EXPECT_TRUE(warns(result, 2, "birth_estimated"));
  EXPECT_FALSE(warns(result, 2, "child_id_missing"));
  EXPECT_EQ(reasons_of(result, 3), "missing_required");
  EXPECT_EQ(result.rejected[0].reasons[0].cell, "D3") << "the empty cell to fill in";
}

TEST(Rule4, names_are_cleaned_garbled_names_returned_missing_ones_asked_for) {
  EXPECT_EQ(accepted_text(check_court(court_row("王 小 明", child_id())), 2, "child_name"), "王小明");
  EXPECT_EQ(accepted_text(check_court(court_row("买买提•艾力", child_id())), 2, "child_name"), "买买提·艾力");
  EXPECT_EQ(reasons_of(check_court(court_row("王?明", child_id())), 2), "name_garbled");
  EXPECT_EQ(reasons_of(check_court(court_row("未取名", child_id())), 2), "missing_required");
}

TEST(Rule5, the_event_has_a_date_that_is_not_in_the_future) {
  auto with_date = [](std::string date) {
    Cells row = court_row("王小明", child_id());
    row.back() = std::move(date);
    return check_court(row);
  };
  EXPECT_EQ(accepted_text(with_date("2026年9月"), 2, "event_date"), "2026-09");
  EXPECT_EQ(accepted_text(with_date("二〇二六年九月三日"), 2, "event_date"), "2026-09-03");
  EXPECT_EQ(reasons_of(with_date("2026-10-11"), 2), "date_in_future") << "received on 10 October";
  EXPECT_EQ(reasons_of(with_date(""), 2), "missing_required");
}

TEST(Rule5, an_open_end_is_empty) {
  TestList list{{"儿童姓名", "身份证号", "父亲姓名", "父亲情形", "父亲起始日期", "父亲截止日期"}, {"王小明", child_id(), "王大山", "服刑", "2024-3-1", "长期"}};
  EXPECT_EQ(accepted_text(list.check("police.custody"), 2, "father_until"), "(null)");
}

TEST(Rule5, a_death_needs_its_day_and_its_denial_does_not) {
  TestList list{{"姓名", "身份证号", "核实结果", "死亡日期"}, {"王小明", child_id(), "死亡", ""}, {"李红", girl_id(), "不属实", ""}};
  auto const result = list.check("health.death_check");
  EXPECT_EQ(reasons_of(result, 2), "missing_required");
  EXPECT_EQ(accepted_text(result, 3, "event"), "death_not_confirmed");
}

TEST(Rule6, eighteen_on_the_day_itself_is_over_age) {
  EXPECT_EQ(reasons_of(check_court(court_row("王小明", id_of("20080930", 991))), 2), "over_age");
  EXPECT_EQ(accepted_text(check_court(court_row("王小明", id_of("20081001", 991))), 2, "child_name"), "王小明");
  TestList students{{"学生姓名", "身份证号"}, {"王大明", id_of("20060101", 991)}};
  EXPECT_EQ(accepted_text(students.check("education.enrolment"), 2, "child_name"), "王大明") << "study beyond 18 is what this list is for";
}

TEST(Rule7, the_same_child_under_each_parent_is_two_facts) {
  Cells const father = court_row("王小明", child_id());
  Cells mother = father;
  mother[4] = "赵六", mother[5] = mother_id();
  auto const result = TestList{court_header, father, mother, father}.check("court.monthly");
  EXPECT_EQ(result.accepted.size(), 2u);
  EXPECT_EQ(reasons_of(result, 4), "duplicate_in_file");
  EXPECT_EQ(result.rejected[0].reasons[0].values.at("row"), "2");
}

TEST(Rule7, a_returned_row_is_no_earlier_row) {
  Cells bad = court_row("王小明", child_id());
  bad.back() = "2027-1-1";
  auto const result = TestList{court_header, bad, court_row("王小明", child_id())}.check("court.monthly");
  EXPECT_EQ(accepted_text(result, 3, "child_name"), "王小明");
}

TEST(Rule8, cards_agree_with_number_category_and_grade) {
  Cells const header = {"姓名", "身份证号", "残疾人证号", "残疾类别", "残疾等级"};
  auto reasons = [&](Cells const& row) { return reasons_of(TestList{header, row}.check("dpf.severe"), 2); };
  EXPECT_EQ(reasons({"王大山", father_id(), father_id() + "42", "肢体", "二级"}), "");
  EXPECT_EQ(reasons({"王大山", father_id(), mother_id() + "42", "肢体", "二级"}), "card_mismatch");
  EXPECT_EQ(reasons({"王大山", father_id(), father_id() + "42", "视力", "一级"}), "card_mismatch card_mismatch");
  EXPECT_EQ(reasons({"王大山", father_id(), father_id() + "4", "肢体", "二级"}), "card_length");
  EXPECT_EQ(reasons({"王大山", father_id(), "", "听说", "二级"}), "unknown_code");
}

TEST(Rule8, grades_three_and_four_count_for_mind_only) {
  for (std::string const& category : {"视力", "听力", "言语", "肢体", "智力", "精神", "多重"})
    for (std::string const& grade : {"一级", "二级", "三级", "四级"}) {
      bool const is_severe = grade == "一级" || grade == "二级" || category == "智力" || category == "精神";
      auto const result = TestList{{"姓名", "身份证号", "残疾类别", "残疾等级"}, {"王大山", father_id(), category, grade}}.check("dpf.severe");
      EXPECT_EQ(reasons_of(result, 2), is_severe ? "" : "not_severe") << category << grade;
    }
}

// A register with −300 was taken as a register that does not tell the amount.
TEST(Rule8, registers_of_what_is_drawn_know_no_negative_amount) {
  for (char const* report : {"civil.dibao", "civil.tekun", "civil.disability_subsidy"})
    for (auto const& [written, reasons] : std::map<std::string, std::string>{{"500", ""}, {"0", ""}, {"-300", "amount_below_zero"}, {"-0.01元", "amount_below_zero"}}) {
      auto const result = TestList{{"姓名", "身份证号", "金额"}, {"王小明", child_id(), written}}.check(report);
      EXPECT_EQ(reasons_of(result, 2), reasons) << report << written;
    }
}

TEST(Rule9, towns_come_from_column_then_address_then_sheet) {
  TestList list;
  list.sheet("垛庄镇").row({"姓名", "身份证号", "类别等级", "街镇", "家庭住址"});
  list.row({"王大山", father_id(), "肢体一级", "明水街办", "双山街道某村"});
  list.row({"赵六", mother_id(), "肢体一级", "", "章丘市双山街道某村"});
  list.row({"钱七", id_of("19900101", 995), "肢体一级", "", ""});
  auto const result = list.check("dpf.severe");
  EXPECT_EQ(accepted_text(result, 2, "town_code"), "370114001");
  EXPECT_EQ(accepted_text(result, 3, "town_code"), "370114002");
  EXPECT_EQ(accepted_text(result, 4, "town_code"), "370114101");
}

TEST(Rule13, a_restricted_list_is_marked_and_unwilling_guardians_are_returned) {
  TestList list{{"儿童姓名", "身份证号", "监护人姓名", "是否自愿纳入"}, {"王小明", child_id(), "王大山", "是"}, {"李红", girl_id(), "赵六", "否"}};
  auto const result = list.check("health.hiv_voluntary");
  EXPECT_TRUE(result.is_restricted);
  EXPECT_EQ(accepted_text(result, 2, "voluntary"), "true");
  EXPECT_EQ(reasons_of(result, 3), "not_voluntary");
}

TEST(Rule15, a_file_beyond_the_limits_is_a_verdict) {
  CheckRequest const request{"court.monthly", *values::Month::of(2026, 9), *values::Date::of(2026, 9, 30), *values::Date::of(2026, 10, 10)};
  sheets::Limits limits;
  limits.rows = 1;
  auto const result = check_list("姓名\n王小明\n李红\n", request, catalogue(), divisions(), limits);
  EXPECT_EQ(result.file_result, FileResult::unreadable);
  EXPECT_EQ(result.why_unreadable->code, "too_many_rows");
  EXPECT_EQ(check_bytes("", "court.monthly").file_result, FileResult::unreadable);
}

TEST(Rules, all_problems_of_a_row_are_told_at_once) {
  Cells row = court_row("王?明", with_wrong_check(child_id()));
  row[5] = "12345", row[6] = "离婚", row[7] = "2027-1-1";
  EXPECT_EQ(reasons_of(check_court(row), 2), "name_garbled id_checksum id_length unknown_code date_in_future");
}

TEST(Rules, applicants_and_judges_are_never_children_or_parents) {
  TestList list{{"被申请人", "身份证号", "案由", "生效日期", "申请人", "申请人身份证号", "承办法官"}, {"王大山", father_id(), "宣告失踪", "2026-9-1", "某村委会", "不是号码", "李法官"}};
  auto const result = list.check("court.monthly");
  EXPECT_EQ(accepted_text(result, 2, "parent_id"), father_id());
  for (FieldValue const& value : result.accepted[0].fields) EXPECT_NE(value.cell_column, 4);
}

}  // namespace
}  // namespace hutong::intake::testing
