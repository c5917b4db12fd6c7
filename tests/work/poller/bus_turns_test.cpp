// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "work/poller/bus_rig.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::seconds;

Device plain_device(int unit_id, milliseconds poll) {
  return make_device(unit_id, poll, {make_register(ValueType::u16)});
}
std::vector<const Poll*> polls_of(const BusRig& rig, std::size_t device) {
  std::vector<const Poll*> found;
  for (const Poll& poll : rig.polls) {
    if (poll.device == device) found.push_back(&poll);
  }
  return found;
}
std::size_t failed_of(const BusRig& rig, std::size_t device) {
  std::size_t failed = 0;
  for (const Poll* poll : polls_of(rig, device)) failed += poll->failed() ? 1 : 0;
  return failed;
}
/// Each unit answers after its own time; a unit that is not named never does.
void answer_after(BusRig& rig, std::map<int, milliseconds> times) {
  rig.link.server = [&rig, times = std::move(times)](const Bytes& bytes) {
    const Asked asked{bytes};
    const auto time = times.find(asked.unit());
    if (time != times.end()) rig.link.deliver(asked.reply({0, asked.unit()}), time->second);
  };
}

TEST(BusTurns, APollThatCannotStartBeforeTheNextIsDueIsOverrun) {
  BusRig rig{{plain_device(1, seconds{1})}, seconds{5}};
  answer_after(rig, {{1, milliseconds{2700}}});
  rig.run_for(seconds{20});
  ASSERT_GE(rig.polls.size(), 4U);
  EXPECT_EQ(rig.polls[0].due_at, BusRig::at(1001));
  EXPECT_EQ(rig.polls[1].due_at, BusRig::at(1003));  // over at 1003.7: 1002 was not made, 1003 is 0.7 s late
  EXPECT_EQ(rig.polls[1].polled_at, Instant{milliseconds{1'003'700}});
  EXPECT_EQ(rig.polls[1].first_missed, BusRig::at(1002));
  EXPECT_EQ(rig.polls[1].last_missed, BusRig::at(1002));
  EXPECT_EQ(rig.polls[2].due_at, BusRig::at(1006));  // over at 1006.4
  EXPECT_EQ(rig.missed(GapCause::overrun), (rig.polls.back().due_at - rig.polls.front().due_at) / seconds{1} +
                                               1 - static_cast<std::int64_t>(rig.polls.size()));
}

TEST(BusTurns, DevicesDueTogetherAreServedInTurn) {
  BusRig rig{{plain_device(1, seconds{1}), plain_device(2, seconds{1}), plain_device(3, seconds{1})}};
  answer_after(rig, {{1, milliseconds{600}}, {2, milliseconds{600}}, {3, milliseconds{600}}});
  rig.run_for(seconds{181});
  for (std::size_t i = 3; i < rig.polls.size(); ++i) EXPECT_EQ(rig.polls[i].device, rig.polls[i - 3].device);
  for (const std::size_t device : {0U, 1U, 2U}) {
    EXPECT_NEAR(static_cast<double>(polls_of(rig, device).size()), 100, 1);  // 1.8 s a round
    EXPECT_EQ(failed_of(rig, device), 0U);
  }
}

TEST(BusTurns, EachDeviceKeepsItsOwnGridAndItsOwnAnswers) {
  BusRig rig{{plain_device(1, seconds{2}), plain_device(2, seconds{3})}};
  answer_after(rig, {{1, milliseconds{20}}, {2, milliseconds{20}}});
  rig.run_for(seconds{60});
  EXPECT_EQ(polls_of(rig, 0).size(), 30U);
  EXPECT_EQ(polls_of(rig, 1).size(), 20U);
  for (const Poll& poll : rig.polls) {
    EXPECT_EQ(poll.due_at.time_since_epoch() % (poll.device == 0 ? seconds{2} : seconds{3}), seconds{0});
    EXPECT_EQ(poll.answers.at(0).data, (Bytes{0, static_cast<std::uint8_t>(poll.device + 1)}));
  }
  EXPECT_EQ(rig.link.times_opened(), 1);
}

