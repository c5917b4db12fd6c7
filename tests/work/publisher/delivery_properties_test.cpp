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

/// Promise 2: every entry arrives at least once, in order, whatever broker and network do; the cursor never
/// passes a line that was not taken.
RC_GTEST_PROP(Delivery, EveryEntryArrivesInOrderWhateverHappens, ()) {
  PublisherWorld world;
  Center center;
  world.connect();
  center.receive(world.journal()[0].message.payload, world.records.journal[0].second);
  const auto length = *rc::gen::inRange(5, 60);
  const auto deliver = [&](std::size_t index, int code) {
    const auto& published = world.broker.published.at(index);
    if (code == 0 && published.message.topic.ends_with("/journal")) {
      center.receive(published.message.payload, world.records.journal[0].second);
    }
    world.broker.answer(published.token, code);
  };
  for (int i = 0; i < length; ++i) {
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        world.commit(*rc::gen::inRange(1, 200), 400);
        break;
      case 1:
        if (world.broker.connected) world.lose();
        world.answered = world.broker.published.size();
        break;
      case 2:
        if (!world.broker.connected) world.broker.refuse(std::nullopt, "no");
        break;
      case 3:
        if (!world.broker.connected) world.broker.accept();
        break;
      case 4:
        world.run(milliseconds{*rc::gen::inRange(1, 20'000)});
        break;
      case 5:
        if (world.answered < world.broker.published.size()) deliver(world.answered++, 16);
        break;
      case 6:
        if (world.answered < world.broker.published.size()) deliver(world.answered++, 135);
        break;
      default:
        while (world.answered < world.broker.published.size()) deliver(world.answered++, 0);
    }
    world.step();
    RC_ASSERT(world.publisher.status().journal.next <= static_cast<std::int64_t>(center.next));
  }
  // The broker is back for good: all that is committed arrives.
  const auto wanted = world.records.journal[0].second.size();
  for (int i = 0; i < 400 && world.publisher.status().journal.next < static_cast<std::int64_t>(wanted); ++i) {
    world.run(seconds{1});
    if (!world.broker.connected) {
      world.broker.accept();
      world.answered = world.broker.published.size();
      world.step();
    }
    while (world.answered < world.broker.published.size()) deliver(world.answered++, 0);
    world.step();
  }
  RC_ASSERT(center.next == wanted);
  RC_ASSERT(world.publisher.status().journal.next == static_cast<std::int64_t>(wanted));
}

}  // namespace
}  // namespace effluent
