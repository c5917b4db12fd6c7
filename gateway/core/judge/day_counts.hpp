// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "core/judge/day_verdicts.hpp"
#include "core/judge/month_criterion.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// Days by verdict in the periods that compliance speaks of, at +07:00.
struct DayPeriods {
  DayTally today{};
  DayTally yesterday{};
  DayTally month{};        ///< the calendar month, today included
  DayTally rolling_30d{};  ///< the 30 days before today
};
struct ParameterDays {
  std::string parameter;
  DayPeriods periods;
};
struct OutletDays {
  std::string outlet;
  DayPeriods periods;
  std::vector<ParameterDays> parameters;  ///< by bytes: of a permit of these days, or with a verdict in them
};
struct PlantDays {
  std::string plant;
  DayPeriods periods;
  std::vector<OutletDays> outlets;  ///< order of the configuration
};

/// The first day of any of the periods.
[[nodiscard]] Day first_counted(Instant now);

/// The day of a parameter is the worst of its final verdicts (exceeding > no_limit > not_enough_data >
/// within_limit; not_discharging only where nothing else was found). A parameter that the day's permit has to
/// be measured and that has none is not_enough_data once the day is over, that is when its windows must have
/// closed; before, it is not counted. An outlet's day is the worst of its parameters, without a permit in
/// force no_limit; a plant's the worst of its outlets. Days before the plant's first window are counted
/// nowhere.
[[nodiscard]] PlantDays count_days(const Site& site, std::size_t plant, const DayVerdicts& verdicts,
                                   Instant now);

}  // namespace effluent
