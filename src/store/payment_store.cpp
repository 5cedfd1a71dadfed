#include "store/payment_store.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "store/internal/row_values.h"

namespace hutong::store {

using internal::date_of;
using internal::iso;
using internal::known;
using internal::month_of;
using internal::optional_id;
using values::Money;

std::string_view code_of(WorkItemKind kind) {
  switch (kind) {
    case WorkItemKind::bank_failure: return "bank_failure";
    case WorkItemKind::insurance_gap: return "insurance_gap";
  }
  return "";
}

// ---- drafts and lists ----------------------------------------------------------------------------------------------------

namespace {

NoticeRecord notice_from(Row const& row) {
  NoticeRecord notice{row.string(0), std::nullopt, row.string(2)};
  if (auto const child = row.optional_integer(1)) notice.child = static_cast<PersonId>(*child);
  return notice;
}

}  // namespace

std::optional<DraftRecord> PaymentStore::draft_of(values::Month month) {
  auto draft = db_.first("SELECT month, prepared_at, list_digest, entry_count, total_fen FROM payment_draft WHERE month = ?",
                         [](Row const& row) { return DraftRecord{month_of(row.text(0)), row.string(1), row.string(2), row.integer(3), Money::fen(row.integer(4)), {}}; }, month.to_string());
  if (draft)
    db_.each("SELECT kind, child_id, text FROM payment_draft_notice WHERE month = ? ORDER BY notice_number", [&](Row const& row) { draft->notices.push_back(notice_from(row)); }, month.to_string());
  return draft;
}

void PaymentStore::set_draft(DraftRecord const& draft) {
  db_.run(R"sql(
      INSERT INTO payment_draft (month, prepared_at, list_digest, entry_count, total_fen)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (month) DO UPDATE
      SET prepared_at = excluded.prepared_at,
          list_digest = excluded.list_digest,
          entry_count = excluded.entry_count,
          total_fen = excluded.total_fen)sql",
          draft.month.to_string(), draft.prepared_at, draft.list_digest, draft.entry_count, draft.total.in_fen());
  db_.run("DELETE FROM payment_draft_notice WHERE month = ?", draft.month.to_string());
  int64_t number = 0;
  for (NoticeRecord const& notice : draft.notices)
    db_.run("INSERT INTO payment_draft_notice (month, notice_number, kind, child_id, text) VALUES (?, ?, ?, ?, ?)", draft.month.to_string(), ++number, notice.kind, notice.child, notice.text);
}

namespace {

constexpr std::string_view list_columns = R"sql(
      SELECT id, number, month, frozen_at, decided_by, approved_by, reason, list_digest, rules_version, entry_count, line_count, total_fen, total_capitals
      FROM payment_list)sql";

ListRecord list_from(Row const& row) {
  ListRecord list;
  list.id = row.integer(0);
  list.number = row.string(1);
  list.month = month_of(row.text(2));
  list.frozen_at = row.string(3);
  list.persons = {row.string(4), row.string(5)};
  list.reason = row.string(6);
  list.list_digest = row.string(7);
  list.rules_version = row.string(8);
  list.entry_count = row.integer(9);
  list.line_count = row.integer(10);
  list.total = Money::fen(row.integer(11));
  list.total_capitals = row.string(12);
  return list;
}

constexpr std::string_view entry_columns = R"sql(
      SELECT payment_entry.id, list_id, entry_number, bank_reference, child_id, name, id_number, town, account_id, amount_fen
      FROM payment_entry)sql";

EntryRecord entry_from(Row const& row) {
  EntryRecord entry;
  entry.id = row.integer(0);
  entry.list_id = row.integer(1);
  entry.entry_number = static_cast<int>(row.integer(2));
  entry.bank_reference = row.string(3);
  entry.child = static_cast<PersonId>(row.integer(4));
  entry.name = row.string(5);
  entry.id_number = optional_id(row, 6);
  entry.town = row.string(7);
  entry.account_id = row.integer(8);
  entry.amount = Money::fen(row.integer(9));
  return entry;
}

