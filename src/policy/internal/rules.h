#pragma once
// The rules after reading: what holds on a day, as plain numbers and masks, so that deciding a case touches no text.
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/case.h"
#include "policy/decide.h"
#include "values/citation.h"
#include "values/date.h"
#include "values/words.h"

namespace hutong::policy::internal {

// The rules that the program understands; rules/ says what they are on which day.
enum class Rule : uint8_t {
  // Which circumstance of a parent counts, and when (in the order of values::Circumstance).
  deceased,
  declared_dead,
  declared_missing,
  severe_disability,
  serious_illness,
  imprisoned,
  compulsory_detox,
  liberty_restricted,
  lost_contact_police,
  guardianship_revoked,
  deported,
  lost_contact_commitment,
  compulsory_detox_term,
  // Which combination makes which category.
  both_absent,
  foundling,
  absent_and_incapable,
  both_incapable,
  hiv,
  absent_and_poor,
  severe_and_poor,
  // What stands in the way, and the rest.
  age_limit,
  schooling_orphan,
  schooling_de_facto,
  schooling_hiv,
  schooling_hardship,
  household,
  died,
  adopted,
  institution,
  precedence,
  parents_checked,
  parent_legally_unknown,
  counting_months,
  review_periods,
  events,
};
inline constexpr size_t rule_count = static_cast<size_t>(Rule::events) + 1;
std::string_view code_of(Rule);
inline Rule rule_of(values::Circumstance kind) { return static_cast<Rule>(static_cast<uint8_t>(kind)); }
inline Rule schooling_rule(values::Category category) {
  return static_cast<Rule>(static_cast<uint8_t>(Rule::schooling_orphan) + static_cast<uint8_t>(category));
}

enum class Compare : uint8_t { less, at_least, more_than, equal, in };

// The numbers and word lists that rules carry.
enum class Key : uint8_t {
  imprisoned_term_months,
  detox_months,
  detox_earliest_months,
  detox_expected_months,
  detox_latest_months,
  liberty_months,
  police_months,
  commitment_months,
  illness_recertify_months,
  age_years,
  division,
  yearly_on,       // month * 100 + day
  half_yearly_on,  // month * 100 + day
  half_yearly_kinds,
  days_before_release,
  days_before_birthday,
  institution_category,
  // Grades that count as severe, by kind of disability.
  grades_vision,
  grades_hearing,
  grades_speech,
  grades_limb,
  grades_intellectual,
  grades_mental,
  grades_multiple,
  // none | full_time, in the order of values::Category.
  schooling_orphan,
  schooling_de_facto,
  schooling_hiv,
  schooling_hardship,
  order,
  set,    // one per rule: see InForce::set_of
  fixed,  // words that allow only one value, so that the page says what the program does
};
inline constexpr size_t key_count = static_cast<size_t>(Key::order) + 1;

struct Setting {
  Compare compare = Compare::equal;
  int number = 0;
  uint32_t mask = 0;  // of words: bit = position in the list of allowed words; of numbers: bit = number
};

// What a parent is on a day. A parent who is both is absent: D dominates C (POLICY 1.7).
enum class Status : uint8_t { absent = 1, incapable = 2, none = 4 };
using StatusSet = uint8_t;  // which of them are possible

enum ChildNeed : uint8_t { need_foundling = 1, need_hiv_consent = 2, need_severe_disability = 4, need_serious_illness = 8 };

// A row of a decision table.
struct Grant {
  Rule rule = Rule::both_absent;
  StatusSet one = 7, other = 7;  // 7 = whatever it is
  uint8_t child = 0;             // any of these ChildNeeds; 0 = whatever it is
  uint8_t income = 0;            // any of these IncomeKinds (bit = kind); 0 = whatever it is
  values::Category category = values::Category::community_orphan;
  std::string type;  // K3
};

struct RuleVersion {
  Rule rule = Rule::deceased;
  values::Citation citation;
  std::string sense;
  std::string doubt;
  values::Date from;
  std::optional<values::Date> until;
};

// All rules of one stretch of days on which none of them changes.
struct InForce {
  values::Date from;
  std::array<int16_t, rule_count> version;  // into Rulebook::Data::versions; -1 = no such rule then
  std::array<Setting, key_count> settings;
  std::array<Status, rule_count> set_of;  // of the circumstances
  std::vector<Grant> grants;              // the first that fits wins: precedence, then type
  std::vector<EventMeaning> events;

  bool has(Rule rule) const { return version[static_cast<size_t>(rule)] >= 0; }
  Setting const& setting(Key key) const { return settings[static_cast<size_t>(key)]; }
  int number(Key key) const { return setting(key).number; }
  Status set(values::Circumstance kind) const { return set_of[static_cast<size_t>(rule_of(kind))]; }
};

}  // namespace hutong::policy::internal

namespace hutong::policy {

struct Rulebook::Data {
  std::vector<internal::RuleVersion> versions;
  std::vector<internal::InForce> stretches;  // ascending, the last without end
  std::string version;

  // Absent before the first rule of all.
  internal::InForce const* on(values::Date day) const;
};

}  // namespace hutong::policy
