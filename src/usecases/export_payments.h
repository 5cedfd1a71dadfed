#pragma once
// The files of a frozen list (docs/formats/payments.md). They depend on the list alone: the same list gives the same bytes, and each is recorded with its digest.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "values/date.h"

namespace hutong::usecases {

class Context;

struct PaymentFile {
  std::string name;  // HT-370114-202404-PAY-银行.csv
  std::string bytes;
};

// Written into the folder, which is made if it is not there. Problems: payment_not_frozen; export_would_replace (path): another file of that name lies there,
// and nothing is written; those of bank_file and of the layout.
base::Result<std::vector<PaymentFile>> export_payments(Context&, values::Month, std::filesystem::path const& folder);

}  // namespace hutong::usecases
