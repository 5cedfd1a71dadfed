#include <gtest/gtest.h>

#include "base/encoding.h"
#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;

// HTML has no sheets and our writer hides no columns in it.
OutWorkbook html_sample() {
  OutWorkbook out = sample();
  out.sheets.resize(1);
  out.sheets[0].name.clear();
  out.sheets[0].hidden_columns.clear();
  return out;
}

TEST(Html, gives_back_what_was_written_in_both_encodings) {
  OutWorkbook out = html_sample();
  EXPECT_EQ(shown(read_workbook(write_html(out, false))), expected(out));
  auto gbk = read_workbook(write_html(out, true));
  EXPECT_EQ(shown(gbk), expected(out));
  ASSERT_TRUE(gbk.has_value());
  EXPECT_EQ(gbk->encoding, "gb18030");
  EXPECT_EQ(gbk->container, Container::html);
}

TEST(Html, needs_no_end_tags_and_no_quotes) {
  EXPECT_EQ(shown(read_workbook("<table border=1><tr><td>姓名<td>号码<tr bgcolor=red><td colspan=2>张三</table>")),
            "[]\nA1 text 姓名\nB1 text 号码\nA2 text 张三\nmerge A2:B2\n");
}

TEST(Html, carries_rowspans_over_the_cells_below) {
  EXPECT_EQ(shown(read_workbook("<table><tr><td rowspan=2>甲</td><td>1</td><td rowspan='3'>乙</td></tr><tr><td>2</td></tr><tr><td>丙</td><td>3</td></tr></table>")),
            "[]\nA1 text 甲\nB1 text 1\nC1 text 乙\nB2 text 2\nA3 text 丙\nB3 text 3\nmerge A1:A2\nmerge C1:C3\n");
}

TEST(Html, cuts_a_rowspan_at_the_end_of_its_table) {
  EXPECT_EQ(shown(read_workbook("<table><tr><td rowspan=9>a</td></tr><tr><td>b</td></tr></table><table><tr><td>c</td></tr></table>")),
            "[]\nA1 text a\nB2 text b\nA3 text c\nmerge A1:A2\n");
}

TEST(Html, counts_rows_over_the_whole_document_and_flattens_tables_inside_cells) {
  EXPECT_EQ(shown(read_workbook("<html><body><p>前言<table><tr><td>页头<table><tr><td>姓名</td></tr><tr><td>张三</td></tr></table>页尾</td><td>右</td></tr></table>")),
            "[]\nA1 text 页头页尾\nB1 text 右\nA2 text 姓名\nA3 text 张三\n");
}

TEST(Html, decodes_entities_and_breaks_lines) {
  EXPECT_EQ(shown(read_workbook("<table><tr><td>&nbsp;买买提&middot;艾力 &lt;1&gt; &#21271;&#x4EAC;&unknown; a&b</td><td>一<br>二<br/>三<p>四</td><td>&nbsp;</td></tr></table>")),
            "[]\nA1 text 买买提·艾力 <1> 北京&unknown; a&b\nB1 text 一\n二\n三\n四\n");
}

TEST(Html, passes_over_scripts_styles_and_comments) {
  EXPECT_EQ(shown(read_workbook("<html><style>.a{} <table><tr><td>no</style><script>document.write('<table><tr><td>no')</script><!-- <tr><td>no -->"
                                "<![if !excel]><table><tr><td>yes<!--no--> too<script>no</script></td></tr></table>")),
            "[]\nA1 text yes too\n");
}