constexpr std::string_view line_columns = R"sql(
      SELECT id, child_id, month, item, sequence, kind, amount_fen, category, standard_fen, offset_fen, citation, why, coverage_id, list_id, line_number,
             entry_id, reverses_id, recovery_step_id, recorded_at, deducted_entry_id
      FROM payment_line
      LEFT JOIN payment_deduction ON payment_deduction.deducted_line_id = payment_line.id)sql";

LineRecord line_from(Row const& row) {
  LineRecord line;
  line.id = row.integer(0);
  line.child = static_cast<PersonId>(row.integer(1));
  line.month = month_of(row.text(2));
  line.item = row.string(3);
  line.sequence = static_cast<int>(row.integer(4));
  line.kind = known(benefits::line_kind_from(row.text(5)));
  line.amount = Money::fen(row.integer(6));
  line.category = known(values::category_from(row.text(7)));
  line.standard = Money::fen(row.integer(8));
  line.offset = Money::fen(row.integer(9));
  line.citation = row.string(10);
  line.why = row.string(11);
  line.coverage_id = row.integer(12);
  line.list_id = row.optional_integer(13);
  line.line_number = row.optional_integer(14);
  line.entry_id = row.optional_integer(15);
  line.reverses_id = row.optional_integer(16);
  line.recovery_step_id = row.optional_integer(17);
  line.recorded_at = row.string(18);
  line.deducted_entry_id = row.optional_integer(19);
  return line;
}

template <class T, class... Params>
std::vector<T> all_of(Connection& db, std::string const& sql, T (*from)(Row const&), Params const&... params) {
  std::vector<T> found;
  db.each(sql, [&](Row const& row) { found.push_back(from(row)); }, params...);
  return found;
}

}  // namespace

std::optional<ListRecord> PaymentStore::list_of(values::Month month) { return db_.first(std::string(list_columns) + " WHERE month = ?", list_from, month.to_string()); }
std::optional<ListRecord> PaymentStore::latest_list() { return db_.first(std::string(list_columns) + " ORDER BY month DESC LIMIT 1", list_from); }
std::vector<ListRecord> PaymentStore::lists() { return all_of(db_, std::string(list_columns) + " ORDER BY month", list_from); }
ListRecord PaymentStore::list(int64_t id) { return db_.first(std::string(list_columns) + " WHERE id = ?", list_from, id).value(); }
std::vector<NoticeRecord> PaymentStore::notices_of(int64_t list) {
  return all_of(db_, "SELECT kind, child_id, text FROM payment_list_notice WHERE notice_list_id = ? ORDER BY notice_number", notice_from, list);
}
std::vector<EntryRecord> PaymentStore::entries_of(int64_t list) {
  return all_of(db_, std::string(entry_columns) + " WHERE list_id = ? ORDER BY entry_number", entry_from, list);
}
std::vector<EntryRecord> PaymentStore::entries_without_result() {
  return all_of(db_, std::string(entry_columns) + " LEFT JOIN bank_result ON bank_result.entry_id = payment_entry.id LEFT JOIN payment_not_sent ON payment_not_sent.entry_id = payment_entry.id WHERE bank_result.entry_id IS NULL AND payment_not_sent.entry_id IS NULL ORDER BY payment_entry.id", entry_from);
}
std::vector<EntryRecord> PaymentStore::exported_entries_without_result() {
  auto entries = entries_without_result();
  std::map<int64_t, bool> is_exported;
  for (ListRecord const& list : lists()) is_exported[list.id] = !exports_of(list.id).empty();
  std::erase_if(entries, [&](EntryRecord const& entry) { return !is_exported.at(entry.list_id); });
  return entries;
}
std::optional<EntryRecord> PaymentStore::entry(int64_t id) { return db_.first(std::string(entry_columns) + " WHERE id = ?", entry_from, id); }
std::optional<EntryRecord> PaymentStore::entry_with(std::string_view bank_reference) {
  return db_.first(std::string(entry_columns) + " WHERE bank_reference = ?", entry_from, bank_reference);
}
std::vector<LineRecord> PaymentStore::all_lines() { return all_of(db_, std::string(line_columns) + " ORDER BY child_id, month, sequence", line_from); }
std::vector<LineRecord> PaymentStore::lines_of(PersonId child) { return all_of(db_, std::string(line_columns) + " WHERE child_id = ? ORDER BY month, sequence", line_from, child); }
std::vector<LineRecord> PaymentStore::lines_of_entry(int64_t entry) { return all_of(db_, std::string(line_columns) + " WHERE entry_id = ? ORDER BY line_number", line_from, entry); }
std::vector<LineRecord> PaymentStore::deductions_of_entry(int64_t entry) {
  return all_of(db_, std::string(line_columns) + " WHERE deducted_entry_id = ? ORDER BY deducted_line_number", line_from, entry);
}
std::optional<LineRecord> PaymentStore::line(int64_t id) { return db_.first(std::string(line_columns) + " WHERE id = ?", line_from, id); }

