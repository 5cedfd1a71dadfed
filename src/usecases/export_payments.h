#pragma once
// The files of a frozen list (docs/formats/payments.md). They depend on the list and on what was left out of the bank's file: the same list gives the same bytes, and
// each is recorded with its digest.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::usecases {

class Context;

struct PaymentFile {
  std::string name;  // HT-370114-202404-PAY-银行.csv
  std::string bytes;
};

// A row that the bank's file cannot carry (bank_field_too_long, bank_field_bad_character).
enum class Unsendable : uint8_t {
  refuse,     // nothing is written
  leave_out,  // the others are; the row is undone (a reversal, something to do) and paid again when the account is right. For good: a later export leaves it out too
};

struct LeftOut {
  std::string reference, name, why;
  values::Money amount;
};

struct PaymentExport {
  std::vector<PaymentFile> files;  // written
  std::vector<LeftOut> left_out;   // of the bank's file, now or before
  std::vector<base::Problem> problems;  // not empty: nothing was written
};

// Written into the folder, which is made if it is not there. Problems: payment_not_frozen; export_would_replace (path): another file of that name lies there,
// and nothing is written; those of the layout, one for each row that cannot be sent.
PaymentExport export_payments(Context&, values::Month, std::filesystem::path const& folder, Unsendable);

}  // namespace hutong::usecases
