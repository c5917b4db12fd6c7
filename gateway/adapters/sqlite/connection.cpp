// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/connection.hpp"

#include <sqlite3.h>

#include <system_error>

namespace effluent {
namespace {

constexpr std::int64_t kFull = 2;  ///< PRAGMA synchronous

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
void Connection::Close::operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(raw_.get(), next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(raw_.get(), next_++, number);
  return *this;
}

Statement& Statement::bind_null() {
  sqlite3_bind_null(raw_.get(), next_++);
  return *this;
}

Statement& Statement::bind_blob(const void* data, std::size_t size) {
  sqlite3_bind_blob64(raw_.get(), next_++, data, size, SQLITE_STATIC);
  return *this;
}

int Statement::step() { return sqlite3_step(raw_.get()); }

void Statement::reset() {
  sqlite3_reset(raw_.get());
  sqlite3_clear_bindings(raw_.get());
  next_ = 1;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(raw_.get(), column); }

std::string Statement::text(int column) const {
  const void* const data = sqlite3_column_blob(raw_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column));
  return data == nullptr ? std::string{} : std::string{static_cast<const char*>(data), size};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(raw_.get(), column) == SQLITE_NULL; }

StoreError Connection::error() const {
  StoreError error{sqlite3_extended_errcode(raw_.get()), sqlite3_errmsg(raw_.get())};
  const int kind = error.code & 0xFF;
  if (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) return error;
  // SQLite's own words say only that something is wrong with the disk; the system or the code tells what.
  const int cause = sqlite3_system_errno(raw_.get());
  error.text += cause != 0 ? ": " + std::generic_category().message(cause)
                           : " (SQLite code " + std::to_string(error.code) + ")";
  return error;
}

tl::expected<Connection, StoreError> Connection::open(const std::filesystem::path& file, Role role) {
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (role == Role::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  Connection connection{raw};  // also a failed open hands out something to close
  if (code != SQLITE_OK) {
    return tl::unexpected{StoreError{code, raw == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(raw)}};
  }
  if (auto ready = connection.set_up(role); !ready) return tl::unexpected{ready.error()};
  return connection;
}

tl::expected<void, StoreError> Connection::set_up(Role role) {
  sqlite3_busy_timeout(raw(), 2000);
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (auto done = run("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON;"
                      "PRAGMA wal_autocheckpoint=0;");
      !done) {
    return done;
  }
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (role == Role::reader) return run("PRAGMA query_only=ON;");
  return {};
}

tl::expected<void, StoreError> Connection::make_durable() {
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  if (auto done =
          run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;");
      !done) {
    return done;
  }
  // Read back: without both in force a commit is no evidence.
  const auto mode = word("PRAGMA journal_mode");
  if (!mode) return tl::unexpected{mode.error()};
  const auto level = number("PRAGMA synchronous");
  if (!level) return tl::unexpected{level.error()};
  if (*mode != "wal" || *level != kFull) {
    return tl::unexpected{StoreError{SQLITE_ERROR, "journal_mode=WAL with synchronous=FULL is not in force"}};
  }
  return {};
}

tl::expected<void, StoreError> Connection::run(const char* sql) {
  if (sqlite3_exec(raw(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return tl::unexpected{error()};
  return {};
}

tl::expected<Statement, StoreError> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* raw_statement = nullptr;
  if (sqlite3_prepare_v3(raw(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &raw_statement, nullptr) != SQLITE_OK) {
    return tl::unexpected{error()};
  }
  return Statement{raw_statement};
}

tl::expected<std::int64_t, StoreError> Connection::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected{statement.error()};
  const int code = statement->step();
  if (code == SQLITE_ROW) return statement->integer(0);
  if (code == SQLITE_DONE) return 0;
  return tl::unexpected{error()};
}

tl::expected<std::string, StoreError> Connection::word(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected{statement.error()};
  const int code = statement->step();
  if (code == SQLITE_ROW) return statement->text(0);
  if (code == SQLITE_DONE) return std::string{};
  return tl::unexpected{error()};
}

}  // namespace effluent
