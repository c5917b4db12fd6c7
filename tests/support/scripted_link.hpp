// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <deque>
#include <functional>
#include <tuple>
#include <utility>
#include <vector>

#include "ports/link.hpp"
#include "support/fake_clock.hpp"

namespace effluent {

/// The other end of a link in virtual time: opens as told, hands each thing sent to `server`, and delivers
/// what that schedules. Waiting moves the clock on, nothing else does.
class ScriptedLink : public Link {
 public:
  using Bytes = std::vector<std::uint8_t>;

  explicit ScriptedLink(FakeClock& clock) : clock_{clock} {}

  /// Called for each request sent; calls `deliver` and `hang_up` for what comes of it.
  std::function<void(const Bytes&)> server = [](const Bytes&) {};
  /// How the next openings end and how long each takes; afterwards `ok` at once.
  std::deque<std::pair<Outcome, milliseconds>> openings;
  Outcome default_opening = Outcome::ok;
  /// Called at the beginning of each opening.
  std::function<void()> on_open = [] {};

  void deliver(Bytes bytes, milliseconds after = milliseconds{0}) {
    add({clock_.monotonic() + after, std::move(bytes), false});
  }
  void hang_up(milliseconds after = milliseconds{0}) { add({clock_.monotonic() + after, {}, true}); }

  [[nodiscard]] int times_opened() const { return times_opened_; }
  [[nodiscard]] const std::vector<Bytes>& sent() const { return sent_; }

  [[nodiscard]] Outcome open(milliseconds timeout) override {
    close();
    on_open();
    auto [outcome, takes] = std::pair{default_opening, milliseconds{0}};
    if (!openings.empty()) {
      std::tie(outcome, takes) = openings.front();
      openings.pop_front();
    }
    clock_.advance(std::min(takes, timeout));
    if (takes > timeout) outcome = Outcome::timeout;
    open_ = outcome == Outcome::ok;
    if (open_) ++times_opened_;
    return outcome;
  }
  void close() override {
    open_ = false;
    coming_.clear();
  }
  [[nodiscard]] bool is_open() const override { return open_; }
  [[nodiscard]] Outcome send(std::span<const std::uint8_t> bytes) override {
    if (!open_) return Outcome::lost;
    sent_.emplace_back(bytes.begin(), bytes.end());
    server(Bytes{sent_.back()});
    return Outcome::ok;
  }
  [[nodiscard]] Outcome receive(std::span<std::uint8_t> buffer, std::size_t& received,
                                Monotonic until) override {
    received = 0;
    if (!open_) return Outcome::lost;
    if (coming_.empty() || coming_.front().at > std::max(until, clock_.monotonic())) {
      clock_.advance_to(until);
      return Outcome::timeout;
    }
    clock_.advance_to(coming_.front().at);
    Event& event = coming_.front();
    if (event.end) return Outcome::lost;
    received = std::min(buffer.size(), event.bytes.size());
    std::copy_n(event.bytes.begin(), received, buffer.begin());
    event.bytes.erase(event.bytes.begin(), event.bytes.begin() + static_cast<std::ptrdiff_t>(received));
    if (event.bytes.empty()) coming_.pop_front();
    return Outcome::ok;
  }

 private:
  struct Event {
    Monotonic at;
    Bytes bytes;
    bool end = false;  ///< the other side closes
  };
  void add(Event event) {
    const auto behind = std::upper_bound(coming_.begin(), coming_.end(), event,
                                         [](const Event& a, const Event& b) { return a.at < b.at; });
    coming_.insert(behind, std::move(event));
  }

  FakeClock& clock_;
  bool open_ = false;
  int times_opened_ = 0;
  std::vector<Bytes> sent_;
  std::deque<Event> coming_;
};

}  // namespace effluent
