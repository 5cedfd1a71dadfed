#pragma once
// A row of a frozen list that no file can carry to the bank (a layout that became narrower, an account that was frozen before such accounts were held back):
// it was left out when the list was exported, undone by reversals, and is paid again once the account is right. The list itself stands as it was frozen.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0011_not_sent = R"sql(
CREATE TABLE payment_not_sent (
  entry_id           BIGINT PRIMARY KEY REFERENCES payment_entry (id),
  recorded_at        TEXT   NOT NULL,
  why                TEXT   NOT NULL CHECK (why <> '')
);
)sql";

inline constexpr std::string_view append_only_0011[] = {"payment_not_sent"};

}  // namespace hutong::store
