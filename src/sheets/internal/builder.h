#pragma once
// What every container reader pours its cells into. It enforces the limits, so that no reader can forget one, puts rows into order,
// and keeps the first problem: after it everything else is ignored, and loops ask has_failed().
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "sheets/read.h"
#include "sheets/workbook.h"

namespace hutong::sheets::internal {

using TextRef = Workbook::TextRef;

// file_damaged with the sentence part sheets.why.<reason>, archive_refused likewise, file_not_a_table with sheets.kind.<kind>.
base::Problem damaged(std::string_view reason);
base::Problem archive_refused(std::string_view reason);
base::Problem not_a_table(std::string_view kind);

class Builder {
 public:
  Builder(Container, Limits const&, base::Deadline const&);

  void begin_sheet(std::string name, bool is_hidden = false);
  // Any order; a row of a number that was begun before is continued. A row without cells leaves no trace.
  void begin_row(int number, bool is_hidden = false);
  // One more of many texts that cells may refer to: no workbook needs more of them than cells.
  bool may_keep_another(size_t kept);
  // Room for about so many cells of the sheet that was begun: address space only, until they come.
  void expect_cells(uint64_t count);
  void hide_row();  // the row that is open
  void add_text(unsigned column, std::string_view utf8) { add(column, CellKind::text, utf8); }
  void add(unsigned column, CellKind, std::string_view utf8, bool is_lossy = false);
  void add(unsigned column, CellKind, TextRef, bool is_lossy = false);
  // As a person sees it: a date if the cell is shown as one and the number can be a date.
  void add_number(unsigned column, double, bool is_date);
  // `count` more copies of the row that is open, directly below it.
  void repeat_row(int64_t count);
  // Bounds as the file gives them, 1-based rows; what is not a rectangle of at least two cells inside the limits is left out or cut.
  void add_merge(int64_t first_row, int64_t last_row, int64_t first_column, int64_t last_column);
  void hide_columns(int64_t first, int64_t last);

  TextRef keep_text(std::string_view utf8);
  // The whole text of a csv; cells may then be added as places in it. The view lives until the next text is kept.
  void adopt_text(std::string utf8);
  std::string_view adopted_text() const { return workbook_.all_text().substr(0, adopted_bytes_); }
  Workbook& workbook() { return workbook_; }
  Limits const& limits() const { return limits_; }

  // Between two sheets: whatever is begun and added after mark() can be taken back, also a failure.
  struct Mark {
    size_t sheets = 0, text_bytes = 0;
    int rows = 0;
    uint64_t cells = 0;
    bool uses_1904 = false;
  };
  Mark mark() const;
  void roll_back(Mark const&);

  bool has_failed() const { return problem_.has_value(); }
  std::optional<base::Problem> const& problem() const { return problem_; }
  void fail(base::Problem);
  // Asks the clock; for loops that add no cells. add() asks by itself every few thousand cells.
  bool is_late();
  base::Result<Workbook> finish() &&;

 private:
  struct NewCell {
    TextRef text;
    unsigned column;
    CellKind kind;
    bool is_lossy;
  };
  bool may_add(unsigned column);
  bool fits_in_cell(size_t bytes);
  void put(NewCell const&);

  Workbook workbook_;
  Limits const& limits_;
  base::Deadline const& deadline_;
  std::optional<base::Problem> problem_;
  int row_ = 0;
  bool row_is_hidden_ = false;
  bool row_is_open_ = false;  // has a Row in the sheet
  int rows_ = 0;
  uint64_t cells_ = 0;
  std::vector<bool> hidden_columns_;
  bool is_unsorted_ = false;
  size_t adopted_bytes_ = 0;
  void close_sheet();
};

}  // namespace hutong::sheets::internal
