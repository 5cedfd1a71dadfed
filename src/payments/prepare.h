#pragma once
// What a month's list should be, from everything known of the covered children: the month's own money, arrears of earlier months with the news that
// caused them, who is new, who stopped, whose amount changed and why; who is held back until a person has looked; what was paid too much.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benefits/entitlement.h"
#include "benefits/money_rules.h"
#include "benefits/news.h"
#include "payments/layout.h"
#include "payments/list.h"

namespace hutong::payments {

struct Payee {
  int64_t account_id = 0;  // of the store
  Account account;
  std::string name;
  std::string relation;
  std::optional<values::Date> died_on;  // as far as the payee is known to the ledger
  std::string heir_document = {};  // by which two persons named the payee after the dead child's coverage had ended; "" = they have not
};

// Of what was paid too much, what two persons and the payee have agreed in writing to deduct from this child's allowance (POLICY 3.6).
struct AgreedDeduction {
  int64_t recovery = 0;   // in the store
  std::string document;   // the agreement
  values::Money due;      // by its plan with this list
  std::vector<Line> months;  // the lines of the months that were paid too much, earliest first; amount: what is still to come back of each
};

// Of what was paid too much, a proposal on which no person has decided yet.
struct UndecidedProposal {
  int64_t recovery = 0;  // in the store
  std::vector<std::pair<values::Month, values::Money>> months;
};

struct CoveredChild {
  uint32_t child = 0;
  std::string name;
  std::optional<values::IdNumber> id;
  std::optional<values::Date> birth_date;
  std::string town;
  benefits::Residence residence = benefits::Residence::rural;
  benefits::History history;  // Coverage::ref is the coverage's id in digits
  std::optional<values::Month> paid_through;  // months up to this one were settled before this ledger began: nothing is paid or taken back for them
  std::optional<Payee> payee;
  std::string bank_failure;   // why the bank could not pay the account the last time; "" = it could, or the account was confirmed again since
  std::optional<values::Date> died_on;
  bool is_in_school = false;  // full-time, in the list's month
  std::vector<benefits::OffsetKind> amounts_not_told;  // drawn in the list's month, and no register says how much
  // Of over-payments found before: what was proposed to have back, what came back.
  std::map<values::Month, values::Money> proposed, returned;
  std::vector<AgreedDeduction> deductions;
  std::vector<UndecidedProposal> undecided;  // of those proposed
  std::map<values::Month, Line> given_back;  // of months of which money came back: the line that paid each last
  // What two persons decided to leave as it is: not to ask back (waived with a document, or revised to less), not to pay out.
  std::map<values::Month, values::Money> waived, not_asked_back, not_paid_out;
  std::optional<Line> last_line;  // the month before, as its own list paid it; absent = was not on it
};

enum class WarningKind : uint8_t {
  // Nothing is paid until a person has seen to it; the money stays owed.
  child_deceased,
  over_age,         // 18, and no school is known; or a category that ends at 18 in any case
  missing_account,
  dead_payee,
  account_not_sendable,  // the bank's file cannot carry it
  bank_failure,     // the bank sent the last payment back, and nobody has confirmed the account since
  no_standard,      // no standard is known for the month
  // Paid, and worth a look.
  shared_account,
  account_name_differs,
  offset_doubtful,  // what is deducted looks mistyped: next to nothing, or as much as the standard
  double_benefit,   // draws something that is to be deducted, and nobody tells how much
  paid_before_system,  // not paid: the month counts as paid before this system began
  paid_after_death,   // to whom two persons have named as the dead child's heir
  recovery_too_high,  // two persons decided to have back more than is too much by what is known now
};
std::string_view code_of(WarningKind);
bool holds(WarningKind);

struct Warning {
  WarningKind kind = WarningKind::missing_account;
  uint32_t child = 0;
  std::string name;
  std::string town;
  std::string text;  // one sentence, and what to do
};

enum class ChangeKind : uint8_t {
  started,     // not owed the month before
  resumed,     // held the month before
  stopped,     // no longer owed; held or paid the month before
  changed,     // paid both times, and not the same
  held,        // paid the month before; owed, and not on this list because of a warning
  still_held,  // on neither list
};
std::string_view code_of(ChangeKind);

// Of a list against the list of the month before. All differences `now` − `before` together are the difference of what the two pay for their own months.
struct Change {
  ChangeKind kind = ChangeKind::started;
  uint32_t child = 0;
  std::string name;
  values::Money before, now;  // of its own month, as each list pays it: nothing where the child is not on it
  values::Money amount;       // owed for this month; of `stopped`, for the month before
  std::string why;
};

struct Held {  // owed, and not on the list because of a warning
  uint32_t child = 0;
  std::string name;
  std::vector<Line> lines;
  values::Money amount() const;
};

struct TooMuch {
  uint32_t child = 0;
  std::string name;
  std::vector<int64_t> replaces;  // undecided proposals that later news made too high: withdrawn with this list; what is left of them is in `months`
  std::vector<std::pair<values::Month, values::Money>> months;
  std::string why;
  values::Money amount() const;
};

struct LetGoEnd {  // news has made the difference smaller than what was let go: that decision is about the rest alone
  uint32_t child = 0;
  benefits::LetGoSide side = benefits::LetGoSide::paid_too_much;
  values::Month month;
  values::Money amount;
};

struct Prepared {
  PaymentList list;
  std::vector<Warning> warnings;  // those that hold first
  std::vector<Change> changes;
  std::vector<Held> held;
  std::vector<TooMuch> too_much;
  std::vector<LetGoEnd> let_go_ends;
  size_t last_count = 0;
  values::Money last_total;  // of the month before, its own money only
};

struct Preparation {
  std::string district;       // 370114: whose standards
  std::string district_name;
  values::Month month;
  values::Date known_on;      // the day of preparing
  BankFileLayout const* bank_file = nullptr;  // how the file to the bank looks; nullptr: not known, and nothing is held back for it
  std::optional<values::Date> last_made_on = std::nullopt;  // the day on which the list of the month before was made; absent: there is none
};

// Children in any order; the list is by town, then child. CHECKs that nobody is of hiv_affected.
Prepared prepare(benefits::MoneyRules const&, Preparation const&, std::vector<CoveredChild> const&);

// Of one child, up to the month: what the list would pay; what was paid too much and nobody asks for. The latter is negative in months for which more is asked
// than was too much.
struct OpenDifferences {
  std::map<values::Month, values::Money> owed, not_asked_for;
};
OpenDifferences open_differences(benefits::MoneyRules const&, Preparation const&, CoveredChild const&);

// How much of the month's own money a list may deduct by agreement; nothing without a rule.
values::Money deduction_max(benefits::MoneyRules const&, Preparation const&, CoveredChild const&);

// The coverage that pays for the month in this category; its ref.
std::string coverage_paying(benefits::MoneyRules const&, benefits::History const&, values::Category, values::Month);

}  // namespace hutong::payments
