#pragma once
// Several children in one cell (LISTS 4.3 7): names and numbers pair by their order.
#include <string>
#include <string_view>
#include <vector>

#include "intake/internal/columns.h"
#include "intake/internal/report_spec.h"

namespace hutong::intake {

struct RawCell;

struct ChildrenOfRow {
  size_t count = 1;
  bool fits = true;            // every list has as many entries as there are children, or one for all
  size_t names = 0, numbers = 0;
  size_t named_in = 0;         // index of the column that lists them
  std::vector<std::vector<RawCell>> rows;  // one row of cells per child; only filled for count > 1
};
ChildrenOfRow children_of_row(std::vector<ColumnPlan> const&, CatalogueData const&, std::vector<RawCell> const&);

// 王小明370114… or 王小明(3701…) → both.
struct NameAndNumber {
  std::string name, number;
};
NameAndNumber name_and_number(std::string_view text);
// 王奶奶13000001234, 王奶奶(0531-83210000) → both.
NameAndNumber name_and_phone(std::string_view text);

}  // namespace hutong::intake
