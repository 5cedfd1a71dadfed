#pragma once
// A table made into a file as offices make them (LISTS 4.3): title and unit, one to three header rows with groups, merged cells, 同上, several children in one
// cell, a sheet per town, two tables side by side, repeated headers, totals and signatures; in any container, whatever its name says.
#include <string>
#include <vector>

#include "base/random.h"
#include "demo/internal/table.h"
#include "demo/world.h"

namespace hutong::demo {

enum class Wrapping : uint8_t { xlsx, xls, et, ods, csv_gb18030, csv_utf8_bom, txt_utf16, html, spreadsheetml };
std::string extension_of(Wrapping);

struct Style {
  Wrapping wrapping = Wrapping::xlsx;
  bool has_groups = false;       // two-row header, where the columns have groups
  bool has_column_numbers = false;
  bool is_indented = false;      // the table does not begin at A1
  bool has_sheet_per_town = false;
  bool repeats_header = false;   // every 40 rows, with 本页小计
  bool has_total = false, has_signatures = false;
  bool merges = false, writes_ditto = false, joins_children = false;
  bool is_side_by_side = false;
  bool has_notes_sheet = false;
  bool hides_a_row = false;
  int date_style = 0;
};
// A style that suits the table; an office keeps it for the file and its correction.
Style draw_style(base::Random&, Table const&);

// `odd` draws the odd ways to write numbers and names, and where faults strike. Rows keep their order; merged children count as rows of their own.
std::string make_file(Table const&, Style const&, World const&, values::Date filled_in_on, base::Random& odd);

}  // namespace hutong::demo
