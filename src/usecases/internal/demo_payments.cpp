#include "usecases/internal/demo_payments.h"

#include <algorithm>

#include "base/check.h"
#include "base/files.h"
#include "base/messages.h"
#include "base/random.h"
#include "demo/truth.h"
#include "store/coverage_store.h"
#include "usecases/cases.h"
#include "usecases/context.h"
#include "usecases/export_payments.h"
#include "usecases/import_bank_return.h"
#include "usecases/internal/recovery_sums.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

using demo::Confirmed;
using demo::Knowledge;
using demo::PersonIndex;
using demo::Standing;
using ledger::ProposalKind;
using values::Category;
using values::Date;
using values::Money;
using values::Month;

namespace {

// How often in a hundred.
constexpr uint64_t fails_at_the_bank = 3, seen_to_a_month_late = 20, seen_to_two_months_late = 10;
constexpr uint64_t about_bank = 1, about_end = 2;

constexpr int deeds_day = 7, list_day = 8, bank_day = 11;  // of the month after the round's

base::Instant at_ten(Date day) { return base::Instant(day.sys_days()) + std::chrono::hours(10 - 8); }
Date day_in(Month month, int day) { return month.first_day().plus_days(day - 1); }

Deciding officers(std::string_view reason) { return {base::label("demo_officer_decides"), base::label("demo_officer_approves"), base::label(reason), ""}; }

Standing standing_of(Category category) {
  switch (category) {
    case Category::community_orphan: return Standing::orphan;
    case Category::de_facto_unattended: return Standing::de_facto;
    case Category::priority_hardship: return Standing::k3;
    case Category::hiv_affected: break;
  }
  return Standing::none;
}

benefits::EndReason end_reason_for(Knowledge const& known, Date ended_on) {
  auto const by_then = [&](std::optional<Date> day) { return day && *day <= ended_on; };
  if (by_then(known.died_on)) return benefits::EndReason::child_died;
  if (by_then(known.adopted_on)) return benefits::EndReason::adopted;
  if (by_then(known.moved_out_on)) return benefits::EndReason::moved_out;
  if (values::birthday(known.birth, 18) <= ended_on) return benefits::EndReason::turned_18;
  return benefits::EndReason::other;
}

}  // namespace

DemoPayments::DemoPayments(Context& context, base::FixedClock& clock, demo::World const& world, demo::Reader const& reader,
                           std::unordered_map<std::string, PersonIndex> const& children_by_number)
    : context_(context), clock_(clock), world_(world), reader_(reader), children_by_number_(children_by_number), raise_(demo::raise_in(world)) {}

void DemoPayments::announce_raise(std::filesystem::path const& data_folder, demo::World const& world) {
  base::write_file(data_folder / "rules" / "demo-standards.md", demo::page_of(demo::raise_in(world)));
}

uint64_t DemoPayments::draw(Child const& child, Month month, uint64_t about) const {
  base::SeededRandom random(world_.size.seed * 1'000'003 + static_cast<uint64_t>(child.index) * 4099 + static_cast<uint64_t>(month.index()) * 8 + about);
  return random.below(100);
}

base::Result<bool> DemoPayments::live_month(RoundOutcome const& round, std::filesystem::path const& folder) {
  Month const list_month = round.month.plus(1);
  clock_.set(at_ten(day_in(list_month, deeds_day)));
  TRY([[maybe_unused]] bool const ended, see_to_ends(round));
  TRY([[maybe_unused]] bool const repaired, repair_accounts());
  TRY([[maybe_unused]] bool const confirmed, confirm_clues());
  clock_.set(at_ten(day_in(list_month, list_day)));
  return pay(list_month, folder);
}

// ---- the officers --------------------------------------------------------------------------------------------------------

