// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "core/measure/cycle_memory.hpp"
#include "core/measure/grade.hpp"
#include "core/measure/reading.hpp"
#include "core/measure/state.hpp"
#include "core/modbus/poll.hpp"
#include "core/site/site.hpp"

namespace effluent {

/// The cause of every reading of a request that ended so (record.md, table of causes); none for `none`.
[[nodiscard]] Cause cause_of(Failure failure);

/// Turns the polls of one device into readings: decodes, grades by status and range, tells new results of
/// `cycle` points from repeated ones. Pure; one owner.
class Interpreter {
 public:
  /// `site` outlives the interpreter. `memories`: one a channel, in order; empty at the first start ever.
  Interpreter(const Site& site, std::size_t device, std::vector<CycleMemory> memories = {});

  /// One reading a channel, in the order of `Device::channels`.
  [[nodiscard]] std::vector<Reading> interpret(const Poll& poll);

  /// One a channel; to be kept in the transaction of the block.
  [[nodiscard]] const std::vector<CycleMemory>& memories() const { return memories_; }

 private:
  [[nodiscard]] Reading reading_of(std::size_t index, const Poll& poll);

  const Site& site_;
  const Device& device_;
  std::vector<CycleMemory> memories_;
  std::vector<Grader> graders_;  ///< one a channel
};

}  // namespace effluent
