// The sweep over all minors, and what a decision means for the ledger. A flag for every person about whom anything relevant is known makes the sweep
// a walk over three small columns; only children beside such a person, or with an open proposal, are decided (some 20 µs each), and only those
// proposed are explained in words.
#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"
#include "ledger/internal/round_work.h"

namespace hutong::ledger::internal {

using base::label;
using policy::Outcome;
using values::Date;

namespace {

constexpr int years_of_age = 18;

bool makes_one_look(FactKind kind) {
  if (circumstance_of(kind)) return true;
  return kind == FactKind::foundling || kind == FactKind::trafficked || kind == FactKind::unaccompanied || kind == FactKind::pushed;
}

std::vector<PersonId> children_to_decide(RoundWork const& work) {
  auto& registry = work.registry;
  std::vector<uint8_t> is_touched(registry.people.size() + 1);
  for (auto& fact : registry.facts())
    if (makes_one_look(fact.kind)) is_touched[fact.subject] = 1;
  std::vector<uint8_t> is_proposed(registry.people.size() + 1);
  for (auto& [key, standing] : work.inputs.standing)
    if (standing.is_open)
      for (auto& child : standing.proposal.children)
        if (child.person && child.person <= registry.people.size()) is_proposed[child.person] = 1;
  // Born after this day: not 18 yet. People without a birth date are looked at if anything is known of them.
  int32_t born_after = values::birthday(work.day(), -years_of_age).days_since_epoch();
  std::vector<PersonId> children;
  for (PersonId person = 1; person <= registry.people.size(); ++person) {
    int32_t born = registry.people.birth_day_of(person);
    bool is_minor = born > born_after || (born == matching::People::unknown_day && (registry.father_of(person) || registry.mother_of(person) || is_touched[person]));
    bool is_looked_at = is_minor && (is_touched[person] || is_touched[registry.father_of(person)] || is_touched[registry.mother_of(person)]);
    if (is_looked_at || is_proposed[person]) children.push_back(person);
  }
  return children;
}

// Of the rules that hold; of those that may hold where the category is certain and only the type is open (K2 or K3, in 2019).
std::string citations_of(policy::Decision const& decision) {
  std::vector<std::string> citations;
  for (auto holds : {std::optional(true), std::optional<bool>()}) {
    for (auto& reason : decision.reasons) {
      if (reason.holds != holds || citations.size() == 3) continue;
      auto citation = reason.citation.to_string();
      if (!citation.empty() && std::find(citations.begin(), citations.end(), citation) == citations.end()) citations.push_back(citation);
    }
    if (!citations.empty()) break;
  }
  return base::join(citations, "、");
}

class ChildVisit {
 public:
  ChildVisit(RoundWork& work, PersonId child)
      : work_(work), child_(child), question_(case_of(work.registry, child, work.day(), work.inputs.knowledge)) {}

  void visit();

 private:
  std::string key(ProposalKind kind, std::string const& tail = "") const { return child_key(kind, child_, tail); }
  Proposal const* open_clue() const;

  void visit_eligible(policy::Decision const&);
  void visit_undetermined(policy::Decision const&);
  void visit_not_local();
  void visit_ended();
  void propose_clue(policy::Decision const&, values::Category);
  void propose_end_ahead(policy::Decision const&);
  void propose_birthday();
  void propose_dead_guardians();
  bool propose_doubt(policy::Decision const&, Proposal const& clue);
  void propose_ended_while_unknown(Proposal const& clue);
  void propose_waiting(policy::Decision const&);
  void ask_for_evidence(policy::Decision const&);
  void ask_about_push();
  void keep_ended();
  bool has_hit() const;

