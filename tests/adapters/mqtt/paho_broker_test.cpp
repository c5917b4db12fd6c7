// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/paho_broker.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>

#include "support/mosquitto.hpp"

namespace effluent {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

/// Takes a door's events and keeps them.
class Client {
 public:
  explicit Client(PahoSettings settings) : broker{std::move(settings), [this] { ++woken; }} {}

  template <class Kind>
  const Kind* find() {
    for (auto& event : broker.take_events()) events.push_back(event);
    for (const auto& event : events) {
      if (const auto* found = std::get_if<Kind>(&event)) return found;
    }
    return nullptr;
  }
  template <class Kind>
  const Kind* wait(milliseconds most = seconds{15}) {
    const Kind* found = nullptr;
    eventually([&] { return (found = find<Kind>()) != nullptr; }, most);
    return found;
  }
  std::optional<int> answer_to(Broker::Token token) {
    std::optional<int> code;
    eventually([&] {
      find<Broker::Acknowledged>();
      for (const auto& event : events) {
        const auto* answer = std::get_if<Broker::Acknowledged>(&event);
        if (answer != nullptr && answer->token == token) code = answer->reason_code;
      }
      return code.has_value();
    });
    return code;
  }
  [[nodiscard]] bool connect_within(milliseconds most) {
    events.clear();
    broker.connect({"t/state", "offline", true});
    return wait<Broker::Connected>(most) != nullptr;
  }
  [[nodiscard]] bool connect() { return connect_within(seconds{15}); }

  std::atomic<int> woken{0};
  std::vector<Broker::Event> events;
  PahoBroker broker;
};

PahoSettings settings_for(const Mosquitto& mosquitto, bool mqtt5 = true) {
  PahoSettings settings;
  settings.host = "127.0.0.1";
  settings.port = mosquitto.port();
  settings.mqtt5 = mqtt5;
  settings.client_id = "gw-1";
  return settings;
}

class PahoBrokerOfVersion : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Mqtt, PahoBrokerOfVersion, ::testing::Values(true, false),
                         [](const auto& version) { return version.param ? "5" : "311"; });

TEST_P(PahoBrokerOfVersion, DeliversToAnIndependentReceiver) {
  const Mosquitto mosquitto;
  const MosquittoSub receiver{mosquitto};
  Client client{settings_for(mosquitto, GetParam())};
  ASSERT_TRUE(client.connect());
  const auto token = client.broker.publish({"t/journal", "{\"a\":\"Nước\"}\n", false});
  EXPECT_EQ(client.answer_to(token), 0);
  EXPECT_TRUE(receiver.gets("0 t/journal {\"a\":\"Nước\"}")) << receiver.text();
  EXPECT_GT(client.woken, 1);
}

TEST_P(PahoBrokerOfVersion, RetainsWhereAsked) {
  const Mosquitto mosquitto;
  Client client{settings_for(mosquitto, GetParam())};
  ASSERT_TRUE(client.connect());
  client.answer_to(client.broker.publish({"t/live", "l", true}));
  client.answer_to(client.broker.publish({"t/journal", "j", false}));
  const MosquittoSub late{mosquitto};
  EXPECT_TRUE(late.gets("1 t/live l"));
  EXPECT_EQ(late.text().find("t/journal"), std::string::npos);
}

TEST(PahoBroker, TheWillSpeaksWhereTheConnectionIsDropped) {
  const Mosquitto mosquitto;
  const MosquittoSub receiver{mosquitto};
  Client client{settings_for(mosquitto)};
  ASSERT_TRUE(client.connect());
  client.broker.disconnect(0);
  EXPECT_TRUE(receiver.gets("t/state offline")) << mosquitto.log();
}

TEST_P(PahoBrokerOfVersion, ACleanDisconnectSendsWhatWasPublishedAndNoWill) {
  const Mosquitto mosquitto;
  const MosquittoSub receiver{mosquitto};
  {
    Client client{settings_for(mosquitto, GetParam())};
    ASSERT_TRUE(client.connect());
    client.broker.publish({"t/last", "word", true});
    client.broker.disconnect(500);
  }
  EXPECT_TRUE(receiver.gets("t/last word"));
  EXPECT_EQ(receiver.text().find("t/state offline"), std::string::npos);
}

