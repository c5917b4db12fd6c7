// SPDX-License-Identifier: Apache-2.0
#include "core/judge/standard.hpp"

#include <algorithm>

namespace effluent {

const LimitRow* Standard::find(const std::string& parameter, const std::string& flow_band) const {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const LimitRow& row) {
    return row.parameter == parameter && (row.flow_band.empty() || row.flow_band == flow_band);
  });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace effluent
