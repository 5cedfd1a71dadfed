#pragma once
// Workbook-like material → bytes of a file. xlsx goes through libxlsxwriter (constant memory where no merges ask for more);
// the other containers exist for the demo and for tests, which need real messy files.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheets/workbook.h"

namespace hutong::sheets {

enum class Fill : uint8_t { none, yellow, grey, green };

struct OutCell {
  std::string text = {};
  CellKind kind = CellKind::text;  // number and date are written as such (date text is ISO), text always as text
  Fill fill = Fill::none;
  bool is_bold = false;
  std::string comment = {};  // xlsx only
  std::string formula = {};  // xlsx only; "=…", text is then its cached value
};

struct OutValidation {  // xlsx only: a list to choose from, or a custom formula with a message
  int first_row, last_row;  // 1-based
  uint16_t first_column, last_column;
  std::vector<std::string> choices = {};
  std::string formula = {};
  std::string title = {};
  std::string message = {};
};

struct OutSheet {
  std::string name = {};
  bool is_hidden = false;
  std::vector<std::vector<OutCell>> rows = {};  // rows[0] is row 1
  std::vector<Merge> merges = {};
  std::vector<int> hidden_rows = {};            // 1-based
  std::vector<uint16_t> hidden_columns = {};
  std::vector<double> column_widths = {};       // in characters; missing = default
  std::vector<OutValidation> validations = {};
  std::vector<uint16_t> text_columns = {};      // whole column formatted as text (templates)
  int frozen_rows = 0;
};

struct OutWorkbook {
  std::vector<OutSheet> sheets = {};
  bool uses_1904 = false;
};

std::string write_xlsx(OutWorkbook const&);
std::string write_xls(OutWorkbook const&);            // BIFF8 in an OLE2 container (also what classic .et is). CHECK: at most 65,536 rows and 256 columns a sheet
std::string write_ods(OutWorkbook const&);
std::string write_html(OutWorkbook const&, bool in_gb18030);  // as "saved as .xls" by web systems: rowspan/colspan, mso-number-format
std::string write_spreadsheetml(OutWorkbook const&);  // Excel 2003 XML, cells skipped with ss:Index
std::string write_csv(OutSheet const&, char separator, bool quote_all);  // UTF-8; encode with base afterwards

}  // namespace hutong::sheets
