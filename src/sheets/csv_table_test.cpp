#include "sheets/csv_table.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace hutong::sheets {
namespace {

// Rows as "a|b", or the code of the problem and its line.
std::string shown(std::string const& bytes, unsigned threads = 1) {
  auto const table = read_csv_table(bytes, "a.csv", threads);
  if (!table) return table.error().code + " " + std::to_string(table.error().place.row);
  std::string out;
  for (std::string const& title : table->titles()) out += "[" + title + "]";
  for (size_t row = 0; row < table->rows(); ++row)
    for (size_t column = 0; column < table->columns(); ++column) out += (column ? "|" : "\n") + std::string(table->cell(row, column));
  return out;
}

TEST(CsvTable, cuts_cells_where_a_person_would) {
  struct Case {
    std::string bytes, expected;
  };
  std::vector<Case> const cases = {
      {"a,b\n1,2\n3,4", "[a][b]\n1|2\n3|4"},
      {"a;b\r\n1;2\r\n", "[a][b]\n1|2"},
      {"a\tb\r1\t2\r", "[a][b]\n1|2"},
      {"a|b\n1|2\n", "[a][b]\n1|2"},
      {"\xEF\xBB\xBF" "a,b\n1,2\n", "[a][b]\n1|2"},
      {"a, b\n 1 ,  2\t\n", "[a][b]\n1|2"},
      {"a,b\n\n1,2\n\n\n,\n3,4\n", "[a][b]\n1|2\n3|4"},
      {"a,b,c\n1\n1,2,3,,,\n", "[a][b][c]\n1||\n1|2|3"},
      {"a,b\n\"1,\n2\",\"say \"\"x\"\"\"\n3, \"4\" \n", "[a][b]\n1,\n2|say \"x\"\n3|4"},
      {"a,b\n5\" pipe,\"x\"y\n", "[a][b]\n5\" pipe|xy"},
      {"a,b\n1,\"open\n2,3\n", "[a][b]\n1|\"open\n2|3"},
      {"a,b\n1,\"open\n2,3\n4,five\"six\n7,8\n", "[a][b]\n1|\"open\n2|3\n4|five\"six\n7|8"},
      {"a,b\n1,\"open\n2,\"\"\"3\"\n", "[a][b]\n1|\"open\n2|\"3"},
      {"a,b\n=\"0012\",\"=\"\"007\"\"\"\n", "[a][b]\n0012|007"},
      {"sep=;\na;b\n1,5;2\n", "[a][b]\n1,5|2"},
      {"a,,a,,\n1,2,3\n", "[a][第2列][a (2)]\n1|2|3"},
      {"only\nx\ny\n", "[only]\nx\ny"},
      {"", "file_empty 0"},
      {"\n\n", "file_empty 0"},
      {"a,b\n", "csv_no_rows 0"},
      {"a,b\n1,2\n\"x\ny\",2\n1,2,3\n", "csv_row_too_long 5"},
      {"a,b\n1,x" + std::string(1, '\0') + "y\n" + std::string(50, 'z'), "csv_not_a_table 0"},
      {"%PDF-1.7\n", "csv_not_a_table 0"},
  };
  for (Case const& one : cases) EXPECT_EQ(shown(one.bytes), one.expected) << one.bytes;
}

TEST(CsvTable, is_read_in_whatever_encoding_it_came) {
  std::string const chinese = "姓名,村\n王小明,枣园\n朱镕,刁镇\n", french = "name,town\nRené,Orléans\nZoë,Besançon\n";
  EXPECT_EQ(shown(base::to_gb18030(chinese)), "[姓名][村]\n王小明|枣园\n朱镕|刁镇");
  EXPECT_EQ(shown("name,town\nRen\xE9,Orl\xE9" "ans\nZo\xEB,Besan\xE7on\n"), "[name][town]\nRené|Orléans\nZoë|Besançon");
  EXPECT_EQ(shown(french + "Andr\xE9,x\n"), "[name][town]\nRené|Orléans\nZoë|Besançon\nAndré|x");
  EXPECT_EQ(shown(chinese + "王\xE5\xB0,李四\n"), "[姓名][村]\n王小明|枣园\n朱镕|刁镇\n王\uFFFD\uFFFD|李四");
  std::string wide = "\xFF\xFE";
  for (char c : std::string("a,b\n1,2\n")) wide += {c, '\0'};
  EXPECT_EQ(shown(wide), "[a][b]\n1|2");
}

TEST(CsvTable, refuses_two_encodings_in_one_file_and_says_where_the_second_begins) {
  std::string const first = "姓名,村\n王小明,枣园\n李小红,刁镇\n", second = "张三,枣园街道\n李四,刁镇街道\n";
  EXPECT_EQ(shown(first + base::to_gb18030(second)), "csv_encoding_mixed 4");
  EXPECT_EQ(shown(base::to_gb18030(first) + second), "csv_encoding_mixed 4");
}

TEST(CsvTable, can_join_two_columns) {
  auto table = read_csv_table("first,last,x\nAnn,Smith,1\n王,小明,2\n,Jones,3\n", "a.csv", 1);
  ASSERT_TRUE(table);
  table->add_joined_column(0, 1, "name");
  EXPECT_EQ(table->title(3), "name");
  EXPECT_EQ(table->cell(0, 3), "Ann Smith");
  EXPECT_EQ(table->cell(1, 3), "王小明");
  EXPECT_EQ(table->cell(2, 3), "Jones");
  EXPECT_EQ(table->cell(2, 2), "3");
}

TEST(CsvTable, can_be_made_of_cells_that_were_cut_already) {
  auto const table = table_of_cells("名册.csv", {"姓名", "村居"}, {"王子涵", "枣园村", "", "刁庄村, \"东\""});
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(table.cell(0, 0), "王子涵");
  EXPECT_EQ(table.cell(1, 0), "");
  EXPECT_EQ(table.cell(1, 1), "刁庄村, \"东\"");
  EXPECT_EQ(table.line_of(1), 3U);  // the titles stand in the first
  EXPECT_EQ(table_of_cells("x", {"姓名"}, {}).rows(), 0U);
}

TEST(CsvTable, refuses_more_columns_than_anybody_compares) {
  std::string titles;
  for (int i = 0; i < 1000; ++i) titles += (i ? ",c" : "c") + std::to_string(i);
  EXPECT_EQ(shown(titles + "\n1\n"), "too_many_columns 0");
}

// Parts begin every megabyte; quoted cells with line ends, doubled quotes and rows without anything lie across their borders.
TEST(CsvTable, is_the_same_for_any_number_of_threads) {
  std::string bytes = "id,text,x\n";
  for (int i = 0; bytes.size() < 6'000'000; ++i) {
    bytes += std::to_string(i) + ",\"line one\nline \"\"two\"\"\n";
    for (int k = 0; k < i % 50; ++k) bytes += "n,n,n\n";
    bytes += "\"," + std::to_string(i % 7) + "\n";
    if (i % 11 == 0) bytes += "\n,,\n";
  }
  std::string const one = shown(bytes, 1);
  EXPECT_EQ(one, shown(bytes, 2));
  EXPECT_EQ(one, shown(bytes, 5));
  auto const table = read_csv_table(bytes, "a.csv", 2);
  ASSERT_TRUE(table);
  for (size_t row = 0; row < table->rows(); ++row) ASSERT_EQ(table->cell(row, 0), std::to_string(row));
}

}  // namespace
}  // namespace hutong::sheets
