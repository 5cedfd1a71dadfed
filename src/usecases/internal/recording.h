#pragma once
// What submit_list and nil_return share.
#include <string>
#include <string_view>

#include "store/submissions.h"
#include "usecases/submit_list.h"

namespace hutong::usecases {

struct SubmittedFile {
  std::string_view name, bytes, digest;
};

// Inside the transaction: number, time and lateness of the next submission; id and counts are still to come.
store::Submission next_submission(Context&, Handing const&, store::SubmissionKind, SubmittedFile const&);

SubmitAnswer answer(SubmitAnswer::Verdict, base::Problem);
SubmitAnswer recorded(Context&, store::Submission const&, std::vector<base::Problem> remarks);
SubmitAnswer received_before(Context&, store::Submission const&);

// The file said 本月无: a nil return that has a file.
SubmitAnswer record_nil_file(Context&, Handing const&, SubmittedFile const&, bool is_confirmed);

}  // namespace hutong::usecases
