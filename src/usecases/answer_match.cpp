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
  TRY(auto const candidates, chosen(store.match_candidates(answer.proposal_key), answer));
  auto const given = store.match_answers();
  MatchAnswered answered{answer, {}};
  for (auto const& candidate : candidates) {
    auto const before = given.find(candidate.answer_key);
    bool const is_said_again = before != given.end() && before->second == answer.answer;
    if (!is_said_again) store.add(store::MatchAnswerRecord{answer.proposal_key, candidate, answer.answer, answer.answered_by, base::to_string(context.now()), answer.reason});
    if (auto person = store::CoverageStore(context.db()).person(candidate.person)) answered.persons.push_back({candidate.person, person->name, person->id_number});
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
