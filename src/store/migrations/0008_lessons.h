#pragma once
// What answers teach about others who agree in the same way (matching/lessons.h), and whom many answers settled without a question: shown, so that somebody can
// object. Answers from before teach nothing.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0008_lessons = R"sql(
ALTER TABLE match_question ADD COLUMN agreement TEXT NOT NULL DEFAULT '';  -- matching::agreement_of: number:equal name:look_alike
ALTER TABLE match_answer ADD COLUMN agreement TEXT NOT NULL DEFAULT '';

CREATE TABLE match_settled (
  proposal_key       TEXT   PRIMARY KEY,                     -- of the question that was not asked
  round_id           BIGINT NOT NULL REFERENCES round (id),
  row_id             BIGINT NOT NULL,
  person_id          BIGINT NOT NULL REFERENCES person (id),
  answer_key         TEXT   NOT NULL,
  agreement          TEXT   NOT NULL,
  paragraph          TEXT   NOT NULL
);
)sql";

inline constexpr std::string_view append_only_0008[] = {"match_settled"};

}  // namespace hutong::store
