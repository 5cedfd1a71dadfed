#include "usecases/internal/covered_children.h"

#include <map>

#include "base/check.h"
#include "benefits/recovery.h"
#include "ledger/drawn_beside.h"
#include "store/coverage_store.h"
#include "store/payment_store.h"
#include "usecases/internal/instants.h"
#include "usecases/internal/recovery_sums.h"

namespace hutong::usecases {

using ledger::FactKind;
using payments::CoveredChild;
using store::PersonId;
using values::Date;
using values::Money;
using values::Month;

namespace {

benefits::OffsetKind offset_kind_of(FactKind kind) {
  auto const same_word = benefits::offset_kind_from(ledger::code_of(kind));
  CHECK(same_word);
  return *same_word;
}

// A death that the health bureau looked for afterwards and did not find is none.
std::optional<Date> death_of(ledger::Registry const& registry, PersonId person, Date known_on) {
  std::optional<Date> died_on;
  Date told_on;
  for (FactKind kind : {FactKind::deceased, FactKind::declared_dead})
    for (ledger::Spell const& spell : registry.spells_of(person, kind, known_on)) {
      if (spell.until) continue;  // declared dead, and back again
      ledger::Fact const& fact = registry.fact(spell.facts.front());
      died_on = spell.from.value_or(fact.recorded_on);
      told_on = fact.recorded_on;
    }
  if (!died_on) return std::nullopt;
  for (ledger::Spell const& spell : registry.spells_of(person, FactKind::death_not_confirmed, known_on))
    if (registry.fact(spell.facts.front()).recorded_on >= told_on) return std::nullopt;
  return died_on;
}

payments::Line line_of(store::LineRecord const& line) {
  return {line.month, line.kind, line.amount, line.category, line.standard, line.offset, line.why, line.citation, std::to_string(line.coverage_id)};
}

class Gathering {
 public:
  Gathering(Context& context, Month month) : context_(context), month_(month), coverage_(context.db()), payments_(context.db()) {}

  std::vector<CoveredChild> gather() {
    for (auto const& coverage : coverage_.all_coverages()) take(coverage);
    auto const lines = payments_.all_lines();
    for (auto const& line : lines) take(line);
    for (auto const& recovery : payments_.recoveries()) take(recovery);
    for (auto const& one : payments_.let_go()) take(one);
    take_accounts();
    take_facts();
    std::vector<CoveredChild> all;
    for (auto& [id, child] : children_) all.push_back(std::move(child));
    return all;
  }

 private:
  CoveredChild& child_of(PersonId id) {
    auto const [at, is_new] = children_.try_emplace(id);
    CoveredChild& child = at->second;
    if (!is_new) return child;
    auto const person = coverage_.person(id);
    CHECK(person);
    child.child = id;
    child.name = person->name;
    child.id = person->id_number;
    child.birth_date = person->birth_date;
    child.town = person->town;
    return child;
  }

  void take(store::CoverageRecord const& record) {
    CoveredChild& child = child_of(record.child);
    benefits::Coverage coverage;
    coverage.category = record.category;
    coverage.confirmed_on = record.confirmed_on;
    coverage.recorded_on = day_of(record.recorded_at);
    coverage.ref = std::to_string(record.id);
    if (record.end) {
      last_end_at_[record.child] = std::max(last_end_at_[record.child], record.end->recorded_at);
      if (record.end->end_reason == benefits::EndReason::child_died) died_by_decision_[record.child] = record.end->ended_on;
      coverage.ended_on = record.end->ended_on;
      coverage.end_reason = record.end->end_reason;
      coverage.end_recorded_on = day_of(record.end->recorded_at);
    }
    for (store::UndoneEnd const& undone : record.undone_ends)
      coverage.undone_ends.push_back({undone.end.ended_on, undone.end.end_reason, day_of(undone.end.recorded_at), day_of(undone.reopening.recorded_at)});
    child.history.coverage.push_back(std::move(coverage));
    child.residence = record.residence;
    // What was said with a confirmation that never was, was never said.
    bool const is_annulled = record.end && record.end->end_reason == benefits::EndReason::annulled;
    if (!is_annulled && record.paid_through && (!child.paid_through || *child.paid_through < *record.paid_through)) child.paid_through = record.paid_through;
  }

  void take(store::LineRecord const& line) {
    CoveredChild& child = child_of(line.child);
    child.history.paid.push_back({line.month, line.amount, line.kind, day_of(line.recorded_at), std::to_string(line.id)});
    if (line.kind == benefits::LineKind::normal && line.month == month_.plus(-1)) child.last_line = line_of(line);
    if (line.kind == benefits::LineKind::normal || line.kind == benefits::LineKind::arrears) latest_paid_ = &line;
    if (line.kind != benefits::LineKind::recovery) return;
    child.returned[line.month] = child.returned[line.month] + line.amount;
    CHECK(latest_paid_ && latest_paid_->child == line.child && latest_paid_->month == line.month);  // in their order: only what was paid comes back
    child.given_back.insert_or_assign(line.month, line_of(*latest_paid_));
  }

