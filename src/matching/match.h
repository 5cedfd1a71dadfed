#pragma once
// Who is meant? The first version: the number decides, and only together with the name; everything weaker asks a human. The real engine
// (scores, blocking, clusters) takes the place of match() and keeps these verdicts.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matching/people.h"

namespace hutong::matching {

struct Mention {  // a person as one row of a list names them
  std::optional<values::IdNumber> id;
  std::string_view name;
  std::optional<values::Date> birth_date;
  std::optional<values::Sex> sex;
  std::string_view town;
  // Persons whom the row's context suggests: the registered father of the row's child, for a father without a number.
  std::vector<PersonId> suggested;
};

enum class Verdict : uint8_t {
  certain,  // this person
  ask,      // may be one of the candidates: a human decides
  nobody,   // nobody in the registry: a new person
};

// Codes of messages/zh-CN.json.
//   match_name_differs       the number is known, the name is another
//   match_without_number     the row has no number; name and birth date (or name and family) fit
//   match_number_was_missing the registry knows somebody of this name and birth date without a number
struct Match {
  Verdict verdict = Verdict::nobody;
  PersonId person = 0;               // certain
  std::vector<PersonId> candidates;  // ask; ascending
  std::string why;                   // ask
};

Match match(People const&, Mention const&);

}  // namespace hutong::matching
