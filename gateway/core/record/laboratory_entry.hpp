// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/judge/laboratory.hpp"

namespace effluent {

/// The body of a `laboratory` entry. `user`: who the operating system says has entered it.
[[nodiscard]] std::string laboratory_body(const LaboratoryResult& result, const LaboratoryJudgement& judged,
                                          std::string_view user);

/// What later reckoning needs of a recorded result.
struct StoredLaboratory {
  LaboratoryResult result;
  Verdict verdict = Verdict::no_limit;  ///< by the permit of its day, as it was judged when it was entered
};
/// Reads a whole `laboratory` line, or a body in braces; none where it is neither.
[[nodiscard]] std::optional<StoredLaboratory> read_laboratory(std::string_view object);

}  // namespace effluent
