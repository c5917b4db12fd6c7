// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/judge/verdict.hpp"
#include "core/judge/window_book.hpp"
#include "core/record/entry.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// How long after its end a window closes (beside the point's `sample_delay`).
inline constexpr milliseconds kGrace{30'000};

/// A stretch of more than 24 h without a block: windows wholly inside are not written.
struct LongGap {
  Instant from = Instant::min();
  Instant until = Instant::min();
  friend bool operator==(const LongGap&, const LongGap&) = default;
};

/// Where a block stands: its running number in the store, and its name.
struct BlockPlace {
  std::int64_t number = 0;
  std::string_view epoch;
  std::int64_t rid = 0;
};

/// One point: which windows are written, and which blocks the open windows of its shortest period rest on.
class PointTrack {
 public:
  [[nodiscard]] bool has_begun() const { return begin_.has_value(); }
  void begin(const Point& point, Instant first);
  /// Periods that the configuration forms and the stored text does not name go on where the written windows
  /// end.
  void complete(const Point& point);
  [[nodiscard]] Instant begin_time() const { return *begin_; }
  [[nodiscard]] std::optional<Instant> next(Period period) const {
    return next_[static_cast<std::size_t>(period)];
  }
  /// Start of the first window of the shortest period that is not written; only once it has begun.
  [[nodiscard]] Instant first_open() const { return *next_[static_cast<std::size_t>(shortest_)]; }
  [[nodiscard]] Period shortest() const { return shortest_; }
  [[nodiscard]] bool forms_any() const { return forms_any_; }

  /// A reading at `time` of that block belongs to a window of its own.
  void add(Instant time, const BlockPlace& place);
  /// The window was written; its blocks.
  std::vector<RidRange> close(const JudgedLine& line, const LongGap& gap);
  void leave_out(const LongGap& gap);
  /// The oldest block an open window rests on; `newest` where there is none.
  [[nodiscard]] std::int64_t scan_from(std::int64_t newest) const;

 private:
  friend class PlantTrack;
  struct Open {
    std::int64_t first_number = 0;
    std::vector<RidRange> blocks;
  };
  std::optional<Instant> begin_;
  std::array<std::optional<Instant>, kPeriods.size()> next_;
  Period shortest_ = Period::day;
  bool forms_any_ = false;
  bool configured_ = false;
  std::int64_t stored_scan_ = 0;
  std::map<Instant, Open> open_;  ///< by start of the window
};

/// All windows of one plant, and their text in the store's memory. Points that are not configured any more
/// are kept: if they come back, no window of theirs is written twice.
class PlantTrack {
 public:
  PlantTrack(const Plant& plant, std::string_view stored_text);

  [[nodiscard]] PointTrack& point(std::size_t index) { return points_[plant_->points[index].id]; }
  /// The plant has a block: points and parameters that have not begun begin. True if one did.
  bool begin(std::size_t plant, Instant first, WindowBook& book);
  /// After a restart: puts the book where the written windows end.
  void resume(std::size_t plant, WindowBook& book);
  /// Notes a written line; the blocks of a mean of the shortest period.
  std::vector<RidRange> close(const JudgedLine& line, const LongGap& gap);
  /// Every window due at `data_time` is written: also those that gave no line, and those of a parameter that
  /// has a point now: if it loses it again, no window is judged a second time. True if any row moved.
  bool closed_until(Instant data_time, const LongGap& gap);
  void leave_out(const LongGap& gap);
  [[nodiscard]] std::int64_t scan_from(std::int64_t newest);
  [[nodiscard]] Instant oldest_open();
  [[nodiscard]] std::string text(std::int64_t newest) const;

 private:
  using Pointless = std::tuple<std::string, std::string, Period>;  ///< outlet, parameter, period
  void read(std::string_view text);
  const Plant* plant_;
  std::map<std::string, PointTrack> points_;
  std::vector<Pointless> configured_pointless_;
  std::map<Pointless, Instant> pointless_;  ///< start of the first window not written
};

}  // namespace effluent