TEST(BusTurns, ADeadDeviceCostsALiveOneOnItsBusNoPoll) {
  BusRig rig{{plain_device(1, seconds{5}), plain_device(2, seconds{5})}};
  answer_after(rig, {{2, milliseconds{20}}});
  rig.run_for(std::chrono::minutes{10});
  EXPECT_EQ(polls_of(rig, 1).size(), 120U);
  EXPECT_EQ(failed_of(rig, 1), 0U);
  for (const Poll* poll : polls_of(rig, 1)) EXPECT_LE(poll->polled_at - poll->due_at, seconds{1});
  EXPECT_EQ(failed_of(rig, 0), polls_of(rig, 0).size());
  EXPECT_LT(polls_of(rig, 0).size(), 20U);  // backed off to one in 40 s
}

TEST(BusTurns, WhereADeadDeviceTakesTheWholeBusTheLiveOneIsPolledStill) {
  BusRig rig{{plain_device(1, seconds{1}), plain_device(2, seconds{1})}};
  answer_after(rig, {{2, milliseconds{20}}});
  rig.run_for(std::chrono::minutes{5});
  EXPECT_EQ(failed_of(rig, 1), 0U);
  EXPECT_GE(polls_of(rig, 1).size(), 285U);  // of 300
  const auto live = polls_of(rig, 1);
  std::int64_t overrun = 0;
  for (const Poll* poll : live) overrun += poll->missed[static_cast<std::size_t>(GapCause::overrun)];
  EXPECT_EQ(static_cast<std::int64_t>(live.size()) + overrun,
            (live.back()->due_at - BusRig::at(1001)) / seconds{1} + 1);
}

TEST(BusTurns, ADeviceWithoutPointsIsNotPolled) {
  Device idle = plain_device(1, seconds{5});
  idle.channels.clear();
  BusRig rig{{idle, plain_device(2, seconds{5})}};
  answer_after(rig, {{1, milliseconds{0}}, {2, milliseconds{0}}});
  rig.run_for(seconds{30});
  EXPECT_TRUE(polls_of(rig, 0).empty());
  EXPECT_EQ(polls_of(rig, 1).size(), 6U);
}

TEST(BackToBack, PollsFollowEachOtherWithoutAGridOrAGap) {
  BusRig rig{{plain_device(1, milliseconds{0})}};
  answer_after(rig, {{1, milliseconds{20}}});
  rig.run_for(seconds{2});
  EXPECT_EQ(rig.polls.size(), 100U);
  for (const Poll& poll : rig.polls) EXPECT_EQ(poll.due_at, poll.polled_at);
  EXPECT_EQ(rig.polls[0].due_at, Instant{milliseconds{1'000'300}});
  EXPECT_EQ(rig.polls[1].due_at, Instant{milliseconds{1'000'320}});
}

TEST(BackToBack, NeitherAClockStepNorAFullQueueIsAGap) {
  BusRig rig{{plain_device(1, milliseconds{0})}};
  answer_after(rig, {{1, milliseconds{20}}});
  rig.clock.step_wall(seconds{100});
  rig.room = false;
  rig.run_for(seconds{1});
  rig.room = true;
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.polls.size(), 50U);
  for (const Poll& poll : rig.polls) EXPECT_EQ(poll.missed, (std::array<std::int64_t, kGapCauses>{}));
}

TEST(BackToBack, DevicesAreServedInTurnAndADeadHostIsNotAskedWithoutAPause) {
  BusRig rig{{plain_device(1, milliseconds{0}), plain_device(2, milliseconds{0})}};
  answer_after(rig, {{1, milliseconds{20}}, {2, milliseconds{20}}});
  rig.run_for(seconds{2});
  EXPECT_EQ(polls_of(rig, 0).size(), 50U);
  EXPECT_EQ(polls_of(rig, 1).size(), 50U);
  rig.polls.clear();
  rig.link.hang_up();
  rig.link.default_opening = Link::Outcome::lost;
  rig.run_for(seconds{10});
  EXPECT_LE(rig.polls.size(), 202U);
  EXPECT_GE(rig.polls.size(), 190U);
  EXPECT_EQ(failed_of(rig, 0), polls_of(rig, 0).size());
}

/// How long after the request to stop the step that was under way returned, and that nothing was recorded.
milliseconds stop_takes(BusRig& rig, const Monotonic& stopped_at) {
  static_cast<void>(rig.poller.step());
  const auto took = rig.clock.monotonic() - stopped_at;
  EXPECT_TRUE(rig.poller.stopped());
  EXPECT_TRUE(rig.polls.empty());
  EXPECT_FALSE(rig.link.is_open());
  return std::chrono::ceil<milliseconds>(took);
}

