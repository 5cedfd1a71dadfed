#include "ledger/proposal.h"

#include "base/check.h"

namespace hutong::ledger {

std::string_view code_of(ProposalKind kind) {
  switch (kind) {
    case ProposalKind::new_clue: return "new_clue";
    case ProposalKind::ground_ended: return "ground_ended";
    case ProposalKind::reaches_6_months: return "reaches_6_months";
    case ProposalKind::turns_18: return "turns_18";
    case ProposalKind::evidence_missing: return "evidence_missing";
    case ProposalKind::identity_question: return "identity_question";
    case ProposalKind::child_deceased: return "child_deceased";
    case ProposalKind::child_adopted: return "child_adopted";
    case ProposalKind::guardian_deceased: return "guardian_deceased";
    case ProposalKind::not_local: return "not_local";
    case ProposalKind::payment_to_dead_payee: return "payment_to_dead_payee";
    case ProposalKind::double_benefit: return "double_benefit";
    case ProposalKind::returned_row: return "returned_row";
    case ProposalKind::agency_missing: return "agency_missing";
  }
  CHECK(false);
}

std::vector<ProposalKind> const& all_proposal_kinds() {
  static std::vector<ProposalKind> const all = [] {
    std::vector<ProposalKind> kinds;
    for (int kind = 0; kind <= static_cast<int>(ProposalKind::agency_missing); ++kind) kinds.push_back(static_cast<ProposalKind>(kind));
    return kinds;
  }();
  return all;
}

std::optional<ProposalKind> proposal_kind_from(std::string_view code) {
  for (auto kind : all_proposal_kinds())
    if (code_of(kind) == code) return kind;
  return std::nullopt;
}

}  // namespace hutong::ledger