  RoundWork& work_;
  PersonId child_;
  policy::Case question_;
};

void ChildVisit::visit() {
  ++work_.children_decided;
  auto decision = policy::decide(work_.rulebook, question_, false);
  switch (decision.outcome) {
    case Outcome::eligible: visit_eligible(decision); break;
    case Outcome::undetermined: visit_undetermined(decision); break;
    case Outcome::not_local: visit_not_local(); break;
    case Outcome::not_eligible: visit_ended(); break;
  }
}

Proposal const* ChildVisit::open_clue() const {
  for (int category = 0; category <= static_cast<int>(values::Category::priority_hardship); ++category)
    if (auto* clue = work_.open_before(key(ProposalKind::new_clue, std::string(values::code_of(static_cast<values::Category>(category)))))) return clue;
  return nullptr;
}

void ChildVisit::visit_eligible(policy::Decision const& decision) {
  if (!decision.category) return;
  propose_clue(decision, *decision.category);
  propose_end_ahead(decision);
  propose_birthday();
  propose_dead_guardians();
}

void ChildVisit::propose_clue(policy::Decision const& decision, values::Category category) {
  Proposal clue = work_.about(ProposalKind::new_clue, child_, std::string(values::code_of(category)));
  clue.category = category;
  clue.subtype = decision.subtype;
  clue.since = decision.outcome == Outcome::undetermined ? decision.interim_since : decision.since;
  auto const citations = citations_of(policy::decide(work_.rulebook, question_, true));
  CHECK(clue.since && !citations.empty());  // no clue without the rule it rests on and the day since when
  Told facts = work_.teller.circumstances(child_);
  if (category == values::Category::priority_hardship) facts.append(work_.teller.hardship(child_), label("tell_and"));
  work_.write(clue, facts,
              {{"citation", citations},
               {"since", clue.since->to_chinese()},
               {"category", std::string(values::chinese(category)) + (decision.subtype.empty() ? "" : "(" + decision.subtype + ")")}});
  work_.want(std::move(clue));
}

// The ground ends on a day that is known already: verify around that day.
void ChildVisit::propose_end_ahead(policy::Decision const& decision) {
  if (!decision.until || *decision.until > work_.day().plus_days(work_.inputs.days_before_end)) return;
  if (question_.child.birth_date && *decision.until == values::birthday(*question_.child.birth_date, years_of_age)) return;  // turns_18 says it
  Proposal end = work_.about(ProposalKind::ground_ended, child_, "");
  end.category = decision.category;
  end.due_on = decision.until;
  work_.write(end, work_.teller.circumstances(child_), {{"until", decision.until->to_chinese()}, {"category", std::string(values::chinese(*decision.category))}}, "ahead");
  work_.want(std::move(end));
}

void ChildVisit::propose_birthday() {
  if (!question_.child.birth_date) return;
  Date birthday = values::birthday(*question_.child.birth_date, years_of_age);
  if (birthday > work_.day().plus_days(work_.inputs.days_before_birthday) || birthday <= work_.day()) return;
  Proposal proposal = work_.about(ProposalKind::turns_18, child_, "");
  proposal.due_on = birthday;
  work_.write(proposal, {}, {{"day", birthday.to_chinese()}});
  work_.want(std::move(proposal));
}

void ChildVisit::propose_dead_guardians() {
  for (PersonId guardian : work_.registry.guardians_of(child_)) {
    bool is_parent = guardian == work_.registry.father_of(child_) || guardian == work_.registry.mother_of(child_);
    auto death = work_.now(guardian, FactKind::deceased);
    if (is_parent || !death) continue;
    Proposal proposal = work_.about(ProposalKind::guardian_deceased, child_, std::to_string(guardian));
    work_.write(proposal, work_.teller.fact(label("tell_guardian"), guardian, *death), {});
    work_.want(std::move(proposal));
  }
}

// Unknown is not ended: a clue that stands goes on standing.
void ChildVisit::visit_undetermined(policy::Decision const& decision) {
  if (auto* clue = open_clue()) {
    work_.keep(clue->key);
    if (!propose_doubt(decision, *clue)) propose_ended_while_unknown(*clue);
    propose_birthday();
    return;
  }
  keep_ended();
  if (decision.category) propose_clue(decision, *decision.category);
  bool only_time = !decision.pending.empty() && std::all_of(decision.pending.begin(), decision.pending.end(), [](auto& pending) { return pending.satisfied_on.has_value(); });
  if (only_time) propose_waiting(decision);
  else ask_for_evidence(decision);
  ask_about_push();
}

// A term has run out, a certificate is in doubt: the clue stands, and somebody has to look.
bool ChildVisit::propose_doubt(policy::Decision const& decision, Proposal const& clue) {
  std::string needs;
  for (auto& pending : decision.pending) {
    if (pending.satisfied_on || !values::circumstance_from(pending.kind)) continue;
    if (!needs.empty()) needs += label("tell_and");
    needs += pending.needs;
  }
  if (needs.empty()) return false;
  Proposal doubt = work_.about(ProposalKind::ground_ended, child_, "");
  doubt.category = clue.category;
  work_.write(doubt, work_.teller.circumstances(child_), {{"category", std::string(values::chinese(*clue.category))}, {"needs", needs}}, "doubt");
  work_.want(std::move(doubt));
  return true;
}

// What made the clue has ended, but the lists that would say whether something else took its place have not come.
void ChildVisit::propose_ended_while_unknown(Proposal const& clue) {
  Told facts = work_.teller.ended(child_, clue.since);
  if (facts.full.empty()) return;
  Proposal proposal = work_.about(ProposalKind::ground_ended, child_, "");
  proposal.category = clue.category;
  proposal.since = clue.since;
  work_.write(proposal, facts, {{"category", std::string(values::chinese(*clue.category))}}, "unsearched");
  work_.want(std::move(proposal));
}

void ChildVisit::propose_waiting(policy::Decision const& decision) {
  // Of one parent the earliest day counts, for one circumstance is enough: arrested in May, but in custody since April. Both parents have to be there.
  std::map<policy::Who, policy::Pending const*> earliest;
  for (auto& pending : decision.pending) {
    auto& first = earliest[pending.who];
    if (!first || pending.satisfied_on < first->satisfied_on) first = &pending;
  }
  Date due = work_.day();
  std::string needs;
  for (auto& [who, pending] : earliest) {
    due = std::max(due, *pending->satisfied_on);
    if (!needs.empty()) needs += label("tell_and");
    needs += pending->needs;
  }
  Proposal proposal = work_.about(ProposalKind::reaches_6_months, child_, "");
  proposal.due_on = due;
  work_.write(proposal, work_.teller.circumstances(child_), {{"day", due.to_chinese()}, {"needs", needs}});
  work_.want(std::move(proposal));
}

bool ChildVisit::has_hit() const {
  for (PersonId parent : {work_.registry.father_of(child_), work_.registry.mother_of(child_)})
    for (auto circumstance : values::all_circumstances())
      if (work_.now(parent, fact_kind_of(circumstance))) return true;
  return false;
}

values::AgencyKind whom_to_ask(std::string const& kind) {
  auto circumstance = values::circumstance_from(kind);
  if (!circumstance) return kind == "household_division" || kind == "birth_date" ? values::AgencyKind::police : values::AgencyKind::town;
  switch (*circumstance) {
    case values::Circumstance::severe_disability: return values::AgencyKind::dpf;
    case values::Circumstance::serious_illness: return values::AgencyKind::health;
    case values::Circumstance::imprisoned: return values::AgencyKind::court;
    case values::Circumstance::declared_dead:
    case values::Circumstance::declared_missing:
    case values::Circumstance::guardianship_revoked: return values::AgencyKind::court;
    case values::Circumstance::deceased:
    case values::Circumstance::compulsory_detox:
    case values::Circumstance::liberty_restricted:
    case values::Circumstance::lost_contact: return values::AgencyKind::police;
    case values::Circumstance::deported: break;  // whether he still pays for the child is known in the village
  }
  return values::AgencyKind::town;
}

// One question per agency and thing that is missing. A half-hit (POLICY R13: one parent under a ground, the other unknown) joins one list per town.
void ChildVisit::ask_for_evidence(policy::Decision const& decision) {
  if (!has_hit()) return;
  for (auto& pending : decision.pending) {
    if (pending.satisfied_on) continue;
    bool is_parent = pending.who != policy::Who::child;
    PersonId parent = pending.who == policy::Who::father ? work_.registry.father_of(child_) : pending.who == policy::Who::mother ? work_.registry.mother_of(child_) : 0;
    bool is_known = parent && work_.registry.people.has_id(parent);
    bool names_circumstance = values::circumstance_from(pending.kind).has_value();
    if (is_parent && !names_circumstance) {
      if (is_known) continue;  // a list is missing this month: agency_missing says so, once
      work_.half_hits[work_.registry.people.town_of(child_)].push_back(child_);
      continue;
    }
    Proposal proposal = work_.about(ProposalKind::evidence_missing, child_, std::string(policy::code_of(pending.who)) + ":" + pending.kind);
    auto asked = whom_to_ask(pending.kind);
    if (asked != values::AgencyKind::town) proposal.to = {asked, ""};
    work_.write(proposal, work_.teller.circumstances(child_), {{"needs", pending.needs}, {"agency", std::string(values::chinese(proposal.to.kind))}});
    work_.want(std::move(proposal));
  }
}

// An agency says that this child needs help, and the lists do not say why: somebody has to go and look.
void ChildVisit::ask_about_push() {
  for (auto kind : {FactKind::trafficked, FactKind::unaccompanied, FactKind::pushed}) {
    auto push = work_.now(child_, kind);
    if (!push) continue;
    Proposal proposal = work_.about(ProposalKind::evidence_missing, child_, std::string(code_of(kind)));
    work_.write(proposal, work_.teller.fact(label("tell_child_self"), child_, *push), {}, "pushed");
    work_.want(std::move(proposal));
    return;
  }
}

// Registered elsewhere: refer the family, but only a child who would be eligible here.
void ChildVisit::visit_not_local() {
  auto here = question_;
  here.child.household_division = work_.inputs.knowledge.district;
  auto decision = policy::decide(work_.rulebook, here, false);
  if (decision.outcome != Outcome::eligible || !decision.category) return;
  Proposal proposal = work_.about(ProposalKind::not_local, child_, "");
  proposal.category = decision.category;
  work_.write(proposal, work_.teller.circumstances(child_), {{"category", std::string(values::chinese(*decision.category))}});
  work_.want(std::move(proposal));
}

// What ended stays to be verified until a human has done so (or the ground comes back).
void ChildVisit::keep_ended() {
  for (auto kind : {ProposalKind::ground_ended, ProposalKind::child_deceased, ProposalKind::child_adopted, ProposalKind::turns_18})
    if (work_.open_before(key(kind))) work_.keep(key(kind));
}

void ChildVisit::visit_ended() {
  ask_about_push();
  auto* clue = open_clue();
  if (!clue) return keep_ended();
  for (auto [fact, kind] : {std::pair(FactKind::deceased, ProposalKind::child_deceased), std::pair(FactKind::adopted, ProposalKind::child_adopted)}) {
    auto spell = work_.now(child_, fact);
    if (!spell) continue;
    Proposal proposal = work_.about(kind, child_, "");
    proposal.due_on = spell->from;
    work_.write(proposal, work_.teller.fact(label("tell_child_self"), child_, *spell), {});
    work_.want(std::move(proposal));
    return;
  }
  bool is_grown = question_.child.birth_date && values::age_on(*question_.child.birth_date, work_.day()) >= years_of_age;
  if (is_grown) {
    Date birthday = values::birthday(*question_.child.birth_date, years_of_age);
    Proposal proposal = work_.about(ProposalKind::turns_18, child_, "");
    proposal.due_on = birthday;
    work_.write(proposal, {}, {{"day", birthday.to_chinese()}});
    work_.want(std::move(proposal));
    return;
  }
  Proposal proposal = work_.about(ProposalKind::ground_ended, child_, "");
  proposal.category = clue->category;
  proposal.since = clue->since;
  Told facts = work_.teller.ended(child_, clue->since);
  facts.append(work_.teller.circumstances(child_), label("tell_and"));
  work_.write(proposal, facts, {{"category", clue->category ? std::string(values::chinese(*clue->category)) : ""}}, facts.full.empty() ? "unexplained" : "");
  work_.want(std::move(proposal));
}

void propose_half_hits(RoundWork& work) {
  constexpr size_t named_max = 20;
  for (auto& [town, children] : work.half_hits) {
    std::sort(children.begin(), children.end());
    children.erase(std::unique(children.begin(), children.end()), children.end());
    Proposal proposal;
    proposal.kind = ProposalKind::evidence_missing;
    proposal.key = "evidence_missing:parents:" + town;
    proposal.town = town;
    proposal.to = {values::AgencyKind::police, ""};
    proposal.rules_version = work.rulebook.version();
    Told list;
    std::vector<SourceRow> sources;
    for (PersonId child : children) {
      proposal.children.push_back(work.teller.proposal_child(child));
      Told one = work.teller.circumstances(child);
      one.append(work.teller.other_parent(child), label("tell_and"));
      Told line{work.teller.child(child) + label("tell_colon") + one.full, work.teller.child(child) + label("tell_colon") + one.town, one.sources};
      if (proposal.children.size() <= named_max) list.append(line, label("tell_semicolon"));
    }
    std::map<std::string, std::string> values{{"count", std::to_string(children.size())}};
    work.write(proposal, list, values, children.size() > named_max ? "parents_many" : "parents");
    work.want(std::move(proposal));
  }
}

}  // namespace

void visit_children(RoundWork& work) {
  for (PersonId child : children_to_decide(work)) ChildVisit(work, child).visit();
  propose_half_hits(work);
}

}  // namespace hutong::ledger::internal
