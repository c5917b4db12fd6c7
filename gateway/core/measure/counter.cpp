// SPDX-License-Identifier: Apache-2.0
#include "core/measure/counter.hpp"

#include <algorithm>

namespace effluent {
namespace {

/// What was counted over the register's end; none where that can't have been.
std::optional<Int128> over_the_end(const CounterRun& from, const CounterRun& to, const CounterRule& rule) {
  const auto end = round_to(rule.wraps_at, from.digits);
  if (!end || from.last > *end) return std::nullopt;
  const Int128 counted = *end - from.last + to.first;
  constexpr std::int64_t kHour = milliseconds{std::chrono::hours{1}}.count();
  const std::int64_t time = (to.first_at - from.last_at).count();
  const bool possible =
      time > 0 && compare(Mean{counted * kHour, from.digits, time}, rule.most_per_hour) <= 0;
  return possible ? std::optional{counted} : std::nullopt;
}

}  // namespace

CounterRun CounterRun::at(Int128 value, Instant time, int digits) {
  return {value, time, value, time, 0, 0, 0, digits};
}

void CounterRun::scale_to(int more_digits) {
  for (; digits < more_digits; ++digits) {
    first *= 10;
    last *= 10;
    rise *= 10;
  }
}

void follow(CounterRun& run, CounterRun next, const std::optional<CounterRule>& rule) {
  const int finer = std::max(run.digits, next.digits);
  run.scale_to(finer);
  next.scale_to(finer);
  const auto wrapped =
      next.first < run.last && rule ? over_the_end(run, next, *rule) : std::optional<Int128>{};
  if (next.first >= run.last) {
    run.rise += next.first - run.last;
  } else if (wrapped) {
    run.rise += *wrapped;
    ++run.wraps;
  } else {
    ++run.resets;
  }
  run.last = next.last;
  run.last_at = next.last_at;
  run.rise += next.rise;
  run.wraps += next.wraps;
  run.resets += next.resets;
}

}  // namespace effluent
