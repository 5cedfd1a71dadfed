#pragma once
// From a payment back to where it came from: bank row → list → who froze it → coverage and who decided → the clue with its rules → the rows of the agencies'
// files, down to the cell; and the rows of the registers behind what was deducted. What the audit office asks for (issue: the audit package), in one page.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/drawn_beside.h"
#include "ledger/proposal.h"
#include "store/payment_store.h"

namespace hutong::usecases {

class Context;

struct TracedCell {
  std::string field;  // code of the field
  std::string cell;   // C5; "" = the file has none for it
  std::string value;  // as it was understood
};
struct TracedRow {
  ledger::SourceRow source;
  std::string title;    // of the report
  std::string received_at, file_digest;
  std::vector<TracedCell> cells;
};

struct TracedDeduction {  // what the child drew beside the allowance in the month, and the row of the register that told it
  ledger::DrawnBeside drawn;
  std::string citation;  // of the rule by which it is deducted
  TracedRow row;
};

struct PaymentTrace {
  store::LineRecord line;
  std::optional<store::LineRecord> reversed;            // of a reversal: the line it undoes
  std::optional<store::RecoveryRecord> recovery;        // of money that came back or was kept back: what was decided and agreed
  std::optional<store::EntryRecord> entry;              // row of the bank file it was paid with or kept back from
  std::optional<store::AccountRecord> account;
  std::string not_sent;                                 // why no file could carry the row to the bank; "" = it was sent, or its list waits for its export
  std::optional<store::BankResultRecord> result;
  std::optional<store::BankReturnRecord> bank_return;   // the file that told the result
  std::optional<store::BankReturnRecord> late_return;   // the file that told that it came back after all
  std::optional<store::ListRecord> list;
  std::vector<store::ExportRecord> exports;
  store::CoverageRecord coverage;
  store::PersonRecord child;
  std::vector<TracedRow> rows;              // behind the coverage
  std::vector<TracedDeduction> deductions;  // as known when the line was made
};

// `payment`: the number of a line (case show tells it) or a bank reference, of which every line is traced. Problems: payment_unknown (payment), those of rules.
base::Result<std::vector<PaymentTrace>> trace_payment(Context&, std::string const& payment);

// hutong.trace/1
std::string to_json(std::vector<PaymentTrace> const&);

}  // namespace hutong::usecases
