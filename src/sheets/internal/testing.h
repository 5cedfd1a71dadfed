#pragma once
// Only for tests: what a workbook holds, as text that a test can compare and a reader can follow.
#include <string>

#include "sheets/internal/number_text.h"
#include "sheets/read.h"
#include "sheets/workbook.h"
#include "sheets/write.h"

namespace hutong::sheets::testing {

// One line per cell: "B3 text 张三", "C3 number! 370114201503039900" (! = lossy), then "merge A1:K1", "hidden row 4", "hidden column C";
// sheets begin with "[Sheet1]" or "[Sheet1] hidden".
inline std::string shown(Workbook const& workbook) {
  static constexpr char const* kinds[] = {"empty", "text", "number", "date", "boolean", "error"};
  std::string out;
  for (Sheet const& sheet : workbook.sheets) {
    out += "[" + sheet.name + "]" + (sheet.is_hidden ? " hidden" : "") + "\n";
    for (Row const& row : sheet.rows) {
      if (row.is_hidden) out += "hidden row " + std::to_string(row.number) + "\n";
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        Cell const& cell = sheet.cells[row.first_cell + i];
        out += cell_name(cell.column, row.number) + " " + kinds[static_cast<int>(cell.kind)] + (cell.is_lossy ? "!" : "") + " " +
               std::string(workbook.text(cell)) + "\n";
      }
    }
    for (Merge const& merge : sheet.merges)
      out += "merge " + cell_name(merge.first_column, merge.first_row) + ":" + cell_name(merge.last_column, merge.last_row) + "\n";
    for (uint16_t column : sheet.hidden_columns) out += "hidden column " + column_name(column) + "\n";
  }
  return out;
}

// What read_workbook makes of the bytes: shown(), or "code why".
inline std::string shown(base::Result<Workbook> const& result) {
  if (result) return shown(*result);
  std::string out = result.error().code;
  for (auto const& [name, value] : result.error().values) out += " " + value;
  return out;
}

// What a perfect container gives back for this workbook, in the words of shown().
inline std::string expected(OutWorkbook const& out) {
  Workbook workbook;
  for (OutSheet const& sheet : out.sheets) {
    workbook.add_sheet(sheet.name).is_hidden = sheet.is_hidden;
    for (size_t i = 0; i < sheet.rows.size(); ++i) {
      bool is_empty = true;
      for (OutCell const& cell : sheet.rows[i]) is_empty = is_empty && cell.text.empty();
      if (is_empty) continue;
      int number = static_cast<int>(i) + 1;
      bool is_hidden = false;
      for (int hidden : sheet.hidden_rows) is_hidden = is_hidden || hidden == number;
      workbook.begin_row(number, is_hidden);
      for (size_t column = 0; column < sheet.rows[i].size(); ++column) {
        OutCell const& cell = sheet.rows[i][column];
        bool is_lossy = cell.kind == CellKind::number && internal::is_lossy(std::stod(cell.text.empty() ? "0" : cell.text));
        workbook.add_cell(static_cast<uint16_t>(column), cell.kind, cell.text, is_lossy);
      }
    }
    workbook.sheets.back().merges = sheet.merges;
    workbook.sheets.back().hidden_columns = sheet.hidden_columns;
  }
  return shown(workbook);
}

inline OutCell text(std::string of) { return {.text = std::move(of)}; }
inline OutCell number(std::string of) { return {.text = std::move(of), .kind = CellKind::number}; }
inline OutCell date(std::string of) { return {.text = std::move(of), .kind = CellKind::date}; }

// A list with most of what a list may have.
inline OutWorkbook sample() {
  OutSheet list{.name = "九月名单"};
  list.rows = {
      {text("章丘区事实无人抚养儿童名单")},
      {text("填报单位:法院"), {}, {}, text("填报日期:2026年9月")},
      {text("序号"), text("姓名"), text("身份证号"), text("判决日期"), text("金额"), text("登记时间")},
      {number("1"), text("张小明"), text("370114201503039917"), date("2026-09-03"), number("1250.5"), date("2026-09-03T08:30:00")},
      {},
      {number("2"), text(" 李四·买买提 "), number("370114201503039900"), date("1900-03-01"), number("-0.001"), date("2026-12-31T23:59:59")},
      {number("3"), text("𠮷𡈽\n换行 <b>&amp; \"引号\""), text("无"), date("2000-02-29"), number("0"), text("=1+1")},
  };
  list.merges = {{1, 1, 0, 5}, {4, 6, 1, 1}};
  list.rows[5][1].text.clear();  // covered by the merge
  list.hidden_rows = {6};
  list.hidden_columns = {4};
  OutSheet notes{.name = "填表说明", .is_hidden = true, .rows = {{}, {text(""), text("请如实填写")}}};
  return {.sheets = {list, notes}};
}

}  // namespace hutong::sheets::testing
