#pragma once
// Rules + case + day → decision with its reasons, or what is missing. Unknown is a third value (Kleene's strong logic); policy never guesses.
// The JSON form is `hutong.decision/1` (DESIGN 7.1).
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/resources.h"
#include "base/result.h"
#include "policy/case.h"
#include "values/citation.h"

namespace hutong::policy {

enum class Outcome : uint8_t { eligible, not_eligible, undetermined, not_local };
std::string_view code_of(Outcome);

enum class Who : uint8_t { child, father, mother };
std::string_view code_of(Who);

struct Pending {
  Who who;
  std::string kind;                        // circumstance code, or "unchecked", "birth_date", …
  std::optional<values::Date> satisfied_on;  // when time alone settles it
  std::string needs;                       // a Chinese sentence: what would settle it
};

struct Reason {
  std::string rule;  // id of the rule in rules/, e.g. lost_contact.police
  values::Citation citation;
  std::optional<bool> holds;  // absent = unknown
  std::string text;           // Chinese sentence about this case
  std::string doubt;          // from the rule; "" = none
  std::vector<std::string> facts;  // Fact::ref of the facts used, "" left out
  std::vector<Reason> because;
};

struct Decision {
  values::Date on;
  Outcome outcome = Outcome::undetermined;
  std::optional<values::Category> category;  // when eligible; or the interim one when undetermined
  std::string subtype;                       // K3, K4, H1; "" = none
  std::optional<values::Date> since;         // eligible: first day on which all conditions hold together, without a break until `on`
  std::optional<values::Date> interim_since;  // undetermined: the same of the interim category
  std::optional<values::Date> until;         // first day on which it stops by what is known today (18th birthday, known end of a fact)
  std::optional<values::Date> next_review_on;
  std::vector<Pending> pending;
  std::vector<Reason> reasons;
  std::string rules_version;
};

struct RuleLine {  // for `policy rules`
  std::string rule;
  values::Citation citation;
  values::Date in_force_from;
  std::optional<values::Date> in_force_until;
  std::string sense;
  std::string doubt;
};

// What an event reported by an agency (LISTS A.3) does to a circumstance of the person.
struct EventMeaning {
  std::string event;   // sentenced
  std::string detail;  // deregistered: death; "" = whatever it is
  bool begins = true;  // else the circumstance ends
  values::Circumstance circumstance = values::Circumstance::deceased;
};

class Rulebook {
 public:
  // rules/*.md. An unknown key, a gap or an overlap in time is refused: Problem bad_rules_file (values: where = file:line, why).
  static base::Result<Rulebook> from_files(std::vector<base::Resource> const& files);

  std::string const& version() const;  // digest of the files' content, short
  std::vector<RuleLine> rules_on(values::Date) const;
  // Empty for an event that is no circumstance of a parent (foundling, moved_out …).
  std::vector<EventMeaning> meanings_of(std::string_view event, std::string_view detail, values::Date) const;
  struct Data;
  Data const& data() const { return *data_; }

 private:
  std::shared_ptr<Data const> data_;
};

// with_reasons = false leaves `reasons` empty: for sweeps over a whole district, where only few cases are explained.
Decision decide(Rulebook const&, Case const&, bool with_reasons = true);

std::string to_json(Decision const&);  // hutong.decision/1

}  // namespace hutong::policy
