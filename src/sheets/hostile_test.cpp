// Files that want to harm, or that arrived in pieces: each ends in a Problem that says so, in bounded time and memory (SECURITY B1, B2).
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/messages.h"
#include "base/random.h"
#include "sheets/internal/testing.h"
#include "sheets/internal/testing_zip.h"

namespace hutong::sheets {
namespace {

using namespace testing;
using namespace std::string_literals;

std::string verdict(std::string_view bytes, Limits const& limits = {}) { return testing::shown(read_workbook(bytes, limits)); }

std::vector<std::string> one_of_each() {
  return {write_xlsx(sample()), write_xls(sample()), write_ods(sample()), write_html(sample(), true), write_spreadsheetml(sample()), write_csv(sample().sheets[0], ',', false)};
}

TEST(Hostile, a_file_that_is_no_table_is_called_by_its_name) {
  struct Case {
    std::string bytes;
    std::string kind;
  };
  std::string program = "MZ\x90\0"s + std::string(56, '\0') + "\x80\0\0\0"s + std::string(64, '\0') + "PE\0\0"s;
  std::vector<Case> const cases = {
      {"%PDF-1.7\n...", "PDF 文件"},
      {"\x89PNG\r\n\x1A\n", "图片"},
      {"\xFF\xD8\xFF\xE0", "图片"},
      {"{\\rtf1\\ansi", "RTF 文档"},
      {"Rar!\x1A\x07\x01", "压缩包"},
      {"7z\xBC\xAF\x27\x1C", "压缩包"},
      {program, "程序文件"},
      {raw_zip({{.name = "[Content_Types].xml", .bytes = "<Types/>"}, {.name = "word/document.xml", .bytes = "<w/>"}}), "Word 文档"},
      {raw_zip({{.name = "ppt/presentation.xml", .bytes = "<p/>"}}), "演示文稿"},
      {raw_zip({{.name = "xl/workbook.bin", .bytes = "x"}}), "xlsb 二进制工作簿"},
      {raw_zip({{.name = "OFD.xml", .bytes = "<o/>"}}), "OFD 版式文件"},
      {raw_zip({{.name = "名单.xlsx", .bytes = "PK"}}), "压缩包"},
      {"\x01\x02\x00\x03\x00\xFF"s, "无法识别的二进制文件"},
  };
  for (Case const& one : cases) EXPECT_EQ(verdict(one.bytes), "file_not_a_table " + one.kind);
}

TEST(Hostile, letters_that_begin_like_a_program_or_a_picture_are_still_letters) {
  EXPECT_EQ(verdict("MZ,XM\n汉,张三\n回,李四\n"), "[]\nA1 text MZ\nB1 text XM\nA2 text 汉\nB2 text 张三\nA3 text 回\nB3 text 李四\n");
  EXPECT_EQ(verdict("BM,XM\n1,张三\n"), "[]\nA1 text BM\nB1 text XM\nA2 text 1\nB2 text 张三\n");
}

TEST(Hostile, the_first_bytes_of_anything_are_judged_too) {
  std::vector<std::string> files = one_of_each();
  files.insert(files.end(), {"RIFF....WEBP", "MZ", "BM", "PK\x03\x04", "PK\x05\x06", "\x09\x08\x10\0\0\x06"s, "\xEF\xBB\xBF", "\xFF\xFE", "<", "<table", "=\"", "sep=", "\r"});
  for (std::string const& bytes : files)
    for (size_t size = 1; size <= std::min<size_t>(bytes.size(), 600); ++size) {
      auto read = read_workbook(std::string_view(bytes).substr(0, size));
      EXPECT_TRUE(read.has_value() || base::has_sentence(read.error().code));
    }
}

TEST(Hostile, every_limit_is_named_when_it_is_passed) {
  std::string const csv = "a,b,c\n1,2,3\n4,5,6\n";
  EXPECT_EQ(verdict(csv, {.file_bytes = 10}), "file_too_large 0");
  EXPECT_EQ(verdict(csv, {.rows = 2}), "too_many_rows 2");
  EXPECT_EQ(verdict(csv, {.columns = 2}), "too_many_columns 2");
  EXPECT_EQ(verdict(csv, {.cells = 8}), "too_many_cells 8");
  OutWorkbook out{.sheets = {{.name = "S", .rows = {{text("a"), text("b")}, {text("c"), text("d")}, {text("e"), text("f")}}}}};
  std::vector<std::string> const files = {write_xlsx(out), write_xls(out), write_ods(out), write_html(out, false), write_spreadsheetml(out)};
  for (std::string const& bytes : files) {
    EXPECT_EQ(verdict(bytes, {.rows = 2}), "too_many_rows 2");
    EXPECT_EQ(verdict(bytes, {.columns = 1}), "too_many_columns 1");
    EXPECT_EQ(verdict(bytes, {.cells = 5}), "too_many_cells 5");
  }
  EXPECT_EQ(verdict(files[0], {.inflated_bytes = 3000}), "inflated_too_large 0");
}

TEST(Hostile, a_cell_of_megabytes_is_refused) {
  // One line of 100 MB was read as a cell, and cost a gigabyte before anybody said that it was no list.
  std::string const long_text(1'000'001, 'a');
  EXPECT_EQ(verdict("name,id\n1," + long_text + "\n").substr(0, 12), "file_damaged");
  EXPECT_EQ(verdict(long_text).substr(0, 12), "file_damaged");
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c t=\"inlineStr\"><is><t>" + long_text + "</t></is></c></row>")}.zip()).substr(0, 12), "file_damaged");
}

