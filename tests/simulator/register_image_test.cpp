// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/register_image.hpp"

namespace effluent::simulator {
namespace {

using ::testing::ElementsAre;
using Bytes = std::vector<std::uint8_t>;

Register value_register(const char* name, Table table, std::uint16_t address, ValueType type,
                        std::uint16_t words) {
  Register reg;
  reg.name = name;
  reg.table = table;
  reg.address = address;
  reg.type = type;
  reg.words = words;
  return reg;
}

// One instrument with a 16-bit value (x 0.1, status), a float, a bare 16-bit value, a coil and a hole.
struct Rig {
  DeviceSettings device;
  Rig() {
    auto& profile = device.profile;
    profile.name = "rig";
    profile.functions = {1, 3};
    profile.max_registers_per_request = 10;
    auto scaled = value_register("scaled", Table::holding, 0, ValueType::u16, 1);
    scaled.scale = *Decimal::parse("0.1");
    scaled.status = "status";
    auto status = value_register("status", Table::holding, 1, ValueType::u16, 1);
    status.is_status = true;
    status.states = {{1, StatusMeaning::measuring}, {2, StatusMeaning::calibrating}};
    auto number = value_register("number", Table::holding, 2, ValueType::float32, 2);
    auto bare = value_register("bare", Table::holding, 10, ValueType::s16, 1);
    auto pattern = value_register("pattern", Table::holding, 11, ValueType::u16, 1);
    pattern.no_value = {0xFFFF};
    auto coil = value_register("coil", Table::coil, 5, ValueType::bit, 1);
    profile.registers = {scaled, status, number, bare, pattern, coil};
    for (const auto* name : {"scaled", "number", "bare", "pattern", "coil"}) {
      ChannelSettings channel;
      channel.name = name;
      device.channels.push_back(channel);
    }
  }
  RegisterImage image() const { return RegisterImage(device.profile); }
  static Display display(const char* scaled, const char* number = "1.5", const char* bare = "-2",
                         const char* pattern = "7", const char* coil = "1") {
    Display display;
    for (const auto* text : {scaled, number, bare, pattern, coil})
      display.values.push_back(Decimal::parse(text));
    return display;
  }
};

TEST(RegisterImage, HoldsValuesInTheProfilesLayout) {
  Rig rig;
  auto image = rig.image();
  image.show(rig.device, Rig::display("12.3"));
  EXPECT_THAT(image.answer(Bytes{3, 0, 0, 0, 4}), ElementsAre(3, 8, 0, 123, 0, 1, 0x3F, 0xC0, 0, 0));
  EXPECT_THAT(image.answer(Bytes{3, 0, 10, 0, 2}), ElementsAre(3, 4, 0xFF, 0xFE, 0, 7));
  EXPECT_THAT(image.answer(Bytes{1, 0, 5, 0, 1}), ElementsAre(1, 1, 1));
}

TEST(RegisterImage, NeverWrapsWhatItsTypeCannotHold) {
  Rig rig;
  auto image = rig.image();
  image.show(rig.device, Rig::display("7000", "1", "40000", "70000"));
  EXPECT_THAT(image.answer(Bytes{3, 0, 1, 0, 1}), ElementsAre(3, 2, 0, 0))
      << "status: not listed, so a fault";
  EXPECT_THAT(image.answer(Bytes{3, 0, 10, 0, 1}), ElementsAre(0x83, 4))
      << "nothing can tell: it can't be read";
  EXPECT_THAT(image.answer(Bytes{3, 0, 11, 0, 1}), ElementsAre(3, 2, 0xFF, 0xFF)) << "the pattern";
  image.show(rig.device, Rig::display("12.3"));
  EXPECT_THAT(image.answer(Bytes{3, 0, 0, 0, 2}), ElementsAre(3, 4, 0, 123, 0, 1)) << "and back";
  EXPECT_THAT(image.answer(Bytes{3, 0, 10, 0, 1}), ElementsAre(3, 2, 0xFF, 0xFE));
}

TEST(RegisterImage, SaysNoValueAsNanInAFloat) {
  Rig rig;
  auto image = rig.image();
  auto display = Rig::display("1");
  display.values[1].reset();
  image.show(rig.device, display);
  EXPECT_THAT(image.answer(Bytes{3, 0, 2, 0, 2}), ElementsAre(3, 4, 0x7F, 0xC0, 0, 0));
}

TEST(RegisterImage, SaysItsStateInTheStatusRegister) {
  Rig rig;
  auto image = rig.image();
  auto display = Rig::display("1");
  display.status = StatusMeaning::calibrating;
  image.show(rig.device, display);
  EXPECT_THAT(image.answer(Bytes{3, 0, 1, 0, 1}), ElementsAre(3, 2, 0, 2));
  display.status = StatusMeaning::maintenance;  // the profile knows no word for it
  image.show(rig.device, display);
  EXPECT_THAT(image.answer(Bytes{3, 0, 1, 0, 1}), ElementsAre(3, 2, 0, 1));
}

TEST(RegisterImage, RefusesAsTheProtocolSays) {
  Rig rig;
  auto image = rig.image();
  image.show(rig.device, Rig::display("1"));
  EXPECT_THAT(image.answer(Bytes{4, 0, 0, 0, 1}), ElementsAre(0x84, 1)) << "a function the profile lacks";
  EXPECT_THAT(image.answer(Bytes{6, 0, 0, 0, 1}), ElementsAre(0x86, 1)) << "writing";
  EXPECT_THAT(image.answer(Bytes{3, 0, 3, 0, 2}), ElementsAre(0x83, 2)) << "runs into the hole";
  EXPECT_THAT(image.answer(Bytes{3, 0xFF, 0xFF, 0, 2}), ElementsAre(0x83, 2)) << "runs over the end";
  EXPECT_THAT(image.answer(Bytes{3, 0, 0, 0, 0}), ElementsAre(0x83, 3)) << "nothing";
  EXPECT_THAT(image.answer(Bytes{3, 0, 0, 0, 11}), ElementsAre(0x83, 3)) << "more than the device gives";
  EXPECT_THAT(image.answer(Bytes{3, 0, 0, 0}), ElementsAre(0x83, 3)) << "a short request";
  EXPECT_THAT(image.answer(Bytes{1, 0, 5, 0, 2}), ElementsAre(0x81, 2));
  EXPECT_THAT(image.answer(Bytes{1, 0, 5, 0x07, 0xD1}), ElementsAre(0x81, 3));
}

TEST(RegisterImage, AnswersForTheGapsItsProfileLetsBeReadAlong) {
  Rig rig;
  rig.device.profile.max_gap = 6;
  const auto image = rig.image();
  EXPECT_EQ(image.answer(Bytes{3, 0, 2, 0, 9}).size(), 20U);
}

}  // namespace
}  // namespace effluent::simulator
