// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/window_book.hpp"
#include "core/record/entry.hpp"
#include "core/site/site.hpp"
#include "work/recorder/windows_text.hpp"

namespace effluent {

/// Without a block for longer than this, windows wholly inside are not written (record.md, "Windows").
inline constexpr std::chrono::hours kLongGap{24};

/// Such a stretch; both the same where there was none.
struct LongGap {
  Instant from = Instant::min();
  Instant until = Instant::min();
  friend bool operator==(const LongGap&, const LongGap&) = default;
};

/// Where a row of windows goes on behind the gap; the same rule as WindowBook::leave_out.
[[nodiscard]] Instant behind(const LongGap& gap, Instant next, Period period);

/// Where a block stands: its running number in the store, and its name.
struct BlockPlace {
  std::int64_t number = 0;
  std::string_view epoch;
  std::int64_t rid = 0;
};

/// One point: which windows are written, and which blocks the open windows of its shortest period rest on.
class PointTrack {
 public:
  PointTrack() = default;
  explicit PointTrack(const StoredPointWindows& stored);

  [[nodiscard]] bool has_begun() const { return begin_.has_value(); }
  /// The point stands in the configuration. Periods that it forms and the stored text does not name go on
  /// where the written windows end.
  void configure(const Point& point);
  /// Its first block was polled at `first`: windows that hold it or come later are written.
  void begin(const Point& point, Instant first);
  /// `first` of begin(); only once it has begun.
  [[nodiscard]] Instant begin_time() const { return *begin_; }
  /// Start of the first window of the period that is not written; none where the point forms no such windows.
  [[nodiscard]] std::optional<Instant> next(Period period) const {
    return next_[static_cast<std::size_t>(period)];
  }
  /// Start of the first window of the shortest period that is not written; only once it has begun.
  [[nodiscard]] Instant first_open() const { return *next_[static_cast<std::size_t>(shortest_)]; }
  [[nodiscard]] Period shortest() const { return shortest_; }  ///< likewise
  /// Windows of at least one period; else it has no shortest one, and first_open() means nothing.
  [[nodiscard]] bool forms_any() const { return forms_any_; }

  /// A reading at `time` of that block belongs to a window of its own. `counts` false: it only says why there
  /// was none; a restart reads the block again, the window does not name it.
  void add(Instant time, const BlockPlace& place, bool counts = true);
  /// The window was written; its blocks.
  std::vector<RidRange> close(const JudgedLine& line, const LongGap& gap);
  /// Windows wholly inside the gap count as written.
  void leave_out(const LongGap& gap);
  /// The oldest block an open window rests on; `newest` where there is none.
  [[nodiscard]] std::int64_t scan_from(std::int64_t newest) const;
  /// The same as it was when the text was stored: where a start begins to read blocks.
  [[nodiscard]] std::int64_t stored_scan() const { return stored_scan_; }
  /// Start of the oldest window of any period that is not written; Instant::max() where there is none.
  [[nodiscard]] Instant oldest_open() const;
  /// What is stored of it, when `newest` is the next block; only once it has begun.
  [[nodiscard]] StoredPointWindows windows(std::int64_t newest) const;

 private:
  void complete(const Point& point);
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

}  // namespace effluent