/// The broker dies under full messages; the loss is seen, and so is that nobody is there.
void expect_death_to_be_seen(Client& client, Mosquitto& mosquitto) {
  ASSERT_TRUE(client.connect());
  for (int i = 0; i < 20; ++i) client.broker.publish({"t/journal", std::string(60'000, 'x'), false});
  mosquitto.kill();
  ASSERT_NE(client.wait<Broker::Lost>(), nullptr);
  client.events.clear();
  client.broker.connect({"t/state", "offline", true});
  const auto* failed = client.wait<Broker::Failed>();
  ASSERT_NE(failed, nullptr);
  EXPECT_FALSE(failed->reason_code);
  EXPECT_THAT(failed->text, HasSubstr("127.0.0.1:" + std::to_string(mosquitto.port()) + " can't be reached"));
}

TEST_P(PahoBrokerOfVersion, SeesTheBrokerDieAndComesBackOnTheSamePort) {
  Mosquitto mosquitto;
  Client client{settings_for(mosquitto, GetParam())};
  for (int round = 0; round < 3; ++round) {
    expect_death_to_be_seen(client, mosquitto);
    mosquitto.start();
  }
  ASSERT_TRUE(client.connect());
  EXPECT_TRUE(client.answer_to(client.broker.publish({"t/live", "back", true})));
}

TEST_P(PahoBrokerOfVersion, ManyMessagesAreEachAnsweredOnce) {
  const Mosquitto mosquitto{"max_inflight_messages 20\nmax_queued_messages 0"};
  const MosquittoSub receiver{mosquitto, "t/journal"};
  Client client{settings_for(mosquitto, GetParam())};
  ASSERT_TRUE(client.connect());
  for (int i = 0; i < 500; ++i) client.broker.publish({"t/journal", std::to_string(i), false});
  const auto answers = [&client] {
    client.find<Broker::Lost>();
    return std::count_if(client.events.begin(), client.events.end(), [](const Broker::Event& event) {
      return std::holds_alternative<Broker::Acknowledged>(event);
    });
  };
  EXPECT_TRUE(eventually([&] { return answers() >= 500; }));
  EXPECT_EQ(answers(), 500);
  EXPECT_TRUE(receiver.gets(" 499\n"));
}

TEST(PahoBroker, SaysThatNobodySubscribes) {
  const Mosquitto mosquitto;
  Client client{settings_for(mosquitto)};
  ASSERT_TRUE(client.connect());
  EXPECT_EQ(client.answer_to(client.broker.publish({"t/journal", "j", false})), 16);
}

TEST(PahoBroker, On311EveryAnswerIsAZero) {
  const Mosquitto mosquitto;
  Client client{settings_for(mosquitto, false)};
  ASSERT_TRUE(client.connect());
  EXPECT_EQ(client.answer_to(client.broker.publish({"t/journal", "j", false})), 0);
}

/// A mosquitto with one user and rules of access.
struct Guarded {
  Guarded() {
    std::ofstream{password} << "right\n";
    std::ofstream{wrong} << "wrong\n";
    std::ofstream{users} << "gw:right\n";
    ChildProcess hash{{"/usr/bin/mosquitto_passwd", "-U", users.string()},
                      (home.path() / "passwd.log").string()};
    eventually([this] {
      std::ifstream stream{users};
      std::string line;
      std::getline(stream, line);
      return line.find("$7$") != std::string::npos || line.find("$6$") != std::string::npos;
    });
    std::ofstream{rules} << "user gw\ntopic write t/state\ntopic write t/open\n";
    mosquitto = std::make_unique<Mosquitto>(
        "password_file " + users.string() + "\nacl_file " + rules.string(), false);
  }
  [[nodiscard]] PahoSettings settings(bool mqtt5, bool right) const {
    auto settings = settings_for(*mosquitto, mqtt5);
    settings.user = "gw";
    settings.password_file = right ? password : wrong;
    return settings;
  }
  TemporaryFolder home;
  std::filesystem::path users = home.path() / "users";
  std::filesystem::path rules = home.path() / "rules";
  std::filesystem::path password = home.path() / "password";
  std::filesystem::path wrong = home.path() / "wrong";
  std::unique_ptr<Mosquitto> mosquitto;
};

TEST_P(PahoBrokerOfVersion, TheRightPasswordOpensAndAWrongOneGivesItsCode) {
  const Guarded guarded;
  EXPECT_TRUE(Client{guarded.settings(GetParam(), true)}.connect());
  Client wrong{guarded.settings(GetParam(), false)};
  wrong.broker.connect({"t/state", "offline", true});
  const auto* failed = wrong.wait<Broker::Failed>();
  ASSERT_NE(failed, nullptr);
  ASSERT_TRUE(failed->reason_code);
  EXPECT_THAT(*failed->reason_code, GetParam() ? ::testing::AnyOf(134, 135) : ::testing::AnyOf(4, 5));
  EXPECT_THAT(failed->text, HasSubstr("password_file"));
}

TEST(PahoBroker, ARefusalByTheBrokersRulesHasItsCode) {
  const Guarded guarded;
  Client client{guarded.settings(true, true)};
  ASSERT_TRUE(client.connect());
  EXPECT_EQ(client.answer_to(client.broker.publish({"t/secret", "s", false})), 135);
  EXPECT_EQ(client.answer_to(client.broker.publish({"t/open", "o", false})), 16);
}

TEST(PahoBroker, AMissingPasswordFileIsSaidByName) {
  const Mosquitto mosquitto;
  auto settings = settings_for(mosquitto);
  settings.password_file = "/nowhere/password";
  Client client{settings};
  client.broker.connect({"t/state", "offline", true});
  const auto* failed = client.wait<Broker::Failed>();
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->text, HasSubstr("/nowhere/password"));
}

TEST(PahoBroker, KnowsTheBrokersLimitOfAPacketAndNeverPassesIt) {
  const Mosquitto mosquitto{"max_packet_size 2000"};
  const MosquittoSub receiver{mosquitto};
  Client client{settings_for(mosquitto)};
  ASSERT_TRUE(client.connect());
  EXPECT_EQ(client.wait<Broker::Connected>()->most_packet, 2000U);
  const auto large = client.broker.publish({"t/journal", std::string(3000, 'x'), false});
  const auto* failure = client.wait<Broker::NotSent>();
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->token, large);
  EXPECT_THAT(failure->text, HasSubstr("more than the broker takes (2000)"));
  EXPECT_EQ(client.answer_to(client.broker.publish({"t/journal", std::string(1980, 'x'), false})), 0);
  EXPECT_EQ(client.find<Broker::Lost>(), nullptr);
}

TEST(PahoBroker, APublishWithoutAConnectionIsSaidNotSent) {
  const Mosquitto mosquitto;
  Client client{settings_for(mosquitto)};
  const auto token = client.broker.publish({"t/live", "l", true});
  const auto* failure = client.wait<Broker::NotSent>();
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->token, token);
}

