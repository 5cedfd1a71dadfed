#include <gtest/gtest.h>

#include "base/encoding.h"
#include "sheets/internal/biff_records.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;
using internal::append_number;
using internal::append_record;
using internal::append_u16;
using internal::append_u32;
using internal::append_u8;

// One worksheet of hand-made records.
class OddXls {
 public:
  explicit OddXls(uint16_t version = 0x600) : version_(version) {}
  OddXls& global(uint16_t id, std::string_view data) {
    append_record(globals_, id, data);
    return *this;
  }
  OddXls& record(uint16_t id, std::string_view data) {
    append_record(sheet_, id, data);
    return *this;
  }
  static std::string words(std::initializer_list<unsigned> values) {
    std::string data;
    for (unsigned value : values) append_u16(data, value);
    return data;
  }
  std::string stream() const {
    std::string out, boundsheet;
    append_record(out, 0x809, words({version_, 5, 0, 0, 0, 0, 0, 0}));
    out += globals_;
    size_t name_bytes = version_ == 0x600 ? 3 : 2;  // "S", with a flag byte in BIFF8
    append_u32(boundsheet, static_cast<uint32_t>(out.size() + 4 + 6 + name_bytes + 4));
    append_u16(boundsheet, 0);
    append_u8(boundsheet, 1);
    if (version_ == 0x600) append_u8(boundsheet, 0);
    boundsheet += "S";
    append_record(out, 0x085, boundsheet);
    append_record(out, 0x00A, "");
    append_record(out, 0x809, words({version_, 0x10, 0, 0, 0, 0, 0, 0}));
    out += sheet_;
    append_record(out, 0x00A, "");
    return out;
  }
  std::string file() const { return internal::compound_file(version_ == 0x600 ? "Workbook" : "Book", stream()); }

 private:
  uint16_t version_;
  std::string globals_, sheet_;
};

std::string with_double(std::string data, double number) {
  append_number(data, number);
  return data;
}
std::string with_u32(std::string data, uint32_t number) {
  append_u32(data, number);
  return data;
}

TEST(Xls, gives_back_what_was_written) { EXPECT_EQ(shown(read_workbook(write_xls(sample()))), expected(sample())); }

TEST(Xls, gives_back_dates_of_the_1904_system) {
  OutWorkbook out{.sheets = {{.name = "S", .rows = {{date("2026-09-03"), date("1904-01-02"), number("44441")}}}}, .uses_1904 = true};
  EXPECT_EQ(shown(read_workbook(write_xls(out))), expected(out));
}

