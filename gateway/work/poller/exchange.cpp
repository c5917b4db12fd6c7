// SPDX-License-Identifier: Apache-2.0
#include "work/poller/exchange.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace effluent {
namespace {

void receive(BusMachine& machine, Link& link, const Clock& clock, Monotonic until) {
  std::array<std::uint8_t, 1024> buffer{};
  std::size_t received = 0;
  const auto outcome = link.receive(buffer, received, std::min(until, clock.monotonic() + kLongestWait));
  if (received > 0) {
    machine.on_bytes(clock.monotonic(), std::span{buffer}.first(received));
  } else if (outcome == Link::Outcome::lost) {
    machine.on_lost();
  } else {
    machine.on_silence(clock.monotonic());
  }
}

/// Opens the link by `until`, in tries short enough for a stop not to wait for a host that is silent.
bool open(Link& link, const Clock& clock, Monotonic until, const Patience& patience) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(std::min(until, patience()) - clock.monotonic());
    if (left <= milliseconds{0}) return false;
    const auto outcome = link.open(std::min(left, kLongestOpening));
    if (outcome == Link::Outcome::ok) return true;
    if (outcome == Link::Outcome::lost) return false;
  }
}

}  // namespace

std::optional<std::vector<Answer>> exchange(BusMachine& machine, Link& link, const Clock& clock,
                                            const RandomId& random_id, const Patience& patience) {
  for (;;) {
    const Monotonic now = clock.monotonic();
    if (now >= patience()) {
      link.close();
      return std::nullopt;
    }
    const auto action = machine.next(now);
    switch (action.deed) {
      case BusMachine::Deed::open:
        machine.on_open(open(link, clock, action.until, patience), random_id());
        break;
      case BusMachine::Deed::send:
        if (link.send(action.bytes) == Link::Outcome::ok) {
          machine.on_sent();
        } else {
          machine.on_lost();
        }
        break;
      case BusMachine::Deed::receive:
        receive(machine, link, clock, action.until);
        break;
      case BusMachine::Deed::close:
        link.close();
        break;
      case BusMachine::Deed::finished:
        return machine.take_answers();
    }
  }
}

std::vector<Answer> ask(Link& link, const Clock& clock, int unit_id, std::vector<Request> requests,
                        milliseconds timeout, std::uint16_t random_id) {
  BusMachine machine{timeout};
  machine.begin(unit_id, std::move(requests), link.is_open());
  auto answers = exchange(
      machine, link, clock, [random_id] { return random_id; }, [] { return Monotonic::max(); });
  return answers ? std::move(*answers) : std::vector<Answer>{};
}

}  // namespace effluent
