// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "core/modbus/bus_machine.hpp"
#include "ports/clock.hpp"
#include "ports/link.hpp"

namespace effluent {

/// A random transaction id for a new connection.
using RandomId = std::function<std::uint16_t()>;

/// Longest single wait on the link: how late a request to stop is noticed.
inline constexpr milliseconds kLongestWait{100};

/// Longest single try to open the link; a longer time-out is spent on several, so that a host that is silent
/// holds up a stop by no more than this.
inline constexpr milliseconds kLongestOpening{2500};

/// When to give up; asked before each deed.
using Patience = std::function<Monotonic()>;

/// Does what the machine says over the link until its poll has finished. Blocks for at most the machine's
/// time-outs. At the end of its patience the link is closed and there are no answers.
[[nodiscard]] std::optional<std::vector<Answer>> exchange(BusMachine& machine, Link& link, const Clock& clock,
                                                          const RandomId& random_id,
                                                          const Patience& patience);

/// Asks one device once, outside any schedule (`effluent probe`). Opens the link if it is closed and leaves
/// it as the last answer left it. One answer a request, in order.
[[nodiscard]] std::vector<Answer> ask(Link& link, const Clock& clock, int unit_id,
                                      std::vector<Request> requests, milliseconds timeout,
                                      std::uint16_t random_id);

}  // namespace effluent
