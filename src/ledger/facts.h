#pragma once
// What we were told about a person: when it was so (valid time) and when we learnt it (recorded time). A fact is added and never edited: an end is a
// fact of its own (Effect::ends), so it does not matter which of the two arrives first; a row that its agency corrected is withdrawn on the
// day of the correction, and "what did we know on 5 March about 1 January" stays answerable.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matching/people.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::ledger {

using matching::PersonId;

enum class FactKind : uint8_t {
  // The circumstances of values::Circumstance, in the same order.
  deceased,
  declared_dead,
  declared_missing,
  severe_disability,
  serious_illness,
  imprisoned,
  compulsory_detox,
  liberty_restricted,
  lost_contact,
  guardianship_revoked,
  deported,
  // What else the agencies know.
  adopted,
  foundling,
  trafficked,
  unaccompanied,
  dibao,
  tekun,
  margin,
  disability_living_subsidy,
  disability_nursing_subsidy,
  moved_out,            // household registration left the district, or the country
  death_not_confirmed,  // the health bureau found no death
  schooling,
  insured,
  paid,                 // a payment for the month `from` begins; other = the payee
  married,              // other = the spouse
  divorced,
  named_guardian,       // a guardian whom the row names without a number
  pushed,               // named as a child in need by an agency or an upper level, whatever the reason
};
std::string_view code_of(FactKind);
bool has_standing_amount(FactKind);  // drawn month by month beside the allowance: 低保, 特困 and the two subsidies for disabled persons
std::optional<FactKind> fact_kind_from(std::string_view code);
std::string label_of(FactKind);  // 死亡, 服刑在押 …
std::optional<values::Circumstance> circumstance_of(FactKind);
FactKind fact_kind_of(values::Circumstance);
// Prison, detox, other custody, adoption, and mental or intellectual disability: shown as 符合条件情形 to those without need (DESIGN 4).
bool is_protected(FactKind, std::string_view disability);

enum class Effect : uint8_t { begins, ends };
std::string_view code_of(Effect);
std::optional<Effect> effect_from(std::string_view code);

struct Details {  // "" or absent = not told
  std::string disability;  // vision … multiple
  int grade = 0;
  std::optional<int> term_months;
  std::optional<bool> certified;
  bool out_of_custody = false;  // 缓刑
  std::string measure;          // the event code behind liberty_restricted
  std::string route;            // police | commitment
  std::string outcome;          // not_found | found | cannot_accept
  std::optional<bool> supports_child;
  std::optional<bool> full_time;
  bool undated = false;  // the list does not say since when: `from` is the first day of the month in which it lists the person
  std::string amount;  // yuan, 1250.00
  std::string name;    // of a guardian, a payee, a school
  std::string text;    // place held, illness, document number …
  friend bool operator==(Details const&, Details const&) = default;
  bool is_empty() const { return *this == Details(); }
};
std::string to_json(Details const&);  // {} members that are told only
Details details_from_json(std::string_view json);  // CHECK: what to_json wrote

using FactId = uint32_t;  // 1, 2, 3 …

struct Fact {
  PersonId subject = 0;
  FactKind kind = FactKind::deceased;
  Effect effect = Effect::begins;
  values::Certainty certainty = values::Certainty::reported;
  std::optional<values::Date> from;   // absent: since when is not known
  std::optional<values::Date> until;  // first day on which it no longer holds, where the row itself says so
  values::Date recorded_on;
  std::optional<values::Date> withdrawn_on;
  int64_t row = 0;      // where it was read
  PersonId other = 0;   // the second person of the fact; 0 = none
  Details details;
  bool is_known_on(values::Date day) const { return recorded_on <= day && (!withdrawn_on || day < *withdrawn_on); }
};

}  // namespace hutong::ledger
