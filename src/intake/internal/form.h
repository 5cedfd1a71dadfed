#pragma once
// Forms: label cell, value cell, label cell, value cell; one person per sheet (LISTS 4.3 13).
#include "intake/internal/sheet_reader.h"

namespace hutong::intake {

bool is_form(Grid const&, ReportSpec const&, CatalogueData const&);
SheetOutcome read_form(Grid const&, uint32_t sheet_index, Context const&, SheetFacts, Duplicates&, CheckResult&);

}  // namespace hutong::intake