TEST(Hostile, a_file_that_takes_too_long_is_given_up) {
  class Passed final : public base::Deadline {
   public:
    bool passed() const override { return true; }
  };
  OutSheet sheet{.name = "S"};
  for (int i = 0; i < 3000; ++i) sheet.rows.push_back({text("a"), text("b")});
  OutWorkbook out{.sheets = {sheet}};
  for (std::string const& bytes : {write_xlsx(out), write_xls(out), write_ods(out), write_html(out, false), write_spreadsheetml(out), write_csv(sheet, ',', false)})
    EXPECT_EQ(testing::shown(read_workbook(bytes, {}, Passed())), "took_too_long");
}

TEST(Hostile, every_problem_says_what_to_do) {
  for (std::string_view code : {"file_empty", "file_too_large", "inflated_too_large", "too_many_rows", "too_many_columns", "too_many_cells", "took_too_long", "file_encrypted",
                                "file_damaged", "file_not_a_table", "dtd_refused", "archive_refused"})
    EXPECT_FALSE(base::sentence(code).fix.empty()) << code;
}

TEST(Hostile, a_document_type_is_refused_in_every_part) {
  std::string const laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  std::string const outside = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
  for (std::string const& dtd : {laughs, outside, "<!DOCTYPE x SYSTEM \"http://example.invalid/x.dtd\">"s}) {
    XlsxParts const good{.sheet = sheet_of("<row><c t=\"s\"><v>0</v></c></row>"), .shared_strings = "<sst><si><t>a</t></si></sst>", .styles = "<styleSheet/>"};
    for (size_t i = 1; i < good.entries().size(); ++i)
      EXPECT_EQ(verdict(good.zip([&](auto& entries) { entries[i] = {.name = entries[i].name, .bytes = dtd + entries[i].bytes}; })), "dtd_refused");
    EXPECT_EQ(verdict(raw_zip({{.name = "content.xml", .bytes = dtd + "<x>&a;</x>"}})), "dtd_refused");
  }
}

