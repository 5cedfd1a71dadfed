#include "ledger/round.h"

#include <algorithm>

#include "base/check.h"
#include "base/messages.h"
#include "ledger/internal/round_work.h"

namespace hutong::ledger {

namespace internal {

RoundWork::RoundWork(Registry const& registry, policy::Rulebook const& rulebook, values::Divisions const& divisions, RoundInputs const& inputs)
    : registry(registry), rulebook(rulebook), divisions(divisions), inputs(inputs), teller(registry, divisions, inputs) {}

std::optional<Spell> RoundWork::now(PersonId person, FactKind kind) const {
  if (!person || !registry.has_facts(person)) return std::nullopt;
  return registry.spell_on(person, kind, inputs.day, inputs.knowledge.known_on);
}

Proposal const* RoundWork::open_before(std::string const& key) const {
  auto found = inputs.standing.find(key);
  return found != inputs.standing.end() && found->second.is_open ? &found->second.proposal : nullptr;
}

void RoundWork::keep(std::string const& key) {
  auto* before = open_before(key);
  CHECK(before);
  wanted.try_emplace(key, *before);
}

void RoundWork::want(Proposal proposal) {
  CHECK(!proposal.key.empty());
  wanted.try_emplace(proposal.key, std::move(proposal));
}

std::string child_key(ProposalKind kind, PersonId child, std::string const& tail) {
  std::string key = std::string(code_of(kind)) + ":" + std::to_string(child);
  return tail.empty() ? key : key + ":" + tail;
}

Proposal RoundWork::about(ProposalKind kind, PersonId child, std::string const& key_tail) const {
  Proposal proposal;
  proposal.kind = kind;
  proposal.key = child_key(kind, child, key_tail);
  proposal.town = registry.people.town_of(child);
  proposal.to = proposal.town.empty() ? values::Agency{values::AgencyKind::civil_affairs, ""} : values::Agency{values::AgencyKind::town, proposal.town};
  proposal.children.push_back(teller.proposal_child(child));
  proposal.rules_version = rulebook.version();
  return proposal;
}

void RoundWork::write(Proposal& proposal, Told const& facts, std::map<std::string, std::string> values, std::string_view variant) const {
  std::string kind(code_of(proposal.kind));
  if (!variant.empty()) kind += "_" + std::string(variant);
  if (!proposal.children.empty() && proposal.children.front().person) values.emplace("child", teller.child(proposal.children.front().person));
  values.emplace("town", teller.town(proposal.town));
  values["facts"] = facts.full;
  proposal.paragraph = base::label("propose_" + kind, values);
  values["facts"] = facts.town;
  proposal.town_paragraph = base::label("propose_" + kind, values);
  proposal.next_step = base::label("next_" + kind, values);
  proposal.sources = facts.sources;
}

}  // namespace internal

namespace {

bool comes_before(Proposal const& a, Proposal const& b) { return std::tie(a.kind, a.town, a.key) < std::tie(b.kind, b.town, b.key); }

}  // namespace

RoundResult hold_round(Registry const& registry, policy::Rulebook const& rulebook, values::Divisions const& divisions, RoundInputs const& inputs) {
  internal::RoundWork work(registry, rulebook, divisions, inputs);
  internal::visit_children(work);
  internal::visit_payments(work);
  internal::visit_questions(work);
  internal::visit_returned_rows(work);
  internal::visit_missing_lists(work);
  RoundResult result;
  result.children_decided = work.children_decided;
  for (auto& [key, proposal] : work.wanted) {
    auto before = inputs.standing.find(key);
    bool was_open = before != inputs.standing.end() && before->second.is_open;
    proposal.first_month = was_open ? before->second.proposal.first_month : inputs.month;
    proposal.is_new = proposal.first_month == inputs.month;
    if (!was_open) result.opened.push_back(key);
    result.open.push_back(proposal);
  }
  for (auto& [key, standing] : inputs.standing)
    if (standing.is_open && !work.wanted.contains(key)) {
      result.closed.push_back(standing.proposal);
      result.closed.back().is_new = false;
    }
  for (auto& question : inputs.settled) result.settled.push_back({question, work.teller.settled(question)});
  std::sort(result.open.begin(), result.open.end(), comes_before);
  std::sort(result.closed.begin(), result.closed.end(), comes_before);
  return result;
}

}  // namespace hutong::ledger
