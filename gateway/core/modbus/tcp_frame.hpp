// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/modbus/poll.hpp"

namespace effluent {

/// What must come back unchanged in a reply for it to belong to its question.
struct Question {
  std::uint16_t transaction = 0;
  std::uint8_t unit = 0;
  Request request;
};

/// Data bytes of an error-free reply: two a register, or one for eight bits.
[[nodiscard]] std::size_t data_size(const Request& request);

/// The 12 bytes of a read request on Modbus TCP (MBAP header and PDU).
[[nodiscard]] std::vector<std::uint8_t> tcp_request(const Question& question);

/// A reply, judged.
struct Reply {
  Answer answer;         ///< failure none, exception or bad_reply
  std::size_t used = 0;  ///< bytes of the frame; those behind it belong to nobody
};

/// Judges what has come so far. None: right up to here, more must come. A byte that cannot belong to the
/// reply of this question (transaction, protocol, length, unit, function, byte count) is a bad reply at once.
[[nodiscard]] std::optional<Reply> tcp_reply(const Question& question, std::span<const std::uint8_t> bytes);

}  // namespace effluent
