#include "store/connection.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "base/messages.h"
#include "base/result.h"
#include "store/migrate.h"

namespace hutong::store {
namespace {

struct Database : testing::Test {
  base::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "test.db";
  Connection db = Connection::create(file);

  Database() { db.run("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE, weight DOUBLE PRECISION, picture BLOB)"); }
  int64_t count() { return db.integer("SELECT COUNT(*) FROM thing"); }
  Fault fault_of(std::function<void()> const& deed) {
    try {
      deed();
    } catch (StoreFailure const& failure) {
      EXPECT_FALSE(base::tell(failure.problem_of()).empty());
      return failure.fault();
    }
    ADD_FAILURE() << "nothing failed";
    return Fault::other;
  }
};

TEST_F(Database, gives_back_what_was_bound) {
  std::string const bytes("\0\xff\x00z", 4);
  db.run("INSERT INTO thing (id, name, weight, picture) VALUES (?, ?, ?, ?)", 1, "章丘𠮷", 2.5, Blob{bytes});
  db.run("INSERT INTO thing (id, name, weight, picture) VALUES (?, ?, ?, ?)", int64_t{1} << 40, nullptr, std::optional<double>(), Blob{""});
  int rows = 0;
  db.each("SELECT id, name, weight, picture FROM thing ORDER BY id", [&](Row const& row) {
    if (++rows == 1) {
      EXPECT_EQ(row.integer(0), 1);
      EXPECT_EQ(row.text(1), "章丘𠮷");
      EXPECT_EQ(row.real(2), 2.5);
      EXPECT_EQ(row.blob(3), bytes);
    } else {
      EXPECT_EQ(row.integer(0), int64_t{1} << 40);
      EXPECT_TRUE(row.is_null(1));
      EXPECT_EQ(row.optional_string(1), std::nullopt);
      EXPECT_TRUE(row.is_null(2));
      EXPECT_FALSE(row.is_null(3));
      EXPECT_EQ(row.blob(3), "");
    }
  });
  EXPECT_EQ(rows, 2);
}

TEST_F(Database, says_how_many_rows_a_statement_changed_and_finds_none_where_none_is) {
  EXPECT_EQ(db.run("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')"), 2);
  EXPECT_EQ(db.run("UPDATE thing SET weight = ? WHERE id = ?", 1.0, 2), 1);
  EXPECT_EQ(db.first("SELECT name FROM thing WHERE id = ?", [](Row const& row) { return row.string(0); }, 2), "b");
  EXPECT_EQ(db.first("SELECT name FROM thing WHERE id = ?", [](Row const& row) { return row.string(0); }, 3), std::nullopt);
}

TEST_F(Database, keeps_all_of_a_transaction_or_nothing) {
  db.transaction([&] { db.run("INSERT INTO thing (id) VALUES (1)"); });
  EXPECT_EQ(count(), 1);
  EXPECT_THROW(db.transaction([&] {
    db.run("INSERT INTO thing (id) VALUES (2)");
    throw std::runtime_error("thrown by the deed");
  }), std::runtime_error);
  auto const refused = db.transaction([&]() -> base::Result<int> {
    db.run("INSERT INTO thing (id) VALUES (3)");
    return base::fail("store_busy");
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(db.transaction([&]() -> base::Result<int> {
    db.run("INSERT INTO thing (id) VALUES (4)");
    return 7;
  }).value(), 7);
  EXPECT_EQ(count(), 2);
  EXPECT_FALSE(db.is_in_transaction());
}

TEST_F(Database, leaves_nothing_of_a_batch_that_meets_a_double_key) {
  EXPECT_EQ(fault_of([&] {
    db.transaction([&] {
      auto batch = db.batch("INSERT INTO thing (id, name) VALUES (?, ?)");
      for (int i = 0; i < 500; ++i) batch.add(i % 400, std::to_string(i));
      batch.finish();
    });
  }), Fault::unique);
  EXPECT_EQ(count(), 0);
}

TEST_F(Database, counts_ids_from_one_inside_the_transaction) {
  db.transaction([&] {
    EXPECT_EQ(db.next_id("thing"), 1);
    db.run("INSERT INTO thing (id) VALUES (?)", db.next_id("thing"));
    EXPECT_EQ(db.next_id("thing"), 2);
  });
}

TEST_F(Database, waits_for_another_writer_only_so_long) {
  Connection other = Connection::open(file, {.for_lock = std::chrono::milliseconds(20)});
  db.transaction([&] {
    EXPECT_EQ(fault_of([&] { other.transaction([&] { other.run("INSERT INTO thing (id) VALUES (9)"); }); }), Fault::busy);
    EXPECT_EQ(other.integer("SELECT COUNT(*) FROM thing"), 0) << "reading goes on while another writes";
  });
  other.transaction([&] { other.run("INSERT INTO thing (id) VALUES (9)"); });
  EXPECT_EQ(count(), 1);
}

TEST_F(Database, obeys_the_settings_that_durability_needs) {
  auto const setting = [&](std::string const& name) { return db.first("PRAGMA " + name, [](Row const& row) { return row.string(0); }).value(); };
  EXPECT_EQ(setting("journal_mode"), "wal");
  EXPECT_EQ(setting("synchronous"), "2");
  EXPECT_EQ(setting("foreign_keys"), "1");
  EXPECT_EQ(setting("secure_delete"), "1");
  auto const mode = std::filesystem::status(file).permissions() & std::filesystem::perms::all;
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Database, tells_a_full_disk_from_other_trouble_and_goes_on_afterwards) {
  db.run("PRAGMA max_page_count=20");
  EXPECT_EQ(fault_of([&] {
    db.transaction([&] {
      db.run("INSERT INTO thing (id) VALUES (1)");
      db.run("INSERT INTO thing (id, name) VALUES (2, ?)", std::string(200'000, 'x'));
    });
  }), Fault::full);
  EXPECT_EQ(count(), 0);
  db.run("INSERT INTO thing (id, name) VALUES (2, 'x')");
  EXPECT_EQ(count(), 1);
}

TEST_F(Database, tells_a_missing_right_to_write) {
  db.run("PRAGMA query_only=ON");
  EXPECT_EQ(fault_of([&] { db.run("INSERT INTO thing (id) VALUES (1)"); }), Fault::read_only);
}

TEST_F(Database, refuses_what_is_no_database_and_what_is_damaged) {
  EXPECT_EQ(fault_of([&] { Connection::open(folder.path() / "missing.db"); }), Fault::cannot_open);
  base::write_file(folder.path() / "text.db", std::string(5000, 'a'));
  EXPECT_EQ(fault_of([&] { Connection::open(folder.path() / "text.db"); }), Fault::not_a_database);

  db.run("INSERT INTO thing (id, name) VALUES (1, ?)", std::string(20'000, 'x'));
  db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  std::string bytes = base::read_file(file, 1'000'000).value();
  for (size_t i = 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0x5a);
  base::write_file(folder.path() / "damaged.db", bytes);
  Connection damaged = Connection::open(folder.path() / "damaged.db");
  EXPECT_EQ(fault_of([&] { damaged.run("INSERT INTO thing (id) VALUES (2)"); }), Fault::corrupt);
  EXPECT_EQ(db.integrity(), "ok");
}

TEST(Migrations, are_numbered_without_a_gap) {
  int expected = 0;
  for (Migration const& migration : migrations()) EXPECT_EQ(migration.number, ++expected) << migration.name;
}

TEST(Migrations, bring_an_empty_database_to_the_newest_schema_once) {
  base::TemporaryFolder folder;
  Connection db = Connection::create(folder.path() / "test.db");
  EXPECT_EQ(schema_version(db), 0);
  auto const now = base::instant_from("2026-10-06T09:00:00+08:00").value();
  migrate(db, now);
  EXPECT_EQ(schema_version(db), migrations().back().number);
  migrate(db, now);
  EXPECT_EQ(db.integer("SELECT COUNT(*) FROM schema_version"), static_cast<int64_t>(migrations().size()));
  EXPECT_EQ(db.integrity(), "ok");
}

TEST(Migrations, refuse_a_database_of_a_newer_program) {
  base::TemporaryFolder folder;
  Connection db = Connection::create(folder.path() / "test.db");
  auto const now = base::instant_from("2026-10-06T09:00:00+08:00").value();
  migrate(db, now);
  db.run("INSERT INTO schema_version (version, name, applied_at) VALUES (?, 'of the future', '2030-01-01')", migrations().back().number + 1);
  try {
    migrate(db, now);
    FAIL();
  } catch (StoreFailure const& failure) {
    EXPECT_EQ(failure.fault(), Fault::newer_schema);
    EXPECT_NE(base::tell(failure.problem_of()).find("新版程序"), std::string::npos);
  }
}

}  // namespace
}  // namespace hutong::store
