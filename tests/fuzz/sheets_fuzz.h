#pragma once
// What every fuzzer of sheets asks of a result, whatever the bytes were.
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "base/messages.h"
#include "sheets/read.h"

namespace hutong::sheets::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Small limits, so that a fuzzer finds the ways to pass them.
inline Limits small_limits() { return {.file_bytes = 1'000'000, .inflated_bytes = 4'000'000, .rows = 5'000, .columns = 200, .cells = 50'000, .element_depth = 64}; }

inline void read_and_judge(std::string_view bytes) {
  Limits const limits = small_limits();
  auto read = read_workbook(bytes, limits);
  if (!read) return require(base::has_sentence(read.error().code) && !base::tell(read.error()).empty());
  uint64_t cells = 0;
  size_t rows = 0;
  for (Sheet const& sheet : read->sheets) {
    int last_row = 0;
    for (Row const& row : sheet.rows) {
      require(row.number > last_row && row.cell_count > 0 && row.first_cell + row.cell_count <= sheet.cells.size());
      last_row = row.number;
      int last_column = -1;
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        Cell const& cell = sheet.cells[row.first_cell + i];
        require(cell.column > last_column && cell.column < limits.columns && cell.kind != CellKind::empty);
        require(cell.text_size > 0 && base::is_valid_utf8(read->text(cell)));
        require(sheet.cell_at(row.number, cell.column) == &cell);
        last_column = cell.column;
      }
      cells += row.cell_count;
    }
    rows += sheet.rows.size();
    for (Merge const& merge : sheet.merges) require(merge.first_row >= 1 && merge.first_row <= merge.last_row && merge.first_column <= merge.last_column);
  }
  require(rows <= static_cast<size_t>(limits.rows) && cells <= limits.cells);
}

}  // namespace hutong::sheets::fuzz
