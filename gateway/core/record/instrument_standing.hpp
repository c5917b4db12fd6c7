// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/record/check_entry.hpp"
#include "core/record/instrument_entry.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// How the instruments stand at the end of the journal, gathered from its lines, oldest first. Pure.
struct InstrumentStanding {
  /// An entry and what it says.
  template <class What>
  struct Told {
    What what;
    std::string line;
  };
  std::vector<Told<ServiceWindow>> open;  ///< in the order in which they were begun
  /// The last of each plant, point and what.
  std::map<std::tuple<std::string, std::string, std::string>, Told<StoredCheck>> checks;
  std::map<std::string, Told<ReplacedInstrument>> replaced;  ///< the last of each device

  /// Takes a whole line of kind check or operator; passes over any other.
  void add(const std::string& line);
};

/// Points of the device, as it is configured, that no check has passed since it was replaced.
[[nodiscard]] std::vector<std::string> unverified_points(const ReplacedInstrument& replaced,
                                                         const Site& site);

}  // namespace effluent
