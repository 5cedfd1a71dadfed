#pragma once
// The bank's return: what arrived, what did not, and what came back weeks after it had been said to have arrived (退票). A payment that did not arrive is
// undone by a line of its own (reversal), becomes something to do, and is paid again with a later list. All of a file or nothing; the same file twice is one.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "values/money.h"

namespace hutong::usecases {

class Context;

struct BankReturnOutcome {
  std::string file_name;
  bool was_known = false;   // this very file was taken before
  int64_t rows = 0;         // that were matched
  int64_t paid = 0, failed = 0, known = 0;  // known: an earlier return had said the same
  int64_t came_back = 0;    // of those that failed: an earlier return had said that they were paid
  values::Money paid_sum, failed_sum;
  int64_t waiting = 0;      // rows of bank files that no return has told of yet
  struct Failed {
    std::string reference, name, why;
    values::Money amount;
    bool came_back = false;
  };
  std::vector<Failed> failures;
  std::vector<base::Problem> problems;  // not empty: nothing was taken
};

BankReturnOutcome import_bank_return(Context&, std::string const& file_name, std::string_view bytes);

// hutong.bank_return/1
std::string to_json(BankReturnOutcome const&);

}  // namespace hutong::usecases