  void take(store::RecoveryRecord const& record) {
    CoveredChild& child = child_of(record.child);
    for (auto const& [month, amount] : months_in_force(record)) child.proposed[month] = child.proposed[month] + amount;
    auto const state = state_of(record).state;
    if (state == benefits::RecoveryState::waived)  // given up, not asked for: when later news makes it less, there is nothing to put right
      for (store::LineRecord const& line : still_to_come_back(payments_, record)) {
        child.proposed[line.month] = child.proposed[line.month] - line.amount;
        child.waived[line.month] = child.waived[line.month] + line.amount;
      }
    if (state == benefits::RecoveryState::proposed) child.undecided.push_back({record.id, months_in_force(record)});
    take_agreement(child, record);
  }

  void take(store::LetGoRecord const& one) {
    CoveredChild& child = child_of(one.child);
    Money& sum = (one.side == benefits::LetGoSide::owed ? child.not_paid_out : child.not_asked_back)[one.month];
    sum = sum + one.amount;
  }

  // What the plan has due by the end of the month, one instalment at a time: a list that was missed is not made up for by a double deduction.
  void take_agreement(CoveredChild& child, store::RecoveryRecord const& record) {
    benefits::Recovery const recovery = state_of(record);
    bool const is_agreed = recovery.state == benefits::RecoveryState::agreed || recovery.state == benefits::RecoveryState::partial;
    if (!is_agreed || recovery.means != benefits::RepaymentMeans::deduction || recovery.plan.empty()) return;
    Money instalment;
    for (benefits::Instalment const& one : recovery.plan) instalment = std::max(instalment, one.amount);
    payments::AgreedDeduction agreed{record.id, agreement_of(recovery).document, std::min(instalment, benefits::overdue(recovery, month_.last_day())), {}};
    if (agreed.due == Money()) return;
    for (store::LineRecord const& line : still_to_come_back(payments_, record)) agreed.months.push_back(line_of(line));
    child.deductions.push_back(std::move(agreed));
  }

  void take_accounts() {
    auto const accounts = coverage_.accounts();
    for (auto& [id, child] : children_) {
      auto const found = accounts.find(id);
      if (found == accounts.end()) continue;
      store::AccountRecord const& account = found->second;
      child.payee = payments::Payee{account.id, {account.holder_name, account.account_number, account.bank_name}, account.payee_name, account.payee_relation, std::nullopt, ""};
      auto const ended_at = last_end_at_.find(id);
      if (ended_at != last_end_at_.end() && ended_at->second <= account.recorded_at) child.payee->heir_document = account.document;
      if (!account.payee_id_number || account.payee_id_number == child.id) continue;
      if (auto const payee = coverage_.person_numbered(*account.payee_id_number)) payees_[id] = payee->id;
    }
    for (auto const& failure : payments_.last_failures()) {
      auto const found = children_.find(failure.child);
      bool const is_same_account = found != children_.end() && found->second.payee && found->second.payee->account_id == failure.account_id;
      if (is_same_account) found->second.bank_failure = failure.why.empty() ? "—" : failure.why;
    }
  }

  void take_facts() {
    std::vector<PersonId> persons;
    for (auto const& [id, child] : children_) persons.push_back(id);
    for (auto const& [id, payee] : payees_) persons.push_back(payee);
    auto const registry = coverage_.registry_of(persons);
    Date const known_on = context_.today();
    PersonId here = 0;  // the registry numbers its persons as they stand in the list
    for (auto& [id, child] : children_) {
      ++here;
      child.died_on = death_of(registry, here, known_on);
      if (auto const decided = died_by_decision_.find(id); !child.died_on && decided != died_by_decision_.end()) child.died_on = decided->second;
      child.is_in_school = registry.spell_on(here, FactKind::schooling, month_.first_day(), known_on).has_value();
      for (ledger::DrawnBeside const& drawn : ledger::drawn_beside(registry, here, known_on)) take(child, drawn);
    }
    for (auto const& [id, payee] : payees_) children_.at(id).payee->died_on = death_of(registry, ++here, known_on);
  }

  void take(CoveredChild& child, ledger::DrawnBeside const& drawn) {
    benefits::OffsetKind const kind = offset_kind_of(drawn.kind);
    if (drawn.amount) {
      child.history.offsets.push_back({kind, drawn.from, drawn.until, *drawn.amount, drawn.recorded_on, std::nullopt, std::to_string(drawn.fact)});
    } else if (drawn.from <= month_ && (!drawn.until || month_ < *drawn.until)) {
      child.amounts_not_told.push_back(kind);
    }
  }

  Context& context_;
  Month month_;
  store::CoverageStore coverage_;
  store::PaymentStore payments_;
  std::map<PersonId, CoveredChild> children_;
  store::LineRecord const* latest_paid_ = nullptr;  // while the lines are taken
  std::map<PersonId, std::string> last_end_at_;  // of a coverage, when it was recorded
  std::map<PersonId, Date> died_by_decision_;
  std::map<PersonId, PersonId> payees_;  // child → payee, where the payee is another person of the registry
};

}  // namespace

std::vector<CoveredChild> covered_children(Context& context, Month month) { return Gathering(context, month).gather(); }

std::optional<CoveredChild> known_for_list(Context& context, Month month, PersonId person) {
  for (CoveredChild& child : covered_children(context, month))
    if (child.child == person) return std::move(child);
  return std::nullopt;
}

}  // namespace hutong::usecases
