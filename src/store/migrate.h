#pragma once
// The schema as a list of numbered steps (migrations/NNNN_name.h). A step is never edited after release; it is applied once, in one
// transaction, and written down in table schema_version.
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/connection.h"

namespace hutong::store {

struct Migration {
  int number;  // 1, 2, 3 … without a gap
  std::string_view name;
  std::string_view sql;
  std::span<std::string_view const> append_only = {};  // tables whose rows may neither be changed nor removed
};
std::vector<Migration> const& migrations();

// Brings the database to the newest schema; nothing happens when it is there already. StoreFailure newer_schema when the database was
// written by a newer hutong: an older program must not touch it.
void migrate(Connection&, base::Instant now);
// 0 for an empty database.
int schema_version(Connection&);

}  // namespace hutong::store