int64_t PaymentStore::add(ListRecord const& list) {
  int64_t const id = db_.next_id("payment_list");
  db_.run(R"sql(
      INSERT INTO payment_list (id, number, month, frozen_at, decided_by, approved_by, reason, list_digest, rules_version, entry_count, line_count, total_fen, total_capitals)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, list.number, list.month.to_string(), list.frozen_at, list.persons.decided_by, list.persons.approved_by, list.reason, list.list_digest, list.rules_version,
          list.entry_count, list.line_count, list.total.in_fen(), list.total_capitals);
  return id;
}

void PaymentStore::add(int64_t list, std::vector<NoticeRecord> const& notices) {
  int64_t number = 0;
  for (NoticeRecord const& notice : notices)
    db_.run("INSERT INTO payment_list_notice (notice_list_id, notice_number, kind, child_id, text) VALUES (?, ?, ?, ?, ?)", list, ++number, notice.kind, notice.child, notice.text);
}

int64_t PaymentStore::add(EntryRecord const& entry) {
  int64_t const id = db_.next_id("payment_entry");
  db_.run(R"sql(
      INSERT INTO payment_entry (id, list_id, entry_number, bank_reference, child_id, name, id_number, town, account_id, amount_fen)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, entry.list_id, entry.entry_number, entry.bank_reference, entry.child, entry.name,
          entry.id_number ? std::optional(entry.id_number->reveal()) : std::nullopt, entry.town, entry.account_id, entry.amount.in_fen());
  return id;
}

int64_t PaymentStore::add(LineRecord const& line) {
  int64_t const id = db_.next_id("payment_line");
  int64_t const sequence =
      db_.integer("SELECT COALESCE(MAX(sequence), 0) + 1 FROM payment_line WHERE child_id = ? AND month = ?", line.child, line.month.to_string());
  db_.run(R"sql(
      INSERT INTO payment_line (id, child_id, month, item, sequence, kind, amount_fen, category, standard_fen, offset_fen, citation, why, coverage_id, list_id,
                                line_number, entry_id, reverses_id, recovery_step_id, recorded_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, line.child, line.month.to_string(), line.item, sequence, benefits::code_of(line.kind), line.amount.in_fen(), values::code_of(line.category),
          line.standard.in_fen(), line.offset.in_fen(), line.citation, line.why, line.coverage_id, line.list_id, line.line_number, line.entry_id, line.reverses_id,
          line.recovery_step_id, line.recorded_at);
  return id;
}

void PaymentStore::add_deduction(int64_t line, EntryRecord const& from, int64_t line_number) {
  db_.run("INSERT INTO payment_deduction (deducted_line_id, deducted_entry_id, deducted_list_id, deducted_line_number) VALUES (?, ?, ?, ?)", line, from.id, from.list_id, line_number);
}

void PaymentStore::add(ExportRecord const& record) {
  db_.run(R"sql(
      INSERT INTO payment_export (id, list_id, exported_at, file_name, file_digest, file_size)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING)sql",
          db_.next_id("payment_export"), record.list_id, record.exported_at, record.file_name, record.file_digest, record.file_size);
}

