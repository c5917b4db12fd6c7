// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/final_verdict.hpp"

namespace effluent {

/// What one series of days is about.
struct DaySeries {
  std::string plant;
  std::string outlet;
  std::string parameter;
  friend auto operator<=>(const DaySeries&, const DaySeries&) = default;
};

/// Which verdicts the final windows of each day had, by outlet and parameter. A window belongs to the day, at
/// +07:00, of its start. What was recorded stays, whatever the configuration says later. Of a series the
/// newest 62 days that have a verdict are held: two months. Pure; one owner.
///
/// Kept over restarts as texts under names: add() and begin() say what to keep anew, read() takes it back.
class DayVerdicts {
 public:
  static constexpr std::size_t kMostDays = 62;
  /// A name and the text to keep under it. Neither holds a newline; at most 62 × 13 bytes.
  struct Kept {
    std::string name;
    std::string text;
  };

  /// A closed window's verdict; shadows are left out, any order and repetition is the same. None where
  /// nothing held has changed.
  std::optional<Kept> add(const FinalVerdict& verdict);
  /// What was found that day, after a revision; all false: nothing. None where nothing held has changed, or
  /// the day is not held.
  std::optional<Kept> replace(const DaySeries& series, Day day, const VerdictSet& found);
  /// A window of the plant that began at `start` was closed: days before the first such window are unknown.
  std::optional<Kept> begin(const std::string& plant, Instant start);
  /// Windows wholly inside [from, until) that are not written (record.md, "Windows of a running gateway"):
  /// each was without a reading. Of every plant that has begun.
  std::vector<Kept> leave_out(const Site& site, Instant from, Instant until);
  /// What was kept; false where it is no such text: then nothing of it is taken.
  bool read(std::string_view name, std::string_view text);

  /// The day of the plant's first window; none: nothing is known of it.
  [[nodiscard]] std::optional<Day> first_day(const std::string& plant) const;
  /// The verdicts found that day; all false: none, or not held any more.
  [[nodiscard]] VerdictSet of(const DaySeries& series, Day day) const;
  /// Parameters of the outlet with a day held, by bytes.
  [[nodiscard]] std::vector<std::string> parameters(const std::string& plant,
                                                    const std::string& outlet) const;

 private:
  using Number = std::chrono::sys_days;  ///< of the calendar at +07:00, no moment
  using Found = std::map<Number, std::uint8_t>;
  std::optional<Kept> note(const DaySeries& series, Number day, Verdict verdict);
  std::map<DaySeries, Found> series_;     ///< one bit a verdict, by index of Verdict
  std::map<std::string, Number> begins_;  ///< by plant
};

}  // namespace effluent
