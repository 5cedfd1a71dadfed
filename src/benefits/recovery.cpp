#include "benefits/recovery.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::benefits {

using values::Date;
using values::Money;

namespace {

constexpr std::array<std::string_view, 8> states{"proposed", "notice", "agreed", "partial", "recovered", "waived", "litigation", "withdrawn"};
constexpr std::array<std::string_view, 6> deeds{"decide", "agree", "repay", "waive", "sue", "revise"};
constexpr std::array<std::string_view, 2> all_means{"instalments", "deduction"};

template <class E, size_t N>
std::optional<E> value_of(std::array<std::string_view, N> const& words, std::string_view code) {
  for (size_t i = 0; i < N; ++i)
    if (words[i] == code) return static_cast<E>(i);
  return std::nullopt;
}

bool is_possible(RecoveryState state, RecoveryDeed deed) {
  switch (state) {
    case RecoveryState::proposed: return deed == RecoveryDeed::decide || deed == RecoveryDeed::revise;
    case RecoveryState::notice:
    case RecoveryState::agreed:
    case RecoveryState::partial: return deed != RecoveryDeed::decide;
    case RecoveryState::litigation: return deed != RecoveryDeed::decide && deed != RecoveryDeed::sue;
    case RecoveryState::recovered:
    case RecoveryState::waived:
    case RecoveryState::withdrawn: return false;
  }
  return false;
}

bool needs_two(RecoveryDeed deed) { return deed != RecoveryDeed::repay; }
bool needs_reason(RecoveryDeed deed) {
  return deed == RecoveryDeed::decide || deed == RecoveryDeed::waive || deed == RecoveryDeed::sue || deed == RecoveryDeed::revise;
}
bool needs_document(RecoveryDeed deed) { return deed != RecoveryDeed::decide && deed != RecoveryDeed::revise; }

Money sum_of(std::vector<Instalment> const& plan) {
  Money sum;
  for (Instalment const& one : plan) sum = sum + one.amount;
  return sum;
}

std::vector<base::Problem> problems_of(Recovery const& of, RecoveryStep const& step) {
  std::vector<base::Problem> problems;
  auto complain = [&](std::string_view code, std::map<std::string, std::string> values = {}) { problems.push_back(base::problem(code, std::move(values))); };
  std::string const deed = base::label("recovery_deed_" + std::string(code_of(step.deed)));
  if (!is_possible(of.state, step.deed)) {
    complain("recovery_not_now", {{"deed", deed}, {"state", base::label("recovery_state_" + std::string(code_of(of.state)))}});
    return problems;  // what else is wrong with it does not matter
  }
  std::string_view const by = base::trimmed(step.by), second = base::trimmed(step.approved_by);
  if (by.empty()) complain("recovery_nobody", {{"deed", deed}});
  if (needs_two(step.deed) && (second.empty() || second == by)) complain("recovery_one_person", {{"deed", deed}});
  if (needs_reason(step.deed) && base::trimmed(step.reason).empty()) complain("recovery_no_reason", {{"deed", deed}});
  if (needs_document(step.deed) && base::trimmed(step.document).empty()) complain("recovery_no_document", {{"deed", deed}});
  if (!of.steps.empty() && step.on < of.steps.back().on)
    complain("recovery_back_in_time", {{"day", step.on.to_chinese()}, {"last", of.steps.back().on.to_chinese()}});
  if (step.deed == RecoveryDeed::repay && (step.amount <= Money() || of.open() < step.amount))
    complain("recovery_bad_amount", {{"amount", step.amount.to_string()}, {"open", of.open().to_string()}});
  if (step.deed == RecoveryDeed::revise && step.amount < Money()) complain("recovery_negative", {{"amount", step.amount.to_string()}});
  if (step.deed == RecoveryDeed::agree) {
    bool all_positive = std::all_of(step.plan.begin(), step.plan.end(), [](Instalment const& one) { return Money() < one.amount; });
    bool in_order = std::is_sorted(step.plan.begin(), step.plan.end(), [](Instalment const& a, Instalment const& b) { return a.due_on < b.due_on; });
    bool none_before = std::all_of(step.plan.begin(), step.plan.end(), [&](Instalment const& one) { return step.on <= one.due_on; });
    if (step.plan.empty() || !all_positive || !in_order || !none_before) complain("recovery_bad_plan");
    else if (sum_of(step.plan) != of.open()) complain("recovery_plan_sum", {{"sum", sum_of(step.plan).to_string()}, {"open", of.open().to_string()}});
  }
  return problems;
}

void take(Recovery& of, RecoveryStep const& step) {
  switch (step.deed) {
    case RecoveryDeed::decide: of.state = RecoveryState::notice; break;
    case RecoveryDeed::agree:
      of.plan = step.plan;
      of.means = step.means;
      of.state = of.returned == Money() ? RecoveryState::agreed : RecoveryState::partial;
      break;
    case RecoveryDeed::repay:
      of.returned = of.returned + step.amount;
      // A court's case stays one until the last fen.
      if (of.open() == Money()) of.state = RecoveryState::recovered;
      else if (of.state != RecoveryState::litigation) of.state = RecoveryState::partial;
      break;
    case RecoveryDeed::waive:
      of.waived = of.open();
      of.state = RecoveryState::waived;
      break;
    case RecoveryDeed::sue: of.state = RecoveryState::litigation; break;
    case RecoveryDeed::revise:
      // What came back beyond the new amount is owed to the family again: entitlements count it as not paid.
      of.amount = std::max(step.amount, of.returned);
      of.plan.clear();
      if (of.amount == Money()) of.state = RecoveryState::withdrawn;
      else if (of.open() == Money()) of.state = RecoveryState::recovered;
      else if (of.state == RecoveryState::agreed) of.state = RecoveryState::notice;  // the plan was for another amount
      break;
  }
}

bool same_news(Adjustment const& a, Adjustment const& b) {
  return a.because.back().kind == b.because.back().kind && a.because.back().ref == b.because.back().ref;
}

}  // namespace