// The round says who is no longer a clue in the category confirmed, or asks to verify. Somebody goes and looks, sometimes a month or two later, and writes down
// the day on which it truly ended.
base::Result<bool> DemoPayments::see_to_ends(RoundOutcome const& round) {
  std::map<store::PersonId, std::vector<Category>> clues;
  std::set<store::PersonId> to_verify;
  for (ledger::Proposal const& proposal : round.proposals)
    for (ledger::ProposalChild const& child : proposal.children) {
      if (proposal.kind == ProposalKind::new_clue) clues[child.person].push_back(*proposal.category);
      if (proposal.kind == ProposalKind::ground_ended) to_verify.insert(child.person);
    }
  for (auto& [person, child] : children_) {
    if (!child.is_open) continue;
    auto const& found = clues[person];
    bool const still_stands = std::any_of(found.begin(), found.end(), [&](Category category) { return category <= child.confirmed_as; });
    int const month = round.month.index();
    if (!child.end_seen_to_in && (!still_stands || to_verify.contains(person)) && demo::ended_on(demo::true_knowledge(world_, child.index), child.confirmed.back(), round.month)) {
      uint64_t const drawn = draw(child, round.month, about_end);
      child.end_seen_to_in = month + (drawn < seen_to_two_months_late ? 2 : drawn < seen_to_two_months_late + seen_to_a_month_late ? 1 : 0);
    }
    if (!child.end_seen_to_in || month < *child.end_seen_to_in) continue;
    TRY([[maybe_unused]] bool const done, end(child, round.month));
  }
  return true;
}

base::Result<bool> DemoPayments::end(Child& child, Month round_month) {
  Knowledge const truth = demo::true_knowledge(world_, child.index);
  auto const day = demo::ended_on(truth, child.confirmed.back(), round_month);
  CHECK(day);
  TRY([[maybe_unused]] auto const file, end_case(context_, {std::to_string(child.person), *day, end_reason_for(truth, *day), std::nullopt, officers("demo_reason_end")}));
  child.is_open = false;
  child.end_seen_to_in.reset();
  return true;
}

base::Result<bool> DemoPayments::repair_accounts() {
  for (auto& [person, child] : children_) {
    if (!child.has_failed) continue;
    TRY([[maybe_unused]] bool const given, give_account(child, world_.people[static_cast<size_t>(child.index)].name));
    child.has_failed = false;
  }
  return true;
}

base::Result<bool> DemoPayments::confirm_clues() {
  Date const today = context_.today();
  for (CaseLine const& line : list_cases(context_)) {
    if (!line.clue || !line.child.id_number) continue;
    auto const known = children_by_number_.find(line.child.id_number->reveal());
    if (known == children_by_number_.end()) continue;
    auto const& died_on = world_.people[static_cast<size_t>(known->second)].died_on;
    if (died_on && *died_on <= today) continue;  // whoever visits the family sees it, though nobody has told
    bool const is_grown = line.child.birth_date && values::age_on(*line.child.birth_date, today) >= 18;
    if (is_grown) continue;  // since the round
    Child& child = children_[line.child.id];
    child.person = line.child.id;
    child.index = known->second;
    bool const is_first = child.confirmed.empty();
    std::string const number = std::to_string(child.person);
    if (child.is_open) {
      if (child.confirmed_as <= line.clue->category) continue;  // less than what is confirmed: its end comes first
      TRY([[maybe_unused]] auto const left, end_case(context_, {number, today, benefits::EndReason::reclassified, std::nullopt, officers("demo_reason_end")}));
      child.end_seen_to_in.reset();
    }
    Confirmation confirmation;
    confirmation.child = number;
    confirmation.on = today;
    confirmation.category = line.clue->category;
    confirmation.deciding = officers("demo_reason_confirm");
    TRY([[maybe_unused]] auto const file, confirm_case(context_, confirmation));
    child.confirmed.push_back({standing_of(line.clue->category), today});
    child.confirmed_as = line.clue->category;
    child.is_open = true;
    if (!is_first) continue;
    TRY([[maybe_unused]] bool const given, give_account(child, line.child.name));
  }
  return true;
}

