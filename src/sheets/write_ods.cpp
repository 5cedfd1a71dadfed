#include <algorithm>
#include <cstdlib>

#include "sheets/internal/markup.h"
#include "sheets/internal/number_text.h"
#include "sheets/internal/out_names.h"
#include "sheets/write.h"

namespace hutong::sheets {
namespace {

using namespace internal;

constexpr char const* content_head =
    R"(<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" )"
    R"(xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" )"
    R"(xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" )"
    R"(office:version="1.2"><office:automatic-styles>)"
    R"(<style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>)"
    R"(<style:style style:name="concealed" style:family="table"><style:table-properties table:display="false"/></style:style>)"
    R"(<number:date-style style:name="N1"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>)"
    R"(<number:text>-</number:text><number:day number:style="long"/></number:date-style>)"
    R"(<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>)"
    R"(</office:automatic-styles><office:body><office:spreadsheet>)";

constexpr char const* manifest =
    R"(<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">)"
    R"(<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>)"
    R"(<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>)";

// A line of text; blanks that would run together are written as text:s.
void append_paragraphs(std::string& out, std::string_view text) {
  out += "<text:p>";
  bool was_blank = true;  // a blank at the beginning would be dropped
  for (size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '\n') {
      out += "</text:p><text:p>";
      was_blank = true;
    } else if (c == '\t') {
      out += "<text:tab/>";
    } else if (c == ' ' && (was_blank || i + 1 == text.size() || text[i + 1] == '\n')) {
      out += "<text:s/>";
    } else {
      append_escaped(out, text.substr(i, 1));
      was_blank = c == ' ';
    }
  }
  out += "</text:p>";
}

void append_value(std::string& out, OutCell const& cell, bool uses_1904) {
  switch (cell.kind) {
    case CellKind::number: {
      char* end = nullptr;
      std::strtod(cell.text.c_str(), &end);
      if (*end == '\0') out += " office:value-type=\"float\" office:value=\"" + cell.text + '"';
      break;
    }
    case CellKind::date:
      if (cell.text.size() == 8 && serial_of(cell.text, uses_1904))
        out += " office:value-type=\"time\" office:time-value=\"PT" + cell.text.substr(0, 2) + "H" + cell.text.substr(3, 2) + "M" + cell.text.substr(6, 2) + "S\"";
      else if (serial_of(cell.text, uses_1904)) out += " table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"" + cell.text + '"';
      break;
    case CellKind::boolean: out += std::string(" office:value-type=\"boolean\" office:boolean-value=\"") + (cell.text == "TRUE" ? "true" : "false") + '"'; break;
    case CellKind::text: out += " office:value-type=\"string\""; break;
    case CellKind::empty:
    case CellKind::error: break;
  }
}

void append_row(std::string& out, OutSheet const& sheet, size_t index, size_t columns, MergeMap const& merges, bool uses_1904) {
  int const row = static_cast<int>(index) + 1;
  bool is_hidden = std::find(sheet.hidden_rows.begin(), sheet.hidden_rows.end(), row) != sheet.hidden_rows.end();
  out += is_hidden ? "<table:table-row table:visibility=\"collapse\">" : "<table:table-row>";
  static OutCell const none{.text = "", .kind = CellKind::empty};
  for (size_t column = 0; column < columns; ++column) {
    OutCell const& cell = column < sheet.rows[index].size() ? sheet.rows[index][column] : none;
    if (merges.hides(row, static_cast<uint16_t>(column))) {
      out += "<table:covered-table-cell/>";
      continue;
    }
    out += "<table:table-cell";
    if (Merge const* merge = merges.starting_at(row, static_cast<uint16_t>(column)))
      out += " table:number-columns-spanned=\"" + std::to_string(merge->last_column - merge->first_column + 1) + "\" table:number-rows-spanned=\"" +
             std::to_string(merge->last_row - merge->first_row + 1) + '"';
    if (cell.text.empty()) {
      out += "/>";
      continue;
    }
    append_value(out, cell, uses_1904);
    out += '>';
    append_paragraphs(out, cell.text);
    out += "</table:table-cell>";
  }
  if (columns == 0) out += "<table:table-cell/>";
  out += "</table:table-row>";
}

void append_sheet(std::string& out, OutSheet const& sheet, std::string const& name, bool uses_1904) {
  out += "<table:table table:name=\"" + escaped(name) + "\" table:style-name=\"" + (sheet.is_hidden ? "concealed" : "shown") + "\">";
  size_t columns = 0;
  for (auto const& row : sheet.rows) columns = std::max(columns, row.size());
  for (Merge const& merge : sheet.merges) columns = std::max<size_t>(columns, merge.last_column + 1u);
  size_t described = std::max<size_t>(columns, 1);
  for (uint16_t column : sheet.hidden_columns) described = std::max<size_t>(described, column + 1u);
  for (size_t column = 0; column < described; ++column) {
    bool is_hidden = std::find(sheet.hidden_columns.begin(), sheet.hidden_columns.end(), column) != sheet.hidden_columns.end();
    out += is_hidden ? "<table:table-column table:visibility=\"collapse\"/>" : "<table:table-column/>";
  }
  MergeMap const merges(sheet.merges);
  for (size_t row = 0; row < sheet.rows.size(); ++row) append_row(out, sheet, row, columns, merges, uses_1904);
  out += "</table:table>";
}

}  // namespace

std::string write_ods(OutWorkbook const& workbook) {
  std::string content = content_head;
  if (workbook.uses_1904)
    content += "<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>";
  std::vector<std::string> const names = sheet_names_of(workbook);
  for (size_t i = 0; i < workbook.sheets.size(); ++i) append_sheet(content, workbook.sheets[i], names[i], workbook.uses_1904);
  content += "</office:spreadsheet></office:body></office:document-content>";
  return zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", true}, {"content.xml", std::move(content)}, {"META-INF/manifest.xml", manifest}});
}

}  // namespace hutong::sheets
