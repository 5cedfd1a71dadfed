#include <gtest/gtest.h>

#include "sheets/internal/markup.h"
#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;

std::string ods(std::string const& spreadsheet, std::string const& styles = "") {
  return internal::zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", true},
                           {"content.xml", "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\" xmlns:draw=\"d\">"
                                           "<office:automatic-styles>" + styles + "</office:automatic-styles><office:body><office:spreadsheet>" + spreadsheet +
                                               "</office:spreadsheet></office:body></office:document-content>"}});
}
std::string table(std::string const& rows) { return ods("<table:table table:name=\"S\">" + rows + "</table:table>"); }

TEST(Ods, gives_back_what_was_written) { EXPECT_EQ(shown(read_workbook(write_ods(sample()))), expected(sample())); }
TEST(Ods, is_written_to_the_same_bytes_each_time) { EXPECT_EQ(write_ods(sample()), write_ods(sample())); }

TEST(Ods, reads_every_kind_of_value) {
  EXPECT_EQ(shown(read_workbook(table("<table:table-row>"
                                      "<table:table-cell office:value-type=\"float\" office:value=\"1.50\"><text:p>1.5元</text:p></table:table-cell>"
                                      "<table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell>"
                                      "<table:table-cell office:value-type=\"currency\" office:value=\"370114201503039917\"/>"
                                      "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-09-03T00:00:00\"><text:p>3.9.</text:p></table:table-cell>"
                                      "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-09-03T08:30:00.123\"/>"
                                      "<table:table-cell office:value-type=\"time\" office:time-value=\"PT08H30M00S\"/>"
                                      "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>"
                                      "<table:table-cell office:value-type=\"string\" office:string-value=\"值\"/>"
                                      "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>"
                                      "<table:table-cell table:formula=\"of:=[.A1]\"/>"
                                      "</table:table-row>"))),
            "[S]\nA1 number 1.5\nB1 number 0.5\nC1 number! 370114201503039940\nD1 date 2026-09-03\nE1 date 2026-09-03T08:30:00\nF1 date 08:30:00\nG1 boolean TRUE\n"
            "H1 text 值\nI1 error #N/A\nJ1 error =[.A1]\n");
}

TEST(Ods, joins_paragraphs_and_keeps_meant_blanks) {
  EXPECT_EQ(shown(read_workbook(table("<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation>"
                                      "<text:p>张<text:span>三</text:span><text:s text:c=\"2\"/>x\n  y</text:p><text:p><text:tab/>李四<text:line-break/>王</text:p>"
                                      "<draw:frame><text:p>图</text:p></draw:frame></table:table-cell></table:table-row>"))),
            "[S]\nA1 text 张三  x y\n\t李四\n王\n");
}

TEST(Ods, repeats_what_holds_something_and_skips_what_does_not) {
  EXPECT_EQ(shown(read_workbook(table("<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/>"
                                      "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell>"
                                      "<table:table-cell table:number-columns-repeated=\"16382\"/></table:table-row>"
                                      "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
                                      "<table:table-row table:visibility=\"filter\"><table:table-cell><text:p>末</text:p></table:table-cell></table:table-row>"))),
            "[S]\nA1 text a\nB1 text a\nA2 text a\nB2 text a\nhidden row 1048573\nA1048573 text 末\nhidden column C\nhidden column D\n");
}

TEST(Ods, refuses_a_repetition_beyond_the_limits_at_once) {
  std::string cell = "<table:table-cell table:number-columns-repeated=\"900\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
  EXPECT_EQ(shown(read_workbook(table("<table:table-row table:number-rows-repeated=\"1048576\">" + cell + "</table:table-row>"))), "too_many_rows 1000000");
  EXPECT_EQ(shown(read_workbook(table("<table:table-row table:number-rows-repeated=\"999999\">" + cell + "</table:table-row>"))), "too_many_cells 16000000");
  EXPECT_EQ(shown(read_workbook(table("<table:table-row><table:table-cell table:number-columns-repeated=\"16384\"><text:p>a</text:p></table:table-cell></table:table-row>"))),
            "too_many_columns 1000");
}

TEST(Ods, knows_hidden_tables_spans_and_the_1904_system) {
  auto read = read_workbook(ods("<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>"
                                "<table:table table:name=\"隐\" table:style-name=\"ta2\"><table:table-row><table:table-cell table:number-columns-spanned=\"2\" "
                                "table:number-rows-spanned=\"2\"><text:p>a</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>",
                                "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>"));
  EXPECT_EQ(shown(read), "[隐] hidden\nA1 text a\nmerge A1:B2\n");
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->uses_1904);
}

TEST(Ods, refuses_locked_and_foreign_documents) {
  EXPECT_EQ(shown(read_workbook(internal::zip_of({{"content.xml", "garbage"}, {"META-INF/manifest.xml", "<manifest:encryption-data/>"}}))), "file_encrypted");
  EXPECT_EQ(shown(read_workbook(internal::zip_of({{"content.xml", "<office:document-content xmlns:office=\"o\"><office:body><office:text/></office:body></office:document-content>"}}))),
            "file_not_a_table 其他办公文档");
}

}  // namespace
}  // namespace hutong::sheets
