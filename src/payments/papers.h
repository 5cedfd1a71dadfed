#pragma once
// The papers of a frozen list: 花名册 (who gets how much, to be signed), the sums by town, the sums by budget line and source of money.
#include "documents/document.h"
#include "payments/layout.h"
#include "payments/list.h"
#include "values/division.h"

namespace hutong::payments {

// Totals in figures and capitals; a line to sign on every page.
documents::Document roll(Layout const&, PaymentList const&, values::Divisions const&);
// Towns in the order of their codes. Few children in a cell can be recognised: the paper says that it is not to be published.
documents::Document town_summary(Layout const&, PaymentList const&, values::Divisions const&);
// By category and source; the fen that do not divide go to the first source. The sum is the list's.
documents::Document funding_summary(Layout const&, PaymentList const&);

}  // namespace hutong::payments
