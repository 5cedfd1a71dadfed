#pragma once
// The monthly round (DESIGN 5): all submissions recorded so far → persons → facts → every child of the district decided as of the round's day →
// proposals compared with those of earlier rounds. One transaction: a crash leaves the ledger as it was before.
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/proposal.h"
#include "store/ledger_store.h"
#include "values/date.h"

namespace hutong::usecases {

class Context;

struct RoundOutcome {
  values::Month month;
  values::Date day;  // the last day of the month, or today while the month is running
  std::vector<ledger::Proposal> proposals;  // all that are open after this round, in a fixed order; is_new marks those opened in this month
  std::vector<ledger::Proposal> closed;     // closed in this month: the ground vanished, the question was answered
  std::vector<store::SettledMatch> settled;  // in this month: not asked, because of what was answered about others
  size_t rows_taken = 0;        // accepted rows that this month's runs took in
  size_t children_decided = 0;  // by the last run
};

// The same month may be run again, and takes in what has come meanwhile; without news the outcome is the same. Rounds do not go back.
// Problems: round_in_future (month, today), round_before_latest (month, latest).
base::Result<RoundOutcome> run_round(Context&, values::Month);

}  // namespace hutong::usecases
