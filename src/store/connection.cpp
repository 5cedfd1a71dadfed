// SQLite behind store::Connection. All that is SQLite's own (pragmas, types, error codes, the lock at BEGIN) is in this file.
#include "store/connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>

#include "base/check.h"
#include "base/messages.h"
#include "base/text.h"

namespace hutong::store {
namespace {

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

Fault fault_of_io(int extended, int system_error) {
  // SQLite itself takes only ENOSPC for a full disk; a quota or a size limit is the same to the operator.
  bool const is_write = extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE || extended == SQLITE_IOERR_TRUNCATE;
  if (is_write && (system_error == EFBIG || system_error == EDQUOT || system_error == ENOSPC)) return Fault::full;
  return Fault::io;
}

Fault fault_of(int extended, int system_error) {
  if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_ROWID) return Fault::unique;
  switch (extended & 0xff) {
    case SQLITE_CONSTRAINT: return Fault::constraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return Fault::busy;
    case SQLITE_FULL: return Fault::full;
    case SQLITE_READONLY:
    case SQLITE_PERM: return Fault::read_only;
    case SQLITE_CANTOPEN: return Fault::cannot_open;
    case SQLITE_NOTADB: return Fault::not_a_database;
    case SQLITE_CORRUPT: return Fault::corrupt;
    case SQLITE_IOERR: return fault_of_io(extended, system_error);
    default: return Fault::other;
  }
}

bool is_failed_sync(int extended) { return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC; }

[[noreturn]] void stop_after_failed_sync(std::string const& path) {
  std::string const sentence = base::tell(base::problem("store_sync_failed", {{"path", path}}));
  std::fprintf(stderr, "%s\n", sentence.c_str());
  std::fflush(stderr);
  // Not exit(): destructors would close the database, and closing tries the fsync again. 4 is the exit status of outside failures.
  std::_Exit(4);
}

// SQLite moves the log into the database by itself every 1000 pages, but swallows errors of that; ours must not swallow a failed fsync.
int checkpoint_when_long(void* path, sqlite3* db, char const* name, int pages) {
  constexpr int pages_at_most = 1000;
  if (pages < pages_at_most) return SQLITE_OK;
  int const code = sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && is_failed_sync(sqlite3_extended_errcode(db))) stop_after_failed_sync(*static_cast<std::string*>(path));
  return SQLITE_OK;  // anything else (a reader in the way, disk full) leaves the log as it is, and the next commit tries again
}

// Locks and fsync of network file systems do not hold what SQLite needs. Magic numbers from linux/magic.h and the file systems' own headers.
void refuse_network_file_system(std::filesystem::path const& file) {
  struct statfs information;
  if (statfs(file.parent_path().empty() ? "." : file.parent_path().c_str(), &information) != 0) return;  // opening will say what is wrong
  for (uint32_t magic : {0x6969u /* NFS */, 0x517Bu /* SMB */, 0xFF534D42u /* CIFS */, 0xFE534D42u /* SMB2 */, 0x5346414Fu /* AFS */, 0x00C36400u /* Ceph */}) {
    if (static_cast<uint32_t>(information.f_type) == magic) throw base::OutsideFailure("store_on_network", {{"path", file.string()}});
  }
}

}  // namespace

std::string_view code_of(Fault fault) {
  switch (fault) {
    case Fault::unique: return "store_unique";
    case Fault::constraint: return "store_constraint";
    case Fault::busy: return "store_busy";
    case Fault::full: return "store_full";
    case Fault::read_only: return "store_read_only";
    case Fault::cannot_open: return "store_cannot_open";
    case Fault::not_a_database: return "store_not_a_database";
    case Fault::corrupt: return "store_corrupt";
    case Fault::newer_schema: return "store_newer_schema";
    case Fault::io: return "store_io";
    case Fault::other: return "store_other";
  }
  return "store_other";
}

StoreFailure::StoreFailure(Fault fault, std::map<std::string, std::string> values)
    : OutsideFailure(code_of(fault), std::move(values)), fault_(fault) {}

struct Connection::Data {
  sqlite3* db = nullptr;
  std::string path;
  std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> statements;

  ~Data() {
    for (auto& [sql, statement] : statements) sqlite3_finalize(statement);
    sqlite3_close(db);
  }

