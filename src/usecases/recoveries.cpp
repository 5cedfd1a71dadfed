#include "usecases/recoveries.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "usecases/context.h"
#include "usecases/internal/covered_children.h"
#include "usecases/internal/instants.h"
#include "usecases/internal/recovery_sums.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

using benefits::RecoveryDeed;
using benefits::RecoveryStep;
using store::PaymentStore;
using store::RecoveryRecord;
using values::Money;

namespace {

// What later news (a mistaken end undone, a raise) has left of the over-payments, as the next list would say it.
void compare_with_today(Context& context, std::vector<RecoveryFile>& files) {
  if (std::all_of(files.begin(), files.end(), [](RecoveryFile const& file) { return benefits::is_final(file.recovery.state); })) return;
  auto const next = next_payments(context);
  if (!next) return;  // without rules nothing is known of today; `benefits run` says so
  for (RecoveryFile& file : files) {
    if (file.recovery.state == benefits::RecoveryState::proposed) {
      file.is_too_high = std::any_of(next->too_much.begin(), next->too_much.end(), [&](payments::TooMuch const& one) {
        return std::find(one.replaces.begin(), one.replaces.end(), file.record.id) != one.replaces.end();
      });
    } else if (!benefits::is_final(file.recovery.state)) {
      file.is_too_high = std::any_of(next->warnings.begin(), next->warnings.end(), [&](payments::Warning const& warning) {
        return warning.kind == payments::WarningKind::recovery_too_high && warning.child == file.record.child;
      });
    }
  }
}

RecoveryFile file_of(Context& context, RecoveryRecord record) {
  RecoveryFile file;
  file.recovery = state_of(record);
  file.child_name = store::CoverageStore(context.db()).person(record.child)->name;
  file.list_number = PaymentStore(context.db()).list(record.list_id).number;
  file.overdue = benefits::overdue(file.recovery, context.today());
  PaymentStore payments(context.db());
  for (store::LetGoRecord const& one : payments.let_go())
    if (one.recovery_step_id && payments.recovery_of_step(*one.recovery_step_id) == record.id) file.let_go = file.let_go + one.amount;
  file.record = std::move(record);
  return file;
}

using Months = std::map<values::Month, Money>;

Money sum_of(Months const& months) {
  Money sum;
  for (auto const& [month, amount] : months) sum = sum + amount;
  return sum;
}

}  // namespace

std::vector<RecoveryFile> list_recoveries(Context& context) {
  std::vector<RecoveryFile> files;
  for (RecoveryRecord& record : PaymentStore(context.db()).recoveries()) files.push_back(file_of(context, std::move(record)));
  compare_with_today(context, files);
  return files;
}

base::Result<RecoveryFile> show_recovery(Context& context, int64_t id) {
  auto record = PaymentStore(context.db()).recovery(id);
  if (!record) return base::fail("recovery_unknown", {{"id", std::to_string(id)}});
  std::vector<RecoveryFile> files = {file_of(context, std::move(*record))};
  compare_with_today(context, files);
  return files[0];
}

// ---- steps ---------------------------------------------------------------------------------------------------------------

namespace {

std::vector<benefits::Instalment> plan_of(PlanWish const& wish, Money open) {
  std::vector<benefits::Instalment> plan;
  constexpr size_t instalments_max = 600;
  for (values::Month month = wish.first; open > Money() && wish.instalment > Money() && plan.size() < instalments_max; month = month.plus(1)) {
    Money const part = std::min(open, wish.instalment);
    plan.push_back({month.last_day(), part});
    open = open - part;
  }
  return plan;
}

bool is_same(RecoveryStep const& a, RecoveryStep const& b) {
  auto const same_plan = [](std::vector<benefits::Instalment> const& one, std::vector<benefits::Instalment> const& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](auto const& x, auto const& y) { return x.due_on == y.due_on && x.amount == y.amount; });
  };
  return a.deed == b.deed && a.by == b.by && a.approved_by == b.approved_by && a.reason == b.reason && a.document == b.document && a.amount == b.amount && a.means == b.means && same_plan(a.plan, b.plan);
}

Money largest_of(std::vector<benefits::Instalment> const& plan) {
  Money largest;
  for (benefits::Instalment const& one : plan) largest = std::max(largest, one.amount);
  return largest;
}

class Stepping {
 public:
  Stepping(Context& context, RecoveryRecord record, RecoveryStep step) : context_(context), record_(std::move(record)), step_(std::move(step)), store_(context.db()) {}

