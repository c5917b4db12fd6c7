// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/window_book.hpp"
#include "core/site/site.hpp"
#include "work/recorder/point_track.hpp"
#include "work/recorder/windows_text.hpp"

namespace effluent {

/// All windows of one plant, and their text in the store's memory. Points that are not configured any more
/// are kept: if they come back, no window of theirs is written twice.
class PlantTrack {
 public:
  /// `plant` outlives it. `stored_text`: of text(), empty at the first start.
  PlantTrack(const Plant& plant, std::string_view stored_text);

  /// `index` in Plant::points.
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
  /// Windows wholly inside the gap count as written.
  void leave_out(const LongGap& gap);
  /// At a start: the oldest block that an open window of a configured point rests on; `newest` where there is
  /// none.
  [[nodiscard]] std::int64_t scan_from(std::int64_t newest);
  /// Start of the oldest window of a configured point that is not written; Instant::max() where there is
  /// none.
  [[nodiscard]] Instant oldest_open();
  /// What is stored; `newest`: number of the next block.
  [[nodiscard]] std::string text(std::int64_t newest) const;

 private:
  const Plant* plant_;
  std::map<std::string, PointTrack> points_;
  std::map<OwnWindows, milliseconds> own_;  ///< configured, with their delay
  std::map<OwnWindows, Instant> own_next_;  ///< start of the first window not written; also former ones
};

}  // namespace effluent
