// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"

namespace effluent {

/// A port of 127.0.0.1 on which nothing listens at the moment.
inline int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(descriptor, plain, size) == 0 && getsockname(descriptor, plain, &size) == 0;
  close(descriptor);
  if (!bound) throw std::runtime_error{"no free port"};
  return ntohs(address.sin_port);
}

/// A program started by the test; ended with the object.
class ChildProcess {
 public:
  /// `output`: file that takes stdout and stderr.
  ChildProcess(std::vector<std::string> command, const std::string& output) {
    child_ = fork();
    if (child_ < 0) throw std::runtime_error{"fork"};
    if (child_ > 0) return;
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, 1);
    dup2(file, 2);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { end(SIGKILL); }
  void signal(int number) const {
    if (child_ > 0) kill(child_, number);
  }
  void end(int number) {
    if (child_ <= 0) return;
    kill(child_, number);
    waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  pid_t child_ = -1;
};

/// True as soon as `holds` is; false after that long.
template <class Condition>
bool eventually(Condition&& holds, std::chrono::milliseconds most = std::chrono::seconds{15}) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

/// A real mosquitto on a free port of loopback with a configuration of its own.
class Mosquitto {
 public:
  /// `more`: further lines of its configuration, after the listener. `anonymous`: anybody may come.
  explicit Mosquitto(std::string more = {}, bool anonymous = true)
      : more_{std::move(more)}, anonymous_{anonymous}, port_{free_port()} {
    start();
  }

  void start() {
    std::ofstream{file("mosquitto.conf")} << "listener " << port_ << " 127.0.0.1\n"
                                          << "allow_anonymous " << (anonymous_ ? "true" : "false") << "\n"
                                          << "persistence false\nuser root\nlog_type all\n"
                                          << more_ << "\n";
    process_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"/usr/sbin/mosquitto", "-c", file("mosquitto.conf")}, file("mosquitto.log"));
    if (!eventually([this] { return answers(); }))
      throw std::runtime_error{"mosquitto does not start: " + log()};
  }
  void kill() { process_->end(SIGKILL); }
  /// Stopped, it keeps its connections and says nothing, like a network that swallows.
  void freeze() { process_->signal(SIGSTOP); }
  void thaw() { process_->signal(SIGCONT); }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string log() const { return text_of("mosquitto.log"); }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream stream{file(name)};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

 private:
  [[nodiscard]] bool answers() const {
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    const bool connected = connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(descriptor);
    return connected;
  }

  TemporaryFolder folder_;
  std::string more_;
  bool anonymous_;
  int port_;
  std::unique_ptr<ChildProcess> process_;
};

/// mosquitto_sub on all topics: a receiver that nobody here wrote. One line a message: `r topic payload`.
class MosquittoSub {
 public:
  explicit MosquittoSub(const Mosquitto& broker, std::string topic = "#")
      : broker_{broker},
        process_{{"/usr/bin/stdbuf", "-oL", "/usr/bin/mosquitto_sub", "-p", std::to_string(broker.port()),
                  "-h", "127.0.0.1", "-q", "1", "-t", std::move(topic), "-d", "-F", "%r %t %p"},
                 broker.file("received")} {
    if (!eventually([this] { return text().find("SUBACK") != std::string::npos; })) {
      throw std::runtime_error{"mosquitto_sub does not subscribe: " + text()};
    }
  }
  [[nodiscard]] std::string text() const { return broker_.text_of("received"); }
  [[nodiscard]] bool gets(const std::string& line) const {
    return eventually([&] { return text().find(line) != std::string::npos; });
  }

 private:
  const Mosquitto& broker_;
  ChildProcess process_;
};

}  // namespace effluent
