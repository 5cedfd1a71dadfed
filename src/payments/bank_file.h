#pragma once
// The file that goes to the bank: one row per child with its account and the sum of its lines. GB18030, lines end with CR LF.
#include <optional>
#include <string>

#include "base/result.h"
#include "payments/layout.h"
#include "payments/list.h"

namespace hutong::payments {

// Entries of zero yuan are left out: a bank refuses them. Problems (values: name, number): bank_field_too_long (also field), bank_field_bad_character
// (also field) for a value that holds the separator, a quotation mark or a control character.
base::Result<std::string> bank_file(BankFileLayout const&, PaymentList const&);

// What would keep this entry out of the file, or an empty value: known before a list is frozen, since a frozen list keeps its accounts.
std::optional<base::Problem> problem_in_bank_file(BankFileLayout const&, values::Month, Entry const&);

}  // namespace hutong::payments
