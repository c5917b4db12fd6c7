// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/sqlite_journal.hpp"

#include <sqlite3.h>

#include <utility>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"

namespace effluent {
namespace {

class SqliteJournal final : public Journal {
 public:
  explicit SqliteJournal(Connection connection) : connection_{std::move(connection)} {}

  [[nodiscard]] tl::expected<void, StoreError> prepare() {
    // Quotes inside a text of the line are escaped: only the member itself matches.
    auto statement = connection_.prepare("SELECT line FROM entry WHERE instr(line, ?) > 0 ORDER BY id");
    if (!statement) return tl::unexpected{statement.error()};
    of_kind_ = std::move(*statement);
    return {};
  }

  tl::expected<void, StoreError> of_kind(std::string_view kind,
                                         const std::function<void(const std::string&)>& take) override {
    const std::string member = R"("kind":")" + std::string{kind} + '"';
    of_kind_.bind(member);
    return walk(of_kind_, line_to(take));
  }

  tl::expected<void, StoreError> with_text(std::span<const std::string> any_of,
                                           const std::function<void(const std::string&)>& take) override {
    std::string condition;
    for (std::size_t i = 0; i < any_of.size(); ++i)
      condition += i == 0 ? "instr(line, ?) > 0" : " OR instr(line, ?) > 0";
    auto statement = connection_.prepare("SELECT line FROM entry WHERE " + condition + " ORDER BY id");
    if (!statement) return tl::unexpected{statement.error()};
    for (const auto& text : any_of) statement->bind(text);
    return walk(*statement, line_to(take));
  }

  tl::expected<void, StoreError> remembered(std::span<const std::string> kinds,
                                            const std::function<void(const MemoryRow&)>& take) override {
    std::string places;
    for (std::size_t i = 0; i < kinds.size(); ++i) places += i == 0 ? "?" : ", ?";
    auto statement = connection_.prepare("SELECT kind, key, value FROM memory WHERE kind IN (" + places +
                                         ") ORDER BY kind, key");
    if (!statement) return tl::unexpected{statement.error()};
    for (const auto& kind : kinds) statement->bind(kind);
    return walk(*statement, [&take](const Statement& row) { take({row.text(0), row.text(1), row.text(2)}); });
  }

 private:
  using TakeRow = std::function<void(const Statement&)>;
  static TakeRow line_to(const std::function<void(const std::string&)>& take) {
    return [&take](const Statement& row) { take(row.text(0)); };
  }

  tl::expected<void, StoreError> walk(Statement& statement, const TakeRow& take) {
    int code = SQLITE_ROW;
    while ((code = statement.step()) == SQLITE_ROW) take(statement);
    const StoreError error = connection_.error();
    statement.reset();
    if (code != SQLITE_DONE) return tl::unexpected{error};
    return {};
  }

  Connection connection_;
  Statement of_kind_;
};

}  // namespace

tl::expected<std::unique_ptr<Journal>, StoreError> open_journal(const std::filesystem::path& data_directory) {
  auto connection = Connection::open(database_file(data_directory), Connection::Role::reader);
  if (!connection) return tl::unexpected{connection.error()};
  auto journal = std::make_unique<SqliteJournal>(std::move(*connection));
  if (auto ready = journal->prepare(); !ready) return tl::unexpected{ready.error()};
  return journal;
}

}  // namespace effluent
