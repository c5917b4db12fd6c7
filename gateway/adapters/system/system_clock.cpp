// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/system_clock.hpp"

#include <sys/timex.h>
#include <time.h>

namespace effluent {
namespace {

std::chrono::nanoseconds read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);  // cannot fail: both clocks exist on every Linux this runs on
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace

Instant SystemClock::wall() const { return Instant{std::chrono::floor<milliseconds>(read(CLOCK_REALTIME))}; }

Monotonic SystemClock::monotonic() const { return Monotonic{read(CLOCK_BOOTTIME)}; }

bool SystemClock::synchronised() const {
  timex query{};  // modes 0: only asks
  const int state = adjtimex(&query);
  return state >= 0 && state != TIME_ERROR;
}

}  // namespace effluent
