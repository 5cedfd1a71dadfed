#include "ledger/answers.h"

#include "base/check.h"

namespace hutong::ledger {

std::string_view code_of(PairAnswer answer) {
  switch (answer) {
    case PairAnswer::same_person: return "same_person";
    case PairAnswer::different_person: return "different_person";
  }
  CHECK(false);
}

std::optional<PairAnswer> pair_answer_from(std::string_view code) {
  for (auto answer : {PairAnswer::same_person, PairAnswer::different_person})
    if (code_of(answer) == code) return answer;
  return std::nullopt;
}

// The town is left out: people move, and stay who they are. So are the spellings a person has learnt since, of which the answer itself may be one.
std::string Answers::key_of(matching::People const& people, PersonId person, matching::Mention const& mention, PersonId child) const {
  if (!digest) return "";
  std::string inputs;
  auto add = [&](std::string_view part) {
    inputs += part;
    inputs += '\x1f';
  };
  auto id_text = [](std::optional<values::IdNumber> const& id) { return id ? id->reveal() : std::string(); };  // into a keyed digest only
  auto date_text = [](std::optional<values::Date> date) { return date ? date->to_string() : std::string(); };
  add(id_text(mention.id));
  add(mention.damaged_number);
  add(mention.name);
  add(date_text(mention.birth_date));
  bool const is_known_by_the_child = !mention.id && !mention.birth_date;
  add(is_known_by_the_child ? std::to_string(child) : "");
  add(std::to_string(person));
  add(id_text(people.id_of(person)));
  add(people.name_of(person));
  add(date_text(people.birth_date_of(person)));
  return digest(inputs);
}

std::optional<PairAnswer> Answers::answer_to(std::string const& key) const {
  auto found = given.find(key);
  if (key.empty() || found == given.end()) return std::nullopt;
  return found->second;
}

}  // namespace hutong::ledger
