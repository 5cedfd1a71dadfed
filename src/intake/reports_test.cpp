// For every report a list as its agency may send it, with labels as they are met (LISTS 4.1, 4.2).
#include <gtest/gtest.h>

#include "base/text.h"
#include "intake/internal/report_spec.h"
#include "intake/internal/test_list.h"

namespace hutong::intake::testing {
namespace {

struct Case {
  std::string report;
  Cells header, row;
  std::vector<std::pair<std::string, std::string>> expected;
};

std::vector<Case> cases() {
  std::string const account = "6222000000000000001";
  return {
      {"court.monthly", {"序号", "案号", "案件类型", "被宣告人", "公民身份号码", "未成年子女", "子女身份证号", "判决生效日期", "申请人"},
       {"1", "(2026)鲁0114民特1号", "申请宣告公民死亡", "王大山", father_id(), "王小明", child_id(), "2026.9.3", "某村委会"},
       {{"event", "declared_dead"}, {"parent_id", father_id()}, {"child_id", child_id()}, {"doc_no", "(2026)鲁0114民特1号"}, {"event_date", "2026-09-03"}}},
      {"procuratorate.monthly", {"涉案人员姓名", "证件号码", "涉嫌罪名", "强制措施", "采取强制措施时间", "子女姓名", "子女身份证号", "与涉案人员关系", "现照料人", "与儿童关系", "联系电话"},
       {"王大山", father_id(), "盗窃", "批捕", "2026年9月1日", "王小明", child_id(), "父子", "王老汉", "爷爷", "13800000001"},
       {{"event", "arrested"}, {"parent_relation", "father"}, {"guardian_relation", "paternal_grandfather"}, {"guardian_phone", "13800000001"}, {"parent_id", father_id()}}},
      {"procuratorate.clue", {"儿童姓名", "身份证号", "犯罪嫌疑人", "嫌疑人身份证号", "诉讼阶段", "时间"}, {"王小明", child_id(), "王大山", father_id(), "移送审查起诉", "2026-9-1"},
       {{"event", "prosecuted"}, {"event_date", "2026-09-01"}, {"parent_name", "王大山"}}},
      {"police.clue", {"线索类型", "儿童姓名", "性别", "出生日期", "身份证号", "解救时间", "发现地点"}, {"解救被拐卖儿童", "王小明", "男", "2015-03-01", "未办理", "2026-9-5", "明水火车站"},
       {{"event", "trafficked"}, {"child_id", "(null)"}, {"found_place", "明水火车站"}, {"event_date", "2026-09-05"}}},
      {"police.foundling", {"捡拾日期", "捡拾地点", "性别", "估计出生日期", "捡拾人", "联系电话"}, {"2026-09-03", "明水街道汽车站", "女", "2026年8月", "王大", "13800000001"},
       {{"event", "foundling"}, {"child_birth", "2026-08"}, {"finder_name", "王大"}, {"finder_phone", "13800000001"}}},
      {"police.custody", {"姓名", "身份证号", "父亲姓名", "父亲身份证号", "父亲情形", "父亲起始日期", "母亲姓名", "母亲身份证号", "母亲情形", "母亲起始日期"},
       {"王小明", child_id(), "王大山", father_id(), "强戒", "2026-5-1", "赵六", mother_id(), "驱逐出境", "2026.6"},
       {{"father_situation", "compulsory_detox"}, {"father_since", "2026-05-01"}, {"mother_situation", "deported"}, {"mother_since", "2026-06"}}},
      {"police.lost_contact", {"失联人姓名", "失联人身份证号", "失联人与儿童关系", "儿童姓名", "儿童身份证号", "报案时间", "核查结果"},
       {"赵六", mother_id(), "母女", "李红", girl_id(), "2026-3-1", "已取得联系"}, {{"event", "contact_restored"}, {"parent_relation", "mother"}, {"event_date", "2026-03-01"}}},
      {"police.deregistered", {"姓名", "公民身份号码", "注销原因", "注销日期", "原户籍地址"}, {"王小明", child_id(), "迁往市外", "2026-09-01", "明水街道"},
       {{"event", "deregistered"}, {"event_detail", "moved_out"}, {"hukou_address", "明水街道"}, {"town_code", "370114001"}}},
      {"police.recheck", {"儿童姓名", "儿童身份证号", "父(母)姓名", "父(母)身份证号", "原情形", "核查结果", "核查日期"}, {"王小明", child_id(), "王大山", father_id(), "强制隔离戒毒", "已解除", "2026-9-1"},
       {{"event", "compulsory_detox"}, {"event_detail", "ended"}}},
      {"police.households", {"户号", "姓名", "公民身份号码", "与户主关系", "父亲姓名", "父亲身份证号", "母亲姓名", "母亲身份证号"}, {"001", "王小明", child_id(), "子", "王大山", father_id(), "赵六", mother_id()},
       {{"person_id", child_id()}, {"father_id", father_id()}, {"mother_id", mother_id()}}},
      {"dpf.severe", {"XM", "SFZH", "CJZH", "CJLB", "CJDJ", "HJDZ"}, {"王大山", father_id(), father_id() + "42", "4", "2", "章丘市枣园镇"},
       {{"event", "severe_disability"}, {"person_name", "王大山"}, {"disability_category", "肢体"}, {"disability_grade", "2"}, {"town_code", "370114003"}}},
      {"health.death_check", {"姓名", "身份证号", "核实结果", "死亡日期"}, {"王小明", child_id(), "未死亡", ""}, {{"event", "death_not_confirmed"}, {"event_date", "(null)"}}},
      {"health.hiv_voluntary", {"儿童姓名", "身份证号", "监护人姓名", "本人(监护人)自愿"}, {"王小明", child_id(), "王大山", "√"}, {{"voluntary", "true"}, {"guardian_name", "王大山"}}},
      {"civil.dibao", {"户主姓名", "姓名", "身份证号", "与户主关系", "低保类别", "保障金额", "开户人", "银行账号", "街道"}, {"王大山", "赵六", mother_id(), "配偶", "农村低保", "1,250.00元", "王大山", account, "明水"},
       {{"person_name", "赵六"}, {"amount", "1250.00"}, {"low_income", "true"}, {"account_name", "王大山"}, {"account_no", account}, {"town_code", "370114001"}}},
      {"civil.tekun", {"姓名", "身份证号", "供养方式", "起领年月"}, {"王大山", father_id(), "分散供养", "2024年3月"}, {{"person_id", father_id()}, {"pay_from", "2024-03"}}},
      {"civil.margin", {"姓名", "身份证号", "停发时间", "停发原因"}, {"王大山", father_id(), "2026-8", "死亡"}, {{"pay_to", "2026-08"}, {"stop_reason", "死亡"}}},
      {"civil.disability_subsidy", {"残疾人姓名", "身份证", "残疾人证", "补贴标准", "补贴月份"}, {"王大山", father_id(), father_id() + "41", "0.0125万元", "9月"},
       {{"person_name", "王大山"}, {"standard", "125.00"}, {"pay_month", "2026-09"}}},
      {"civil.funeral", {"死者姓名", "性别", "身份证号", "死亡日期", "火化日期", "家属姓名"}, {"王大山", "男", father_id(), "2026-9-1", "2026-9-3", "王二"}, {{"event", "death"}, {"person_id", father_id()}, {"event_date", "2026-09-01"}}},
      {"civil.marriage", {"登记类别", "登记日期", "男方姓名", "男方身份证号", "女方姓名", "女方身份证号"}, {"离婚", "2026-9-1", "王大山", father_id(), "赵六", mother_id()},
       {{"event_detail", "divorced"}, {"father_id", father_id()}, {"mother_id", mother_id()}}},
      {"civil.adoption", {"被收养人", "身份证号", "收养人", "收养人身份证号", "登记日期"}, {"王小明", child_id(), "王大山", father_id(), "2026-9-1"}, {{"child_id", child_id()}, {"guardian_id", father_id()}}},
      {"upper.push", {"姓名", "身份证号", "父亲姓名", "父亲身份证号", "父亲情况", "母亲姓名", "母亲情况", "所属街道", "疑点类型"}, {"王小明", child_id(), "王大山", father_id(), "去世", "赵六", "下落不明", "明水街道", "疑似孤儿"},
       {{"child_id", child_id()}, {"father_situation", "death"}, {"mother_situation", "lost_contact"}, {"event", "疑似孤儿"}}},
      {"insurance.enrolled", {"姓名", "身份证号", "人员类别", "缴费状态"}, {"王小明", child_id(), "孤儿", "未缴费"}, {{"person_id", child_id()}, {"insured", "false"}}},
      {"finance.paid", {"收款人姓名", "收款人账号", "开户行", "金额", "发放结果", "失败原因"}, {"王大山", account, "农商行", "2228", "失败", "户名不符"},
       {{"account_name", "王大山"}, {"amount", "2228.00"}, {"event_detail", "returned"}, {"stop_reason", "户名不符"}}},
      {"justice.custody", {"罪犯姓名", "身份证号", "入监时间", "刑期", "刑满日期", "服刑监狱"}, {"王大山", father_id(), "2024-3-1", "五年", "2029-2-28", "某监狱"},
       {{"event", "sentenced"}, {"event_date", "2024-03-01"}, {"event_until", "2029-02-28"}, {"place_held", "某监狱"}}},
      {"education.enrolment", {"学生姓名", "身份证号", "就读学校", "年级", "家长姓名"}, {"王小明", child_id(), "实验小学", "五年级", "王大山"}, {{"school", "实验小学"}, {"grade_class", "五年级"}, {"guardian_name", "王大山"}}},
  };
}

TEST(Reports, each_has_a_case_here) {
  std::vector<std::string> covered;
  for (Case const& one : cases()) covered.push_back(one.report);
  std::sort(covered.begin(), covered.end());
  EXPECT_EQ(covered, catalogue().report_names());
}

TEST(Reports, a_typical_row_of_each_is_accepted_with_its_fields) {
  for (Case const& one : cases()) {
    auto const result = TestList{{one.report}, one.header, one.row}.check(one.report);
    for (auto const& [field, value] : one.expected) EXPECT_EQ(accepted_text(result, 3, field), value) << one.report << " " << field;
  }
}

// Column order never matters where each label says whose it is; here the owners are written out, so that columns may stand anywhere.
TEST(Reports, the_order_of_columns_never_matters) {
  Cells const header = {"儿童姓名", "儿童身份证号", "被申请人姓名", "被申请人身份证号", "案由", "生效日期", "案号", "监护人姓名"};
  Cells const row = {"王小明", child_id(), "王大山", father_id(), "宣告失踪", "2026-9-1", "1号", "王老汉"};
  std::vector<size_t> order = {0, 1, 2, 3, 4, 5, 6, 7};
  auto fields = [&] {
    TestList list{{"名单"}};
    Cells moved_header, moved_row;
    for (size_t const i : order) moved_header.push_back(header[i]), moved_row.push_back(row[i]);
    auto const result = list.row(moved_header).row(moved_row).check("court.monthly");
    std::map<std::string, std::string> all;
    if (Record const* record = accepted_at(result, 3))
      for (FieldValue const& value : record->fields) all.emplace(value.field, value.text);
    return all;
  };
  auto const first = fields();
  EXPECT_EQ(first.at("child_id"), child_id());
  for (int shuffles = 0; shuffles < 40; ++shuffles) {
    std::next_permutation(order.begin() + shuffles % 5, order.end());
    std::rotate(order.begin(), order.begin() + 3, order.end());
    EXPECT_EQ(fields(), first);
  }
}

// Blank rows and columns move things and change nothing else.
TEST(Reports, blank_rows_and_columns_change_only_positions) {
  for (Case const& one : cases()) {
    auto padded = [](Cells const& cells) {
      Cells out = {"", ""};
      for (size_t i = 0; i < cells.size(); ++i) out.push_back(cells[i]);
      return out;
    };
    TestList list;
    list.row({}).row({}).row(padded(one.header)).row({}).row(padded(one.row)).row({});
    auto const result = list.check(one.report);
    for (auto const& [field, value] : one.expected) EXPECT_EQ(accepted_text(result, 5, field), value) << one.report << " " << field;
  }
}

TEST(Reports, every_row_with_content_is_in_exactly_one_bucket) {
  for (Case const& one : cases()) {
    Cells broken = one.row;
    std::reverse(broken.begin(), broken.end());
    TestList list{{one.report}, one.header, one.row, broken, {"合计", "1"}, {"", "随便写的一句话"}, one.header, one.row, {"填报人:某", "", "审核人:某"}, {"注:无"}};
    auto const result = list.check(one.report);
    for (int row = 1; row <= static_cast<int>(list.last().rows.size()); ++row) {
      auto is_here = [&](auto const& entry) { return entry.row == row; };
      bool const is_record = std::any_of(result.accepted.begin(), result.accepted.end(), is_here) || std::any_of(result.rejected.begin(), result.rejected.end(), is_here);
      auto const ignored = std::count_if(result.ignored.begin(), result.ignored.end(), is_here);
      EXPECT_EQ(is_record ? 1 : ignored, 1) << one.report << " row " << row;
      EXPECT_EQ(is_record && ignored, false) << one.report << " row " << row;
    }
  }
}

TEST(Catalogue, has_a_title_for_every_field) {
  for (FieldDef const& field : catalogue().data()->fields)
    if (field.parts.empty()) EXPECT_NE(field_title(field.name), field.name);
}

TEST(Catalogue, refuses_unknown_keys_fields_and_codes_with_file_and_line) {
  auto why = [](std::string const& report_yaml) {
    std::string const common(*base::resource("lists/fields.yaml"));
    auto const result = Catalogue::from_files({{"lists/fields.yaml", common}, {"lists/x.yaml", report_yaml}});
    return result ? std::string("accepted") : result.error().values.at("where") + " " + result.error().values.at("why");
  };
  std::string const good = "report: x.y\ntitle: 名单\nagency: court\ntiming: 每月\nsubject: child\ntemplate: [child_name, child_id]\n";
  EXPECT_EQ(why(good), "accepted");
  EXPECT_EQ(why(good + "colour: red\n"), "lists/x.yaml:7 不认识的键“colour”");
  EXPECT_EQ(why(good + "required: [child_nam]\n"), "lists/x.yaml:7 不认识的字段“child_nam”");
  EXPECT_EQ(why(good + "events: [vanished]\n"), "lists/x.yaml:7 不认识的代码“vanished”");
  EXPECT_EQ(why("report: x.y\n"), "lists/x.yaml:1 缺少“title”");
  EXPECT_TRUE(base::contains(why(good + "labels: {event: [a\n"), "lists/x.yaml:"));
}

}  // namespace
}  // namespace hutong::intake::testing
