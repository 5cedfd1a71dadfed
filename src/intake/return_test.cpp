#include <gtest/gtest.h>

#include "base/text.h"
#include "intake/check.h"
#include "intake/internal/corrected.h"
#include "sheets/read.h"
#include "sheets/write.h"

namespace hutong::intake {
namespace {

using sheets::CellKind;

// A title over the table, a two-row header, three rows of data; as a sender wrote it.
sheets::Workbook senders_workbook() {
  sheets::Workbook workbook;
  workbook.add_sheet("九月");
  workbook.begin_row(1);
  workbook.add_cell(0, CellKind::text, "九月名单");
  workbook.begin_row(2);
  workbook.add_cell(0, CellKind::text, "儿童信息");
  workbook.begin_row(3);
  workbook.add_cell(0, CellKind::text, "姓名");
  workbook.add_cell(1, CellKind::text, "身份证号");
  workbook.add_cell(2, CellKind::text, "日期");
  workbook.begin_row(4);
  workbook.add_cell(0, CellKind::text, "王小明");
  workbook.add_cell(1, CellKind::text, "37011420150301991");
  workbook.add_cell(2, CellKind::date, "2026-09-03");
  workbook.begin_row(5, true);
  workbook.add_cell(0, CellKind::text, "=cmd()");
  workbook.add_cell(1, CellKind::number, "370114201503019900", true);
  workbook.add_cell(2, CellKind::number, "12.5");
  workbook.begin_row(6);
  workbook.add_cell(0, CellKind::text, "王小红");
  workbook.sheets[0].merges = {{1, 1, 0, 2}, {2, 2, 0, 1}, {2, 2, 1, 2}};  // the last one overlaps: damaged
  workbook.sheets[0].hidden_columns = {1};
  workbook.add_sheet("填表说明");
  workbook.begin_row(1);
  workbook.add_cell(0, CellKind::text, "请如实填写");
  return workbook;
}

Record record(int row, std::vector<Reason> reasons, int sub = 0) {
  Record one;
  one.row = row;
  one.sub = sub;
  one.reasons = std::move(reasons);
  return one;
}

CheckResult result_of(std::vector<Record> accepted, std::vector<Record> rejected) {
  CheckResult result;
  result.sheet_names = {"九月", "填表说明"};
  result.layout = {{0, {2, 3}, {{"A", "儿童信息/姓名", "child_name", "", ""}, {"B", "儿童信息/身份证号", "child_id", "", ""}, {"C", "日期", "event_date", "", ""}}}};
  result.accepted = std::move(accepted);
  result.rejected = std::move(rejected);
  return result;
}

std::string text(sheets::OutWorkbook const& book, size_t sheet, size_t row, size_t column) {
  auto const& rows = book.sheets.at(sheet).rows;
  return row <= rows.size() && column < rows[row - 1].size() ? rows[row - 1][column].text : "";
}

sheets::OutCell const& cell(sheets::OutWorkbook const& book, size_t row, size_t column) { return book.sheets.at(0).rows.at(row - 1).at(column); }

TEST(CorrectionWorkbook, moves_nothing_and_marks_what_must_be_corrected) {
  auto const book = corrected(senders_workbook(), result_of({record(6, {})}, {record(4, {{"child_id", "id_length", "B4", "37011420150301991", {{"count", "17"}}}}),
                                                                             record(5, {{"child_id", "id_precision_lost", "B5", "", {}}, {"event_date", "missing_required", "", "", {{"field", "日期"}}}})}));
  ASSERT_EQ(book.sheets.size(), 3u);
  EXPECT_EQ(book.sheets[0].name, "九月");
  EXPECT_EQ(book.sheets[1].name, "填表说明");
  EXPECT_EQ(book.sheets[2].name, "退回说明");
  EXPECT_EQ(text(book, 0, 1, 0), "九月名单");
  EXPECT_EQ(text(book, 0, 4, 0), "王小明");
  EXPECT_EQ(text(book, 1, 1, 0), "请如实填写");
  // Our three columns stand behind everything of the sender, on the last header row and on the data rows.
  EXPECT_EQ(text(book, 0, 3, 3), "处理结果");
  EXPECT_EQ(text(book, 0, 3, 4), "问题");
  EXPECT_EQ(text(book, 0, 3, 5), "怎么改");
  EXPECT_EQ(text(book, 0, 4, 3), "退回更正");
  EXPECT_EQ(text(book, 0, 4, 4), "“身份证号”(B4)：身份证号不是15位或18位（去掉空格后有17位）");
  EXPECT_EQ(text(book, 0, 4, 5), "请补全号码；尚未办证请填“未办理”并填出生日期");
  EXPECT_EQ(text(book, 0, 6, 3), "已接收");
  EXPECT_EQ(text(book, 0, 6, 4), "");
  EXPECT_EQ(text(book, 0, 2, 3), "");
  // Yellow and a comment where it is wrong, also where the cell is empty or the problem names no cell.
  EXPECT_EQ(cell(book, 4, 1).fill, sheets::Fill::yellow);
  EXPECT_TRUE(base::contains(cell(book, 4, 1).comment, "15位或18位"));
  EXPECT_EQ(cell(book, 5, 2).fill, sheets::Fill::yellow);
  EXPECT_EQ(cell(book, 4, 0).fill, sheets::Fill::none);
  EXPECT_EQ(text(book, 0, 5, 4), "1. “身份证号”(B5)：号码在表格里变成了数字，末几位已丢失\n2. “日期”：缺少必填内容：日期");
}

TEST(CorrectionWorkbook, hides_nothing_that_was_returned_and_never_writes_a_formula) {
  auto const book = corrected(senders_workbook(), result_of({}, {record(5, {{"child_id", "id_precision_lost", "B5", "", {}}})}));
  EXPECT_TRUE(book.sheets[0].hidden_rows.empty());
  EXPECT_TRUE(book.sheets[0].hidden_columns.empty());
  // The column is text, so what is typed over stays whole; what had lost its digits stays a number, and is told so again if it comes back as it is.
  EXPECT_EQ(book.sheets[0].text_columns, std::vector<uint16_t>{1});
  EXPECT_EQ(cell(book, 5, 1).kind, CellKind::number);
  EXPECT_EQ(cell(book, 4, 1).kind, CellKind::text);
  EXPECT_EQ(cell(book, 5, 2).kind, CellKind::number);
  EXPECT_EQ(cell(book, 4, 2).kind, CellKind::date);
  EXPECT_EQ(cell(book, 5, 0).text, "=cmd()");
  EXPECT_EQ(cell(book, 5, 0).formula, "");
  EXPECT_EQ(book.sheets[0].merges.size(), 2u);

  auto const quiet = corrected(senders_workbook(), result_of({record(5, {})}, {}));
  EXPECT_EQ(quiet.sheets[0].hidden_rows, std::vector<int>{5});
  EXPECT_EQ(quiet.sheets[0].hidden_columns, std::vector<uint16_t>{1});
}

TEST(CorrectionWorkbook, writes_over_the_columns_of_an_earlier_return) {
  auto const first = corrected(senders_workbook(), result_of({}, {record(4, {{"child_id", "id_length", "B4", "", {{"count", "17"}}}})}));
  auto const again = sheets::read_workbook(sheets::write_xlsx(first));
  ASSERT_TRUE(again);
  auto const second = corrected(*again, result_of({record(4, {})}, {}));
  ASSERT_EQ(second.sheets.size(), 3u);  // the explanation is replaced too
  EXPECT_EQ(text(second, 0, 3, 3), "处理结果");
  EXPECT_EQ(text(second, 0, 3, 6), "");
  EXPECT_EQ(text(second, 0, 4, 3), "已接收");
  EXPECT_EQ(text(second, 0, 4, 4), "");
  EXPECT_EQ(cell(second, 4, 1).fill, sheets::Fill::none);
}

TEST(CorrectionWorkbook, tells_apart_the_records_that_share_a_row) {
  auto const book = corrected(senders_workbook(), result_of({record(4, {}, 0)}, {record(4, {{"child_id", "id_checksum", "B4", "", {}}}, 1)}));
  EXPECT_EQ(text(book, 0, 4, 3), "退回更正");
  EXPECT_EQ(text(book, 0, 4, 4), "第2条：“身份证号”(B4)：身份证号最后一位校验不对");
}

TEST(CorrectionWorkbook, shows_what_was_accepted_with_a_remark) {
  Record noted = record(4, {});
  noted.warnings = {"id15_upgraded"};
  auto const book = corrected(senders_workbook(), result_of({noted}, {}));
  EXPECT_EQ(text(book, 0, 4, 3), "已接收，请留意");
  EXPECT_EQ(text(book, 0, 4, 4), "15位身份证号已按规则升为18位");
}

TEST(CorrectionWorkbook, puts_a_comment_on_the_cell_that_shows) {
  sheets::Workbook workbook = senders_workbook();
  workbook.sheets[0].merges = {{4, 6, 0, 0}};
  auto const book = corrected(workbook, result_of({}, {record(5, {{"child_name", "name_garbled", "A5", "", {}}})}));
  EXPECT_EQ(cell(book, 4, 0).fill, sheets::Fill::yellow);
  EXPECT_FALSE(cell(book, 4, 0).comment.empty());
}

TEST(CorrectionWorkbook, says_on_one_sheet_why_a_file_could_not_be_opened) {
  CheckResult result;
  result.file_result = FileResult::unreadable;
  result.why_unreadable = base::problem("file_damaged", {{"why", "目录不完整"}});
  auto const workbook = sheets::read_workbook(correction_workbook("PK\x03\x04 not a workbook", result));
  ASSERT_TRUE(workbook);
  ASSERT_EQ(workbook->sheets.size(), 1u);
  EXPECT_EQ(workbook->sheets[0].name, "退回说明");
  EXPECT_TRUE(base::contains(workbook->text(workbook->sheets[0], 2, 0), "目录不完整"));
}

TEST(CorrectionWorkbook, recognises_its_own_columns) {
  for (std::string_view const label : {"处理结果", "问题", "怎么改", " 处理 结果 "}) EXPECT_TRUE(is_correction_column(label)) << label;
  for (std::string_view const label : {"", "处理", "问题描述", "姓名"}) EXPECT_FALSE(is_correction_column(label)) << label;
}

// A row with one cell far to the right must not cost a thousand cells for each of a million rows.
TEST(CorrectionWorkbook, of_a_huge_sheet_keeps_only_what_was_returned) {
  sheets::Workbook workbook;
  workbook.add_sheet("宽");
  for (int row = 1; row <= 5000; ++row) {
    workbook.begin_row(row);
    workbook.add_cell(0, CellKind::text, "王小明");
    workbook.add_cell(900, CellKind::text, "远");
  }
  CheckResult result;
  result.layout = {{0, {1}, {{"A", "姓名", "child_name", "", ""}}}};
  for (int row = 2; row <= 4999; ++row) result.accepted.push_back(record(row, {}));
  result.rejected = {record(5000, {{"child_name", "name_garbled", "A5000", "", {}}})};
  auto const book = corrected(workbook, result);
  size_t cells = 0;
  for (auto const& row : book.sheets[0].rows) cells += row.size();
  EXPECT_LT(cells, 5000u);
  EXPECT_EQ(text(book, 0, 5000, 0), "王小明");
  EXPECT_EQ(text(book, 0, 5000, 901), "退回更正");
  EXPECT_EQ(text(book, 0, 3000, 0), "");
}

}  // namespace
}  // namespace hutong::intake
