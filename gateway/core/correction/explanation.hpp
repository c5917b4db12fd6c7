// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument/faults.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// What an explanation may give as its category.
inline constexpr std::array<std::string_view, 7> kCategories{
    "power_cut", "instrument_fault", "maintenance", "calibration", "sample_line", "process_upset", "other"};
/// What it may ask the center for.
inline constexpr std::string_view kAsksExclude = "exclude";
inline constexpr std::string_view kAsksNone = "none";

/// No explanation speaks of a longer period, nor of more points: design, no rule was found.
inline constexpr std::chrono::days kLongestExplained{31};
inline constexpr std::size_t kMostExplained = 100;

/// An operator says what happened, and what the center is asked for. By itself it changes no figure.
struct Explanation {
  std::string plant;
  std::string outlet;     ///< only points of that outlet; empty: of any, and of none
  std::string parameter;  ///< only points of that parameter; empty: of any
  /// As entered: only these points, none: every one. As recorded: every point concerned, by bytes.
  std::vector<std::string> points;
  Instant from{};
  Instant until{};  ///< not included
  std::string category;
  std::string reason;
  std::string evidence_sha256;  ///< of a file, lower-case hex; empty: none, only where nothing is asked for
  std::string asks;  ///< kAsksExclude: the points' readings do not speak of the discharge; kAsksNone
  std::string by;
  friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// The points it concerns by today's configuration, by bytes: those that fit all of what it names.
[[nodiscard]] std::vector<std::string> points_of(const Explanation& explanation, const Site& site);

/// When a point's record begins; none: it has none yet.
using BeginOfPoint =
    std::function<std::optional<Instant>(const std::string& plant, const std::string& point)>;

/// Everything that speaks against recording it, in words for the person; empty: nothing. `now` bounds the
/// period, as does the beginning of each point's record.
[[nodiscard]] Faults faults_of(const Explanation& explanation, const Site& site, Instant now,
                               const BeginOfPoint& begin);

}  // namespace effluent
