// SPDX-License-Identifier: Apache-2.0
#include "adapters/control/control_server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <future>
#include <string>

#include "support/temporary_folder.hpp"

namespace effluent {
namespace {

int connect_to(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
  const int peer = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(::connect(peer, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return peer;
}

TEST(ControlServer, StopEndsAConnectionThatNeverFallsSilent) {
  const TemporaryFolder folder;
  std::promise<void> asked;
  int requests = 0;
  auto server = ControlServer::listen(folder.path() / "control.sock", [&](const Peer&, std::string_view) {
    if (++requests == 1) asked.set_value();
    return std::string{"{}"};
  });
  ASSERT_TRUE(server) << server.error();
  auto served = std::async(std::launch::async, [&server] { server->serve(); });
  const int peer = connect_to(folder.path() / "control.sock");
  // Asks again with every answer, until the server hangs up.
  auto talked = std::async(std::launch::async, [peer] {
    char answer[16];
    int answers = 0;
    while (::send(peer, "{}\n", 3, MSG_NOSIGNAL) == 3 && ::recv(peer, answer, sizeof answer, 0) > 0)
      ++answers;
    return answers;
  });
  asked.get_future().wait();
  server->stop();
  EXPECT_EQ(served.wait_for(std::chrono::seconds{5}), std::future_status::ready) << "it serves for ever";
  ::shutdown(peer, SHUT_RDWR);  // without the mend: lets the test end
  EXPECT_GE(talked.get(), 1);
  ::close(peer);
}

}  // namespace
}  // namespace effluent
