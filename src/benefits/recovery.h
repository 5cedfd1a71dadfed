#pragma once
// 多发追回 (POLICY 3.6): the machine proposes, two persons decide, the family pays back by a plan, or the rest is waived with a document, or it
// goes to court. Nothing is ever deducted by itself: a deduction from later allowances is a plan like another, agreed to in writing.
//
//   proposed → notice → agreed → partial → recovered
//                    └────────────────────→ waived | litigation | withdrawn
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "benefits/news.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::benefits {

// What a proposal is about: neighbouring months that were paid too much because of the same news.
struct Overpayment {
  values::Month first, last;
  values::Money amount;  // positive
  std::vector<Adjustment> months;
};
std::vector<Overpayment> overpayments(std::vector<Adjustment> const&);

enum class RecoveryState : uint8_t {
  proposed,    // found by the machine
  notice,      // decided by two persons, the family is told
  agreed,      // a plan is signed
  partial,     // some of it is back
  recovered,   // all of it is back; final
  waived,      // the rest is given up, with a document; final
  litigation,  // before a court
  withdrawn,   // it was no overpayment after all; final
};
std::string_view code_of(RecoveryState);
bool is_final(RecoveryState);

enum class RecoveryDeed : uint8_t {
  decide,  // proposed → notice
  agree,   // a plan, also a new one
  repay,   // money came back
  waive,   // give up what is open
  sue,
  revise,  // news changed the amount; 0 withdraws it
};
std::string_view code_of(RecoveryDeed);
std::optional<RecoveryDeed> recovery_deed_from(std::string_view code);

enum class RepaymentMeans : uint8_t {
  instalments,  // the family pays
  deduction,    // from later allowances, with the guardian's written consent as the document
};
std::string_view code_of(RepaymentMeans);
std::optional<RepaymentMeans> repayment_means_from(std::string_view code);

struct Instalment {
  values::Date due_on;
  values::Money amount;
};

struct RecoveryStep {
  RecoveryDeed deed = RecoveryDeed::decide;
  values::Date on;
  std::string by;
  std::string approved_by;  // the second person; needed for everything but repay
  std::string reason;       // needed for decide, waive, sue, revise
  std::string document;     // needed for agree, waive, sue (its number), repay (the receipt)
  values::Money amount;     // repay: what came back; revise: what is to come back in all
  RepaymentMeans means = RepaymentMeans::instalments;  // agree
  std::vector<Instalment> plan;                        // agree: adds up to what is open
};

struct Recovery {
  RecoveryState state = RecoveryState::proposed;
  values::Money amount;    // to come back in all
  values::Money returned;  // has come back
  values::Money waived;
  RepaymentMeans means = RepaymentMeans::instalments;
  std::vector<Instalment> plan;
  std::vector<RecoveryStep> steps;  // in order; never removed
  values::Money open() const { return amount - returned - waived; }
};

// The amount must be positive.
Recovery proposed_recovery(values::Money amount);

// The recovery after one more step, or everything that is wrong with the step: not possible in this state, no second person, no document,
// no reason, more than is open, a plan that does not add up, a day before the last step's.
struct RecoveryAfter {
  Recovery value;
  std::vector<base::Problem> problems;  // not empty: value is as it was
};
RecoveryAfter after(Recovery const&, RecoveryStep const&);

// The step by which the plan in force was agreed. Asked only where there is one.
RecoveryStep const& agreement_of(Recovery const&);

// By the plan due up to and including that day and not yet back.
values::Money overdue(Recovery const&, values::Date on);

}  // namespace hutong::benefits
