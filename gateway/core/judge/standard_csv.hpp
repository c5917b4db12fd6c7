// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/judge/csv.hpp"
#include "core/judge/standard.hpp"

namespace effluent {

/// Ids of the standards this program knows, in byte order: their tables are `<id>.csv` in config/standards.
[[nodiscard]] const std::vector<std::string>& known_standards();

/// Reads the limit table of the standard `id` (one of known_standards(); its dates in force come with it).
///
/// A table has the columns `key`, `parameter_en`, `parameter_vi`, `unit`, `<X>_min` and `<X>_max` for each of
/// its columns X, `sure_<X>` or one `sure` for all, `source`, `note`; where it has them also `flow_band` and
/// `kq_kf_applies` (0 or 1). No number at all in a column: blank, not found. Every other column is kept as
/// text. All problems are reported together, in order of lines; a table that has one is not used.
[[nodiscard]] tl::expected<Standard, std::vector<CsvProblem>> parse_standard(const std::string& id,
                                                                             std::string_view csv);

}  // namespace effluent
