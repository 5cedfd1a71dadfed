#include "base/text.h"
#include "sheets/write.h"

namespace hutong::sheets {

std::string write_csv(OutSheet const& sheet, char separator, bool quote_all) {
  std::string out;
  for (auto const& row : sheet.rows) {
    for (size_t column = 0; column < row.size(); ++column) {
      if (column > 0) out += separator;
      std::string const& text = row[column].text;
      bool needs_quotes = text.find_first_of("\"\r\n") != std::string::npos || text.find(separator) != std::string::npos;
      if (quote_all || needs_quotes) out += '"' + base::replace_all(text, "\"", "\"\"") + '"';
      else out += text;
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace hutong::sheets
