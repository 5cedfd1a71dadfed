#pragma once
// The pure core of the monthly round: everything known → every child of the district decided → what there is to do, compared with what was
// proposed before. The same inputs give the same proposals in the same order.
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ledger/assemble.h"
#include "ledger/proposal.h"
#include "ledger/registry.h"
#include "ledger/take_row.h"
#include "policy/decide.h"
#include "values/division.h"

namespace hutong::ledger {

struct ReturnedRow {  // sent back to its agency and not corrected yet
  SourceRow source;
  values::Agency agency;
  std::string name;   // of the child or person, as far as it was readable
  std::string child_id;  // 18 characters where they were good; "" otherwise
  std::string town;
  std::string problems;  // in words
};

struct MissingList {
  values::Agency agency;
  std::string report;
  values::Month period;
  values::Date due_on;
  bool is_searched = false;  // one of those that a parent is searched in: without it some children cannot be decided
};

struct Standing {  // a proposal of an earlier run
  Proposal proposal;
  bool is_open = false;
};

struct RoundInputs {
  values::Month month;
  values::Date day;
  Knowledge knowledge;
  std::vector<Question> questions;
  std::vector<Question> settled;  // by what others were answered to be
  std::vector<ReturnedRow> returned;
  std::vector<MissingList> missing;
  std::map<std::string, Standing> standing;  // by key
  std::function<SourceRow(int64_t row)> source_of;
  std::function<std::string(std::string_view report)> report_title;
  int days_before_end = 60;        // POLICY R4
  int days_before_birthday = 90;   // POLICY R5
};

struct SettledQuestion {
  Question question;
  std::string paragraph;  // who was taken for whom, and why nobody was asked
};

struct RoundResult {
  std::vector<Proposal> open;    // by kind, town, key
  std::vector<Proposal> closed;  // open before, not any more
  std::vector<std::string> opened;  // keys that were not open before
  size_t children_decided = 0;
  std::vector<SettledQuestion> settled;
};

RoundResult hold_round(Registry const&, policy::Rulebook const&, values::Divisions const&, RoundInputs const&);

}  // namespace hutong::ledger
