// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/measure/counter.hpp"
#include "core/measure/decimal.hpp"
#include "core/measure/state.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// One reading as windows take it. Counts in every window that holds its time; enters its mean where it is
/// measuring.
struct WindowReading {
  std::optional<std::int64_t> value;  ///< units × 10^-digits of the point, as read
  State state = State::fault;
  Cause cause = Cause::none;
  /// False: no result of its own (a poll of a `cycle` point between two), only why there was none at its
  /// time.
  bool counts = true;
  [[nodiscard]] bool enters() const { return counts && state == State::measuring && value.has_value(); }
};

/// Number, sum and extremes of some values, exactly.
struct Tally {
  std::int64_t n = 0;
  Int128 sum = 0;  ///< in 10^-digits of the Sums that hold it, as min and max
  Int128 min = 0;  ///< meaningful where n > 0
  Int128 max = 0;

  void add(std::int64_t value);
  void add(const Tally& other);
  void scale(Int128 factor);
};

/// Beside the indices of Cause, why a slot has no entering reading: it has none at all.
inline constexpr std::size_t kNoReading = kCauses;
/// As lines name such an index: a cause, or `no_reading`.
[[nodiscard]] std::string_view missing_name(std::size_t index);

/// What the readings of a window add up to, exactly: nothing is divided or rounded before it is printed.
struct Sums {
  std::int64_t n = 0;  ///< entering readings; over and under the range they count as its end
  Int128 sum = 0;      ///< in 10^-digits, as min and max
  Int128 min = 0;      ///< meaningful where n > 0
  Int128 max = 0;
  milliseconds covered{0};  ///< length of the slots with at least one entering reading
  int digits = 0;
  std::optional<Int128> squares = 0;  ///< sum of squares, in 10^-2digits; none beyond 127 bits
  Tally excluded;                     ///< readings that have a value and don't enter
  Tally below_detection;              ///< of the entering ones, those below the point's limit of detection
  std::array<std::int64_t, kStates> states{};  ///< all readings by their state
  std::array<std::int64_t, kCauses> causes{};  ///< all readings by their cause; index 0: plain ones
  /// Length of the slots whose readings did not enter, by the topmost cause of each slot. What neither this
  /// nor `covered` accounts for had no reading at all.
  std::array<milliseconds, kCauses> missing{};
  /// Of a totaliser: what its entering readings counted. add() leaves it alone, append() does not.
  std::optional<CounterRun> counter;

  /// Adds what another window held; holds at the larger number of digits of both.
  void add(Sums other);
  /// The same of a totaliser's window that comes behind.
  void append(const Sums& other, const std::optional<CounterRule>& rule);
  void scale_to(int more_digits);

  [[nodiscard]] std::int64_t count(Cause cause) const { return causes.at(static_cast<std::size_t>(cause)); }
  [[nodiscard]] milliseconds missing_by(Cause cause) const {
    return missing.at(static_cast<std::size_t>(cause));
  }
  /// Of a window of that length, each part without an entering reading by its index: causes in the order of
  /// their table, kNoReading last.
  template <class Act>
  void each_missing(milliseconds length, const Act& act) const {
    for (std::size_t cause = 0; cause < kCauses; ++cause) {
      if (missing.at(cause) > milliseconds{0}) act(cause, missing.at(cause));
    }
    const auto without = without_reading(length);
    if (without > milliseconds{0}) act(kNoReading, without);
  }
  /// Of a window of that length, the part without any reading.
  [[nodiscard]] milliseconds without_reading(milliseconds length) const;
  [[nodiscard]] Mean mean() const { return {sum, digits, n}; }  ///< where n > 0
  /// The mean of all readings that have a value, entering or not; none where there are none.
  [[nodiscard]] std::optional<Mean> mean_with_excluded() const;
  /// Standard deviation of the entering readings (of the whole population) with `places` digits, half away
  /// from zero; none where n = 0 or the squares are beyond 127 bits.
  [[nodiscard]] std::optional<std::string> deviation_text(int places) const;
};

}  // namespace effluent
