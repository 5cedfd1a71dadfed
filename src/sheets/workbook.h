#pragma once
// A spreadsheet as a person sees it, whatever container it came in. Built once by a reader, then only read.
// Memory: 12 bytes a cell plus its text; a text that the container holds once (shared strings, repeated cells) is kept once.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hutong::sheets {

enum class Container : uint8_t { xlsx, xls, ods, csv, html, spreadsheetml, txt };
std::string_view name_of(Container);

// What the cell really holds. A number that is shown as a date is a date (text "2026-09-03", "2026-09-03T08:30:00" with a time, "08:30:00" for a
// time alone; 1900 and 1904 systems are the reader's business). number: text is the shortest decimal that round-trips, "370114201503039917"
// never comes back whole: see is_lossy. boolean: "TRUE" or "FALSE". error: "#N/A" …, or "=…" for a formula whose result the file does not hold.
enum class CellKind : uint8_t { empty, text, number, date, boolean, error };

struct Cell {
  uint32_t text_at = 0;    // into Workbook::text_
  uint32_t text_size = 0;
  uint16_t column = 0;     // 0-based
  CellKind kind = CellKind::empty;
  bool is_lossy = false;   // a number of 10^15 or more: digits were lost when the file was made
};

// Inclusive, 0-based columns, 1-based rows as a person sees them.
struct Merge {
  int first_row, last_row;
  uint16_t first_column, last_column;
};

struct Row {
  int number = 0;  // 1-based, as a person sees it on opening the file
  bool is_hidden = false;
  uint32_t first_cell = 0;  // into Sheet::cells
  uint32_t cell_count = 0;  // cells ascend by column; empty cells are left out
};

struct Sheet {
  std::string name;  // "" for containers without sheets
  bool is_hidden = false;
  std::vector<Row> rows;  // ascending by number; rows without any cell may be left out
  std::vector<Cell> cells;
  std::vector<Merge> merges;
  std::vector<uint16_t> hidden_columns;  // ascending

  // nullptr where the cell is empty. O(log rows + log cells of the row).
  Cell const* cell_at(int row_number, uint16_t column) const;
  Row const* row_at(int row_number) const;
  uint16_t column_count() const;  // one past the last used column
};

class Workbook {
 public:
  Container container = Container::xlsx;
  std::string encoding;  // name_of(base::Encoding) for text containers, "" for xlsx, xls, ods
  bool uses_1904 = false;
  std::vector<Sheet> sheets;

  std::string_view text(Cell const& cell) const { return std::string_view(text_).substr(cell.text_at, cell.text_size); }
  std::string_view text(Sheet const& sheet, int row_number, uint16_t column) const {
    Cell const* cell = sheet.cell_at(row_number, column);
    return cell ? text(*cell) : std::string_view();
  }

  // For readers (and tests that build a workbook by hand): rows must be begun in ascending order, cells added in any order inside a row.
  // An empty text adds no cell; a second text for the same place replaces the first.
  Sheet& add_sheet(std::string name);
  void begin_row(int row_number, bool is_hidden = false);
  void add_cell(uint16_t column, CellKind kind, std::string_view utf8, bool is_lossy = false);

  // A text that many cells share is kept once and added by reference.
  struct TextRef {
    uint32_t at = 0, size = 0;
  };
  TextRef keep_text(std::string_view utf8);
  void add_cell(uint16_t column, CellKind kind, TextRef kept, bool is_lossy = false);
  // The whole text of a csv, before any cell: cells then refer into it. CHECK: nothing was kept before.
  void adopt_text(std::string utf8);
  std::string_view all_text() const { return text_; }
  void forget_text_from(size_t at) { text_.resize(at); }  // no cell refers to it

 private:
  std::string text_;  // all cell texts; at most 4 GB (limits see to that)
};

// "A", "Z", "AA" …
std::string column_name(uint16_t column);
std::string cell_name(uint16_t column, int row_number);  // "C9"

}  // namespace hutong::sheets
