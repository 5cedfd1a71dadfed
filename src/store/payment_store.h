#pragma once
// Lists, their rows and lines, what the bank said of them, what is to be had back (migration 0003). Decides nothing; the database refuses changes.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benefits/recovery.h"
#include "benefits/words.h"
#include "store/connection.h"
#include "store/coverage_store.h"
#include "values/date.h"
#include "values/money.h"

namespace hutong::store {

struct NoticeRecord {  // what was told beside a list's rows
  std::string kind;
  std::optional<PersonId> child;  // absent: of the whole list
  std::string text;
};

struct DraftRecord {
  values::Month month;
  std::string prepared_at, list_digest;
  int64_t entry_count = 0;
  values::Money total;
  std::vector<NoticeRecord> notices;
};

struct ListRecord {
  int64_t id = 0;
  std::string number;
  values::Month month;
  std::string frozen_at;
  TwoPersons persons;
  std::string reason, list_digest, rules_version;
  int64_t entry_count = 0, line_count = 0;
  values::Money total;
  std::string total_capitals;
};

struct EntryRecord {
  int64_t id = 0, list_id = 0;
  int entry_number = 0;
  std::string bank_reference;
  PersonId child = 0;
  std::string name;
  std::optional<values::IdNumber> id_number;
  std::string town;
  int64_t account_id = 0;
  values::Money amount;
};

struct LineRecord {
  int64_t id = 0;
  PersonId child = 0;
  values::Month month;
  std::string item;
  int sequence = 0;
  benefits::LineKind kind = benefits::LineKind::normal;
  values::Money amount;
  values::Category category = values::Category::community_orphan;
  values::Money standard, offset;
  std::string citation, why;
  int64_t coverage_id = 0;
  std::optional<int64_t> list_id, line_number, entry_id, reverses_id, recovery_step_id;
  std::optional<int64_t> deducted_entry_id;  // of a recovery that was kept back from this row of a list
  std::string recorded_at;
};

struct BankReturnRecord {
  int64_t id = 0;
  std::string recorded_at, file_name, file_digest;
  int64_t file_size = 0, row_count = 0;
};
struct BankLateFailure {  // of a payment that an earlier return had said was made
  int64_t bank_return_id = 0;
  std::string sheet;
  int row = 0;
  std::string why;
};
struct BankResultRecord {
  int64_t entry_id = 0, bank_return_id = 0;
  std::string sheet;
  int row = 0;
  std::string outcome;  // paid, failed: as it was told first
  std::string why;
  std::optional<BankLateFailure> late;  // it came back after all
};

struct ExportRecord {
  int64_t list_id = 0;
  std::string exported_at, file_name, file_digest;
  int64_t file_size = 0;
};

enum class WorkItemKind : uint8_t { bank_failure, insurance_gap };
std::string_view code_of(WorkItemKind);
struct WorkItem {
  int64_t id = 0;
  std::string key;
  WorkItemKind kind = WorkItemKind::bank_failure;
  PersonId child = 0;
  std::string opened_at, paragraph;
};

struct RecoveryRecord {
  int64_t id = 0, list_id = 0;
  PersonId child = 0;
  values::Money amount;
  std::string proposed_at, why;
  std::vector<std::pair<values::Month, values::Money>> months;
  std::vector<benefits::RecoveryStep> steps;  // in order
};

struct LetGoRecord {  // a part of a month's difference that is left as it is, or no longer (negative)
  int64_t id = 0;
  PersonId child = 0;
  values::Month month;
  benefits::LetGoSide side = benefits::LetGoSide::paid_too_much;
  values::Money amount;
  std::optional<int64_t> recovery_step_id, list_id;
  TwoPersons persons;
  std::string reason, document, recorded_at;
};

class PaymentStore {
 public:
  explicit PaymentStore(Connection& db) : db_(db) {}

  std::optional<DraftRecord> draft_of(values::Month);
  void set_draft(DraftRecord const&);

  std::optional<ListRecord> list_of(values::Month);
  std::optional<ListRecord> latest_list();
  std::vector<ListRecord> lists();  // by month
  ListRecord list(int64_t id);
  std::vector<NoticeRecord> notices_of(int64_t list);
  std::vector<EntryRecord> entries_of(int64_t list);
  std::vector<EntryRecord> entries_without_result();  // of all lists, those that could be sent
  std::vector<EntryRecord> exported_entries_without_result();
  std::optional<EntryRecord> entry(int64_t id);
  std::optional<EntryRecord> entry_with(std::string_view bank_reference);
  std::vector<LineRecord> all_lines();  // by child, month, sequence
  std::vector<LineRecord> lines_of(PersonId);
  std::vector<LineRecord> lines_of_entry(int64_t entry);       // what was paid with it, in order
  std::vector<LineRecord> deductions_of_entry(int64_t entry);  // what was kept back from it, in order
  std::optional<LineRecord> line(int64_t id);

  // Inside a transaction; they give the id.
  int64_t add(ListRecord const&);
  void add(int64_t list, std::vector<NoticeRecord> const&);
  int64_t add(EntryRecord const&);
  int64_t add(LineRecord const&);  // sequence is counted here
  void add_deduction(int64_t line, EntryRecord const& from, int64_t line_number);
  void add(ExportRecord const&);   // the same file again is the same export
  std::vector<ExportRecord> exports_of(int64_t list);

  // Rows of a list that no file could carry to the bank: entry → why.
  std::map<int64_t, std::string> not_sent_of(int64_t list);
  void add_not_sent(int64_t entry, std::string_view why, std::string_view recorded_at);

  std::optional<BankReturnRecord> bank_return_of(std::string_view file_digest);
  BankReturnRecord bank_return(int64_t id);
  int64_t add(BankReturnRecord const&);
  void add(BankResultRecord const&);  // without `late`
  void add_late(int64_t entry, BankLateFailure const&);
  std::optional<BankResultRecord> result_of(int64_t entry);
  // What the bank could not pay, at once or in the end, to children whom it has paid nothing since; with the account it failed on.
  struct Failure {
    PersonId child = 0;
    int64_t account_id = 0;
    std::string why;
  };
  std::vector<Failure> last_failures();

  void open(WorkItem const&);  // one key opens once
  void close_work_item(std::string_view key, std::string_view closed_at, std::string_view why);
  std::vector<WorkItem> open_work_items();

  std::vector<RecoveryRecord> recoveries();  // in order of proposing
  std::optional<RecoveryRecord> recovery(int64_t id);
  int64_t add(RecoveryRecord const&);  // with its months; steps come later
  int64_t recovery_of_step(int64_t step);
  int64_t add(int64_t recovery, benefits::RecoveryStep const&, std::string_view recorded_at);

  std::vector<LetGoRecord> let_go();  // in order of recording
  void add(LetGoRecord const&);       // inside a transaction

 private:
  Connection& db_;
};

}  // namespace hutong::store
