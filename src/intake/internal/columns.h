#pragma once
// From labels to fields: whose is each column, and which column wins when two claim one field (LISTS A.4 10).
#include <string>
#include <vector>

#include "intake/internal/header.h"

namespace hutong::intake {

struct ColumnPlan {
  uint16_t column = 0;
  std::string label;          // with its groups: 儿童信息/身份证号
  FieldId field = kNone;      // kNone: read past
  Owner owner = Owner::none;
  bool is_estimated = false;
  std::string_view why;       // code of a sentence
  std::string why_value;      // {text} in it
};

// One table, or one of several that stand side by side.
struct TablePlan {
  Header header;
  std::vector<ColumnPlan> columns;
  bool names_persons = false;   // at least one field names a person
  bool is_further_child = false;  // 子女2姓名 …: says something only where that child is named
  bool is_form = false;
  bool has(FieldId field) const;
};

// Splits tables that stand side by side and plans each.
std::vector<TablePlan> plan_tables(Header const&, Grid const&, ReportSpec const&, CatalogueData const&, values::Date as_of);

// The same for one table whose labels are already known (a form). Content below is not looked at.
std::vector<ColumnPlan> plan_columns(std::vector<HeaderColumn> const&, Grid const&, ReportSpec const&, CatalogueData const&, values::Date as_of);

// Whether a field names a person: name, identity number, card, account.
bool names_person(FieldId, CatalogueData const&);

}  // namespace hutong::intake
