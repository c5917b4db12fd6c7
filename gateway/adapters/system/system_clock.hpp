// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ports/clock.hpp"

namespace effluent {

/// CLOCK_REALTIME, CLOCK_BOOTTIME and adjtimex(2). Stateless; shared among threads.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant wall() const override;
  [[nodiscard]] Monotonic monotonic() const override;
  [[nodiscard]] bool synchronised() const override;
};

}  // namespace effluent
