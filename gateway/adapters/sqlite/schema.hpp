// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <tl/expected.hpp>

#include "adapters/sqlite/connection.hpp"

namespace effluent {

/// "EFFL": says in the file's header whose database it is.
inline constexpr std::int64_t kApplicationId = 0x4546464C;
/// The newest schema this program writes.
inline constexpr std::int64_t kSchemaVersion = 1;

/// Creates the tables in an empty database, in one transaction; refuses a database of another program and one
/// with a newer schema.
[[nodiscard]] tl::expected<void, StoreError> prepare_schema(Connection& connection);

}  // namespace effluent
