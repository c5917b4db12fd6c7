// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <memory>

#include "core/record/base64.hpp"
#include "core/record/block.hpp"
#include "core/record/entry.hpp"
#include "core/record/json_reader.hpp"
#include "core/record/json_writer.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;

Instant at(const char* text) { return *parse_time(text); }

Site small_site() {
  Site site;
  site.gateway = "gw-mau-1";
  Plant& plant = site.plants.emplace_back();
  plant.id = "mau-1";
  for (const char* id : {"cod", "ph", "flow"}) {
    Point& point = plant.points.emplace_back();
    point.id = id;
    point.digits = 2;
  }
  plant.points[2].digits = 0;
  Device& device = site.devices.emplace_back();
  device.id = "analyser";
  device.serial = "A \"1\"\\\n\x01";
  return site;
}

TEST(Block, IsExactlyTheJsonOfTheContract) {
  Poll poll;
  poll.due_at = at("2026-11-24T09:14:40+07:00");
  poll.polled_at = at("2026-11-24T09:14:40.012+07:00");
  poll.monotonic = Monotonic{milliseconds{123456} + std::chrono::microseconds{999}};
  poll.clock_synchronised = false;
  poll.answers = {{{4, 0, 2}, Failure::none, 0, {0x42, 0x48, 0, 0}},
                  {{3, 16, 1}, Failure::exception, 2, {}},
                  {{1, 5, 3}, Failure::none, 0, {0x05}}};
  const std::vector<Reading> readings = {
      {0, 5012, State::measuring, Cause::over_range, at("2026-11-24T09:00:00+07:00"), false},
      {1, std::nullopt, State::fault, Cause::exception, std::nullopt, true},
      {2, -7, State::measuring, Cause::none, std::nullopt, true}};
  EXPECT_EQ(
      block_text(small_site(), {"20261124T021440Z-0a1b2c3d", 17, "0123456789abcdef"}, poll, readings),
      R"({"v":1,"gateway":"gw-mau-1","epoch":"20261124T021440Z-0a1b2c3d","rid":17,"device":"analyser","plant":"mau-1","instrument":"A \"1\"\\\n\u0001","due_at":"2026-11-24T09:14:40.000+07:00","polled_at":"2026-11-24T09:14:40.012+07:00","monotonic_ms":123456,"clock":"unsynchronised","config":"0123456789abcdef","registers":[{"function":4,"address":0,"count":2,"data":"QkgAAA=="},{"function":1,"address":5,"count":3,"data":"BQ=="}],"points":[{"point":"cod","value":50.12,"cause":"over_range","result_at":"2026-11-24T09:00:00.000+07:00"},{"point":"ph","value":null,"state":"fault","cause":"exception"},{"point":"flow","value":-7}]})");
}

TEST(Block, ReadsBackWhatARestartNeeds) {
  Poll poll;
  poll.due_at = at("2026-11-24T09:14:40+07:00");
  poll.polled_at = at("2026-11-24T09:14:40.012+07:00");
  const std::vector<Reading> readings = {
      {0, 5012, State::measuring, Cause::none, at("2026-11-24T09:00:00+07:00"), false},
      {1, 7, State::calibrating, Cause::calibrating, std::nullopt, true}};
  const auto block = read_block(block_text(small_site(), {"e", 0, "c"}, poll, readings));
  ASSERT_TRUE(block.has_value());
  EXPECT_EQ(block->device, "analyser");
  EXPECT_EQ(block->plant, "mau-1");
  EXPECT_EQ(block->due_at, poll.due_at);
  EXPECT_EQ(block->polled_at, poll.polled_at);
  ASSERT_EQ(block->points.size(), 2U);
  EXPECT_EQ(block->points[0].value, "50.12");
  EXPECT_TRUE(block->points[0].enters());
  EXPECT_EQ(block->points[0].result_at, readings[0].result_at);
  EXPECT_FALSE(block->points[1].enters());
}

