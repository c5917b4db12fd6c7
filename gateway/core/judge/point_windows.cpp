// SPDX-License-Identifier: Apache-2.0
#include "core/judge/point_windows.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace effluent {
namespace {
constexpr std::int64_t kBits = 64;
}

void Sums::scale_to(int more_digits) {
  for (; digits < more_digits; ++digits) {
    sum *= 10;
    min *= 10;
    max *= 10;
  }
}

void Sums::add(Sums other) {
  covered += other.covered;
  if (other.n == 0) return;
  const int finer = std::max(digits, other.digits);
  scale_to(finer);
  other.scale_to(finer);
  min = n == 0 ? other.min : std::min(min, other.min);
  max = n == 0 ? other.max : std::max(max, other.max);
  sum += other.sum;
  n += other.n;
}

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

PointWindows::PointWindows(const Point& point) : step_{point.step()}, digits_{point.digits} {
  for (const auto period : kPeriods) {
    if (step_ > milliseconds{0} && length_of(period) % step_ == milliseconds{0}) rows_.emplace_back(period);
  }
  Sums nothing;
  nothing.digits = digits_;
  carried_.assign(rows_.size(), nothing);
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
    carried_[i].add(sums);
    if (i == 0) return;  // the longer ones get it when this one closes
  }
}

void PointWindows::leave_out(WindowGap gap) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto before = rows_[i].next();
    rows_[i].leave_out(gap);
    if (rows_[i].next() != before) carried_[i] = Sums{0, 0, 0, 0, milliseconds{0}, digits_};
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
  window.slots.assign(static_cast<std::size_t>((rows_.front().length() / step_ + kBits - 1) / kBits), 0);
  spare_ = {};
  current_ = static_cast<std::size_t>(later - open_.begin());
  return *open_.insert(later, std::move(window));
}

PointWindows::Added PointWindows::add(Instant time, std::int64_t value) {
  if (rows_.empty() || !rows_.front().has_begun() || time < first_) return Added::before_beginning;
  if (time < rows_.front().next()) return Added::late;
  const bool same = current_ < open_.size() && time >= open_[current_].start && time < open_[current_].end;
  OpenWindow& window = same ? open_[current_] : open_window(time);
  window.min = window.n == 0 ? value : std::min(window.min, value);
  window.max = window.n == 0 ? value : std::max(window.max, value);
  window.sum += value;
  ++window.n;
  const auto slot = (time - window.start) / step_;
  window.slots[static_cast<std::size_t>(slot / kBits)] |= std::uint64_t{1} << (slot % kBits);
  if (!latest_ || *latest_ < time) latest_ = time;
  return Added::yes;
}

Sums PointWindows::sums_of(const OpenWindow& window, std::int64_t slots_ended) const {
  std::int64_t slots = 0;
  for (const auto word : window.slots) {
    if (slots_ended <= 0) break;
    const auto counted = slots_ended >= kBits ? word : word & ((std::uint64_t{1} << slots_ended) - 1);
    slots += std::popcount(counted);
    slots_ended -= kBits;
  }
  return Sums{window.n, window.sum, window.min, window.max, slots * step_, digits_};
}

Sums PointWindows::close(std::size_t index, WindowGap gap) {
  WindowRow& row = rows_[index];
  Sums sums = std::exchange(carried_[index], Sums{0, 0, 0, 0, milliseconds{0}, digits_});
  if (index == 0 && !open_.empty() && open_.front().start == row.next()) {
    sums.add(sums_of(open_.front(), row.length() / step_));
  }
  if (index == 0) restore(row.next(), row.length(), sums);
  row.advance();
  row.leave_out(gap);
  if (index == 0) drop_before_next();
  return sums;
}

Sums PointWindows::so_far(std::size_t index, Instant start, Instant now) const {
  const WindowRow& row = rows_[index];
  Sums sums{0, 0, 0, 0, milliseconds{0}, digits_};
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
