#pragma once
// A coverage whose end was a mistake goes on: the end stands as it was recorded, and what was decided of it afterwards follows here: reopened, ended again,
// reopened … The last one counts.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0007_coverage_changes = R"sql(
CREATE TABLE coverage_change (
  coverage_id        BIGINT NOT NULL REFERENCES coverage_end (coverage_id),
  change_number      BIGINT NOT NULL CHECK (change_number >= 1),  -- a chain: two commands cannot both add the next
  change_kind        TEXT   NOT NULL CHECK (change_kind IN ('reopened', 'ended')),
  ended_on           TEXT,
  end_reason         TEXT,
  recorded_at        TEXT   NOT NULL,
  decided_by         TEXT   NOT NULL CHECK (decided_by <> ''),
  approved_by        TEXT   NOT NULL CHECK (approved_by <> ''),
  reason             TEXT   NOT NULL CHECK (reason <> ''),
  document           TEXT   NOT NULL,
  PRIMARY KEY (coverage_id, change_number),
  CHECK (decided_by <> approved_by),
  CHECK ((change_kind = 'reopened') = (change_number % 2 = 1)),
  CHECK ((change_kind = 'ended') = (ended_on IS NOT NULL)),
  CHECK ((change_kind = 'ended') = (end_reason IS NOT NULL))
);
)sql";

inline constexpr std::string_view append_only_0007[] = {"coverage_change"};

}  // namespace hutong::store
