#include "usecases/run_payments.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "store/coverage_store.h"
#include "usecases/context.h"
#include "usecases/internal/covered_children.h"
#include "usecases/internal/instants.h"
#include "usecases/internal/payment_notices.h"
#include "usecases/internal/recovery_sums.h"
#include "usecases/internal/two_persons.h"

namespace hutong::usecases {

using payments::Entry;
using payments::Line;
using payments::PaymentList;
using store::PaymentStore;
using values::Money;
using values::Month;

namespace {

base::Result<bool> may_be_next(Context& context, PaymentStore& store, Month month) {
  if (month.first_day() > context.today()) return base::fail("payment_in_future", {{"month", month.to_chinese()}, {"today", context.today().to_chinese()}});
  auto const latest = store.latest_list();
  if (latest && month != latest->month.plus(1))
    return base::fail("payment_month_skipped", {{"month", month.to_chinese()}, {"latest", latest->month.to_chinese()}, {"expected", latest->month.plus(1).to_chinese()}});
  return true;
}

payments::Preparation preparation_for(Context& context, Month month) {
  auto const layout = context.payments_layout();
  auto const last = PaymentStore(context.db()).list_of(month.plus(-1));
  auto const last_made_on = last ? std::optional(day_of(last->frozen_at)) : std::nullopt;
  return {context.settings().district, context.divisions().district_name(), month, context.today(), layout ? &(*layout)->bank_file : nullptr, last_made_on};
}

base::Result<payments::Prepared> prepared_list(Context& context, Month month) {
  TRY(auto const* rules, context.money_rules());
  return payments::prepare(*rules, preparation_for(context, month), covered_children(context, month));
}

struct Shown {
  payments::Prepared prepared;
  std::vector<PaymentNotice> notices;
};

base::Result<Shown> shown_list(Context& context, Month month) {
  Shown shown;
  TRY(shown.prepared, prepared_list(context, month));
  TRY(auto const* rules, context.money_rules());
  shown.notices = payment_notices(context, *rules, shown.prepared);
  return shown;
}

std::vector<store::NoticeRecord> records_of(Shown const& shown) {
  std::vector<store::NoticeRecord> records;
  for (PaymentNotice const& notice : shown.notices) records.push_back({std::string(code_of(notice.kind)), std::nullopt, notice.text});
  for (payments::Warning const& warning : shown.prepared.warnings) records.push_back({std::string(payments::code_of(warning.kind)), warning.child, warning.text});
  return records;
}

bool was_shown(store::NoticeRecord const& one, store::DraftRecord const& draft) {
  return std::any_of(draft.notices.begin(), draft.notices.end(), [&](store::NoticeRecord const& shown) { return shown.kind == one.kind && shown.child == one.child && shown.text == one.text; });
}

// Of everything that would be frozen.
std::string digest_of(PaymentList const& list) {
  base::JsonWriter json;
  json.begin_array();
  for (Entry const& entry : list.entries) {
    json.begin_array().value(entry.number).value(static_cast<int64_t>(entry.child)).value(entry.name).value(entry.id ? entry.id->reveal() : "").value(entry.town).value(entry.account_id);
    for (Line const& line : entry.lines)
      json.value(line.month.to_string()).value(benefits::code_of(line.kind)).value(line.amount.in_fen()).value(values::code_of(line.category)).value(line.standard.in_fen())
          .value(line.offset.in_fen()).value(line.citation).value(line.coverage);
    json.end_array();
  }
  json.end_array();
  return base::sm3_hex(list.month.to_string() + json.text());
}

}  // namespace

base::Result<PaymentOutcome> run_payments(Context& context, Month month) {
  return context.db().transaction([&]() -> base::Result<PaymentOutcome> {
    PaymentStore store(context.db());
    if (store.list_of(month)) return frozen_payments(context, month);
    TRY([[maybe_unused]] bool const may, may_be_next(context, store, month));
    PaymentOutcome outcome;
    outcome.month = month;
    TRY(auto shown, shown_list(context, month));
    PaymentList const& list = shown.prepared.list;
    store.set_draft({month, base::to_string(context.now()), digest_of(list), static_cast<int64_t>(list.entries.size()), list.total(), records_of(shown)});
    outcome.prepared = std::move(shown.prepared);
    outcome.notices = std::move(shown.notices);
    return outcome;
  });
}

Month month_of_next_list(Context& context) {
  auto const latest = PaymentStore(context.db()).latest_list();
  return latest ? latest->month.plus(1) : context.today().month_of();
}

base::Result<payments::Prepared> next_payments(Context& context) {
  CHECK(PaymentStore(context.db()).latest_list());
  return prepared_list(context, month_of_next_list(context));
}

base::Result<payments::OpenDifferences> open_differences_of(Context& context, payments::CoveredChild const& child) {
  TRY(auto const* rules, context.money_rules());
  return payments::open_differences(*rules, preparation_for(context, month_of_next_list(context)), child);
}

base::Result<Money> deduction_max(Context& context, Month month, payments::CoveredChild const& child) {
  TRY(auto const* rules, context.money_rules());
  return payments::deduction_max(*rules, preparation_for(context, month), child);
}

// ---- freeze --------------------------------------------------------------------------------------------------------------

namespace {

std::string item_of(Line const& line, Month list_month) {
  CHECK(line.kind == benefits::LineKind::normal || line.kind == benefits::LineKind::arrears);
  return line.kind == benefits::LineKind::normal ? "normal" : "arrears:" + list_month.to_string();
}

class Freezing {
 public:
  Freezing(Context& context, Month month, Deciding deciding) : context_(context), month_(month), deciding_(std::move(deciding)), store_(context.db()), now_(base::to_string(context.now())) {}

