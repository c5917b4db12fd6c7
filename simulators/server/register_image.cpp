// SPDX-License-Identifier: Apache-2.0
#include "server/register_image.hpp"

#include <algorithm>

#include "core/measure/codec.hpp"

namespace effluent::simulator {
namespace {

constexpr std::uint8_t kIllegalFunction = 1;
constexpr std::uint8_t kIllegalAddress = 2;
constexpr std::uint8_t kIllegalValue = 3;
constexpr std::uint8_t kDeviceFailure = 4;
constexpr int kMostRegisters = 125;
constexpr int kMostBits = 2000;

bool is_bit(Table table) { return table == Table::coil || table == Table::discrete; }

std::vector<std::uint8_t> exception(std::uint8_t function, std::uint8_t code) {
  return {static_cast<std::uint8_t>(function | 0x80U), code};
}

// The bits of the value that says "no value": a listed pattern, or NaN.
std::optional<std::uint64_t> no_value_bits(const Register& reg) {
  if (!reg.no_value.empty()) return reg.no_value.front();
  if (reg.type == ValueType::float32) return 0x7FC00000U;
  if (reg.type == ValueType::float64) return 0x7FF8000000000000U;
  return std::nullopt;
}

// The code for `meaning`; for a fault that has none, any number that is not listed if that counts as one.
std::optional<std::uint64_t> status_code(const Register& reg, StatusMeaning meaning) {
  for (const auto& [code, listed] : reg.states) {
    if (listed == meaning) return code;
  }
  if (reg.otherwise != meaning) return std::nullopt;
  std::uint64_t code = 0;
  while (reg.states.contains(code)) ++code;
  return code;
}

}  // namespace

RegisterImage::RegisterImage(const Profile& profile) : profile_(profile) {
  for (const auto& reg : profile.registers) {
    const std::vector<std::uint8_t> zeros(is_bit(reg.table) ? 1U : 2U * reg.words);
    put(reg, zeros, false);
  }
  open_gaps();
}

// A device that lets words between two registers be read along has to answer for them.
void RegisterImage::open_gaps() {
  for (auto& [table, words] : tables_) {
    std::vector<std::uint32_t> between;
    std::optional<std::uint32_t> last;
    for (const auto& [address, word] : words) {
      if (last && address - *last - 1 <= static_cast<std::uint32_t>(profile_.max_gap)) {
        for (auto gap = *last + 1; gap < address; ++gap) between.push_back(gap);
      }
      last = address;
    }
    for (const auto address : between) words.emplace(address, Word{});
  }
}

void RegisterImage::put(const Register& reg, std::span<const std::uint8_t> bytes, bool dead) {
  auto& words = tables_[reg.table];
  if (is_bit(reg.table)) {
    words[reg.address] = {{bytes[0], 0}, dead};
    return;
  }
  for (std::size_t i = 0; 2 * i + 1 < bytes.size(); ++i) {
    words[reg.address + static_cast<std::uint32_t>(i)] = {{bytes[2 * i], bytes[2 * i + 1]}, dead};
  }
}

void RegisterImage::put_value(const Register& reg, const std::optional<Decimal>& value) {
  if (const auto bytes = value ? encode(reg, *value) : std::nullopt) return put(reg, *bytes, false);
  if (const auto bits = no_value_bits(reg)) return put(reg, place(reg, *bits), false);
  if (reg.status.empty()) {
    const std::vector<std::uint8_t> zeros(is_bit(reg.table) ? 1U : 2U * reg.words);
    return put(reg, zeros, true);
  }
  failing_[reg.status] = true;
}

void RegisterImage::put_status(const Register& reg, StatusMeaning meaning) {
  const auto code = status_code(reg, meaning);
  // An instrument that knows no word for it (say, no calibration bit) goes on as measuring.
  const auto shown = code ? code : status_code(reg, StatusMeaning::measuring);
  if (shown) put(reg, place(reg, *shown), false);
}

void RegisterImage::show(const DeviceSettings& settings, const Display& display) {
  failing_.clear();
  for (std::size_t i = 0; i < settings.channels.size(); ++i) {
    const auto* reg = profile_.find(settings.channels[i].name);
    if (reg != nullptr) put_value(*reg, display.values[i]);
  }
  for (const auto& reg : profile_.registers) {
    if (reg.is_status)
      put_status(reg, failing_.contains(reg.name) ? StatusMeaning::device_fault : display.status);
  }
}

bool RegisterImage::serves(std::uint8_t function) const {
  const auto& listed = profile_.functions;
  const bool known = listed.empty() || std::find(listed.begin(), listed.end(), function) != listed.end();
  return function >= 1 && function <= 4 && known;
}

std::vector<std::uint8_t> RegisterImage::answer(std::span<const std::uint8_t> request) const {
  const std::uint8_t function = request.empty() ? std::uint8_t{0} : request[0];
  if (!serves(function)) return exception(function, kIllegalFunction);
  if (request.size() != 5) return exception(function, kIllegalValue);
  const auto table = static_cast<Table>(function);
  const auto first = static_cast<std::uint32_t>(request[1] << 8 | request[2]);
  const int count = request[3] << 8 | request[4];
  const int most = is_bit(table) ? kMostBits : std::min(kMostRegisters, profile_.max_registers_per_request);
  if (count < 1 || count > most) return exception(function, kIllegalValue);
  const auto found = tables_.find(table);
  if (found == tables_.end()) return exception(function, kIllegalAddress);

  const int size = is_bit(table) ? (count + 7) / 8 : 2 * count;
  std::vector<std::uint8_t> reply = {function, static_cast<std::uint8_t>(size)};
  reply.resize(2 + static_cast<std::size_t>(size));
  bool dead = false;
  for (int i = 0; i < count; ++i) {
    const auto word = found->second.find(first + static_cast<std::uint32_t>(i));
    if (word == found->second.end()) return exception(function, kIllegalAddress);
    dead = dead || word->second.dead;
    const auto at = static_cast<std::size_t>(i);
    if (is_bit(table)) {
      auto& byte = reply[2 + at / 8];
      byte = static_cast<std::uint8_t>(byte | (word->second.bytes[0] & 1U) << (at % 8));
    } else {
      reply[2 + 2 * at] = word->second.bytes[0];
      reply[3 + 2 * at] = word->second.bytes[1];
    }
  }
  return dead ? exception(function, kDeviceFailure) : reply;
}

}  // namespace effluent::simulator
