// SPDX-License-Identifier: Apache-2.0
#include "core/judge/point_windows.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

// A slot's byte; between the two, the topmost cause (an index of Cause) of readings that did not enter.
constexpr std::uint8_t kEntered = 0;
constexpr std::uint8_t kEmpty = 255;

std::uint8_t slot_of(const WindowReading& reading) {
  if (reading.enters()) return kEntered;
  // A fault that says no more (a row of a file): the instrument said so.
  const Cause cause = reading.cause == Cause::none ? Cause::device_fault : reading.cause;
  return static_cast<std::uint8_t>(cause);
}

}  // namespace

void WindowRow::begin(Instant first) {
  if (begun_) return;
  begun_ = true;
  next_ = window_start(first, length_);
}

void WindowRow::resume(Instant next) {
  begun_ = true;
  next_ = next;
}

void WindowRow::leave_out(WindowGap gap) {
  if (begun_ && next_ > gap.from && next_end() <= gap.until) next_ = window_start(gap.until, length_);
}

PointWindows::PointWindows(const Point& point)
    : step_{point.step()},
      digits_{point.digits},
      grader_{point},
      is_counter_{point.is_counter()},
      counter_rule_{point.counter} {
  for (const auto period : kPeriods) {
    if (step_ > milliseconds{0} && length_of(period) % step_ == milliseconds{0}) rows_.emplace_back(period);
  }
  carried_.assign(rows_.size(), nothing());
}

Sums PointWindows::nothing() const {
  Sums sums;
  sums.digits = digits_;
  return sums;
}

std::optional<std::size_t> PointWindows::index_of(Period period) const {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.period() == period; });
  if (found == rows_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows_.begin());
}

void PointWindows::begin(Instant first) {
  if (rows_.empty()) return;
  if (!rows_.front().has_begun()) first_ = window_start(first, rows_.front().length());
  for (auto& row : rows_) row.begin(first);
}

void PointWindows::resume(Period period, Instant next) {
  if (const auto index = index_of(period)) rows_[*index].resume(next);
}

void PointWindows::restore(Instant start, milliseconds length, const Sums& sums) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    const bool open = row.has_begun() && row.next() <= start && start < row.next_end();
    if (!open || row.length() <= length) continue;
    carried_[i].append(sums, counter_rule_);
    if (i == 0) return;  // the longer ones get it when this one closes
  }
}

void PointWindows::leave_out(WindowGap gap) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto before = rows_[i].next();
    rows_[i].leave_out(gap);
    if (rows_[i].next() != before) carried_[i] = nothing();
  }
  drop_before_next();
}

void PointWindows::drop_before_next() {
  while (!open_.empty() && open_.front().start < rows_.front().next()) {
    spare_ = std::move(open_.front().slots);
    open_.erase(open_.begin());
  }
}

PointWindows::OpenWindow& PointWindows::open_window(Instant time) {
  const auto later = std::upper_bound(open_.begin(), open_.end(), time,
                                      [](Instant at, const OpenWindow& window) { return at < window.start; });
  if (later != open_.begin() && time < std::prev(later)->end) {
    current_ = static_cast<std::size_t>(std::prev(later) - open_.begin());
    return open_[current_];
  }
  OpenWindow window;
  window.start = window_start(time, rows_.front().length());
  window.end = window.start + rows_.front().length();
  window.slots = std::move(spare_);
  window.sums = nothing();
  window.slots.assign(static_cast<std::size_t>(rows_.front().length() / step_), kEmpty);
  spare_ = {};
  current_ = static_cast<std::size_t>(later - open_.begin());
  return *open_.insert(later, std::move(window));
}

