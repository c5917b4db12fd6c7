// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <utility>

#include "core/record/hex.hpp"
#include "work/recorder/recorder_rig.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Recorder, FirstStartWritesStartWithoutParentAndTheWholeConfiguration) {
  Rig rig;
  rig.start();
  const auto entries = rig.entries();
  const std::string hash = hex_text(rig.digest.sha256(rig.configuration));
  EXPECT_THAT(
      entries,
      ElementsAre(
          R"({"v":1,"gateway":"gw-1","epoch":"20260228T170002Z-00000000","seq":0,"time":"2026-03-01T00:00:02.000+07:00","clock":"synchronised","kind":"start","parent":null,"version":"0.1.0","program":"abc","config":")" +
              hash + R"(","boot":"boot-1"})",
          R"({"v":1,"gateway":"gw-1","epoch":"20260228T170002Z-00000000","seq":1,"time":"2026-03-01T00:00:02.000+07:00","clock":"synchronised","kind":"config","sha256":")" +
              hash + R"(","part":1,"of":1,"text":"{\"configuration\":{},\"limits\":{},\"profiles\":{}}"})"));
}

TEST(Recorder, LaterStartNamesItsParentAndRepeatsAConfigurationOnlyWhenItChanged) {
  Rig rig;
  rig.start();
  rig.stop();
  rig.start();
  auto starts = rig.entries("start");
  ASSERT_THAT(starts, SizeIs(2));
  EXPECT_EQ(member(starts[1], "parent"), R"({"epoch":"20260228T170002Z-00000000","size":3,"root":null})");
  EXPECT_THAT(rig.entries("config"), SizeIs(1));
  rig.kill();
  rig.configuration = R"({"configuration":{"a":1}})";
  rig.start();
  EXPECT_THAT(rig.entries("config"), SizeIs(2));
  EXPECT_EQ(member(rig.entries("start")[2], "parent"),
            R"({"epoch":"20260228T170002Z-00000001","size":1,"root":null})");
}

TEST(Recorder, AStartThatReadsForLongReckonsFromTheTimeItWrites) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 123);  // due at 00:00:05
  rig.kill();
  rig.on_read = [&rig] { rig.clock.advance(seconds{21}); };
  rig.start();
  EXPECT_EQ(member(rig.entries("start")[1], "time"), R"("2026-03-01T00:00:26.000+07:00")");
  EXPECT_EQ(rig.recorder->started(), *parse_time("2026-03-01T00:00:26+07:00"));
  const auto gaps = rig.entries("gap");
  ASSERT_THAT(gaps, SizeIs(1));
  EXPECT_EQ(member(gaps[0], "count"), "4");
  EXPECT_EQ(member(gaps[0], "last"), R"("2026-03-01T00:00:25.000+07:00")");
}

TEST(Recorder, BlockHasExactlyTheFieldsOfTheContract) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 123);
  const std::string hash = hex_text(rig.digest.sha256(rig.configuration)).substr(0, 16);
  EXPECT_THAT(
      rig.blocks(),
      ElementsAre(
          R"({"v":1,"gateway":"gw-1","epoch":"20260228T170002Z-00000000","rid":0,"device":"d1","plant":"p1","instrument":null,"due_at":"2026-03-01T00:00:05.000+07:00","polled_at":"2026-03-01T00:00:05.000+07:00","monotonic_ms":3603000,"clock":"synchronised","config":")" +
          hash +
          R"(","registers":[{"function":3,"address":0,"count":1,"data":"AHs="}],"points":[{"point":"cod","value":12.3}]})"));
}

