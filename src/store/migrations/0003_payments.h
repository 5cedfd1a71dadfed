#pragma once
// Money: who is covered, on which account, what each month's list paid, what the bank said, what is to be had back. Everything is only ever added to, and
// the database itself refuses changes (migrate.cpp names the tables): a frozen list never changes, a mistake is put right by new lines. Who decided and who
// approved are two persons. (child, month, item) is unique: whatever command is doubled or killed, nobody is paid twice. Children of the restricted
// compartment cannot stand here: the schema says so.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0003_payments = R"sql(
CREATE INDEX fact_subject ON fact (subject_id);               -- money asks for the facts of a few hundred persons, not of a million
CREATE INDEX person_town_person ON person_town (person_id);

CREATE TABLE coverage (
  id                 BIGINT PRIMARY KEY,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  category           TEXT   NOT NULL CHECK (category IN ('community_orphan', 'de_facto_unattended', 'priority_hardship')),
  subtype            TEXT   NOT NULL,
  residence          TEXT   NOT NULL CHECK (residence IN ('rural', 'urban')),
  confirmed_on       TEXT   NOT NULL,
  paid_through       TEXT   CHECK (LENGTH(paid_through) = 7),  -- months up to this one were paid before this ledger began
  recorded_at        TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  reason             TEXT   NOT NULL CHECK (reason <> ''),
  document           TEXT   NOT NULL,
  proposal_key       TEXT   NOT NULL,                        -- the clue it rests on; '' = confirmed without one
  paragraph          TEXT   NOT NULL,                        -- of the clue, as it stood on that day
  sources            TEXT   NOT NULL,                        -- likewise: JSON, the rows it was read from
  rules_version      TEXT   NOT NULL,
  CHECK (decided_by <> approved_by)
);
CREATE INDEX coverage_child ON coverage (child_id);

CREATE TABLE coverage_end (
  coverage_id        BIGINT PRIMARY KEY REFERENCES coverage (id),
  ended_on           TEXT   NOT NULL,
  end_reason         TEXT   NOT NULL,
  recorded_at        TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  reason             TEXT   NOT NULL CHECK (reason <> ''),
  document           TEXT   NOT NULL,
  CHECK (decided_by <> approved_by)
);

CREATE TABLE account (                                       -- the latest of a child is in force
  id                 BIGINT PRIMARY KEY,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  holder_name        TEXT   NOT NULL CHECK (holder_name <> ''),
  account_number     TEXT   NOT NULL CHECK (account_number <> ''),
  bank_name          TEXT   NOT NULL,
  payee_name         TEXT   NOT NULL CHECK (payee_name <> ''),
  payee_id_number    TEXT,
  payee_relation     TEXT   NOT NULL,
  recorded_at        TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  document           TEXT   NOT NULL,
  CHECK (decided_by <> approved_by)
);
CREATE INDEX account_child ON account (child_id, id);

CREATE TABLE payment_draft (                                 -- what was shown last and waits to be frozen: a working table
  month              TEXT   PRIMARY KEY CHECK (LENGTH(month) = 7),
  prepared_at        TEXT   NOT NULL,
  list_digest        TEXT   NOT NULL,                        -- of every line and account that was shown
  entry_count        BIGINT NOT NULL,
  total_fen          BIGINT NOT NULL
);

CREATE TABLE payment_list (
  id                 BIGINT PRIMARY KEY,
  number             TEXT   NOT NULL UNIQUE,                 -- HT-370114-202404-PAY
  month              TEXT   NOT NULL UNIQUE CHECK (LENGTH(month) = 7),
  frozen_at          TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  reason             TEXT   NOT NULL CHECK (reason <> ''),
  list_digest        TEXT   NOT NULL,
  rules_version      TEXT   NOT NULL,
  entry_count        BIGINT NOT NULL CHECK (entry_count >= 0),
  line_count         BIGINT NOT NULL CHECK (line_count >= entry_count),
  total_fen          BIGINT NOT NULL CHECK (total_fen >= 0),
  total_capitals     TEXT   NOT NULL,
  CHECK (decided_by <> approved_by)
);

CREATE TABLE payment_entry (                                 -- one child of one list: one row of the bank file
  id                 BIGINT PRIMARY KEY,
  list_id            BIGINT NOT NULL REFERENCES payment_list (id),
  entry_number       BIGINT NOT NULL CHECK (entry_number >= 1),
  bank_reference     TEXT   NOT NULL UNIQUE,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  name               TEXT   NOT NULL,
  id_number          TEXT,
  town               TEXT   NOT NULL,
  account_id         BIGINT NOT NULL REFERENCES account (id),
  amount_fen         BIGINT NOT NULL CHECK (amount_fen > 0),
  UNIQUE (list_id, entry_number),
  UNIQUE (list_id, child_id)
);

