// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/read_plan.hpp"

#include <algorithm>
#include <array>

namespace effluent {
namespace {

struct Span {
  int begin = 0;
  int end = 0;  // one behind the last
};

int words_of(const Register& reg) {
  return reg.table == Table::coil || reg.table == Table::discrete ? 1 : reg.words;
}

std::vector<bool> needed(const Device& device) {
  const auto& registers = device.profile->registers;
  std::vector<bool> wanted(registers.size(), false);
  for (const Channel& channel : device.channels) {
    wanted[channel.value] = true;
    if (channel.status) wanted[*channel.status] = true;
    if (channel.result) wanted[*channel.result] = true;
  }
  for (std::size_t i = 0; device.read_all && i < registers.size(); ++i) {
    if (!registers[i].watch) wanted[i] = true;
  }
  return wanted;
}

std::vector<Span> spans_of(const Device& device, const std::vector<bool>& wanted, Table table) {
  std::vector<Span> spans;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Register& reg = device.profile->registers[i];
    if (wanted[i] && reg.table == table) spans.push_back({reg.address, reg.address + words_of(reg)});
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return spans;
}

void merge_into(std::vector<Request>& plan, const std::vector<Span>& spans, Table table,
                const Profile& profile) {
  const bool bits = table == Table::coil || table == Table::discrete;
  const int most = std::min(profile.max_registers_per_request, bits ? kMostBits : kMostRegisters);
  for (std::size_t i = 0; i < spans.size();) {
    Span whole = spans[i];
    for (++i; i < spans.size(); ++i) {
      const int end = std::max(whole.end, spans[i].end);
      if (spans[i].begin - whole.end > profile.max_gap) break;
      if (end - whole.begin > most && spans[i].begin >= whole.end) break;
      whole.end = end;
    }
    plan.push_back({static_cast<std::uint8_t>(table), static_cast<std::uint16_t>(whole.begin),
                    static_cast<std::uint16_t>(whole.end - whole.begin)});
  }
}

bool covers(const Request& request, const Register& reg) {
  return request.function == static_cast<std::uint8_t>(reg.table) && request.address <= reg.address &&
         reg.address + words_of(reg) <= request.address + request.count;
}

/// What tells of a result is asked before its value: an instrument that renews both in between then shows the
/// new value beside the old number, and the next poll sees the result. The other way round the old value
/// would count as the new result.
void ask_first_what_tells(std::vector<Request>& plan, const Device& device) {
  const auto& registers = device.profile->registers;
  std::stable_partition(plan.begin(), plan.end(), [&](const Request& request) {
    return std::any_of(device.channels.begin(), device.channels.end(), [&](const Channel& channel) {
      return channel.result && covers(request, registers[*channel.result]) &&
             !covers(request, registers[channel.value]);
    });
  });
}

}  // namespace

std::vector<Request> read_plan(const Device& device) {
  std::vector<Request> plan;
  const auto wanted = needed(device);
  for (const Table table : std::array{Table::coil, Table::discrete, Table::holding, Table::input}) {
    merge_into(plan, spans_of(device, wanted, table), table, *device.profile);
  }
  ask_first_what_tells(plan, device);
  return plan;
}

const Answer* answer_for(const Register& reg, std::span<const Answer> answers) {
  for (const Answer& answer : answers) {
    if (covers(answer.request, reg)) return &answer;
  }
  return nullptr;
}

std::optional<std::vector<std::uint8_t>> bytes_of(const Register& reg, const Answer& answer) {
  if (answer.failure != Failure::none || answer_for(reg, {&answer, 1}) == nullptr) return std::nullopt;
  const auto at = static_cast<std::size_t>(reg.address - answer.request.address);
  if (answer.request.function <= 2) {
    if (at / 8 >= answer.data.size()) return std::nullopt;
    return std::vector<std::uint8_t>{static_cast<std::uint8_t>(answer.data[at / 8] >> (at % 8) & 1)};
  }
  const auto size = std::size_t{2} * reg.words;
  if (2 * at + size > answer.data.size()) return std::nullopt;
  const auto begin = answer.data.begin() + static_cast<std::ptrdiff_t>(2 * at);
  return std::vector<std::uint8_t>{begin, begin + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace effluent
