#pragma once
// What humans have answered to the question who is meant: that a row's words and a person are one, or are not. An answer holds for the same words about the same
// person in every later list, and no longer than they stay the same: whoever's number, name or birth date is another is asked about anew.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/registry.h"
#include "matching/lessons.h"
#include "matching/match.h"

namespace hutong::ledger {

enum class PairAnswer : uint8_t { same_person, different_person };
std::string_view code_of(PairAnswer);
std::optional<PairAnswer> pair_answer_from(std::string_view code);

struct Answers {
  // Of everything the question rests on; keyed, because numbers are in it. Without one nothing is remembered and no question can be answered.
  std::function<std::string(std::string_view inputs)> digest;
  std::unordered_map<std::string, PairAnswer> given;  // by digest
  matching::Lessons lessons;  // what they teach about others

  // "" without a digest. `child` is the row's: of a father without a number it is part of who he is.
  std::string key_of(matching::People const&, PersonId, matching::Mention const&, PersonId child) const;
  std::optional<PairAnswer> answer_to(std::string const& key) const;
};

}  // namespace hutong::ledger
