// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/measure/time.hpp"

namespace effluent {

/// Both clocks of the machine. May be shared among threads.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant wall() const = 0;
  [[nodiscard]] virtual Monotonic monotonic() const = 0;
  /// adjtimex(2) does not return TIME_ERROR.
  [[nodiscard]] virtual bool synchronised() const = 0;
};

}  // namespace effluent
