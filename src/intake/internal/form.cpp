#include "intake/internal/form.h"

namespace hutong::intake {

bool is_form(Grid const&, ReportSpec const&, CatalogueData const&) { return false; }
SheetOutcome read_form(Grid const&, uint32_t, Context const&, Duplicates&, CheckResult&) { return {}; }

}  // namespace hutong::intake
