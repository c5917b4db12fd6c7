// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>

#include "core/measure/time.hpp"

namespace effluent {

/// A person has put another instrument in the place of a device.
struct Replacement {
  std::string plant;
  std::string device;
  std::string old_serial;
  std::string new_serial;
  std::string by;
  std::string reason;
  friend bool operator==(const Replacement&, const Replacement&) = default;
};

/// The latest of a device, and which of its points a check has passed since: only these count as verified.
struct ReplacedInstrument {
  Replacement replacement;
  Instant time{};  ///< of the entry
  std::set<std::string> verified;
  friend bool operator==(const ReplacedInstrument&, const ReplacedInstrument&) = default;
};

}  // namespace effluent
