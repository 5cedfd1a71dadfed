#include "base/text.h"
#include "usecases/internal/persons.h"
#include "usecases/internal/two_persons.h"
#include "values/person_name.h"

namespace hutong::usecases {

base::Result<store::PersonRecord> person_called(store::CoverageStore& store, std::string const& child) {
  std::string const text = base::without_blanks(base::nfkc(child));
  bool const is_own_number = !text.empty() && text.size() < 15 && text.find_first_not_of("0123456789") == std::string::npos;
  std::optional<store::PersonRecord> found;
  if (is_own_number && text.size() <= 9) {
    found = store.person(static_cast<store::PersonId>(std::stoul(text)));
  } else {
    TRY(auto const number, values::IdNumber::parse(text));
    found = store.person_numbered(number);
  }
  if (!found) return base::fail("child_unknown", {{"child", is_own_number ? text : base::without_blanks(child).substr(0, 6) + "…"}});
  return *found;
}

base::Result<Deciding> checked(Deciding const& deciding, bool needs_reason) {
  Deciding made;
  made.decided_by = base::trimmed(deciding.decided_by);
  made.approved_by = base::trimmed(deciding.approved_by);
  made.reason = base::trimmed(deciding.reason);
  made.document = base::trimmed(deciding.document);
  auto const first = values::PersonName::parse(made.decided_by), second = values::PersonName::parse(made.approved_by);
  if (!first || !second || first->key() == second->key()) return base::fail("one_person_only");
  if (needs_reason && made.reason.empty()) return base::fail("reason_missing");
  return made;
}

bool is_same(store::TwoPersons const& persons, std::string const& reason, std::string const& document, Deciding const& again) {
  return persons.decided_by == again.decided_by && persons.approved_by == again.approved_by && reason == again.reason && document == again.document;
}

}  // namespace hutong::usecases
