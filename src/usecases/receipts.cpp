#include "usecases/receipts.h"

#include "usecases/internal/row_text.h"

namespace hutong::usecases {

exchange::Receipt receipt_of(Context& context, store::Submission const& submission) {
  store::Submissions submissions(context.db());
  exchange::Receipt receipt;
  receipt.number = submission.number;
  receipt.agency = submission.agency;
  receipt.report = submission.report;
  receipt.report_title = context.catalogue().find(submission.report) ? context.catalogue().title(submission.report) : submission.report;
  receipt.period = submission.period;
  receipt.is_nil_return = submission.kind == store::SubmissionKind::nil_return;
  receipt.received_at = submission.received_at;
  receipt.due_on = submission.due_on;
  receipt.is_late = submission.is_late;
  receipt.file_name = submission.file_name;
  receipt.file_digest = submission.file_digest;
  receipt.file_size = submission.file_size;
  store::SubmissionCounts const& counts = submission.counts;
  receipt.accepted = counts.accepted;
  receipt.returned = counts.returned;
  receipt.ignored = counts.ignored;
  receipt.added = counts.added;
  receipt.changed = counts.changed;
  receipt.corrected = counts.corrected;
  receipt.unchanged = counts.unchanged;
  receipt.absent = counts.absent;
  auto const of_period = submissions.of(submission.agency, submission.report, submission.period);
  receipt.is_follow_up = !of_period.empty() && of_period.front().id != submission.id;
  for (store::SubmissionRow const& row : submissions.returned_rows(submission.agency, submission.report, submission.period))
    receipt.still_returned.push_back({row.sheet, row.row, row.sub, reasons_of(row)});
  return receipt;
}

base::Result<exchange::Receipt> receipt_numbered(Context& context, std::string_view number) {
  auto const submission = store::Submissions(context.db()).by_number(number);
  if (!submission) return base::fail("receipt_unknown", {{"number", std::string(number)}});
  return receipt_of(context, *submission);
}

}  // namespace hutong::usecases
