#pragma once
// The column that names the rows of a table: the one somebody chose, or the one that can be nothing else.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "matching/internal/column_meaning.h"

namespace hutong::matching::internal {

// Nothing if no column names the rows. Problems: link_no_column, link_id_twice, link_id_missing.
base::Result<std::optional<size_t>> row_id_of(Side const&, std::string const& chosen);

// Every cell is filled and stands once.
bool names_every_row(sheets::CsvTable const&, size_t column);

std::optional<size_t> column_titled(sheets::CsvTable const&, std::string_view title);
base::Result<size_t> known_column(sheets::CsvTable const&, std::string const& title);  // Problem: link_no_column

// A problem of this table, at this line of its file.
base::Failure failure(std::string_view code, sheets::CsvTable const&, std::map<std::string, std::string> values, size_t line = 0);

}  // namespace hutong::matching::internal
