#include "sheets/workbook.h"

#include <algorithm>

#include "base/check.h"

namespace hutong::sheets {

std::string_view name_of(Container container) {
  switch (container) {
    case Container::xlsx: return "xlsx";
    case Container::xls: return "xls";
    case Container::ods: return "ods";
    case Container::csv: return "csv";
    case Container::html: return "html";
    case Container::spreadsheetml: return "spreadsheetml";
    case Container::txt: return "txt";
  }
  CHECK(false);
  return "";
}

Row const* Sheet::row_at(int row_number) const {
  // Most sheets have every row: then row n stands at n minus the first number.
  if (!rows.empty() && row_number >= rows.front().number) {
    size_t guess = static_cast<size_t>(row_number - rows.front().number);
    if (guess < rows.size() && rows[guess].number == row_number) return &rows[guess];
  }
  auto found = std::lower_bound(rows.begin(), rows.end(), row_number, [](Row const& row, int number) { return row.number < number; });
  return found != rows.end() && found->number == row_number ? &*found : nullptr;
}

Cell const* Sheet::cell_at(int row_number, uint16_t column) const {
  Row const* row = row_at(row_number);
  if (!row) return nullptr;
  auto begin = cells.begin() + row->first_cell, end = begin + row->cell_count;
  auto found = std::lower_bound(begin, end, column, [](Cell const& cell, uint16_t wanted) { return cell.column < wanted; });
  return found != end && found->column == column ? &*found : nullptr;
}

uint16_t Sheet::column_count() const {
  uint16_t count = 0;
  for (Row const& row : rows)
    if (row.cell_count > 0) count = std::max<uint16_t>(count, static_cast<uint16_t>(cells[row.first_cell + row.cell_count - 1].column + 1));
  return count;
}

Sheet& Workbook::add_sheet(std::string name) {
  sheets.emplace_back();
  sheets.back().name = std::move(name);
  return sheets.back();
}

void Workbook::begin_row(int row_number, bool is_hidden) {
  CHECK(!sheets.empty());
  Sheet& sheet = sheets.back();
  CHECK(sheet.rows.empty() || sheet.rows.back().number < row_number);
  sheet.rows.push_back({row_number, is_hidden, static_cast<uint32_t>(sheet.cells.size()), 0});
}

Workbook::TextRef Workbook::keep_text(std::string_view utf8) {
  CHECK(text_.size() + utf8.size() <= UINT32_MAX);
  TextRef kept{static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(utf8.size())};
  text_.append(utf8);
  return kept;
}

void Workbook::add_cell(uint16_t column, CellKind kind, std::string_view utf8, bool is_lossy) {
  if (!utf8.empty()) add_cell(column, kind, keep_text(utf8), is_lossy);
}

void Workbook::add_cell(uint16_t column, CellKind kind, TextRef kept, bool is_lossy) {
  if (kept.size == 0) return;
  CHECK(!sheets.empty() && !sheets.back().rows.empty());
  Sheet& sheet = sheets.back();
  Row& row = sheet.rows.back();
  Cell const cell{kept.at, kept.size, column, kind, is_lossy};
  if (row.cell_count == 0 || sheet.cells.back().column < column) {
    sheet.cells.push_back(cell);
    ++row.cell_count;
    return;
  }
  auto begin = sheet.cells.begin() + row.first_cell;
  auto place = std::lower_bound(begin, sheet.cells.end(), column, [](Cell const& other, uint16_t wanted) { return other.column < wanted; });
  if (place->column == column) {
    *place = cell;
  } else {
    sheet.cells.insert(place, cell);
    ++row.cell_count;
  }
}

void Workbook::adopt_text(std::string utf8) {
  CHECK(text_.empty() && utf8.size() <= UINT32_MAX);
  text_ = std::move(utf8);
}

std::string column_name(uint16_t column) {
  std::string name;
  for (unsigned rest = column + 1u; rest > 0; rest = (rest - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

std::string cell_name(uint16_t column, int row_number) { return column_name(column) + std::to_string(row_number); }

}  // namespace hutong::sheets
