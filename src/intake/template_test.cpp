#include <gtest/gtest.h>

#include <algorithm>

#include "base/messages.h"
#include "base/resources.h"
#include "base/text.h"
#include "intake/check.h"
#include "intake/internal/report_spec.h"
#include "intake/internal/template_sheets.h"
#include "sheets/read.h"
#include "sheets/write.h"

namespace hutong::intake {
namespace {

Catalogue const& catalogue() {
  static Catalogue const loaded = Catalogue::from_files(base::resources_in("lists")).value();
  return loaded;
}

values::Divisions const& divisions() {
  static values::Divisions const loaded = values::Divisions::from_yaml(*base::resource("divisions/370114.yaml")).value();
  return loaded;
}

std::string id_of(std::string_view birth, std::string_view sequence) {
  std::string const first = "370114" + std::string(birth) + std::string(sequence);
  return first + values::id_check_character(first);
}

// What an office would write: a boy, adults born in 1985, the first choice of every list.
std::string answer_for(std::string const& field, FieldType type, std::vector<std::string> const& choices) {
  std::string const child = id_of("20150301", "991"), adult = id_of("19850402", "993");
  bool const is_child = base::starts_with(field, "child_");
  if (!choices.empty()) return choices.front();
  switch (type) {
    case FieldType::id: return is_child ? child : adult;
    case FieldType::card: return adult + "11";
    case FieldType::birth: return is_child ? "2015-03-01" : "1985-04-02";
    case FieldType::event_date:
    case FieldType::any_date: return "2026-09-03";
    case FieldType::end_date: return "长期";
    case FieldType::month: return "2026-09";
    case FieldType::term: return "3年6个月";
    case FieldType::amount: return "1250";
    case FieldType::phone: return "13000001234";
    case FieldType::account: return "6200000000000000000";
    case FieldType::name: return "王小明";
    default: return "某处";
  }
}

CheckRequest request_for(std::string const& report) {
  return {report, *values::Month::of(2026, 9), *values::Date::of(2026, 9, 30), *values::Date::of(2026, 10, 5)};
}

sheets::OutWorkbook filled(std::string const& report) {
  sheets::OutWorkbook workbook = template_sheets(report, catalogue(), divisions());
  sheets::OutSheet& sheet = workbook.sheets[0];
  std::vector<sheets::OutCell> row;
  auto const& columns = catalogue().find(report)->template_columns;
  for (size_t at = 0; at < columns.size(); ++at) {
    FieldDef const& field = catalogue().data()->fields[columns[at].field];
    auto const rule = std::find_if(sheet.validations.begin(), sheet.validations.end(), [&](auto const& one) { return one.first_column == at; });
    sheets::OutCell cell;
    cell.text = answer_for(field.name, field.type, rule == sheet.validations.end() ? std::vector<std::string>{} : rule->choices);
    row.push_back(cell);
  }
  sheet.rows.push_back(row);
  return workbook;
}

// The promise of a template: what is filled in as it asks is accepted, and every column arrives as the field it was meant for.
TEST(Template, of_every_report_is_accepted_when_filled_in) {
  for (std::string const& report : catalogue().report_names()) {
    CheckResult const result = check_list(sheets::write_xlsx(filled(report)), request_for(report), catalogue(), divisions());
    EXPECT_EQ(code_of(result.file_result), "ok") << report;
    std::string problems;
    for (Record const& record : result.rejected)
      for (Reason const& reason : record.reasons) problems += " " + reason.field + ":" + reason.code + "(" + reason.text + ")";
    EXPECT_EQ(problems, "") << report;
    EXPECT_EQ(result.accepted.size(), 1u) << report;
    EXPECT_EQ(result.layout.size(), 1u) << report;
    auto const& expected = catalogue().find(report)->template_columns;
    if (result.layout.empty()) continue;
    EXPECT_EQ(result.layout[0].columns.size(), expected.size()) << report;
    for (size_t at = 0; at < std::min(expected.size(), result.layout[0].columns.size()); ++at)
      EXPECT_EQ(result.layout[0].columns[at].field, catalogue().data()->fields[expected[at].field].name) << report << " " << result.layout[0].columns[at].label;
  }
}

TEST(Template, left_empty_holds_no_person) {
  for (std::string const& report : catalogue().report_names()) {
    CheckResult const result = check_list(template_workbook(report, catalogue(), divisions()), request_for(report), catalogue(), divisions());
    EXPECT_TRUE(result.accepted.empty()) << report;
    EXPECT_TRUE(result.rejected.empty()) << report;
    EXPECT_NE(code_of(result.file_result), "unreadable") << report;
  }
}

TEST(Template, takes_the_nil_sentence_of_its_own_explanation) {
  for (std::string const& report : catalogue().report_names()) {
    sheets::OutWorkbook workbook = template_sheets(report, catalogue(), divisions());
    sheets::OutCell nil;
    nil.text = "本月无";
    workbook.sheets[0].rows.push_back({nil});
    CheckResult const result = check_list(sheets::write_xlsx(workbook), request_for(report), catalogue(), divisions());
    EXPECT_EQ(code_of(result.file_result), "zero_report") << report;
  }
}

TEST(Template, keeps_numbers_as_text_and_checks_them_while_typing) {
  sheets::OutWorkbook const workbook = template_sheets("court.monthly", catalogue(), divisions());
  sheets::OutSheet const& sheet = workbook.sheets[0];
  auto const column = [&](std::string_view field) {
    auto const& columns = catalogue().find("court.monthly")->template_columns;
    auto const found = std::find_if(columns.begin(), columns.end(), [&](TemplateColumn const& one) { return catalogue().data()->fields[one.field].name == field; });
    return static_cast<uint16_t>(found - columns.begin());
  };
  EXPECT_EQ(std::count(sheet.text_columns.begin(), sheet.text_columns.end(), column("child_id")), 1);
  EXPECT_EQ(std::count(sheet.text_columns.begin(), sheet.text_columns.end(), column("event_date")), 1);
  bool has_formula = false, has_choices = false;
  for (auto const& rule : sheet.validations) {
    has_formula |= rule.first_column == column("child_id") && base::contains(rule.formula, "10X98765432");
    has_choices |= rule.first_column == column("event") && rule.choices == std::vector<std::string>{"宣告失踪", "宣告死亡", "撤销监护人资格"};
    EXPECT_LE(rule.formula.size(), 255u);  // more than that Excel does not open
    EXPECT_FALSE(rule.message.empty());
  }
  EXPECT_TRUE(has_formula);
  EXPECT_TRUE(has_choices);
}

TEST(Template, speaks_the_words_of_its_agency) {
  sheets::OutWorkbook const workbook = template_sheets("court.monthly", catalogue(), divisions());
  EXPECT_EQ(workbook.sheets[0].rows[0][0].text, "章丘区宣告失踪、宣告死亡、撤销监护人资格名单");
  EXPECT_EQ(workbook.sheets[0].rows[2][1].text, "被申请人姓名");
  EXPECT_EQ(workbook.sheets[1].name, "填表说明");
  for (auto const& row : workbook.sheets[1].rows) EXPECT_EQ(row.size(), 1u);
}

// Computed beside the formula: 2^(18-i) mod 11 are the weights of GB 11643.
TEST(Template, formula_has_the_weights_of_the_standard) {
  int const weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  for (int i = 1; i <= 17; ++i) EXPECT_EQ((1 << (18 - i)) % 11, weights[i - 1]);
  EXPECT_TRUE(base::contains(id_number_formula("C4"), "MOD(2^(18-ROW(INDIRECT(\"A1:A17\"))),11)"));
}

// Every word a template offers is understood by the parser behind it.
TEST(Template, offers_only_words_that_are_understood) {
  using Parser = Reading (*)(CellInput const&);
  for (auto const& [kind, parser] : std::vector<std::pair<std::string, Parser>>{{"sex", read_sex}, {"yes_no", read_yes_no}, {"parent_relation", read_parent_relation},
                                                                               {"guardian_relation", read_guardian_relation}, {"disability_category", read_disability_category}, {"disability_grade", read_disability_grade}}) {
    std::string const words = base::replace_all(base::label("template.choices." + kind), "、", "/");
    for (std::string const& word : base::split(words, '/')) EXPECT_TRUE(parser({word}).is_value()) << kind << " " << word;
  }
}

}  // namespace
}  // namespace hutong::intake
