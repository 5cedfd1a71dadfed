#include "usecases/import_bank_return.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "payments/bank_return.h"
#include "store/payment_store.h"
#include "usecases/context.h"
#include "usecases/internal/reversal.h"

namespace hutong::usecases {

using payments::BankOutcome;
using store::EntryRecord;
using store::PaymentStore;
using values::Money;

namespace {

class Importing {
 public:
  Importing(Context& context, std::string const& file_name, std::string_view bytes, payments::BankReturn const& read)
      : context_(context), file_name_(file_name), bytes_(bytes), read_(read), store_(context.db()), now_(base::to_string(context.now())) {}

  BankReturnOutcome import() {
    load_sent();
    auto const matched = payments::match(sent_, read_.rows);
    outcome_.file_name = file_name_;
    outcome_.waiting = static_cast<int64_t>(matched.waiting);
    outcome_.problems = in_order(read_.problems, matched.problems);
    if (!outcome_.problems.empty()) return outcome_;
    int64_t const return_id = store_.add(store::BankReturnRecord{0, now_, file_name_, base::sm3_hex(bytes_), static_cast<int64_t>(bytes_.size()), static_cast<int64_t>(read_.rows.size())});
    for (payments::Matched const& one : matched.rows) take(return_id, one);
    return outcome_;
  }

 private:
  // All that is wrong with the file at once, as its reader goes through it.
  static std::vector<base::Problem> in_order(std::vector<base::Problem> problems, std::vector<base::Problem> const& more) {
    problems.insert(problems.end(), more.begin(), more.end());
    std::stable_sort(problems.begin(), problems.end(), [](base::Problem const& a, base::Problem const& b) { return std::tie(a.place.sheet, a.place.row) < std::tie(b.place.sheet, b.place.row); });
    return problems;
  }

  void load_sent() {
    store::CoverageStore coverage(context_.db());
    for (store::ListRecord const& list : store_.lists()) {
      bool const is_exported = !store_.exports_of(list.id).empty();
      auto const not_sent = store_.not_sent_of(list.id);
      for (EntryRecord& entry : store_.entries_of(list.id)) {
        if (not_sent.contains(entry.id)) continue;
        auto const account = coverage.account(entry.account_id);
        auto const result = store_.result_of(entry.id);
        payments::SentRow sent{entry.bank_reference, {account.holder_name, account.account_number, account.bank_name}, entry.amount, std::nullopt, false, is_exported};
        if (result) sent.outcome = result->late ? BankOutcome::failed : payments::bank_outcome_from(result->outcome);
        sent.came_back = result && result->late;
        sent_.push_back(std::move(sent));
        entries_.push_back(std::move(entry));
      }
    }
  }

  void take(int64_t return_id, payments::Matched const& matched) {
    EntryRecord const& entry = entries_[matched.sent];
    payments::ReturnRow const& row = read_.rows[matched.returned];
    ++outcome_.rows;
    if (matched.is_known) {
      ++outcome_.known;
      return;
    }
    if (matched.came_back) {
      store_.add_late(entry.id, {return_id, row.sheet, row.row, row.why});
      ++outcome_.came_back;
    } else {
      store_.add(store::BankResultRecord{entry.id, return_id, row.sheet, row.row, std::string(payments::code_of(row.outcome)), row.why, std::nullopt});
    }
    if (row.outcome == BankOutcome::paid) {
      ++outcome_.paid;
      outcome_.paid_sum = outcome_.paid_sum + entry.amount;
      return;
    }
    ++outcome_.failed;
    outcome_.failed_sum = outcome_.failed_sum + entry.amount;
    outcome_.failures.push_back({entry.bank_reference, entry.name, row.why, entry.amount, matched.came_back});
    reverse(store_, entry, matched.came_back ? NotArrived::came_back : NotArrived::failed, row.why.empty() ? base::label("bank_reason_not_told") : row.why, now_);
  }

  Context& context_;
  std::string const& file_name_;
  std::string_view bytes_;
  payments::BankReturn const& read_;
  PaymentStore store_;
  std::string now_;
  std::vector<payments::SentRow> sent_;
  std::vector<EntryRecord> entries_;
  BankReturnOutcome outcome_;
};

BankReturnOutcome refused(std::string const& file_name, std::vector<base::Problem> problems) {
  BankReturnOutcome outcome;
  outcome.file_name = file_name;
  outcome.problems = std::move(problems);
  return outcome;
}

}  // namespace

BankReturnOutcome import_bank_return(Context& context, std::string const& file_name, std::string_view bytes) {
  auto const layout = context.payments_layout();
  if (!layout) return refused(file_name, {layout.error()});
  auto const read = payments::read_bank_return((*layout)->bank_return, bytes);
  if (read.rows.empty()) return refused(file_name, read.problems.empty() ? std::vector{base::problem("bank_return_empty")} : read.problems);
  return context.db().transaction([&] {
    if (PaymentStore(context.db()).bank_return_of(base::sm3_hex(bytes))) {
      BankReturnOutcome outcome;
      outcome.file_name = file_name;
      outcome.was_known = true;
      outcome.rows = outcome.known = static_cast<int64_t>(read.rows.size());
      outcome.waiting = static_cast<int64_t>(PaymentStore(context.db()).exported_entries_without_result().size());
      return outcome;
    }
    return Importing(context, file_name, bytes, read).import();
  });
}

std::string to_json(BankReturnOutcome const& outcome) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.bank_return/1").member("file", outcome.file_name).member("already_imported", outcome.was_known);
  json.member("rows", outcome.rows).member("paid", outcome.paid).member("paid_fen", outcome.paid_sum.in_fen()).member("failed", outcome.failed);
  json.member("failed_fen", outcome.failed_sum.in_fen()).member("came_back", outcome.came_back).member("known", outcome.known).member("waiting", outcome.waiting).key("failures").begin_array();
  for (auto const& one : outcome.failures)
    json.begin_object().member("reference", one.reference).member("name", one.name).member("amount_fen", one.amount.in_fen()).member("why", one.why).member("came_back", one.came_back).end_object();
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
