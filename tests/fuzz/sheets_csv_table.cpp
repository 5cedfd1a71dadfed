// Any bytes as a large CSV: a sentence, or a table of clean text that does not depend on where the file was cut for the processors.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/encoding.h"
#include "base/messages.h"
#include "sheets/csv_table.h"

using namespace hutong;

static void require(bool holds) {
  if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  std::string const bytes(reinterpret_cast<char const*>(data), size);
  sheets::CsvLimits limits;
  limits.columns = 50;
  limits.cells = 100'000;
  auto const whole = sheets::read_csv_table(bytes, "a.csv", 1, limits);
  limits.part_bytes = 1 + size % 23;
  auto const cut = sheets::read_csv_table(bytes, "a.csv", 1, limits);
  require(whole.has_value() == cut.has_value());
  if (!whole) {
    require(whole.error() == cut.error() && base::has_sentence(whole.error().code) && !base::tell(whole.error()).empty());
    return 0;
  }
  require(whole->rows() > 0 && whole->rows() == cut->rows() && whole->titles() == cut->titles() && whole->columns() > 0 && whole->columns() <= limits.columns);
  for (size_t row = 0; row < whole->rows(); ++row) {
    bool is_empty = true;
    for (size_t column = 0; column < whole->columns(); ++column) {
      std::string_view const cell = whole->cell(row, column);
      require(cell == cut->cell(row, column) && base::is_valid_utf8(cell));
      is_empty = is_empty && cell.empty();
    }
    require(!is_empty && whole->line_of(row) > 0);
  }
  return 0;
}
