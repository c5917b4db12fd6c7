// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/libmodbus_tcp_link.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <functional>
#include <iostream>
#include <thread>

#include "adapters/modbus/local_server.hpp"
#include "adapters/system/system_clock.hpp"
#include "core/profile/profile.hpp"
#include "support/registers.hpp"
#include "work/poller/poller.hpp"

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Outcome = Link::Outcome;
using std::chrono::seconds;

/// Far more than anything here takes on a busy machine, far less than for ever.
constexpr milliseconds kPatient{10'000};

class LibmodbusTcpLinkTest : public testing::Test {
 protected:
  [[nodiscard]] Monotonic in(milliseconds time) const { return clock_.monotonic() + time; }
  Bytes receive(LibmodbusTcpLink& link, Outcome expected = Outcome::ok) {
    std::array<std::uint8_t, 64> buffer{};
    std::size_t received = 0;
    EXPECT_EQ(link.receive(buffer, received, in(kPatient)), expected);
    return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(received)};
  }
  /// How long `what` takes.
  [[nodiscard]] milliseconds taken(const std::function<void()>& what) const {
    const Monotonic before = clock_.monotonic();
    what();
    return std::chrono::floor<milliseconds>(clock_.monotonic() - before);
  }

  SystemClock clock_;
};

TEST_F(LibmodbusTcpLinkTest, CarriesBytesAsTheyAreBothWays) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  EXPECT_FALSE(link.is_open());
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  EXPECT_TRUE(link.is_open());
  InstrumentEnd peer = server.accept();
  const Bytes bytes{0, 255, 13, 10, 0x83, 0};
  EXPECT_EQ(link.send(bytes), Outcome::ok);
  EXPECT_EQ(peer.read(bytes.size()), bytes);
  peer.write(bytes);
  EXPECT_EQ(receive(link), bytes);
}

TEST_F(LibmodbusTcpLinkTest, OpensNothingBeforeItIsAsked) {
  LibmodbusTcpLink link{"127.0.0.1", LocalServer{}.port()};
  std::array<std::uint8_t, 8> buffer{};
  std::size_t received = 1;
  EXPECT_EQ(link.send(Bytes{1}), Outcome::lost);
  EXPECT_EQ(link.receive(buffer, received, in(kPatient)), Outcome::lost);
  EXPECT_EQ(received, 0U);
}

TEST_F(LibmodbusTcpLinkTest, ARefusedConnectionIsLostAtOnce) {
  const LocalServer nobody{-1};
  LibmodbusTcpLink link{"127.0.0.1", nobody.port()};
  EXPECT_LT(taken([&] { EXPECT_EQ(link.open(seconds{60}), Outcome::lost); }), kPatient);
  EXPECT_FALSE(link.is_open());
}

TEST_F(LibmodbusTcpLinkTest, AHostThatSwallowsEverythingCostsTheTimeoutAndNoMore) {
  LocalServer server{0};
  if (!server.swallow()) {
    std::cout << "this kernel answers connections beyond the backlog\n";
    GTEST_SKIP() << "this kernel answers connections beyond the backlog";
  }
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  const auto took = taken([&] { EXPECT_EQ(link.open(milliseconds{300}), Outcome::timeout); });
  EXPECT_GE(took, milliseconds{300});
  EXPECT_LT(took, kPatient);
  EXPECT_FALSE(link.is_open());
}

TEST_F(LibmodbusTcpLinkTest, ANameIsLookedUp) {
  LocalServer server;
  LibmodbusTcpLink link{"localhost", server.port()};  // ::1, too, where nobody listens
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  InstrumentEnd peer = server.accept();
  peer.write({7});
  EXPECT_EQ(receive(link), Bytes{7});
}

TEST_F(LibmodbusTcpLinkTest, ANameThatNobodyKnowsFailsWithinTheTimeout) {
  LibmodbusTcpLink link{"no-such-host.invalid", 502};
  EXPECT_LT(taken([&] { EXPECT_NE(link.open(milliseconds{500}), Outcome::ok); }), kPatient);
  EXPECT_FALSE(link.is_open());
}