PointWindows::Added PointWindows::add(Instant time, const WindowReading& reading) {
  if (rows_.empty() || !rows_.front().has_begun() || time < first_) return Added::before_beginning;
  if (time < rows_.front().next()) return Added::late;
  const bool same = current_ < open_.size() && time >= open_[current_].start && time < open_[current_].end;
  OpenWindow& window = same ? open_[current_] : open_window(time);
  if (reading.counts) count(window.sums, time, reading);
  std::uint8_t& slot = window.slots[static_cast<std::size_t>((time - window.start) / step_)];
  slot = std::min(slot, slot_of(reading));
  if (!latest_ || *latest_ < time) latest_ = time;
  return Added::yes;
}

void PointWindows::count(Sums& sums, Instant time, const WindowReading& reading) const {
  ++sums.states.at(static_cast<std::size_t>(reading.state));
  ++sums.causes.at(static_cast<std::size_t>(reading.cause));
  if (!reading.value) return;
  if (!reading.enters()) {
    sums.excluded.add(*reading.value);
    return;
  }
  const std::int64_t value = grader_.entering(*reading.value, reading.cause);
  sums.min = sums.n == 0 ? value : std::min<Int128>(sums.min, value);
  sums.max = sums.n == 0 ? value : std::max<Int128>(sums.max, value);
  sums.sum += value;
  ++sums.n;
  Int128 squares = 0;
  const bool fits = sums.squares && !__builtin_add_overflow(*sums.squares, Int128{value} * value, &squares);
  sums.squares = fits ? std::optional{squares} : std::nullopt;
  if (grader_.is_below_detection(value)) sums.below_detection.add(value);
  if (!is_counter_) return;
  // As read: a register's place is no bound.
  const auto shown = CounterRun::at(*reading.value, time, digits_);
  if (sums.counter) {
    follow(*sums.counter, shown, counter_rule_);
  } else {
    sums.counter = shown;
  }
}

Sums PointWindows::sums_of(const OpenWindow& window, std::int64_t slots_ended) const {
  Sums sums = window.sums;
  const auto ended = std::clamp<std::int64_t>(slots_ended, 0, static_cast<std::int64_t>(window.slots.size()));
  for (std::int64_t i = 0; i < ended; ++i) {
    const std::uint8_t slot = window.slots[static_cast<std::size_t>(i)];
    if (slot == kEntered) sums.covered += step_;
    if (slot != kEntered && slot != kEmpty) sums.missing.at(slot) += step_;
  }
  return sums;
}

Sums PointWindows::close(std::size_t index, WindowGap gap) {
  WindowRow& row = rows_[index];
  Sums sums = std::exchange(carried_[index], nothing());
  if (index == 0 && !open_.empty() && open_.front().start == row.next()) {
    sums.append(sums_of(open_.front(), row.length() / step_), counter_rule_);
  }
  if (index == 0) restore(row.next(), row.length(), sums);
  row.advance();
  row.leave_out(gap);
  if (index == 0) drop_before_next();
  return sums;
}

std::vector<BaseWindow> PointWindows::open_base(Instant now) const {
  std::vector<BaseWindow> windows;
  bool carried = false;
  for (const auto& window : open_) {
    windows.push_back({window.start, rows_.front().length(), sums_of(window, (now - window.start) / step_)});
    if (window.start != rows_.front().next()) continue;
    windows.back().sums.add(carried_.front());
    carried = true;
  }
  if (rows_.empty() || carried || !rows_.front().has_begun()) return windows;
  // What was restored into a window that has no reading of its own yet.
  windows.insert(windows.begin(), {rows_.front().next(), rows_.front().length(), carried_.front()});
  return windows;
}

Sums PointWindows::so_far(std::size_t index, Instant start, Instant now) const {
  const WindowRow& row = rows_[index];
  Sums sums = nothing();
  if (start == row.next()) sums.add(carried_[index]);
  for (const auto& window : open_) {
    if (window.start < start || window.start >= start + row.length()) continue;
    sums.add(sums_of(window, (now - window.start) / step_));
  }
  // What was restored into the shortest window counts in the longer ones as well.
  if (index > 0 && rows_.front().next() >= start && rows_.front().next() < start + row.length()) {
    sums.add(carried_.front());
  }
  return sums;
}

}  // namespace effluent
