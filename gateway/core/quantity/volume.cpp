// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/volume.hpp"

#include "core/judge/lines.hpp"

namespace effluent {
namespace {

template <class Amount>
void add_each(ByCause<Amount>& into, const ByCause<Amount>& other) {
  for (const auto& [cause, amount] : other) into[cause] += amount;
}

}  // namespace

ByCause<milliseconds> lost_time(const Sums& sums, milliseconds length) {
  ByCause<milliseconds> lost;
  sums.each_missing(length, [&lost](std::size_t cause, milliseconds time) { lost[cause] = time; });
  return lost;
}

FlowWindow flow_window(const BaseWindow& window, const Point& flow) {
  FlowWindow made{window.start, window.end(), window.sums.n > 0, 0, {}};
  if (made.known) {
    made.volume = Wide{rounded_units(window.sums.mean(), flow.digits + kMeanPlaces)} * window.length.count();
  } else {
    made.missing = lost_time(window.sums, window.length);
  }
  return made;
}

void VolumeSums::add(const VolumeSums& other) {
  volume += other.volume;
  known += other.known;
  measured += other.measured;
  add_each(missing, other.missing);
  add_each(lost, other.lost);
  if (other.load) load = load.value_or(0) + *other.load;
}

void JointUnit::add(const FlowWindow& flow) {
  flow_.volume += flow.volume;
  if (flow.known) flow_.known += flow.end - flow.start;
  add_each(flow_.missing, flow.missing);
}

VolumeSums JointUnit::sums(const Point& point) const {
  VolumeSums sums = flow_;
  if (flow_.known == milliseconds{0}) return sums;
  const milliseconds length = end_ - start_;
  const Wide share = flow_.volume * (VolumeSums::kWhole / length.count());
  sums.measured = share * own_.covered.count();
  for (const auto& [cause, time] : lost_time(own_, length)) sums.lost[cause] = share * time.count();
  if (own_.n > 0) sums.load = Wide{rounded_units(own_.mean(), point.digits + kMeanPlaces)} * flow_.volume;
  return sums;
}

}  // namespace effluent
