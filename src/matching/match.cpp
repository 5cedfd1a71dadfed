#include "matching/match.h"

namespace hutong::matching {

namespace {

Match ask(std::vector<PersonId> candidates, char const* why) {
  Match answer{Verdict::ask, 0, std::move(candidates), why};
  return answer;
}

Match match_by_number(People const& people, Mention const& mention) {
  if (PersonId person = people.with_id(*mention.id)) {
    bool is_silent = mention.name.empty() || people.name_of(person).empty();  // a list without names contradicts nobody
    if (is_silent || people.is_named(person, mention.name)) return {Verdict::certain, person, {}, ""};
    return ask({person}, "match_name_differs");
  }
  if (mention.name.empty()) return {};
  auto without_number = people.named_and_born_without_number(mention.name, mention.id->birth_date());
  if (without_number.empty()) return {};
  return ask(std::move(without_number), "match_number_was_missing");
}

}  // namespace

Match match(People const& people, Mention const& mention) {
  if (mention.id) return match_by_number(people, mention);
  if (mention.name.empty()) return {};
  std::vector<PersonId> candidates;
  for (PersonId person : mention.suggested)
    if (people.is_named(person, mention.name)) candidates.push_back(person);
  if (candidates.empty() && mention.birth_date) candidates = people.named_and_born(mention.name, *mention.birth_date);
  if (candidates.empty()) return {};
  return ask(std::move(candidates), "match_without_number");
}

}  // namespace hutong::matching