TEST_F(LibmodbusTcpLinkTest, ReceivingUntilAMomentThatHasPassedLooksOnce) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  InstrumentEnd peer = server.accept();
  std::array<std::uint8_t, 8> buffer{};
  std::size_t received = 1;
  EXPECT_EQ(link.receive(buffer, received, in(-seconds{1})), Outcome::timeout);
  EXPECT_EQ(received, 0U);
  peer.write({1, 2});
  for (const Monotonic deadline = in(kPatient); received == 0 && clock_.monotonic() < deadline;)
    EXPECT_NE(link.receive(buffer, received, in(-seconds{1})), Outcome::lost);
  EXPECT_GE(received, 1U);
}

TEST_F(LibmodbusTcpLinkTest, SilenceIsATimeoutNotBeforeItsTime) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  const InstrumentEnd peer = server.accept();
  std::array<std::uint8_t, 8> buffer{};
  std::size_t received = 0;
  const Monotonic until = in(milliseconds{50});
  EXPECT_EQ(link.receive(buffer, received, until), Outcome::timeout);
  EXPECT_GE(clock_.monotonic(), until);
  EXPECT_TRUE(link.is_open());
}

TEST_F(LibmodbusTcpLinkTest, WhatCameBeforeTheEndIsDeliveredThenTheLinkIsLost) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  {
    InstrumentEnd peer = server.accept();
    peer.write({1, 2, 3});
  }
  EXPECT_EQ(receive(link), (Bytes{1, 2, 3}));
  EXPECT_TRUE(receive(link, Outcome::lost).empty());
}

TEST_F(LibmodbusTcpLinkTest, AResetIsALostLinkAndNoSignal) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  server.accept().reset();
  EXPECT_TRUE(receive(link, Outcome::lost).empty());
  EXPECT_EQ(link.send(Bytes{1}), Outcome::lost);
}

TEST_F(LibmodbusTcpLinkTest, OpeningAgainAndClosingEndTheConnectionBefore) {
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  InstrumentEnd first = server.accept();
  first.write({1});  // belongs to nobody any more
  ASSERT_EQ(link.open(kPatient), Outcome::ok);
  EXPECT_TRUE(first.is_closed() || first.read(1).empty());
  InstrumentEnd second = server.accept();
  second.write({2});
  EXPECT_EQ(receive(link), Bytes{2});
  link.close();
  EXPECT_FALSE(link.is_open());
  EXPECT_TRUE(second.is_closed());
}

// libmodbus' select(2) would write behind its set.
TEST_F(LibmodbusTcpLinkTest, WithDescriptorsBeyond1024ItOpensNothing) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit before = limit;
  if (limit.rlim_max < 1200) {
    std::cout << "no more than " << limit.rlim_max << " descriptors allowed here\n";
    GTEST_SKIP() << "too few descriptors allowed here";
  }
  limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, 1200);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  LocalServer server;
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  {
    std::vector<Descriptor> many;
    while (many.empty() || (many.back().get() >= 0 && many.back().get() < 1100))
      many.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_EQ(link.open(kPatient), Outcome::lost);
  }
  EXPECT_EQ(link.open(kPatient), Outcome::ok);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/// `ask` over real sockets, against an instrument that does this with the question.
class AskOverTcp : public LibmodbusTcpLinkTest {
 protected:
  std::vector<Answer> ask_two(milliseconds timeout, const std::function<void(InstrumentEnd&)>& instrument) {
    LocalServer server;
    LibmodbusTcpLink link{"127.0.0.1", server.port()};
    std::thread other{[&] {
      InstrumentEnd peer = server.accept();
      instrument(peer);
    }};
    auto answers = ask(link, clock_, 7, {{3, 0, 1}, {4, 9, 1}}, timeout, 0x1234);
    other.join();
    return answers;
  }
  static std::vector<Failure> failures(const std::vector<Answer>& answers) {
    std::vector<Failure> found;
    found.reserve(answers.size());
    for (const Answer& answer : answers) found.push_back(answer.failure);
    return found;
  }
};

