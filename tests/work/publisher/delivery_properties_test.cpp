// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "publisher_world.hpp"

namespace effluent {
namespace {

using std::chrono::seconds;

/// What a center would hold: lines as they come, each new one in order.
struct Center {
  std::size_t next = 0;
  void receive(const std::string& payload, const std::vector<std::string>& journal) {
    std::size_t at = 0;
    for (std::size_t end = payload.find('\n'); end != std::string::npos; end = payload.find('\n', at)) {
      const auto line = payload.substr(at, end - at);
      at = end + 1;
      const auto seq = static_cast<std::size_t>(std::stoul(line));
      if (seq > next) return;  // design.md 5, Delivery: a reader discards what lies behind a hole
      RC_ASSERT(line == journal.at(seq));
      if (seq == next) ++next;
    }
  }
};

/// A broker and a network that do what chance says, and the center behind them.
struct Chance {
  PublisherWorld world;
  Center center;

  void deliver(int code) {
    if (world.answered >= world.broker.published.size()) return;
    const auto& published = world.broker.published.at(world.answered++);
    if (code == 0 && published.message.topic.ends_with("/journal")) {
      center.receive(published.message.payload, world.records.journal[0].second);
    }
    world.broker.answer(published.token, code);
  }
  void deliver_all() {
    while (world.answered < world.broker.published.size()) deliver(0);
  }
  void come_back() {
    if (world.broker.connected) return;
    world.broker.accept();
    world.answered = world.broker.published.size();  // what was under way is gone
  }
  void break_down() {
    if (world.broker.connected) world.lose();
    world.answered = world.broker.published.size();
  }
  void happen(int what) {
    switch (what) {
      case 0:
        world.commit(*rc::gen::inRange(1, 200), 400);
        break;
      case 1:
        break_down();
        break;
      case 2:
        if (!world.broker.connected) world.broker.refuse(std::nullopt, "no");
        break;
      case 3:
        come_back();
        break;
      case 4:
        world.run(milliseconds{*rc::gen::inRange(1, 20'000)});
        break;
      case 5:
        deliver(16);
        break;
      case 6:
        deliver(135);
        break;
      default:
        deliver_all();
    }
    world.step();
  }
  [[nodiscard]] std::size_t cursor() const {
    return static_cast<std::size_t>(world.publisher.status().journal.next);
  }
};

/// Promise 2: every entry arrives at least once, in order, whatever broker and network do; the cursor never
/// passes a line that was not taken.
RC_GTEST_PROP(Delivery, EveryEntryArrivesInOrderWhateverHappens, ()) {
  Chance chance;
  chance.world.commit(1);
  const auto events = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
  for (const int event : events) {
    chance.happen(event);
    RC_ASSERT(chance.cursor() <= chance.center.next);
  }
  // The broker is back for good: all that is committed arrives, at the slowest one message of two lines a
  // second (a drain rate learnt over answers that take a second, messages made small by hang-ups).
  const auto wanted = chance.world.records.journal[0].second.size();
  for (int i = 0; i < 4000 && chance.cursor() < wanted; ++i) {
    chance.world.run(seconds{1});
    chance.come_back();
    chance.world.step();
    chance.deliver_all();
    chance.world.step();
  }
  RC_ASSERT(chance.center.next == wanted);
  RC_ASSERT(chance.cursor() == wanted);
}

}  // namespace
}  // namespace effluent
