#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/text.h"
#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;
using namespace std::string_literals;

TEST(Csv, splits_at_the_separator_that_most_lines_agree_on) {
  struct Case {
    std::string text;
    std::string container;
    std::string third_line_second_cell;
  };
  std::vector<Case> const cases = {
      {"名单,附注\n姓名,号码,日期\n张三,1,a\n李四,2,b\n", "csv", "1"},
      {"标题,有逗号\n姓名;号码\n张三;1\n李四;2\n", "csv", "1"},
      {"标题\n姓名\t号码\n张三\t1,5\n", "txt", "1,5"},
      {"标题\n姓名|号码\n张三|1\n", "csv", "1"},
      {"来信\n今寄上名单。\n此致\n", "txt", ""},
  };
  for (Case const& one : cases) {
    auto read = read_workbook(one.text);
    ASSERT_TRUE(read.has_value()) << one.text;
    EXPECT_EQ(name_of(read->container), one.container) << one.text;
    EXPECT_EQ(read->text(read->sheets[0], 3, 1), one.third_line_second_cell) << one.text;
  }
}

TEST(Csv, sees_the_separator_of_very_wide_tables) {
  std::string line, bytes;
  for (int i = 0; i < 900; ++i) line += "a;";
  for (int i = 0; i < 3; ++i) bytes += line + "b\n";
  auto read = read_workbook(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text(read->sheets[0], 3, 900), "b");
  for (int i = 0; i < 3; ++i) bytes += line + line + "\n";
  EXPECT_EQ(shown(read_workbook(bytes)), "too_many_columns 1000");
}

TEST(Csv, keeps_line_breaks_and_doubled_quotes_inside_quotes_and_counts_records) {
  EXPECT_EQ(shown(read_workbook("a,\"第一行\r\n第二行\",c\r\n\r\n\"他说\"\"好\"\"\",\"x\"尾,\n")),
            "[]\nA1 text a\nB1 text 第一行\n第二行\nC1 text c\nA3 text 他说\"好\"\nB3 text x尾\n");
}

TEST(Csv, treats_a_quote_that_never_closes_as_a_letter) {
  EXPECT_EQ(shown(read_workbook("a,\"b\nc,d\n\"e,f\n")), "[]\nA1 text a\nB1 text \"b\nA2 text c\nB2 text d\nA3 text \"e\nB3 text f\n");
  EXPECT_EQ(shown(read_workbook("a,\"b\nc,d\ne,f\"g\n")), "[]\nA1 text a\nB1 text \"b\nA2 text c\nB2 text d\nA3 text e\nB3 text f\"g\n");
  EXPECT_EQ(shown(read_workbook("a,\"b\nc,d\n")), "[]\nA1 text a\nB1 text \"b\nA2 text c\nB2 text d\n");
}

TEST(Csv, takes_numbers_out_of_the_wrapper_that_protects_them) {
  EXPECT_EQ(shown(read_workbook("a,=\"370114201503039917\"\nb,\"=\"\"370114201503039917\"\"\"\nc,'370114201503039917\n")),
            "[]\nA1 text a\nB1 text 370114201503039917\nA2 text b\nB2 text 370114201503039917\nA3 text c\nB3 text '370114201503039917\n");
}

TEST(Csv, obeys_the_separator_line_that_excel_hides) {
  EXPECT_EQ(shown(read_workbook("sep=;\r\na;b,c\r\nd;e\r\n")), "[]\nA1 text a\nB1 text b,c\nA2 text d\nB2 text e\n");
}

TEST(Csv, ends_lines_at_cr_lf_and_both) {
  EXPECT_EQ(shown(read_workbook("a,b\rc,d\ne,f\r\ng,h")), "[]\nA1 text a\nB1 text b\nA2 text c\nB2 text d\nA3 text e\nB3 text f\nA4 text g\nB4 text h\n");
}

TEST(Csv, reads_the_same_list_in_every_encoding) {
  std::string const utf8 = "姓名,身份证号\n张小明,370114201503039917\n";
  std::string utf16le = "\xFF\xFE", utf16be = "\xFE\xFF";
  for (char32_t c : base::to_utf32(utf8)) {
    utf16le += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    utf16be += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  }
  struct Case {
    std::string bytes;
    std::string encoding;
  };
  for (Case const& one : std::vector<Case>{{utf8, "utf-8"}, {"\xEF\xBB\xBF" + utf8, "utf-8-bom"}, {base::to_gb18030(utf8), "gb18030"}, {utf16le, "utf-16le"}, {utf16be, "utf-16be"}}) {
    auto read = read_workbook(one.bytes);
    EXPECT_EQ(shown(read), "[]\nA1 text 姓名\nB1 text 身份证号\nA2 text 张小明\nB2 text 370114201503039917\n") << one.encoding;
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->encoding, one.encoding);
  }
}

TEST(Csv, is_still_utf8_where_a_character_was_cut) {
  std::string text = "姓名,地址,备注\n张小明,章丘区双山街道,无\n李四,章丘区明水街道,孤儿";
  auto read = read_workbook(text.substr(0, text.size() - 1));
  ASSERT_TRUE(read.has_value()) << shown(read);
  EXPECT_EQ(read->encoding, "utf-8");
  EXPECT_EQ(read->text(read->sheets[0], 2, 1), "章丘区双山街道");
  EXPECT_TRUE(read->text(read->sheets[0], 3, 2).starts_with("孤\uFFFD"));
}

TEST(Csv, gives_valid_text_also_where_the_mark_promised_utf8_and_broke_it) {
  auto read = read_workbook("\xEF\xBB\xBF姓名,\xA0\xFF号\n");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->encoding, "utf-8-bom");
  EXPECT_TRUE(base::is_valid_utf8(read->all_text()));
}

TEST(Csv, refuses_bytes_that_are_no_text) {
  EXPECT_EQ(shown(read_workbook("a,b\n\0\0\x01\xFF\xFE\x80"s)), "file_not_a_table 无法识别的二进制文件");
  EXPECT_EQ(shown(read_workbook("")), "file_empty");
}

TEST(Csv, gives_back_what_was_written) {
  OutSheet sheet{.rows = {{text("姓名"), text("a\"b"), text("c,d"), text("e\nf")}, {text("="), text("'1"), text(" x "), text("y")}}};
  for (bool quote_all : {false, true}) EXPECT_EQ(shown(read_workbook(write_csv(sheet, ',', quote_all))), expected({.sheets = {sheet}}));
}

}  // namespace
}  // namespace hutong::sheets