TEST(Hostile, a_bomb_is_refused_before_it_bursts) {
  std::string bomb = "<worksheet><sheetData>" + std::string(40'000'000, ' ');
  EXPECT_EQ(verdict(internal::zip_of({{"xl/workbook.xml", "<workbook/>"}, {"xl/worksheets/sheet1.xml", bomb}})), "archive_refused 压缩比例异常");
  std::string small_claim = XlsxParts().zip([&](auto& entries) { entries[3].inflated = entries[3].local_inflated = 5; });
  EXPECT_EQ(verdict(small_claim), "archive_refused 压缩目录与文件头说法不一");
  XlsxParts twice;  // the same part under many sheets is paid for each time
  twice.sheet = sheet_of("<row><c><v>1</v></c></row>") + std::string(100'000, ' ');
  twice.workbook = "<workbook xmlns:r=\"r\"><sheets>";
  for (int i = 0; i < 100; ++i) twice.workbook += "<sheet name=\"S\" r:id=\"rId1\"/>";
  twice.workbook += "</sheets></workbook>";
  EXPECT_EQ(verdict(twice.zip(), {.inflated_bytes = 1'000'000}), "inflated_too_large 1");
}

TEST(Hostile, an_archive_that_two_readers_would_understand_differently_is_refused) {
  using Change = std::function<void(std::vector<RawEntry>&)>;
  struct Case {
    Change change;
    std::string verdict;
  };
  std::vector<Case> const cases = {
      {[](auto& all) { all.push_back(all[3]); }, "archive_refused 有同名的内部文件"},
      {[](auto& all) { all.push_back({.name = "XL/Workbook.xml", .bytes = "<workbook/>"}); }, "archive_refused 有同名的内部文件"},
      {[](auto& all) { all[3].at = 0; }, "archive_refused 压缩目录与文件头说法不一"},
      {[](auto& all) { all[3].local_name = "xl/worksheets/sheet2.xml"; }, "archive_refused 压缩目录与文件头说法不一"},
      {[](auto& all) { all[3].local_crc ^= 1; }, "archive_refused 压缩目录与文件头说法不一"},
      {[](auto& all) { all[3].local_packed += 1; }, "archive_refused 压缩目录与文件头说法不一"},
      {[](auto& all) { all[3].packed = all[3].local_packed = all[3].inflated = all[3].local_inflated = 3000; }, "archive_refused 内部文件相互重叠"},
      {[](auto& all) { all[2].packed = all[2].local_packed = all[2].inflated = all[2].local_inflated = all[2].packed + 90; }, "archive_refused 内部文件相互重叠"},
      {[](auto& all) { all.push_back({.name = "../../etc/passwd", .bytes = "x"}); }, "archive_refused 内部文件名不正常"},
      {[](auto& all) { all.push_back({.name = "/etc/passwd", .bytes = "x"}); }, "archive_refused 内部文件名不正常"},
      {[](auto& all) { all.push_back({.name = "xl\\..\\..\\x", .bytes = "x"}); }, "archive_refused 内部文件名不正常"},
      {[](auto& all) { all.push_back({.name = "C:/x", .bytes = "x"}); }, "archive_refused 内部文件名不正常"},
      {[](auto& all) { all[3].method = 99; }, "archive_refused 使用了不支持的压缩方式"},
      {[](auto& all) { all[3].flags = all[3].local_flags = 1; }, "file_encrypted"},
      {[](auto& all) { all[3].bytes[all[3].bytes.find("<v>1") + 3] = '2'; }, "file_damaged 压缩内容无法解开"},  // the checksum is wrong
      {[](auto& all) { for (int i = 0; i < 10'000; ++i) all.push_back({.name = "x" + std::to_string(i), .bytes = ""}); }, "archive_refused 内部文件数量超出上限"},
  };
  for (size_t i = 0; i < cases.size(); ++i) EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c><v>1</v></c></row>")}.zip(cases[i].change)), cases[i].verdict) << i;
}

TEST(Hostile, bytes_between_the_directory_and_its_end_are_refused) {
  std::string bytes = XlsxParts().zip();
  bytes.insert(bytes.size() - 22, "hidden");
  EXPECT_EQ(verdict(bytes), "archive_refused 压缩目录前后矛盾");
  EXPECT_EQ(verdict(XlsxParts().zip() + "tail"), "file_damaged 文件结尾缺失,可能没有传完");
}

TEST(Hostile, xml_that_never_ends_a_token_or_a_level_is_given_up_early) {
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_EQ(verdict(XlsxParts{.sheet = deep}.zip()), "file_damaged 内部元素嵌套层数超出上限");
  EXPECT_EQ(verdict(XlsxParts{.sheet = "<worksheet a=\"" + std::string(5'000'000, 'x')}.zip()), "file_damaged 内部有超长的标记");
  EXPECT_EQ(verdict(XlsxParts{.sheet = "<worksheet><!--" + std::string(5'000'000, 'x')}.zip()), "file_damaged 内部有超长的标记");
  EXPECT_EQ(verdict(XlsxParts{.sheet = "<worksheet><sheetData><row>"}.zip()), "file_damaged 内部的 XML 有语法错误");
}

TEST(Hostile, small_xml_does_not_become_a_large_workbook) {
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c t=\"str\"><v>" + std::string(3'000'000, 'x') + "</v></c></row>")}.zip()), "file_damaged 单元格内的文字超长");
  std::string blanks, strings = "<sst>", sheets = "<workbook xmlns:r=\"r\"><sheets>", merges = "<worksheet><sheetData/><mergeCells>";
  for (int i = 0; i < 3000; ++i) blanks += "<text:s text:c=\"2000000\"/>";
  auto read = read_workbook(raw_zip({{.name = "content.xml", .bytes = "<o:d xmlns:o=\"o\"><spreadsheet><table><table-row><table-cell><p>x" + blanks + "</p></table-cell></table-row></table></spreadsheet></o:d>"}}));
  EXPECT_TRUE(read.has_value() ? read->all_text().size() < 400'000 : read.error().code == "file_damaged") << testing::shown(read).substr(0, 200);
  for (int i = 0; i < 101; ++i) strings += "<si/>";
  EXPECT_EQ(verdict(XlsxParts{.shared_strings = strings + "</sst>"}.zip(), {.cells = 100}), "too_many_cells 100");
  for (int i = 0; i < 10'001; ++i) sheets += "<sheet name=\"S\" r:id=\"rId1\"/>";
  EXPECT_EQ(verdict(XlsxParts{.workbook = sheets + "</sheets></workbook>"}.zip()), "file_damaged 内部的工作表、样式或合并区域数量超出上限");
  for (int i = 0; i < 101; ++i) merges += "<mergeCell ref=\"A1:B2\"/>";
  EXPECT_EQ(verdict(XlsxParts{.sheet = merges + "</mergeCells></worksheet>"}.zip(), {.rows = 100}), "file_damaged 内部的工作表、样式或合并区域数量超出上限");
  std::string attributes = "<table><tr><td ";
  for (int i = 0; i < 100'000; ++i) attributes += "a ";
  EXPECT_EQ(verdict(attributes + ">x</table>"), "[]\nA1 text x\n");
}

TEST(Hostile, positions_outside_any_sheet_are_refused) {
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row r=\"1048577\"><c><v>1</v></c></row>")}.zip()), "file_damaged 行号不正常");
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row r=\"-1\"><c><v>1</v></c></row>")}.zip()), "file_damaged 行号不正常");
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c r=\"XFE1\"><v>1</v></c></row>")}.zip()), "file_damaged 单元格位置不正常");
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c r=\"99\"><v>1</v></c></row>")}.zip()), "file_damaged 单元格位置不正常");
  EXPECT_EQ(verdict(XlsxParts{.sheet = sheet_of("<row><c r=\"ALM1\"><v>1</v></c></row>")}.zip()), "too_many_columns 1000");
}

