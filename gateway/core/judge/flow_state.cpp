// SPDX-License-Identifier: Apache-2.0
#include "core/judge/flow_state.hpp"

#include <algorithm>
#include <compare>

#include "core/judge/lines.hpp"
#include "core/judge/verdict_rule.hpp"

namespace effluent {
namespace {

constexpr std::chrono::minutes kPart{5};
constexpr std::chrono::hours kDay{24};

bool shows_standstill(const SignPlan& sign, const Sums& sums) {
  if (sign.at_most && std::is_gt(compare({sums.max, sums.digits, 1}, *sign.at_most))) return false;
  return !sign.at_least || !std::is_lt(compare({sums.min, sums.digits, 1}, *sign.at_least));
}

}  // namespace

FlowWatch::Sign FlowWatch::read(const SignPlan& sign, Instant start) const {
  Sign said = Sign::unknown;
  state_.points[sign.point].shelf.each(start, start + kPart, [&](const BaseWindow& window) {
    const Sums& sums = window.sums;
    if (sums.n == 0) return;
    if (!shows_standstill(sign, sums)) {
      said = Sign::running;
    } else if (covers(sums.covered, window.length, minimum_coverage_percent_)) {
      said = Sign::stopped;
    }
  });
  return said;
}

FlowState FlowWatch::signs_at(Instant start) const {
  std::size_t stopped = 0;
  std::size_t running = 0;
  for (const SignPlan& sign : plan_.signs) {
    const Sign said = read(sign, start);
    stopped += said == Sign::stopped ? 1 : 0;
    running += said == Sign::running ? 1 : 0;
  }
  if (stopped > 0 && running > 0) return FlowState::contradictory;
  return stopped == plan_.signs.size() ? FlowState::idle : FlowState::discharging;
}

/// A part of 5 min, with what came before it.
FlowState FlowWatch::part(Instant start) const {
  const FlowState said = signs_at(start);
  if (said != FlowState::discharging) return said;
  for (Instant before = start - kPart; before + kPart > start - plan_.flush_time; before -= kPart) {
    if (signs_at(before) == FlowState::idle) return FlowState::flush;
  }
  return said;
}

FlowState FlowWatch::of(Instant start, milliseconds length) const {
  bool flushed = false;
  bool discharged = false;
  for (Instant at = start; at < start + length; at += kPart) {
    const FlowState said = part(at);
    if (said == FlowState::contradictory) return said;
    flushed = flushed || said == FlowState::flush;
    discharged = discharged || said == FlowState::discharging;
  }
  if (discharged) return FlowState::discharging;
  return flushed ? FlowState::flush : FlowState::idle;
}

std::optional<std::pair<Instant, Instant>> FlowWatch::batch_before(Instant end) const {
  const Instant until = end - kPart;
  if (signs_at(until) != FlowState::idle || signs_at(until - kPart) == FlowState::idle) return std::nullopt;
  for (Instant at = until - kPart; at > until - kDay; at -= kPart) {
    if (signs_at(at - kPart) == FlowState::idle) return std::pair{at, until};
  }
  return std::nullopt;
}

std::optional<Mean> FlowWatch::held_back(Instant end) const {
  const Point& point = state_.plant.points[plan_.inflow];
  const int places = point.digits + kMeanPlaces;
  Mean volume{0, places, point.unit_of_time() / std::chrono::minutes{1}};
  milliseconds covered{0};
  milliseconds idle{0};
  milliseconds covered_idle{0};
  bool bounded = false;
  state_.points[plan_.inflow].shelf.each(end - kDay, end, [&](const BaseWindow& window) {
    covered += window.sums.covered;
    if (of(window.start, window.length) != FlowState::idle) return;
    idle += window.length;
    covered_idle += window.sums.covered;
    if (window.sums.n == 0) return;
    bounded = bounded || window.sums.count(Cause::over_range) > 0;
    const Int128 flow = std::max<Int128>(rounded_units(window.sums.mean(), places), 0);
    volume.sum += flow * (window.length / std::chrono::minutes{1});
  });
  // An inflow beyond the range is at least that: it explains nothing.
  const bool known = covers(covered, kDay, minimum_coverage_percent_) && !bounded &&
                     (idle == milliseconds{0} || covers(covered_idle, idle, minimum_coverage_percent_));
  if (!known) return std::nullopt;
  return volume;
}

}  // namespace effluent
