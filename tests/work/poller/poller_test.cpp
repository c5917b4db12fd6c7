// SPDX-License-Identifier: Apache-2.0
#include "work/poller/poller.hpp"

#include <gtest/gtest.h>

#include "support/registers.hpp"
#include "support/scripted_link.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::seconds;

/// One device, polled every 5 s, with a u16 at 0; started at 1000.3 s of Unix time.
class PollerTest : public testing::Test {
 protected:
  PollerTest() {
    link_.server = [this](const Bytes& q) {
      link_.deliver({q[0], q[1], 0, 0, 0, 5, q[6], q[7], 2, 0, 42}, milliseconds{20});
    };
  }
  void run_for(milliseconds time) {
    for (const Monotonic end = clock_.monotonic() + time; clock_.monotonic() < end;)
      clock_.advance_to(std::min(poller_.step(), end));
  }
  [[nodiscard]] std::int64_t missed(GapCause cause) const {
    std::int64_t sum = 0;
    for (const Poll& poll : polls_) sum += poll.missed[static_cast<std::size_t>(cause)];
    return sum;
  }
  static Instant at(int second) { return Instant{seconds{second}}; }

  FakeClock clock_{Instant{milliseconds{1'000'300}}, Monotonic{seconds{77}}};
  ScriptedLink link_{clock_};
  Site site_;
  std::vector<Poll> polls_;
  bool room_ = true;
  Poller poller_{site_with_device(),
                 0,
                 link_,
                 clock_,
                 [this](Poll poll) {
                   if (room_) polls_.push_back(std::move(poll));
                   return room_;
                 },
                 [] { return std::uint16_t{0xFFFF}; },
                 clock_.wall()};

 private:
  const Site& site_with_device() {
    auto profile = std::make_shared<Profile>();
    profile->registers = {make_register(ValueType::u16)};
    Device device;
    device.unit_id = 7;
    device.poll = seconds{5};
    device.profile = profile;
    device.channels = {{0, 0, std::nullopt}};
    site_.buses.resize(1);
    site_.plants.resize(1);
    site_.devices = {device};
    return site_;
  }
};

TEST_F(PollerTest, PollsAtMultiplesOfUnixTimeFromTheFirstAfterTheStart) {
  run_for(seconds{15});
  ASSERT_EQ(polls_.size(), 3U);
  EXPECT_EQ(polls_[0].due_at, at(1005));
  EXPECT_EQ(polls_[2].due_at, at(1015));
  EXPECT_EQ(polls_[0].polled_at, at(1005));
  EXPECT_EQ(polls_[0].answers.at(0).data, (Bytes{0, 42}));
  EXPECT_EQ(link_.times_opened(), 1);
}

TEST_F(PollerTest, StrayBytesBeforeTheFirstQuestionOpenTheLinkAnew) {
  run_for(seconds{6});
  link_.deliver({1, 2, 3});
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 2U);
  EXPECT_FALSE(polls_[1].failed());
  EXPECT_EQ(link_.times_opened(), 2);
}

TEST_F(PollerTest, AReplyOfAnotherUnitIsABadReplyAndClosesTheLink) {
  link_.server = [this](const Bytes& q) { link_.deliver({q[0], q[1], 0, 0, 0, 5, 8, q[7], 2, 0, 42}); };
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 1U);
  EXPECT_EQ(polls_[0].answers.at(0).failure, Failure::bad_reply);
  EXPECT_FALSE(link_.is_open());
}

TEST_F(PollerTest, AReplySplitIntoBytesIsWhole) {
  link_.server = [this](const Bytes& q) {
    int after = 0;
    for (const int byte : {int{q[0]}, int{q[1]}, 0, 0, 0, 5, 7, 3, 2, 1, 2})
      link_.deliver({static_cast<std::uint8_t>(byte)}, milliseconds{++after});
  };
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 1U);
  EXPECT_EQ(polls_[0].answers.at(0).data, (Bytes{1, 2}));
}

TEST_F(PollerTest, BacksOffAfterThreeTimeoutsAndCountsWhatItLeavesOut) {
  link_.server = [](const Bytes&) {};
  run_for(seconds{120});
  std::vector<Instant> due;
  for (const Poll& poll : polls_) due.push_back(poll.due_at);
  EXPECT_EQ(due, (std::vector{at(1005), at(1010), at(1015), at(1025), at(1045), at(1085)}));
  EXPECT_EQ(missed(GapCause::back_off), 1 + 3 + 7);
  EXPECT_EQ(polls_[0].answers.at(0).failure, Failure::timeout);
}

TEST_F(PollerTest, ARefusedPollIsOverflowInTheNext) {
  room_ = false;
  run_for(seconds{11});
  room_ = true;
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 1U);
  EXPECT_EQ(missed(GapCause::overflow), 2);
  EXPECT_EQ(polls_[0].first_missed, at(1005));
  EXPECT_EQ(polls_[0].last_missed, at(1010));
}

TEST_F(PollerTest, WhatAForwardStepJumpsOverIsAGapOfTheClock) {
  run_for(seconds{6});
  clock_.step_wall(seconds{60});  // 1006.3 -> 1066.3
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 2U);
  EXPECT_EQ(polls_[1].due_at, at(1070));
  EXPECT_EQ(missed(GapCause::clock), 12);  // 1010 to 1065
}

TEST_F(PollerTest, ABackwardStepRepeatsDueTimesAndMissesNothing) {
  run_for(seconds{11});
  clock_.step_wall(-seconds{7});
  run_for(seconds{5});
  ASSERT_EQ(polls_.size(), 3U);
  EXPECT_EQ(polls_[2].due_at, at(1005));
  EXPECT_EQ(missed(GapCause::clock), 0);
}

TEST_F(PollerTest, AfterAStopNoPollBegins) {
  poller_.request_stop();
  EXPECT_TRUE(poller_.stopped());
  clock_.advance(seconds{30});
  EXPECT_LE(poller_.step(), clock_.monotonic());
  EXPECT_TRUE(polls_.empty());
}

}  // namespace
}  // namespace effluent
