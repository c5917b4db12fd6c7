// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "support/memory_records.hpp"
#include "support/scripted_broker.hpp"
#include "work/publisher/publisher.hpp"

namespace effluent {

/// A publisher in virtual time between a scripted broker and records in memory.
struct PublisherWorld {
  explicit PublisherWorld(bool publish_readings = false, std::uint64_t seed = 1)
      : publisher{settings(publish_readings, seed), broker, records,
                  [this](const CursorMoved& cursor) { moved.push_back(cursor); },
                  [this](Level level, const std::string& text) { said.emplace_back(level, text); }} {}

  static PublisherSettings settings(bool publish_readings, std::uint64_t seed) {
    PublisherSettings settings;
    settings.gateway = "gw";
    settings.province = "lao-cai";
    settings.version = "0.1.0";
    settings.publish_readings = publish_readings;
    settings.seed = seed;
    return settings;
  }

  void step(std::vector<FromRecorder> messages = {}) { next = publisher.step(now, wall, messages); }
  /// Steps whenever the publisher asks for it, until that much time has passed.
  void run(std::chrono::nanoseconds span) {
    const auto end = now + span;
    while (next < end) {
      move_to(std::max(next, now));
      step();
    }
    move_to(end);
    step();
  }
  void move_to(Monotonic time) {
    wall += std::chrono::floor<milliseconds>(time - now);
    now = time;
  }
  /// Commits `count` lines of that size and tells the publisher.
  void commit(int count, std::size_t size = 100) {
    if (records.journal.empty()) records.journal.emplace_back("e1", std::vector<std::string>{});
    auto& lines = records.journal.back().second;
    for (int i = 0; i < count; ++i) {
      std::string line = std::to_string(lines.size()) + ":";
      line.resize(std::max(size, line.size()), 'x');
      lines.push_back(line);
    }
    step({head()});
  }
  [[nodiscard]] Head head() const {
    return {
        records.journal.back().first, static_cast<std::int64_t>(records.journal.back().second.size()) - 1,
        records.readings.empty() ? -1 : static_cast<std::int64_t>(records.readings.back().second.size()) - 1};
  }
  /// The first entry is committed and the broker accepts; the state and the first entry are answered.
  void connect(std::optional<std::size_t> most_packet = std::nullopt) {
    commit(1);
    broker.accept(most_packet);
    step();
    answer_all();
  }
  void lose() {
    broker.lose();
    step();
  }
  /// A 0 for all that is not yet answered, again and again until nothing new comes.
  void answer_all(int code = 0) {
    while (answered < broker.published.size()) {
      for (; answered < broker.published.size(); ++answered)
        broker.answer(broker.published[answered].token, code);
      step();
    }
  }
  [[nodiscard]] std::vector<ScriptedBroker::Published> journal() const { return broker.of("/journal"); }
  [[nodiscard]] int said_with(const std::string& part) const {
    int count = 0;
    for (const auto& [level, text] : said) count += text.find(part) != std::string::npos ? 1 : 0;
    return count;
  }

  ScriptedBroker broker;
  MemoryRecords records;
  std::vector<CursorMoved> moved;
  std::vector<std::pair<Level, std::string>> said;
  Monotonic now{std::chrono::hours{1}};
  Instant wall = *parse_time("2026-11-24T09:00:00+07:00");
  Monotonic next{now};
  std::size_t answered = 0;
  Publisher publisher;
};

}  // namespace effluent
