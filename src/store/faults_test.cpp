// The disk fails at the k-th write, for every k: nothing is half there, nothing acknowledged is lost, and after a failed fsync the process is gone
// (SECURITY A3). A layer between SQLite and the file system makes the failures; it is registered in this test program only.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstring>

#include "base/files.h"
#include "store/connection.h"

namespace hutong::store {
namespace {

enum class Call : uint8_t { none, write, sync };

// The plan of failure: the k-th call of this kind fails, once or from then on.
struct Plan {
  Call call = Call::none;
  int countdown = 0;
  int code = SQLITE_OK;
  bool stays_broken = false;
  bool has_struck = false;

  int strikes(Call of) {
    if (of != call) return SQLITE_OK;
    if (has_struck) return stays_broken ? code : SQLITE_OK;
    if (--countdown > 0) return SQLITE_OK;
    has_struck = true;
    return code;
  }
};
Plan plan;

struct FailingFile {
  sqlite3_file base;
  sqlite3_file* real;  // behind this one in the same block
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<FailingFile*>(file)->real; }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read_at(sqlite3_file* file, void* to, int size, sqlite3_int64 at) { return real(file)->pMethods->xRead(real(file), to, size, at); }
int write_at(sqlite3_file* file, void const* from, int size, sqlite3_int64 at) {
  if (int const code = plan.strikes(Call::write)) {
    // A torn write: half of it reaches the disk.
    real(file)->pMethods->xWrite(real(file), from, size / 2, at);
    return code;
  }
  return real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncate_to(sqlite3_file* file, sqlite3_int64 size) { return real(file)->pMethods->xTruncate(real(file), size); }
int sync_file(sqlite3_file* file, int flags) {
  if (int const code = plan.strikes(Call::sync)) return code;
  return real(file)->pMethods->xSync(real(file), flags);
}
int size_of(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int is_reserved(sqlite3_file* file, int* answer) { return real(file)->pMethods->xCheckReservedLock(real(file), answer); }
int control(sqlite3_file* file, int what, void* with) { return real(file)->pMethods->xFileControl(real(file), what, with); }
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) { return real(file)->pMethods->xShmMap(real(file), page, size, extend, at); }
int shm_lock(sqlite3_file* file, int offset, int count, int flags) { return real(file)->pMethods->xShmLock(real(file), offset, count, flags); }
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

sqlite3_io_methods const failing_methods = {2,       close_file,      read_at,       write_at, truncate_to, sync_file,   size_of,     lock,    unlock,
                                            is_reserved, control, sector_size, characteristics, shm_map,  shm_lock,    shm_barrier, shm_unmap, nullptr, nullptr};

sqlite3_vfs* system_vfs = nullptr;
sqlite3_vfs failing_vfs;

int open_file(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* const failing = reinterpret_cast<FailingFile*>(file);
  failing->real = reinterpret_cast<sqlite3_file*>(failing + 1);
  int const code = system_vfs->xOpen(system_vfs, name, failing->real, flags, out_flags);
  failing->base.pMethods = failing->real->pMethods ? &failing_methods : nullptr;
  return code;
}

void use_failing_vfs() {
  if (system_vfs) return;
  system_vfs = sqlite3_vfs_find(nullptr);
  failing_vfs = *system_vfs;
  failing_vfs.zName = "failing";
  failing_vfs.szOsFile = static_cast<int>(sizeof(FailingFile)) + system_vfs->szOsFile;
  failing_vfs.xOpen = open_file;
  sqlite3_vfs_register(&failing_vfs, 1);
}

constexpr int rows_before = 50, rows_added = 1100;  // enough for several pages and for a move of the log into the database

struct FailingDisk : testing::Test {
  base::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "test.db";

  FailingDisk() {
    use_failing_vfs();
    plan = {};
    Connection db = Connection::create(file);
    db.run("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT)");
    add(db, 0, rows_before);
  }
  ~FailingDisk() override { plan = {}; }

  static void add(Connection& db, int from, int until) {
    db.transaction([&] {
      auto batch = db.batch("INSERT INTO thing (id, name) VALUES (?, ?)");
      for (int id = from; id < until; ++id) batch.add(id, std::string(3000, 'x'));
      batch.finish();
    });
  }

  // What the deed says happened, and what the next start finds.
  void expect_all_or_nothing(bool acknowledged) {
    plan = {};
    Connection db = Connection::open(file);
    ASSERT_EQ(db.integrity(), "ok");
    int64_t const rows = db.integer("SELECT COUNT(*) FROM thing");
    if (acknowledged) ASSERT_EQ(rows, rows_before + rows_added);
    else ASSERT_TRUE(rows == rows_before || rows == rows_before + rows_added) << rows;
    db.run("DELETE FROM thing WHERE id >= ?", rows_before);
  }
};

TEST_F(FailingDisk, loses_nothing_acknowledged_whichever_write_fails) {
  for (auto const& [code, stays_broken] : {std::pair(SQLITE_FULL, false), std::pair(SQLITE_IOERR_WRITE, true)}) {
    bool has_struck = true;
    int failures_told = 0;
    // Every write near the beginning matters; in the middle of 1,100 rows one is like the other.
    for (int k = 1; has_struck; k += k < 12 ? 1 : 211) {
      SCOPED_TRACE("write " + std::to_string(k) + (stays_broken ? " and all after it" : "") + ", code " + std::to_string(code));
      bool acknowledged = false;
      {
        Connection db = Connection::open(file);
        plan = {Call::write, k, code, stays_broken};
        try {
          add(db, rows_before, rows_before + rows_added);
          acknowledged = true;
        } catch (StoreFailure const& failure) {
          EXPECT_EQ(failure.fault(), code == SQLITE_FULL ? Fault::full : Fault::io);
          ++failures_told;
        }
        has_struck = plan.has_struck;
      }
      expect_all_or_nothing(acknowledged);
    }
    EXPECT_GT(failures_told, 5);
  }
}

TEST_F(FailingDisk, stops_the_process_whichever_fsync_fails) {
  for (int k = 1; k <= 3; ++k) {
    SCOPED_TRACE("fsync " + std::to_string(k));
    auto const deed = [&] {
      Connection db = Connection::open(file);
      plan = {Call::sync, k, SQLITE_IOERR_FSYNC, true};
      add(db, rows_before, rows_before + rows_added);
      std::_Exit(plan.has_struck ? 1 : 0);
    };
    EXPECT_EXIT(deed(), testing::ExitedWithCode(4), "test.db");
    expect_all_or_nothing(false);
  }
}

}  // namespace
}  // namespace hutong::store
