#pragma once
// `list submit`: a file becomes a submission with a receipt. All in one transaction; what was acknowledged is on the disk, and doing it again
// changes nothing. What a clerk would expect of a wrong file is a question, not a guess and not a silent yes.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/receipt.h"
#include "usecases/context.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::usecases {

struct Handing {  // what is handed in, for when, by whom
  std::string report;
  values::Month period;
  values::Agency agency;
};

struct SubmitAnswer {
  enum class Verdict : uint8_t {
    recorded,          // receipt
    already_received,  // the receipt of then; nothing was written
    question,          // looks like a mistake (problems); nothing was written; is_confirmed answers it
    wrong_request,     // unknown report, a period that has not begun …
    unreadable,        // not a list; nothing was written
    refused,           // restricted report, another agency's report
  };
  Verdict verdict = Verdict::recorded;
  std::optional<exchange::Receipt> receipt;
  std::vector<base::Problem> problems;
};

// What can be said before the file is opened: nothing (go on), or wrong_request or refused. A restricted report is turned away here, so that
// its file is not even read.
std::optional<SubmitAnswer> turned_away(Context const&, Handing const&);

struct SubmitRequest {
  Handing handing;
  std::string file_name;  // without folder
  std::string_view bytes;
  bool is_confirmed = false;  // the sender was asked and means it
};
SubmitAnswer submit_list(Context&, SubmitRequest const&);

}  // namespace hutong::usecases
