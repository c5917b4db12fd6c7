// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <functional>
#include <optional>

#include "core/quantity/volume.hpp"

namespace effluent {

/// Windows of a point and of its outlet's flow, brought together: each unit is a window of the longer of the
/// two shortest periods and all those of the other within it. Both come in order; either may be late by its
/// `sample_delay`. Memory: the windows of kReach.
class JointWindows {
 public:
  /// Windows that wait longer than this for the other's go without.
  static constexpr auto kReach = BaseShelf::kReach;
  using Take = std::function<void(const JointUnit&)>;

  void own(const BaseWindow& window, const Take& take);
  void flow(FlowWindow window, const Take& take);
  /// Nothing more comes: what waits goes as it is.
  void end(const Take& take);
  /// Every unit that starts before has been taken.
  [[nodiscard]] Instant until() const;

 private:
  void join(bool all, const Take& take);
  [[nodiscard]] Instant newest() const { return std::max(own_until_, flow_until_); }
  /// Both are closed so far, or need not be waited for.
  [[nodiscard]] Instant known_until() const;
  [[nodiscard]] std::optional<Instant> first() const;

  std::deque<BaseWindow> own_;
  std::deque<FlowWindow> flow_;
  Instant own_until_ = Instant::min();
  Instant flow_until_ = Instant::min();
};

}  // namespace effluent
