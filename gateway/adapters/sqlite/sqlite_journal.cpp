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
    int code = SQLITE_ROW;
    while ((code = of_kind_.step()) == SQLITE_ROW) take(of_kind_.text(0));
    const StoreError error = connection_.error();
    of_kind_.reset();
    if (code != SQLITE_DONE) return tl::unexpected{error};
    return {};
  }

 private:
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
