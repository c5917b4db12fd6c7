// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/judge/verdict.hpp"
#include "core/quantity/point_quantities.hpp"

namespace effluent {

/// The `quantity` lines of all points (docs/formats/entries.md), made of base means only: the same lines come
/// of those that just closed and of those that a journal holds. Pure; one owner. `site` outlives it.
///
/// After a restart: resume() each point, restore() the base means of the journal from oldest_needed() on in
/// their order, end with restored(). Memory: PointQuantities, for each point.
class QuantityBook {
 public:
  struct Line {
    std::size_t plant = 0;  ///< index in Site::plants
    std::size_t point = 0;  ///< index in the plant's points
    Day day{};              ///< that it ends with
    std::string body;
  };

  explicit QuantityBook(const Site& site);

  /// Restart: the point's windows began at `first`; `written`: the last day whose lines are written. Without
  /// one, days that the journal closes are taken as written.
  void resume(std::size_t plant, std::size_t point, Instant first, std::optional<Day> written);
  void restore(std::size_t plant, std::size_t point, const BaseWindow& window);
  void restored() { restoring_ = false; }
  /// The base means that a point's lines of that day and the days behind it rest on begin there.
  [[nodiscard]] static Instant oldest_needed(Day day);

  /// A line as it is written; of means of a point's shortest period the sums are taken.
  void take(const JudgedLine& line);
  /// No reading follows (JudgedLines of the last windows were taken).
  void end();
  /// What the lines taken so far have finished, in the order of their days and of judge.md; once each.
  [[nodiscard]] std::vector<Line> finished();

 private:
  struct Entry {
    PointQuantities quantities;
    std::optional<Day> written;
    std::vector<std::size_t> followers;  ///< points whose volume it tells
  };
  struct Waiting {
    Line line;
    Span span = Span::day;
  };
  void put(std::size_t plant, std::size_t point, const BaseWindow& window);
  void finish(std::size_t plant, std::size_t point);
  [[nodiscard]] PointQuantities::Write writer(std::size_t plant, std::size_t point);
  [[nodiscard]] bool before(const Waiting& left, const Waiting& right) const;

  const Site& site_;
  std::vector<std::vector<Entry>> points_;  ///< of each plant and point
  std::vector<Waiting> waiting_;
  bool restoring_ = true;
};

}  // namespace effluent