TEST(Xls, gives_back_strings_that_cross_the_records_borders) {
  OutSheet sheet{.name = "S"};
  for (int i = 0; i < 4000; ++i) {
    std::string latin(static_cast<size_t>(i % 97), 'x'), han;
    for (int j = 0; j < i % 41; ++j) han += j % 5 ? "童" : "𠮷";
    sheet.rows.push_back({text("r" + std::to_string(i) + latin), text("汉" + std::to_string(i) + han)});
  }
  sheet.rows.push_back({text(std::string(30'000, 'y')), text("尾")});
  EXPECT_EQ(shown(read_workbook(write_xls({.sheets = {sheet}}))), expected({.sheets = {sheet}}));
}

TEST(Xls, survives_more_sectors_than_the_header_names) {
  std::string const stream = OddXls().record(0x203, with_double(OddXls::words({4, 0, 0}), 2)).stream();
  std::string const bytes = internal::compound_file("Workbook", stream + std::string(8'000'000, '\0'));  // 109 tables name 7,143,424 bytes
  EXPECT_EQ(shown(read_workbook(bytes)), "[S]\nA5 number 2\n");
}

TEST(Xls, joins_a_string_that_changes_its_width_at_a_border_and_skips_runs_and_phonetics) {
  std::string sst = with_u32(with_u32("", 2), 2);
  append_u16(sst, 4);   // four characters …
  append_u8(sst, 0x0D); // … wide, with formatting runs and phonetic data
  append_u16(sst, 1);
  append_u32(sst, 3);
  append_u16(sst, 0x5F20);  // 张
  std::string more(1, '\0');  // the rest in one byte each
  more += "abc";
  more += std::string(4, '\xEE');  // the run
  std::string last(3, '\xEE');     // the phonetics, behind another border
  append_u16(last, 1);
  append_u8(last, 0);
  last += "Z";
  OddXls xls;
  xls.global(0x0FC, sst).global(0x03C, more).global(0x03C, last);
  xls.record(0x0FD, with_u32(OddXls::words({0, 0, 0}), 0)).record(0x0FD, with_u32(OddXls::words({0, 1, 0}), 1));
  EXPECT_EQ(shown(read_workbook(xls.file())), "[S]\nA1 text 张abc\nB1 text Z\n");
}

TEST(Xls, reads_every_kind_of_cell) {
  OddXls xls;
  std::string format = OddXls::words({200, 10});
  format += std::string(1, '\0') + "yyyy\\Em\\Dd";
  xls.global(0x41E, format).global(0x0E0, OddXls::words({0, 0})).global(0x0E0, OddXls::words({0, 200})).global(0x0E0, OddXls::words({0, 31}));
  std::string label = OddXls::words({0, 0, 0, 2});
  label += std::string(1, '\0') + "ab";
  xls.record(0x204, label);
  xls.record(0x203, with_double(OddXls::words({0, 1, 1}), 46268));
  xls.record(0x27E, with_u32(OddXls::words({0, 2, 0}), (12345u << 2) | 3));
  xls.record(0x0BD, OddXls::words({1, 0, 0, 4 * 7 + 2, 0, 2, static_cast<unsigned>(46268 * 4 + 2) & 0xFFFF, 46268 * 4 >> 16, 1}));
  std::string yes = OddXls::words({2, 0, 0});
  xls.record(0x205, yes + std::string("\1\0", 2)).record(0x205, OddXls::words({2, 1, 0}) + std::string("\x2A\1", 2));
  auto formula = [&](unsigned column, std::string result) { return xls.record(0x006, OddXls::words({3, column, 0}) + result + std::string(8, '\0')); };
  formula(0, with_double("", 2.5));
  formula(1, std::string("\0\0\0\0\0\0\xFF\xFF", 8));
  xls.record(0x4BC, "shared formula");
  std::string result = OddXls::words({1});
  append_u8(result, 1);
  append_u16(result, 0x738B);
  xls.record(0x207, result);
  formula(2, std::string("\1\0\1\0\0\0\xFF\xFF", 8));
  formula(3, std::string("\2\0\7\0\0\0\xFF\xFF", 8));
  formula(4, std::string("\3\0\0\0\0\0\xFF\xFF", 8));
  formula(5, std::string("\0\0\0\0\0\0\xFF\xFF", 8));
  EXPECT_EQ(shown(read_workbook(xls.file())),
            "[S]\nA1 text ab\nB1 date 2026-09-03\nC1 number 123.45\nA2 number 7\nB2 date 2026-09-03\nA3 boolean TRUE\nB3 error #N/A\n"
            "A4 number 2.5\nB4 text 王\nC4 boolean TRUE\nD4 error #DIV/0!\nF4 error =\n");
}

TEST(Xls, reads_biff5_in_the_chinese_code_page) {
  OddXls xls(0x500);
  std::string name = base::to_gb18030("张小明");
  std::string label = OddXls::words({0, 0, 0, static_cast<unsigned>(name.size())});
  xls.record(0x204, label + name);
  EXPECT_EQ(shown(read_workbook(xls.file())), "[S]\nA1 text 张小明\n");
  EXPECT_EQ(shown(read_workbook(xls.stream())), "[S]\nA1 text 张小明\n");  // without the compound file around it
}

TEST(Xls, skips_a_chart_inside_a_sheet) {
  OddXls xls;
  xls.record(0x809, OddXls::words({0x600, 0x20})).record(0x203, with_double(OddXls::words({0, 0, 0}), 1)).record(0x00A, "");
  xls.record(0x203, with_double(OddXls::words({4, 0, 0}), 2));
  EXPECT_EQ(shown(read_workbook(xls.file())), "[S]\nA5 number 2\n");
}

TEST(Xls, refuses_what_it_must_not_guess) {
  EXPECT_EQ(shown(read_workbook(OddXls().global(0x02F, "key").file())), "file_encrypted");
  EXPECT_EQ(shown(read_workbook(OddXls().record(0x0FD, with_u32(OddXls::words({0, 0, 0}), 7)).file())), "file_damaged 文字索引指向不存在的内容");
  EXPECT_EQ(shown(read_workbook(internal::compound_file("EncryptedPackage", "x"))), "file_encrypted");
  EXPECT_EQ(shown(read_workbook(internal::compound_file("WordDocument", "x"))), "file_not_a_table Word 文档");
  EXPECT_EQ(shown(read_workbook(internal::compound_file("PowerPoint Document", "x"))), "file_not_a_table 演示文稿");
  EXPECT_EQ(shown(read_workbook(internal::compound_file("Whatever", "x"))), "file_not_a_table 其他程序的文件");
  EXPECT_EQ(shown(read_workbook(std::string("\x09\x00\x04\x00\x02\x00\x10\x00", 8))), "file_not_a_table Excel 4.0 或更早的工作表");
}

TEST(Xls, ends_when_the_allocation_table_loops) {
  std::string bytes = write_xls(sample());
  // Every sector's successor becomes sector 0.
  size_t sectors = bytes.size() / 512 - 1, table_at = 0;
  for (size_t sector = 0; sector < sectors; ++sector)
    if (internal::u32_at(bytes, 512 * (sector + 1)) == 1 && internal::u32_at(bytes, 512 * (sector + 1) + 4) == 2) table_at = 512 * (sector + 1);
  ASSERT_GT(table_at, 0u);
  for (size_t i = 0; i < sectors; ++i) std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(table_at + 4 * i), 4, '\0');
  EXPECT_EQ(shown(read_workbook(bytes)).substr(0, 12), "file_damaged");
}

}  // namespace
}  // namespace hutong::sheets
