#pragma once
// Receipts are made from what is recorded, so that the same one can be given again at any time.
#include <string_view>

#include "base/result.h"
#include "exchange/receipt.h"
#include "store/submissions.h"
#include "usecases/context.h"

namespace hutong::usecases {

// Beside the submission itself: the rows of its agency, report and period that are still to be corrected.
exchange::Receipt receipt_of(Context&, store::Submission const&);
// Problem: receipt_unknown (number).
base::Result<exchange::Receipt> receipt_numbered(Context&, std::string_view number);

}  // namespace hutong::usecases