TEST(BusStop, APollThatHasNotEndedThreeSecondsAfterTheStopIsGivenUp) {
  BusRig rig{{plain_device(1, seconds{5})}, seconds{60}};
  Monotonic stopped_at{};
  rig.link.server = [&](const Bytes&) {
    rig.clock.advance(seconds{10});  // asked long before
    stopped_at = rig.clock.monotonic();
    rig.poller.request_stop();
  };
  rig.clock.advance(seconds{5});
  const auto took = stop_takes(rig, stopped_at);
  EXPECT_GE(took, seconds{3});
  EXPECT_LE(took, milliseconds{3100});
}

TEST(BusStop, AHostThatIsSilentWhileConnectingDoesNotHoldUpTheStop) {
  BusRig rig{{plain_device(1, seconds{5})}, seconds{60}};
  Monotonic stopped_at{};
  rig.link.on_open = [&] {
    if (rig.poller.stopped()) return;
    stopped_at = rig.clock.monotonic();
    rig.poller.request_stop();
  };
  for (int i = 0; i < 30; ++i) rig.link.openings.emplace_back(Link::Outcome::ok, seconds{100});
  rig.clock.advance(seconds{5});
  const auto took = stop_takes(rig, stopped_at);
  EXPECT_EQ(took, seconds{3});
}

TEST(BusStop, ALongTimeoutIsSpentOnSeveralTriesToConnect) {
  BusRig rig{{plain_device(1, seconds{20})}, seconds{6}};
  for (int i = 0; i < 2; ++i) rig.link.openings.emplace_back(Link::Outcome::ok, seconds{100});
  answer_after(rig, {{1, milliseconds{20}}});
  rig.clock.advance(seconds{20});
  static_cast<void>(rig.poller.step());
  ASSERT_EQ(rig.polls.size(), 1U);
  EXPECT_FALSE(rig.polls[0].failed());  // the third try, after 5 s
}

TEST(BusStop, TheTimeoutBoundsAllTriesToConnectTogether) {
  BusRig rig{{plain_device(1, seconds{20})}, seconds{6}};
  for (int i = 0; i < 9; ++i) rig.link.openings.emplace_back(Link::Outcome::ok, seconds{100});
  rig.clock.advance(seconds{20});
  const Monotonic before = rig.clock.monotonic();
  static_cast<void>(rig.poller.step());
  ASSERT_EQ(rig.polls.size(), 1U);
  EXPECT_EQ(rig.polls[0].answers.at(0).failure, Failure::link_lost);
  EXPECT_EQ(rig.clock.monotonic() - before, seconds{6});
}

/// Promise 7, whatever the instrument, the queue and the wall clock do: polls due since the first one made =
/// polls handed on + polls counted.
RC_GTEST_PROP(BusProperty, EveryPollDueIsMadeOrCounted, ()) {
  const seconds poll{*rc::gen::inRange(1, 10)};
  BusRig rig{{plain_device(1, poll), plain_device(2, poll)}};
  answer_after(rig, {{2, milliseconds{300}}});
  const int phases = *rc::gen::inRange(2, 12);
  for (int i = 0; i < phases; ++i) {
    const int kind = *rc::gen::inRange(0, 5);
    rig.room = kind != 0;
    rig.link.default_opening = kind == 1 ? Link::Outcome::lost : Link::Outcome::ok;
    if (kind == 1) rig.link.hang_up();
    if (kind == 2) rig.clock.step_wall(milliseconds{*rc::gen::inRange(501, 100'000)});
    const milliseconds takes{*rc::gen::inRange(0, 1200)};
    answer_after(rig, {{1, takes}, {2, milliseconds{300}}});
    rig.run_for(seconds{*rc::gen::inRange(1, 90)});
  }
  for (const std::size_t device : {0U, 1U}) {
    const auto made = polls_of(rig, device);
    for (std::size_t i = 1; i < made.size(); ++i) {
      std::int64_t missed = 0;
      for (const std::int64_t count : made[i]->missed) missed += count;
      RC_ASSERT(made[i]->due_at == made[i - 1]->due_at + (missed + 1) * poll);
      RC_ASSERT(made[i]->polled_at >= made[i]->due_at);
      RC_ASSERT(made[i]->polled_at < made[i]->due_at + poll);
      if (missed == 0) continue;
      RC_ASSERT(made[i]->first_missed == made[i - 1]->due_at + poll);
      RC_ASSERT(made[i]->last_missed == made[i]->due_at - poll);
    }
  }
}

}  // namespace
}  // namespace effluent
