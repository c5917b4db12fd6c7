// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/measure/reading.hpp"
#include "core/modbus/poll.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// Identity of a block beside its poll.
struct BlockName {
  std::string_view epoch;
  std::int64_t rid = 0;
  std::string_view config;  ///< first 16 hex digits of the configuration's hash
};

/// The JSON text of a block, exactly as record.md fixes it. `readings`: one a channel of the poll's device.
[[nodiscard]] std::string block_text(const Site& site, const BlockName& name, const Poll& poll,
                                     std::span<const Reading> readings);

/// What a restart reads back of a stored block.
struct StoredBlock {
  struct Point {
    std::string id;
    std::optional<std::string> value;  ///< as printed
    State state = State::measuring;
    Cause cause = Cause::none;
    std::optional<Instant> result_at;
    [[nodiscard]] bool enters() const { return state == State::measuring && value.has_value(); }
  };
  std::string device;
  std::string plant;
  Instant due_at{};
  Instant polled_at{};
  std::vector<Point> points;
};
/// None where the text is no block of ours.
[[nodiscard]] std::optional<StoredBlock> read_block(std::string_view json);

}  // namespace effluent
