// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "adapters/mqtt/paho_broker.hpp"
#include "support/mosquitto.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;

/// Authorities, a server's and a client's certificate, made anew by openssl(1).
class TlsBroker : public ::testing::Test {
 protected:
  void SetUp() override {
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca");
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem -days 2 -subj /CN=other");
    make("server", "subjectAltName=DNS:localhost");
    make("stranger", "subjectAltName=DNS:broker.example");
    make("client", "subjectAltName=DNS:gw");
  }
  void run(const std::string& command) const {
    const auto whole = "cd " + folder_.path().string() + " && " + command + " >>openssl.log 2>&1";
    ASSERT_EQ(std::system(whole.c_str()), 0) << command;
  }
  void make(const std::string& name, const std::string& extension) const {
    std::ofstream{folder_.path() / (name + ".ext")} << extension << "\n";
    run("openssl req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name +
        ".csr -subj /CN=" + name);
    run("openssl x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out " +
        name + ".pem -extfile " + name + ".ext");
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] std::string listener(const std::string& certificate) const {
    return "cafile " + file("ca.pem") + "\ncertfile " + file(certificate + ".pem") + "\nkeyfile " +
           file(certificate + ".key") + "\nrequire_certificate true";
  }
  [[nodiscard]] PahoSettings settings(const Mosquitto& mosquitto) const {
    PahoSettings settings;
    settings.host = "localhost";
    settings.port = mosquitto.port();
    settings.tls = true;
    settings.client_id = "gw";
    settings.ca_file = file("ca.pem");
    settings.certificate_file = file("client.pem");
    settings.key_file = file("client.key");
    return settings;
  }
  /// The end of one attempt: Connected, or Failed.
  [[nodiscard]] static Broker::Event attempt(const PahoSettings& settings) {
    PahoBroker broker{settings, nullptr};
    broker.connect({"t/state", "offline", true});
    std::vector<Broker::Event> events;
    eventually([&] { return !(events = broker.take_events()).empty(); }, std::chrono::seconds{20});
    return events.empty() ? Broker::Event{Broker::Failed{std::nullopt, "nothing came"}} : events.front();
  }
  static void expect_failure(const Broker::Event& event, const std::string& part) {
    const auto* failed = std::get_if<Broker::Failed>(&event);
    ASSERT_NE(failed, nullptr);
    EXPECT_THAT(failed->text, HasSubstr(part));
  }
  TemporaryFolder folder_;
};

TEST_F(TlsBroker, OpensWithTheRightAuthorityAndCertificate) {
  const Mosquitto mosquitto{listener("server")};
  const auto event = attempt(settings(mosquitto));
  EXPECT_TRUE(std::holds_alternative<Broker::Connected>(event)) << mosquitto.log();
}

TEST_F(TlsBroker, RefusesABrokerOfAnotherAuthority) {
  const Mosquitto mosquitto{listener("server")};
  auto settings = this->settings(mosquitto);
  settings.ca_file = file("other.pem");
  expect_failure(attempt(settings), "no TLS connection: certificate verify failed; check ca_file");
}

TEST_F(TlsBroker, RefusesABrokerOfAnotherName) {
  const Mosquitto mosquitto{listener("stranger")};
  expect_failure(attempt(settings(mosquitto)), "can't be reached");
}

TEST_F(TlsBroker, FailsWithoutTheCertificateThatTheBrokerWants) {
  const Mosquitto mosquitto{listener("server")};
  auto settings = this->settings(mosquitto);
  settings.certificate_file.clear();
  settings.key_file.clear();
  const auto event = attempt(settings);
  EXPECT_FALSE(std::holds_alternative<Broker::Connected>(event));
}

}  // namespace
}  // namespace effluent