TEST(Block, TextOfAnotherShapeIsNoBlock) {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"device":"d","due_at":"x"})", R"({"device":"d","points":[}})"}) {
    EXPECT_FALSE(read_block(text).has_value()) << text;
  }
}

TEST(Base64, PadsAsTheStandardSays) {
  const auto text = [](std::vector<std::uint8_t> bytes) { return base64_text(bytes); };
  EXPECT_EQ(text({}), "");
  EXPECT_EQ(text({'f'}), "Zg==");
  EXPECT_EQ(text({'f', 'o'}), "Zm8=");
  EXPECT_EQ(text({'f', 'o', 'o'}), "Zm9v");
  EXPECT_EQ(text({0xFB, 0xFF}), "+/8=");
}

TEST(Entry, HeadComesFirstAndBodyFollows) {
  EXPECT_EQ(
      entry_line({"gw", "20261124T021440Z-0a1b2c3d", 5, at("2026-11-24T09:14:40.5+07:00"), false},
                 stop_body("signal")),
      R"({"v":1,"gateway":"gw","epoch":"20261124T021440Z-0a1b2c3d","seq":5,"time":"2026-11-24T09:14:40.500+07:00","clock":"unsynchronised","kind":"stop","reason":"signal"})");
}

TEST(Entry, EachKindHasItsMembersInOrder) {
  EXPECT_EQ(
      start_body({Parent{"e0", 9}, "0.1.0", "aa", "bb", "cc"}),
      R"("kind":"start","parent":{"epoch":"e0","size":9,"root":null},"version":"0.1.0","program":"aa","config":"bb","boot":"cc")");
  EXPECT_EQ(start_body({std::nullopt, "0.1.0", "aa", "bb", "cc"}),
            R"("kind":"start","parent":null,"version":"0.1.0","program":"aa","config":"bb","boot":"cc")");
  EXPECT_EQ(
      gap_body(
          {"d1", GapCause::back_off, 3, at("2026-11-24T09:00:00+07:00"), at("2026-11-24T09:00:10+07:00")}),
      R"("kind":"gap","device":"d1","cause":"back_off","count":3,"first":"2026-11-24T09:00:00.000+07:00","last":"2026-11-24T09:00:10.000+07:00")");
  EXPECT_EQ(event_body("p", "d", "device_back", ""),
            R"("kind":"event","plant":"p","device":"d","what":"device_back","cause":null)");
}

TEST(Entry, BaseMeanCarriesSumSlotsAndBlocksAndReadsBack) {
  JudgedLine line;
  line.body =
      R"("kind":"mean","plant":"p","outlet":"o","point":"cod","parameter":"cod","period":"5min","start":"2026-11-24T09:00:00.000+07:00","n":2,"due":60,"coverage_percent":3.33,"mean":-1.5000,"min":-2.00,"max":-1.00)";
  line.sums.n = 2;
  line.sums.due = 60;
  line.sums.slots = 2;
  line.sums.sum = -300;
  line.sums.min = -200;
  line.sums.max = -100;
  line.sums.digits = 2;
  line.sums.squares = 50'000;
  line.more = R"("std_dev":0.5000)";
  const std::vector<RidRange> blocks{{"e0", 1, 4}, {"e1", 0, 0}};
  const std::string body = base_mean_body(line, blocks);
  EXPECT_EQ(
      body,
      line.body +
          R"(,"sum":-3.00,"slots":2,"blocks":[{"epoch":"e0","from":1,"to":4},{"epoch":"e1","from":0,"to":0}],"std_dev":0.5000,"sum_squares":5.0000)");
  const auto mean = read_base_mean(entry_line({"gw", "e1", 3, Instant{}, true}, body));
  ASSERT_TRUE(mean.has_value());
  EXPECT_EQ(mean->plant + "/" + mean->point, "p/cod");
  EXPECT_EQ(mean->period, Period::five_minutes);
  EXPECT_EQ(mean->sums.digits, 2);
  EXPECT_EQ(mean->sums.n, 2);
  EXPECT_EQ(mean->sums.due, 60);
  EXPECT_EQ(mean->sums.slots, 2);
  EXPECT_TRUE(mean->sums.sum == -300);
  EXPECT_EQ(mean->sums.min, -200);
  EXPECT_EQ(mean->sums.max, -100);
  line.sums = {};
  EXPECT_THAT(base_mean_body(line, {}), HasSubstr(R"("sum":null,"slots":0,"blocks":[])"));
  const std::vector<RidRange> many(101, RidRange{"e", 0, 0});
  EXPECT_THAT(base_mean_body(line, many), HasSubstr(R"("blocks":null)"));
}