std::string_view code_of(RecoveryState value) { return states[static_cast<size_t>(value)]; }
std::string_view code_of(RecoveryDeed value) { return deeds[static_cast<size_t>(value)]; }
std::optional<RecoveryDeed> recovery_deed_from(std::string_view code) { return value_of<RecoveryDeed>(deeds, code); }
std::string_view code_of(RepaymentMeans value) { return all_means[static_cast<size_t>(value)]; }
std::optional<RepaymentMeans> repayment_means_from(std::string_view code) { return value_of<RepaymentMeans>(all_means, code); }
bool is_final(RecoveryState state) {
  return state == RecoveryState::recovered || state == RecoveryState::waived || state == RecoveryState::withdrawn;
}

std::vector<Overpayment> overpayments(std::vector<Adjustment> const& adjustments) {
  std::vector<Overpayment> all;
  for (Adjustment const& one : adjustments) {
    if (one.kind != LineKind::recovery) continue;
    bool continues = !all.empty() && all.back().last.plus(1) == one.month && same_news(all.back().months.back(), one);
    if (!continues) all.push_back({one.month, one.month, Money(), {}});
    all.back().last = one.month;
    all.back().amount = all.back().amount + one.amount;
    all.back().months.push_back(one);
  }
  return all;
}

Recovery proposed_recovery(Money amount) {
  CHECK(Money() < amount);
  Recovery recovery;
  recovery.amount = amount;
  return recovery;
}

RecoveryAfter after(Recovery const& of, RecoveryStep const& step) {
  RecoveryAfter result{of, problems_of(of, step)};
  if (!result.problems.empty()) return result;
  take(result.value, step);
  result.value.steps.push_back(step);
  CHECK(Money() <= result.value.open());
  CHECK(!is_final(result.value.state) || result.value.open() == Money());
  return result;
}

RecoveryStep const& agreement_of(Recovery const& of) {
  auto const found = std::find_if(of.steps.rbegin(), of.steps.rend(), [](RecoveryStep const& step) { return step.deed == RecoveryDeed::agree; });
  CHECK(found != of.steps.rend());
  return *found;
}

Money overdue(Recovery const& of, Date on) {
  // A plan covers what was open when it was signed: what came back before does not count for it.
  Money due = of.amount - of.waived - sum_of(of.plan);
  for (Instalment const& one : of.plan)
    if (one.due_on <= on) due = due + one.amount;
  return of.plan.empty() || due <= of.returned ? Money() : due - of.returned;
}

}  // namespace hutong::benefits
