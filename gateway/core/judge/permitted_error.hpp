// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/judge/basis.hpp"
#include "core/measure/accuracy.hpp"
#include "core/measure/decimal.hpp"

namespace effluent {

/// How an exceedance stands to the error that is permitted an instrument of that parameter. A remark: it
/// changes no verdict.
struct PermittedError {
  std::string plus_minus;          ///< at this mean, in its unit
  bool covers_exceedance = false;  ///< the limit lies within it
};
/// `mean` is outside a limit of the basis; `places`: digits of `plus_minus`.
[[nodiscard]] PermittedError permitted_error(const Accuracy& accuracy, const Basis& basis, const Mean& mean,
                                             int places);

}  // namespace effluent
