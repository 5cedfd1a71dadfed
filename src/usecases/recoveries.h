#pragma once
// 多发追回 (POLICY 3.6): a list proposes, two persons decide, the family pays back by a plan, the rest may be waived with a document. Nothing is
// deducted by itself: where the plan that the payee has signed says so, the months' lists deduct it (run_payments), within the rule's bound.
#include <string>
#include <vector>

#include "base/result.h"
#include "benefits/recovery.h"
#include "store/payment_store.h"

namespace hutong::usecases {

class Context;

struct RecoveryFile {
  store::RecoveryRecord record;
  benefits::Recovery recovery;  // after all its steps
  std::string child_name;
  std::string list_number;      // with which it was noticed
  values::Money overdue;        // today
  values::Money let_go;         // of what was too much, by decision not asked for: revised to less
  bool is_too_high = false;     // by what is known today: undecided, the next list replaces it; decided, two persons revise it
};

std::vector<RecoveryFile> list_recoveries(Context&);
// Problem: recovery_unknown (id).
base::Result<RecoveryFile> show_recovery(Context&, int64_t id);

struct PlanWish {  // agree: so much a month, on the month's last day, until nothing is open
  values::Money instalment;
  values::Month first;
};

struct StepOutcome {
  std::optional<RecoveryFile> file;
  std::vector<base::Problem> problems;
};
// The same step twice is one step; a receipt counts once. Money that came back becomes lines of kind recovery, for the months that were paid too much, the
// earliest first. Problems: those of benefits::after, recovery_unknown, recovery_receipt_known, recovery_no_deduction_rule, recovery_nothing_to_deduct_from, recovery_deduction(s)_above_limit,
// recovery_below_returned; recovery_outdated: nobody decides on a proposal that later news made too high.
StepOutcome step_recovery(Context&, int64_t id, benefits::RecoveryStep, std::optional<PlanWish> const&);

// hutong.recoveries/1
std::string to_json(std::vector<RecoveryFile> const&);

}  // namespace hutong::usecases