std::vector<ExportRecord> PaymentStore::exports_of(int64_t list) {
  std::vector<ExportRecord> found;
  db_.each("SELECT list_id, exported_at, file_name, file_digest, file_size FROM payment_export WHERE list_id = ? ORDER BY id",
           [&](Row const& row) { found.push_back({row.integer(0), row.string(1), row.string(2), row.string(3), row.integer(4)}); }, list);
  return found;
}

std::map<int64_t, std::string> PaymentStore::not_sent_of(int64_t list) {
  std::map<int64_t, std::string> found;
  db_.each("SELECT entry_id, why FROM payment_not_sent JOIN payment_entry ON payment_entry.id = entry_id WHERE list_id = ?", [&](Row const& row) { found[row.integer(0)] = row.string(1); }, list);
  return found;
}

void PaymentStore::add_not_sent(int64_t entry, std::string_view why, std::string_view recorded_at) {
  db_.run("INSERT INTO payment_not_sent (entry_id, recorded_at, why) VALUES (?, ?, ?)", entry, recorded_at, why);
}

// ---- the bank's answer ---------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view return_columns = "SELECT id, recorded_at, file_name, file_digest, file_size, row_count FROM bank_return";

BankReturnRecord return_from(Row const& row) { return {row.integer(0), row.string(1), row.string(2), row.string(3), row.integer(4), row.integer(5)}; }

}  // namespace

std::optional<BankReturnRecord> PaymentStore::bank_return_of(std::string_view digest) { return db_.first(std::string(return_columns) + " WHERE file_digest = ?", return_from, digest); }
BankReturnRecord PaymentStore::bank_return(int64_t id) { return db_.first(std::string(return_columns) + " WHERE id = ?", return_from, id).value(); }

int64_t PaymentStore::add(BankReturnRecord const& record) {
  int64_t const id = db_.next_id("bank_return");
  db_.run("INSERT INTO bank_return (id, recorded_at, file_name, file_digest, file_size, row_count) VALUES (?, ?, ?, ?, ?, ?)", id, record.recorded_at, record.file_name,
          record.file_digest, record.file_size, record.row_count);
  return id;
}

void PaymentStore::add(BankResultRecord const& result) {
  db_.run("INSERT INTO bank_result (entry_id, bank_return_id, sheet, row_number, outcome, why) VALUES (?, ?, ?, ?, ?, ?)", result.entry_id, result.bank_return_id,
          result.sheet, result.row, result.outcome, result.why);
}

void PaymentStore::add_late(int64_t entry, BankLateFailure const& late) {
  db_.run("INSERT INTO bank_late_failure (late_entry_id, late_bank_return_id, late_sheet, late_row_number, late_why) VALUES (?, ?, ?, ?, ?)", entry, late.bank_return_id,
          late.sheet, late.row, late.why);
}

std::optional<BankResultRecord> PaymentStore::result_of(int64_t entry) {
  return db_.first(R"sql(
      SELECT entry_id, bank_return_id, sheet, row_number, outcome, why, late_bank_return_id, late_sheet, late_row_number, late_why
      FROM bank_result
      LEFT JOIN bank_late_failure ON late_entry_id = entry_id
      WHERE entry_id = ?)sql",
                   [](Row const& row) {
                     BankResultRecord result{row.integer(0), row.integer(1), row.string(2), static_cast<int>(row.integer(3)), row.string(4), row.string(5), std::nullopt};
                     if (!row.is_null(6)) result.late = BankLateFailure{row.integer(6), row.string(7), static_cast<int>(row.integer(8)), row.string(9)};
                     return result;
                   },
                   entry);
}

