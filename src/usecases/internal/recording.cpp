#include "usecases/internal/recording.h"

#include "exchange/duties.h"
#include "usecases/receipts.h"

namespace hutong::usecases {

store::Submission next_submission(Context& context, Handing const& handing, store::SubmissionKind kind, SubmittedFile const& file) {
  store::Submissions submissions(context.db());
  store::Submission submission;
  int64_t const sequence = submissions.count(handing.agency, handing.period) + 1;
  submission.number = exchange::receipt_number(context.settings().district, handing.period, handing.agency, sequence);
  submission.agency = handing.agency;
  submission.report = handing.report;
  submission.period = handing.period;
  submission.kind = kind;
  submission.received_at = base::to_string(context.now());
  if (exchange::Duty const* duty = context.duties().find(handing.report))
    submission.due_on = exchange::due_on(*duty, handing.period, context.duties(), context.calendar());
  submission.is_late = submission.due_on && context.today() > *submission.due_on;
  submission.file_name = file.name;
  submission.file_digest = file.digest;
  submission.file_size = static_cast<int64_t>(file.bytes.size());
  return submission;
}

SubmitAnswer answer(SubmitAnswer::Verdict verdict, base::Problem problem) {
  SubmitAnswer of;
  of.verdict = verdict;
  of.problems.push_back(std::move(problem));
  return of;
}

SubmitAnswer recorded(Context& context, store::Submission const& submission, std::vector<base::Problem> remarks) {
  SubmitAnswer of;
  of.receipt = receipt_of(context, submission);
  of.receipt->remarks = std::move(remarks);
  return of;
}

SubmitAnswer received_before(Context& context, store::Submission const& submission) {
  SubmitAnswer of = recorded(context, submission, {});
  of.verdict = SubmitAnswer::Verdict::already_received;
  of.receipt->was_received_before = true;
  auto const of_period = store::Submissions(context.db()).of(submission.agency, submission.report, submission.period);
  if (of_period.back().id != submission.id) of.receipt->remarks.push_back(base::problem("newer_received", {{"number", of_period.back().number}}));
  return of;
}

}  // namespace hutong::usecases
