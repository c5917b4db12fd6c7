// SPDX-License-Identifier: Apache-2.0
#include "fuzz/targets.hpp"
#include "fuzz/wire.hpp"

namespace effluent::fuzz {
namespace {

bool same(const Answer& left, const Answer& right) {
  return left.request == right.request && left.failure == right.failure &&
         left.exception_code == right.exception_code && left.data == right.data;
}

bool begins_with(std::span<const std::uint8_t> bytes, const Bytes& frame) {
  return bytes.size() >= frame.size() && std::equal(frame.begin(), frame.end(), bytes.begin());
}

bool could_become(std::span<const std::uint8_t> bytes, const Bytes& frame) {
  return bytes.size() < frame.size() && std::equal(bytes.begin(), bytes.end(), frame.begin());
}

/// What is said of `bytes` follows from the two frames an honest device could have sent.
void require_right(const Question& question, std::span<const std::uint8_t> bytes,
                   const std::optional<Reply>& reply) {
  const std::size_t size = data_bytes(question.request);
  // The data of a good frame and the code of an exception are free: taken from what came.
  const auto data = bytes.size() > 9 ? bytes.subspan(9, std::min(size, bytes.size() - 9)) : bytes.first(0);
  Bytes filled{data.begin(), data.end()};
  filled.resize(size);
  const Bytes good = good_reply(question, filled);
  const Bytes error = exception_reply(question, bytes.size() > 8 ? bytes[8] : 0);
  if (begins_with(bytes, good)) {
    require(reply && reply->answer.failure == Failure::none && reply->answer.data == filled);
    require(reply->used == good.size());
  } else if (begins_with(bytes, error)) {
    require(reply && reply->answer.failure == Failure::exception && reply->answer.exception_code == bytes[8]);
    require(reply->used == error.size());
  } else if (could_become(bytes, good) || could_become(bytes, error)) {
    require(!reply);
  } else {
    require(reply && reply->answer.failure == Failure::bad_reply && reply->used <= bytes.size());
  }
  require(!reply || (reply->answer.request == question.request &&
                     (reply->answer.failure == Failure::none || reply->answer.data.empty())));
}

}  // namespace

void judge_reply(std::span<const std::uint8_t> bytes) {
  Input input{bytes};
  const Question question{input.word(), input.byte(), any_request(input)};
  const Bytes came = any_reply(question, input);
  std::optional<Reply> first;
  for (std::size_t size = 0; size <= came.size(); ++size) {
    const auto part = std::span{came}.first(size);
    const auto reply = tcp_reply(question, part);
    require_right(question, part, reply);
    if (first) require(reply && same(reply->answer, first->answer));  // said once, it stays so
    if (!first) first = reply;
  }
}

}  // namespace effluent::fuzz
