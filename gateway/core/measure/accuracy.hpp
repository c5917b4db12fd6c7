// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "core/measure/decimal.hpp"

namespace effluent {

/// The error that a rule permits an instrument of one parameter (config/standards/accuracies.csv): a part of
/// the reading, or the same everywhere.
struct Accuracy {
  std::optional<Decimal> percent_of_reading;
  std::optional<Decimal> plus_minus;  ///< in the unit of the parameter
  std::string certainty;              ///< "a", "b": how sure the number is
  std::string document;
};

}  // namespace effluent
