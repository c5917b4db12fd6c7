// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/window_track.hpp"

#include <algorithm>
#include <utility>

#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

std::size_t index_of(Period period) { return static_cast<std::size_t>(period); }

bool is_formed(const Point& point, Period period) {
  return point.step() > milliseconds{0} && length_of(period) % point.step() == milliseconds{0};
}

/// Where a row of windows goes on after a long gap; the same rule as WindowBook::leave_out.
Instant behind(const LongGap& gap, Instant next, Period period) {
  const bool inside = next > gap.from && next + length_of(period) <= gap.until;
  return inside ? window_start(gap.until, length_of(period)) : next;
}

std::int64_t count_of(Instant instant) { return instant.time_since_epoch().count(); }

std::optional<Instant> instant_of(std::optional<std::int64_t> count) {
  return count ? std::optional{Instant{milliseconds{*count}}} : std::nullopt;
}

}  // namespace

// ---- one point
// -------------------------------------------------------------------------------------------------

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

void PointTrack::add(Instant time, const BlockPlace& place) {
  if (!begin_ || !forms_any_) return;
  const Instant start = window_start(time, length_of(shortest_));
  if (start < first_open()) return;
  Open& open = open_[start];
  if (open.blocks.empty()) open.first_number = place.number;
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

// ---- one plant
// -------------------------------------------------------------------------------------------------

PlantTrack::PlantTrack(const Plant& plant, std::string_view stored_text) : plant_{&plant} {
  if (!stored_text.empty()) read(stored_text);
  for (const Point& point : plant.points) {
    PointTrack& track = points_[point.id];
    track.configured_ = true;
    if (track.begin_) track.complete(point);
  }
  for (const Outlet& outlet : plant.outlets) {
    for (const Permit& permit : outlet.permits) {
      for (const std::string& parameter : permit.automatic) {
        const bool measured = std::any_of(plant.points.begin(), plant.points.end(), [&](const Point& point) {
          return point.outlet == outlet.id && point.parameter == parameter;
        });
        if (!measured)
          configured_pointless_.emplace_back(outlet.id, parameter, permit.judged_period(parameter));
      }
    }
  }
}

bool PlantTrack::begin(std::size_t plant, Instant first, WindowBook& book) {
  bool begun = false;
  for (std::size_t index = 0; index < plant_->points.size(); ++index) {
    PointTrack& track = point(index);
    if (track.begin_) continue;
    track.begin(plant_->points[index], first);
    book.begin_point(plant, index, first);
    begun = true;
  }
  for (const Pointless& one : configured_pointless_) {
    begun = pointless_.emplace(one, window_start(first, length_of(std::get<Period>(one)))).second || begun;
  }
  if (begun) book.begin_pointless(plant, first);
  return begun;
}

void PlantTrack::resume(std::size_t plant, WindowBook& book) {
  for (std::size_t index = 0; index < plant_->points.size(); ++index) {
    const PointTrack& track = point(index);
    if (!track.begin_) continue;
    book.begin_point(plant, index, *track.begin_);
    for (const Period period : kPeriods) {
      if (const auto next = track.next(period)) book.resume_point(plant, index, period, *next);
    }
  }
  for (const auto& [one, next] : pointless_) {
    book.resume_pointless(plant, std::get<0>(one), std::get<1>(one), std::get<2>(one), next);
  }
}

std::vector<RidRange> PlantTrack::close(const JudgedLine& line, const LongGap& gap) {
  if (line.kind == JudgedLine::Kind::mean) return point(*line.point).close(line, gap);
  if (!line.point) {
    const auto found = pointless_.find({line.outlet, line.parameter, line.period});
    if (found != pointless_.end()) found->second = behind(gap, line.end, line.period);
  }
  return {};
}

bool PlantTrack::closed_until(Instant data_time, const LongGap& gap) {
  bool moved = false;
  for (auto& [one, next] : pointless_) {
    const Period period = std::get<Period>(one);
    const Instant open = window_start(data_time - kGrace, length_of(period));
    const Instant before = std::exchange(next, behind(gap, std::max(next, open), period));
    moved = moved || next != before;
  }
  return moved;
}

void PlantTrack::leave_out(const LongGap& gap) {
  for (const Point& point : plant_->points) points_[point.id].leave_out(gap);
  for (auto& [one, next] : pointless_) next = behind(gap, next, std::get<Period>(one));
}

std::int64_t PlantTrack::scan_from(std::int64_t newest) {
  std::int64_t from = newest;
  for (const Point& point : plant_->points) {
    const PointTrack& track = points_[point.id];
    if (track.begin_) from = std::min(from, track.stored_scan_);
  }
  return from;
}

Instant PlantTrack::oldest_open() {
  Instant oldest = Instant::max();
  for (const Point& point : plant_->points) {
    for (const auto& next : points_[point.id].next_) {
      if (next) oldest = std::min(oldest, *next);
    }
  }
  return oldest;
}

std::string PlantTrack::text(std::int64_t newest) const {
  std::string text;
  JsonWriter json{text};
  json.open_object().key("points").open_array();
  for (const auto& [id, track] : points_) {
    if (!track.begin_) continue;
    json.open_object().text("point", id).integer("begin", count_of(*track.begin_)).key("next").open_array();
    for (const auto& next : track.next_) {
      if (next) {
        json.integer(count_of(*next));
      } else {
        json.null();
      }
    }
    json.close_array().integer("scan", track.scan_from(newest)).close_object();
  }
  json.close_array().key("pointless").open_array();
  for (const auto& [one, next] : pointless_) {
    json.open_object().text("outlet", std::get<0>(one)).text("parameter", std::get<1>(one));
    json.text("period", name_of(std::get<2>(one))).integer("next", count_of(next)).close_object();
  }
  json.close_array().close_object();
  return text;
}

namespace {

struct PointText {
  std::string id;
  std::optional<Instant> begin;
  std::array<std::optional<Instant>, kPeriods.size()> next;
  std::int64_t scan = 0;
};

PointText read_point(JsonReader& json) {
  PointText point;
  if (!json.enter('{')) return point;
  while (const auto key = json.next_key()) {
    if (*key == "point") {
      point.id = json.text().value_or("");
    } else if (*key == "begin") {
      point.begin = instant_of(json.integer());
    } else if (*key == "next" && json.enter('[')) {
      for (std::size_t at = 0; json.next_item(); ++at) {
        const auto next = instant_of(json.integer());
        if (at < point.next.size()) point.next[at] = next;
      }
    } else if (*key == "scan") {
      point.scan = json.integer().value_or(0);
    } else {
      (void)json.raw();
    }
  }
  return point;
}

struct PointlessText {
  std::string outlet;
  std::string parameter;
  std::optional<Period> period;
  std::optional<Instant> next;
};

PointlessText read_pointless(JsonReader& json) {
  PointlessText one;
  if (!json.enter('{')) return one;
  while (const auto key = json.next_key()) {
    if (*key == "outlet") {
      one.outlet = json.text().value_or("");
    } else if (*key == "parameter") {
      one.parameter = json.text().value_or("");
    } else if (*key == "period") {
      one.period = parse_period(json.text().value_or(""));
    } else if (*key == "next") {
      one.next = instant_of(json.integer());
    } else {
      (void)json.raw();
    }
  }
  return one;
}

}  // namespace

void PlantTrack::read(std::string_view text) {
  JsonReader json{text};
  if (!json.enter('{')) return;
  while (const auto key = json.next_key()) {
    if (*key == "points" && json.enter('[')) {
      while (json.next_item()) {
        const PointText stored = read_point(json);
        if (!stored.begin) continue;
        PointTrack& track = points_[stored.id];
        track.begin_ = stored.begin;
        track.next_ = stored.next;
        track.stored_scan_ = stored.scan;
      }
    } else if (*key == "pointless" && json.enter('[')) {
      while (json.next_item()) {
        const PointlessText stored = read_pointless(json);
        if (stored.period && stored.next)
          pointless_[{stored.outlet, stored.parameter, *stored.period}] = *stored.next;
      }
    } else {
      (void)json.raw();
    }
  }
}

}  // namespace effluent
