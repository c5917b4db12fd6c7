// SPDX-License-Identifier: Apache-2.0
#include "core/modbus/read_plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "support/registers.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::array kTables{Table::coil, Table::discrete, Table::holding, Table::input};
constexpr std::array kWordTypes{ValueType::u16, ValueType::s32, ValueType::float32, ValueType::u64,
                                ValueType::float64};

bool is_bit(Table table) { return table == Table::coil || table == Table::discrete; }
int end_of(const Register& reg) { return reg.address + (is_bit(reg.table) ? 1 : reg.words); }
int end_of(const Request& request) { return request.address + request.count; }
int most_of(const Request& request, const Profile& profile) {
  return std::min(profile.max_registers_per_request, request.function <= 2 ? 2000 : 125);
}

/// A profile as `check` lets it pass: registers of a table that share an address share it wholly.
Profile any_profile() {
  Profile profile;
  profile.max_gap = *rc::gen::weightedOneOf<int>({{2, rc::gen::just(0)}, {3, rc::gen::inRange(1, 30)}});
  profile.max_registers_per_request = *rc::gen::weightedOneOf<int>(
      {{1, rc::gen::just(125)}, {2, rc::gen::inRange(4, 20)}, {1, rc::gen::inRange(4, 126)}});
  for (const Table table : kTables) {
    int address = *rc::gen::elementOf(std::vector<int>{0, 1, 1000, 65'000});
    const int registers = *rc::gen::inRange(0, 40);
    for (int i = 0; i < registers; ++i) {
      address += *rc::gen::weightedOneOf<int>({{5, rc::gen::just(0)}, {3, rc::gen::inRange(1, 35)}});
      const ValueType type = is_bit(table) ? ValueType::bit : *rc::gen::elementOf(kWordTypes);
      Register reg = make_register(type, static_cast<std::uint16_t>(address), table);
      if (end_of(reg) > 65'536) break;
      reg.watch = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
      profile.registers.push_back(reg);
      if (*rc::gen::inRange(0, 8) == 0) profile.registers.push_back(reg);  // the same words under two names
      address = end_of(reg);
    }
  }
  return profile;
}

Device any_device() {
  Device device;
  Profile profile = any_profile();
  const std::size_t count = profile.registers.size();
  const int channels = count == 0 ? 0 : *rc::gen::inRange(0, 12);
  for (int i = 0; i < channels; ++i) {
    Channel channel{static_cast<std::size_t>(i), *rc::gen::inRange<std::size_t>(0, count), std::nullopt};
    if (*rc::gen::arbitrary<bool>()) channel.status = *rc::gen::inRange<std::size_t>(0, count);
    if (*rc::gen::inRange(0, 4) == 0) channel.result = *rc::gen::inRange<std::size_t>(0, count);
    device.channels.push_back(channel);
  }
  device.read_all = *rc::gen::weightedElement<bool>({{2, false}, {1, true}});
  if (*rc::gen::arbitrary<bool>()) std::reverse(profile.registers.begin(), profile.registers.end());
  device.profile = std::make_shared<Profile>(std::move(profile));
  return device;
}

std::vector<Register> needed_by(const Device& device) {
  std::set<std::size_t> wanted;
  for (const Channel& channel : device.channels) {
    wanted.insert(channel.value);
    if (channel.status) wanted.insert(*channel.status);
    if (channel.result) wanted.insert(*channel.result);
  }
  std::vector<Register> needed;
  for (std::size_t i = 0; i < device.profile->registers.size(); ++i) {
    const Register& reg = device.profile->registers[i];
    if (wanted.count(i) != 0 || (device.read_all && !reg.watch)) needed.push_back(reg);
  }
  return needed;
}

bool overlap(const Register& reg, const Request& request) {
  return request.function == static_cast<std::uint8_t>(reg.table) && reg.address < end_of(request) &&
         request.address < end_of(reg);
}
bool holds(const Request& request, const Register& reg) {
  return overlap(reg, request) && request.address <= reg.address && end_of(reg) <= end_of(request);
}
/// For each word of the request, whether something needed stands there.
std::vector<bool> wanted_words(const Request& request, const std::vector<Register>& needed) {
  std::vector<bool> wanted(request.count, false);
  for (const Register& reg : needed) {
    if (!overlap(reg, request)) continue;
    for (int word = reg.address; word < end_of(reg); ++word)
      wanted.at(static_cast<std::size_t>(word - request.address)) = true;
  }
  return wanted;
}

/// What stands at an address of a table, told from every other address.
std::uint16_t word_at(std::uint8_t function, int address) {
  return static_cast<std::uint16_t>(address * 4 + function);
}
bool bit_at(std::uint8_t function, int address) { return (address * 7 + function) % 3 == 0; }

Answer answer_to(const Request& request) {
  Answer answer{request, Failure::none, 0, {}};
  if (request.function <= 2) answer.data.assign((request.count + 7U) / 8U, 0);
  for (int i = 0; i < request.count; ++i) {
    const int address = request.address + i;
    if (request.function <= 2) {
      if (bit_at(request.function, address))
        answer.data[static_cast<std::size_t>(i) / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
    } else {
      const std::uint16_t word = word_at(request.function, address);
      answer.data.push_back(static_cast<std::uint8_t>(word >> 8));
      answer.data.push_back(static_cast<std::uint8_t>(word));
    }
  }
  return answer;
}
Bytes expected_bytes(const Register& reg) {
  const auto function = static_cast<std::uint8_t>(reg.table);
  if (is_bit(reg.table)) return {static_cast<std::uint8_t>(bit_at(function, reg.address) ? 1 : 0)};
  Bytes bytes;
  for (int address = reg.address; address < end_of(reg); ++address) {
    bytes.push_back(static_cast<std::uint8_t>(word_at(function, address) >> 8));
    bytes.push_back(static_cast<std::uint8_t>(word_at(function, address)));
  }
  return bytes;
}

RC_GTEST_PROP(ReadPlan, EachNeededRegisterLiesWhollyInExactlyOneRequestAndIsNeverSplit, ()) {
  const Device device = any_device();
  const auto plan = read_plan(device);
  for (const Register& reg : needed_by(device)) {
    const auto touching = [&reg](const Request& request) { return overlap(reg, request); };
    RC_ASSERT(std::count_if(plan.begin(), plan.end(), touching) == 1);
    RC_ASSERT(holds(*std::find_if(plan.begin(), plan.end(), touching), reg));
  }
}

RC_GTEST_PROP(ReadPlan, NoRequestIsLongerThanTheMaximum, ()) {
  const Device device = any_device();
  for (const Request& request : read_plan(device)) {
    RC_ASSERT(request.count >= 1);
    RC_ASSERT(request.count <= most_of(request, *device.profile));
    RC_ASSERT(end_of(request) <= 65'536);
  }
}

RC_GTEST_PROP(ReadPlan, NoMoreThanMaxGapWordsInARowAreReadThatNobodyNeeds, ()) {
  const Device device = any_device();
  const auto needed = needed_by(device);
  for (const Request& request : read_plan(device)) {
    const auto wanted = wanted_words(request, needed);
    RC_ASSERT(wanted.front());
    RC_ASSERT(wanted.back());
    int gap = 0;
    for (const bool is_wanted : wanted) {
      gap = is_wanted ? 0 : gap + 1;
      RC_ASSERT(gap <= device.profile->max_gap);
    }
  }
}

bool in_order(const Request& left, const Request& right) {
  return left.function != right.function ? left.function < right.function : left.address < right.address;
}

/// It holds what tells of a result whose value lies in another request.
bool tells_ahead(const Request& request, const Device& device) {
  const auto& registers = device.profile->registers;
  return std::any_of(device.channels.begin(), device.channels.end(), [&](const Channel& channel) {
    return channel.result && holds(request, registers[*channel.result]) &&
           !holds(request, registers[channel.value]);
  });
}

RC_GTEST_PROP(ReadPlan, WhatTellsOfAResultIsAskedBeforeItsValueOrWithIt, ()) {
  const Device device = any_device();
  const auto plan = read_plan(device);
  const auto rest =
      std::find_if(plan.begin(), plan.end(), [&](const Request& r) { return !tells_ahead(r, device); });
  RC_ASSERT(std::none_of(rest, plan.end(), [&](const Request& r) { return tells_ahead(r, device); }));
  RC_ASSERT(std::is_sorted(plan.begin(), rest, in_order));
  RC_ASSERT(std::is_sorted(rest, plan.end(), in_order));
}

RC_GTEST_PROP(ReadPlan, NoTwoNeighboursCouldHaveBeenOne, ()) {
  const Device device = any_device();
  auto plan = read_plan(device);
  std::sort(plan.begin(), plan.end(), in_order);
  for (std::size_t i = 1; i < plan.size(); ++i) {
    const Request& left = plan[i - 1];
    const Request& right = plan[i];
    if (left.function != right.function) continue;
    RC_ASSERT(end_of(left) <= right.address);
    int first = 65'536;  // the first register of the right one, which might have gone with the left
    for (const Register& reg : needed_by(device)) {
      if (holds(right, reg) && reg.address == right.address) first = end_of(reg);
    }
    RC_ASSERT(right.address - end_of(left) > device.profile->max_gap ||
              first - left.address > most_of(right, *device.profile));
  }
}

RC_GTEST_PROP(ReadPlan, EachRegisterFindsItsOwnBytesInTheAnswers, ()) {
  const Device device = any_device();
  std::vector<Answer> answers;
  for (const Request& request : read_plan(device)) answers.push_back(answer_to(request));
  for (const Register& reg : needed_by(device)) {
    const Answer* answer = answer_for(reg, answers);
    RC_ASSERT(answer != nullptr);
    RC_ASSERT(bytes_of(reg, *answer) == expected_bytes(reg));
  }
}

RC_GTEST_PROP(ReadPlan, NothingNeededIsNothingAsked, ()) {
  Device device = any_device();
  device.channels.clear();
  device.read_all = false;
  RC_ASSERT(read_plan(device).empty());
}

Device device_with(std::vector<Register> registers, int max_gap = 0, int most = 125) {
  auto profile = std::make_shared<Profile>();
  profile->registers = std::move(registers);
  profile->max_gap = max_gap;
  profile->max_registers_per_request = most;
  Device device;
  device.read_all = true;
  device.profile = std::move(profile);
  return device;
}

TEST(ReadPlanExamples, NeighboursAreOneRequestAndAGapParts) {
  const std::vector<Register> registers{make_register(ValueType::float32, 0),
                                        make_register(ValueType::u16, 2), make_register(ValueType::u16, 5)};
  EXPECT_EQ(read_plan(device_with(registers)), (std::vector<Request>{{3, 0, 3}, {3, 5, 1}}));
  EXPECT_EQ(read_plan(device_with(registers, 1)), (std::vector<Request>{{3, 0, 3}, {3, 5, 1}}));
  EXPECT_EQ(read_plan(device_with(registers, 2)), (std::vector<Request>{{3, 0, 6}}));
}

TEST(ReadPlanExamples, AValueThatWouldNotFitBeginsTheNextRequest) {
  EXPECT_EQ(
      read_plan(device_with({make_register(ValueType::u16, 0), make_register(ValueType::u64, 1)}, 0, 4)),
      (std::vector<Request>{{3, 0, 1}, {3, 1, 4}}));
}

TEST(ReadPlanExamples, TablesAreAskedByTheirFunctions) {
  EXPECT_EQ(read_plan(device_with({make_register(ValueType::u16, 7, Table::input),
                                   make_register(ValueType::u16, 7, Table::holding),
                                   make_register(ValueType::bit, 7, Table::discrete),
                                   make_register(ValueType::bit, 7, Table::coil)})),
            (std::vector<Request>{{1, 7, 1}, {2, 7, 1}, {3, 7, 1}, {4, 7, 1}}));
}

TEST(ReadPlanExamples, ReadAllLeavesOutWhatIsWatchedUnlessAPointNeedsIt) {
  Register watched = make_register(ValueType::u16, 1);
  watched.watch = true;
  Device device = device_with({make_register(ValueType::u16, 0), watched});
  EXPECT_EQ(read_plan(device), (std::vector<Request>{{3, 0, 1}}));
  device.channels = {{0, 1, std::nullopt}};
  EXPECT_EQ(read_plan(device), (std::vector<Request>{{3, 0, 2}}));
  device.read_all = false;
  EXPECT_EQ(read_plan(device), (std::vector<Request>{{3, 1, 1}}));
}

TEST(ReadPlanExamples, WhatTellsOfAResultIsAskedFirstWhereItLiesApart) {
  Device device = device_with({make_register(ValueType::float32, 0), make_register(ValueType::u16, 2),
                               make_register(ValueType::u16, 9)});
  device.channels = {{0, 0, std::nullopt, 1}};
  EXPECT_EQ(read_plan(device), (std::vector<Request>{{3, 0, 3}, {3, 9, 1}}));  // it lies with its value
  device.channels[0].result = 2;
  EXPECT_EQ(read_plan(device), (std::vector<Request>{{3, 9, 1}, {3, 0, 3}}));
}

TEST(ReadPlanExamples, TheLastAddressOfATableCanBeRead) {
  EXPECT_EQ(read_plan(device_with({make_register(ValueType::float32, 65'534)})),
            (std::vector<Request>{{3, 65'534, 2}}));
}

}  // namespace
}  // namespace effluent
