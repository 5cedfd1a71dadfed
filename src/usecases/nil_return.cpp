#include "usecases/nil_return.h"

#include "usecases/internal/originals.h"
#include "usecases/internal/recording.h"

namespace hutong::usecases {
namespace {

// The transaction that both ways of saying it end in.
SubmitAnswer record(Context& context, Handing const& handing, SubmittedFile const& file, bool is_confirmed) {
  store::Submissions submissions(context.db());
  return context.db().transaction([&]() -> SubmitAnswer {
    auto const before = submissions.of(handing.agency, handing.report, handing.period);
    bool const has_file = !file.name.empty();
    for (store::Submission const& one : before)
      if (has_file && one.file_digest == file.digest) return received_before(context, one);
    if (!has_file && !before.empty() && before.back().kind == store::SubmissionKind::nil_return) return received_before(context, before.back());

    size_t const rows = submissions.marks_in_force(handing.agency, handing.report, handing.period).size();
    base::Problem const contradiction = base::problem("nil_after_rows", {{"rows", std::to_string(rows)}, {"period", handing.period.to_chinese()}});
    if (rows > 0 && !is_confirmed) return answer(SubmitAnswer::Verdict::question, contradiction);

    if (has_file) clear_orphans(context);
    store::Submission submission = next_submission(context, handing, store::SubmissionKind::nil_return, file);
    if (has_file) keep_original(context, submission.number, file.bytes);
    submission.id = submissions.add(submission);
    std::vector<base::Problem> remarks;
    if (rows > 0) remarks.push_back(base::problem("rows_stay_after_nil", {{"rows", std::to_string(rows)}}));
    return recorded(context, submission, std::move(remarks));
  });
}

}  // namespace

SubmitAnswer nil_return(Context& context, Handing const& handing, bool is_confirmed) {
  if (auto const away = turned_away(context, handing)) return *away;
  return record(context, handing, {}, is_confirmed);
}

SubmitAnswer record_nil_file(Context& context, Handing const& handing, SubmittedFile const& file, bool is_confirmed) {
  return record(context, handing, file, is_confirmed);
}

}  // namespace hutong::usecases
