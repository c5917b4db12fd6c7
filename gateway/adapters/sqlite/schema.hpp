// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <tl/expected.hpp>

#include "adapters/sqlite/connection.hpp"

namespace effluent {

/// "EFFL": says in the file's header whose database it is.
inline constexpr std::int64_t kApplicationId = 0x4546464C;
/// The newest schema this program writes.
inline constexpr std::int64_t kSchemaVersion = 1;

/// Makes the connection durable and creates the tables in an empty database, in one transaction. A database
/// of another program and one with a newer schema are refused, and not a byte of them is changed.
[[nodiscard]] tl::expected<void, StoreError> prepare_schema(Connection& connection);

}  // namespace effluent
