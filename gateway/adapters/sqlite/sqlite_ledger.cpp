// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/sqlite_ledger.hpp"

#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/store_lock.hpp"

namespace effluent {
namespace {

/// Pages of the write-ahead log (4 KiB) after which it is carried into the database.
constexpr int kCheckpointPages = 1000;
/// Pages after which readers are waited for: the log must not grow without bound.
constexpr int kPatientPages = 16000;

/// How long another process that writes is waited for; the caller tries again.
constexpr int kBusyMost = 500;  // ms

/// Whether nothing of a failed transaction can have become durable: it was refused before its last frame.
bool may_retry(int code) {
  switch (code) {
    case SQLITE_FULL:
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_NOMEM:
      return true;
    default:
      return (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_NOMEM;
  }
}

class SqliteLedger final : public Ledger {
 public:
  SqliteLedger(StoreLock lock, Connection connection)
      : lock_{std::move(lock)}, connection_{std::move(connection)} {}

  [[nodiscard]] tl::expected<void, StoreError> prepare();

  tl::expected<std::optional<EpochEnd>, StoreError> newest_epoch() override;
  tl::expected<std::vector<MemoryRow>, StoreError> memory() override;
  tl::expected<void, StoreError> base_means(Instant from,
                                            const std::function<void(const std::string&)>& take) override;
  tl::expected<void, StoreError> lines_around(Instant from, Instant until,
                                              const std::function<void(const std::string&)>& take) override;
  tl::expected<void, StoreError> blocks_from(std::int64_t number,
                                             const std::function<void(const StoredRow&)>& take) override;
  tl::expected<std::int64_t, WriteError> begin_epoch(const std::string& id, const Batch& batch) override;
  tl::expected<void, WriteError> commit(const Batch& batch) override;

 private:
  [[nodiscard]] tl::expected<void, WriteError> insert(const Batch& batch);
  [[nodiscard]] tl::expected<void, WriteError> run_once(Statement& statement);
  [[nodiscard]] tl::expected<void, WriteError> finish(tl::expected<void, WriteError> inserted);
  [[nodiscard]] WriteError failure();
  [[nodiscard]] tl::expected<void, WriteError> checkpoint_if_due();
  static int on_wal(void* ledger, sqlite3*, const char*, int pages) {
    static_cast<SqliteLedger*>(ledger)->wal_pages_ = pages;
    return SQLITE_OK;
  }

  StoreLock lock_;  // declared first: given back after the connection is closed
  Connection connection_;
  Statement begin_, commit_, rollback_, insert_block_, insert_entry_, insert_memory_;
  std::string epoch_;
  std::int64_t first_block_ = 1;
  std::int64_t first_entry_ = 1;
  int wal_pages_ = 0;
  bool broken_ = false;
};

tl::expected<void, StoreError> SqliteLedger::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&begin_, "BEGIN IMMEDIATE"},
      {&commit_, "COMMIT"},
      {&rollback_, "ROLLBACK"},
      {&insert_block_, "INSERT INTO block(id, epoch, rid, json) VALUES(?, ?, ?, ?)"},
      {&insert_entry_, "INSERT INTO entry(id, epoch, seq, leaf, line, base_start) VALUES(?, ?, ?, ?, ?, ?)"},
      {&insert_memory_, "INSERT OR REPLACE INTO memory(kind, key, value) VALUES(?, ?, ?)"}};
  for (const auto& [target, sql] : statements) {
    auto statement = connection_.prepare(sql);
    if (!statement) return tl::unexpected{statement.error()};
    *target = std::move(*statement);
  }
  sqlite3_wal_hook(connection_.raw(), &SqliteLedger::on_wal, this);
  sqlite3_busy_timeout(connection_.raw(), kBusyMost);
  return {};
}

// ---- what a start reads
// ----------------------------------------------------------------------------------------

tl::expected<std::optional<EpochEnd>, StoreError> SqliteLedger::newest_epoch() {
  auto statement = connection_.prepare(
      "SELECT e.id, (SELECT coalesce(max(id), 0) FROM entry) + 1 - e.first_entry,"
      " (SELECT coalesce(max(id), 0) FROM block) + 1 - e.first_block, s.line"
      " FROM epoch e LEFT JOIN entry s ON s.id = e.first_entry ORDER BY e.n DESC LIMIT 1");
  if (!statement) return tl::unexpected{statement.error()};
  const int code = statement->step();
  if (code == SQLITE_DONE) return std::optional<EpochEnd>{};
  if (code != SQLITE_ROW) return tl::unexpected{connection_.error()};
  return EpochEnd{statement->text(0), statement->integer(1), statement->integer(2), statement->text(3)};
}

