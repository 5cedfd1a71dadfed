#include "usecases/answer_match.h"

#include "base/json_writer.h"
#include "base/text.h"
#include "store/coverage_store.h"
#include "store/ledger_store.h"
#include "usecases/context.h"

namespace hutong::usecases {

namespace {

base::Result<std::vector<store::MatchCandidate>> chosen(std::vector<store::MatchCandidate> candidates, MatchAnswer const& answer) {
  if (candidates.empty()) return base::fail("match_question_unknown", {{"key", answer.proposal_key}});
  std::string const count = std::to_string(candidates.size());
  bool const is_one_chosen = answer.candidate != 0;
  if (!is_one_chosen && candidates.size() > 1 && answer.answer == ledger::PairAnswer::same_person) return base::fail("match_candidate_missing", {{"count", count}});
  if (!is_one_chosen) return candidates;
  std::erase_if(candidates, [&](store::MatchCandidate const& candidate) { return candidate.number != answer.candidate; });
  if (candidates.empty()) return base::fail("match_candidate_unknown", {{"number", std::to_string(answer.candidate)}, {"count", count}});
  return candidates;
}

base::Result<MatchAnswered> answer_inside(Context& context, MatchAnswer answer) {
  answer.answered_by = base::trimmed(answer.answered_by);
  answer.reason = base::trimmed(answer.reason);
  if (answer.answered_by.empty() || answer.reason.empty()) return base::fail("match_answer_incomplete");
  store::LedgerStore store(context.db());
  auto offered = store.match_candidates(answer.proposal_key);
  if (offered.empty()) offered = store.settled_candidates(answer.proposal_key);  // nobody was asked, and somebody objects
  TRY(auto const candidates, chosen(offered, answer));
  ledger::Answers before;
  store.load_answers(before);
  auto record = [&](store::MatchCandidate const& candidate, ledger::PairAnswer said) {
    if (before.answer_to(candidate.answer_key) == said) return;
    store.add(store::MatchAnswerRecord{answer.proposal_key, candidate, said, answer.answered_by, base::to_string(context.now()), answer.reason});
  };
  MatchAnswered answered{answer, {}};
  for (auto const& candidate : candidates) {
    record(candidate, answer.answer);
    if (auto person = store::CoverageStore(context.db()).person(candidate.person)) answered.persons.push_back({candidate.person, person->name, person->id_number});
  }
  // The row means one person: who was called so before, by mistake, is not.
  for (auto const& other : offered) {
    bool const is_another = answer.answer == ledger::PairAnswer::same_person && other.number != candidates.front().number;
    if (is_another && before.answer_to(other.answer_key) == ledger::PairAnswer::same_person) record(other, ledger::PairAnswer::different_person);
  }
  return answered;
}

}  // namespace

base::Result<MatchAnswered> answer_match(Context& context, MatchAnswer const& answer) {
  return context.db().transaction([&] { return answer_inside(context, answer); });
}

std::string to_json(MatchAnswered const& answered) {
  base::JsonWriter json;
  json.begin_object().member("schema", "hutong.match_answer/1").member("proposal", answered.answer.proposal_key);
  json.member("answer", ledger::code_of(answered.answer.answer)).member("answered_by", answered.answer.answered_by).member("reason", answered.answer.reason);
  json.key("persons").begin_array();
  for (auto const& person : answered.persons) json.begin_object().member("person", person.person).member("name", person.name).end_object();
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace hutong::usecases
