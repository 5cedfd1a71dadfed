#pragma once
// One sheet as the layout code wants to see it: trimmed texts, merges, nothing about meaning.
#include <span>
#include <string_view>
#include <vector>

#include "sheets/workbook.h"

namespace hutong::intake {

std::string_view trimmed_fast(std::string_view text);  // base::trimmed, quick where nothing is to be trimmed

class Grid {
 public:
  Grid(sheets::Workbook const& book, sheets::Sheet const& sheet);

  sheets::Workbook const& book() const { return *book_; }
  sheets::Sheet const& sheet() const { return *sheet_; }
  std::string_view text(sheets::Cell const& cell) const { return trimmed_fast(book_->text(cell)); }
  std::string_view text(int row, uint16_t column) const;
  std::span<sheets::Cell const> cells(sheets::Row const& row) const { return {sheet_->cells.data() + row.first_cell, row.cell_count}; }
  // Cells with something to read in them.
  std::vector<sheets::Cell const*> filled(sheets::Row const& row) const;
  bool is_blank(sheets::Row const& row) const;

  // The merge that covers the place, or nullptr.
  sheets::Merge const* merge_at(int row, uint16_t column) const;
  // As text(), but inside a merge the text of its upper left cell.
  std::string_view merged_text(int row, uint16_t column) const;
  std::vector<sheets::Merge> const& merges() const { return merges_; }  // by first row
  bool is_hidden(uint16_t column) const;

 private:
  sheets::Workbook const* book_;
  sheets::Sheet const* sheet_;
  std::vector<sheets::Merge> merges_;
  int tallest_merge_ = 0;
};

// Follows the rows downward and gives the merges that reach into the current one from above.
class MergeCursor {
 public:
  explicit MergeCursor(Grid const& grid) : grid_(grid) {}
  void move_to(int row);
  // The merge that fills (row, column) from a row above, or nullptr. Columns count only by the merge's first column: what is written once
  // across two columns is not said twice.
  sheets::Merge const* from_above(uint16_t column) const;
  bool is_empty() const { return active_.empty(); }

 private:
  Grid const& grid_;
  size_t next_ = 0;
  int row_ = 0;
  std::vector<sheets::Merge const*> active_;
};

}  // namespace hutong::intake
