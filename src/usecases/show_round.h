#pragma once
// The open proposals as they stood after a month's round, and the work lists made of them.
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/proposal.h"
#include "usecases/run_round.h"
#include "values/date.h"

namespace hutong::usecases {

// Problem: round_not_run (month). is_new marks those which that month's round proposed first.
base::Result<RoundOutcome> show_round(Context&, values::Month);

// One Excel work list per town and one for the bureau: file names (without folder) and bytes. Town copies name no protected circumstance.
struct WorkList {
  std::string file_name;
  std::string bytes;
};
std::vector<WorkList> work_lists(Context&, RoundOutcome const&);

// hutong.round/1
std::string to_json(RoundOutcome const&);

}  // namespace hutong::usecases