TEST(Entry, SumBeyondSixtyFourBitsKeepsEveryDigit) {
  JudgedLine line;
  line.body =
      R"("kind":"mean","plant":"p","point":"x","period":"24h","start":"2026-11-24T00:00:00.000+07:00","n":1000,"due":1,"min":1,"max":1)";
  line.sums.n = 1000;
  line.sums.sum = Int128{9'223'372'036'854'775'807} * 1000;
  const auto mean = read_base_mean("{" + base_mean_body(line, {}) + "}");
  ASSERT_TRUE(mean.has_value());
  EXPECT_TRUE(mean->sums.sum == line.sums.sum);
}

TEST(Entry, EpochIdIsTheStartInUtcWithItsSuffix) {
  EXPECT_EQ(epoch_id(at("2026-11-24T03:04:05.678+07:00"), "0a1b2c3d"), "20261123T200405Z-0a1b2c3d");
}

TEST(Entry, ConfigurationIsCutBetweenCharactersIntoLinesThatFit) {
  std::string text = "{\"x\":\"";
  for (int i = 0; i < 20'000; ++i) text += i % 7 == 0 ? "\"\n" : "ệ";
  const auto bodies = config_bodies(text, std::string(64, 'a'));
  ASSERT_GT(bodies.size(), 3U);
  std::string joined;
  for (std::size_t part = 0; part < bodies.size(); ++part) {
    const std::string line = entry_line(
        {std::string(63, 'g'), "20261124T021440Z-0a1b2c3d", 123456, Instant{}, false}, bodies[part]);
    EXPECT_LE(line.size() + 1, kLongestLine);
    JsonReader json{line};
    ASSERT_TRUE(json.enter('{'));
    while (const auto key = json.next_key()) {
      if (*key == "text") {
        const auto piece = json.text();
        ASSERT_TRUE(piece.has_value());
        EXPECT_NE(static_cast<unsigned char>((*piece)[0]) & 0xC0U, 0x80U) << "begins inside a character";
        joined += *piece;
      } else if (*key == "part") {
        EXPECT_EQ(json.integer(), static_cast<std::int64_t>(part) + 1);
      } else if (*key == "of") {
        EXPECT_EQ(json.integer(), static_cast<std::int64_t>(bodies.size()));
      } else {
        (void)json.raw();
      }
    }
    EXPECT_FALSE(json.failed());
  }
  EXPECT_EQ(joined, text);
}

TEST(JsonReader, EveryPrefixOfATextFailsInsteadOfReadingWrong) {
  const std::string text = R"({"a":[1,{"b":"x\"]}"}],"c":null})";
  const auto walk = [](std::string_view json) {
    JsonReader reader{json};
    std::size_t keys = 0;
    if (!reader.enter('{')) return std::size_t{0};
    while (reader.next_key()) {
      (void)reader.raw();
      ++keys;
    }
    return reader.failed() ? std::size_t{0} : keys;
  };
  EXPECT_EQ(walk(text), 2U);
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_EQ(walk(text.substr(0, size)), 0U) << size;
}

}  // namespace
}  // namespace effluent
