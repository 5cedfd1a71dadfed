#include "matching/internal/row_id.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace hutong::matching::internal {

using sheets::CsvTable;

base::Failure failure(std::string_view code, CsvTable const& table, std::map<std::string, std::string> values, size_t line) {
  base::Place place;
  place.file = table.file();
  place.row = static_cast<int>(line);
  return base::fail(code, std::move(values), std::move(place));
}

std::optional<size_t> column_titled(CsvTable const& table, std::string_view title) {
  auto const& titles = table.titles();
  auto found = std::find(titles.begin(), titles.end(), title);
  if (found == titles.end()) {
    std::string const plain = plain_title(title);
    found = std::find_if(titles.begin(), titles.end(), [&](std::string const& one) { return plain_title(one) == plain; });
  }
  if (found == titles.end()) return std::nullopt;
  return static_cast<size_t>(found - titles.begin());
}

base::Result<size_t> known_column(CsvTable const& table, std::string const& title) {
  if (auto const column = column_titled(table, title)) return *column;
  return failure("link_no_column", table, {{"column", title}, {"known", base::join(table.titles(), "、")}});
}

namespace {

struct Repeat {
  size_t first = 0, second = 0;
};

// Numbers given in order, as most are: longer, or of equal length and greater, than the one before. Then nothing can repeat itself.
bool is_ascending(CsvTable const& table, size_t column) {
  for (size_t row = 1; row < table.rows(); ++row) {
    std::string_view const before = table.cell(row - 1, column), value = table.cell(row, column);
    if (value.size() < before.size() || (value.size() == before.size() && value <= before)) return false;
  }
  return !table.cell(0, column).empty();
}

// The first row whose cell is empty or stood in an earlier row (then both).
std::optional<Repeat> first_repeat(CsvTable const& table, size_t column) {
  if (is_ascending(table, column)) return std::nullopt;
  size_t slots = 1024;
  while (slots < 2 * table.rows()) slots *= 2;
  // Half of the hash, and row + 1. Cells are only compared when the halves agree: each look at one is a miss of the cache.
  std::vector<uint64_t> seen(slots, 0);
  for (size_t row = 0; row < table.rows(); ++row) {
    std::string_view const value = table.cell(row, column);
    if (value.empty()) return Repeat{row, row};
    uint64_t const hash = hash_of(value), half = hash >> 32;
    size_t slot = hash & (slots - 1);
    for (; seen[slot] != 0; slot = (slot + 1) & (slots - 1)) {
      size_t const earlier = (seen[slot] & UINT32_MAX) - 1;
      if (seen[slot] >> 32 == half && table.cell(earlier, column) == value) return Repeat{earlier, row};
    }
    seen[slot] = half << 32 | (row + 1);
  }
  return std::nullopt;
}

base::Failure repeated(CsvTable const& table, size_t column, Repeat const& repeat) {
  std::string const& title = table.title(column);
  if (repeat.first == repeat.second) return failure("link_id_missing", table, {{"column", title}}, table.line_of(repeat.first));
  return failure("link_id_twice", table, {{"column", title}, {"value", std::string(table.cell(repeat.first, column))}, {"first", std::to_string(table.line_of(repeat.first))}},
                 table.line_of(repeat.second));
}

// Titles that can mean nothing but the name of the row: if such a column repeats itself, somebody must say what it is.
bool is_surely_row_id(std::string_view plain) {
  constexpr std::array<std::string_view, 9> sure = {"id", "recid", "recordid", "uniqueid", "uid", "rowid", "编号", "记录号", "记录编号"};
  return std::find(sure.begin(), sure.end(), plain) != sure.end();
}

}  // namespace

bool names_every_row(CsvTable const& table, size_t column) { return !first_repeat(table, column); }

base::Result<std::optional<size_t>> row_id_of(Side const& side, std::string const& chosen) {
  CsvTable const& table = *side.table;
  if (!chosen.empty()) {
    TRY(size_t const column, known_column(table, chosen));
    if (auto const repeat = first_repeat(table, column)) return repeated(table, column, *repeat);
    return std::optional(column);
  }
  auto could_be = [](Column const& column) { return column.profile.filled == 1 && column.profile.distinct == 1; };
  std::optional<base::Failure> refusal;
  for (Column const& column : side.columns) {
    if (!is_surely_row_id(column.plain)) continue;
    auto const repeat = first_repeat(table, column.index);
    if (!repeat) return std::optional(column.index);
    if (!refusal) refusal = repeated(table, column.index, *repeat);
  }
  // The name of a person or thing says more than 序号, which comes last.
  auto first_unique = [&](auto&& is_candidate) -> std::optional<size_t> {
    for (Column const& column : side.columns)
      if (is_candidate(column) && could_be(column) && !first_repeat(table, column.index)) return column.index;
    return std::nullopt;
  };
  auto used_as = [](Column const& column, TitleUse use) { return column.title && column.title->use == use; };
  if (auto const id = first_unique([&](Column const& column) { return used_as(column, TitleUse::person_id); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return !column.title && column.index == 0 && ends_like_an_id(column.plain); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return used_as(column, TitleUse::row_id); })) return id;
  if (auto const id = first_unique([&](Column const& column) { return !column.title && (ends_like_an_id(column.plain) || (column.index == 0 && column.plain == "第1列")); })) return id;
  if (refusal) return *refusal;
  // A first column of nothing but different words or numbers, of which nothing else is known.
  Column const& first = side.columns.front();
  bool const is_telling = first.profile.resident_number >= 0.3 || first.profile.phone >= 0.3 || first.profile.date >= 0.3;
  bool const says_nothing = !first.title && !is_telling && first.profile.mean_words < 1.05 && (first.profile.whole_number == 1 || first.profile.code >= 0.9);
  if (side.columns.size() > 1 && says_nothing && could_be(first) && !first_repeat(table, first.index)) return std::optional(first.index);
  return std::optional<size_t>();
}

}  // namespace hutong::matching::internal
