// HTML and Excel 2003 XML, as web systems write them under the name of .xls.
#include <algorithm>
#include <cstdlib>

#include "base/encoding.h"
#include "base/text.h"
#include "sheets/internal/markup.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/out_names.h"
#include "sheets/write.h"

namespace hutong::sheets {
namespace {

using namespace internal;

bool is_number(std::string const& text) {
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

bool has(std::vector<int> const& all, int one) { return std::find(all.begin(), all.end(), one) != all.end(); }

void append_html_cell(std::string& out, OutCell const& cell, Merge const* merge, bool uses_1904) {
  out += "<td";
  if (merge && merge->last_column > merge->first_column) out += " colspan=" + std::to_string(merge->last_column - merge->first_column + 1);
  if (merge && merge->last_row > merge->first_row) out += " rowspan=" + std::to_string(merge->last_row - merge->first_row + 1);
  auto serial = cell.kind == CellKind::date ? serial_of(cell.text, uses_1904) : std::nullopt;
  if (cell.kind == CellKind::number && is_number(cell.text)) {
    out += " x:num=\"" + escaped(cell.text) + '"';
  } else if (serial) {
    char const* format = cell.text.size() == 8 ? R"(hh\:mm\:ss)" : cell.text.size() > 10 ? R"(yyyy\-mm\-dd\ hh\:mm\:ss)" : R"(yyyy\-mm\-dd)";
    out += " style='mso-number-format:\"" + std::string(format) + "\"' x:num=\"" + std::string(NumberText().of(*serial)) + '"';
  } else if (cell.kind == CellKind::boolean) {
    out += " x:bool=\"" + escaped(cell.text) + '"';
  } else {
    out += " style='mso-number-format:\"\\@\"'";
  }
  std::string text;
  append_escaped(text, cell.text);
  out += '>' + base::replace_all(base::replace_all(text, "\n", "<br>"), "  ", " &nbsp;") + "</td>";
}

// Comments, sheet names and hidden columns do not survive in this container.
void append_html_table(std::string& out, OutSheet const& sheet, bool uses_1904) {
  out += "<table border=1>\n";
  MergeMap const merges(sheet.merges);
  static OutCell const none;
  for (size_t index = 0; index < sheet.rows.size(); ++index) {
    int const row = static_cast<int>(index) + 1;
    size_t columns = sheet.rows[index].size();
    for (Merge const& merge : sheet.merges)
      if (merge.first_row == row) columns = std::max<size_t>(columns, merge.first_column + 1u);
    out += has(sheet.hidden_rows, row) ? "<tr style='display:none'>" : "<tr>";
    for (size_t column = 0; column < columns; ++column)
      if (!merges.hides(row, static_cast<uint16_t>(column)))
        append_html_cell(out, column < sheet.rows[index].size() ? sheet.rows[index][column] : none, merges.starting_at(row, static_cast<uint16_t>(column)), uses_1904);
    out += "</tr>\n";
  }
  out += "</table>\n";
}

void append_xml_cell(std::string& out, OutCell const& cell, size_t column, bool is_skipped_to, Merge const* merge, bool uses_1904) {
  out += "<Cell";
  if (is_skipped_to) out += " ss:Index=\"" + std::to_string(column + 1) + '"';
  if (merge && merge->last_column > merge->first_column) out += " ss:MergeAcross=\"" + std::to_string(merge->last_column - merge->first_column) + '"';
  if (merge && merge->last_row > merge->first_row) out += " ss:MergeDown=\"" + std::to_string(merge->last_row - merge->first_row) + '"';
  if (cell.text.empty()) {
    out += "/>";
    return;
  }
  std::string type = "String", value = escaped(cell.text);
  if (cell.kind == CellKind::number && is_number(cell.text)) {
    type = "Number";
  } else if (cell.kind == CellKind::boolean) {
    type = "Boolean";
    value = cell.text == "TRUE" ? "1" : "0";
  } else if (cell.kind == CellKind::date && serial_of(cell.text, uses_1904)) {
    type = "DateTime";
    out += " ss:StyleID=\"day\"";
    if (cell.text.size() == 8) value = (uses_1904 ? "1904-01-01T" : "1899-12-31T") + cell.text + ".000";
    else value = cell.text + (cell.text.size() > 10 ? ".000" : "T00:00:00.000");
  }
  out += "><Data ss:Type=\"" + type + "\">" + value + "</Data></Cell>";
}

void append_xml_row(std::string& out, OutSheet const& sheet, size_t index, bool is_skipped_to, MergeMap const& merges, bool uses_1904) {
  int const row = static_cast<int>(index) + 1;
  out += "<Row";
  if (is_skipped_to) out += " ss:Index=\"" + std::to_string(row) + '"';
  if (has(sheet.hidden_rows, row)) out += " ss:Hidden=\"1\"";
  out += '>';
  size_t next = 0;
  for (size_t column = 0; column < sheet.rows[index].size(); ++column) {
    Merge const* merge = merges.starting_at(row, static_cast<uint16_t>(column));
    bool is_left_out = merges.hides(row, static_cast<uint16_t>(column)) || (sheet.rows[index][column].text.empty() && !merge);
    if (is_left_out) continue;
    append_xml_cell(out, sheet.rows[index][column], column, column != next, merge, uses_1904);
    next = (merge ? merge->last_column : column) + 1;
  }
  out += "</Row>\n";
}

void append_xml_sheet(std::string& out, OutSheet const& sheet, std::string const& name, bool uses_1904) {
  out += "<Worksheet ss:Name=\"" + escaped(name) + "\"><Table>\n";
  for (uint16_t column : sheet.hidden_columns) out += "<Column ss:Index=\"" + std::to_string(column + 1) + "\" ss:Hidden=\"1\"/>\n";
  MergeMap const merges(sheet.merges);
  size_t next = 0;
  for (size_t index = 0; index < sheet.rows.size(); ++index) {
    bool is_empty = std::all_of(sheet.rows[index].begin(), sheet.rows[index].end(), [](OutCell const& cell) { return cell.text.empty(); });
    if (is_empty) continue;
    append_xml_row(out, sheet, index, index != next, merges, uses_1904);
    next = index + 1;
  }
  out += "</Table>";
  if (sheet.is_hidden) out += "<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions>";
  out += "</Worksheet>\n";
}

}  // namespace

std::string write_html(OutWorkbook const& workbook, bool in_gb18030) {
  std::string out = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n<head>"
                    "<meta http-equiv=Content-Type content=\"text/html; charset=";
  out += in_gb18030 ? "gb2312" : "utf-8";
  out += "\">\n<style>td {mso-style-parent:style0; white-space:nowrap;}</style>\n</head>\n<body>\n";
  for (OutSheet const& sheet : workbook.sheets) append_html_table(out, sheet, workbook.uses_1904);
  out += "</body>\n</html>\n";
  return in_gb18030 ? base::to_gb18030(out) : out;
}

std::string write_spreadsheetml(OutWorkbook const& workbook) {
  std::string out = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n";
  if (workbook.uses_1904) out += "<ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><Date1904/></ExcelWorkbook>\n";
  out += "<Styles><Style ss:ID=\"day\"><NumberFormat ss:Format=\"yyyy\\-mm\\-dd\"/></Style></Styles>\n";
  std::vector<std::string> const names = sheet_names_of(workbook);
  for (size_t i = 0; i < workbook.sheets.size(); ++i) append_xml_sheet(out, workbook.sheets[i], names[i], workbook.uses_1904);
  return out + "</Workbook>\n";
}

}  // namespace hutong::sheets
