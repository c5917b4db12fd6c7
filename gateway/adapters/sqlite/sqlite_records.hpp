// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <tl/expected.hpp>

#include "ports/records.hpp"

namespace effluent {

/// The read door on `<data_directory>/effluent.db`, on a read-only connection of its own. The database exists
/// (open the ledger first). One thread owns it.
[[nodiscard]] tl::expected<std::unique_ptr<Records>, StoreError> open_records(
    const std::filesystem::path& data_directory);

}  // namespace effluent
