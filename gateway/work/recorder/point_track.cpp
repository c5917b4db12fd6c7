// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/point_track.hpp"

#include <algorithm>

namespace effluent {
namespace {

std::size_t index_of(Period period) { return static_cast<std::size_t>(period); }

bool is_formed(const Point& point, Period period) {
  return point.step() > milliseconds{0} && length_of(period) % point.step() == milliseconds{0};
}

}  // namespace

Instant behind(const LongGap& gap, Instant next, Period period) {
  const bool inside = next > gap.from && next + length_of(period) <= gap.until;
  return inside ? window_start(gap.until, length_of(period)) : next;
}

PointTrack::PointTrack(const StoredPointWindows& stored)
    : begin_{stored.begin}, next_{stored.next}, stored_scan_{stored.scan} {}

void PointTrack::configure(const Point& point) {
  configured_ = true;
  if (begin_) complete(point);
}

void PointTrack::begin(const Point& point, Instant first) {
  begin_ = first;
  for (const Period period : kPeriods) {
    if (is_formed(point, period)) next_[index_of(period)] = window_start(first, length_of(period));
  }
  complete(point);
}

void PointTrack::complete(const Point& point) {
  forms_any_ = false;
  Instant written = *begin_;
  for (const auto& next : next_) {
    if (next) written = std::max(written, *next);
  }
  for (const Period period : kPeriods) {
    if (!is_formed(point, period)) {
      next_[index_of(period)].reset();
      continue;
    }
    if (!forms_any_) shortest_ = period;
    forms_any_ = true;
    if (!next_[index_of(period)]) next_[index_of(period)] = window_start(written, length_of(period));
  }
}

void PointTrack::add(Instant time, const BlockPlace& place, bool counts) {
  if (!begin_ || !forms_any_) return;
  const Instant start = window_start(time, length_of(shortest_));
  if (start < first_open()) return;
  const auto [at, fresh] = open_.try_emplace(start);
  Open& open = at->second;
  if (fresh) open.first_number = place.number;
  if (!counts) return;
  if (open.blocks.empty() || open.blocks.back().epoch != place.epoch) {
    open.blocks.push_back({std::string{place.epoch}, place.rid, place.rid});
  } else {
    open.blocks.back().to = place.rid;
  }
}

std::vector<RidRange> PointTrack::close(const JudgedLine& line, const LongGap& gap) {
  next_[index_of(line.period)] = behind(gap, line.end, line.period);
  if (line.period != shortest_) return {};
  std::vector<RidRange> blocks;
  if (const auto found = open_.find(line.start); found != open_.end())
    blocks = std::move(found->second.blocks);
  open_.erase(open_.begin(), open_.lower_bound(first_open()));
  return blocks;
}

void PointTrack::leave_out(const LongGap& gap) {
  for (const Period period : kPeriods) {
    auto& next = next_[index_of(period)];
    if (next) next = behind(gap, *next, period);
  }
  if (begin_ && forms_any_) open_.erase(open_.begin(), open_.lower_bound(first_open()));
}

std::int64_t PointTrack::scan_from(std::int64_t newest) const {
  std::int64_t from = newest;
  for (const auto& [start, open] : open_) from = std::min(from, open.first_number);
  // A point that is not configured reads no blocks now; if it comes back, its open window still rests on
  // them.
  return configured_ ? from : std::min(from, stored_scan_);
}

Instant PointTrack::oldest_open() const {
  Instant oldest = Instant::max();
  for (const auto& next : next_) {
    if (next) oldest = std::min(oldest, *next);
  }
  return oldest;
}

StoredPointWindows PointTrack::windows(std::int64_t newest) const {
  return {*begin_, next_, scan_from(newest)};
}

}  // namespace effluent
