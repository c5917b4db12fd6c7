// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <set>

#include "publisher_world.hpp"

namespace effluent {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kOfflineWill =
    R"({"v":1,"gateway":"gw","time":"2026-11-24T09:00:00.000+07:00","status":"offline","version":"0.1.0","epoch":"e1","last_seq":0,"kept_epoch":null,"kept_seq":null})";

// ---- connecting
// -------------------------------------------------------------------------------------------------

TEST(Publisher, SaysNothingBeforeTheFirstCommit) {
  PublisherWorld world;
  world.step({LivePayload{"mau-1", "{}"}});
  world.run(seconds{30});
  EXPECT_TRUE(world.broker.wills.empty());
  world.commit(1);
  EXPECT_EQ(world.broker.wills.size(), 1U);
}

TEST(Publisher, LeavesAWillWithTheFieldsOfTheMomentOfConnecting) {
  PublisherWorld world;
  world.commit(1);
  ASSERT_EQ(world.broker.wills.size(), 1U);
  EXPECT_EQ(world.broker.wills[0].topic, "effluent/1/lao-cai/gw/state");
  EXPECT_EQ(world.broker.wills[0].payload, kOfflineWill);
  EXPECT_TRUE(world.broker.wills[0].retained);
}

TEST(Publisher, SendsStateOnlineFirstAndThenEveryMinute) {
  PublisherWorld world;
  world.step({LivePayload{"mau-1", "{}"}});
  world.connect();
  ASSERT_FALSE(world.broker.published.empty());
  EXPECT_EQ(world.broker.published[0].message.topic, "effluent/1/lao-cai/gw/state");
  EXPECT_THAT(world.broker.published[0].message.payload, HasSubstr(R"("status":"online")"));
  for (int minute = 1; minute <= 3; ++minute) {
    world.run(seconds{60});
    world.answer_all();
    EXPECT_EQ(world.broker.of("/state").size(), static_cast<std::size_t>(1 + minute));
  }
}

TEST(Publisher, PausesLongerAfterEachFailedAttemptWithinAFifth) {
  PublisherWorld world;
  world.commit(1);
  for (const int middle : {1000, 2000, 4000, 8000, 10000, 10000}) {
    const auto attempts = world.broker.wills.size();
    world.broker.refuse(std::nullopt, "connection refused");
    world.step();
    const auto ended = world.now;
    while (world.broker.wills.size() == attempts) {
      world.move_to(world.next);
      world.step();
    }
    const auto pause = world.now - ended;
    EXPECT_GE(pause, milliseconds{middle * 8 / 10});
    EXPECT_LE(pause, milliseconds{middle * 12 / 10});
  }
  EXPECT_EQ(world.said_with("connection refused"), 1);  // once, however often
}

TEST(Publisher, BeginsTheRowOfPausesAnewAfterAGoodConnection) {
  PublisherWorld world;
  world.commit(1);
  for (int i = 0; i < 4; ++i) {
    world.broker.refuse(std::nullopt, "no");
    world.step();
    world.run(seconds{13});
  }
  world.broker.accept();
  world.step();
  world.lose();
  EXPECT_LE(world.next - world.now, milliseconds{1200});
}

TEST(Publisher, PausesOfTwoGatewaysDiffer) {
  std::set<std::int64_t> pauses;
  for (std::uint64_t seed = 0; seed < 20; ++seed) pauses.insert(ReconnectPauses{seed}.next().count());
  EXPECT_GT(pauses.size(), 10U);
}

TEST(Publisher, SaysAnotherReasonWhenItChanges) {
  PublisherWorld world;
  world.commit(1);
  for (const char* text : {"refused", "refused", "wrong password", "wrong password"}) {
    world.broker.refuse(std::nullopt, text);
    world.step();
    world.run(seconds{13});
  }
  EXPECT_EQ(world.said_with("refused"), 1);
  EXPECT_EQ(world.said_with("wrong password"), 1);
  EXPECT_EQ(world.publisher.status().last_error, "wrong password");
}

TEST(Publisher, TakesANewConnectionWhereNothingIsAnsweredForAMinute) {
  PublisherWorld world;
  world.connect();
  world.commit(1);
  world.run(seconds{59});
  EXPECT_TRUE(world.broker.disconnects.empty());
  world.run(seconds{3});
  EXPECT_THAT(world.broker.disconnects, ElementsAre(0));
  EXPECT_EQ(world.broker.wills.size(), 2U);
  EXPECT_EQ(world.said_with("no answer to messages"), 1);
}

TEST(Publisher, KeepsAQuietConnection) {
  PublisherWorld world;
  world.connect();
  for (int i = 0; i < 10; ++i) {
    world.run(seconds{60});
    world.answer_all();
  }
  EXPECT_TRUE(world.broker.disconnects.empty());
}

// ---- retained texts
// ---------------------------------------------------------------------------------------------

TEST(Publisher, SendsLiveAtMostOnceASecondAndTheNewestAtItsEnd) {
  PublisherWorld world;
  world.connect();
  const auto before = world.broker.of("/live/mau-1").size();
  for (int i = 0; i < 10; ++i) {
    world.step({LivePayload{"mau-1", std::to_string(i)}});
    world.answer_all();
    world.run(milliseconds{100});
  }
  world.run(milliseconds{200});
  const auto sent = world.broker.of("/live/mau-1");
  ASSERT_EQ(sent.size(), before + 2);
  EXPECT_EQ(sent[before].message.payload, "0");
  EXPECT_EQ(sent[before + 1].message.payload, "9");
  EXPECT_TRUE(sent[before].message.retained);
}

TEST(Publisher, SendsRetainedTextsAgainAfterReconnecting) {
  PublisherWorld world;
  world.connect();
  world.step({VerdictPayload{"mau-1", "v"}, CompliancePayload{"c"}, LivePayload{"mau-1", "l"}});
  world.answer_all();
  world.lose();
  world.run(seconds{2});
  world.step({CompliancePayload{"c2"}});  // replaces the one not yet sent
  world.broker.accept();
  world.step();
  world.answer_all();
  EXPECT_EQ(world.broker.of("/verdict/mau-1").size(), 2U);
  EXPECT_EQ(world.broker.of("/live/mau-1").size(), 2U);
  ASSERT_EQ(world.broker.of("/compliance").size(), 2U);
  EXPECT_EQ(world.broker.of("/compliance")[1].message.payload, "c2");
}

TEST(Publisher, TriesARefusedRetainedTextAgainAndSaysItOnce) {
  PublisherWorld world;
  world.connect();
  world.step({CompliancePayload{"c"}});
  for (const int pause : {1, 2, 4}) {
    const auto sent = world.broker.of("/compliance");
    world.broker.answer(sent.back().token, 135);
    world.step();
    world.run(milliseconds{pause * 1000 - 1});
    EXPECT_EQ(world.broker.of("/compliance").size(), sent.size());
    world.run(milliseconds{2});
    EXPECT_EQ(world.broker.of("/compliance").size(), sent.size() + 1);
  }
  EXPECT_EQ(world.said_with("compliance: the broker refuses"), 1);
}

TEST(Publisher, ARetainedTextWithoutSubscribersIsKeptByTheBroker) {
  PublisherWorld world;
  world.connect();
  world.step({CompliancePayload{"c"}});
  world.broker.answer(world.broker.of("/compliance").back().token, 16);
  world.step();
  world.run(seconds{40});
  EXPECT_EQ(world.broker.of("/compliance").size(), 1U);
}

TEST(Publisher, SendsACopyOfAnEventOnceAndNotRetained) {
  PublisherWorld world;
  world.connect();
  world.step({EventPayload{"mau-1", "line"}});
  ASSERT_EQ(world.broker.of("/event/mau-1").size(), 1U);
  EXPECT_FALSE(world.broker.of("/event/mau-1")[0].message.retained);
  world.broker.answer(world.broker.of("/event/mau-1")[0].token, 16);
  world.step();
  world.run(seconds{40});
  EXPECT_EQ(world.broker.of("/event/mau-1").size(), 1U);
}

TEST(Publisher, LiveDoesNotWaitForTheBacklog) {
  PublisherWorld world;
  world.connect();
  world.commit(10'000, 500);
  world.step({LivePayload{"mau-1", "now"}});
  ASSERT_FALSE(world.broker.of("/live/mau-1").empty());
  EXPECT_EQ(world.broker.of("/live/mau-1").back().message.payload, "now");
}

// ---- the end
// ----------------------------------------------------------------------------------------------------

TEST(Publisher, EndsWithStateOfflineAndACleanDisconnect) {
  PublisherWorld world;
  world.connect();
  world.publisher.finish(world.now);
  world.step();
  EXPECT_THAT(world.broker.of("/state").back().message.payload, HasSubstr(R"("status":"offline")"));
  EXPECT_FALSE(world.publisher.finished());
  world.answer_all();
  EXPECT_TRUE(world.publisher.finished());
  EXPECT_THAT(world.broker.disconnects, ElementsAre(::testing::Gt(0)));
}

TEST(Publisher, SendsUpToThreeSecondsBeforeTheEnd) {
  PublisherWorld world;
  world.connect();
  world.commit(3);  // never answered
  world.publisher.finish(world.now);
  world.step();
  world.run(milliseconds{2900});
  EXPECT_THAT(world.broker.of("/state").back().message.payload, HasSubstr("online"));
  world.run(milliseconds{1200});
  EXPECT_THAT(world.broker.of("/state").back().message.payload, HasSubstr("offline"));
  EXPECT_TRUE(world.publisher.finished());
}

TEST(Publisher, SendsAtTheEndNoLongerThanWhatTheOthersLeftOfTheTime) {
  PublisherWorld world;
  world.connect();
  world.commit(3);  // never answered
  world.publisher.finish(world.now, milliseconds{500});
  world.step();
  world.run(milliseconds{400});
  EXPECT_THAT(world.broker.of("/state").back().message.payload, HasSubstr("online"));
  world.run(milliseconds{200});
  EXPECT_THAT(world.broker.of("/state").back().message.payload, HasSubstr("offline"));
}

TEST(Publisher, EndsAtOnceWithoutAConnection) {
  PublisherWorld world;
  world.commit(1);
  world.publisher.finish(world.now);
  world.step();
  EXPECT_TRUE(world.publisher.finished());
}

}  // namespace
}  // namespace effluent
