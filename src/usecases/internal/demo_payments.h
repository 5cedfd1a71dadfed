#pragma once
// The demo's bureau pays its children: two invented officers confirm what the rounds find and end what has ended, a list goes out every month, the bank
// sends some of it back. At the end the ledger is compared with what was due in truth (demo/dues.h); every fen of difference needs a reason.
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "demo/dues.h"
#include "demo/reader.h"
#include "demo/world.h"
#include "payments/prepare.h"
#include "store/payment_store.h"
#include "usecases/run_demo.h"
#include "usecases/run_payments.h"
#include "usecases/run_round.h"
#include "values/words.h"

namespace hutong::usecases {

class Context;

class DemoPayments {
 public:
  DemoPayments(Context&, base::FixedClock&, demo::World const&, demo::Reader const&, std::unordered_map<std::string, demo::PersonIndex> const& children_by_number);

  // Into the data directory before it is opened: the notice that raises the standards.
  static void announce_raise(std::filesystem::path const& data_folder, demo::World const&);

  // The days after a month's round: deeds of the officers, the list of the next month, its files into the folder, the bank's return.
  base::Result<bool> live_month(RoundOutcome const&, std::filesystem::path const& folder);

  // Of every difference that nothing explains, a line in complaints.
  DemoMoney sum_up(std::vector<std::string>& complaints);

 private:
  struct Child {
    store::PersonId person = 0;
    demo::PersonIndex index = demo::nobody;
    std::vector<demo::Confirmed> confirmed;
    values::Category confirmed_as = values::Category::priority_hardship;  // the latest
    bool is_open = false;                      // the latest confirmation has not been ended in the ledger
    std::optional<int> end_seen_to_in;         // the round in which the officers come to the end they were told of
    bool has_failed = false;                   // the last payment came back
  };

  base::Result<bool> see_to_ends(RoundOutcome const&);
  base::Result<bool> end(Child&, values::Month round_month);
  base::Result<bool> repair_accounts();
  base::Result<bool> confirm_clues();
  base::Result<bool> give_account(Child const&, std::string const& holder_name);
  base::Result<bool> pay(values::Month, std::filesystem::path const& folder);
  base::Result<bool> bank_answers(PaymentOutcome const&, std::filesystem::path const& folder);
  uint64_t draw(Child const&, values::Month, uint64_t about) const;  // the same for the same seed, whoever else is paid

  struct Sums;
  Sums sums() const;

  struct Gap {  // between ledger and truth, of one child and month
    values::Month month;
    values::Money paid, due;
    values::Money size() const { return std::max(paid - due, due - paid); }
  };
  values::Money due_as_told(Child const&, values::Month) const;  // what an ideal reader of all the rows would pay
  values::Money due_while_to_verify(Child const&, values::Month) const;
  void count_what_was_exercised(Child const&, Sums const&);
  void explain(Child const&, Gap const&, Sums const&, std::vector<std::string>& complaints);

  Context& context_;
  base::FixedClock& clock_;
  demo::World const& world_;
  demo::Reader const& reader_;
  std::unordered_map<std::string, demo::PersonIndex> const& children_by_number_;
  demo::Raise raise_;
  std::map<store::PersonId, Child> children_;
  std::vector<payments::Held> held_;  // of the last list
  std::optional<values::Month> first_list_, last_list_;
  values::Date last_prepared_on_;
  int accounts_given_ = 0;
  DemoMoney money_;
};

}  // namespace hutong::usecases
