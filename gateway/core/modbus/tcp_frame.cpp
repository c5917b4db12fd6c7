// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/tcp_frame.hpp"

#include <algorithm>
#include <array>

namespace effluent {
namespace {

constexpr std::size_t kHeader = 7;  // transaction, protocol, length, unit
constexpr std::uint8_t kExceptionBit = 0x80;

std::uint8_t high(std::size_t word) { return static_cast<std::uint8_t>(word >> 8); }
std::uint8_t low(std::size_t word) { return static_cast<std::uint8_t>(word); }

/// Header and PDU up to the byte count of the reply that is wanted; `tail` bytes follow the unit id.
std::array<std::uint8_t, kHeader + 1> head(const Question& question, std::size_t tail,
                                           std::uint8_t function) {
  return {high(question.transaction),
          low(question.transaction),
          0,
          0,
          high(tail + 1),
          low(tail + 1),
          question.unit,
          function};
}

bool begins_like(std::span<const std::uint8_t> bytes, std::span<const std::uint8_t> wanted) {
  return std::equal(bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), wanted.size())),
                    wanted.begin());
}

Reply bad(const Question& question, std::size_t used) {
  return {{question.request, Failure::bad_reply, 0, {}}, used};
}

}  // namespace

std::size_t data_size(const Request& request) {
  return request.function <= 2 ? (request.count + std::size_t{7}) / 8 : std::size_t{2} * request.count;
}

std::vector<std::uint8_t> tcp_request(const Question& question) {
  const auto start = head(question, 5, question.request.function);
  std::vector<std::uint8_t> bytes{start.begin(), start.end()};
  for (const std::uint16_t word : {question.request.address, question.request.count}) {
    bytes.push_back(high(word));
    bytes.push_back(low(word));
  }
  return bytes;
}

std::optional<Reply> tcp_reply(const Question& question, std::span<const std::uint8_t> bytes) {
  const auto error = head(question, 2, question.request.function | kExceptionBit);
  if (begins_like(bytes, error) && bytes.size() >= error.size()) {
    if (bytes.size() == error.size()) return std::nullopt;
    return Reply{{question.request, Failure::exception, bytes[error.size()], {}}, error.size() + 1};
  }
  const std::size_t size = data_size(question.request);
  const auto good = head(question, 2 + size, question.request.function);
  if (!begins_like(bytes, good)) {
    if (begins_like(bytes, error)) return std::nullopt;
    return bad(question, bytes.size());
  }
  const std::size_t data_at = good.size() + 1;
  if (bytes.size() < data_at) return std::nullopt;
  if (bytes[good.size()] != size) return bad(question, bytes.size());
  if (bytes.size() < data_at + size) return std::nullopt;
  const auto data = bytes.subspan(data_at, size);
  return Reply{{question.request, Failure::none, 0, {data.begin(), data.end()}}, data_at + size};
}

}  // namespace effluent