  StepOutcome take() {
    if (step_.deed == RecoveryDeed::repay) {
      for (RecoveryStep const& earlier : record_.steps) {
        if (earlier.deed != RecoveryDeed::repay || earlier.document != step_.document) continue;
        if (earlier.amount == step_.amount) return {file_of(context_, record_), {}};
        return {std::nullopt, {base::problem("recovery_receipt_known", {{"document", step_.document}, {"amount", earlier.amount.to_string()}})}};
      }
      if (auto const refusal = receipt_elsewhere()) return {std::nullopt, {*refusal}};
    } else if (!record_.steps.empty() && is_same(record_.steps.back(), step_)) {
      return {file_of(context_, record_), {}};
    }
    if (step_.deed == RecoveryDeed::agree && step_.means == benefits::RepaymentMeans::deduction)
      if (auto const refusal = deduction_refused()) return {std::nullopt, {*refusal}};
    auto const before = state_of(record_);
    if (step_.deed == RecoveryDeed::decide && before.state == benefits::RecoveryState::proposed)
      if (auto const refusal = outdated()) return {std::nullopt, {*refusal}};
    if (auto const refusal = does_not_fit_the_proposal()) return {std::nullopt, {*refusal}};
    auto const next = benefits::after(before, step_);
    if (!next.problems.empty()) return {std::nullopt, next.problems};
    if (step_.deed == RecoveryDeed::revise) return revise(before);
    int64_t const step_id = store_.add(record_.id, step_, base::to_string(context_.now()));
    if (step_.deed == RecoveryDeed::repay) write_lines(step_id);
    return {file_of(context_, store_.recovery(record_.id).value()), {}};
  }

 private:
  // The same receipt on two recoveries would count the same money twice.
  std::optional<base::Problem> receipt_elsewhere() {
    for (RecoveryRecord const& other : store_.recoveries()) {
      if (other.id == record_.id) continue;
      for (RecoveryStep const& step : other.steps)
        if (step.deed == RecoveryDeed::repay && !step.document.empty() && step.document == step_.document)
          return base::problem("recovery_receipt_elsewhere", {{"document", step_.document}, {"id", std::to_string(other.id)},
                                                              {"name", store::CoverageStore(context_.db()).person(other.child)->name}, {"amount", step.amount.to_string()}});
    }
    return std::nullopt;
  }

  // Nobody can decide on what is not yet proposed, nor ask back more than was paid too much.
  std::optional<base::Problem> does_not_fit_the_proposal() const {
    auto const proposed = day_of(record_.proposed_at);
    if (step_.deed == RecoveryDeed::decide && step_.on < proposed)
      return base::problem("recovery_before_proposed", {{"day", step_.on.to_chinese()}, {"proposed", proposed.to_chinese()}});
    Money overpaid;
    for (auto const& [month, amount] : record_.months) overpaid = overpaid + amount;
    if (step_.deed == RecoveryDeed::revise && overpaid < step_.amount)
      return base::problem("recovery_above_overpaid", {{"amount", step_.amount.to_string()}, {"overpaid", overpaid.to_string()}});
    return std::nullopt;
  }

  std::optional<base::Problem> outdated() {
    std::vector<RecoveryFile> files = {file_of(context_, record_)};
    compare_with_today(context_, files);
    if (!files[0].is_too_high) return std::nullopt;
    values::Month const next = store_.latest_list()->month.plus(1);
    return base::problem("recovery_outdated", {{"id", std::to_string(record_.id)}, {"name", files[0].child_name}, {"month", next.to_chinese()}, {"iso", next.to_string()}});
  }

  // An allowance must be there to deduct from, and a rule that says how much of it.
  std::optional<base::Problem> deduction_refused() {
    auto const rules = context_.money_rules();
    if (!rules) return rules.error();
    if (!(*rules)->deduction_percent_max(step_.on.month_of())) return base::problem("recovery_no_deduction_rule");
    auto const coverages = store::CoverageStore(context_.db()).coverages_of(record_.child);
    bool const is_covered = std::any_of(coverages.begin(), coverages.end(), [](store::CoverageRecord const& one) { return !one.end; });
    if (!is_covered) return base::problem("recovery_nothing_to_deduct_from", {{"name", store::CoverageStore(context_.db()).person(record_.child)->name}});
    return instalment_above_limit();
  }

  // What the lists would not keep nobody should sign.
  std::optional<base::Problem> instalment_above_limit() {
    if (step_.plan.empty()) return std::nullopt;  // said elsewhere
    values::Month const month = std::max(step_.plan.front().due_on.month_of(), month_of_next_list(context_));
    auto const child = known_for_list(context_, month, record_.child);
    CHECK(child);  // covered
    auto const limit = deduction_max(context_, month, *child);
    if (!limit) return limit.error();
    Money others;
    for (RecoveryRecord const& other : store_.recoveries()) {
      auto const recovery = state_of(other);
      bool const is_deducted = other.child == record_.child && other.id != record_.id && recovery.means == benefits::RepaymentMeans::deduction && !benefits::is_final(recovery.state);
      if (is_deducted) others = others + largest_of(recovery.plan);
    }
    Money const wanted = largest_of(step_.plan);
    if (wanted + others <= *limit) return std::nullopt;
    std::map<std::string, std::string> values = {{"month", month.to_chinese()}, {"limit", limit->to_string()}, {"wanted", wanted.to_string()}, {"others", others.to_string()}};
    return base::problem(others == Money() ? "recovery_deduction_above_limit" : "recovery_deductions_above_limit", std::move(values));
  }

