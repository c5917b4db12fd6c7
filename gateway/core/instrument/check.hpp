// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/site/site.hpp"

namespace effluent {

/// What a check holds the instrument against.
inline constexpr std::array<std::string_view, 4> kCheckedWhat{"zero", "span", "control_sample",
                                                              "laboratory_comparison"};

/// A person has held what an instrument shows against a standard of known value. Numbers are texts,
/// `-?[0-9]+(\.[0-9]+)?`, in `unit`, kept as entered: trailing zeros tell the resolution.
struct InstrumentCheck {
  std::string plant;
  std::string point;
  std::string what;  ///< of kCheckedWhat
  std::string standard_value;
  std::string unit;    ///< the point's; nothing is converted
  std::string lot;     ///< of the standard; of a laboratory comparison the laboratory's number of the sample
  std::string expiry;  ///< last day of the standard, YYYY-MM-DD; only a laboratory comparison may have none
  std::string before;  ///< shown by the instrument as it was found
  std::string after;   ///< shown once it was adjusted; empty: it was not
  std::string limit;   ///< permitted deviation, 0 or more
  std::string by;
  std::string note;
  friend bool operator==(const InstrumentCheck&, const InstrumentCheck&) = default;
};

/// Everything that speaks against recording the check, in words for the person; empty: nothing. `now`: the
/// check is of this moment.
[[nodiscard]] std::vector<std::string> faults_of(const InstrumentCheck& check, const Site& site, Instant now);

/// What a check without faults says.
struct CheckOutcome {
  Decimal deviation;              ///< before − standard_value, exactly
  bool within_limit = false;      ///< |deviation| ≤ limit, exactly
  bool standard_expired = false;  ///< on the day of the check: then it proves nothing good
  [[nodiscard]] bool passed() const { return within_limit && !standard_expired; }
};
[[nodiscard]] CheckOutcome outcome_of(const InstrumentCheck& check, Instant now);

}  // namespace effluent
