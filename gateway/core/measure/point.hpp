// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/accuracy.hpp"
#include "core/measure/correlation.hpp"
#include "core/measure/counter.hpp"
#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// What an instrument can measure, in the printed unit of its point.
struct Range {
  Decimal min;
  Decimal max;
};

/// One measured quantity of a plant, as configured.
struct Point {
  std::string id;        ///< unique in the plant
  std::string outlet;    ///< id of the outlet it stands at; empty for `[[plant.point]]`
  std::string location;  ///< "inlet", "internal", "auxiliary"; empty at an outlet
  std::string parameter;
  std::string unit;        ///< as in config/standards/parameters.csv
  std::string ucum;        ///< the same unit as payloads carry it
  int digits = 0;          ///< resolution of the record, 0 to 9
  std::string method;      ///< as in config/standards/methods.csv
  bool surrogate = false;  ///< the method infers the parameter from something else (methods.csv)
  std::optional<Correlation> correlation;  ///< of a surrogate with the laboratory
  std::string species;
  milliseconds interval{0};
  std::optional<milliseconds> cycle;
  milliseconds sample_delay{0};
  std::optional<Range> range;             ///< beyond it a value is a lower or upper bound
  std::optional<Range> possible;          ///< beyond it a value can't be true and enters no mean
  std::optional<Decimal> zero_tolerance;  ///< further below 0 than this a value enters no mean
  std::optional<Decimal> lod;             ///< limit of detection
  std::optional<CounterRule> counter =
      std::nullopt;  ///< of a totaliser (parameter "volume"); none: it never wraps
  std::optional<Accuracy> accuracy = std::nullopt;  ///< permitted an instrument of this parameter
  std::string standby_for;                          ///< id of the primary that it stands in for; empty: none
  std::string device;         ///< id; empty where `source` is left out (only `judge` allows it)
  std::string register_name;  ///< of the device's profile

  /// The register of a totaliser: it counts up.
  [[nodiscard]] bool is_counter() const { return parameter == kCounted; }
  /// What slots are cut by: the cycle, else the interval.
  [[nodiscard]] milliseconds step() const { return cycle.value_or(interval); }
  /// Of a flow: what its unit counts by, an hour or a day.
  [[nodiscard]] milliseconds unit_of_time() const;
  /// It is the one judged for that parameter at that outlet (id): a standby stands in for another.
  [[nodiscard]] bool is_judged_for(std::string_view outlet_id, std::string_view parameter_key) const {
    return outlet == outlet_id && parameter == parameter_key && standby_for.empty();
  }
  /// What stands behind the values of that day; a correlation out of date, or not made yet, is none.
  [[nodiscard]] SurrogateStanding surrogate_on(Day day) const;
};

}  // namespace effluent
