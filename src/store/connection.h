#pragma once
// The thin layer between our SQL and a database. SQL is written whole and in place, with `?` for values, in the subset that SQLite and
// PostgreSQL share (RETURNING, ON CONFLICT, window functions; types BIGINT, DOUBLE PRECISION, TEXT, BLOB); where the two differ, the
// difference lives in internal/sqlite.cpp and nowhere else. PostgreSQL comes later as a second driver behind the same calls.
//
// Errors are the operator's business (base::OutsideFailure) and fly to the door, with one exception: after a failed fsync nobody knows what
// the disk holds, and trying again may report success for data that is gone (Rebello et al., Can applications recover from fsync
// failures?, ATC 2020). Then the process says so and stops at once; the next start reads what is really there. What the data themselves can cause (a second
// row with the same key) is asked for in SQL with ON CONFLICT, not caught.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/result.h"

namespace hutong::store {

enum class Fault : uint8_t {
  unique,          // a key is there already
  constraint,      // another constraint of the schema
  busy,            // another process holds the write lock longer than we are willing to wait
  full,            // disk full, or a file size limit
  read_only,       // no right to write
  cannot_open,
  not_a_database,
  corrupt,
  newer_schema,    // written by a newer hutong
  io,
  other,           // our own SQL is wrong, or memory is short
};
std::string_view code_of(Fault);  // of its sentence: store_unique …

class StoreFailure : public base::OutsideFailure {
 public:
  StoreFailure(Fault fault, std::map<std::string, std::string> values);
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

struct Blob {
  std::string_view bytes;
};

// One value to bind: a view, what it points to must outlive the call.
class Param {
 public:
  enum class Kind : uint8_t { null, integer, real, text, blob };
  Param(std::nullptr_t) {}
  template <class T>
    requires(std::is_integral_v<T>)
  Param(T number) : kind_(Kind::integer), integer_(static_cast<int64_t>(number)) {}  // bool is 0 or 1
  Param(double number) : kind_(Kind::real), real_(number) {}
  Param(std::string_view text) : kind_(Kind::text), text_(text) {}
  Param(std::string const& text) : kind_(Kind::text), text_(text) {}
  Param(char const* text) : kind_(Kind::text), text_(text) {}
  Param(Blob blob) : kind_(Kind::blob), text_(blob.bytes) {}
  template <class T>
  Param(std::optional<T> const& value) : Param(value ? Param(*value) : Param(nullptr)) {}

  Kind kind() const { return kind_; }
  int64_t integer() const { return integer_; }
  double real() const { return real_; }
  std::string_view text() const { return text_; }

 private:
  Kind kind_ = Kind::null;
  int64_t integer_ = 0;
  double real_ = 0;
  std::string_view text_;
};

// The current row of a query; columns are counted from 0. Views die with the next row. CHECKs that a value that is read as present is not null.
class Row {
 public:
  bool is_null(int column) const;
  int64_t integer(int column) const;
  bool boolean(int column) const { return integer(column) != 0; }
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  std::string string(int column) const { return std::string(text(column)); }
  std::optional<int64_t> optional_integer(int column) const { return is_null(column) ? std::nullopt : std::optional(integer(column)); }
  std::optional<std::string> optional_string(int column) const { return is_null(column) ? std::nullopt : std::optional(string(column)); }
  std::string string_or_empty(int column) const { return is_null(column) ? std::string() : string(column); }

 private:
  friend class Connection;
  explicit Row(void* statement) : statement_(statement) {}
  void* statement_;
};

// The same statement many times, prepared once. finish() before the end of the transaction: a driver may send in groups.
class Batch {
 public:
  template <class... Params>
  void add(Params const&... params) {
    Param const all[] = {Param(params)...};
    add_all(all, sizeof...(Params));
  }
  void finish() { finished_ = true; }
  ~Batch();
  Batch(Batch const&) = delete;
  Batch& operator=(Batch const&) = delete;

