// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <utility>
#include <vector>

#include "ports/broker.hpp"

namespace effluent {

/// A broker that does what the test says and remembers what it was told.
class ScriptedBroker : public Broker {
 public:
  struct Published {
    Token token = 0;
    Message message;
  };

  void connect(const Message& will) override {
    wills.push_back(will);
    connected = false;
  }
  Token publish(const Message& message) override {
    published.push_back({++last_token_, message});
    return last_token_;
  }
  void disconnect(int milliseconds_most) override {
    disconnects.push_back(milliseconds_most);
    connected = false;
  }
  [[nodiscard]] std::vector<Event> take_events() override { return std::exchange(events, {}); }

  void accept(std::optional<std::size_t> most_packet = std::nullopt) {
    connected = true;
    events.emplace_back(Connected{most_packet});
  }
  void refuse(std::optional<int> code, std::string text) {
    events.emplace_back(Failed{code, std::move(text)});
  }
  void lose(std::string text = "reset") {
    connected = false;
    events.emplace_back(Lost{std::move(text)});
  }
  void answer(Token token, int code = 0) { events.emplace_back(Acknowledged{token, code}); }
  void not_sent(Token token, std::string text) { events.emplace_back(NotSent{token, std::move(text)}); }

  /// What was published under topics that end so, oldest first.
  [[nodiscard]] std::vector<Published> of(const std::string& ending) const {
    std::vector<Published> found;
    for (const auto& one : published) {
      if (one.message.topic.ends_with(ending)) found.push_back(one);
    }
    return found;
  }

  std::vector<Message> wills;
  std::vector<Published> published;
  std::vector<int> disconnects;
  std::vector<Event> events;
  bool connected = false;

 private:
  Token last_token_ = 0;
};

}  // namespace effluent
