#include "usecases/export_payments.h"

#include <map>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/messages.h"
#include "documents/document.h"
#include "payments/bank_file.h"
#include "payments/papers.h"
#include "usecases/context.h"
#include "usecases/internal/reversal.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

using payments::Entry;
using payments::PaymentList;

namespace {

// The same file again is no loss. Another one of that name, of a practice directory or of an older layout, may be the one that went to the bank.
base::Result<bool> has_room_for(std::vector<PaymentFile> const& files, std::filesystem::path const& folder) {
  for (PaymentFile const& file : files) {
    auto const path = folder / file.name;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) continue;
    auto const there = base::read_file(path, file.bytes.size() + 1);
    if (!there || *there != file.bytes) return base::fail("export_would_replace", {{"path", path.string()}});
  }
  return true;
}

class Exporting {
 public:
  Exporting(Context& context, store::ListRecord const& record, PaymentList const& list, payments::Layout const& layout)
      : context_(context), record_(record), list_(list), layout_(layout), store_(context.db()), entries_(store_.entries_of(record.id)) {}

  // Inside a transaction. What is left out is settled before any file is written.
  void settle(Unsendable unsendable) {
    not_sent_ = store_.not_sent_of(record_.id);
    // What went out before may have been paid: it is no longer ours to undo.
    bool const may_leave_out = unsendable == Unsendable::leave_out && store_.exports_of(record_.id).empty();
    auto const rows = unsendable_rows();
    if (!may_leave_out)
      for (auto const& [entry, problem] : rows) made_.problems.push_back(unsendable == Unsendable::refuse ? problem : base::problem("bank_row_exported_before", problem.values));
    if (!made_.problems.empty()) return;
    for (auto const& [entry, problem] : rows) leave_out(*entry, problem);
    for (store::EntryRecord const& entry : entries_)
      if (auto const found = not_sent_.find(entry.id); found != not_sent_.end()) made_.left_out.push_back({entry.bank_reference, entry.name, found->second, entry.amount});
  }

  PaymentExport write(std::filesystem::path const& folder) {
    if (!made_.problems.empty()) return std::move(made_);
    auto made = files();
    if (auto const is_free = has_room_for(made, folder); !is_free) {
      made_.problems.push_back(is_free.error());
      return std::move(made_);
    }
    made_.files = std::move(made);
    base::make_folder(folder);
    for (PaymentFile const& file : made_.files) base::write_file(folder / file.name, file.bytes);
    context_.db().transaction([&] {
      for (PaymentFile const& file : made_.files)
        store_.add(store::ExportRecord{record_.id, base::to_string(context_.now()), file.name, base::sm3_hex(file.bytes), static_cast<int64_t>(file.bytes.size())});
    });
    return std::move(made_);
  }

 private:
  std::vector<std::pair<store::EntryRecord const*, base::Problem>> unsendable_rows() const {
    std::vector<std::pair<store::EntryRecord const*, base::Problem>> found;
    for (size_t at = 0; at < entries_.size(); ++at) {
      CHECK(entries_[at].entry_number == list_.entries[at].number);
      if (not_sent_.contains(entries_[at].id)) continue;
      if (auto problem = payments::problem_in_bank_file(layout_.bank_file, list_.month, list_.entries[at])) found.emplace_back(&entries_[at], std::move(*problem));
    }
    return found;
  }

  void leave_out(store::EntryRecord const& entry, base::Problem const& problem) {
    std::string const why = base::label(problem.code == "bank_field_too_long" ? "bank_field_too_long_short" : "bank_field_bad_character_short", problem.values), now = base::to_string(context_.now());
    store_.add_not_sent(entry.id, why, now);
    reverse(store_, entry, NotArrived::not_sent, why, now);
    not_sent_[entry.id] = why;
  }

  std::vector<PaymentFile> files() const {
    auto const roll = payments::roll(layout_, list_, context_.divisions());
    auto const towns = payments::town_summary(layout_, list_, context_.divisions());
    auto const funding = payments::funding_summary(layout_, list_);
    auto const name = [&](std::string_view code, std::string const& ending) { return list_.number + "-" + base::label(code) + "." + ending; };
    return {{name("roll_sheet", "pdf"), documents::to_pdf(roll)},
            {name("town_sheet", "pdf"), documents::to_pdf(towns)},
            {name("funding_sheet", "pdf"), documents::to_pdf(funding)},
            {name("export_book", "xlsx"), documents::to_xlsx({roll, towns, funding})},
            {name("export_bank", layout_.bank_file.ending), payments::bank_file(layout_.bank_file, sent()).value()}};
  }

  PaymentList sent() const {
    PaymentList sent = list_;
    sent.entries.clear();
    for (size_t at = 0; at < entries_.size(); ++at)
      if (!not_sent_.contains(entries_[at].id)) sent.entries.push_back(list_.entries[at]);
    return sent;
  }

  Context& context_;
  store::ListRecord const& record_;
  PaymentList const& list_;
  payments::Layout const& layout_;
  store::PaymentStore store_;
  std::vector<store::EntryRecord> entries_;
  std::map<int64_t, std::string> not_sent_;  // entry → why
  PaymentExport made_;
};

}  // namespace

PaymentExport export_payments(Context& context, values::Month month, std::filesystem::path const& folder, Unsendable unsendable) {
  auto const layout = context.payments_layout();
  if (!layout) return {{}, {}, {layout.error()}};
  auto const frozen = frozen_payments(context, month);
  if (!frozen) return {{}, {}, {frozen.error()}};
  Exporting exporting(context, *frozen->frozen, frozen->prepared.list, **layout);
  context.db().transaction([&] { exporting.settle(unsendable); });
  return exporting.write(folder);
}

}  // namespace hutong::usecases
