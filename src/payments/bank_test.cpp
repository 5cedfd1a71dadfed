#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/messages.h"
#include "base/resources.h"
#include "base/text.h"
#include "payments/bank_file.h"
#include "payments/bank_return.h"
#include "payments/internal/test_list.h"

namespace hutong::payments {
namespace {

using internal::test_layout;
using internal::test_list;
using values::Money;

std::string text_of(std::string const& bytes) { return base::to_utf8(bytes, base::Encoding::gb18030); }

// ---- the file ------------------------------------------------------------------------------------------------------------

TEST(BankFile, is_gb18030_with_one_row_a_child) {
  auto const bytes = bank_file(test_layout().bank_file, test_list(3)).value();
  EXPECT_EQ(base::detect_encoding(bytes), base::Encoding::gb18030);
  EXPECT_EQ(text_of(bytes),
            "流水号,账号,户名,开户行,金额,摘要\r\n"
            "20240400001,6228480000000010001,童小明,某某银行股份有限公司章丘支行,2228.00,民政补助\r\n"
            "20240400002,6228480000000010002,童小芳,某某银行股份有限公司章丘支行,1727.99,民政补助\r\n"
            "20240400003,6228480000000010003,王奶奶,某某银行股份有限公司章丘支行,1865.00,民政补助\r\n");
}

// Whoever reads the bank's file learns nothing about a child but that it is paid: an orphan's row and another child's differ in name, account, amount only.
// The layout promised that no category can be put into the file, and a remark “艾滋孤儿补助” went to the bank.
TEST(BankFile, has_no_text_that_tells_what_the_children_are) {
  std::string const good(base::resource("payments/370114.yaml").value());
  ASSERT_TRUE(Layout::from_yaml(good).has_value());
  struct {
    char const* text;
    char const* instead;
  } const cases[] = {
      {"remark: 民政补助", "remark: 艾滋孤儿补助"},
      {"remark: 民政补助", "remark: 孤 儿补助"},
      {"remark: 民政补助", "remark: ｈｉｖ补助"},
      {"remark: 民政补助", "remark: 事实无人抚养"},
      {"heading: 户名", "heading: 受艾滋病影响儿童"},
      {"heading: 户名", "heading: 困境儿童户名"},
      {"remark: 民政补助", "remark: 民政补助\n  first_line: 服刑人员子女{count}"},
      {"remark: 民政补助", "remark: 民政补助\n  last_line: 戒毒{total}"},
  };
  for (auto const& one : cases) {
    std::string yaml = good;
    size_t const at = yaml.find(one.text);
    ASSERT_NE(at, std::string::npos) << one.text;
    yaml.replace(at, std::string_view(one.text).size(), one.instead);
    auto const refused = Layout::from_yaml(yaml);
    ASSERT_FALSE(refused.has_value()) << one.instead;
    EXPECT_EQ(refused.error().code, "bad_payments_file");
    EXPECT_TRUE(base::contains(refused.error().values.at("where"), "行")) << refused.error().values.at("where");
  }
}

TEST(BankFile, tells_the_bank_no_category) {
  auto const text = text_of(bank_file(test_layout().bank_file, test_list(30)).value());
  for (values::Category category : {values::Category::community_orphan, values::Category::de_facto_unattended, values::Category::hiv_affected, values::Category::priority_hardship}) {
    EXPECT_FALSE(base::contains(text, values::chinese(category)));
    EXPECT_FALSE(base::contains(text, values::code_of(category)));
  }
  for (char const* word : {"孤儿", "困境", "艾滋", "感染", "事实", "HIV"}) EXPECT_FALSE(base::contains(text, word)) << word;
}

TEST(BankFileDeathTest, stops_before_a_child_of_the_restricted_compartment) {
  auto list = test_list(2);
  list.entries[1].lines.back().category = values::Category::hiv_affected;
  EXPECT_DEATH((void)bank_file(test_layout().bank_file, list), "hiv_affected");
}

TEST(BankFile, can_have_fixed_columns_and_closing_lines) {
  BankFileLayout layout;
  layout.is_fixed_width = true;
  layout.has_header = false;
  layout.remark = "民政补助";
  layout.first_line = "{month}|{count}|{total}";
  layout.last_line = "END{total_fen}";
  layout.columns = {{BankField::sequence, "", 4, true, '0'}, {BankField::account_no, "", 20, false, ' '}, {BankField::account_name, "", 10, false, ' '}, {BankField::amount_fen, "", 10, true, '0'}};
  EXPECT_EQ(text_of(bank_file(layout, test_list(2)).value()),
            "202404|2|3955.99\r\n"
            "00016228480000000010001 童小明    0000222800\r\n"
            "00026228480000000010002 童小芳    0000172799\r\n"
            "END395599\r\n");
}

TEST(BankFile, refuses_what_would_shift_a_column) {
  auto list = test_list(2);
  list.entries[1].account.holder_name = "童,小芳";
  auto const refused = bank_file(test_layout().bank_file, list);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "bank_field_bad_character");
  EXPECT_EQ(refused.error().values.at("number"), "2");
  BankFileLayout narrow = test_layout().bank_file;
  narrow.is_fixed_width = true;
  for (auto& column : narrow.columns) column.width = 12;
  EXPECT_EQ(bank_file(narrow, test_list(1)).error().code, "bank_field_too_long");
}

TEST(Layout, lets_no_column_with_a_category_into_the_bank_file) {
  std::string yaml(base::resource("payments/370114.yaml").value());
  yaml = base::replace_all(yaml, "{field: bank_name, heading: 开户行}", "{field: category, heading: 类别}");
  auto const refused = Layout::from_yaml(yaml);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(base::contains(base::tell(refused.error()), "类别、事由一类的内容不给银行")) << base::tell(refused.error());
}

// Written twice, each time adding up to 100, it would pay from twice the sources.
TEST(Layout, takes_the_sources_of_a_category_once) {
  std::string yaml(base::resource("payments/370114.yaml").value());
  yaml = base::replace_all(yaml, "funding:\n", "funding:\n  community_orphan:\n    - {name: 区级, share: 100}\n");
  auto const refused = Layout::from_yaml(yaml);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(base::contains(base::tell(refused.error()), "“community_orphan”写了两遍")) << base::tell(refused.error());
}

// ---- the return ----------------------------------------------------------------------------------------------------------

std::vector<SentRow> sent(int children) {
  std::vector<SentRow> rows;
  auto const list = test_list(children);
  for (Entry const& entry : list.entries) rows.push_back({bank_reference(list.month, entry.number), entry.account, entry.amount(), std::nullopt, false});
  return rows;
}

BankReturn read(std::string const& csv) { return read_bank_return(test_layout().bank_return, base::to_gb18030(csv)); }

TEST(BankReturn, is_read_by_its_titles_in_any_order) {
  auto const read_back = read("代发结果\n处理结果,流水号,账号,金额,失败原因\n成功,20240400001,6228480000000010001,2228.00,\n失败,20240400002,6228****0002,1727.99,账号已销户\n合计,,,3955.99,\n");
  ASSERT_EQ(read_back.problems.size(), 0u) << base::tell(read_back.problems[0]);
  ASSERT_EQ(read_back.rows.size(), 2u);
  EXPECT_EQ(read_back.rows[1].row, 4);
  EXPECT_EQ(read_back.rows[1].outcome, BankOutcome::failed);
  EXPECT_EQ(read_back.rows[1].why, "账号已销户");
  auto const matched = match(sent(3), read_back.rows);
  EXPECT_TRUE(matched.problems.empty());
  ASSERT_EQ(matched.rows.size(), 2u);
  EXPECT_EQ(matched.rows[1].sent, 1u);
  EXPECT_EQ(matched.waiting, 1u);
}

TEST(BankReturn, without_references_goes_by_account_and_amount) {
  auto const rows = read("账号,金额,结果\n6228480000000010003,1865.00,成功\n").rows;
  auto const matched = match(sent(3), rows);
  ASSERT_EQ(matched.rows.size(), 1u);
  EXPECT_EQ(matched.rows[0].sent, 2u);
  auto twins = sent(3);
  twins[1].account = twins[2].account;
  twins[1].amount = twins[2].amount;
  EXPECT_EQ(match(twins, rows).problems.at(0).code, "bank_return_ambiguous");
}

TEST(BankReturn, refuses_every_row_that_does_not_agree) {
  struct {
    char const* row;
    char const* code;
  } const cases[] = {
      {"20240400001,6228480000000010001,2228.01,成功", "bank_return_amount_changed"},
      {"20240400001,6228480000000010002,2228.00,成功", "bank_return_account_changed"},
      {"20240400009,6228480000000010001,2228.00,成功", "bank_return_unknown"},
      {"20240400002,6228480000000010002,1727.99,成功", "bank_return_contradicts"},
      {"20240400001,6228480000000010001,2228.00,处理中", "bank_return_result_unknown"},
      {"20240400001,6228480000000010001,两千,成功", "bad_amount"},
      {",,2228.00,成功", "bank_return_nameless"},
  };
  auto rows = sent(3);
  rows[1].outcome = BankOutcome::failed;
  for (auto const& one : cases) {
    auto const read_back = read(std::string("流水号,账号,金额,结果\n") + one.row + "\n");
    auto const matched = match(rows, read_back.rows);
    ASSERT_EQ(read_back.problems.size() + matched.problems.size(), 1u) << one.row;
    base::Problem const& problem = read_back.problems.empty() ? matched.problems[0] : read_back.problems[0];
    EXPECT_EQ(problem.code, one.code);
    EXPECT_EQ(problem.place.row, 2);
    EXPECT_TRUE(matched.rows.empty());
  }
}

struct Expected {
  char const* tail;      // of a return whose rows are one paid (2228.00) and one failed (1727.99)
  std::string problems;  // what the total says, and what the rows say
};

std::string totals_told(std::string const& csv) {
  std::string told;
  for (base::Problem const& problem : read(csv).problems) {
    told += problem.code == "bank_return_total_differs" ? "" : problem.code;
    told += std::to_string(problem.place.row) + " " + problem.values.at("of") + " " + problem.values.at("said") + " " + problem.values.at("found") + ";";
  }
  return told;
}

// A wrong 合计 passed in silence: a row was lost on the way, or an amount was touched.
TEST(BankReturn, must_add_up_to_what_it_says_of_itself) {
  std::string const rows = "流水号,账号,金额,结果\n20240400001,6228480000000010001,2228.00,成功\n20240400002,6228480000000010002,1727.99,失败\n";
  for (Expected const& one : std::vector<Expected>{
           {"合计,,3955.99,\n", ""},
           {"合计,2,3955.99,\n", ""},
           {"合计,,2228.00,\n", ""},  // of those paid
           {"合计2笔,,3955.99元,\n", ""},
           {"合计:成功1笔2228.00元;失败1笔1727.99元,,,\n", ""},
           {"总笔数:,2,,\n总金额:,,3955.99,\n成功笔数:,1,,\n失败笔数:,1,,\n", ""},
           {"合计,,3955.99,\n\n制表人:张三,,,\n", ""},
           {"合计,,5683.99,\n", "4 合计 5683.99 元 3955.99 元;"},
           {"合计,３,３９５５．９９,\n", "4 合计 3 笔 2 笔;"},
           {"合计 3 笔,,\"5,683.99\",\n", "4 合计 3 笔 2 笔;4 合计 5683.99 元 3955.99 元;"},
           {"总计:成功2笔4455.99元;失败1笔1727.99元,,,\n", "4 已发成的合计 2 笔 1 笔;4 已发成的合计 4455.99 元 2228.00 元;"},
           {"失败笔数:,2,,\n失败金额:,,1727.98,\n", "4 没有发成的合计 2 笔 1 笔;5 没有发成的合计 1727.98 元 1727.99 元;"},
       }) {
    EXPECT_EQ(totals_told(rows + one.tail), one.problems) << one.tail;
  }
  EXPECT_EQ(totals_told("章丘区民政补助 2024年4月,,,\n总笔数:2 总金额:3955.99元,,,\n" + rows), "");
  EXPECT_EQ(totals_told("章丘区民政补助 2024年4月,,,\n总笔数:3 总金额:5683.99元,,,\n" + rows), "2 合计 3 笔 2 笔;2 合计 5683.99 元 3955.99 元;");
}

TEST(BankReturn, tells_nothing_of_a_list_that_was_never_exported) {
  auto rows = sent(3);
  for (SentRow& row : rows) row.is_exported = false;
  EXPECT_EQ(match(rows, read("流水号,账号,金额,结果\n20240400001,,2228.00,成功\n").rows).problems.at(0).code, "bank_return_not_exported");
  EXPECT_EQ(match(rows, read("账号,金额,结果\n6228480000000010001,2228.00,成功\n").rows).problems.at(0).code, "bank_return_unknown");
  EXPECT_EQ(match(rows, {}).waiting, 0u);
}

// 退票: weeks later the receiving bank sends the money back. That is news; the first return read once more is none.
TEST(BankReturn, hears_that_a_payment_came_back_after_all) {
  auto rows = sent(3);
  auto const failed = read("流水号,账号,金额,结果\n20240400002,,1727.99,失败\n").rows, paid = read("流水号,账号,金额,结果\n20240400002,,1727.99,成功\n").rows;
  rows[1].outcome = BankOutcome::paid;
  auto const late = match(rows, failed).rows.at(0);
  EXPECT_TRUE(late.came_back);
  EXPECT_FALSE(late.is_known);
  rows[1].outcome = BankOutcome::failed;
  rows[1].came_back = true;
  for (auto const& again : {failed, paid}) {
    auto const known = match(rows, again).rows.at(0);
    EXPECT_TRUE(known.is_known);
    EXPECT_FALSE(known.came_back);
  }
}

// A changed 户名 passed in silence: the money may have gone to somebody else.
TEST(BankReturn, refuses_another_account_holder_than_was_sent) {
  auto const matched = [](std::string const& holder) { return match(sent(3), read("流水号,户名,金额,结果\n20240400001," + holder + ",2228.00,成功\n").rows); };
  EXPECT_EQ(matched("张三").problems.at(0).code, "bank_return_name_changed");
  for (char const* same : {"童小明", "童 小明", "童*明", ""}) EXPECT_TRUE(matched(same).problems.empty()) << same;
}

TEST(BankReturn, refuses_the_same_payment_twice) {
  auto const rows = read("流水号,账号,金额,结果\n20240400001,,2228.00,成功\n20240400001,,2228.00,成功\n").rows;
  auto const matched = match(sent(3), rows);
  ASSERT_EQ(matched.problems.size(), 1u);
  EXPECT_EQ(matched.problems[0].code, "bank_return_twice");
  EXPECT_EQ(matched.problems[0].place.row, 3);
  EXPECT_EQ(matched.problems[0].values.at("first"), "2");
}

TEST(BankReturn, says_when_the_file_is_another_one) {
  EXPECT_EQ(read("姓名,身份证号\n某某,1\n").problems.at(0).code, "bank_return_no_header");
  EXPECT_EQ(read_bank_return(test_layout().bank_return, "%PDF-1.5 …").problems.at(0).code, "file_not_a_table");
}

}  // namespace
}  // namespace hutong::payments
