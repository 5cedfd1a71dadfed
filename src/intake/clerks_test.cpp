// Files as three different clerks would send them, and what came of them once. Each test is a slip that was made while trying such files.
#include <gtest/gtest.h>

#include "base/resources.h"
#include "base/text.h"
#include "intake/check.h"
#include "sheets/write.h"
#include "values/id_number.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;
using sheets::OutCell;

std::string id_of(std::string_view birth, std::string_view sequence) {
  std::string const first = "370114" + std::string(birth) + std::string(sequence);
  return first + values::id_check_character(first);
}

OutCell cell(std::string text, CellKind kind = CellKind::text) {
  OutCell one;
  one.text = std::move(text);
  one.kind = kind;
  return one;
}

std::vector<OutCell> row_of(std::vector<std::string> const& texts) {
  std::vector<OutCell> row;
  for (auto const& text : texts) row.push_back(cell(text));
  return row;
}

sheets::OutWorkbook workbook_of(std::vector<std::vector<std::string>> const& rows, std::vector<sheets::Merge> merges = {}) {
  sheets::OutSheet sheet;
  sheet.name = "Sheet1";
  for (auto const& row : rows) sheet.rows.push_back(row_of(row));
  sheet.merges = std::move(merges);
  sheets::OutWorkbook workbook;
  workbook.sheets = {std::move(sheet)};
  return workbook;
}

CheckResult check(std::string const& bytes, std::string const& report) {
  static Catalogue const catalogue = Catalogue::from_files(base::resources_in("lists")).value();
  static values::Divisions const divisions = values::Divisions::from_yaml(*base::resource("divisions/370114.yaml")).value();
  return check_list(bytes, {report, *values::Month::of(2026, 9), *values::Date::of(2026, 9, 30), *values::Date::of(2026, 10, 5)}, catalogue, divisions);
}

// "5/0 child_name=王小明 …; 6/0 !id_checksum": what was read, in the order of the rows.
std::string tell(CheckResult const& result) {
  std::map<std::pair<int, int>, std::string> lines;
  for (Record const& record : result.accepted)
    for (FieldValue const& field : record.fields)
      if (field.type != FieldValue::Type::null) lines[{record.row, record.sub}] += " " + std::string(field.field) + "=" + std::string(field.text);
  for (Record const& record : result.rejected)
    for (Reason const& reason : record.reasons) lines[{record.row, record.sub}] += " !" + reason.code + "@" + reason.cell;
  std::string told(code_of(result.file_result));
  for (auto const& [place, line] : lines) told += "\n" + std::to_string(place.first) + "/" + std::to_string(place.second) + line;
  return told;
}

std::string const child = id_of("20150301", "991"), father = id_of("19850402", "993"), mother = id_of("19870405", "994");

// ---- the workbook that comes back ---------------------------------------------------------------------------------------

// The promise of list return: sent back untouched, the workbook is judged as the file was.
void comes_back_as_it_was(std::string const& bytes, std::string const& report) {
  CheckResult const first = check(bytes, report);
  std::string const returned = correction_workbook(bytes, first);
  CheckResult const again = check(returned, report);
  EXPECT_EQ(tell(again), tell(first)) << report;
  // Returned a second time, our columns are written over, not beside the first ones.
  auto const width = [](std::string const& workbook) { return sheets::read_workbook(workbook)->sheets[0].column_count(); };
  EXPECT_EQ(width(correction_workbook(returned, again)), width(returned)) << report;
}

TEST(ReturnedWorkbook, is_read_like_the_file_it_was_made_from) {
  std::string wrong = child;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  comes_back_as_it_was(sheets::write_xlsx(workbook_of({{"9月名单"}, {"序号", "儿童信息", "", "涉案人员", "", "采取措施", "时间"}, {"", "姓名", "身份证号", "姓名", "身份证号", "", ""},
                                                       {"1", "王小明", child, "王大", father, "逮捕", "2026.9.3"}, {"2", "王小红", wrong, "王大", father, "刑拘", "2026.13.1"}, {"合计", "2人"}},
                                                      {{1, 1, 0, 6}, {2, 3, 0, 0}, {2, 2, 1, 2}, {2, 2, 3, 4}, {2, 3, 5, 5}, {2, 3, 6, 6}})),
                       "procuratorate.monthly");
}