TEST(Hostile, a_file_cut_anywhere_is_damaged_or_shorter_but_never_a_surprise) {
  std::vector<std::string> const files = one_of_each();
  for (size_t kind = 0; kind < files.size(); ++kind) {
    std::string const whole = verdict(files[kind]);
    for (int twentieth = 1; twentieth < 20; ++twentieth) {
      std::string const result = verdict(std::string_view(files[kind]).substr(0, files[kind].size() * static_cast<size_t>(twentieth) / 20));
      bool may_end_anywhere = kind == 3 || kind == 5;  // html and csv
      EXPECT_TRUE(may_end_anywhere || result == whole || result.starts_with("file_damaged") || result.starts_with("file_not_a_table 其他用途的 XML")) << kind << " " << twentieth << " " << result;
    }
  }
}

TEST(Hostile, flipped_bits_never_crash_the_reader) {
  base::SeededRandom random(20260903);
  for (std::string const& good : one_of_each())
    for (int round = 0; round < 300; ++round) {
      std::string bytes = good;
      for (uint64_t flips = 1 + random.below(8); flips > 0; --flips) bytes[random.below(bytes.size())] ^= static_cast<char>(1u << random.below(8));
      auto read = read_workbook(bytes);
      EXPECT_TRUE(read.has_value() || base::has_sentence(read.error().code));
    }
}

}  // namespace
}  // namespace hutong::sheets
