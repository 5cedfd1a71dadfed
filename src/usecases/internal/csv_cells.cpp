#include "usecases/internal/csv_cells.h"

#include <algorithm>

#include "base/text.h"

namespace hutong::usecases::internal {

namespace {

bool is_plain_number(std::string_view cell) {
  if (cell.front() == '+' || cell.front() == '-') cell.remove_prefix(1);
  bool const is_of_digits = !cell.empty() && cell.find_first_not_of("0123456789.") == std::string_view::npos;
  return is_of_digits && std::count(cell.begin(), cell.end(), '.') <= 1;
}

// With apostrophes before it, it is what we wrote for something of the kind, or looks so.
std::string_view without_apostrophes(std::string_view cell) {
  cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
  return cell;
}

}  // namespace

void append_csv_cell(std::string& to, std::string_view cell) {
  if (cell.find_first_of(",\"\n\r") == std::string_view::npos) to += cell;
  else to += '"' + base::replace_all(cell, "\"", "\"\"") + '"';
}

bool is_like_formula(std::string_view cell) {
  if (cell.empty() || is_plain_number(cell)) return false;
  for (std::string_view start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"})
    if (base::starts_with(cell, start)) return true;
  return false;
}

void append_shown_cell(std::string& to, std::string_view cell) {
  if (is_like_formula(without_apostrophes(cell))) append_csv_cell(to, "'" + std::string(cell));
  else append_csv_cell(to, cell);
}

std::string_view as_it_was(std::string_view shown) {
  bool const is_guarded = base::starts_with(shown, "'") && is_like_formula(without_apostrophes(shown));
  return is_guarded ? shown.substr(1) : shown;
}

}  // namespace hutong::usecases::internal