TEST(Recorder, WindowClosesWithTheFirstBlockThirtySecondsAfterItsEnd) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  for (int i = 0; i < 65; ++i, rig.clock.advance(seconds{5})) rig.record(0, 100);
  EXPECT_THAT(rig.entries("mean"), IsEmpty());  // data time is 00:05:25
  rig.record(0, 100);
  const auto means = rig.entries("mean");
  ASSERT_THAT(means, SizeIs(1));
  EXPECT_THAT(means[0],
              HasSubstr(R"("period":"5min","start":"2026-03-01T00:00:00.000+07:00","n":59,"due":60)"));
  EXPECT_THAT(
      means[0],
      HasSubstr(
          R"("sum":590.0,"slots":59,"blocks":[{"epoch":"20260228T170002Z-00000000","from":0,"to":58}],"std_dev":0.000,)"));
  ASSERT_THAT(rig.entries("verdict"), SizeIs(1));
  EXPECT_THAT(rig.entries("verdict")[0], HasSubstr(R"("verdict":"within_limit")"));
}

TEST(Recorder, TellsNothingBeforeItsCommit) {
  Rig rig;
  rig.start();
  rig.told.messages.clear();
  rig.clock.advance(seconds{3});
  rig.ledger->failure = WriteError{{13, "database or disk is full"}, true};
  EXPECT_FALSE(rig.give(rig.poll(0, 100)).has_value());
  EXPECT_FALSE(rig.recorder->tick().has_value());
  EXPECT_TRUE(rig.recorder->is_waiting());
  EXPECT_TRUE(rig.recorder->status().store_failing);
  EXPECT_THAT(rig.told.messages, IsEmpty());
  EXPECT_THAT(rig.blocks(), IsEmpty());
  rig.ledger->failure.reset();
  EXPECT_TRUE(rig.recorder->tick().has_value());
  EXPECT_FALSE(rig.recorder->is_waiting());
  EXPECT_THAT(rig.blocks(), SizeIs(1));
  EXPECT_EQ(rig.told.all<Head>().back().last_rid, 0);
  EXPECT_THAT(rig.told.all<LivePayload>(), SizeIs(1));
}

TEST(Recorder, PollsDroppedWhileTheDiskWasFullAreDeclaredAsOverflow) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.clock.advance(seconds{60});
  rig.record(0, 100);
  const auto gaps = rig.entries("gap");
  ASSERT_THAT(gaps, SizeIs(1));
  EXPECT_THAT(
      gaps[0],
      HasSubstr(R"("device":"d1","cause":"overflow","count":11,)"
                R"("first":"2026-03-01T00:00:10.000+07:00","last":"2026-03-01T00:01:00.000+07:00"})"));
}

TEST(Recorder, SecondGapWithinFiveMinutesIsCollectedOverACrashAndDeclaredAtTheNextStart) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  for (int i = 0; i < 3; ++i) {
    rig.clock.advance(seconds{10});
    auto made = rig.poll(0, 100);
    made.missed[static_cast<std::size_t>(GapCause::back_off)] = 1;
    made.first_missed = made.last_missed = made.due_at - seconds{5};
    ASSERT_TRUE(rig.give(made).has_value());
  }
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
  rig.kill();
  rig.clock.advance(seconds{11});  // 00:00:46: due at :40 and :45
  rig.start();
  const auto gaps = rig.entries("gap");
  ASSERT_THAT(gaps, SizeIs(2));
  EXPECT_EQ(member(gaps[1], "count"), "4");
  EXPECT_EQ(member(gaps[1], "first"), R"("2026-03-01T00:00:20.000+07:00")");
  EXPECT_EQ(member(gaps[1], "last"), R"("2026-03-01T00:00:45.000+07:00")");
}

TEST(Recorder, CollectedGapFallsDueFiveMinutesAfterTheLastWithoutAnotherBlock) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.clock.advance(seconds{10});
  rig.record(0, 100);
  rig.clock.advance(seconds{10});
  rig.record(0, 100);
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
  rig.clock.advance(minutes{4} + seconds{49});
  ASSERT_TRUE(rig.recorder->tick().has_value());
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
  rig.clock.advance(seconds{1});
  ASSERT_TRUE(rig.recorder->tick().has_value());
  EXPECT_THAT(rig.entries("gap"), SizeIs(2));
}

