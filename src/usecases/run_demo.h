#pragma once
// `demo`: a synthetic district is settled, its agencies send their files month by month, the real use cases take them in and run the rounds, and what was
// found is compared with the truth. Nothing here helps the product: it sees files and a clock.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "ledger/proposal.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::usecases {

struct DemoRequest {
  int people = 20'000;
  int months = 12;
  uint64_t seed = 1;
  std::filesystem::path folder;  // files, work lists and the data directory; missing, empty, or left by an earlier demo (which is replaced)
};

struct DemoMonth {
  values::Month month;
  int files = 0, nil_returns = 0, corrections = 0;
  int64_t rows = 0, returned = 0;
  // Children, on the round's day.
  int eligible = 0;       // in truth
  int findable = 0;       // of them, by what could be read so far
  int found = 0;          // of those, proposed
  int found_now = 0;      // proposed for the first time
  int wrong = 0;          // proposed, not eligible
  int proposals_new = 0;  // of every kind
};

// The ledger of payments at the end, against what was due in truth by the confirmations given, for the months of the lists.
struct DemoMoney {
  values::Money paid;         // net of what the bank sent back and families gave back
  values::Money due;
  // Of paid − due, by child and month. What has a reason, more or less than nothing: nothing being unexplained, it is paid − due; and the sizes of the rest.
  values::Money explained, unexplained;
  std::map<std::string, values::Money> reasons;  // of explained: recovery_open, account_failed, question_open, not_told, held
  int children_paid = 0;
  int failed = 0, repaid = 0;  // rows the bank sent back; of them, tried again on another account and not sent back once more
  values::Money overpaid;      // found by the product, and to be had back
  // How often it came to what audits look for.
  int paid_after_death = 0;                // children: the news of their death came months late
  values::Money after_death, after_death_to_recover;  // paid for the months after; of that, proposed to be had back
  int deducted = 0;                        // children who draw 低保 or 特困 beside it and were paid the difference
  values::Money deductions;                // what was not paid for that reason
  int deducted_late = 0;                   // children: the register told of it after they had been paid in full
  values::Money deducted_late_to_recover;
};

struct DemoOutcome {
  size_t people = 0, households = 0, minors = 0;
  // Children, over all months; each counts once.
  int children = 0;         // eligible on some round's day
  int findable = 0;         // by the facts the agencies told
  int found = 0;            // of those, proposed
  int found_late = 0;       // of those, later than the facts allowed
  int not_reported = 0;     // eligible, and nobody told anything about them
  int partly_reported = 0;  // eligible; something was told, but not enough
  int wrong = 0;            // proposed while not eligible
  int died_untold = 0;      // proposed after a death of which nobody had told yet; not among the wrong
  int other_category = 0;   // proposed in another category than the facts told say
  // Of the links from rows to persons: circumstances and parents that stand in the ledger under somebody of whom no row told them, and circumstances
  // that a readable row told of somebody under whom they do not stand at the end.
  int false_merges = 0, missed_links = 0;
  int unexpected_readings = 0;  // files of which other rows came back than those that were spoilt
  // Why children became findable later than they became eligible: told_late, returned.
  std::map<std::string, int> delays;
  std::vector<DemoMonth> months;
  DemoMoney money;
  std::vector<ledger::Proposal> examples;
  std::vector<std::string> complaints;  // for whoever looks for the mistake: which child, which file
  std::filesystem::path folder, data_folder;
  bool is_good() const { return wrong == 0 && found == findable && false_merges == 0 && money.unexplained == values::Money(); }
};

// Problems: demo_folder_in_use (path), and whatever the use cases say. OutsideFailure as everywhere.
base::Result<DemoOutcome> run_demo(DemoRequest const&, base::Random&, std::function<void(std::string_view)> const& progress);

}  // namespace hutong::usecases