TEST(ReturnedWorkbook, keeps_two_tables_side_by_side_apart) {
  // Our columns stood behind the right-hand table, so it no longer repeated the left one; and the title, merged over the old width, became a group.
  std::vector<std::string> const header = {"序号", "姓名", "身份证号", "类别", "等级", "", "序号", "姓名", "身份证号", "类别", "等级"};
  comes_back_as_it_was(sheets::write_xlsx(workbook_of({{"枣园街道重度残疾人名单"}, header, {"1", "左甲", father, "肢体", "一级", "", "2", "右甲", mother, "视力", "五级"}}, {{1, 1, 0, 10}})), "dpf.severe");
}

TEST(ReturnedWorkbook, does_not_turn_lost_digits_into_a_slip_of_the_pen) {
  sheets::OutWorkbook workbook = workbook_of({{"姓名", "身份证号", "死亡日期"}, {"秦一", "", "2026-9-3"}});
  workbook.sheets[0].rows[1][1] = cell("370114198501010000", CellKind::number);
  std::string const bytes = sheets::write_xlsx(workbook);
  EXPECT_EQ(tell(check(bytes, "civil.funeral")), "ok\n2/0 !id_precision_lost@B2");
  comes_back_as_it_was(bytes, "civil.funeral");
}

TEST(ReturnedWorkbook, keeps_the_calendar_of_1904) {
  sheets::OutWorkbook workbook = workbook_of({{"姓名", "身份证号", "死亡日期"}, {"秦一", father, ""}});
  workbook.uses_1904 = true;
  workbook.sheets[0].rows[1][2] = cell("44806", CellKind::number);
  std::string const bytes = sheets::write_xlsx(workbook);
  EXPECT_TRUE(base::contains(tell(check(bytes, "civil.funeral")), "event_date=2026-09-03"));
  comes_back_as_it_was(bytes, "civil.funeral");
}

TEST(ReturnedWorkbook, does_not_speak_for_its_sender) {
  // Our explanation says “文件里没有人员名单”, and was taken for a nil return.
  std::string const statistics = sheets::write_xlsx(workbook_of({{"乡镇(街道)", "孤儿补助人数", "孤儿补助金额"}, {"明水街道", "3", "6684"}}));
  EXPECT_EQ(tell(check(statistics, "finance.paid")), "no_person_table");
  comes_back_as_it_was(statistics, "finance.paid");
}

TEST(ReturnedWorkbook, of_a_form_leaves_the_form_as_it_was) {
  std::string wrong = child;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  for (std::string const& number : {child, wrong})
    comes_back_as_it_was(sheets::write_xlsx(workbook_of({{"无人陪伴儿童情况登记表"}, {"姓名", "陈小明", "性别", "男"}, {"身份证号", number, "出生日期", "2015年3月1日"}, {"发现时间", "2026年9月9日", "发现地点", "汽车站"},
                                                         {"父亲姓名", "陈大明", "联系电话", "13000001234"}, {"线索类型", "走失"}, {"填表人：张警官"}})),
                         "police.clue");
}

// ---- the reading --------------------------------------------------------------------------------------------------------

TEST(ClerksFile, with_one_date_behind_two_parents_gives_it_to_the_row) {
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"男方姓名", "男方身份证号", "女方姓名", "女方身份证号", "登记日期", "登记类别"}, {"王大", father, "李大", mother, "2026-9-3", "离婚"}})), "civil.marriage"));
  EXPECT_TRUE(base::contains(told, "event_date=2026-09-03")) << told;
}

