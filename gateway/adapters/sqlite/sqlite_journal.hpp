// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <tl/expected.hpp>

#include "ports/journal.hpp"

namespace effluent {

/// The search door on `<data_directory>/effluent.db`, read-only, whether a gateway runs or not. An error
/// where there is no database yet.
[[nodiscard]] tl::expected<std::unique_ptr<Journal>, StoreError> open_journal(
    const std::filesystem::path& data_directory);

}  // namespace effluent
