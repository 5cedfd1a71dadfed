#pragma once
// What a list's preparers were told beside its rows (a standard that looks mistyped, a child's doubtful account): as shown last, and as it stood when the
// list was frozen. Who approved a list can later be shown what stood before his eyes.
#include <string_view>

namespace hutong::store {

inline constexpr std::string_view migration_0010_list_notices = R"sql(
CREATE TABLE payment_draft_notice (                          -- a working table, like payment_draft
  month              TEXT   NOT NULL REFERENCES payment_draft (month),
  notice_number      BIGINT NOT NULL CHECK (notice_number >= 1),
  kind               TEXT   NOT NULL CHECK (kind <> ''),
  child_id           BIGINT REFERENCES person (id),          -- absent: of the whole list
  text               TEXT   NOT NULL CHECK (text <> ''),
  PRIMARY KEY (month, notice_number)
);

CREATE TABLE payment_list_notice (
  notice_list_id     BIGINT NOT NULL REFERENCES payment_list (id),
  notice_number      BIGINT NOT NULL CHECK (notice_number >= 1),
  kind               TEXT   NOT NULL CHECK (kind <> ''),
  child_id           BIGINT REFERENCES person (id),
  text               TEXT   NOT NULL CHECK (text <> ''),
  PRIMARY KEY (notice_list_id, notice_number)
);
)sql";

inline constexpr std::string_view append_only_0010[] = {"payment_list_notice"};

}  // namespace hutong::store