CREATE TABLE recovery (                                      -- paid too much: a proposal until two persons have decided
  id                 BIGINT PRIMARY KEY,
  list_id            BIGINT NOT NULL REFERENCES payment_list (id),  -- with which it was noticed
  child_id           BIGINT NOT NULL REFERENCES person (id),
  amount_fen         BIGINT NOT NULL CHECK (amount_fen > 0),
  proposed_at        TEXT   NOT NULL,
  why                TEXT   NOT NULL,
  UNIQUE (list_id, child_id)
);
CREATE TABLE recovery_month (
  recovery_id        BIGINT NOT NULL REFERENCES recovery (id),
  month              TEXT   NOT NULL CHECK (LENGTH(month) = 7),
  amount_fen         BIGINT NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (recovery_id, month)
);
CREATE TABLE recovery_step (
  id                 BIGINT PRIMARY KEY,
  recovery_id        BIGINT NOT NULL REFERENCES recovery (id),
  step_number        BIGINT NOT NULL CHECK (step_number >= 1),
  deed               TEXT   NOT NULL CHECK (deed IN ('decide', 'agree', 'repay', 'waive', 'sue', 'revise')),
  step_on            TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL,
  reason             TEXT   NOT NULL,
  document           TEXT   NOT NULL,
  amount_fen         BIGINT NOT NULL CHECK (amount_fen >= 0),
  means              TEXT   NOT NULL CHECK (means IN ('instalments', 'deduction')),
  plan               TEXT   NOT NULL,                        -- JSON [{"due_on": …, "amount_fen": …}]
  recorded_at        TEXT   NOT NULL,
  UNIQUE (recovery_id, step_number),                         -- steps are a chain: two commands cannot both take the next
  CHECK (deed = 'repay' OR (approved_by <> '' AND approved_by <> decided_by)),
  CHECK (deed NOT IN ('agree', 'repay', 'waive', 'sue') OR document <> '')
);
CREATE UNIQUE INDEX recovery_step_receipt ON recovery_step (recovery_id, document) WHERE deed = 'repay';  -- a receipt counts once

CREATE TABLE payment_line (
  id                 BIGINT PRIMARY KEY,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  month              TEXT   NOT NULL CHECK (LENGTH(month) = 7),
  item               TEXT   NOT NULL,                        -- normal, arrears:2024-05 (of that list), reversal:17 (of that line), recovery:12 (step)
  sequence           BIGINT NOT NULL CHECK (sequence >= 1),  -- lines of one child and month are a chain: two commands cannot both add the next
  kind               TEXT   NOT NULL CHECK (kind IN ('normal', 'arrears', 'recovery', 'reversal')),
  amount_fen         BIGINT NOT NULL CHECK (amount_fen > 0),
  category           TEXT   NOT NULL CHECK (category IN ('community_orphan', 'de_facto_unattended', 'priority_hardship')),
  standard_fen       BIGINT NOT NULL CHECK (standard_fen >= 0),
  offset_fen         BIGINT NOT NULL CHECK (offset_fen >= 0),
  citation           TEXT   NOT NULL,                        -- of the standard
  why                TEXT   NOT NULL,
  coverage_id        BIGINT NOT NULL REFERENCES coverage (id),
  list_id            BIGINT REFERENCES payment_list (id),    -- normal and arrears: the list it was paid with …
  line_number        BIGINT CHECK (line_number >= 1),        -- … its place there …
  entry_id           BIGINT REFERENCES payment_entry (id),   -- … and the child's row
  reverses_id        BIGINT UNIQUE REFERENCES payment_line (id),
  recovery_step_id   BIGINT REFERENCES recovery_step (id),   -- recovery: what the family gave back
  recorded_at        TEXT   NOT NULL,
  UNIQUE (child_id, month, item),
  UNIQUE (child_id, month, sequence),
  UNIQUE (list_id, line_number),
  CHECK ((kind IN ('normal', 'arrears')) = (entry_id IS NOT NULL)),
  CHECK ((kind IN ('normal', 'arrears')) = (list_id IS NOT NULL)),
  CHECK ((kind IN ('normal', 'arrears')) = (line_number IS NOT NULL)),
  CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
  CHECK ((kind = 'recovery') = (recovery_step_id IS NOT NULL)),
  CHECK (kind <> 'normal' OR amount_fen <= standard_fen)
);
CREATE INDEX payment_line_entry ON payment_line (entry_id);

CREATE TABLE payment_export (
  id                 BIGINT PRIMARY KEY,
  list_id            BIGINT NOT NULL REFERENCES payment_list (id),
  exported_at        TEXT   NOT NULL,
  file_name          TEXT   NOT NULL,
  file_digest        TEXT   NOT NULL,
  file_size          BIGINT NOT NULL,
  UNIQUE (list_id, file_name, file_digest)
);

CREATE TABLE bank_return (
  id                 BIGINT PRIMARY KEY,
  recorded_at        TEXT   NOT NULL,
  file_name          TEXT   NOT NULL,
  file_digest        TEXT   NOT NULL UNIQUE,
  file_size          BIGINT NOT NULL,
  row_count          BIGINT NOT NULL
);
CREATE TABLE bank_result (                                   -- what became of a row of the bank file: told once
  entry_id           BIGINT PRIMARY KEY REFERENCES payment_entry (id),
  bank_return_id     BIGINT NOT NULL REFERENCES bank_return (id),
  sheet              TEXT   NOT NULL,
  row_number         BIGINT NOT NULL,
  outcome            TEXT   NOT NULL CHECK (outcome IN ('paid', 'failed')),
  why                TEXT   NOT NULL
);

CREATE TABLE work_item (                                     -- something a person must see to
  id                 BIGINT PRIMARY KEY,
  item_key           TEXT   NOT NULL UNIQUE,
  kind               TEXT   NOT NULL CHECK (kind IN ('bank_failure', 'insurance_gap')),
  child_id           BIGINT NOT NULL REFERENCES person (id),
  opened_at          TEXT   NOT NULL,
  paragraph          TEXT   NOT NULL
);
CREATE TABLE work_item_closing (
  work_item_id       BIGINT PRIMARY KEY REFERENCES work_item (id),
  closed_at          TEXT   NOT NULL,
  why                TEXT   NOT NULL
);

)sql";

// What stands here stands for ever.
inline constexpr std::string_view append_only_0003[] = {"coverage",    "coverage_end",   "account",   "payment_list",      "payment_entry", "payment_line", "payment_export",
                                                        "bank_return", "bank_result",    "work_item", "work_item_closing", "recovery",      "recovery_month", "recovery_step"};

}  // namespace hutong::store