  [[noreturn]] void failed() const {
    int const extended = sqlite3_extended_errcode(db);
    if (is_failed_sync(extended)) stop_after_failed_sync(path);
    throw StoreFailure(fault_of(extended, sqlite3_system_errno(db)), {{"path", path}, {"why", sqlite3_errmsg(db)}});
  }

  sqlite3_stmt* prepared(std::string_view sql) {
    if (auto found = statements.find(sql); found != statements.end()) return found->second;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) failed();
    CHECK(statement);  // an empty text
    statements.emplace(sql, statement);
    return statement;
  }

  void bind(sqlite3_stmt* statement, Param const* params, size_t count) {
    CHECK(sqlite3_bind_parameter_count(statement) == static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
      Param const& param = params[i];
      int const at = static_cast<int>(i) + 1;
      // Static: the text outlives the call, and every statement is reset and rebound before it runs again.
      int code = SQLITE_OK;
      switch (param.kind()) {
        case Param::Kind::null: code = sqlite3_bind_null(statement, at); break;
        case Param::Kind::integer: code = sqlite3_bind_int64(statement, at, param.integer()); break;
        case Param::Kind::real: code = sqlite3_bind_double(statement, at, param.real()); break;
        case Param::Kind::text: code = sqlite3_bind_text64(statement, at, param.text().empty() ? "" : param.text().data(), param.text().size(), SQLITE_STATIC, SQLITE_UTF8); break;
        case Param::Kind::blob: code = sqlite3_bind_blob64(statement, at, param.text().empty() ? "" : param.text().data(), param.text().size(), SQLITE_STATIC); break;
      }
      if (code != SQLITE_OK) failed();
    }
  }
};

namespace {

// Resets on every way out, so that a statement never stays open (an open reader keeps the log from being moved).
struct Running {
  sqlite3_stmt* statement;
  ~Running() { sqlite3_reset(statement); }
};

}  // namespace

Connection::Connection(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection Connection::connect(std::filesystem::path const& file, int flags, Patience patience) {
  refuse_network_file_system(file);
  auto data = std::make_unique<Data>();
  data->path = file.string();
  int const code = sqlite3_open_v2(file.c_str(), &data->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (!data->db) throw std::bad_alloc();
  if (code != SQLITE_OK) data->failed();
  sqlite3_busy_timeout(data->db, static_cast<int>(patience.for_lock.count()));
  Connection connection(std::move(data));
  connection.run("PRAGMA journal_mode=WAL");  // the first to read the file: tells what is not a database
  connection.run("PRAGMA synchronous=FULL");
  connection.run("PRAGMA foreign_keys=ON");
  connection.run("PRAGMA secure_delete=ON");
  connection.run("PRAGMA temp_store=MEMORY");          // no personal data in /tmp
  connection.run("PRAGMA cache_size=-65536");          // 64 MB: a submission of 100,000 rows stays in memory until its commit
  connection.run("PRAGMA journal_size_limit=67108864");
  sqlite3_wal_hook(connection.data_->db, checkpoint_when_long, &connection.data_->path);
  return connection;
}

Connection Connection::open(std::filesystem::path const& file, Patience patience) {
  return connect(file, SQLITE_OPEN_READWRITE, patience);
}

Connection Connection::create(std::filesystem::path const& file, Patience patience) {
  // Made here, because SQLite would make it readable for everybody; it gives its log and index files the same mode.
  int const descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    int const error = errno;
    throw StoreFailure(error == ENOSPC || error == EDQUOT ? Fault::full : Fault::cannot_open, {{"path", file.string()}, {"why", std::strerror(error)}});
  }
  ::close(descriptor);
  return connect(file, SQLITE_OPEN_READWRITE, patience);
}

int64_t Connection::run_all(std::string_view sql, Param const* params, size_t count) {
  sqlite3_stmt* statement = data_->prepared(sql);
  CHECK(!sqlite3_stmt_busy(statement));
  Running running{statement};
  data_->bind(statement, params, count);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);  // pragmas answer with rows
  if (code != SQLITE_DONE) data_->failed();
  return sqlite3_changes64(data_->db);
}

