// SPDX-License-Identifier: Apache-2.0
#include "core/measure/point.hpp"

namespace effluent {

std::string_view name_of(SurrogateStanding standing) {
  switch (standing) {
    case SurrogateStanding::not_a_surrogate:
      return {};
    case SurrogateStanding::correlated:
      return "correlated";
    case SurrogateStanding::not_correlated:
      return "not_correlated";
  }
  return {};
}

SurrogateStanding Point::surrogate_on(Day day) const {
  if (!surrogate) return SurrogateStanding::not_a_surrogate;
  return correlation && correlation->holds_on(day) ? SurrogateStanding::correlated
                                                   : SurrogateStanding::not_correlated;
}

milliseconds Point::unit_of_time() const {
  return unit == "m3/day" ? std::chrono::hours{24} : std::chrono::hours{1};
}

}  // namespace effluent
