// SPDX-License-Identifier: Apache-2.0
#include "core/measure/interpreter.hpp"

#include <utility>

#include "core/measure/codec.hpp"
#include "core/modbus/read_plan.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// The register's bytes, or why there are none.
tl::expected<Bytes, Cause> fetch(const Register& reg, const Poll& poll) {
  const Answer* answer = answer_for(reg, poll.answers);
  if (answer == nullptr) return tl::unexpected{Cause::link_lost};
  if (answer->failure != Failure::none) return tl::unexpected{cause_of(answer->failure)};
  auto bytes = bytes_of(reg, *answer);
  if (!bytes) return tl::unexpected{Cause::bad_reply};
  return std::move(*bytes);
}

Cause cause_of(const Register& status, const Bytes& bytes) {
  const auto found = status.states.find(assemble(status, bytes));
  switch (found == status.states.end() ? status.otherwise : found->second) {
    case StatusMeaning::measuring:
      return Cause::none;
    case StatusMeaning::calibrating:
      return Cause::calibrating;
    case StatusMeaning::maintenance:
      return Cause::maintenance;
    case StatusMeaning::warming_up:
      return Cause::warming_up;
    case StatusMeaning::device_fault:
      break;
  }
  return Cause::device_fault;
}

void hold(Reading& reading, Cause cause) { reading.cause = topmost(reading.cause, cause); }

}  // namespace

Cause cause_of(Failure failure) {
  switch (failure) {
    case Failure::none:
      return Cause::none;
    case Failure::link_lost:
      return Cause::link_lost;
    case Failure::timeout:
      return Cause::timeout;
    case Failure::bad_reply:
      return Cause::bad_reply;
    case Failure::exception:
      return Cause::exception;
  }
  return Cause::link_lost;
}

Interpreter::Interpreter(const Site& site, std::size_t device, std::vector<CycleMemory> memories)
    : site_{site}, device_{site.devices[device]}, memories_{std::move(memories)} {
  memories_.resize(device_.channels.size());
  for (const auto& channel : device_.channels) {
    graders_.emplace_back(site_.plants[device_.plant].points[channel.point]);
  }
}

std::vector<Reading> Interpreter::interpret(const Poll& poll) {
  std::vector<Reading> readings;
  readings.reserve(device_.channels.size());
  for (std::size_t i = 0; i < device_.channels.size(); ++i) readings.push_back(reading_of(i, poll));
  return readings;
}

Reading Interpreter::reading_of(std::size_t index, const Poll& poll) {
  const Channel& channel = device_.channels[index];
  const Point& point = site_.plants[device_.plant].points[channel.point];
  const auto& registers = device_.profile->registers;
  const Register& reg = registers[channel.value];
  Reading reading;
  reading.point = channel.point;
  reading.fresh = !point.cycle;
  bool good = true;
  const auto read = [&](const Register& source) {
    const auto bytes = fetch(source, poll);
    good = good && bytes.has_value();
    if (!bytes) hold(reading, bytes.error());
    return bytes.value_or(Bytes{});
  };
  Bytes words = read(reg);
  if (good) {
    const auto value = decode(reg, point.digits, words);
    if (value) reading.value = *value;
    hold(reading, value ? graders_[index].grade(*value) : value.error());
  }
  if (channel.status) {
    const Register& status = registers[*channel.status];
    const Bytes bytes = read(status);
    if (!bytes.empty()) hold(reading, cause_of(status, bytes));
    words.insert(words.end(), bytes.begin(), bytes.end());
  }
  if (channel.result) words = read(registers[*channel.result]);
  if (point.cycle) {
    CycleMemory& memory = memories_[index];
    const ResultRule rule{*point.cycle, channel.result.has_value(), reg.repeats};
    reading.fresh = good && memory.see(words, rule, poll);
    reading.result_at = memory.result_at;
    if (memory.assumed) hold(reading, Cause::assumed);
    if (memory.stale) hold(reading, Cause::stale);
  }
  reading.state = rule_of(reading.cause).state;
  return reading;
}

}  // namespace effluent