TEST(PahoBroker, EndsInTimeUnderAFrozenBrokerWithMessagesWaiting) {
  Mosquitto mosquitto;
  const auto begin = std::chrono::steady_clock::now();
  {
    Client client{settings_for(mosquitto)};
    ASSERT_TRUE(client.connect());
    mosquitto.freeze();
    for (int i = 0; i < 200; ++i) client.broker.publish({"t/journal", std::string(60'000, 'x'), false});
    client.broker.disconnect(500);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds{8});
  mosquitto.thaw();
}

/// A TCP connection to that port of loopback stands (the kernel answers for a frozen program).
bool is_connected_to(int port) {
  std::array<char, 32> wanted{};
  std::snprintf(wanted.data(), wanted.size(), " 0100007F:%04X 01 ", static_cast<unsigned>(port));
  std::ifstream table{"/proc/net/tcp"};
  const std::string text{std::istreambuf_iterator<char>{table}, {}};
  return text.find(wanted.data()) != std::string::npos;
}

TEST(PahoBroker, EndsInTimeInTheMiddleOfAnAttempt) {
  Mosquitto mosquitto;
  mosquitto.freeze();
  const auto begin = std::chrono::steady_clock::now();
  {
    Client client{settings_for(mosquitto)};
    client.broker.connect({"t/state", "offline", true});
    ASSERT_TRUE(eventually([&mosquitto] { return is_connected_to(mosquitto.port()); }));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds{5});
  mosquitto.thaw();
}

/// Paho's clients share state: two that overlapped in an attempt have ended the process.
TEST(PahoBroker, BeginsNoAttemptBeforeAnAbandonedOneHasEnded) {
  Mosquitto mosquitto;
  mosquitto.freeze();
  Client client{settings_for(mosquitto)};
  client.broker.connect({"t/state", "offline", true});
  ASSERT_TRUE(eventually([&mosquitto] { return is_connected_to(mosquitto.port()); }));
  client.broker.connect({"t/state", "offline", true});
  const auto* failed = client.wait<Broker::Failed>();
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->text, HasSubstr("has not ended"));
  mosquitto.thaw();
  EXPECT_TRUE(eventually([&client] { return client.connect_within(milliseconds{500}); }, seconds{20}));
}

TEST(PahoBroker, DropsAStandingConnectionForANewOne) {
  const Mosquitto mosquitto;
  Client client{settings_for(mosquitto)};
  ASSERT_TRUE(client.connect());
  ASSERT_TRUE(client.connect());
  EXPECT_TRUE(client.answer_to(client.broker.publish({"t/live", "l", true})));
  EXPECT_EQ(client.find<Broker::Lost>(), nullptr);
}

}  // namespace
}  // namespace effluent