TEST(ClerksFile, with_a_date_of_each_parent_gives_each_his_own) {
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"姓名", "身份证号", "父亲姓名", "采取措施", "起始时间", "母亲姓名", "采取措施", "起始时间"},
                                                                      {"王小明", child, "王大", "强制隔离戒毒", "2026-8-1", "李大", "行政拘留", "2026-9-1"}})),
                                      "police.custody"));
  EXPECT_TRUE(base::contains(told, "father_since=2026-08-01")) << told;
  EXPECT_TRUE(base::contains(told, "mother_since=2026-09-01")) << told;
}

TEST(ClerksFile, from_a_bank_knows_the_payee_by_his_number) {
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"收款人姓名", "身份证号", "收款账号", "金额"}, {"王小明", child, "6200000000000000001", "2,228.00"}, {"人民币大写", "贰仟贰佰贰拾捌元整"}})), "finance.paid"));
  EXPECT_TRUE(base::contains(told, "person_id=" + child)) << told;
  EXPECT_FALSE(base::contains(told, "!")) << told;
}

TEST(ClerksFile, with_a_guardian_and_his_telephone_in_one_column_gives_both) {
  std::vector<std::string> const header = {"姓名", "身份证号", "涉案人员", "采取措施", "时间", "监护人及联系电话"};
  for (std::string_view const written : {"许奶奶 13000001234", "许奶奶（奶奶）13000001234", "许奶奶(13000001234)", "许奶奶，电话：13000001234"}) {
    std::string const told = tell(check(sheets::write_xlsx(workbook_of({header, {"王小明", child, "王大", "逮捕", "2026.9.3", std::string(written)}})), "procuratorate.monthly"));
    EXPECT_TRUE(base::contains(told, "guardian_name=许奶奶 ")) << told;
    EXPECT_TRUE(base::contains(told, "guardian_phone=13000001234")) << told;
  }
}

TEST(ClerksFile, with_a_name_broken_over_two_lines_has_one_child) {
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"姓名", "身份证号", "涉案人员", "采取措施", "时间"}, {"王\n小明", child, "王大", "逮捕", "2026.9.3"}})), "procuratorate.monthly"));
  EXPECT_TRUE(base::contains(told, "child_name=王小明")) << told;
}

TEST(ClerksFile, with_a_bare_town_for_an_address_knows_the_town) {
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"姓名", "身份证号", "涉案人员", "采取措施", "时间", "住址"}, {"王小明", child, "王大", "逮捕", "2026.9.3", "绣惠"}})), "procuratorate.monthly"));
  EXPECT_TRUE(base::contains(told, "town_code=370114008")) << told;
}

TEST(ClerksFile, with_one_person_per_column_loses_nobody) {
  std::string const second = id_of("20160301", "992");
  std::string const told = tell(check(sheets::write_xlsx(workbook_of({{"项目", "第一名", "第二名"}, {"姓名", "王小明", "王小红"}, {"身份证号", child, second}, {"涉案人员", "王大", "李大"}, {"强制措施", "逮捕", "刑拘"},
                                                                      {"采取强制措施时间", "2026-9-1", "2026-9-2"}})),
                                      "procuratorate.monthly"));
  EXPECT_TRUE(base::contains(told, "child_name=王小明")) << told;
  EXPECT_TRUE(base::contains(told, "\n2/1 child_name=王小红")) << told;
  EXPECT_TRUE(base::contains(told, "parent_name=李大")) << told;
}

TEST(ClerksFile, with_formulas_that_were_never_calculated_says_so) {
  sheets::OutWorkbook workbook = workbook_of({{"姓名", "身份证号", "死亡日期"}, {"秦一", father, "2026-9-3"}});
  workbook.sheets[0].rows[1][2] = cell("#N/A");
  EXPECT_EQ(tell(check(sheets::write_xlsx(workbook), "civil.funeral")), "ok\n2/0 !cell_error@C2");
}

}  // namespace
}  // namespace hutong::intake