  base::Result<PaymentOutcome> freeze() {
    if (store_.list_of(month_)) {
      TRY(auto outcome, frozen_payments(context_, month_));
      outcome.was_frozen_before = true;
      return outcome;
    }
    TRY([[maybe_unused]] bool const may, may_be_next(context_, store_, month_));
    TRY([[maybe_unused]] auto const* layout, context_.payments_layout());  // what cannot be exported is not frozen
    TRY(auto const shown, shown_list(context_, month_));
    auto const records = records_of(shown);
    auto const draft = store_.draft_of(month_);
    if (!draft) return base::fail("payment_not_shown", {{"month", month_.to_chinese()}, {"iso", month_.to_string()}});
    bool const is_as_shown = draft->list_digest == digest_of(shown.prepared.list) && std::all_of(records.begin(), records.end(), [&](auto const& one) { return was_shown(one, *draft); });
    if (!is_as_shown) return base::fail("payment_changed_since_shown", {{"month", month_.to_chinese()}, {"iso", month_.to_string()}});
    write(shown.prepared, records);
    return frozen_payments(context_, month_);
  }

 private:
  void write(payments::Prepared const& prepared, std::vector<store::NoticeRecord> const& notices) {
    PaymentList const& list = prepared.list;
    store::ListRecord record;
    record.number = list.number;
    record.month = month_;
    record.frozen_at = now_;
    record.persons = {deciding_.decided_by, deciding_.approved_by};
    record.reason = deciding_.reason;
    record.list_digest = digest_of(list);
    record.rules_version = context_.rulebook().version();
    record.entry_count = static_cast<int64_t>(list.entries.size());
    for (Entry const& entry : list.entries) record.line_count += static_cast<int64_t>(entry.lines.size());
    record.total = list.total();
    record.total_capitals = list.total().in_capitals().value();
    int64_t const list_id = store_.add(record);
    store_.add(list_id, notices);
    Money written;
    for (Entry const& entry : list.entries) written = written + write(list_id, entry);
    CHECK(written == record.total);
    for (payments::TooMuch const& one : prepared.too_much) {
      for (int64_t replaced : one.replaces) withdraw(replaced);
      if (!one.months.empty()) store_.add(store::RecoveryRecord{0, list_id, one.child, one.amount(), now_, one.why, one.months, {}});
    }
    for (payments::LetGoEnd const& one : prepared.let_go_ends)
      store_.add(store::LetGoRecord{0, one.child, one.month, one.side, Money() - one.amount, std::nullopt, list_id, record.persons, base::label("let_go_ended"), "", now_});
    close_repaid_failures(list);
  }

  Money write(int64_t list_id, Entry const& entry) {
    store::EntryRecord record{0, list_id, entry.number, payments::bank_reference(month_, entry.number), entry.child, entry.name, entry.id, entry.town, entry.account_id, entry.amount()};
    record.id = store_.add(record);
    Money written;
    std::map<int64_t, std::vector<store::LineRecord>> deducted;  // by recovery
    for (Line const& line : entry.lines) {
      store::LineRecord made;
      made.child = entry.child;
      made.month = line.month;
      made.kind = line.kind;
      made.amount = line.amount;
      made.category = line.category;
      made.standard = line.standard;
      made.offset = line.offset;
      made.citation = line.citation;
      made.why = line.why;
      made.coverage_id = std::stoll(line.coverage);
      written = written + line.counted();
      if (line.kind == benefits::LineKind::recovery) {
        deducted[line.recovery].push_back(std::move(made));
        continue;
      }
      made.item = item_of(line, month_);
      made.list_id = list_id;
      made.line_number = ++line_number_;
      made.entry_id = record.id;
      made.recorded_at = now_;
      store_.add(made);
    }
    for (auto& [recovery, lines] : deducted) keep_back(recovery, record, std::move(lines));
    return written;
  }

