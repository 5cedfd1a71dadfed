#pragma once
// What the bank sends back: which rows of the file it paid and which it could not. Every row is matched once, with the reference, the account and the
// amount it was sent with; one row that does not agree and nothing of the file is taken.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "payments/layout.h"
#include "payments/list.h"

namespace hutong::payments {

enum class BankOutcome : uint8_t { paid, failed };
std::string_view code_of(BankOutcome);
std::optional<BankOutcome> bank_outcome_from(std::string_view code);

struct ReturnRow {
  std::string sheet;
  int row = 0;  // as a person sees it
  std::string reference;
  std::string account_no;     // "" where the column is missing or the cell lost digits
  std::string account_name;   // "" where the column is missing
  std::optional<values::Money> amount;
  BankOutcome outcome = BankOutcome::paid;
  std::string why;
};

struct BankReturn {
  std::vector<ReturnRow> rows;
  std::vector<base::Problem> problems;  // all of them, each with sheet and row
};
// Any container of a table. Problems: those of sheets; bank_return_no_header (no row with the titles of reference or account_no, amount and result);
// per row bank_return_result_unknown (value: text), bank_return_nameless (no reference, no account), bad_amount; where all rows can be read,
// bank_return_total_differs (values: of, said, found) for each total in the file that its rows do not add up to.
BankReturn read_bank_return(BankReturnLayout const&, std::string_view bytes);

struct SentRow {  // of a bank file that was exported
  std::string reference;
  Account account;
  values::Money amount;
  std::optional<BankOutcome> outcome;  // what the latest return said that told of it
  bool came_back = false;              // failed, and a return before that had said paid (退票)
  bool is_exported = true;             // false: of a list that was frozen, and no file of it was written: the bank cannot know it
};

struct Matched {
  size_t sent = 0;      // index into the rows sent
  size_t returned = 0;  // index into the rows returned
  bool is_known = false;    // an earlier return said the same
  bool came_back = false;   // an earlier return said paid, this one that it came back after all
};
struct Match {
  std::vector<Matched> rows;
  std::vector<base::Problem> problems;
  size_t waiting = 0;  // rows exported that neither this return nor an earlier one tells of
};
// Problems, each with sheet and row: bank_return_unknown (no such row was sent), bank_return_not_exported, bank_return_ambiguous (no reference, and account and amount fit several),
// bank_return_twice (value: first), bank_return_amount_changed (values: sent, returned), bank_return_account_changed, bank_return_name_changed, bank_return_contradicts (said to be paid
// what an earlier return said had failed: it may have been paid again since).
Match match(std::vector<SentRow> const&, std::vector<ReturnRow> const&);

}  // namespace hutong::payments
