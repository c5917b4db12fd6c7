// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "publisher_world.hpp"

namespace effluent {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

std::string first_line(const ScriptedBroker::Published& published) {
  return published.message.payload.substr(0, published.message.payload.find(':'));
}

/// All messages joined; each is checked to be whole lines of at most 64 KiB.
std::string arrived(const PublisherWorld& world) {
  std::string all;
  for (const auto& published : world.journal()) {
    EXPECT_LE(published.message.payload.size(), 65'536U);
    EXPECT_EQ(published.message.payload.back(), '\n');
    all += published.message.payload;
  }
  return all;
}

std::string committed(const PublisherWorld& world) {
  std::string all;
  for (const auto& line : world.records.journal[0].second) all += line + "\n";
  return all;
}

/// After that pause, and not before, the line without a 0 goes again, alone; it is answered by that code.
void expect_again(PublisherWorld& world, milliseconds pause, int code) {
  const auto count = world.journal().size();
  world.run(pause - milliseconds{1});
  EXPECT_EQ(world.journal().size(), count) << pause.count();
  world.run(milliseconds{1});
  ASSERT_EQ(world.journal().size(), count + 1) << pause.count();
  EXPECT_EQ(first_line(world.journal().back()), "1");
  world.broker.answer(world.journal().back().token, code);
  world.answered = world.broker.published.size();
  world.step();
}

TEST(Lane, SendsAnEntryAtOnceWhereNothingWaits) {
  PublisherWorld world;
  world.connect();
  world.commit(1);
  ASSERT_EQ(world.journal().size(), 2U);
  EXPECT_EQ(world.journal()[1].message.topic, "effluent/1/lao-cai/gw/journal");
  EXPECT_EQ(world.journal()[1].message.payload, world.records.journal[0].second[1] + "\n");
  EXPECT_FALSE(world.journal()[1].message.retained);
}

TEST(Lane, SendsABacklogInFullMessagesOfWholeLines) {
  PublisherWorld world;
  world.commit(2000, 999);  // 1000 bytes a line with its newline: 65 fit 65,536
  world.broker.accept();
  world.step();
  world.answer_all();
  EXPECT_EQ(world.journal()[0].message.payload.size(), 65'000U);
  EXPECT_EQ(world.journal().size(), 31U);
  EXPECT_EQ(arrived(world), committed(world));
}

TEST(Lane, AMessageHoldsLinesOfOneEpoch) {
  PublisherWorld world;
  world.records.journal = {{"e0", {"a", "b"}}, {"e1", {"c"}}};
  world.step({world.head()});
  world.broker.accept();
  world.step();
  world.answer_all();
  ASSERT_EQ(world.journal().size(), 2U);
  EXPECT_EQ(world.journal()[0].message.payload, "a\nb\n");
  EXPECT_EQ(world.journal()[1].message.payload, "c\n");
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 1}));
}

TEST(Lane, HasAtMostEightMessagesUnanswered) {
  PublisherWorld world;
  world.connect();
  for (int i = 0; i < 20; ++i) world.commit(1);
  EXPECT_EQ(world.journal().size(), 1U + 8U);
}

TEST(Lane, KeepsUnansweredBytesNearASecondOfTheDrain) {
  PublisherWorld world;
  world.connect();
  world.commit(5000, 500);
  // A line of about 64 KiB a second: one full message a second, so no more than two are on their way.
  for (int i = 0; i < 20; ++i) {
    world.run(seconds{1});
    ASSERT_LT(world.answered, world.broker.published.size());
    world.broker.answer(world.broker.published[world.answered++].token);
    world.step();
  }
  EXPECT_LE(world.broker.published.size() - world.answered, 3U);
}

TEST(Lane, MovesTheCursorOnlyOverWhatIsAnsweredWithoutAHole) {
  PublisherWorld world;
  world.connect();
  world.moved.clear();
  world.commit(1);
  world.commit(1);
  world.commit(1);
  const auto sent = world.journal();
  ASSERT_EQ(sent.size(), 4U);
  world.broker.answer(sent[2].token);
  world.broker.answer(sent[3].token);
  world.step();
  EXPECT_TRUE(world.moved.empty());
  world.broker.answer(sent[1].token);
  world.step();
  ASSERT_FALSE(world.moved.empty());
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 4}));
}

TEST(Lane, WithoutSubscribersItWaitsSaysSoOnceAndTriesOneAtATime) {
  PublisherWorld world;
  world.connect();
  for (int i = 0; i < 3; ++i) world.commit(1);
  auto sent = world.journal();
  ASSERT_EQ(sent.size(), 4U);
  world.broker.answer(sent[1].token, 16);
  world.step();
  world.commit(1);  // nothing new goes out while others are unanswered
  EXPECT_EQ(world.journal().size(), 4U);
  world.broker.answer(sent[2].token, 0);  // behind the first without a 0: goes again
  world.broker.answer(sent[3].token, 16);
  world.step();
  for (const int pause : {1, 2, 4, 8, 16, 30, 30}) expect_again(world, seconds{pause}, 16);
  EXPECT_EQ(world.said_with("nobody subscribes"), 1);
  expect_again(world, seconds{30}, 0);
  world.answer_all();
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 5}));
  EXPECT_EQ(world.said_with("takes messages again"), 1);
}

