#include <gtest/gtest.h>

#include "sheets/internal/testing.h"
#include "sheets/internal/testing_zip.h"

namespace hutong::sheets {
namespace {

using namespace testing;

std::string shown(XlsxParts const& parts) { return testing::shown(read_workbook(parts.zip())); }
std::string shown_rows(std::string_view rows) { return shown(XlsxParts{.sheet = sheet_of(rows)}); }

TEST(Xlsx, gives_back_what_was_written) { EXPECT_EQ(testing::shown(read_workbook(write_xlsx(sample()))), expected(sample())); }

TEST(Xlsx, gives_back_what_was_written_in_constant_memory) {
  OutSheet sheet{.name = "S"};
  for (int i = 0; i < 2; ++i) sheet.rows.push_back(std::vector<OutCell>(900, text("同")));
  for (int i = 2; i < 224; ++i) sheet.rows.push_back({text("行" + std::to_string(i)), number(std::to_string(i)), date("2026-09-03")});
  sheet.rows.resize(202'000);  // empty cells count, too
  for (size_t i = 224; i < sheet.rows.size(); ++i) sheet.rows[i].resize(1, text(""));
  EXPECT_EQ(testing::shown(read_workbook(write_xlsx({.sheets = {sheet}}))), expected({.sheets = {sheet}}));
}

TEST(Xlsx, gives_back_dates_of_the_1904_system) {
  OutWorkbook out{.sheets = {{.name = "S", .rows = {{date("2026-09-03"), date("1904-01-02"), number("44441")}}}}, .uses_1904 = true};
  auto read = read_workbook(write_xlsx(out));
  EXPECT_EQ(testing::shown(read), expected(out));
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->uses_1904);
}

TEST(Xlsx, is_written_to_the_same_bytes_each_time) { EXPECT_EQ(write_xlsx(sample()), write_xlsx(sample())); }

TEST(Xlsx, is_written_under_names_that_excel_accepts) {
  OutWorkbook out{.sheets = {{.name = "a/b:c"}, {.name = ""}, {.name = "A_B_C"}, {.name = std::string(40, 'x')}, {.name = "'q'"}}};
  EXPECT_EQ(testing::shown(read_workbook(write_xlsx(out))), "[a_b_c]\n[Sheet2]\n[A_B_C(2)]\n[" + std::string(31, 'x') + "]\n[_q_]\n");
}

TEST(Xlsx, is_written_with_choices_of_any_length_formulas_and_notes) {
  OutSheet sheet{.name = "S", .rows = {{text("镇街"), {.text = "好", .formula = "=IF(A1=\"\",\"\",\"好\")"}, {.text = "7", .kind = CellKind::number, .formula = "=3+4"}}}};
  sheet.rows[0][0].comment = "批注";
  OutValidation few{.first_row = 2, .last_row = 9, .first_column = 0, .last_column = 0, .choices = {"双山街道", "明水街道"}}, many = few;
  for (int i = 0; i < 200; ++i) many.choices.push_back("镇" + std::to_string(i));
  sheet.validations = {few, many, {.first_row = 2, .last_row = 9, .first_column = 1, .last_column = 1, .formula = "=LEN(B2)=18", .title = "号码", .message = "应为18位"}};
  auto read = read_workbook(write_xlsx({.sheets = {sheet}}));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->sheets.size(), 2u);
  EXPECT_TRUE(read->sheets[1].is_hidden);
  EXPECT_EQ(read->text(read->sheets[1], 202, 0), "镇199");
  EXPECT_EQ(read->text(read->sheets[0], 1, 1), "好");
  EXPECT_EQ(read->sheets[0].cell_at(1, 2)->kind, CellKind::number);
}

TEST(Xlsx, counts_on_where_rows_and_cells_give_no_position) {
  EXPECT_EQ(shown_rows("<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row><row r=\"9\"><c><v>5</v></c></row><row><c r=\"B12\"><v>6</v></c></row>"),
            "[S]\nA1 number 1\nD1 number 2\nE1 number 3\nA2 number 4\nA9 number 5\nB12 number 6\n");
}

TEST(Xlsx, reads_every_type_of_cell) {
  EXPECT_EQ(shown_rows("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>张</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 三</t></r><rPh sb=\"0\" eb=\"1\"><t>zhang</t></rPh></is></c>"
                       "<c r=\"B1\" t=\"str\"><f>A1&amp;\"x\"</f><v>结果</v></c><c r=\"C1\" t=\"b\"><v>1</v></c><c r=\"D1\" t=\"b\"><v>0</v></c><c r=\"E1\" t=\"e\"><v>#DIV/0!</v></c>"
                       "<c r=\"F1\" t=\"d\"><v>2026-09-03T00:00:00.000Z</v></c><c r=\"G1\" t=\"n\"><v>370114201503039917</v></c><c r=\"H1\"><v>3.7011420150303E+17</v></c>"
                       "<c r=\"I1\"><f>SUM(A1:A2)</f></c><c r=\"J1\" t=\"str\"><f>A9</f><v></v></c><c r=\"K1\"><v>0.30000000000000004</v></c><c r=\"L1\"><v>1E-4</v></c></row>"),
            "[S]\nA1 text 张 三\nB1 text 结果\nC1 boolean TRUE\nD1 boolean FALSE\nE1 error #DIV/0!\nF1 date 2026-09-03\nG1 number! 370114201503039940\n"
            "H1 number! 370114201503030000\nI1 error =SUM(A1:A2)\nK1 number 0.30000000000000004\nL1 number 0.0001\n");
}

TEST(Xlsx, shows_numbers_as_dates_where_the_style_does) {
  struct Case {
    std::string format;  // of the style: a built-in id, or a code
    std::string number;
    std::string shown;
  };
  std::vector<Case> const cases = {
      {"0", "46268", "number 46268"},
      {"14", "46268", "date 2026-09-03"},
      {"22", "46268.354166666664", "date 2026-09-03T08:30:00"},
      {"20", "0.354166666666667", "date 08:30:00"},
      {"31", "46268", "date 2026-09-03"},
      {"57", "46268", "date 2026-09-03"},
      {"49", "46268", "number 46268"},
      {"General", "46268", "number 46268"},
      {"G/通用格式", "46268", "number 46268"},
      {"yyyy\\-mm\\-dd", "46268", "date 2026-09-03"},
      {"[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "46268", "date 2026-09-03"},
      {"0.00&quot;day&quot;", "46268", "number 46268"},
      {"[Red]#,##0.00", "46268", "number 46268"},
      {"\\d0", "46268", "number 46268"},
      {"_-* #,##0.00_-", "46268", "number 46268"},
      {"0.00E+00", "46268", "number 46268"},
      {"[DBNum1]e年m月", "46268", "date 2026-09-03"},
      {"14", "1", "date 1900-01-01"},
      {"14", "59", "date 1900-02-28"},
      {"14", "60", "date 1900-02-29"},
      {"14", "61", "date 1900-03-01"},
      {"14", "2958465", "date 9999-12-31"},
      {"14", "2958466", "number 2958466"},
      {"14", "-1", "number -1"},
      {"14", "20260903", "number 20260903"},
      {"14", "46267.999999999", "date 2026-09-03"},
  };
  for (Case const& one : cases) {
    bool is_builtin = one.format.find_first_not_of("0123456789") == std::string::npos;
    XlsxParts parts{.sheet = sheet_of("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>" + one.number + "</v></c></row>")};
    parts.styles = "<styleSheet><numFmts>" + (is_builtin ? "" : "<numFmt numFmtId=\"164\" formatCode=\"" + one.format + "\"/>") +
                   "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"" + (is_builtin ? one.format : "164") + "\"/></cellXfs></styleSheet>";
    EXPECT_EQ(shown(parts), "[S]\nA1 " + one.shown + "\n") << one.format;
  }
}

TEST(Xlsx, does_not_care_about_prefixes_namespaces_case_and_absolute_targets) {
  XlsxParts parts;
  parts.workbook = "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:rel=\"r\"><x:workbookPr date1904=\"true\"/><x:sheets><x:sheet name=\"S\" rel:id=\"a\"/></x:sheets></x:workbook>";
  parts.relationships = "<p:Relationships xmlns:p=\"p\"><p:Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" Target=\"/xl/Worksheets/../worksheets/Sheet1.xml\"/>"
                        "<p:Relationship Id=\"b\" Type=\"http://x/sharedStrings\" Target=\"sharedstrings.XML\"/></p:Relationships>";
  parts.shared_strings = "<x:sst xmlns:x=\"m\"><x:si><x:t>张三</x:t></x:si></x:sst>";
  parts.sheet = "<x:worksheet xmlns:x=\"m\"><x:cols><x:col min=\"2\" max=\"3\" hidden=\"1\"/><x:col min=\"5\" max=\"5\" width=\"0\"/></x:cols><x:sheetData><x:row r=\"3\" hidden=\"1\"><x:c r=\"A3\" t=\"s\"><x:v>0</x:v></x:c></x:row>"
                "<x:row r=\"4\" ht=\"0\" customHeight=\"1\"><x:c r=\"A4\"><x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref=\"A3:B4\"/><x:mergeCell ref=\"$A$9\"/></x:mergeCells></x:worksheet>";
  EXPECT_EQ(shown(parts), "[S]\nhidden row 3\nA3 text 张三\nhidden row 4\nA4 number 1\nmerge A3:B4\nhidden column B\nhidden column C\nhidden column E\n");
}

TEST(Xlsx, does_without_relationships_and_skips_chart_sheets) {
  XlsxParts parts{.sheet = sheet_of("<row><c><v>1</v></c></row>")};
  parts.relationships = "<Relationships/>";
  EXPECT_EQ(shown(parts), "[S]\nA1 number 1\n");
  parts.workbook = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"图\" r:id=\"c\"/><sheet name=\"S\" state=\"veryHidden\" r:id=\"s\"/></sheets></workbook>";
  parts.relationships = "<Relationships><Relationship Id=\"c\" Type=\"http://x/chartsheet\" Target=\"chartsheets/sheet1.xml\"/><Relationship Id=\"s\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
  EXPECT_EQ(shown(parts), "[S] hidden\nA1 number 1\n");
}

TEST(Xlsx, needs_shared_strings_only_where_a_cell_does) {
  EXPECT_EQ(shown_rows("<row><c t=\"s\"/><c><v>1</v></c></row>"), "[S]\nB1 number 1\n");
  EXPECT_EQ(shown_rows("<row><c t=\"s\"><v>0</v></c></row>"), "file_damaged 缺少存放文字的部件");
  XlsxParts parts{.sheet = sheet_of("<row><c t=\"s\"><v>1</v></c></row>"), .shared_strings = "<sst><si><t>a</t></si></sst>"};
  EXPECT_EQ(shown(parts), "file_damaged 文字索引指向不存在的内容");
  parts.sheet = sheet_of("<row><c t=\"s\"><v>-1</v></c></row>");
  EXPECT_EQ(shown(parts), "file_damaged 文字索引指向不存在的内容");
}

TEST(Xlsx, keeps_a_shared_string_once_however_often_it_is_used) {
  std::string rows;
  for (int i = 0; i < 5'000; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
  XlsxParts parts{.sheet = sheet_of(rows), .shared_strings = "<sst><si><t>" + std::string(500'000, 'x') + "</t></si></sst>"};
  auto read = read_workbook(parts.zip());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->sheets[0].cells.size(), 5'000u);
  EXPECT_LT(read->all_text().size(), 600'000u);
}

TEST(Xlsx, decodes_the_escapes_of_characters_that_xml_cannot_hold) {
  XlsxParts parts{.sheet = sheet_of("<row><c t=\"s\"><v>0</v></c></row>"), .shared_strings = "<sst><si><t>一_x000D_\n二_x005F_x000D_三_x0041_ _xZZZZ_ _x00</t></si></sst>"};
  EXPECT_EQ(shown(parts), "[S]\nA1 text 一\n二_x000D_三A _xZZZZ_ _x00\n");
}

TEST(Xlsx, puts_rows_and_cells_into_order) {
  EXPECT_EQ(shown_rows("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"A3\"><v>2</v></c></row><row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>3</v></c></row><row r=\"3\"><c r=\"C3\"><v>4</v></c><c r=\"A3\"><v>5</v></c></row>"),
            "[S]\nhidden row 1\nA1 number 3\nA3 number 5\nB3 number 1\nC3 number 4\n");
}

TEST(Xlsx, leaves_out_empty_cells_however_far_away) {
  EXPECT_EQ(shown_rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\" s=\"3\"/></row>"), "[S]\nA1 number 1\n");
}

TEST(Xlsx, drops_merges_that_overlap_or_hold_one_cell) {
  XlsxParts parts{.sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"B2:C3\"/><mergeCell ref=\"A1:A1\"/><mergeCell ref=\"C3:D4\"/>"
                           "<mergeCell ref=\"D1:E2\"/><mergeCell ref=\"A4:XFD9\"/></mergeCells></worksheet>"};
  EXPECT_EQ(shown(parts), "[S]\nA1 number 1\nmerge D1:E2\nmerge B2:C3\nmerge A4:ALL9\n");
}

TEST(Xlsx, reads_a_zip_whose_sizes_stand_behind_the_data) {
  XlsxParts parts{.sheet = sheet_of("<row><c><v>1</v></c></row>")};
  EXPECT_EQ(testing::shown(read_workbook(parts.zip([](auto& entries) {
              for (RawEntry& entry : entries) entry.has_descriptor = true;
            }))),
            "[S]\nA1 number 1\n");
}

}  // namespace
}  // namespace hutong::sheets
