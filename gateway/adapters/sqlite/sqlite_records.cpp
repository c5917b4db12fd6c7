// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/sqlite_records.hpp"

#include <sqlite3.h>

#include <utility>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"

namespace effluent {
namespace {

/// How lines of one kind are found: epochs from one on, and the lines of one epoch from one on.
struct Queries {
  Statement epochs;  ///< ?1 = n: n, id, id of its first row, id of the first row after it (null: none yet)
  Statement lines;   ///< ?1, ?2 = ids: text
};

class SqliteRecords final : public Records {
 public:
  explicit SqliteRecords(Connection connection) : connection_{std::move(connection)} {}

  [[nodiscard]] tl::expected<void, StoreError> prepare();
  tl::expected<Lines, StoreError> entries(const Position& position, std::size_t most_bytes) override {
    return read(entries_, position, most_bytes);
  }
  tl::expected<Lines, StoreError> blocks(const Position& position, std::size_t most_bytes) override {
    return read(blocks_, position, most_bytes);
  }

 private:
  tl::expected<Lines, StoreError> read(Queries& queries, const Position& position, std::size_t most_bytes);
  tl::expected<std::int64_t, StoreError> number_of(const std::string& epoch);
  tl::expected<void, StoreError> take(Statement& lines, std::int64_t from, std::int64_t until,
                                      std::size_t most_bytes, std::vector<std::string>& taken);
  Connection connection_;
  Statement epoch_;
  Queries entries_;
  Queries blocks_;
};

tl::expected<void, StoreError> SqliteRecords::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&epoch_, "SELECT n FROM epoch WHERE id = ?"},
      {&entries_.epochs,
       "SELECT e.n, e.id, e.first_entry, (SELECT c.first_entry FROM epoch c WHERE c.n = e.n + 1)"
       " FROM epoch e WHERE e.n >= ? ORDER BY e.n"},
      {&entries_.lines, "SELECT line FROM entry WHERE id >= ? AND id < ? ORDER BY id"},
      {&blocks_.epochs,
       "SELECT e.n, e.id, e.first_block, (SELECT c.first_block FROM epoch c WHERE c.n = e.n + 1)"
       " FROM epoch e WHERE e.n >= ? ORDER BY e.n"},
      {&blocks_.lines, "SELECT json FROM block WHERE id >= ? AND id < ? ORDER BY id"}};
  for (const auto& [target, sql] : statements) {
    auto statement = connection_.prepare(sql);
    if (!statement) return tl::unexpected{statement.error()};
    *target = std::move(*statement);
  }
  return {};
}

/// 0 where the epoch is unknown: then everything is read, from the oldest.
tl::expected<std::int64_t, StoreError> SqliteRecords::number_of(const std::string& epoch) {
  const int code = epoch_.bind(epoch).step();
  const std::int64_t n = code == SQLITE_ROW ? epoch_.integer(0) : 0;
  const StoreError error = connection_.error();
  epoch_.reset();
  if (code != SQLITE_ROW && code != SQLITE_DONE) return tl::unexpected{error};
  return n;
}

tl::expected<void, StoreError> SqliteRecords::take(Statement& lines, std::int64_t from, std::int64_t until,
                                                   std::size_t most_bytes, std::vector<std::string>& taken) {
  std::size_t bytes = 0;
  lines.bind(from).bind(until);
  int code = SQLITE_ROW;
  while ((code = lines.step()) == SQLITE_ROW) {
    std::string line = lines.text(0);
    bytes += line.size() + 1;
    if (bytes > most_bytes && !taken.empty()) break;
    taken.push_back(std::move(line));
  }
  const StoreError error = connection_.error();
  lines.reset();
  if (code != SQLITE_ROW && code != SQLITE_DONE) return tl::unexpected{error};
  return {};
}

tl::expected<Lines, StoreError> SqliteRecords::read(Queries& queries, const Position& position,
                                                    std::size_t most_bytes) {
  const auto n = number_of(position.epoch);
  if (!n) return tl::unexpected{n.error()};
  Lines found{position, {}};
  queries.epochs.bind(*n);
  int code = SQLITE_ROW;
  tl::expected<void, StoreError> taken;
  while (taken && found.lines.empty() && (code = queries.epochs.step()) == SQLITE_ROW) {
    const std::int64_t first = queries.epochs.integer(2);
    const bool is_start = *n != 0 && queries.epochs.integer(0) == *n;
    const std::int64_t next = is_start ? position.next : 0;
    const std::int64_t until = queries.epochs.is_null(3) ? INT64_MAX : queries.epochs.integer(3);
    found.from = {queries.epochs.text(1), next};
    taken = take(queries.lines, first + next, until, most_bytes, found.lines);
  }
  const StoreError error = connection_.error();
  queries.epochs.reset();
  if (!taken) return tl::unexpected{taken.error()};
  if (code != SQLITE_ROW && code != SQLITE_DONE) return tl::unexpected{error};
  return found;
}

}  // namespace

tl::expected<std::unique_ptr<Records>, StoreError> open_records(const std::filesystem::path& data_directory) {
  auto connection = Connection::open(database_file(data_directory), Connection::Role::reader);
  if (!connection) return tl::unexpected{connection.error()};
  auto records = std::make_unique<SqliteRecords>(std::move(*connection));
  if (auto ready = records->prepare(); !ready) return tl::unexpected{ready.error()};
  return records;
}

}  // namespace effluent
