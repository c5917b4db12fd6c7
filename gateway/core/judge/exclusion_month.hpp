// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/measure/time.hpp"

namespace effluent {

/// How long calibration and maintenance kept one point's readings out on the closed days of the newest
/// calendar month (+07:00) it was told of.
class ExclusionMonth {
 public:
  /// Of a stretch that began at `start`. One of an older month is left out.
  void add(Instant start, milliseconds excluded) {
    const Day month = month_of(start);
    if (month < month_) return;
    if (month > month_) total_ = milliseconds{0};
    month_ = month;
    total_ += excluded;
  }
  /// Of the month that holds `at`.
  [[nodiscard]] milliseconds total(Instant at) const {
    return month_of(at) == month_ ? total_ : milliseconds{0};
  }

  /// Its first day.
  [[nodiscard]] static Day month_of(Instant at) { return first_of_month(day_of(at)); }

 private:
  Day month_ = std::chrono::year::min() / std::chrono::January / 1;
  milliseconds total_{0};
};

}  // namespace effluent
