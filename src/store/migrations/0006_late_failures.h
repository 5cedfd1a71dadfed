#pragma once
// 退票: a payment that a return had said was made came back after all, weeks later. The first result stands as it was told; this is told beside it, once.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0006_late_failures = R"sql(
CREATE TABLE bank_late_failure (
  late_entry_id        BIGINT PRIMARY KEY REFERENCES bank_result (entry_id),
  late_bank_return_id  BIGINT NOT NULL REFERENCES bank_return (id),
  late_sheet           TEXT   NOT NULL,
  late_row_number      BIGINT NOT NULL,
  late_why             TEXT   NOT NULL
);
CREATE INDEX payment_entry_child ON payment_entry (child_id);  -- has the child been paid since?
)sql";

inline constexpr std::string_view append_only_0006[] = {"bank_late_failure"};

}  // namespace hutong::store