TEST(Lane, AnyOtherCodeIsARefusalAndAnAlarm) {
  PublisherWorld world;
  world.connect();
  world.commit(1);
  world.broker.answer(world.journal().back().token, 135);
  world.step();
  ASSERT_EQ(world.said_with("refuses messages (reason code 135)"), 1);
  EXPECT_EQ(world.said.back().first, Level::alarm);
  world.run(seconds{1});
  EXPECT_EQ(first_line(world.journal().back()), "1");
}

TEST(Lane, GoesOnFromTheFirstLineWithoutAnAnswerAfterReconnecting) {
  PublisherWorld world;
  world.connect();
  for (int i = 0; i < 3; ++i) world.commit(1);
  const auto sent = world.journal();
  world.broker.answer(sent[1].token);
  world.broker.answer(sent[3].token);
  world.step();
  world.lose();
  world.run(seconds{2});
  world.broker.answer(sent[2].token);  // too late: it belongs to a connection that is gone
  world.broker.accept();
  world.step();
  EXPECT_EQ(first_line(world.journal().back()), "2");
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 2}));
}

TEST(Lane, KeepsWithinTheBrokersLimitOfAPacket) {
  PublisherWorld world;
  world.connect(2000);
  world.commit(100, 300);
  world.answer_all();
  for (const auto& published : world.journal()) {
    EXPECT_LE(published.message.payload.size() + published.message.topic.size() + 10, 2000U);
  }
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 101}));
}

TEST(Lane, SendsLessAtOnceWhereTheBrokerHangsUpUnderFullMessages) {
  PublisherWorld world;  // as mosquitto does on MQTT 3.1.1 with max_packet_size
  world.connect();
  world.commit(2000, 500);
  for (int attempt = 0; attempt < 20 && world.publisher.status().journal.next < 2001; ++attempt) {
    while (!world.broker.of("/journal").empty() && world.answered < world.broker.published.size()) {
      const auto& published = world.broker.published[world.answered++];
      if (published.message.payload.size() > 10'000) {
        world.lose();
        world.answered = world.broker.published.size();
        world.run(seconds{2});
        world.broker.accept();
      } else {
        world.broker.answer(published.token);
      }
      world.step();
    }
  }
  EXPECT_EQ(world.publisher.status().journal, (Position{"e1", 2001}));
}

TEST(Lane, AMessageThatCantBeHandedOverIsTriedAgainAndSaidOnce) {
  PublisherWorld world;
  world.connect();
  world.commit(1);
  for (int i = 0; i < 3; ++i) {
    world.broker.not_sent(world.journal().back().token,
                          "a packet of 300 bytes is more than the broker takes (200)");
    world.step();
    world.run(seconds{5});
  }
  EXPECT_EQ(world.said_with("more than the broker takes"), 1);
  EXPECT_GE(world.journal().size(), 4U);
  EXPECT_EQ(world.moved.back().position, (Position{"e1", 1}));
}

TEST(Lane, AStoreThatCantBeReadIsSaidOnceAndReadAgain) {
  PublisherWorld world;
  world.connect();
  world.records.failure = StoreError{10, "disk I/O error"};
  world.commit(1);
  world.run(seconds{5});
  EXPECT_EQ(world.said_with("disk I/O error"), 1);
  world.records.failure.reset();
  world.run(seconds{1});
  EXPECT_EQ(world.journal().size(), 2U);
}

TEST(Lane, ReadingsHaveTheirOwnCursor) {
  PublisherWorld world{true};
  world.records.readings = {{"e1", {"b0", "b1"}}};
  world.connect();
  ASSERT_EQ(world.broker.of("/readings").size(), 1U);
  EXPECT_EQ(world.broker.of("/readings")[0].message.payload, "b0\nb1\n");
  EXPECT_EQ(world.publisher.status().readings, (Position{"e1", 2}));
  EXPECT_EQ(world.publisher.status().blocks_acknowledged, 2);
}

TEST(Lane, UnderMeansTheCursorOfReadingsFollowsWithoutSending) {
  PublisherWorld world;
  world.records.readings = {{"e1", {"b0", "b1"}}};
  world.connect();
  EXPECT_TRUE(world.broker.of("/readings").empty());
  EXPECT_EQ(world.publisher.status().readings, (Position{"e1", 2}));
}

TEST(Lane, DoesNotReadTheStoreWhereNothingIsNew) {
  PublisherWorld world;
  world.connect();
  const int reads = world.records.reads;
  world.run(seconds{300});
  EXPECT_LE(world.records.reads, reads + 1);
}

}  // namespace
}  // namespace effluent