base::Result<bool> DemoPayments::give_account(Child const& child, std::string const& holder_name) {
  NewAccount account;
  account.child = std::to_string(child.person);
  account.holder_name = holder_name;
  account.account_number = std::to_string(6'200'990'000'000'000 + ++accounts_given_);
  account.bank_name = base::label("demo_bank");
  account.deciding = officers("demo_reason_account");
  TRY([[maybe_unused]] auto const file, set_account(context_, account));
  return true;
}

// ---- list and bank -------------------------------------------------------------------------------------------------------

base::Result<bool> DemoPayments::pay(Month month, std::filesystem::path const& folder) {
  TRY(auto const shown, run_payments(context_, month));
  if (shown.prepared.list.entries.empty() && !first_list_) return true;  // nobody's first month yet
  held_ = shown.prepared.held;
  last_prepared_on_ = context_.today();
  TRY(auto const frozen, freeze_payments(context_, month, officers("demo_reason_list")));
  if (!first_list_) first_list_ = month;
  last_list_ = month;
  if (frozen.prepared.list.entries.empty()) return true;
  base::make_folder(folder);
  CHECK(export_payments(context_, month, folder, Unsendable::refuse).problems.empty());  // what cannot be sent is not frozen
  clock_.set(at_ten(day_in(month, bank_day)));
  return bank_answers(frozen, folder);
}

base::Result<bool> DemoPayments::bank_answers(PaymentOutcome const& frozen, std::filesystem::path const& folder) {
  std::string rows = "流水号,账号,户名,金额,结果,失败原因\r\n";
  for (payments::Entry const& entry : frozen.prepared.list.entries) {
    Child& child = children_.at(entry.child);
    child.has_failed = draw(child, frozen.month, about_bank) < fails_at_the_bank;
    money_.failed += child.has_failed;
    rows += payments::bank_reference(frozen.month, entry.number) + "," + entry.account.number + "," + entry.account.holder_name + "," + entry.amount().to_string() + "," +
            (child.has_failed ? "失败,账户已销户" : "成功,") + "\r\n";
  }
  std::string const name = base::label("demo_bank_return_file", {{"month", frozen.month.to_string()}});
  base::write_file(folder / name, rows);
  BankReturnOutcome const taken = import_bank_return(context_, name, rows);
  if (!taken.problems.empty()) return base::Failure(taken.problems.front());
  return true;
}

// ---- the ledger and the truth --------------------------------------------------------------------------------------------

struct DemoPayments::Sums {
  using Key = std::pair<store::PersonId, Month>;
  using ByMonth = std::map<Key, Money>;
  static Money of(ByMonth const&, Key const&);
  ByMonth paid;         // normal + arrears − reversal − recovery
  ByMonth to_recover;   // proposed to be had back, and not yet back
  ByMonth sent_back;    // by the bank after the last list was made
  ByMonth held;         // by the last list
  ByMonth deducted;     // as the latest line of the month says
};

DemoPayments::Sums DemoPayments::sums() const {
  Sums sums;
  auto const add = [](Sums::ByMonth& to, store::PersonId child, Month month, Money amount) { to[{child, month}] = to[{child, month}] + amount; };
  store::PaymentStore store(context_.db());
  for (store::LineRecord const& line : store.all_lines()) {
    bool const goes_out = line.kind == benefits::LineKind::normal || line.kind == benefits::LineKind::arrears;
    add(sums.paid, line.child, line.month, goes_out ? line.amount : Money() - line.amount);
    if (goes_out) sums.deducted[{line.child, line.month}] = line.offset;
    bool const is_new = line.kind == benefits::LineKind::reversal && children_.at(line.child).has_failed && day_in(*last_list_, list_day).to_string() < line.recorded_at.substr(0, 10);
    if (is_new) add(sums.sent_back, line.child, line.month, line.amount);
  }
  for (store::RecoveryRecord const& recovery : store.recoveries())
    for (auto const& [month, amount] : months_in_force(recovery)) add(sums.to_recover, recovery.child, month, amount);
  for (payments::Held const& held : held_)
    for (payments::Line const& line : held.lines) add(sums.held, held.child, line.month, line.counted());
  return sums;
}

Money DemoPayments::Sums::of(ByMonth const& sums, Key const& key) {
  auto const found = sums.find(key);
  return found == sums.end() ? Money() : found->second;
}

Money DemoPayments::due_as_told(Child const& child, Month month) const {
  Knowledge told = reader_.knowledge_of(child.index);
  told.parents_are_searched = true;  // unknown is not ended: a confirmation stands while a list is missing
  return demo::due_for(told, child.confirmed, raise_, month, last_prepared_on_);
}

// What stands as long as nobody has been to see whether it has ended; nothing where there is no such question.
Money DemoPayments::due_while_to_verify(Child const& child, Month month) const {
  Confirmed const* confirmed = demo::confirmed_for(child.confirmed, month);
  bool const is_to_verify = child.end_seen_to_in && confirmed == &child.confirmed.back();
  return is_to_verify ? demo::amount_of(confirmed->standing, reader_.knowledge_of(child.index).aid, raise_, month, last_prepared_on_) : Money();
}

// From what the child has had for a month to what was due in truth, step by step. Less what is to be had back, plus what is still under way or held, it must
// be what the bureau had to pay by what it had been told, or what stands until a question is answered; and what separates that from the truth has not
// been told.
void DemoPayments::explain(Child const& child, Gap const& gap, Sums const& all, std::vector<std::string>& complaints) {
  auto const explained = [&](std::string_view why, Money amount) {
    if (amount == Money()) return;
    money_.explained = money_.explained + amount;
    money_.reasons[std::string(why)] = money_.reasons[std::string(why)] + amount;
  };
  Sums::Key const key{child.person, gap.month};
  Money const to_recover = Sums::of(all.to_recover, key), sent_back = Sums::of(all.sent_back, key), held = Sums::of(all.held, key);
  Money const settled = gap.paid - to_recover + sent_back + held;
  Money const told = due_as_told(child, gap.month), while_to_verify = due_while_to_verify(child, gap.month);
  bool const is_open_question = told == Money() && settled == while_to_verify;
  if (settled != gap.due && settled != told && !is_open_question) {
    money_.unexplained = money_.unexplained + gap.size();
    complaints.push_back(base::label("demo_money_unexplained", {{"index", std::to_string(child.index)}, {"month", gap.month.to_string()},
                                                                {"paid", gap.paid.to_string()}, {"due", gap.due.to_string()}}));
    return;
  }
  explained("recovery_open", to_recover);
  explained("account_failed", Money() - sent_back);
  explained("held", Money() - held);
  if (settled == gap.due) return;
  explained("question_open", settled - told);
  explained("not_told", told - gap.due);
}

// Nothing here is compared; it says how often it came to what audits look for.
void DemoPayments::count_what_was_exercised(Child const& child, Sums const& all) {
  Knowledge const truth = demo::true_knowledge(world_, child.index);
  Money after_death, deductions, deducted_late;
  for (Month month = *first_list_; month <= *last_list_; month = month.plus(1)) {
    Sums::Key const key{child.person, month};
    Money const paid = Sums::of(all.paid, key), to_recover = Sums::of(all.to_recover, key);
    if (truth.died_on && truth.died_on->month_of() < month) {
      after_death = after_death + paid;
      money_.after_death_to_recover = money_.after_death_to_recover + to_recover;
    } else if (truth.aid && truth.aid->from <= month && Money() < demo::due_for(truth, child.confirmed, raise_, month, last_prepared_on_)) {
      deducted_late = deducted_late + to_recover;
    }
    if (Money() < paid) deductions = deductions + Sums::of(all.deducted, key);
  }
  money_.paid_after_death += Money() < after_death;
  money_.after_death = money_.after_death + after_death;
  money_.deducted += Money() < deductions;
  money_.deductions = money_.deductions + deductions;
  money_.deducted_late += Money() < deducted_late;
  money_.deducted_late_to_recover = money_.deducted_late_to_recover + deducted_late;
}

DemoMoney DemoPayments::sum_up(std::vector<std::string>& complaints) {
  if (!last_list_) return money_;
  Sums const all = sums();
  for (auto const& [key, amount] : all.to_recover) money_.overpaid = money_.overpaid + amount;
  money_.repaid = money_.failed;
  for (auto const& [person, child] : children_) {
    money_.repaid -= child.has_failed;
    Knowledge const truth = demo::true_knowledge(world_, child.index);
    bool is_paid = false;
    for (Month month = *first_list_; month <= *last_list_; month = month.plus(1)) {
      auto const found = all.paid.find({person, month});
      Gap const gap{month, found == all.paid.end() ? Money() : found->second, demo::due_for(truth, child.confirmed, raise_, month, last_prepared_on_)};
      money_.paid = money_.paid + gap.paid;
      money_.due = money_.due + gap.due;
      is_paid = is_paid || Money() < gap.paid;
      if (gap.paid != gap.due) explain(child, gap, all, complaints);
    }
    money_.children_paid += is_paid;
    count_what_was_exercised(child, all);
  }
  return money_;
}

}  // namespace hutong::usecases
