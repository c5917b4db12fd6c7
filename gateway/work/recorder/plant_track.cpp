// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/plant_track.hpp"

#include <algorithm>
#include <utility>

#include "core/judge/line_plan.hpp"

namespace effluent {

PlantTrack::PlantTrack(const Plant& plant, std::string_view stored_text) : plant_{&plant} {
  StoredPlantWindows stored = parse_windows(stored_text);
  for (const auto& [id, windows] : stored.points) points_.emplace(id, PointTrack{windows});
  own_next_ = std::move(stored.own);
  for (const Point& point : plant.points) points_[point.id].configure(point);
  for (const OwnRowPlan& own : plan_of(plant, {}).own_rows) {
    own_.emplace(OwnWindows{own.outlet, own.parameter, own.period}, own.delay);
  }
}

bool PlantTrack::begin(std::size_t plant, Instant first, WindowBook& book) {
  bool begun = false;
  for (std::size_t index = 0; index < plant_->points.size(); ++index) {
    PointTrack& track = point(index);
    if (track.has_begun()) continue;
    track.begin(plant_->points[index], first);
    book.begin_point(plant, index, first);
    begun = true;
  }
  for (const auto& [own, delay] : own_) {
    begun = own_next_.emplace(own, window_start(first, length_of(std::get<Period>(own)))).second || begun;
  }
  if (begun) book.begin_own(plant, first);
  return begun;
}

void PlantTrack::resume(std::size_t plant, WindowBook& book) {
  for (std::size_t index = 0; index < plant_->points.size(); ++index) {
    const PointTrack& track = point(index);
    if (!track.has_begun()) continue;
    book.begin_point(plant, index, track.begin_time());
    for (const Period period : kPeriods) {
      if (const auto next = track.next(period)) book.resume_point(plant, index, period, *next);
    }
  }
  // Verdicts that rest on several points since today go on where those of the one point ended.
  for (const auto& [own, delay] : own_) {
    for (const Point& point : plant_->points) {
      const PointTrack& track = points_[point.id];
      if (!point.is_judged_for(std::get<0>(own), std::get<1>(own)) || !track.has_begun()) continue;
      if (const auto next = track.next(std::get<Period>(own))) own_next_.emplace(own, *next);
    }
  }
  for (const auto& [one, next] : own_next_) {
    book.resume_own(plant, std::get<0>(one), std::get<1>(one), std::get<2>(one), next);
  }
}

std::vector<RidRange> PlantTrack::close(const JudgedLine& line, const LongGap& gap) {
  if (line.kind == JudgedLine::Kind::mean) return point(*line.point).close(line, gap);
  // A batch is known by the idle part of 5 min behind it.
  const bool batch = line.kind == JudgedLine::Kind::batch;
  const Period period = batch ? Period::five_minutes : line.period;
  const auto found = own_next_.find({line.outlet, batch ? std::string{} : line.parameter, period});
  const Instant end = batch ? line.end + length_of(period) : line.end;
  if (found != own_next_.end()) found->second = behind(gap, std::max(found->second, end), period);
  return {};
}

bool PlantTrack::closed_until(Instant data_time, const LongGap& gap) {
  bool moved = false;
  for (auto& [one, next] : own_next_) {
    const Period period = std::get<Period>(one);
    const auto own = own_.find(one);
    const auto delay = own == own_.end() ? milliseconds{0} : own->second;
    const Instant open = window_start(data_time - kGrace - delay, length_of(period));
    const Instant before = std::exchange(next, behind(gap, std::max(next, open), period));
    moved = moved || next != before;
  }
  return moved;
}

void PlantTrack::leave_out(const LongGap& gap) {
  for (const Point& point : plant_->points) points_[point.id].leave_out(gap);
  for (auto& [one, next] : own_next_) next = behind(gap, next, std::get<Period>(one));
}

std::int64_t PlantTrack::scan_from(std::int64_t newest) {
  std::int64_t from = newest;
  for (const Point& point : plant_->points) {
    const PointTrack& track = points_[point.id];
    if (track.has_begun()) from = std::min(from, track.stored_scan());
  }
  return from;
}

Instant PlantTrack::oldest_open() {
  Instant oldest = Instant::max();
  for (const Point& point : plant_->points) oldest = std::min(oldest, points_[point.id].oldest_open());
  return oldest;
}

std::string PlantTrack::text(std::int64_t newest) const {
  StoredPlantWindows stored;
  for (const auto& [id, track] : points_) {
    if (track.has_begun()) stored.points.emplace(id, track.windows(newest));
  }
  stored.own = own_next_;
  return windows_text(stored);
}

}  // namespace effluent