tl::expected<std::vector<MemoryRow>, StoreError> SqliteLedger::memory() {
  auto statement = connection_.prepare("SELECT kind, key, value FROM memory ORDER BY kind, key");
  if (!statement) return tl::unexpected{statement.error()};
  std::vector<MemoryRow> rows;
  int code = SQLITE_ROW;
  while ((code = statement->step()) == SQLITE_ROW) {
    rows.push_back({statement->text(0), statement->text(1), statement->text(2)});
  }
  if (code != SQLITE_DONE) return tl::unexpected{connection_.error()};
  return rows;
}

tl::expected<void, StoreError> SqliteLedger::base_means(Instant from,
                                                        const std::function<void(const std::string&)>& take) {
  auto statement = connection_.prepare("SELECT line FROM entry WHERE base_start >= ? ORDER BY id");
  if (!statement) return tl::unexpected{statement.error()};
  statement->bind(std::int64_t{from.time_since_epoch().count()});
  int code = SQLITE_ROW;
  while ((code = statement->step()) == SQLITE_ROW) take(statement->text(0));
  if (code != SQLITE_DONE) return tl::unexpected{connection_.error()};
  return {};
}

tl::expected<void, StoreError> SqliteLedger::lines_around(
    Instant from, Instant until, const std::function<void(const std::string&)>& take) {
  auto range =
      connection_.prepare("SELECT min(id), max(id) FROM entry WHERE base_start >= ? AND base_start < ?");
  if (!range) return tl::unexpected{range.error()};
  range->bind(std::int64_t{from.time_since_epoch().count()});
  range->bind(std::int64_t{until.time_since_epoch().count()});
  if (range->step() != SQLITE_ROW) return tl::unexpected{connection_.error()};
  if (range->is_null(0)) return {};
  const auto first = range->integer(0);
  const auto last = range->integer(1);
  auto statement = connection_.prepare("SELECT line, id, base_start FROM entry WHERE id >= ? ORDER BY id");
  if (!statement) return tl::unexpected{statement.error()};
  statement->bind(first);
  int code = SQLITE_ROW;
  while ((code = statement->step()) == SQLITE_ROW) {
    const bool behind = statement->integer(1) > last;
    if (behind && !statement->is_null(2)) return {};
    take(statement->text(0));
  }
  if (code != SQLITE_DONE) return tl::unexpected{connection_.error()};
  return {};
}

tl::expected<void, StoreError> SqliteLedger::blocks_from(std::int64_t number,
                                                         const std::function<void(const StoredRow&)>& take) {
  auto statement = connection_.prepare("SELECT id, epoch, rid, json FROM block WHERE id >= ? ORDER BY id");
  if (!statement) return tl::unexpected{statement.error()};
  statement->bind(number);
  int code = SQLITE_ROW;
  while ((code = statement->step()) == SQLITE_ROW) {
    take({statement->integer(0), statement->text(1), statement->integer(2), statement->text(3)});
  }
  if (code != SQLITE_DONE) return tl::unexpected{connection_.error()};
  return {};
}

// ---- writing
// ---------------------------------------------------------------------------------------------------

WriteError SqliteLedger::failure() {
  WriteError error{connection_.error(), may_retry(sqlite3_extended_errcode(connection_.raw()))};
  if (sqlite3_get_autocommit(connection_.raw()) == 0) {
    (void)rollback_.step();
    rollback_.reset();
  }
  broken_ = !error.may_retry;
  return error;
}

tl::expected<void, WriteError> SqliteLedger::run_once(Statement& statement) {
  const int code = statement.step();
  if (code == SQLITE_DONE) {
    statement.reset();
    return {};
  }
  const WriteError error = failure();
  statement.reset();
  return tl::unexpected{error};
}

