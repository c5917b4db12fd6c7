// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <thread>

#include "adapters/control/control_client.hpp"
#include "adapters/control/control_server.hpp"
#include "support/temporary_folder.hpp"

namespace effluent {
namespace {

using testing::HasSubstr;
using std::chrono_literals::operator""ms;

/// The gateway's socket, served by a thread of its own.
class Control : public testing::Test {
 protected:
  void serve(ControlServer::Handler handler) {
    auto server = ControlServer::listen(path, std::move(handler));
    ASSERT_TRUE(server) << server.error();
    server_ = std::make_unique<ControlServer>(std::move(*server));
    thread_ = std::thread{[this] { server_->serve(); }};
  }
  ~Control() override {
    if (!server_) return;
    server_->stop();
    thread_.join();
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "control.sock";

 private:
  std::unique_ptr<ControlServer> server_;
  std::thread thread_;
};

/// A gateway that does not do its work: it listens, and treats its first peer as told.
class BadGateway {
 public:
  BadGateway(const std::filesystem::path& path, int backlog, std::function<void(int)> treat = {})
      : listener_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(static_cast<char*>(address.sun_path), path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, backlog), 0);
    if (!treat) return;
    thread_ = std::thread{[this, treat = std::move(treat)] {
      const int peer = ::accept(listener_, nullptr, nullptr);
      treat(peer);
      ::close(peer);
    }};
  }
  BadGateway(const BadGateway&) = delete;
  BadGateway& operator=(const BadGateway&) = delete;
  ~BadGateway() {
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
  }

 private:
  int listener_;
  std::thread thread_;
};

void take_request(int peer) {
  char byte = 0;
  while (byte != '\n' && ::recv(peer, &byte, 1, 0) == 1) {
  }
}

TEST_F(Control, AnswersARequestLineAndKnowsWhoAsks) {
  std::atomic<uid_t> asked_by{0xFFFF};
  serve([&asked_by](const Peer& peer, std::string_view request) {
    asked_by = peer.user;
    return "you said " + std::string{request};
  });
  EXPECT_EQ(ask_gateway(path, "status"), "you said status");
  EXPECT_EQ(ask_gateway(path, ""), "you said ");
  EXPECT_EQ(asked_by, ::getuid());
}

TEST_F(Control, AnswersTheNextOneAfterAPeerThatSendsNoEndOfLine) {
  serve([](const Peer&, std::string_view) { return std::string{"here"}; });
  const auto endless = ask_gateway(path, std::string(200'000, 'x'));
  EXPECT_FALSE(endless);
  EXPECT_EQ(ask_gateway(path, "status"), "here");
}

TEST_F(Control, IsOpenToUserAndGroupOnly) {
  serve([](const Peer&, std::string_view) { return std::string{}; });
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0660U);
}

TEST_F(Control, ReplacesTheSocketOfADeadProcess) {
  { const BadGateway dead{path, 1}; }
  ASSERT_THAT(ask_gateway(path, "status").error(), HasSubstr("no gateway is running there"));
  serve([](const Peer&, std::string_view) { return std::string{"alive"}; });
  EXPECT_EQ(ask_gateway(path, "status"), "alive");
}

TEST_F(Control, SaysThatNobodyListens) {
  EXPECT_THAT(ask_gateway(path, "status").error(), HasSubstr("start it with: effluent run"));
}

TEST_F(Control, GivesUpOnAGatewayThatTakesNoConnection) {
  const BadGateway stands_still{path, 0};
  // The first connection fills the queue, the second would wait for ever to enter it.
  EXPECT_THAT(ask_gateway(path, "status", 50ms).error(), HasSubstr("no answer within"));
  EXPECT_THAT(ask_gateway(path, "status", 50ms).error(), HasSubstr("no answer within"));
}

TEST_F(Control, GivesUpOnAnAnswerThatNeverEnds) {
  const BadGateway endless{path, 1, [](int peer) {
                             take_request(peer);
                             while (::send(peer, "x", 1, MSG_NOSIGNAL) == 1) {
                             }
                           }};
  EXPECT_THAT(ask_gateway(path, "status", 100ms).error(), HasSubstr("no answer within"));
}

TEST_F(Control, SaysThatTheGatewayClosedInsteadOfAnswering) {
  const BadGateway closes{path, 1, take_request};
  EXPECT_THAT(ask_gateway(path, "status").error(), HasSubstr("closed the control socket"));
}

}  // namespace
}  // namespace effluent
