// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "core/modbus/tcp_frame.hpp"
#include "fuzz/input.hpp"

namespace effluent::fuzz {

using Bytes = std::vector<std::uint8_t>;

inline Request any_request(Input& input) {
  Request request;
  request.function = static_cast<std::uint8_t>(1 + input.below(4));
  request.address = input.word();
  request.count = static_cast<std::uint16_t>(1 + input.below(request.function <= 2 ? 2000 : 125));
  return request;
}

/// The frame that answers without error, put together by hand from the protocol's pages: MBAP header,
/// function, byte count, data.
inline Bytes good_reply(const Question& question, std::span<const std::uint8_t> data) {
  const std::size_t tail = 3 + data.size();
  Bytes frame{static_cast<std::uint8_t>(question.transaction >> 8U),
              static_cast<std::uint8_t>(question.transaction & 0xFFU),
              0,
              0,
              static_cast<std::uint8_t>(tail >> 8U),
              static_cast<std::uint8_t>(tail & 0xFFU),
              question.unit,
              question.request.function,
              static_cast<std::uint8_t>(data.size())};
  frame.insert(frame.end(), data.begin(), data.end());
  return frame;
}

inline Bytes exception_reply(const Question& question, std::uint8_t code) {
  Bytes frame = good_reply(question, {});
  frame[5] = 3;
  frame[7] = static_cast<std::uint8_t>(question.request.function | 0x80U);
  frame[8] = code;
  return frame;
}

inline std::size_t data_bytes(const Request& request) {
  return request.function <= 2 ? (request.count + 7U) / 8U : 2U * request.count;
}

/// A good or exceptional answer to the question, filled from the input, with as many bytes changed, cut off
/// or added as the input says (often none), or anything.
inline Bytes any_reply(const Question& question, Input& input) {
  const auto kind = input.below(8);
  if (kind == 0) {
    const auto any = input.take(input.below(300));
    return {any.begin(), any.end()};
  }
  Bytes data(data_bytes(question.request));
  const auto filling = input.take(1 + input.below(8));
  for (std::size_t i = 0; i < data.size() && !filling.empty(); ++i) data[i] = filling[i % filling.size()];
  Bytes frame = kind == 1 ? exception_reply(question, input.byte()) : good_reply(question, data);
  if (kind < 5) return frame;
  for (std::size_t changes = input.below(3); changes > 0; --changes) {
    frame[input.below(std::min<std::size_t>(frame.size(), 12))] ^= input.byte();
  }
  if (kind == 6) frame.resize(input.below(frame.size() + 1));
  if (kind == 7) {
    const auto more = input.take(input.below(20));
    frame.insert(frame.end(), more.begin(), more.end());
  }
  return frame;
}

}  // namespace effluent::fuzz
