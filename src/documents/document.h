#pragma once
// A table on paper: what the bureau signs, files and hands to the auditors. The same Document becomes a PDF (fixed, to sign and to keep) and a
// workbook (to work on), page by page the same: so many rows, their total, on the last page the total of all, and the lines for signatures.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "values/date.h"
#include "values/money.h"

namespace hutong::documents {

using Cell = std::variant<std::string, int64_t, values::Money>;  // text, a count, an amount

enum class Align : uint8_t { left, center, right };

struct Column {
  std::string heading;
  double width = 10;  // beside the other columns' widths; the table fills the page
  Align align = Align::center;
  bool is_summed = false;  // its counts or amounts are added up on every page and at the end
};

struct Document {
  std::string title;
  std::vector<std::string> heading_lines = {};  // below the title
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows = {};     // each as long as columns
  size_t rows_per_page = 18;                    // with two heading lines and one closing line a page is full
  std::vector<std::string> closing_lines = {};  // below the total of all: the sum in capitals, notes
  std::vector<std::string> signatures = {};     // 制表人, 审核人 …: with room to sign, on every page
  std::string footer = {};                      // the number of the list, for every page
  std::string sheet_name = {};                  // of the workbook
  values::Date made_on = {};                    // for the file's own data: the same document gives the same bytes
};

// A4 across. CHECKs that every row has all columns. OutsideFailure font_missing when the Chinese font is not installed (package fonts-noto-cjk):
// a list full of empty boxes must not go to the bank.
std::string to_pdf(Document const&);
// One sheet per document, totals as formulas with their values. No text becomes a formula.
std::string to_xlsx(std::vector<Document> const&);

}  // namespace hutong::documents