TEST(Recorder, CleanStopDeclaresWhatIsCollectedAndTheStartTheDowntime) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.stop();
  EXPECT_THAT(rig.entries().back(), HasSubstr(R"("kind":"stop","reason":"signal"})"));
  rig.clock.advance(seconds{20});
  rig.start();
  const auto gaps = rig.entries("gap");
  ASSERT_THAT(gaps, SizeIs(1));  // d2 never had a block
  EXPECT_THAT(gaps[0], HasSubstr(R"("cause":"downtime","count":4)"));
  rig.kill();
  rig.start();  // nothing has become due since
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
}

TEST(Recorder, DeviceThatLeftTheConfigurationIsAccountedForOnce) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(1, 100);
  rig.kill();
  rig.clock.advance(seconds{10});
  rig.site.devices.pop_back();
  rig.start();
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
  rig.kill();
  rig.clock.advance(seconds{10});
  rig.start();
  EXPECT_THAT(rig.entries("gap"), SizeIs(1));
}

TEST(Recorder, DeviceThatReturnedIsAccountedForFromThatStartOn) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.stop();
  const auto channels = std::exchange(rig.site.devices[0].channels, {});
  rig.clock.advance(seconds{10});
  rig.start();
  rig.clock.advance(seconds{60});
  rig.stop();
  rig.site.devices[0].channels = channels;
  rig.start();
  const auto gaps = rig.entries("gap").size();
  rig.clock.advance(seconds{30});  // its bus stands still: six polls and no block
  rig.kill();
  rig.start();
  ASSERT_EQ(rig.entries("gap").size(), gaps + 1);
  EXPECT_EQ(member(rig.entries("gap").back(), "device"), R"("d1")");
  EXPECT_EQ(member(rig.entries("gap").back(), "count"), "6");
}

TEST(Recorder, DeviceWithoutAFirstBlockMissesNothing) {
  Rig rig;
  const auto channels = std::exchange(rig.site.devices[0].channels, {});
  rig.start();
  rig.stop();
  rig.site.devices[0].channels = channels;
  rig.start();
  rig.clock.advance(seconds{30});
  rig.kill();
  rig.start();
  EXPECT_THAT(rig.entries("gap"), IsEmpty());
}

TEST(Recorder, ThreeFailedPollsLoseADeviceAndOneGoodBringsItBack) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  const auto make = [&](std::optional<std::uint16_t> raw) {
    rig.record(0, raw);
    rig.clock.advance(seconds{5});
  };
  for (int i = 0; i < 5; ++i) make(std::nullopt);
  make(7);
  auto events = rig.entries("event");
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_THAT(
      events[0],
      HasSubstr(R"("kind":"event","plant":"p1","device":"d1","what":"device_lost","cause":"timeout"})"));
  EXPECT_THAT(events[1], HasSubstr(R"("what":"device_back","cause":null})"));
  EXPECT_THAT(rig.told.all<EventPayload>(), SizeIs(2));
  for (int i = 0; i < 4; ++i) make(std::nullopt);  // within five minutes: held back, and not made up for
  make(7);
  EXPECT_THAT(rig.entries("event"), SizeIs(2));
  rig.clock.advance(minutes{5});
  for (int i = 0; i < 3; ++i) make(std::nullopt);
  EXPECT_THAT(rig.entries("event"), SizeIs(3));
  rig.kill();
  rig.start();
  make(7);
  EXPECT_THAT(rig.entries("event"), SizeIs(4));
}

TEST(Recorder, StartClosesTheWindowsOfADowntimeBeforeTheFirstPollInSmallTransactions) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.kill();
  rig.clock.advance(hours{23});
  rig.start();
  std::size_t base = 0;
  for (const auto& line : rig.entries("mean")) base += member(line, "period") == R"("5min")" ? 1 : 0;
  EXPECT_EQ(base, 275U);  // the one that ended at 23:00:00 waits for 23:00:30
  EXPECT_GT(rig.ledger->lines.size(), 1U);
  EXPECT_LE(*std::max_element(rig.ledger->lines.begin(), rig.ledger->lines.end()), 500U);
}

