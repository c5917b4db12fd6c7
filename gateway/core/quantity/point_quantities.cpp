// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/point_quantities.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

using std::chrono::days;
using Number = PointQuantities::Number;

constexpr days kThirty{30};

Number number_of(Instant instant) { return Number{day_of(instant)}; }
Instant start_of(Number day) { return effluent::start_of(Day{day}); }

Number month_start(Number day) { return Number{first_of_month(Day{day})}; }
Number month_end(Number day) {
  const Day date{day};
  return Number{Day{date.year() / date.month() / std::chrono::last}} + days{1};
}

const Outlet* outlet_of(const Plant& plant, const Point& point) {
  return point.outlet.empty() ? nullptr : plant.find_outlet(point.outlet);
}

std::optional<std::size_t> flow_of(const Plant& plant, const Outlet* outlet) {
  return outlet == nullptr ? std::nullopt : plant.index_of_point(outlet->flow);
}

}  // namespace

PointQuantities::PointQuantities(const Plant& plant, std::size_t point)
    : plant_{plant},
      point_{plant.points[point]},
      outlet_{outlet_of(plant, point_)},
      flow_{flow_of(plant, outlet_)},
      subject_{plant_, point_, flow_ ? &plant.points[*flow_] : nullptr,
               outlet_ != nullptr && outlet_->totaliser == point_.id} {}

void PointQuantities::resume(Instant first, std::optional<Day> next) {
  begin_ = first;
  if (next) next_ = Number{*next};
}

void PointQuantities::own(const BaseWindow& window) {
  if (window.start < own_until_) return;
  own_until_ = window.end();
  window_ = window.length;
  const Number day = number_of(window.start);
  if (!begin_) begin_ = window.start;
  if (!next_) next_ = day;
  Held& held = days_[day];
  held.has_windows = true;
  held.quantities.sums.append(window.sums, point_.counter);
  rolling_.add(window);
  note_highest(window, held.quantities);
  if (flow_) joint_.own(window, [this](const JointUnit& unit) { take(unit); });
}

void PointQuantities::flow(const BaseWindow& window) {
  if (window.start < flow_until_) return;
  flow_until_ = window.end();
  joint_.flow(flow_window(window, plant_.points[*flow_]), [this](const JointUnit& unit) { take(unit); });
}

void PointQuantities::take(const JointUnit& unit) {
  days_[number_of(unit.start())].quantities.volume.add(unit.sums(point_));
}

/// The 24 h that end with the window, where the point had begun and the permit's coverage is reached.
void PointQuantities::note_highest(const BaseWindow& window, Quantities& day) const {
  const Instant start = window.end() - RollingDay::kLength;
  const Mean mean = rolling_.mean();
  if (start < *begin_ || mean.n == 0) return;
  const Permit* permit = outlet_ == nullptr ? nullptr : outlet_->permit_on(day_of(start));
  HighestDay candidate{mean, start, rolling_.covered(), std::nullopt};
  if (permit != nullptr) {
    constexpr milliseconds kDay{RollingDay::kLength};
    const Mean percent{Int128{100} * candidate.covered.count(), 0, kDay.count()};
    if (compare(percent, permit->minimum_coverage_percent) < 0) return;
    candidate.minimum_percent = permit->minimum_coverage_percent;
  }
  if (!day.highest || std::is_gt(compare(mean, day.highest->mean))) day.highest = candidate;
}

Instant PointQuantities::closed() const { return flow_ ? joint_.until() : own_until_; }

void PointQuantities::finish(const Write& write) {
  while (next_ && closed() >= start_of(*next_ + days{1})) {
    const Number day = *next_;
    finish_day(day, day + days{1} == month_end(day), write);
    next_ = day + days{1};
    // Of the day before the oldest one asked for, a totaliser's last reading.
    const Number oldest = std::min(month_start(*next_), *next_ + days{1} - kThirty) - days{1};
    days_.erase(days_.begin(), days_.lower_bound(oldest));
  }
}

void PointQuantities::end(const Write& write) {
  if (!next_) return;
  joint_.end([this](const JointUnit& unit) { take(unit); });
  const Number last = number_of(own_until_ - milliseconds{1});
  for (; *next_ <= last; *next_ += days{1}) {
    finish_day(*next_, *next_ + days{1} == month_end(*next_), write);
  }
  if (last + days{1} != month_end(last))
    write_span(Span::month, month_start(last), last, month_end(last), write);
}

void PointQuantities::finish_day(Number day, bool month_ends, const Write& write) {
  const auto held = days_.find(day);
  if (held != days_.end() && held->second.has_windows) {
    write_span(Span::day, day, day, day + days{1}, write);
    write_span(Span::thirty_days, day + days{1} - kThirty, day, day + days{1}, write);
  }
  if (month_ends) write_span(Span::month, month_start(day), day, month_end(day), write);
}

void PointQuantities::write_span(Span span, Number first, Number last, Number end, const Write& write) const {
  Quantities sum;
  sum.sums.digits = point_.digits;
  const auto before = days_.find(first - days{1});
  if (before != days_.end() && before->second.quantities.sums.counter) {
    const CounterRun& run = *before->second.quantities.sums.counter;
    sum.sums.counter = CounterRun::at(run.last, run.last_at, run.digits);
  }
  bool counted = false;
  for (auto day = days_.lower_bound(first); day != days_.end() && day->first <= last; ++day) {
    sum.append(day->second.quantities, point_.counter);
    counted = counted || day->second.quantities.sums.counter;
  }
  if (!counted) sum.sums.counter.reset();
  const Instant start = start_of(first);
  const QuantityFacts facts{span, start, start_of(end), std::max(start, *begin_), sum, window_};
  write({last, span, quantity_body(subject_, facts)});
}

}  // namespace effluent