TEST_F(AskOverTcp, TwoQuestionsAreAnsweredOnOneConnection) {
  Bytes first;
  Bytes second;
  const auto answers = ask_two(kPatient, [&](InstrumentEnd& peer) {
    first = peer.read(12);
    peer.write({0x12, 0x34, 0, 0, 0, 5, 7, 3, 2, 1, 2});
    second = peer.read(12);
    peer.write({0x12, 0x35, 0, 0, 0, 5, 7, 4, 2, 3, 4});
  });
  EXPECT_EQ(first, (Bytes{0x12, 0x34, 0, 0, 0, 6, 7, 3, 0, 0, 0, 1}));
  EXPECT_EQ(second, (Bytes{0x12, 0x35, 0, 0, 0, 6, 7, 4, 0, 9, 0, 1}));
  EXPECT_EQ(failures(answers), (std::vector{Failure::none, Failure::none}));
  EXPECT_EQ(answers.at(1).data, (Bytes{3, 4}));
}

TEST_F(AskOverTcp, AnInstrumentThatClosesInMidReplyIsALostLink) {
  const auto answers = ask_two(kPatient, [](InstrumentEnd& peer) {
    static_cast<void>(peer.read(12));
    peer.write({0x12, 0x34, 0, 0, 0, 5, 7, 3, 2, 1});
  });
  EXPECT_EQ(failures(answers), (std::vector{Failure::link_lost, Failure::link_lost}));
  EXPECT_TRUE(answers.at(0).data.empty());
}

TEST_F(AskOverTcp, AnInstrumentThatResetsAfterItsAnswerIsLostForTheRest) {
  const auto answers = ask_two(kPatient, [](InstrumentEnd& peer) {
    static_cast<void>(peer.read(12));
    peer.write({0x12, 0x34, 0, 0, 0, 5, 7, 3, 2, 1, 2});
    static_cast<void>(peer.read(12));
    peer.reset();
  });
  EXPECT_EQ(failures(answers), (std::vector{Failure::none, Failure::link_lost}));
}

TEST_F(AskOverTcp, AnInstrumentThatSaysNothingIsATimeout) {
  std::atomic<bool> asked_again{false};
  const auto answers = ask_two(milliseconds{100}, [&](InstrumentEnd& peer) {
    static_cast<void>(peer.read(12));
    asked_again = !peer.is_closed();
  });
  EXPECT_EQ(failures(answers), (std::vector{Failure::timeout, Failure::timeout}));
  EXPECT_FALSE(asked_again);
}

TEST_F(AskOverTcp, AnswersByteByByteAreWhole) {
  const auto answers = ask_two(kPatient, [](InstrumentEnd& peer) {
    static_cast<void>(peer.read(12));
    for (const std::uint8_t byte : Bytes{0x12, 0x34, 0, 0, 0, 5, 7, 3, 2, 1, 2}) peer.write({byte});
    static_cast<void>(peer.read(12));
    for (const std::uint8_t byte : Bytes{0x12, 0x35, 0, 0, 0, 3, 7, 0x84, 2}) peer.write({byte});
  });
  EXPECT_EQ(failures(answers), (std::vector{Failure::none, Failure::exception}));
}

// The whole time-out would be a minute: the stop gives it three seconds.
TEST_F(LibmodbusTcpLinkTest, AStopEndsAPollThatWaitsForAnAnswer) {
  LocalServer server;
  Site site;
  site.buses.resize(1);
  site.buses[0].timeout = seconds{60};
  site.plants.resize(1);
  site.plants[0].points.resize(1);
  auto profile = std::make_shared<Profile>();
  profile->registers = {make_register(ValueType::u16)};
  site.devices.resize(1);
  site.devices[0].profile = profile;
  site.devices[0].channels = {{0, 0, std::nullopt}};  // polled back to back
  LibmodbusTcpLink link{"127.0.0.1", server.port()};
  std::size_t recorded = 0;
  Poller poller{site,
                0,
                link,
                clock_,
                [&](const Poll&) { return ++recorded != 0; },
                [] { return std::uint16_t{1}; },
                clock_.wall()};
  std::thread bus{[&] {
    while (!poller.stopped()) static_cast<void>(poller.step());
    static_cast<void>(poller.step());
  }};
  InstrumentEnd peer = server.accept();
  EXPECT_EQ(peer.read(12).size(), 12U);
  const auto took = taken([&] {
    poller.request_stop();
    bus.join();
  });
  EXPECT_GE(took, seconds{3});
  EXPECT_LT(took, kPatient);
  EXPECT_EQ(recorded, 0U);
  EXPECT_FALSE(link.is_open());
}

}  // namespace
}  // namespace effluent