std::vector<PaymentStore::Failure> PaymentStore::last_failures() {
  std::vector<Failure> failures;
  db_.each(R"sql(
      SELECT payment_entry.child_id, payment_entry.account_id, COALESCE(late_why, bank_result.why)
      FROM payment_entry
      JOIN bank_result ON bank_result.entry_id = payment_entry.id
      LEFT JOIN bank_late_failure ON late_entry_id = payment_entry.id
      WHERE (bank_result.outcome = 'failed' OR late_entry_id IS NOT NULL)
        AND NOT EXISTS (
          SELECT 1
          FROM payment_entry AS later
          JOIN bank_result AS later_result ON later_result.entry_id = later.id
          WHERE later.child_id = payment_entry.child_id
            AND later.id > payment_entry.id
            AND later_result.outcome = 'paid'
            AND later.id NOT IN (SELECT late_entry_id FROM bank_late_failure))
      ORDER BY payment_entry.child_id, payment_entry.id)sql",
           [&](Row const& row) { failures.push_back({static_cast<PersonId>(row.integer(0)), row.integer(1), row.string(2)}); });
  return failures;
}

// ---- work items ----------------------------------------------------------------------------------------------------------

void PaymentStore::open(WorkItem const& item) {
  db_.run("INSERT INTO work_item (id, item_key, kind, child_id, opened_at, paragraph) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (item_key) DO NOTHING", db_.next_id("work_item"),
          item.key, code_of(item.kind), item.child, item.opened_at, item.paragraph);
}

void PaymentStore::close_work_item(std::string_view key, std::string_view closed_at, std::string_view why) {
  db_.run("INSERT INTO work_item_closing (work_item_id, closed_at, why) SELECT id, ?, ? FROM work_item WHERE item_key = ? ON CONFLICT DO NOTHING", closed_at, why, key);
}

std::vector<WorkItem> PaymentStore::open_work_items() {
  std::vector<WorkItem> items;
  db_.each(R"sql(
      SELECT work_item.id, work_item.item_key, work_item.kind, work_item.child_id, work_item.opened_at, work_item.paragraph
      FROM work_item
      LEFT JOIN work_item_closing ON work_item_closing.work_item_id = work_item.id
      WHERE work_item_closing.work_item_id IS NULL
      ORDER BY work_item.id)sql",
           [&](Row const& row) {
             WorkItemKind const kind = row.text(2) == code_of(WorkItemKind::bank_failure) ? WorkItemKind::bank_failure : WorkItemKind::insurance_gap;
             items.push_back({row.integer(0), row.string(1), kind, static_cast<PersonId>(row.integer(3)), row.string(4), row.string(5)});
           });
  return items;
}

// ---- recovery ------------------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view recovery_columns = "SELECT id, list_id, child_id, amount_fen, proposed_at, why FROM recovery";

RecoveryRecord recovery_from(Row const& row) {
  RecoveryRecord recovery;
  recovery.id = row.integer(0);
  recovery.list_id = row.integer(1);
  recovery.child = static_cast<PersonId>(row.integer(2));
  recovery.amount = Money::fen(row.integer(3));
  recovery.proposed_at = row.string(4);
  recovery.why = row.string(5);
  return recovery;
}

void load_rest(Connection& db, RecoveryRecord& recovery) {
  db.each("SELECT month, amount_fen FROM recovery_month WHERE recovery_id = ? ORDER BY month",
          [&](Row const& row) { recovery.months.emplace_back(month_of(row.text(0)), Money::fen(row.integer(1))); }, recovery.id);
  db.each(R"sql(
      SELECT deed, step_on, decided_by, approved_by, reason, document, amount_fen, means, plan
      FROM recovery_step
      WHERE recovery_id = ?
      ORDER BY step_number)sql",
          [&](Row const& row) {
            benefits::RecoveryStep step;
            step.deed = known(benefits::recovery_deed_from(row.text(0)));
            step.on = date_of(row.text(1));
            step.by = row.string(2);
            step.approved_by = row.string(3);
            step.reason = row.string(4);
            step.document = row.string(5);
            step.amount = Money::fen(row.integer(6));
            step.means = known(benefits::repayment_means_from(row.text(7)));
            for (auto const& one : nlohmann::json::parse(row.text(8)))
              step.plan.push_back({date_of(one.at("due_on").get<std::string>()), Money::fen(one.at("amount_fen").get<int64_t>())});
            recovery.steps.push_back(std::move(step));
          },
          recovery.id);
}

