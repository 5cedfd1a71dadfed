#pragma once
// What agencies handed in. A submission is an event and never changes; what changes is the state of its rows, when a later
// submission corrects them. Rows are kept as the reader saw them (fields, where each stood, what was wrong), so that a decision can be
// traced to a cell, and a returned row stays a visible pending clue until it is corrected or withdrawn.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0001_submissions = R"sql(
CREATE TABLE submission (
  id                BIGINT PRIMARY KEY,
  number            TEXT   NOT NULL UNIQUE,                                     -- of the receipt: HT-370114-202609-COURT-0001
  compartment       TEXT   NOT NULL CHECK (compartment = 'general'),            -- restricted ones will live in tables of their own
  agency            TEXT   NOT NULL,
  report            TEXT   NOT NULL,
  period            TEXT   NOT NULL CHECK (LENGTH(period) = 7),                 -- 2026-09
  kind              TEXT   NOT NULL CHECK (kind IN ('rows', 'nil_return')),
  received_at       TEXT   NOT NULL,                                            -- Beijing time, ISO
  due_on            TEXT,                                                       -- NULL: no fixed day (at once, on request)
  is_late           BIGINT NOT NULL CHECK (is_late IN (0, 1)),
  file_name         TEXT   NOT NULL,                                            -- '' for a nil return without a file
  file_digest       TEXT,                                                       -- SM3 in hex; NULL without a file
  file_size         BIGINT NOT NULL CHECK (file_size >= 0),
  file_result       TEXT   NOT NULL CHECK (file_result IN ('ok', 'zero_report', 'none')),
  accepted_count    BIGINT NOT NULL CHECK (accepted_count >= 0),                -- as the reader judged the file …
  returned_count    BIGINT NOT NULL CHECK (returned_count >= 0),
  ignored_count     BIGINT NOT NULL CHECK (ignored_count >= 0),
  new_count         BIGINT NOT NULL CHECK (new_count >= 0),                     -- … and beside the rows in force before it
  changed_count     BIGINT NOT NULL CHECK (changed_count >= 0),
  corrected_count   BIGINT NOT NULL CHECK (corrected_count >= 0),
  unchanged_count   BIGINT NOT NULL CHECK (unchanged_count >= 0),
  absent_count      BIGINT NOT NULL CHECK (absent_count >= 0),                  -- in force before, not in this file: kept, a human asks
  CHECK ((kind = 'rows') = (file_result = 'ok')),
  CHECK ((file_digest IS NULL) = (file_name = '')),
  CHECK (kind = 'rows' OR accepted_count + returned_count = 0)
);
-- The same file twice is one submission.
CREATE UNIQUE INDEX submission_file ON submission (agency, report, period, file_digest);
CREATE INDEX submission_period ON submission (period, agency, report);
CREATE INDEX submission_digest ON submission (file_digest);

CREATE TABLE submission_row (
  id                BIGINT PRIMARY KEY,
  submission_id     BIGINT NOT NULL REFERENCES submission (id),
  sheet             TEXT   NOT NULL,
  row_number        BIGINT NOT NULL CHECK (row_number > 0),                     -- as a person sees it
  sub               BIGINT NOT NULL CHECK (sub >= 0),
  -- accepted, returned: in force. corrected: a returned row, made good by replaced_by_id. superseded: an accepted row, or a returned one
  -- still wrong, that a later file changed. withdrawn: the agency took it back.
  state             TEXT   NOT NULL CHECK (state IN ('accepted', 'returned', 'corrected', 'superseded', 'withdrawn')),
  row_identity      TEXT   NOT NULL,                                            -- keyed digest of person, event and parent, by numbers
  name_identity     TEXT   NOT NULL,                                            -- the same by names alone, '' without a name
  row_digest        TEXT   NOT NULL,                                            -- keyed digest of everything the row says
  fields            TEXT   NOT NULL,                                            -- JSON {"child_id": "…"}
  source            TEXT   NOT NULL,                                            -- JSON {"child_id": "C5", "town_code": ["D5", "明水"]}
  warnings          TEXT   NOT NULL,                                            -- JSON ["id15_upgraded"]
  reasons           TEXT   NOT NULL,                                            -- JSON [{"field": …, "code": …, "cell": …}]; [] when accepted
  replaced_by_id    BIGINT REFERENCES submission_row (id),
  closed_at         TEXT,                                                       -- when state left accepted or returned
  CHECK ((state IN ('accepted', 'returned')) = (closed_at IS NULL)),
  CHECK ((state IN ('corrected', 'superseded')) = (replaced_by_id IS NOT NULL))
);
CREATE INDEX submission_row_submission ON submission_row (submission_id);
)sql";

}  // namespace hutong::store
