#pragma once
// A human says whether the person whom a row names is the one the round offered. The next round takes the row again and goes by the answer, and by the
// same answer wherever the same words stand in a later list; it asks anew only if what the question rests on has changed (ledger/answers.h).
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/answers.h"
#include "values/id_number.h"

namespace hutong::usecases {

class Context;

struct MatchAnswer {
  std::string proposal_key;  // identity_question:17:father
  ledger::PairAnswer answer = ledger::PairAnswer::different_person;
  int candidate = 0;  // as the paragraph counts them; 0: the only one, or with different_person all of them
  std::string answered_by, reason;
};

struct MatchAnswered {
  MatchAnswer answer;
  struct Person {
    int64_t person = 0;
    std::string name;
    std::optional<values::IdNumber> id;
  };
  std::vector<Person> persons;  // whom the answer is about
};

// The same answer twice is one. Problems: match_question_unknown (key), match_candidate_missing (count), match_candidate_unknown (number, count),
// match_answer_incomplete.
base::Result<MatchAnswered> answer_match(Context&, MatchAnswer const&);

std::string to_json(MatchAnswered const&);  // hutong.match_answer/1

}  // namespace hutong::usecases
