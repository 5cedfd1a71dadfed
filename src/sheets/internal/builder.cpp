#include "sheets/internal/builder.h"

#include <algorithm>

#include "base/check.h"
#include "base/messages.h"
#include "sheets/internal/number_text.h"

namespace hutong::sheets::internal {
namespace {

std::string megabytes(uint64_t bytes) { return std::to_string(bytes / 1'000'000); }

// Rows in order of their number; rows of one number become one, where a later cell replaces an earlier one.
void sort_rows(Sheet& sheet) {
  std::vector<Row> order = std::move(sheet.rows);
  std::vector<Cell> cells = std::move(sheet.cells);
  std::stable_sort(order.begin(), order.end(), [](Row const& a, Row const& b) { return a.number < b.number; });
  sheet.rows.clear();
  sheet.cells.clear();
  sheet.cells.reserve(cells.size());
  for (Row const& row : order) {
    auto first = cells.begin() + row.first_cell, last = first + row.cell_count;
    if (sheet.rows.empty() || sheet.rows.back().number != row.number) {
      sheet.rows.push_back({row.number, row.is_hidden, static_cast<uint32_t>(sheet.cells.size()), row.cell_count});
      sheet.cells.insert(sheet.cells.end(), first, last);
      continue;
    }
    Row& same = sheet.rows.back();
    std::vector<Cell> both(sheet.cells.begin() + same.first_cell, sheet.cells.end());
    both.insert(both.end(), first, last);
    std::stable_sort(both.begin(), both.end(), [](Cell const& a, Cell const& b) { return a.column < b.column; });
    sheet.cells.resize(same.first_cell);
    for (Cell const& cell : both) {
      bool replaces = sheet.cells.size() > same.first_cell && sheet.cells.back().column == cell.column;
      if (replaces) sheet.cells.back() = cell;
      else sheet.cells.push_back(cell);
    }
    same.cell_count = static_cast<uint32_t>(sheet.cells.size()) - same.first_cell;
    same.is_hidden = same.is_hidden && row.is_hidden;
  }
}

// Merges that overlap an earlier one are dropped: Excel itself calls such a file damaged, and filling both would mix two texts.
void drop_overlapping_merges(std::vector<Merge>& merges) {
  std::stable_sort(merges.begin(), merges.end(), [](Merge const& a, Merge const& b) {
    return a.first_row != b.first_row ? a.first_row < b.first_row : a.first_column < b.first_column;
  });
  std::vector<int> taken_until;  // by column: the last row that a kept merge covers
  std::erase_if(merges, [&](Merge const& merge) {
    if (taken_until.size() <= merge.last_column) taken_until.resize(merge.last_column + 1u, 0);
    for (unsigned column = merge.first_column; column <= merge.last_column; ++column)
      if (taken_until[column] >= merge.first_row) return true;
    for (unsigned column = merge.first_column; column <= merge.last_column; ++column) taken_until[column] = merge.last_row;
    return false;
  });
}

}  // namespace

base::Problem damaged(std::string_view reason) {
  return base::problem("file_damaged", {{"why", base::label("sheets.why." + std::string(reason))}});
}
base::Problem archive_refused(std::string_view reason) {
  return base::problem("archive_refused", {{"why", base::label("sheets.why." + std::string(reason))}});
}
base::Problem not_a_table(std::string_view kind) {
  return base::problem("file_not_a_table", {{"kind", base::label("sheets.kind." + std::string(kind))}});
}

Builder::Builder(Container container, Limits const& limits, base::Deadline const& deadline) : limits_(limits), deadline_(deadline) {
  workbook_.container = container;
}

void Builder::fail(base::Problem problem) {
  if (!problem_) problem_ = std::move(problem);
}

bool Builder::is_late() {
  if (deadline_.passed()) fail(base::problem("took_too_long"));
  return has_failed();
}

Builder::Mark Builder::mark() const {
  CHECK(!problem_);
  return {workbook_.sheets.size(), workbook_.all_text().size(), rows_, cells_, workbook_.uses_1904};
}

void Builder::roll_back(Mark const& mark) {
  workbook_.sheets.resize(mark.sheets);
  workbook_.forget_text_from(mark.text_bytes);
  workbook_.uses_1904 = mark.uses_1904;
  rows_ = mark.rows;
  cells_ = mark.cells;
  row_is_open_ = is_unsorted_ = false;
  hidden_columns_.clear();
  problem_.reset();
}

void Builder::begin_sheet(std::string name, bool is_hidden) {
  constexpr size_t sheets_max = 10'000;
  close_sheet();
  if (workbook_.sheets.size() >= sheets_max) fail(damaged("too_many_parts"));
  workbook_.add_sheet(std::move(name)).is_hidden = is_hidden;
  row_ = 0;
  row_is_open_ = false;
}

void Builder::begin_row(int number, bool is_hidden) {
  row_ = number;
  row_is_hidden_ = is_hidden;
  row_is_open_ = false;
}

void Builder::hide_row() {
  row_is_hidden_ = true;
  if (row_is_open_) workbook_.sheets.back().rows.back().is_hidden = true;
}

TextRef Builder::keep_text(std::string_view utf8) {
  // Below the limits on file and inflated size only texts that a container lets us multiply come to more.
  uint64_t const most = std::min<uint64_t>(std::max(limits_.inflated_bytes, 2 * limits_.file_bytes), UINT32_MAX);
  if (workbook_.all_text().size() + utf8.size() > most) {
    fail(base::problem("inflated_too_large", {{"limit", megabytes(limits_.inflated_bytes)}}));
    return {};
  }
  return workbook_.keep_text(utf8);
}

void Builder::adopt_text(std::string utf8) {
  adopted_bytes_ = utf8.size();
  workbook_.adopt_text(std::move(utf8));
}

bool Builder::may_add(unsigned column) {
  if (has_failed()) return false;
  if (column >= static_cast<unsigned>(limits_.columns)) {
    fail(base::problem("too_many_columns", {{"limit", std::to_string(limits_.columns)}}));
    return false;
  }
  if (cells_ >= limits_.cells) {
    fail(base::problem("too_many_cells", {{"limit", std::to_string(limits_.cells)}}));
    return false;
  }
  if ((++cells_ & 0xFFF) == 0 && is_late()) return false;
  if (row_is_open_) return true;
  if (rows_ >= limits_.rows) {
    fail(base::problem("too_many_rows", {{"limit", std::to_string(limits_.rows)}}));
    return false;
  }
  CHECK(!workbook_.sheets.empty());
  Sheet& sheet = workbook_.sheets.back();
  if (!sheet.rows.empty() && sheet.rows.back().number >= row_) is_unsorted_ = true;
  sheet.rows.push_back({row_, row_is_hidden_, static_cast<uint32_t>(sheet.cells.size()), 0});
  ++rows_;
  return row_is_open_ = true;
}

// Excel's own limit is 32,767 characters. What follows the reader may copy a text several times over: a line of 100 MB came to 1 GB.
bool Builder::fits_in_cell(size_t bytes) {
  constexpr size_t cell_bytes_max = 1'000'000;
  if (bytes > cell_bytes_max) fail(damaged("cell_too_long"));
  return bytes <= cell_bytes_max;
}

void Builder::add(unsigned column, CellKind kind, std::string_view utf8, bool is_lossy) {
  if (!utf8.empty() && fits_in_cell(utf8.size()) && may_add(column)) put({keep_text(utf8), column, kind, is_lossy});
}

void Builder::add(unsigned column, CellKind kind, TextRef kept, bool is_lossy) {
  if (kept.size != 0 && fits_in_cell(kept.size) && may_add(column)) put({kept, column, kind, is_lossy});
}

void Builder::put(NewCell const& cell) {
  Sheet& sheet = workbook_.sheets.back();
  Row& row = sheet.rows.back();
  uint16_t const column = static_cast<uint16_t>(cell.column);
  bool ascends = cell.text.size != 0 && (row.cell_count == 0 || sheet.cells.back().column < column);
  if (!ascends) return workbook_.add_cell(column, cell.kind, cell.text, cell.is_lossy);
  sheet.cells.push_back({cell.text.at, cell.text.size, column, cell.kind, cell.is_lossy});
  ++row.cell_count;
}

bool Builder::may_keep_another(size_t kept) {
  if (kept >= limits_.cells) fail(base::problem("too_many_cells", {{"limit", std::to_string(limits_.cells)}}));
  return !has_failed();
}

void Builder::expect_cells(uint64_t count) { workbook_.sheets.back().cells.reserve(std::min(count, limits_.cells)); }

void Builder::add_number(unsigned column, double number, bool is_date) {
  NumberText text;
  if (is_date) {
    if (std::string_view date = text.of_date(number, workbook_.uses_1904); !date.empty()) return add(column, CellKind::date, date);
  }
  add(column, CellKind::number, text.of(number), is_lossy(number));
}

void Builder::repeat_row(int64_t count) {
  if (has_failed() || !row_is_open_ || count <= 0) return;
  Sheet& sheet = workbook_.sheets.back();
  Row const row = sheet.rows.back();
  if (count > limits_.rows - rows_) return fail(base::problem("too_many_rows", {{"limit", std::to_string(limits_.rows)}}));
  if (static_cast<uint64_t>(count) * row.cell_count > limits_.cells - std::min(cells_, limits_.cells))
    return fail(base::problem("too_many_cells", {{"limit", std::to_string(limits_.cells)}}));
  for (int64_t copy = 1; copy <= count; ++copy) {
    uint32_t first = static_cast<uint32_t>(sheet.cells.size());
    for (uint32_t i = 0; i < row.cell_count; ++i) {
      Cell cell = sheet.cells[row.first_cell + i];
      sheet.cells.push_back(cell);
    }
    sheet.rows.push_back({row.number + static_cast<int>(copy), row.is_hidden, first, row.cell_count});
  }
  row_ += static_cast<int>(count);
  rows_ += static_cast<int>(count);
  cells_ += static_cast<uint64_t>(count) * row.cell_count;
}

void Builder::add_merge(int64_t first_row, int64_t last_row, int64_t first_column, int64_t last_column) {
  if (has_failed()) return;
  constexpr int64_t row_max = 2'000'000'000;
  last_column = std::min<int64_t>(last_column, limits_.columns - 1);
  last_row = std::min(last_row, row_max);
  bool is_rectangle = first_row >= 1 && first_column >= 0 && first_row <= last_row && first_column <= last_column;
  if (!is_rectangle || (first_row == last_row && first_column == last_column)) return;
  std::vector<Merge>& merges = workbook_.sheets.back().merges;
  if (merges.size() >= static_cast<size_t>(limits_.rows)) return fail(damaged("too_many_parts"));
  merges.push_back({static_cast<int>(first_row), static_cast<int>(last_row), static_cast<uint16_t>(first_column), static_cast<uint16_t>(last_column)});
}

void Builder::hide_columns(int64_t first, int64_t last) {
  last = std::min<int64_t>(last, limits_.columns - 1);
  if (first < 0 || first > last) return;
  if (hidden_columns_.size() <= static_cast<size_t>(last)) hidden_columns_.resize(static_cast<size_t>(last) + 1);
  std::fill(hidden_columns_.begin() + first, hidden_columns_.begin() + last + 1, true);
}

void Builder::close_sheet() {
  if (workbook_.sheets.empty()) return;
  Sheet& sheet = workbook_.sheets.back();
  for (size_t column = 0; column < hidden_columns_.size(); ++column)
    if (hidden_columns_[column]) sheet.hidden_columns.push_back(static_cast<uint16_t>(column));
  hidden_columns_.clear();
  if (is_unsorted_) sort_rows(sheet);
  is_unsorted_ = false;
  drop_overlapping_merges(sheet.merges);
}

base::Result<Workbook> Builder::finish() && {
  if (problem_) return base::Failure(std::move(*problem_));
  close_sheet();
  return std::move(workbook_);
}

}  // namespace hutong::sheets::internal
