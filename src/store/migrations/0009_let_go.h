#pragma once
// A difference between what was owed and what was paid that two persons decided to leave as it is: less asked back than was paid too much, or nothing paid out
// of what is still owed to a dead child. Without it the next list would propose or hold the same sum again. News that makes the difference smaller ends the
// decision for that part, with the list that saw it: a negative row.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0009_let_go = R"sql(
CREATE TABLE let_go (
  id                 BIGINT PRIMARY KEY,
  child_id           BIGINT NOT NULL REFERENCES person (id),
  month              TEXT   NOT NULL CHECK (LENGTH(month) = 7),
  side               TEXT   NOT NULL CHECK (side IN ('paid_too_much', 'owed')),
  let_go_fen         BIGINT NOT NULL CHECK (let_go_fen <> 0),
  recovery_step_id   BIGINT REFERENCES recovery_step (id),   -- paid_too_much: the step that asks for less
  list_id            BIGINT REFERENCES payment_list (id),    -- the list with which it ends
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  reason             TEXT   NOT NULL,
  document           TEXT   NOT NULL,
  recorded_at        TEXT   NOT NULL,
  CHECK (decided_by <> approved_by),
  CHECK ((let_go_fen < 0) = (list_id IS NOT NULL)),
  CHECK ((let_go_fen > 0 AND side = 'paid_too_much') = (recovery_step_id IS NOT NULL)),
  CHECK (side <> 'owed' OR let_go_fen < 0 OR document <> '')
);
CREATE INDEX let_go_child ON let_go (child_id, month);
)sql";

inline constexpr std::string_view append_only_0009[] = {"let_go"};

}  // namespace hutong::store
