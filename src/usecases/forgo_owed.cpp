#include "usecases/forgo_owed.h"

#include <algorithm>

#include "usecases/context.h"
#include "usecases/internal/covered_children.h"
#include "usecases/internal/persons.h"
#include "usecases/internal/two_persons.h"
#include "usecases/run_payments.h"

namespace hutong::usecases {

namespace {

bool is_told_again(std::vector<store::LetGoRecord> const& all, store::PersonId child, Deciding const& deciding) {
  return std::any_of(all.begin(), all.end(), [&](store::LetGoRecord const& one) {
    return one.child == child && one.side == benefits::LetGoSide::owed && is_same(one.persons, one.reason, one.document, deciding);
  });
}

base::Result<CaseFile> forgo_inside(Context& context, Forgoing const& forgoing) {
  TRY(Deciding const deciding, checked(forgoing.deciding, true));
  if (deciding.document.empty()) return base::fail("case_document_missing", {{"option", "case forgo"}});
  store::CoverageStore coverage(context.db());
  store::PaymentStore payments(context.db());
  TRY(auto const child, person_called(coverage, forgoing.child));
  auto const known = known_for_list(context, month_of_next_list(context), child.id);
  if (!known || !known->died_on || known->history.is_open()) return base::fail("forgo_not_dead", {{"name", child.name}});
  TRY(auto const open, open_differences_of(context, *known));
  if (open.owed.empty()) {
    if (!is_told_again(payments.let_go(), child.id, deciding)) return base::fail("forgo_nothing_owed", {{"name", child.name}});
    TRY(CaseFile file, show_case(context, forgoing.child));
    file.was_told_before = true;
    return file;
  }
  for (auto const& [month, amount] : open.owed)
    payments.add(store::LetGoRecord{0, child.id, month, benefits::LetGoSide::owed, amount, std::nullopt, std::nullopt, {deciding.decided_by, deciding.approved_by},
                                    deciding.reason, deciding.document, base::to_string(context.now())});
  return show_case(context, forgoing.child);
}

}  // namespace

base::Result<CaseFile> forgo_owed(Context& context, Forgoing const& forgoing) {
  return context.db().transaction([&] { return forgo_inside(context, forgoing); });
}

}  // namespace hutong::usecases