std::string plan_json(std::vector<benefits::Instalment> const& plan) {
  base::JsonWriter json;
  json.begin_array();
  for (benefits::Instalment const& one : plan) json.begin_object().member("due_on", one.due_on.to_string()).member("amount_fen", one.amount.in_fen()).end_object();
  json.end_array();
  return json.text();
}

}  // namespace

std::vector<RecoveryRecord> PaymentStore::recoveries() {
  auto found = all_of(db_, std::string(recovery_columns) + " ORDER BY id", recovery_from);
  for (RecoveryRecord& recovery : found) load_rest(db_, recovery);
  return found;
}

std::optional<RecoveryRecord> PaymentStore::recovery(int64_t id) {
  auto found = db_.first(std::string(recovery_columns) + " WHERE id = ?", recovery_from, id);
  if (found) load_rest(db_, *found);
  return found;
}

int64_t PaymentStore::recovery_of_step(int64_t step) { return db_.integer("SELECT recovery_id FROM recovery_step WHERE id = ?", step); }

int64_t PaymentStore::add(RecoveryRecord const& recovery) {
  int64_t const id = db_.next_id("recovery");
  db_.run("INSERT INTO recovery (id, list_id, child_id, amount_fen, proposed_at, why) VALUES (?, ?, ?, ?, ?, ?)", id, recovery.list_id, recovery.child,
          recovery.amount.in_fen(), recovery.proposed_at, recovery.why);
  for (auto const& [month, amount] : recovery.months)
    db_.run("INSERT INTO recovery_month (recovery_id, month, amount_fen) VALUES (?, ?, ?)", id, month.to_string(), amount.in_fen());
  return id;
}

int64_t PaymentStore::add(int64_t recovery, benefits::RecoveryStep const& step, std::string_view recorded_at) {
  int64_t const id = db_.next_id("recovery_step");
  int64_t const number = db_.integer("SELECT COUNT(*) + 1 FROM recovery_step WHERE recovery_id = ?", recovery);
  db_.run(R"sql(
      INSERT INTO recovery_step (id, recovery_id, step_number, deed, step_on, decided_by, approved_by, reason, document, amount_fen, means, plan, recorded_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, recovery, number, benefits::code_of(step.deed), step.on.to_string(), step.by, step.approved_by, step.reason, step.document, step.amount.in_fen(),
          benefits::code_of(step.means), plan_json(step.plan), recorded_at);
  return id;
}

// ---- let go --------------------------------------------------------------------------------------------------------------

std::vector<LetGoRecord> PaymentStore::let_go() {
  std::vector<LetGoRecord> all;
  db_.each(R"sql(
      SELECT id, child_id, month, side, let_go_fen, recovery_step_id, list_id, decided_by, approved_by, reason, document, recorded_at
      FROM let_go
      ORDER BY id)sql",
           [&](Row const& row) {
             LetGoRecord one;
             one.id = row.integer(0);
             one.child = static_cast<PersonId>(row.integer(1));
             one.month = month_of(row.text(2));
             one.side = known(benefits::let_go_side_from(row.text(3)));
             one.amount = Money::fen(row.integer(4));
             one.recovery_step_id = row.optional_integer(5);
             one.list_id = row.optional_integer(6);
             one.persons = {row.string(7), row.string(8)};
             one.reason = row.string(9);
             one.document = row.string(10);
             one.recorded_at = row.string(11);
             all.push_back(std::move(one));
           });
  return all;
}

void PaymentStore::add(LetGoRecord const& one) {
  db_.run(R"sql(
      INSERT INTO let_go (id, child_id, month, side, let_go_fen, recovery_step_id, list_id, decided_by, approved_by, reason, document, recorded_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          db_.next_id("let_go"), one.child, one.month.to_string(), benefits::code_of(one.side), one.amount.in_fen(), one.recovery_step_id, one.list_id,
          one.persons.decided_by, one.persons.approved_by, one.reason, one.document, one.recorded_at);
}

}  // namespace hutong::store
