#pragma once
// A month's payments: prepared and shown as often as one likes, frozen once by two persons. What is frozen is what was shown: if anything has changed in
// between, it must be looked at again. Lists go month by month without a gap.
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "payments/prepare.h"
#include "store/payment_store.h"
#include "usecases/cases.h"

namespace hutong::usecases {

class Context;

enum class NoticeKind : uint8_t {
  standard_doubtful,  // a standard that the list rests on looks mistyped
  lists_waiting,      // received since the last round
  not_exported,       // an earlier month was frozen and never exported
  without_return,     // … or exported, and the bank has not told of every row
};
std::string_view code_of(NoticeKind);

struct PaymentNotice {  // of the whole list
  NoticeKind kind = NoticeKind::standard_doubtful;
  std::string text;  // one sentence, and what to do
};

struct PaymentOutcome {
  values::Month month;
  std::optional<store::ListRecord> frozen;  // then `prepared` holds the frozen list and nothing else
  payments::Prepared prepared;
  std::vector<PaymentNotice> notices;        // of a draft
  std::vector<store::NoticeRecord> shown;    // of a frozen list: its notices and its warnings, as they were shown to those who froze it
  bool was_frozen_before = false;           // by freeze_payments: it was frozen already
};

// Problems: payment_in_future, payment_month_skipped (values: month, expected); those of rules.
base::Result<PaymentOutcome> run_payments(Context&, values::Month);

// The list after the latest frozen one, by what is known today and whether or not its month has begun; what the rules know of it. Asked only where there is one.
base::Result<payments::Prepared> next_payments(Context&);

// The month after the latest frozen list; without one, this month.
values::Month month_of_next_list(Context&);
// Of one child, as the next list would have it.
base::Result<payments::OpenDifferences> open_differences_of(Context&, payments::CoveredChild const&);

// How much of its money a month's list may deduct from this child by agreement.
base::Result<values::Money> deduction_max(Context&, values::Month, payments::CoveredChild const&);

// Problems: as above; one_person_only, reason_missing; payment_not_shown (run it first), payment_changed_since_shown (another list, or something to be told
// that was not shown).
base::Result<PaymentOutcome> freeze_payments(Context&, values::Month, Deciding const&);

// The frozen list as it was: names, towns, accounts of that day. Problem: payment_not_frozen (month).
base::Result<PaymentOutcome> frozen_payments(Context&, values::Month);

// hutong.payments/1
std::string to_json(PaymentOutcome const&);

}  // namespace hutong::usecases