tl::expected<void, WriteError> SqliteLedger::insert(const Batch& batch) {
  for (const BlockRow& row : batch.blocks) {
    insert_block_.bind(first_block_ + row.rid).bind(epoch_).bind(row.rid).bind(row.json);
    if (auto done = run_once(insert_block_); !done) return done;
  }
  for (const EntryRow& row : batch.entries) {
    insert_entry_.bind(first_entry_ + row.seq)
        .bind(epoch_)
        .bind(row.seq)
        .bind_blob(row.leaf.data(), row.leaf.size());
    insert_entry_.bind(row.line);
    if (row.base_start) {
      insert_entry_.bind(std::int64_t{row.base_start->time_since_epoch().count()});
    } else {
      insert_entry_.bind_null();
    }
    if (auto done = run_once(insert_entry_); !done) return done;
  }
  for (const MemoryRow& row : batch.memory) {
    insert_memory_.bind(row.kind).bind(row.key).bind(row.value);
    if (auto done = run_once(insert_memory_); !done) return done;
  }
  return {};
}

tl::expected<std::int64_t, WriteError> SqliteLedger::begin_epoch(const std::string& id, const Batch& batch) {
  const auto last_block = connection_.number("SELECT max(id) FROM block");
  if (!last_block) return tl::unexpected{WriteError{last_block.error(), false}};
  const auto last_entry = connection_.number("SELECT max(id) FROM entry");
  if (!last_entry) return tl::unexpected{WriteError{last_entry.error(), false}};
  epoch_ = id;
  first_block_ = *last_block + 1;
  first_entry_ = *last_entry + 1;
  if (auto begun = run_once(begin_); !begun) return tl::unexpected{begun.error()};
  auto statement = connection_.prepare("INSERT INTO epoch(id, first_block, first_entry) VALUES(?, ?, ?)");
  if (!statement) return tl::unexpected{failure()};
  statement->bind(epoch_).bind(first_block_).bind(first_entry_);
  if (auto done = run_once(*statement); !done) return tl::unexpected{done.error()};
  if (auto done = insert(batch); !done) return tl::unexpected{done.error()};
  if (auto done = run_once(commit_); !done) return tl::unexpected{done.error()};
  return first_block_;
}

tl::expected<void, WriteError> SqliteLedger::commit(const Batch& batch) {
  if (broken_) {
    return tl::unexpected{
        WriteError{{SQLITE_IOERR, "the store has failed before; nothing is written any more"}, false}};
  }
  if (auto begun = run_once(begin_); !begun) return begun;
  if (auto done = insert(batch); !done) return done;
  if (auto done = run_once(commit_); !done) return done;
  return checkpoint_if_due();
}

tl::expected<void, WriteError> SqliteLedger::checkpoint_if_due() {
  if (wal_pages_ < kCheckpointPages) return {};
  const int mode = wal_pages_ < kPatientPages ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  int in_log = 0;
  int carried = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_.raw(), nullptr, mode, &in_log, &carried);
  if (code == SQLITE_OK && carried == in_log) wal_pages_ = 0;
  // The batch is durable in the log. A log that can't be carried over now (a reader, a full disk) is tried
  // again after the next commit; a failed fsync of the database is never tried again.
  if (code == SQLITE_OK || may_retry(code)) return {};
  broken_ = true;
  return tl::unexpected{WriteError{connection_.error(), false}};
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& data_directory) {
  return data_directory / "effluent.db";
}

std::string store_version() { return std::string{"SQLite "} + sqlite3_libversion(); }

tl::expected<std::unique_ptr<Ledger>, OpenError> open_ledger(const std::filesystem::path& data_directory) {
  std::error_code error;
  std::filesystem::create_directories(data_directory, error);
  if (error) return tl::unexpected{OpenError{false, data_directory.string() + ": " + error.message()}};
  auto lock = StoreLock::take(data_directory);
  if (!lock) return tl::unexpected{OpenError{lock.error().held, lock.error().text}};
  const std::string file = database_file(data_directory).string();
  auto connection = Connection::open(file, Connection::Role::writer);
  if (!connection) return tl::unexpected{OpenError{false, file + ": " + connection.error().text}};
  if (auto ready = prepare_schema(*connection); !ready) {
    return tl::unexpected{OpenError{false, file + ": " + ready.error().text}};
  }
  auto ledger = std::make_unique<SqliteLedger>(std::move(*lock), std::move(*connection));
  if (auto ready = ledger->prepare(); !ready) {
    return tl::unexpected{OpenError{false, file + ": " + ready.error().text}};
  }
  return ledger;
}

}  // namespace effluent
