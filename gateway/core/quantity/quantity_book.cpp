// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/quantity_book.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace effluent {

QuantityBook::QuantityBook(const Site& site) : site_{site} {
  for (const auto& plant : site.plants) {
    auto& entries = points_.emplace_back();
    entries.reserve(plant.points.size());
    for (std::size_t point = 0; point < plant.points.size(); ++point) {
      entries.push_back({PointQuantities{plant, point}, std::nullopt, {}});
    }
    for (std::size_t point = 0; point < entries.size(); ++point) {
      const auto flow = entries[point].quantities.flow();
      if (flow) entries[*flow].followers.push_back(point);
    }
  }
}

Instant QuantityBook::oldest_needed(Day day) {
  using std::chrono::days;
  const std::chrono::sys_days number{day};
  const std::chrono::sys_days month{first_of_month(day)};
  // Rolling windows and totalisers reach into the day before.
  return start_of(Day{std::min(month, number - days{29}) - days{1}});
}

void QuantityBook::resume(std::size_t plant, std::size_t point, Instant first, std::optional<Day> written) {
  Entry& entry = points_[plant][point];
  entry.written = written;
  std::optional<Day> next;
  if (written) next = Day{std::chrono::sys_days{*written} + std::chrono::days{1}};
  entry.quantities.resume(first, next);
}

void QuantityBook::restore(std::size_t plant, std::size_t point, const BaseWindow& window) {
  put(plant, point, window);
}

void QuantityBook::take(const JudgedLine& line) {
  restoring_ = false;
  if (line.kind != JudgedLine::Kind::mean || !line.shortest) return;
  put(line.plant, *line.point, {line.start, line.end - line.start, line.sums});
}

void QuantityBook::put(std::size_t plant, std::size_t point, const BaseWindow& window) {
  std::vector<Entry>& entries = points_[plant];
  entries[point].quantities.own(window);
  finish(plant, point);
  for (const std::size_t follower : entries[point].followers) {
    entries[follower].quantities.flow(window);
    finish(plant, follower);
  }
}

void QuantityBook::finish(std::size_t plant, std::size_t point) {
  points_[plant][point].quantities.finish(writer(plant, point));
}

void QuantityBook::end() {
  for (std::size_t plant = 0; plant < points_.size(); ++plant) {
    for (std::size_t point = 0; point < points_[plant].size(); ++point) {
      points_[plant][point].quantities.end(writer(plant, point));
    }
  }
}

PointQuantities::Write QuantityBook::writer(std::size_t plant, std::size_t point) {
  return [this, plant, point](PointQuantities::Line line) {
    const Day day{line.day};
    const auto& written = points_[plant][point].written;
    const bool is_written = written ? day <= *written : restoring_;
    if (!is_written) waiting_.push_back({{plant, point, day, std::move(line.body)}, line.span});
  };
}

bool QuantityBook::before(const Waiting& left, const Waiting& right) const {
  const auto key = [this](const Waiting& one) {
    const Plant& plant = site_.plants[one.line.plant];
    const Point& point = plant.points[one.line.point];
    return std::tuple{std::chrono::sys_days{one.line.day}, std::string_view{plant.id}, point.outlet.empty(),
                      std::string_view{point.outlet},      std::string_view{point.id}, one.span};
  };
  return key(left) < key(right);
}

std::vector<QuantityBook::Line> QuantityBook::finished() {
  std::sort(waiting_.begin(), waiting_.end(),
            [this](const Waiting& left, const Waiting& right) { return before(left, right); });
  std::vector<Line> lines;
  for (auto& one : waiting_) lines.push_back(std::move(one.line));
  waiting_.clear();
  return lines;
}

}  // namespace effluent