  // What is asked for no longer although it was too much is let go, by the same decision: else the next list would propose it anew.
  StepOutcome revise(benefits::Recovery const& before) {
    auto const not_asked_for = beyond_what_is_asked_for();
    if (!not_asked_for) return {std::nullopt, {not_asked_for.error()}};
    bool const is_below_returned = step_.amount < before.returned && Money() < sum_of(*not_asked_for) + before.amount - step_.amount;
    if (is_below_returned)
      return {std::nullopt, {base::problem("recovery_below_returned", {{"returned", before.returned.to_string()}, {"amount", step_.amount.to_string()}})}};
    std::string const now = base::to_string(context_.now());
    int64_t const step_id = store_.add(record_.id, step_, now);
    Months after = beyond_what_is_asked_for().value();
    Money rest = std::max(Money(), sum_of(after)) - std::max(Money(), sum_of(*not_asked_for));
    for (auto const& [month, amount] : after) {
      auto const earlier = not_asked_for->find(month);
      Money const more = amount - std::max(Money(), earlier == not_asked_for->end() ? Money() : earlier->second), part = std::min(rest, more);
      if (part <= Money()) continue;
      rest = rest - part;
      store_.add(store::LetGoRecord{0, record_.child, month, benefits::LetGoSide::paid_too_much, part, step_id, std::nullopt, {step_.by, step_.approved_by}, step_.reason, step_.document, now});
    }
    return {file_of(context_, store_.recovery(record_.id).value()), {}};
  }

  base::Result<Months> beyond_what_is_asked_for() {
    auto const child = known_for_list(context_, month_of_next_list(context_), record_.child);
    CHECK(child);  // something was paid
    TRY(auto const open, open_differences_of(context_, *child));
    return open.not_asked_for;
  }

  // For the months that were paid too much, the earliest first.
  void write_lines(int64_t step_id) {
    std::vector<store::LineRecord> parts;
    Money rest = step_.amount;
    for (store::LineRecord& line : still_to_come_back(store_, record_)) {
      line.amount = std::min(rest, line.amount);
      if (line.amount == Money()) break;
      line.why = base::label("payment_why_recovery", {{"document", step_.document}});
      rest = rest - line.amount;
      parts.push_back(std::move(line));
    }
    CHECK(rest == Money());
    write_returned(store_, step_id, std::move(parts), base::to_string(context_.now()));
  }

  Context& context_;
  RecoveryRecord record_;
  RecoveryStep step_;
  PaymentStore store_;
};

}  // namespace

StepOutcome step_recovery(Context& context, int64_t id, RecoveryStep step, std::optional<PlanWish> const& wish) {
  for (std::string* text : {&step.by, &step.approved_by, &step.reason, &step.document}) *text = std::string(base::trimmed(*text));
  StepOutcome outcome;
  context.db().transaction([&] {
    auto record = PaymentStore(context.db()).recovery(id);
    if (!record) {
      outcome.problems.push_back(base::problem("recovery_unknown", {{"id", std::to_string(id)}}));
      return;
    }
    if (wish) step.plan = plan_of(*wish, state_of(*record).open());
    outcome = Stepping(context, std::move(*record), step).take();
  });
  return outcome;
}

std::string to_json(std::vector<RecoveryFile> const& files) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.recoveries/1").key("recoveries").begin_array();
  for (RecoveryFile const& file : files) {
    benefits::Recovery const& recovery = file.recovery;
    json.begin_object().member("recovery", file.record.id).member("person", static_cast<int64_t>(file.record.child)).member("name", file.child_name);
    json.member("list", file.list_number).member("state", benefits::code_of(recovery.state)).member("amount_fen", recovery.amount.in_fen());
    json.member("returned_fen", recovery.returned.in_fen()).member("waived_fen", recovery.waived.in_fen()).member("open_fen", recovery.open().in_fen());
    json.member("overdue_fen", file.overdue.in_fen()).member("let_go_fen", file.let_go.in_fen()).member("is_too_high", file.is_too_high).member("why", file.record.why).key("months").begin_array();
    for (auto const& [month, amount] : file.record.months) json.begin_object().member("month", month.to_string()).member("amount_fen", amount.in_fen()).end_object();
    json.end_array().member("means", benefits::code_of(recovery.means)).key("plan").begin_array();
    for (auto const& one : recovery.plan) json.begin_object().member("due_on", one.due_on.to_string()).member("amount_fen", one.amount.in_fen()).end_object();
    json.end_array().key("steps").begin_array();
    for (RecoveryStep const& step : file.record.steps)
      json.begin_object().member("deed", benefits::code_of(step.deed)).member("on", step.on.to_string()).member("by", step.by).member("approved_by", step.approved_by)
          .member("reason", step.reason).member("document", step.document).member("amount_fen", step.amount.in_fen()).member("means", benefits::code_of(step.means)).end_object();
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
