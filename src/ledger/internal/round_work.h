#pragma once
// One run of the round while it is at work: what it reads, and the proposals it has gathered.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/internal/tell.h"
#include "ledger/round.h"

namespace hutong::ledger::internal {

struct RoundWork {
  RoundWork(Registry const&, policy::Rulebook const&, values::Divisions const&, RoundInputs const&);

  Registry const& registry;
  policy::Rulebook const& rulebook;
  values::Divisions const& divisions;
  RoundInputs const& inputs;
  Teller teller;
  std::map<std::string, Proposal> wanted;  // by key
  std::map<std::string, std::vector<PersonId>> half_hits;  // by town: one parent under a ground, the other not to be found
  size_t children_decided = 0;

  values::Date day() const { return inputs.day; }
  std::optional<Spell> now(PersonId, FactKind) const;  // holds on the round's day

  // Open after an earlier run; nullptr = not.
  Proposal const* open_before(std::string const& key) const;
  void keep(std::string const& key);  // as it stands
  void want(Proposal);                // CHECK: with a key; a second one of the same key is dropped
  // A proposal about one child, with town, child, rules version and the town as the one who acts.
  Proposal about(ProposalKind, PersonId child, std::string const& key_tail) const;
  // Fills paragraph, town_paragraph, next_step and sources: message propose_<kind> with {child} {facts} and the values, next_<kind> likewise.
  void write(Proposal&, Told const& facts, std::map<std::string, std::string> values, std::string_view variant = "") const;
};

std::string child_key(ProposalKind, PersonId child, std::string const& tail = "");

void visit_children(RoundWork&);   // round_children.cpp: every kind that is about a child's circumstances
void visit_payments(RoundWork&);   // round_others.cpp
void visit_questions(RoundWork&);
void visit_returned_rows(RoundWork&);
void visit_missing_lists(RoundWork&);

}  // namespace hutong::ledger::internal
