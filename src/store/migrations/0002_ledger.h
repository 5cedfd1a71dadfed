#pragma once
// The ledger: persons, who belongs to whom, what is known of them, and what the rounds proposed. Everything here is only ever added to: a person's
// later name or town, the end of a fact, its withdrawal and every opening and closing of a proposal are rows of their own, each with the row of
// the list that told it. open_question alone is a working list: what stands in it is taken again in the next round.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0002_ledger = R"sql(
CREATE TABLE person (
  id                 BIGINT PRIMARY KEY,
  id_number          TEXT,                                   -- NULL: none known
  name               TEXT   NOT NULL,                        -- '' = none known
  birth_date         TEXT,                                   -- NULL where the number tells it
  sex                TEXT   CHECK (sex IN ('male', 'female')),
  town               TEXT   NOT NULL,                        -- '' = unknown
  is_registered_here BIGINT NOT NULL CHECK (is_registered_here IN (0, 1)),  -- by the household register
  row_id             BIGINT NOT NULL                         -- where first met
);
CREATE UNIQUE INDEX person_id_number ON person (id_number);

CREATE TABLE person_name (
  person_id          BIGINT NOT NULL REFERENCES person (id),
  name               TEXT   NOT NULL,
  row_id             BIGINT NOT NULL,
  PRIMARY KEY (person_id, name)
);
CREATE TABLE person_town (
  id                 BIGINT PRIMARY KEY,
  person_id          BIGINT NOT NULL REFERENCES person (id),
  town               TEXT   NOT NULL,
  recorded_on        TEXT   NOT NULL,
  row_id             BIGINT NOT NULL
);
CREATE TABLE person_registered (                             -- met on another list first, found in the household register later
  person_id          BIGINT PRIMARY KEY REFERENCES person (id)
);

CREATE TABLE relation (
  id                 BIGINT PRIMARY KEY,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  relative_id        BIGINT NOT NULL REFERENCES person (id),
  kinship            TEXT   NOT NULL CHECK (kinship IN ('father', 'mother', 'guardian', 'adoptive_parent')),
  is_registered      BIGINT NOT NULL CHECK (is_registered IN (0, 1)),
  certainty          TEXT   NOT NULL CHECK (certainty IN ('reported', 'verified', 'refuted')),
  recorded_on        TEXT   NOT NULL,
  row_id             BIGINT NOT NULL,
  CHECK (child_id <> relative_id)
);
CREATE TABLE relation_withdrawal (                           -- its row was corrected or taken back by the agency
  relation_id        BIGINT PRIMARY KEY REFERENCES relation (id),
  withdrawn_on       TEXT   NOT NULL
);

CREATE TABLE fact (
  id                 BIGINT PRIMARY KEY,
  subject_id         BIGINT NOT NULL REFERENCES person (id),
  kind               TEXT   NOT NULL,
  effect             TEXT   NOT NULL CHECK (effect IN ('begins', 'ends')),
  certainty          TEXT   NOT NULL CHECK (certainty IN ('reported', 'verified', 'refuted')),
  valid_from         TEXT,                                   -- NULL: since when is not known
  valid_until        TEXT,                                   -- the first day on which it no longer holds
  recorded_on        TEXT   NOT NULL,
  row_id             BIGINT NOT NULL,
  other_id           BIGINT REFERENCES person (id),          -- the second person: spouse, payee, the one child concerned
  details            TEXT   NOT NULL                         -- JSON
);
CREATE TABLE fact_support (                                  -- a later row that tells the same again
  fact_id            BIGINT NOT NULL REFERENCES fact (id),
  row_id             BIGINT NOT NULL,
  PRIMARY KEY (fact_id, row_id)
);
CREATE TABLE fact_withdrawal (                               -- its row was corrected or taken back by the agency
  fact_id            BIGINT PRIMARY KEY REFERENCES fact (id),
  withdrawn_on       TEXT   NOT NULL
);

CREATE TABLE open_question (                                 -- rows that ask whom they mean
  row_id             BIGINT PRIMARY KEY
);

CREATE TABLE round (
  id                 BIGINT PRIMARY KEY,
  month              TEXT   NOT NULL CHECK (LENGTH(month) = 7),
  day                TEXT   NOT NULL,
  held_at            TEXT   NOT NULL,
  rules_version      TEXT   NOT NULL,
  last_row_id        BIGINT NOT NULL,                        -- rows up to this one have been taken
  last_closed_at     TEXT   NOT NULL,                        -- corrections up to this moment have been taken
  rows_taken         BIGINT NOT NULL,
  children_decided   BIGINT NOT NULL
);

CREATE TABLE proposal (
  id                 BIGINT PRIMARY KEY,
  proposal_key       TEXT   NOT NULL UNIQUE,
  kind               TEXT   NOT NULL,
  is_open            BIGINT NOT NULL CHECK (is_open IN (0, 1)),
  first_month        TEXT   NOT NULL,                        -- of the present opening
  town               TEXT   NOT NULL,
  to_agency          TEXT   NOT NULL,
  category           TEXT,
  subtype            TEXT   NOT NULL,
  since              TEXT,
  due_on             TEXT,
  paragraph          TEXT   NOT NULL,
  town_paragraph     TEXT   NOT NULL,
  next_step          TEXT   NOT NULL,
  rules_version      TEXT   NOT NULL,
  children           TEXT   NOT NULL,                        -- JSON [{"person": 17, "name": …, "id": …, "birth_date": …}]
  sources            TEXT   NOT NULL                         -- JSON [{"row": 17, "receipt": …, "report": …, "file": …, "sheet": …, "row_number": …}]
);
CREATE TABLE proposal_event (
  id                 BIGINT PRIMARY KEY,
  proposal_id        BIGINT NOT NULL REFERENCES proposal (id),
  round_id           BIGINT NOT NULL REFERENCES round (id),
  event              TEXT   NOT NULL CHECK (event IN ('opened', 'closed'))
);

CREATE INDEX proposal_event_proposal ON proposal_event (proposal_id, id);

CREATE INDEX submission_row_closed ON submission_row (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX submission_row_returned ON submission_row (state) WHERE state = 'returned';
)sql";

}  // namespace hutong::store
