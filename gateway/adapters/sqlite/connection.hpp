// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "ports/records.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace effluent {

/// One prepared statement: bind in order, step, read columns. Owned by one connection's owner.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* raw) : raw_{raw} {}

  Statement& bind(std::string_view text);  ///< the text must live until the next reset
  Statement& bind(std::int64_t number);
  Statement& bind_null();
  Statement& bind_blob(const void* data, std::size_t size);
  /// SQLITE_ROW, SQLITE_DONE or an error code.
  [[nodiscard]] int step();
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* raw) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> raw_;
  int next_ = 1;
};

/// One SQLite connection, opened and set up as the store demands. One thread owns it.
class Connection {
 public:
  enum class Role { writer, reader };
  [[nodiscard]] static tl::expected<Connection, StoreError> open(const std::filesystem::path& file,
                                                                 Role role);
  /// For a writer, before the first transaction: write-ahead log, full synchronisation. Until then nothing in
  /// the file is changed.
  [[nodiscard]] tl::expected<void, StoreError> make_durable();

  /// Runs statements that answer with no rows.
  [[nodiscard]] tl::expected<void, StoreError> run(const char* sql);
  [[nodiscard]] tl::expected<Statement, StoreError> prepare(std::string_view sql);
  /// The first column of the first row as an integer; 0 where there is none.
  [[nodiscard]] tl::expected<std::int64_t, StoreError> number(std::string_view sql);
  [[nodiscard]] tl::expected<std::string, StoreError> word(std::string_view sql);
  /// The last error of this connection.
  [[nodiscard]] StoreError error() const;
  [[nodiscard]] sqlite3* raw() const { return raw_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* raw) const;
  };
  explicit Connection(sqlite3* raw) : raw_{raw} {}
  [[nodiscard]] tl::expected<void, StoreError> set_up(Role role);
  std::unique_ptr<sqlite3, Close> raw_;
};

}  // namespace effluent
