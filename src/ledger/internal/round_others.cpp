// The proposals that are not about a child's circumstances: money that goes wrong, rows that ask whom they mean, rows sent back, lists that did not come.
#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "ledger/internal/round_work.h"

namespace hutong::ledger::internal {

using base::label;

namespace {

// Who draws the money: the row's payee where it has a number, else the one of the child's family whose name it is.
PersonId payee_of(RoundWork const& work, Fact const& payment) {
  if (payment.other) return payment.other;
  if (payment.details.name.empty()) return 0;
  std::vector<PersonId> family = {payment.subject, work.registry.father_of(payment.subject), work.registry.mother_of(payment.subject)};
  for (PersonId guardian : work.registry.guardians_of(payment.subject)) family.push_back(guardian);
  for (PersonId person : family)
    if (person && work.registry.people.is_named(person, payment.details.name)) return person;
  return 0;
}

void visit_dead_payee(RoundWork& work, Fact const& payment) {
  std::vector<PersonId> persons = {payment.subject};
  if (PersonId payee = payee_of(work, payment); payee && payee != payment.subject) persons.push_back(payee);
  for (PersonId person : persons) {
    auto death = work.now(person, FactKind::deceased);
    // The month of death is still payable (POLICY V7).
    if (!death || !death->from || death->from->month_of() >= payment.from->month_of()) continue;
    Proposal proposal = work.about(ProposalKind::payment_to_dead_payee, payment.subject, std::to_string(person));
    proposal.to = {values::AgencyKind::civil_affairs, ""};
    Told facts = work.teller.fact(label(person == payment.subject ? "tell_child_self" : "tell_payee"), person, *death);
    facts.sources.push_back(work.inputs.source_of(payment.row));
    work.write(proposal, facts,
               {{"month", payment.from->month_of().to_chinese()}, {"amount", payment.details.amount}, {"source", work.teller.source(facts.sources.back())}});
    // The first month found stands for all of them; the money is counted elsewhere.
    work.want(std::move(proposal));
  }
}

void visit_double_benefit(RoundWork& work, Fact const& payment) {
  for (auto kind : {FactKind::dibao, FactKind::tekun, FactKind::disability_living_subsidy}) {
    for (auto& spell : work.registry.spells_of(payment.subject, kind, work.inputs.knowledge.known_on)) {
      if (!spell.holds_on(*payment.from)) continue;
      Proposal proposal = work.about(ProposalKind::double_benefit, payment.subject, std::string(code_of(kind)));
      proposal.to = {values::AgencyKind::civil_affairs, ""};
      Told facts = work.teller.fact(label("tell_child_self"), payment.subject, spell);
      facts.sources.push_back(work.inputs.source_of(payment.row));
      work.write(proposal, facts,
                 {{"month", payment.from->month_of().to_chinese()}, {"amount", payment.details.amount}, {"source", work.teller.source(facts.sources.back())}},
                 kind == FactKind::tekun ? "tekun" : "");
      work.want(std::move(proposal));
    }
  }
}

bool concerns_family_money(RoundWork const& work, Fact const& fact) {
  return fact.kind == FactKind::paid && fact.effect == Effect::begins && fact.from && fact.is_known_on(work.inputs.knowledge.known_on);
}

}  // namespace

void visit_payments(RoundWork& work) {
  for (auto& fact : work.registry.facts()) {
    if (!concerns_family_money(work, fact)) continue;
    visit_dead_payee(work, fact);
    visit_double_benefit(work, fact);
  }
}

void visit_questions(RoundWork& work) {
  for (auto& question : work.inputs.questions) {
    Proposal proposal;
    proposal.kind = ProposalKind::identity_question;
    proposal.key = question.key();
    if (question.child) {
      proposal.town = work.registry.people.town_of(question.child);
      proposal.children.push_back(work.teller.proposal_child(question.child));
    }
    proposal.to = {values::AgencyKind::civil_affairs, ""};
    proposal.rules_version = work.rulebook.version();
    SourceRow source = work.inputs.source_of(question.row);
    std::vector<std::string> candidates;
    for (auto& candidate : question.candidates) {
      auto words = work.teller.candidate(question, candidate);
      bool const is_one_of_several = question.candidates.size() > 1;
      candidates.push_back(is_one_of_several ? label("tell_candidate_numbered", {{"number", std::to_string(candidates.size() + 1)}, {"candidate", words}}) : words);
    }
    Told facts{label(question.why), label(question.why), {source}};
    work.write(proposal, facts,
               {{"source", work.teller.source(source)},
                {"role", label("role_" + question.role)},
                {"name", work.teller.mentioned(question)},
                {"candidates", base::join(candidates, label("tell_semicolon"))},
                {"key", proposal.key}},
               question.is_about_pairs() ? "" : "relation");
    // Which list a row stands on can itself be a secret; the town learns of the question when the bureau asks it.
    proposal.town_paragraph.clear();
    work.want(std::move(proposal));
  }
}

void visit_returned_rows(RoundWork& work) {
  for (auto& row : work.inputs.returned) {
    Proposal proposal;
    proposal.kind = ProposalKind::returned_row;
    proposal.key = "returned_row:" + std::to_string(row.source.row);
    proposal.town = row.town;
    proposal.to = row.agency;
    if (!row.name.empty() || !row.child_id.empty()) {
      ProposalChild child;
      child.name = row.name;
      if (auto id = values::IdNumber::parse(row.child_id)) child.id = *id;
      proposal.children.push_back(child);
    }
    proposal.rules_version = work.rulebook.version();
    work.write(proposal, Told{row.problems, row.problems, {row.source}},
               {{"source", work.teller.source(row.source)},
                {"name", row.name.empty() ? label("tell_no_name") : row.name},
                {"agency", std::string(values::chinese(row.agency.kind))}});
    proposal.town_paragraph.clear();
    work.want(std::move(proposal));
  }
}

void visit_missing_lists(RoundWork& work) {
  for (auto& list : work.inputs.missing) {
    Proposal proposal;
    proposal.kind = ProposalKind::agency_missing;
    proposal.key = "agency_missing:" + values::code_of(list.agency) + ":" + list.report + ":" + list.period.to_string();
    proposal.to = list.agency;
    proposal.due_on = list.due_on;
    proposal.rules_version = work.rulebook.version();
    work.write(proposal, {},
               {{"agency", std::string(values::chinese(list.agency.kind))},
                {"title", work.inputs.report_title(list.report)},
                {"period", list.period.to_chinese()},
                {"due", list.due_on.to_chinese()}},
               list.is_searched ? "searched" : "");
    proposal.town_paragraph.clear();
    work.want(std::move(proposal));
  }
}

}  // namespace hutong::ledger::internal
