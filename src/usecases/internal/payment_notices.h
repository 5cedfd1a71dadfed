#pragma once
// What a month's list as a whole should not be frozen without having read: a standard that looks mistyped, lists that no round has taken in yet, earlier
// months that never reached the bank or of which the bank has not told.
#include <vector>

#include "benefits/money_rules.h"
#include "payments/prepare.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

std::vector<PaymentNotice> payment_notices(Context&, benefits::MoneyRules const&, payments::Prepared const&);

}  // namespace hutong::usecases