void Connection::each_all(std::string_view sql, Param const* params, size_t count, std::function<bool(Row const&)> const& more) {
  sqlite3_stmt* statement = data_->prepared(sql);
  CHECK(!sqlite3_stmt_busy(statement));
  Running running{statement};
  data_->bind(statement, params, count);
  int code = sqlite3_step(statement);
  while (code == SQLITE_ROW) {
    if (!more(Row(statement))) return;
    code = sqlite3_step(statement);
  }
  if (code != SQLITE_DONE) data_->failed();
}

void Connection::run_script(std::string_view sql) {
  // SQLite keeps rows by a 64-bit integer key of its own; only this spelling makes our id that key.
  std::string const translated = base::replace_all(sql, "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY");
  if (sqlite3_exec(data_->db, translated.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) data_->failed();
}

// PostgreSQL writes triggers another way.
void Connection::forbid_changes(std::string_view table) {
  std::string const name(table);
  for (std::string const change : {"UPDATE", "DELETE"})
    run_script("CREATE TRIGGER " + name + "_no_" + change + " BEFORE " + change + " ON " + name + " BEGIN SELECT RAISE(ABORT, '" + name + " is append-only'); END");
}

void Connection::forbid_insert(std::string_view table, std::string_view condition) {
  std::string const name(table);
  run_script("CREATE TRIGGER " + name + "_guard BEFORE INSERT ON " + name + " WHEN " + std::string(condition) + " BEGIN SELECT RAISE(ABORT, '" + name + " is complete'); END");
}

Batch Connection::batch(std::string_view sql) { return Batch(*this, data_->prepared(sql)); }

void Batch::add_all(Param const* params, size_t count) {
  CHECK(!finished_);
  is_empty_ = false;
  auto* statement = static_cast<sqlite3_stmt*>(statement_);
  Running running{statement};
  in_.data_->bind(statement, params, count);
  if (sqlite3_step(statement) != SQLITE_DONE) in_.data_->failed();
}

Batch::~Batch() {
  // Forgetting finish() would lose rows on a driver that sends in groups; while an exception flies, losing them is right.
  CHECK(finished_ || is_empty_ || std::uncaught_exceptions() > 0);
}

int64_t Connection::next_id(std::string_view table) {
  CHECK(is_in_transaction());
  return integer("SELECT COALESCE(MAX(id), 0) + 1 FROM " + std::string(table));
}

bool Connection::is_in_transaction() const { return sqlite3_get_autocommit(data_->db) == 0; }

bool Connection::has_table(std::string_view name) {
  return integer("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?", name) > 0;
}

void Connection::begin() {
  CHECK(!is_in_transaction());
  run("BEGIN IMMEDIATE");  // PostgreSQL: BEGIN and an advisory lock
}

void Connection::commit() {
  try {
    run("COMMIT");
  } catch (...) {
    rollback();
    throw;
  }
}

void Connection::rollback() noexcept {
  if (!is_in_transaction()) return;  // some errors (disk full, I/O) have ended it already
  sqlite3_exec(data_->db, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::string Connection::integrity() {
  std::string said = first("PRAGMA integrity_check(1)", [](Row const& row) { return row.string(0); }).value_or("no answer");
  if (said != "ok") return said;
  each("PRAGMA foreign_key_check", [&said](Row const& row) { said = "foreign key: " + row.string(0); });
  return said;
}

bool Row::is_null(int column) const { return sqlite3_column_type(static_cast<sqlite3_stmt*>(statement_), column) == SQLITE_NULL; }

int64_t Row::integer(int column) const {
  CHECK(!is_null(column));
  return sqlite3_column_int64(static_cast<sqlite3_stmt*>(statement_), column);
}

double Row::real(int column) const {
  CHECK(!is_null(column));
  return sqlite3_column_double(static_cast<sqlite3_stmt*>(statement_), column);
}

std::string_view Row::text(int column) const {
  CHECK(!is_null(column));
  auto* statement = static_cast<sqlite3_stmt*>(statement_);
  auto const* bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement, column))};
}

std::string_view Row::blob(int column) const {
  CHECK(!is_null(column));
  auto* statement = static_cast<sqlite3_stmt*>(statement_);
  auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace hutong::store
