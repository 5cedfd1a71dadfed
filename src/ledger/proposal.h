#pragma once
// What a round says to people: one proposal = one thing to do, for one child (or one agency), with the path that led to it and the one next step.
// A proposal has a stable key: the same ground proposes once, however often the round is run; a proposal whose ground vanished is closed,
// never deleted; one whose ground came back is opened again.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/date.h"
#include "values/id_number.h"
#include "values/words.h"

namespace hutong::ledger {

enum class ProposalKind : uint8_t {
  new_clue,               // a child who by what is known belongs to a category
  ground_ended,           // was a clue; the ground has ended or ends on due_on: verify
  reaches_6_months,       // nothing but time is missing until due_on
  turns_18,               // on due_on
  evidence_missing,       // ask `to` one question; may gather several children (see children)
  identity_question,      // who is meant by a row? never merged silently
  child_deceased,
  child_adopted,
  guardian_deceased,
  not_local,              // eligible, but registered elsewhere: refer
  payment_to_dead_payee,
  double_benefit,
  returned_row,           // sent back to the agency and not yet corrected: stays visible
  agency_missing,         // a list that is due and did not come
};
std::string_view code_of(ProposalKind);
std::optional<ProposalKind> proposal_kind_from(std::string_view code);
std::vector<ProposalKind> const& all_proposal_kinds();

// Where a step of the path was read.
struct SourceRow {
  int64_t row = 0;         // id of the stored row; 0 = no row
  std::string receipt;     // HT-370114-202609-COURT-0001
  std::string report;      // court.monthly
  std::string file;        // name of the file as it was sent
  std::string sheet;
  int row_number = 0;
  friend bool operator==(SourceRow const&, SourceRow const&) = default;
};

struct ProposalChild {
  uint32_t person = 0;  // PersonId; 0 = not a person of the registry (a returned row)
  std::string name;     // as written; may be empty
  std::optional<values::IdNumber> id;
  std::optional<values::Date> birth_date;
};

struct Proposal {
  std::string key;
  ProposalKind kind = ProposalKind::new_clue;
  bool is_new = false;          // opened (or opened again) in the round's month
  values::Month first_month;    // the round that opened it
  std::string town;             // 9-digit code of the child's town; "" = unknown, the bureau's
  values::Agency to;            // who takes the next step
  std::vector<ProposalChild> children;        // usually one; none for agency_missing
  std::optional<values::Category> category;
  std::string subtype;                        // K3, K4
  std::optional<values::Date> since;          // decision: first day on which all conditions hold
  std::optional<values::Date> due_on;         // the day of reaches_6_months, turns_18, ground_ended
  std::vector<SourceRow> sources;             // every row the path uses
  std::string paragraph;        // one paragraph, in full: for the bureau
  std::string town_paragraph;   // the same with protected circumstances as 符合条件情形: for the town
  std::string next_step;
  std::string rules_version;
};

}  // namespace hutong::ledger
