// SPDX-License-Identifier: Apache-2.0
#include "core/judge/window_book.hpp"

#include <algorithm>
#include <numeric>

#include "core/judge/plant_verdicts.hpp"
#include "core/judge/plant_windows.hpp"

namespace effluent {

struct WindowBook::Implementation {
  Implementation(const Site& site, Closing how) : closing{how} {
    for (std::size_t i = 0; i < site.plants.size(); ++i)
      plants.emplace_back(site.plants[i], i, site.standards);
    by_id.resize(plants.size());
    std::iota(by_id.begin(), by_id.end(), std::size_t{0});
    std::sort(by_id.begin(), by_id.end(),
              [&](std::size_t l, std::size_t r) { return site.plants[l].id < site.plants[r].id; });
  }

  [[nodiscard]] DueWindows due_at(std::optional<Instant> data_time, Instant last_row) const {
    return {data_time, last_row, closing.grace, closing.with_sample_delay};
  }

  [[nodiscard]] std::optional<Instant> earliest_due(const DueWindows& due) const {
    std::optional<Instant> earliest;
    for (const auto& plant : plants) {
      const auto end = plant.earliest_due(due);
      if (end && (!earliest || *end < *earliest)) earliest = end;
    }
    return earliest;
  }

  bool close_all(const DueWindows& due, const std::function<void(const JudgedLine&)>& write,
                 std::size_t most) {
    std::size_t written = 0;
    while (const auto end = earliest_due(due)) {
      for (const auto plant : by_id) {
        if (written > 0 && written + plants[plant].most_lines() > most) return false;
        written += plants[plant].close(*end, due, all_periods, write);
      }
    }
    return true;
  }

  Closing closing;
  bool all_periods = false;
  std::vector<PlantWindows> plants;         ///< as Site::plants
  std::vector<std::size_t> by_id;           ///< plants in the order of lines
  Instant not_due_before = Instant::min();  ///< nothing closes at an earlier data time
};

WindowBook::WindowBook(const Site& site, Closing closing)
    : implementation_{std::make_unique<Implementation>(site, closing)} {}

WindowBook::~WindowBook() = default;

void WindowBook::begin_plant(std::size_t plant, Instant first) {
  implementation_->plants[plant].begin(first);
  implementation_->not_due_before = Instant::min();
}

bool WindowBook::has_begun(std::size_t plant) const { return implementation_->plants[plant].has_begun(); }

void WindowBook::begin_point(std::size_t plant, std::size_t point, Instant first) {
  implementation_->plants[plant].point(point).begin(first);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::begin_own(std::size_t plant, Instant first) {
  implementation_->plants[plant].begin_own(first);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::resume_point(std::size_t plant, std::size_t point, Period period, Instant next) {
  implementation_->plants[plant].point(point).resume(period, next);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::resume_own(std::size_t plant, const std::string& outlet, const std::string& parameter,
                            Period period, Instant next) {
  implementation_->plants[plant].resume_own(outlet, parameter, period, next);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::restore_mean(std::size_t plant, std::size_t point, Instant start, const WindowSums& sums,
                              std::optional<Period> period) {
  PlantWindows& windows = implementation_->plants[plant];
  const auto& rows = windows.point(point).rows();
  if (rows.empty() || sums.due <= 0) return;
  const auto length = period ? length_of(*period) : rows.front().length();
  windows.restore_mean(point, start, length, restored_sums(sums, length));
}

void WindowBook::leave_out(Instant from, Instant until) {
  for (auto& plant : implementation_->plants) plant.leave_out({from, until});
  implementation_->not_due_before = Instant::min();
}

void WindowBook::skip_to(Instant until) { leave_out(Instant::min(), until); }

WindowBook::Entered WindowBook::add(std::size_t plant, std::size_t point, Instant time,
                                    const WindowReading& reading) {
  switch (implementation_->plants[plant].point(point).add(time, reading)) {
    case PointWindows::Added::yes:
      return reading.enters() ? Entered::yes : Entered::no;
    case PointWindows::Added::late:
      return Entered::late;
    case PointWindows::Added::before_beginning:
      return Entered::no;
  }
  return Entered::no;
}

bool WindowBook::close(Instant data_time, const std::function<void(const JudgedLine&)>& write,
                       std::size_t most) {
  Implementation& book = *implementation_;
  if (data_time < book.not_due_before) return true;
  const DueWindows due = book.due_at(data_time, {});
  const bool all = book.close_all(due, write, most);
  book.not_due_before = Instant::max();
  for (const auto& plant : book.plants) {
    book.not_due_before = std::min(book.not_due_before, plant.first_due(due));
  }
  return all;
}

void WindowBook::close_to_end(Instant last, const std::function<void(const JudgedLine&)>& write) {
  implementation_->close_all(implementation_->due_at(std::nullopt, last), write, SIZE_MAX);
  implementation_->not_due_before = Instant::min();
}

void WindowBook::set_all_periods(bool all) { implementation_->all_periods = all; }

std::vector<JudgedLine> WindowBook::provisional(std::size_t plant, Instant data_time) const {
  return implementation_->plants[plant].provisional(data_time, implementation_->all_periods);
}

std::optional<WindowSums> WindowBook::running(std::size_t plant, std::size_t point, Period period) const {
  const PlantWindows& of_plant = implementation_->plants[plant];
  const PointWindows& windows = of_plant.point(point);
  const auto index = windows.index_of(period);
  if (!index || !windows.latest()) return std::nullopt;
  const WindowRow& row = windows.rows()[*index];
  const auto start = window_start(*windows.latest(), row.length());
  if (start < row.next()) return std::nullopt;
  return window_sums(windows.so_far(*index, start, start + row.length()), row.length(),
                     of_plant.configured(point));
}

}  // namespace effluent
