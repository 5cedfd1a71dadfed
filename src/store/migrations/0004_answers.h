#pragma once
// Who is meant: the questions that wait, and what humans answered. An answer stands for ever; a later one about the same words and person counts instead.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0004_answers = R"sql(
CREATE TABLE match_question (                                -- of the proposals that are open: a working table
  proposal_key       TEXT   NOT NULL,
  candidate_number   BIGINT NOT NULL CHECK (candidate_number >= 1),  -- as the paragraph counts them
  person_id          BIGINT NOT NULL REFERENCES person (id),
  answer_key         TEXT   NOT NULL,                        -- keyed digest of all that the question rests on
  PRIMARY KEY (proposal_key, candidate_number)
);

CREATE TABLE match_answer (
  id                 BIGINT PRIMARY KEY,
  proposal_key       TEXT   NOT NULL,
  person_id          BIGINT NOT NULL REFERENCES person (id),
  answer_key         TEXT   NOT NULL,
  answer             TEXT   NOT NULL CHECK (answer IN ('same_person', 'different_person')),
  answered_by        TEXT   NOT NULL CHECK (answered_by <> ''),
  answered_at        TEXT   NOT NULL,
  reason             TEXT   NOT NULL CHECK (reason <> '')
);
)sql";

inline constexpr std::string_view append_only_0004[] = {"match_answer"};

}  // namespace hutong::store
