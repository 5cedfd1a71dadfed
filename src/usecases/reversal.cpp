#include "usecases/internal/reversal.h"

#include "base/check.h"
#include "base/messages.h"

namespace hutong::usecases {

using base::label;
using values::Money;

namespace {

struct Codes {  // of messages
  std::string_view line, work_item;
};
Codes codes_of(NotArrived how) {
  switch (how) {
    case NotArrived::failed: return {"payment_why_reversal", "work_item_bank_failure"};
    case NotArrived::came_back: return {"payment_why_came_back", "work_item_came_back"};
    case NotArrived::not_sent: return {"payment_why_not_sent", "work_item_not_sent"};
  }
  CHECK(false);
  return {};
}

}  // namespace

void reverse(store::PaymentStore& store, store::EntryRecord const& entry, NotArrived how, std::string_view why, std::string_view now) {
  // What was kept back from the row by agreement is settled, whether the rest arrived or not: only what was sent is undone.
  Money kept_back, undone;
  for (store::LineRecord const& line : store.deductions_of_entry(entry.id)) kept_back = kept_back + line.amount;
  for (store::LineRecord line : store.lines_of_entry(entry.id)) {
    if (line.kind == benefits::LineKind::normal) line.amount = line.amount - kept_back;
    undone = undone + line.amount;
    line.item = "reversal:" + std::to_string(line.id);
    line.kind = benefits::LineKind::reversal;
    line.reverses_id = line.id;
    line.list_id = line.line_number = line.entry_id = std::nullopt;
    line.why = label(codes_of(how).line, {{"why", std::string(why)}});
    line.recorded_at = now;
    store.add(line);
  }
  CHECK(undone == entry.amount);
  store::WorkItem item;
  item.key = "bank_failure:" + std::to_string(entry.id);
  item.kind = store::WorkItemKind::bank_failure;
  item.child = entry.child;
  item.opened_at = now;
  item.paragraph = label(codes_of(how).work_item, {{"name", entry.name}, {"reference", entry.bank_reference}, {"amount", entry.amount.to_string()}, {"why", std::string(why)}});
  store.open(item);
}

}  // namespace hutong::usecases