TEST(Recorder, WindowsWhollyInsideALongDowntimeAreNotWrittenOthersOnce) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);  // 00:00:05
  rig.kill();
  rig.clock.advance(hours{60});  // 3 March 12:00:05
  rig.start();
  rig.record(0, 100);
  rig.clock.advance(minutes{6});
  rig.record(0, 100);
  rig.kill();
  rig.start();
  std::vector<std::string> written;
  for (const auto& line : rig.entries("mean")) {
    if (member(line, "point") == R"("cod")")
      written.push_back(member(line, "period") + member(line, "start"));
  }
  EXPECT_THAT(
      written,
      ElementsAre(R"("5min""2026-03-01T00:00:00.000+07:00")", R"("1h""2026-03-01T00:00:00.000+07:00")",
                  R"("24h""2026-03-01T00:00:00.000+07:00")", R"("5min""2026-03-03T12:00:00.000+07:00")"));
  EXPECT_THAT(rig.entries("gap")[0], HasSubstr(R"("cause":"downtime","count":43200)"));
}

TEST(Recorder, ReadingForAClosedWindowStaysInItsBlockAndIsCounted) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  rig.clock.advance(minutes{10});
  rig.record(0, 100);
  rig.clock.step_wall(-minutes{10});
  rig.record(0, 900);
  EXPECT_EQ(rig.recorder->status().late_readings, 1);
  EXPECT_THAT(rig.blocks(), SizeIs(3));
}

TEST(Recorder, CursorsAreKeptAndReadingsFollowTheNewestBlockWhileTheyAreNotPublished) {
  Rig rig;
  rig.start();
  EXPECT_EQ(rig.recorder->cursors().journal, Position{});
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  const ToRecorder moved = CursorMoved{Lane::journal, {"e", 7}};
  ASSERT_TRUE(rig.recorder->record({&moved, 1}).has_value());
  rig.clock.advance(milliseconds{900});
  ASSERT_TRUE(rig.recorder->tick().has_value());
  rig.kill();
  rig.publish_readings = true;
  rig.start();
  EXPECT_EQ(rig.recorder->cursors().journal, (Position{"e", 7}));
  EXPECT_EQ(rig.recorder->cursors().readings, (Position{"20260228T170002Z-00000000", 1}));
}

TEST(Recorder, KeepsHowFarThePublisherCameAfterTheStop) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  rig.record(0, 100);
  ASSERT_TRUE(rig.recorder->stop("signal").has_value());
  const auto entries = rig.entries();
  const ToRecorder moved = CursorMoved{Lane::journal, {"e", 7}};
  ASSERT_TRUE(rig.recorder->keep_cursors({&moved, 1}).has_value());
  EXPECT_EQ(rig.entries(), entries) << "nothing may follow `stop`";
  rig.kill();
  rig.start();
  EXPECT_EQ(rig.recorder->cursors().journal, (Position{"e", 7}));
}

TEST(Recorder, FinalVerdictsAndComplianceOutliveARestart) {
  Rig rig;
  rig.start();
  rig.clock.advance(seconds{3});
  for (int i = 0; i < 70; ++i, rig.clock.advance(seconds{5})) rig.record(0, 900);
  rig.kill();
  rig.start();
  ASSERT_THAT(rig.told.all<VerdictPayload>(), SizeIs(1));
  EXPECT_THAT(rig.told.all<VerdictPayload>()[0].json, HasSubstr(R"("verdict":"exceeding")"));
  ASSERT_THAT(rig.told.all<CompliancePayload>(), SizeIs(1));
  EXPECT_THAT(rig.told.all<CompliancePayload>()[0].json, HasSubstr(R"("verdict":"exceeding")"));
}

TEST(Recorder, LiveIsToldAtMostOnceASecondAndTheRestFollows) {
  Rig rig{milliseconds{100}};
  rig.start();
  for (int i = 0; i < 10; ++i, rig.clock.advance(milliseconds{100})) rig.record(0, 100);
  EXPECT_THAT(rig.told.all<LivePayload>(), SizeIs(1));
  rig.clock.advance(milliseconds{100});
  ASSERT_TRUE(rig.recorder->tick().has_value());
  EXPECT_THAT(rig.told.all<LivePayload>(), SizeIs(2));
}

}  // namespace
}  // namespace effluent
