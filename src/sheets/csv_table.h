#pragma once
// A large CSV with one line of titles, for joining tables of millions of rows: the file's bytes and eight more for each cell. read.h is for what offices
// send, this is for what databases write; both cut cells alike (a quote that is never closed, or closed lines later in the middle of a word, is a letter).
//
// Blanks at both ends of a cell are dropped; lines without anything are no rows. A row with fewer cells than titles ends in empty ones, one with more
// is refused, as nobody can say which cell is the extra one.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hutong::sheets {

struct CsvLimits {
  uint64_t file_bytes = uint64_t{4} << 30;
  size_t columns = 500;
  uint64_t cells = 200'000'000;  // 1.6 GB of places
  size_t part_bytes = 1 << 20;   // what one processor cuts at a time; the table does not depend on it
};

class CsvTable {
 public:
  size_t rows() const { return rows_; }
  size_t columns() const { return titles_.size(); }
  // Never empty, never twice: an empty title becomes "第3列", the second "电话" becomes "电话 (2)".
  std::string const& title(size_t column) const { return titles_[column]; }
  std::vector<std::string> const& titles() const { return titles_; }
  // UTF-8; lives as long as the table (moving the table is fine).
  std::string_view cell(size_t row, size_t column) const {
    uint64_t const place = cells_[row * titles_.size() + column];
    return {text_.data() + (place >> size_bits), place & size_mask};
  }
  // A further column, last: the cells of two columns one behind the other, with a blank between them unless both are Chinese.
  void add_joined_column(size_t first, size_t second, std::string title);
  // As an editor counts, from 1. Reads the file up to there: for messages.
  size_t line_of(size_t row) const;
  std::string const& file() const { return file_; }
  std::string_view encoding() const { return encoding_; }  // "utf-8", "gb18030" …
  // What was odd but could be read, as sentences of messages: csv_title_missing, csv_title_twice, csv_latin_lines.
  std::vector<base::Problem> const& notes() const { return notes_; }

 private:
  friend class CsvReader;
  friend CsvTable table_of_cells(std::string, std::vector<std::string>, std::vector<std::string_view> const&);
  static constexpr unsigned size_bits = 24;
  static constexpr uint64_t size_mask = (uint64_t{1} << size_bits) - 1;

  std::string file_, text_;
  std::string_view encoding_;
  std::vector<std::string> titles_;
  std::unique_ptr<uint64_t[]> cells_;  // row by row; place in text_ << size_bits | size
  size_t rows_ = 0;
  std::vector<base::Problem> notes_;
};

// A table of cells that are UTF-8 and were cut already, row by row; each less than 16 MB. Titles as in CsvTable.
CsvTable table_of_cells(std::string file, std::vector<std::string> titles, std::vector<std::string_view> const& cells);

// `file` names the table in sentences. threads 0 = one per processor; the table does not depend on it.
// Problems, with place.file and where known place.row (a line of the file): file_empty, csv_not_a_table (kind), csv_no_rows, too_many_columns (limit),
// too_many_cells (limit), csv_row_too_long (columns, cells), csv_cell_too_long, csv_encoding_mixed, csv_encoding_unknown.
base::Result<CsvTable> read_csv_table(std::string bytes, std::string file, unsigned threads = 0, CsvLimits const& = {});

}  // namespace hutong::sheets