TEST(Html, takes_the_raw_value_that_excel_keeps_beside_the_shown_one) {
  EXPECT_EQ(shown(read_workbook("<html><style>.xl65 {mso-number-format:\"yyyy\\0022年\\0022m\\0022月\\0022\";} .xl66{mso-number-format:\"\\@\";}</style>"
                                "<table><tr><td x:num=\"46268\" class=xl65>2026年9月</td><td x:num class=xl66>12.50</td>"
                                "<td class=xl66>370114201503039917</td><td x:num=\"3.7011420150303990E+17\">3.70114E+17</td><td x:bool=\"TRUE\">TRUE</td>"
                                "<td x:num=\"46268\" style='mso-number-format:\"Short Date\"'>x</td><td x:err=\"#N/A\">#N/A</td>"
                                "<td sdval=\"46268\" sdnum=\"2052;0;YYYY-MM-DD\">2026-09-03</td><td sdval=\"1\" sdnum=\"2052;\">1</td></tr></table>")),
            "[]\nA1 date 2026-09-03\nB1 number 12.5\nC1 text 370114201503039917\nD1 number! 370114201503039900\nE1 boolean TRUE\nF1 date 2026-09-03\nG1 error #N/A\nH1 date 2026-09-03\nI1 number 1\n");
}

TEST(Html, marks_hidden_rows_and_columns) {
  EXPECT_EQ(shown(read_workbook("<table><col width=64><col style='DISPLAY: none' span=2><tr style='height:0; display:none'><td>a</td></tr><tr><td>b</td></tr></table>")),
            "[]\nhidden row 1\nA1 text a\nA2 text b\nhidden column B\nhidden column C\n");
}

TEST(Html, is_no_table_without_a_table) { EXPECT_EQ(shown(read_workbook("<html><body>请先登录</body></html>")), "file_not_a_table 没有表格的网页"); }

TEST(Html, stays_linear_when_nothing_closes) {
  for (std::string piece : {"<td x=\"", "<td x='>'", "<!--", "<td ", "<", "<script>", "&#1", "<style>.a{", "<td rowspan=60000 colspan=1000>"}) {
    std::string bytes = "<table><tr><td>";
    while (bytes.size() < 1'000'000) bytes += piece;
    SCOPED_TRACE(piece);
    auto read = read_workbook(bytes, {}, base::SteadyDeadline(std::chrono::seconds(20)));
    EXPECT_TRUE(read.has_value() || read.error().code != "took_too_long");
  }
}

TEST(SpreadsheetMl, gives_back_what_was_written) {
  EXPECT_EQ(shown(read_workbook(write_spreadsheetml(sample()))), expected(sample()));
}

TEST(SpreadsheetMl, skips_to_the_index_that_rows_and_cells_name) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"gb2312\"?><ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><ss:Worksheet ss:Name=\"名单\">"
                    "<ss:Table><ss:Column ss:Index=\"2\" ss:Hidden=\"1\" ss:Span=\"1\"/><ss:Row ss:Index=\"3\"><ss:Cell ss:Index=\"2\"><ss:Data ss:Type=\"String\">张<B>三</B></ss:Data>"
                    "<ss:Comment><ss:Data>批注</ss:Data></ss:Comment></ss:Cell><ss:Cell ss:MergeAcross=\"2\" ss:MergeDown=\"1\"><ss:Data ss:Type=\"Number\">12.50</ss:Data></ss:Cell>"
                    "<ss:Cell><ss:Data ss:Type=\"DateTime\">2026-09-03T00:00:00.000</ss:Data></ss:Cell></ss:Row><ss:Row ss:Hidden=\"1\"><ss:Cell><ss:Data ss:Type=\"Boolean\">1</ss:Data></ss:Cell>"
                    "<ss:Cell><ss:Data ss:Type=\"Error\">#N/A</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>";
  auto read = read_workbook(base::to_gb18030(xml));
  EXPECT_EQ(shown(read), "[名单]\nB3 text 张三\nC3 number 12.5\nF3 date 2026-09-03\nhidden row 4\nA4 boolean TRUE\nB4 error #N/A\nmerge C3:E4\nhidden column B\nhidden column C\n");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->container, Container::spreadsheetml);
}

TEST(SpreadsheetMl, refuses_a_document_type_and_another_vocabulary) {
  EXPECT_EQ(shown(read_workbook("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">&a;</Workbook>")), "dtd_refused");
  EXPECT_EQ(shown(read_workbook("<?xml version=\"1.0\"?><config><a/></config>")), "file_not_a_table 其他用途的 XML 文件");
}

}  // namespace
}  // namespace hutong::sheets