 private:
  friend class Connection;
  Batch(class Connection& in, void* statement) : in_(in), statement_(statement) {}
  void add_all(Param const*, size_t count);
  class Connection& in_;
  void* statement_;
  bool finished_ = false;
  bool is_empty_ = true;
};

struct Patience {
  // How long to wait for another process's write lock. A whole round holds it for some 15 s.
  std::chrono::milliseconds for_lock{30'000};
};

class Connection {
 public:
  // The file must exist. Refuses (StoreFailure) what is not a database, a damaged one, a folder on a network file system (locks and
  // fsync cannot be trusted there). Write-ahead log, synchronous=FULL, foreign keys, deleted content is overwritten.
  static Connection open(std::filesystem::path const& file, Patience = {});
  // Makes the file (0600) if it is not there.
  static Connection create(std::filesystem::path const& file, Patience = {});
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  // One statement that gives no rows; how many rows it changed.
  template <class... Params>
  int64_t run(std::string_view sql, Params const&... params) {
    Param const all[] = {Param(nullptr), Param(params)...};
    return run_all(sql, all + 1, sizeof...(Params));
  }
  // f(Row const&) for each row. f may use the connection, but not with the same SQL text.
  template <class F, class... Params>
  void each(std::string_view sql, F&& f, Params const&... params) {
    Param const all[] = {Param(nullptr), Param(params)...};
    each_all(sql, all + 1, sizeof...(Params), [&f](Row const& row) {
      f(row);
      return true;
    });
  }
  // f(Row const&) of the first row, or nothing.
  template <class F, class... Params>
  auto first(std::string_view sql, F&& f, Params const&... params) -> std::optional<std::invoke_result_t<F, Row const&>> {
    std::optional<std::invoke_result_t<F, Row const&>> found;
    Param const all[] = {Param(nullptr), Param(params)...};
    each_all(sql, all + 1, sizeof...(Params), [&](Row const& row) {
      found.emplace(f(row));
      return false;
    });
    return found;
  }
  // The single integer of a query that always has one row (COUNT, COALESCE(MAX …)).
  template <class... Params>
  int64_t integer(std::string_view sql, Params const&... params) {
    return first(sql, [](Row const& row) { return row.integer(0); }, params...).value();
  }
  [[nodiscard]] Batch batch(std::string_view sql);

  // Ids are ours, not the database's, so that a run gives the same ids on every machine: the next free one, to be asked inside the
  // transaction that uses it. Nothing is ever deleted from these tables, so no id comes twice. `table` must have a column id.
  int64_t next_id(std::string_view table);

  // f() in one transaction that holds the write lock from the beginning (no deadlock on upgrade). An exception, or a returned base::Result that is a
  // problem, undoes everything. Not nested (CHECKed).
  template <class F>
  auto transaction(F&& f) -> std::invoke_result_t<F> {
    begin();
    Undo undo{this};
    if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
      f();
      undo.connection = nullptr;
      commit();
    } else {
      auto result = f();
      if constexpr (requires { result.error(); }) {
        if (!result) return result;
      }
      undo.connection = nullptr;
      commit();
      return result;
    }
  }
  bool is_in_transaction() const;
  bool has_table(std::string_view name);

  // Guards of the schema, for migrations. No row of the table can be changed or removed from now on, by whatever program has the file …
  void forbid_changes(std::string_view table);
  // … and no row added of which the condition (on NEW) holds.
  void forbid_insert(std::string_view table, std::string_view condition);

  // "ok", or what PRAGMA integrity_check and foreign_key_check say.
  std::string integrity();

 private:
  struct Data;
  friend class Batch;
  friend void migrate(Connection&, base::Instant);
  static Connection connect(std::filesystem::path const& file, int flags, Patience);
  struct Undo {
    Connection* connection;
    ~Undo() {
      if (connection) connection->rollback();
    }
  };
  explicit Connection(std::unique_ptr<Data>);
  int64_t run_all(std::string_view sql, Param const*, size_t count);
  void each_all(std::string_view sql, Param const*, size_t count, std::function<bool(Row const&)> const& more);
  void run_script(std::string_view sql);  // several statements, types translated
  void begin();
  void commit();
  void rollback() noexcept;

  std::unique_ptr<Data> data_;
};

}  // namespace hutong::store