  // For the recovery it is money that came back, with the list as its receipt.
  void keep_back(int64_t recovery, store::EntryRecord const& from, std::vector<store::LineRecord> lines) {
    benefits::RecoveryStep step;
    step.deed = benefits::RecoveryDeed::repay;
    step.on = context_.today();
    step.by = deciding_.decided_by;
    step.approved_by = deciding_.approved_by;
    step.document = payments::list_number(context_.settings().district, month_);
    step.means = benefits::RepaymentMeans::deduction;
    for (store::LineRecord const& line : lines) step.amount = step.amount + line.amount;
    CHECK(benefits::after(state_of(store_.recovery(recovery).value()), step).problems.empty());
    int64_t const step_id = store_.add(recovery, step, now_);
    for (int64_t line : write_returned(store_, step_id, std::move(lines), now_)) store_.add_deduction(line, from, ++line_number_);
  }

  // Nobody has decided on it, and the two who freeze the list have seen what takes its place.
  void withdraw(int64_t recovery) {
    benefits::RecoveryStep step;
    step.deed = benefits::RecoveryDeed::revise;
    step.on = context_.today();
    step.by = deciding_.decided_by;
    step.approved_by = deciding_.approved_by;
    step.reason = base::label("recovery_replaced", {{"number", payments::list_number(context_.settings().district, month_)}});
    CHECK(benefits::after(state_of(store_.recovery(recovery).value()), step).problems.empty());
    store_.add(recovery, step, now_);
  }

  // What the bank sent back is on its way again.
  void close_repaid_failures(PaymentList const& list) {
    for (store::WorkItem const& item : store_.open_work_items()) {
      bool const is_paid_again = item.kind == store::WorkItemKind::bank_failure &&
                                 std::any_of(list.entries.begin(), list.entries.end(), [&](Entry const& entry) { return entry.child == item.child; });
      if (is_paid_again) store_.close_work_item(item.key, now_, base::label("work_item_paid_again", {{"number", list.number}}));
    }
  }

