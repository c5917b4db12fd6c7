// SPDX-License-Identifier: Apache-2.0
#include "work/poller/poller.hpp"

#include <gtest/gtest.h>

#include "work/poller/bus_rig.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::seconds;

/// One device, polled every 5 s, with a u16 at 0; started at 1000.3 s of Unix time.
class PollerTest : public testing::Test, protected BusRig {
 protected:
  PollerTest() : BusRig{{make_device(7, seconds{5}, {make_register(ValueType::u16)})}} {
    link.server = [this](const Bytes& bytes) { link.deliver(Asked{bytes}.reply({0, 42}), milliseconds{20}); };
  }
  [[nodiscard]] std::vector<Instant> due_times() const {
    std::vector<Instant> due;
    for (const Poll& poll : polls) due.push_back(poll.due_at);
    return due;
  }
};

TEST_F(PollerTest, PollsAtMultiplesOfUnixTimeFromTheFirstAfterTheStart) {
  run_for(seconds{15});
  ASSERT_EQ(polls.size(), 3U);
  EXPECT_EQ(polls[0].due_at, at(1005));
  EXPECT_EQ(polls[2].due_at, at(1015));
  EXPECT_EQ(polls[0].polled_at, at(1005));
  EXPECT_EQ(polls[0].answers.at(0).data, (Bytes{0, 42}));
  EXPECT_EQ(link.times_opened(), 1);
}

TEST_F(PollerTest, BacksOffAfterThreeTimeoutsAndCountsWhatItLeavesOut) {
  link.server = [](const Bytes&) {};
  run_for(seconds{120});
  EXPECT_EQ(due_times(), (std::vector{at(1005), at(1010), at(1015), at(1025), at(1045), at(1085)}));
  EXPECT_EQ(missed(GapCause::back_off), 1 + 3 + 7);
  EXPECT_EQ(polls[0].answers.at(0).failure, Failure::timeout);
}

TEST_F(PollerTest, ARefusedPollIsOverflowInTheNext) {
  room = false;
  run_for(seconds{11});
  room = true;
  run_for(seconds{5});
  ASSERT_EQ(polls.size(), 1U);
  EXPECT_EQ(missed(GapCause::overflow), 2);
  EXPECT_EQ(polls[0].first_missed, at(1005));
  EXPECT_EQ(polls[0].last_missed, at(1010));
}

TEST_F(PollerTest, WhatAForwardStepJumpsOverIsAGapOfTheClock) {
  run_for(seconds{6});
  clock.step_wall(seconds{60});  // 1006.3 -> 1066.3
  run_for(seconds{5});
  ASSERT_EQ(polls.size(), 2U);
  EXPECT_EQ(polls[1].due_at, at(1070));
  EXPECT_EQ(missed(GapCause::clock), 12);  // 1010 to 1065
}

TEST_F(PollerTest, ABackwardStepRepeatsDueTimesAndMissesNothing) {
  run_for(seconds{11});
  clock.step_wall(-seconds{7});
  run_for(seconds{5});
  ASSERT_EQ(polls.size(), 3U);
  EXPECT_EQ(polls[2].due_at, at(1005));
  EXPECT_EQ(missed(GapCause::clock), 0);
}

TEST_F(PollerTest, AfterAStopNoPollBegins) {
  poller.request_stop();
  EXPECT_TRUE(poller.stopped());
  clock.advance(seconds{30});
  EXPECT_LE(poller.step(), clock.monotonic());
  EXPECT_TRUE(polls.empty());
}

// 5, 10, 20, 40 s apart: 80 would be more than 60.
TEST_F(PollerTest, TheBackOffStopsDoublingAt60Seconds) {
  link.server = [](const Bytes&) {};
  run_for(seconds{300});
  EXPECT_EQ(due_times(), (std::vector{at(1005), at(1010), at(1015), at(1025), at(1045), at(1085), at(1125),
                                      at(1165), at(1205), at(1245), at(1285)}));
}

TEST_F(PollerTest, AnAnswerEndsTheBackOff) {
  const auto answers = std::exchange(link.server, [](const Bytes&) {});
  run_for(seconds{30});  // 1005, 1010, 1015, 1025
  link.server = answers;
  run_for(seconds{30});
  EXPECT_EQ(due_times(),
            (std::vector{at(1005), at(1010), at(1015), at(1025), at(1045), at(1050), at(1055), at(1060)}));
}

TEST_F(PollerTest, SoDoesAnythingElseThanSilence) {
  const auto spoiled = [this](const Bytes& bytes) { link.deliver(Asked{bytes}.exception(4)); };
  link.server = [](const Bytes&) {};
  run_for(seconds{30});
  link.server = spoiled;
  run_for(seconds{30});
  EXPECT_EQ(polls.back().due_at, at(1060));
  EXPECT_EQ(polls.at(polls.size() - 2).due_at, at(1055));
}

TEST_F(PollerTest, BadRepliesDoNotBackOff) {
  link.server = [this](const Bytes&) { link.deliver({1}); };
  run_for(seconds{60});
  EXPECT_EQ(polls.size(), 12U);
}

TEST_F(PollerTest, TwoFailuresInARowDoNotBackOff) {
  link.default_opening = Link::Outcome::lost;
  run_for(seconds{10});
  link.default_opening = Link::Outcome::ok;
  run_for(seconds{5});
  link.default_opening = Link::Outcome::lost;
  link.hang_up();
  run_for(seconds{10});
  link.default_opening = Link::Outcome::ok;
  run_for(seconds{5});
  EXPECT_EQ(polls.size(), 6U);
  EXPECT_EQ(missed(GapCause::back_off), 0);
}

TEST_F(PollerTest, SaysWhetherTheClockIsSynchronised) {
  clock.set_synchronised(false);
  run_for(seconds{5});
  clock.set_synchronised(true);
  run_for(seconds{5});
  ASSERT_EQ(polls.size(), 2U);
  EXPECT_FALSE(polls[0].clock_synchronised);
  EXPECT_TRUE(polls[1].clock_synchronised);
}

// The connection may take long: the poll's times are those before it.
TEST_F(PollerTest, PolledAtIsWhenTheLinkWasAboutToBeOpened) {
  link.openings = {{Link::Outcome::ok, milliseconds{800}}};
  run_for(seconds{6});
  ASSERT_EQ(polls.size(), 1U);
  EXPECT_EQ(polls[0].polled_at, at(1005));
  EXPECT_EQ(polls[0].monotonic, Monotonic{milliseconds{81'700}});
}

TEST_F(PollerTest, APollUnderWayAtTheStopMayEnd) {
  link.server = [this](const Bytes& bytes) {
    poller.request_stop();
    link.deliver(Asked{bytes}.reply({0, 42}), milliseconds{900});
  };
  clock.advance(seconds{5});
  static_cast<void>(poller.step());
  ASSERT_EQ(polls.size(), 1U);
  EXPECT_FALSE(polls[0].failed());
  static_cast<void>(poller.step());
  EXPECT_FALSE(link.is_open());
}

}  // namespace
}  // namespace effluent
