// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/measure/state.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// One row of a readings file.
struct ReadingRow {
  Instant time{};
  std::size_t plant = 0;              ///< index in Site::plants
  std::size_t point = 0;              ///< index in the plant's points
  std::optional<std::int64_t> value;  ///< at the point's digits
  State state = State::fault;

  friend bool operator==(const ReadingRow&, const ReadingRow&) = default;
};

/// Reads the lines of a readings file one after the other (judge.md, "Readings"): each on its own and against
/// those before it. Holds one row a point, however long the file. `site` outlives it.
class ReadingsReader {
 public:
  static constexpr std::string_view kHeader = "time,plant,point,value,state";
  static constexpr std::size_t kLongestLine = 65'536;  ///< bytes, without the line end

  explicit ReadingsReader(const Site& site);

  /// The row, or none where it repeats one of the same instant; else what is wrong with the line, and what to
  /// do.
  [[nodiscard]] tl::expected<std::optional<ReadingRow>, std::string> read(std::string_view line);

 private:
  struct Named {
    std::string_view plant;
    std::string_view point;
    std::size_t plant_index;
    std::size_t point_index;
  };
  [[nodiscard]] tl::expected<const Named*, std::string> find(std::string_view plant, std::string_view point);

  const Site& site_;
  std::vector<Named> named_;                                    // in order of (plant, point)
  std::size_t found_ = 0;                                       // the last one; files repeat themselves
  std::vector<std::vector<std::optional<ReadingRow>>> latest_;  // of each plant and point
  std::optional<Instant> now_;
};

}  // namespace effluent
