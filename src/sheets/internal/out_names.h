#pragma once
// What all workbook writers share.
#include <string>
#include <vector>

#include "sheets/write.h"

namespace hutong::sheets::internal {

// Names that Excel accepts: 1 to 31 characters, none of []:*?/\ , no apostrophe at the ends, all different without regard to case.
std::vector<std::string> sheet_names_of(OutWorkbook const&);

// The merge whose upper left cell this is, or nullptr; and whether a merge hides the cell (it is inside, but not upper left).
class MergeMap {
 public:
  explicit MergeMap(std::vector<Merge> const& merges);
  Merge const* starting_at(int row, uint16_t column) const;
  bool hides(int row, uint16_t column) const;

 private:
  std::vector<Merge> merges_;  // by first row
  int tallest_ = 0;
};

inline std::vector<OutCell> const& row_of(OutSheet const& sheet, size_t index) {
  static std::vector<OutCell> const none;
  return index < sheet.rows.size() ? sheet.rows[index] : none;
}

}  // namespace hutong::sheets::internal
