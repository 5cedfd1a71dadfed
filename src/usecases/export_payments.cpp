#include "usecases/export_payments.h"

#include "base/digest.h"
#include "base/files.h"
#include "base/messages.h"
#include "documents/document.h"
#include "payments/bank_file.h"
#include "payments/papers.h"
#include "usecases/context.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

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

}  // namespace

base::Result<std::vector<PaymentFile>> export_payments(Context& context, values::Month month, std::filesystem::path const& folder) {
  TRY(auto const* layout, context.payments_layout());
  TRY(auto const outcome, frozen_payments(context, month));
  payments::PaymentList const& list = outcome.prepared.list;
  TRY(std::string bank, payments::bank_file(layout->bank_file, list));
  auto const roll = payments::roll(*layout, list, context.divisions());
  auto const towns = payments::town_summary(*layout, list, context.divisions());
  auto const funding = payments::funding_summary(*layout, list);
  auto const name = [&](std::string_view code, std::string const& ending) { return list.number + "-" + base::label(code) + "." + ending; };
  std::vector<PaymentFile> files = {{name("roll_sheet", "pdf"), documents::to_pdf(roll)},
                                    {name("town_sheet", "pdf"), documents::to_pdf(towns)},
                                    {name("funding_sheet", "pdf"), documents::to_pdf(funding)},
                                    {name("export_book", "xlsx"), documents::to_xlsx({roll, towns, funding})},
                                    {name("export_bank", layout->bank_file.ending), std::move(bank)}};
  TRY([[maybe_unused]] bool const is_free, has_room_for(files, folder));
  base::make_folder(folder);
  for (PaymentFile const& file : files) base::write_file(folder / file.name, file.bytes);
  context.db().transaction([&] {
    store::PaymentStore store(context.db());
    for (PaymentFile const& file : files)
      store.add(store::ExportRecord{outcome.frozen->id, base::to_string(context.now()), file.name, base::sm3_hex(file.bytes), static_cast<int64_t>(file.bytes.size())});
  });
  return files;
}

}  // namespace hutong::usecases
