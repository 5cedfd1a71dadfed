#include "store/migrate.h"

#include "base/check.h"
#include "store/migrations/0001_submissions.h"
#include "store/migrations/0002_ledger.h"
#include "store/migrations/0003_payments.h"
#include "store/migrations/0004_answers.h"
#include "store/migrations/0005_deductions.h"
#include "store/migrations/0006_late_failures.h"
#include "store/migrations/0007_coverage_changes.h"
#include "store/migrations/0008_lessons.h"
#include "store/migrations/0009_let_go.h"
#include "store/migrations/0010_list_notices.h"
#include "store/migrations/0011_not_sent.h"

namespace hutong::store {

std::vector<Migration> const& migrations() {
  static std::vector<Migration> const all = {
      {1, "submissions", migration_0001_submissions},
      {2, "ledger", migration_0002_ledger},
      {3, "payments", migration_0003_payments, append_only_0003},
      {4, "answers", migration_0004_answers, append_only_0004},
      {5, "deductions", migration_0005_deductions, append_only_0005},
      {6, "late_failures", migration_0006_late_failures, append_only_0006},
      {7, "coverage_changes", migration_0007_coverage_changes, append_only_0007},
      {8, "lessons", migration_0008_lessons, append_only_0008},
      {9, "let_go", migration_0009_let_go, append_only_0009},
      {10, "list_notices", migration_0010_list_notices, append_only_0010},
      {11, "not_sent", migration_0011_not_sent, append_only_0011},
  };
  return all;
}

namespace {

// Readable by every later program: this table never changes.
constexpr std::string_view schema_version_table = R"sql(
CREATE TABLE IF NOT EXISTS schema_version (
  version     BIGINT PRIMARY KEY,
  name        TEXT   NOT NULL,
  applied_at  TEXT   NOT NULL
);
)sql";

int version_in(Connection& db) { return static_cast<int>(db.integer("SELECT COALESCE(MAX(version), 0) FROM schema_version")); }

// A frozen list has as many entries and lines as it says.
void forbid_later_lines(Connection& db) {
  db.forbid_insert("payment_entry", "NEW.entry_number > (SELECT entry_count FROM payment_list WHERE id = NEW.list_id)");
  db.forbid_insert("payment_line", "NEW.line_number > (SELECT line_count FROM payment_list WHERE id = NEW.list_id)");
}

}  // namespace

int schema_version(Connection& db) { return db.has_table("schema_version") ? version_in(db) : 0; }

void migrate(Connection& db, base::Instant now) {
  int const newest = migrations().back().number;
  int const present = schema_version(db);
  if (present > newest)
    throw StoreFailure(Fault::newer_schema, {{"version", std::to_string(present)}, {"known", std::to_string(newest)}});
  if (present == newest) return;
  db.transaction([&] {
    db.run_script(schema_version_table);
    for (Migration const& migration : migrations()) {
      if (migration.number <= version_in(db)) continue;  // another process may have been first
      CHECK(migration.number == version_in(db) + 1);
      db.run_script(migration.sql);
      for (std::string_view table : migration.append_only) db.forbid_changes(table);
      if (migration.number == 3) forbid_later_lines(db);
      if (migration.number == 5) db.forbid_insert("payment_deduction", "NEW.deducted_line_number > (SELECT line_count FROM payment_list WHERE id = NEW.deducted_list_id)");
      db.run("INSERT INTO schema_version (version, name, applied_at) VALUES (?, ?, ?)", migration.number, migration.name,
             base::to_string(now));
    }
  });
}

}  // namespace hutong::store
