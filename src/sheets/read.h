#pragma once
// Bytes of any spreadsheet an office sends → Workbook. The container is judged by content, never by the extension (LISTS A.4 14).
// Hostile input (zip bomb, entity expansion, external reference, path trick, damaged file) costs bounded memory and ends in a Problem.
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "sheets/workbook.h"

namespace hutong::sheets {

struct Limits {  // LISTS A.4 15
  uint64_t file_bytes = 100'000'000;
  uint64_t inflated_bytes = 500'000'000;
  int rows = 1'000'000;     // per file, over all sheets; only rows that hold something count
  int columns = 1'000;      // likewise
  uint64_t cells = 16'000'000;  // 192 MB of Cell; rows × columns alone would allow 10^9
  int element_depth = 256;  // SECURITY B2
};

// Problems, each with a clear sentence: file_empty, file_too_large, inflated_too_large, too_many_rows, too_many_columns, too_many_cells, took_too_long
// (values: limit), file_encrypted, file_damaged (values: why), file_not_a_table (a picture, PDF, program …; values: kind), dtd_refused,
// archive_refused (values: why). `why` and `kind` are Chinese words that fit the sentence.
base::Result<Workbook> read_workbook(std::string_view bytes, Limits const& = {}, base::Deadline const& = base::NoDeadline());

}  // namespace hutong::sheets
