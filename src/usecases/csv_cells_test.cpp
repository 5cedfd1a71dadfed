#include "usecases/internal/csv_cells.h"

#include <gtest/gtest.h>

#include <string>

namespace hutong::usecases::internal {
namespace {

std::string shown(std::string_view cell) {
  std::string out;
  append_shown_cell(out, cell);
  return out;
}

TEST(CsvCells, are_no_formulas_for_whoever_opens_them_in_a_spreadsheet) {
  EXPECT_EQ(shown("=1+1"), "'=1+1");
  EXPECT_EQ(shown("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  EXPECT_EQ(shown("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(shown("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
  EXPECT_EQ(shown("+86 13900000000"), "'+86 13900000000");
  EXPECT_EQ(shown("＝1"), "'＝1");
}

TEST(CsvCells, stay_what_they_are_otherwise) {
  for (std::string cell : {"", "张三", "370114", "-12.5", "+8613900000000", "0", "a=b", "'", "O'Brien", "'阿'"}) EXPECT_EQ(shown(cell), cell);
  EXPECT_EQ(shown("明水街道,某村"), "\"明水街道,某村\"");
}

TEST(CsvCells, are_read_back_as_they_were) {
  for (std::string cell : {"=1", "'=1", "''=1", "-x", "'-x", "@", "-", "'", "''", "'a", "12", "-12", "＋", "'＋"}) EXPECT_EQ(as_it_was(shown(cell)), cell);
}

}  // namespace
}  // namespace hutong::usecases::internal