  Context& context_;
  Month month_;
  Deciding deciding_;
  PaymentStore store_;
  std::string now_;
  int64_t line_number_ = 0;
};

}  // namespace

base::Result<PaymentOutcome> freeze_payments(Context& context, Month month, Deciding const& deciding) {
  TRY(auto const two, checked(deciding, true));
  return context.db().transaction([&] { return Freezing(context, month, two).freeze(); });
}

// ---- the frozen list -----------------------------------------------------------------------------------------------------

base::Result<PaymentOutcome> frozen_payments(Context& context, Month month) {
  PaymentStore store(context.db());
  store::CoverageStore coverage(context.db());
  auto const record = store.list_of(month);
  if (!record) return base::fail("payment_not_frozen", {{"month", month.to_chinese()}, {"iso", month.to_string()}});
  PaymentOutcome outcome;
  outcome.month = month;
  outcome.frozen = record;
  outcome.shown = store.notices_of(record->id);
  PaymentList& list = outcome.prepared.list;
  list.month = month;
  list.number = record->number;
  list.made_on = day_of(record->frozen_at);
  list.district_name = context.divisions().district_name();
  for (store::EntryRecord const& one : store.entries_of(record->id)) {
    auto const account = coverage.account(one.account_id);
    Entry entry;
    entry.number = one.entry_number;
    entry.child = one.child;
    entry.name = one.name;
    entry.id = one.id_number;
    entry.town = one.town;
    entry.payee_name = account.payee_name;
    entry.relation = account.payee_relation;
    entry.account = {account.holder_name, account.account_number, account.bank_name};
    entry.account_id = account.id;
    for (bool const is_deducted : {false, true})
      for (store::LineRecord const& line : is_deducted ? store.deductions_of_entry(one.id) : store.lines_of_entry(one.id))
        entry.lines.push_back({line.month, line.kind, line.amount, line.category, line.standard, line.offset, line.why, line.citation, std::to_string(line.coverage_id)});
    CHECK(!entry.lines.empty() && entry.amount() == one.amount);
    list.entries.push_back(std::move(entry));
  }
  CHECK(static_cast<int64_t>(list.entries.size()) == record->entry_count && list.total() == record->total);
  CHECK(digest_of(list) == record->list_digest);  // nobody has touched the database
  return outcome;
}

// ---- hutong.payments/1 ---------------------------------------------------------------------------------------------------

namespace {

void write_line(base::JsonWriter& json, Line const& line) {
  json.begin_object().member("month", line.month.to_string()).member("kind", benefits::code_of(line.kind)).member("amount_fen", line.amount.in_fen());
  json.member("category", values::code_of(line.category)).member("standard_fen", line.standard.in_fen()).member("offset_fen", line.offset.in_fen());
  json.member("why", line.why).member("citation", line.citation).end_object();
}

void write_entry(base::JsonWriter& json, Entry const& entry, Month month) {
  json.begin_object().member("number", entry.number).member("reference", payments::bank_reference(month, entry.number)).member("person", static_cast<int64_t>(entry.child));
  json.member("name", entry.name).member("town", entry.town).member("payee", entry.payee_name).member("amount_fen", entry.amount().in_fen()).key("lines").begin_array();
  for (Line const& line : entry.lines) write_line(json, line);
  json.end_array().end_object();
}

void write_prepared(base::JsonWriter& json, payments::Prepared const& prepared) {
  json.key("warnings").begin_array();
  for (auto const& warning : prepared.warnings)
    json.begin_object().member("kind", payments::code_of(warning.kind)).member("holds", payments::holds(warning.kind)).member("person", static_cast<int64_t>(warning.child))
        .member("name", warning.name).member("town", warning.town).member("text", warning.text).end_object();
  json.end_array().key("changes").begin_array();
  for (auto const& change : prepared.changes)
    json.begin_object().member("kind", payments::code_of(change.kind)).member("person", static_cast<int64_t>(change.child)).member("name", change.name)
        .member("before_fen", change.before.in_fen()).member("now_fen", change.now.in_fen()).member("amount_fen", change.amount.in_fen()).member("why", change.why).end_object();
  json.end_array().key("held").begin_array();
  for (auto const& held : prepared.held)
    json.begin_object().member("person", static_cast<int64_t>(held.child)).member("name", held.name).member("amount_fen", held.amount().in_fen()).end_object();
  json.end_array().key("too_much").begin_array();
  for (auto const& one : prepared.too_much) {
    json.begin_object().member("person", static_cast<int64_t>(one.child)).member("name", one.name).member("amount_fen", one.amount().in_fen()).member("why", one.why);
    json.key("replaces").begin_array();
    for (int64_t replaced : one.replaces) json.value(replaced);
    json.end_array().key("months").begin_array();
    for (auto const& [month, amount] : one.months) json.begin_object().member("month", month.to_string()).member("amount_fen", amount.in_fen()).end_object();
    json.end_array().end_object();
  }
  json.end_array().key("last_month").begin_object().member("count", prepared.last_count).member("total_fen", prepared.last_total.in_fen()).end_object();
}

}  // namespace

std::string to_json(PaymentOutcome const& outcome) {
  PaymentList const& list = outcome.prepared.list;
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.payments/1").member("month", outcome.month.to_string()).member("number", list.number);
  json.member("state", outcome.frozen ? "frozen" : "draft").key("frozen");
  if (outcome.frozen)
    json.begin_object().member("at", outcome.frozen->frozen_at).member("by", outcome.frozen->persons.decided_by).member("approved_by", outcome.frozen->persons.approved_by)
        .member("reason", outcome.frozen->reason).member("rules_version", outcome.frozen->rules_version).member("before", outcome.was_frozen_before).end_object();
  else json.null();
  json.member("count", list.entries.size()).member("total_fen", list.total().in_fen()).member("total_capitals", list.total().in_capitals().value());
  json.member("normal_fen", list.total_of(benefits::LineKind::normal).in_fen());
  json.member("arrears_fen", list.total_of(benefits::LineKind::arrears).in_fen()).member("deducted_fen", list.total_of(benefits::LineKind::recovery).in_fen()).key("entries").begin_array();
  for (Entry const& entry : list.entries) write_entry(json, entry, outcome.month);
  json.end_array().key("notices").begin_array();
  for (PaymentNotice const& notice : outcome.notices) json.begin_object().member("kind", code_of(notice.kind)).key("person").null().member("text", notice.text).end_object();
  for (store::NoticeRecord const& notice : outcome.shown) {
    json.begin_object().member("kind", notice.kind).key("person");
    if (notice.child) json.value(static_cast<int64_t>(*notice.child));
    else json.null();
    json.member("text", notice.text).end_object();
  }
  json.end_array();
  if (!outcome.frozen) write_prepared(json, outcome.prepared);
  json.end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
