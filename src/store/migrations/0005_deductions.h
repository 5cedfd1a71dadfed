#pragma once
// What was deducted from a child's row of a list, by written agreement: the line itself is a payment_line of kind recovery, as if the family had brought the
// money; this says from which row of the bank file it was kept back.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0005_deductions = R"sql(
CREATE TABLE payment_deduction (
  deducted_line_id      BIGINT PRIMARY KEY REFERENCES payment_line (id),
  deducted_entry_id     BIGINT NOT NULL REFERENCES payment_entry (id),
  deducted_list_id      BIGINT NOT NULL REFERENCES payment_list (id),
  deducted_line_number  BIGINT NOT NULL CHECK (deducted_line_number >= 1),  -- its place in the list, behind what is paid to the child
  UNIQUE (deducted_list_id, deducted_line_number)
);
CREATE INDEX payment_deduction_entry ON payment_deduction (deducted_entry_id);
)sql";

inline constexpr std::string_view append_only_0005[] = {"payment_deduction"};

}  // namespace hutong::store
