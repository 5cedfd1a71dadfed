#pragma once
// The file that goes to the bank: one row per child with its account and the sum of its lines. GB18030, lines end with CR LF.
#include <string>

#include "base/result.h"
#include "payments/layout.h"
#include "payments/list.h"

namespace hutong::payments {

// Entries of zero yuan are left out: a bank refuses them. Problems (values: name, number): bank_field_too_long (also field), bank_field_bad_character
// (also field) for a value that holds the separator or a line break.
base::Result<std::string> bank_file(BankFileLayout const&, PaymentList const&);

}  // namespace hutong::payments
