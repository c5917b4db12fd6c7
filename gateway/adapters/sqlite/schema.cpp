// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/schema.hpp"

#include <sqlite3.h>

namespace effluent {
namespace {

// Blocks and entries are found by `id` = the epoch's first_block (first_entry) + rid (seq): no index beside
// the table, so a block costs the page it is appended to and nothing else.
constexpr const char* kTables = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE epoch (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  first_block INTEGER NOT NULL,
  first_entry INTEGER NOT NULL
) STRICT;
CREATE TABLE block (
  epoch TEXT NOT NULL,
  rid INTEGER NOT NULL,
  json TEXT NOT NULL,
  id INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE entry (
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  line TEXT NOT NULL,
  id INTEGER PRIMARY KEY,
  base_start INTEGER
) STRICT;
CREATE INDEX entry_base_mean ON entry (base_start) WHERE base_start IS NOT NULL;
CREATE TABLE memory (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1162233420;
PRAGMA user_version = 1;
COMMIT;
)sql";
static_assert(kApplicationId == 1162233420 && kSchemaVersion == 1);

tl::unexpected<StoreError> refuse(std::string text) {
  return tl::unexpected{StoreError{SQLITE_ERROR, std::move(text)}};
}

}  // namespace

tl::expected<void, StoreError> prepare_schema(Connection& connection) {
  const auto application = connection.number("PRAGMA application_id");
  if (!application) return tl::unexpected{application.error()};
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return tl::unexpected{version.error()};
  const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected{tables.error()};
  const bool empty = *application == 0 && *version == 0 && *tables == 0;
  if (!empty && *application != kApplicationId) return refuse("the database belongs to another program");
  if (*version > kSchemaVersion) {
    return refuse("the database has schema " + std::to_string(*version) + ", this program knows up to " +
                  std::to_string(kSchemaVersion) + ": start the newer program again");
  }
  if (auto durable = connection.make_durable(); !durable || !empty) return durable;
  auto created = connection.run(kTables);
  if (!created) (void)connection.run("ROLLBACK");
  return created;
}

}  // namespace effluent
