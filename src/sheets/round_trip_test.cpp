// Whatever a workbook holds, each container gives it back.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sheets/internal/testing.h"

namespace hutong::sheets {
namespace {

using namespace testing;

std::string any_text() {
  auto const pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "张", "李四", "·", "𠮷", " ", "  ", "x", "Y", "&", "<b>", "\"", "'", "=1+1", "_x000D_", "]]>", "\n", "370114201503039917", "0", "-", "?", "，", "\t", "&amp;", "3.7E+17", "\xEF\xBF\xBD"));
  std::string all;
  for (std::string const& piece : pieces) all += piece;
  return all;
}

// White space runs together in HTML and is trimmed at both ends; a tab is a blank there.
std::string any_html_text() {
  std::string out;
  for (char c : any_text()) {
    bool is_blank = c == ' ' || c == '\t' || c == '\n';
    if (is_blank && (out.empty() || out.back() == ' ')) continue;
    out += is_blank ? ' ' : c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

OutCell any_cell(std::function<std::string()> const& text_of_any_kind) {
  switch (*rc::gen::inRange(0, 7)) {
    case 0: return number(std::to_string(*rc::gen::inRange(-1'000'000, 1'000'000)));
    case 1: return number(std::string(*rc::gen::element("0.5", "-0.001", "1250.25", "123456789012345", "1000000000000000", "0.1", "370114201503039900")));
    case 2: return date(*rc::gen::element<std::string>("2026-09-03", "1900-03-01", "1999-12-31T23:59:59", "2000-02-29", "08:30:00", "2026-01-01T00:00:01"));
    case 3: return {.text = *rc::gen::element<std::string>("TRUE", "FALSE"), .kind = CellKind::boolean};
    case 4: return text("");
    default: return text(text_of_any_kind());
  }
}

OutSheet any_sheet(std::string name, std::function<std::string()> const& text_of_any_kind) {
  OutSheet sheet{.name = std::move(name)};
  int const rows = *rc::gen::inRange(0, 12), columns = *rc::gen::inRange(1, 9);
  for (int row = 0; row < rows; ++row) {
    sheet.rows.emplace_back();
    for (int column = 0; column < columns; ++column) sheet.rows.back().push_back(any_cell(text_of_any_kind));
    if (*rc::gen::inRange(0, 4) == 0) sheet.hidden_rows.push_back(row + 1);
  }
  if (rows >= 4 && columns >= 3 && *rc::gen::arbitrary<bool>()) {
    int const first = *rc::gen::inRange(1, rows - 1);
    uint16_t const left = static_cast<uint16_t>(*rc::gen::inRange(0, columns - 1));
    Merge const merge{first, first + *rc::gen::inRange(0, 2), left, static_cast<uint16_t>(left + 1)};
    sheet.merges.push_back(merge);
    for (int row = merge.first_row; row <= merge.last_row; ++row)
      for (int column = merge.first_column; column <= merge.last_column; ++column)
        if (row != merge.first_row || column != merge.first_column) sheet.rows[static_cast<size_t>(row - 1)][static_cast<size_t>(column)] = text("");
    sheet.rows[static_cast<size_t>(merge.first_row - 1)][merge.first_column] = text("合并");
  }
  return sheet;
}

TEST(RoundTrip, every_workbook_survives_xlsx_xls_ods_and_xml) {
  EXPECT_TRUE(rc::check([] {
    OutWorkbook out;
    out.sheets = {any_sheet("甲", any_text), any_sheet("乙", any_text)};
    out.sheets[1].is_hidden = *rc::gen::arbitrary<bool>();
    out.sheets[0].hidden_columns = *rc::gen::element(std::vector<uint16_t>{}, std::vector<uint16_t>{1}, std::vector<uint16_t>{0, 3});
    std::string const wanted = expected(out);
    RC_ASSERT(testing::shown(read_workbook(write_xlsx(out))) == wanted);
    RC_ASSERT(testing::shown(read_workbook(write_xls(out))) == wanted);
    RC_ASSERT(testing::shown(read_workbook(write_ods(out))) == wanted);
    RC_ASSERT(testing::shown(read_workbook(write_spreadsheetml(out))) == wanted);
  }));
}

TEST(RoundTrip, every_sheet_survives_html_and_csv) {
  EXPECT_TRUE(rc::check([] {
    OutWorkbook out{.sheets = {any_sheet("", any_html_text)}};
    if (out.sheets[0].rows.empty()) return;
    RC_ASSERT(testing::shown(read_workbook(write_html(out, false))) == expected(out));
    OutWorkbook plain = out;
    plain.sheets[0].merges.clear();
    plain.sheets[0].hidden_rows.clear();
    for (auto& row : plain.sheets[0].rows)
      for (OutCell& cell : row) cell.kind = CellKind::text;
    plain.sheets[0].rows.insert(plain.sheets[0].rows.begin(), {text("甲"), text("乙"), text("丙")});
    for (auto& row : plain.sheets[0].rows) row.resize(3, text(""));
    RC_ASSERT(testing::shown(read_workbook(write_csv(plain.sheets[0], ',', true))) == expected(plain));
  }));
}

}  // namespace
}  // namespace hutong::sheets
