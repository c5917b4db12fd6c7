// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/joint_windows.hpp"

#include <algorithm>
#include <utility>

namespace effluent {

void JointWindows::own(const BaseWindow& window, const Take& take) {
  // Before the point's first window nothing is asked of the flow.
  if (own_until_ == Instant::min()) {
    while (!flow_.empty() && flow_.front().end <= window.start) flow_.pop_front();
  }
  own_until_ = window.end();
  own_.push_back(window);
  join(false, take);
}

void JointWindows::flow(FlowWindow window, const Take& take) {
  flow_until_ = window.end;
  flow_.push_back(std::move(window));
  if (own_until_ != Instant::min()) return join(false, take);
  while (flow_.front().start < flow_until_ - kReach) flow_.pop_front();
}

void JointWindows::end(const Take& take) { join(true, take); }

Instant JointWindows::known_until() const {
  const Instant newest = this->newest();
  const Instant waited = newest == Instant::min() ? newest : newest - kReach;
  return std::max(std::min(own_until_, flow_until_), waited);
}

std::optional<Instant> JointWindows::first() const {
  if (own_.empty() && flow_.empty()) return std::nullopt;
  if (own_.empty()) return flow_.front().start;
  if (flow_.empty()) return own_.front().start;
  return std::min(own_.front().start, flow_.front().start);
}

Instant JointWindows::until() const {
  const auto waiting = first();
  return waiting ? std::min(*waiting, known_until()) : known_until();
}

void JointWindows::join(bool all, const Take& take) {
  while (const auto start = first()) {
    Instant end = *start;
    // Windows of both hold each other or don't meet: the longer one decides.
    for (const auto& own : own_) {
      if (own.start > *start) break;
      end = std::max(end, own.end());
    }
    for (const auto& flow : flow_) {
      if (flow.start > *start) break;
      end = std::max(end, flow.end);
    }
    if (!all && end > known_until()) return;
    JointUnit unit{*start, end};
    for (; !own_.empty() && own_.front().start < end; own_.pop_front()) unit.add(own_.front().sums);
    for (; !flow_.empty() && flow_.front().start < end; flow_.pop_front()) unit.add(flow_.front());
    take(unit);
  }
}

}  // namespace effluent
