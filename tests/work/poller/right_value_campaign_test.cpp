// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <map>
#include <random>

#include "core/measure/interpreter.hpp"
#include "work/poller/bus_rig.hpp"

// Promise 10, right device, right value: each instrument answers with a number that tells unit, register and
// poll. Whatever the wire makes of the replies, each recorded value must invert to the key under which it was
// recorded. EFFLUENT_CAMPAIGN_POLLS and EFFLUENT_SEED run it longer or otherwise.

namespace effluent {
namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::seconds;

struct Key {
  unsigned unit = 0;
  unsigned address = 0;
  unsigned poll = 0;
  friend bool operator==(const Key&, const Key&) = default;
};
/// 4 bits of unit, 8 of address, 20 of poll.
std::uint32_t value_of(const Key& key) { return key.unit << 28 | key.address << 20 | (key.poll & 0xFFFFF); }
Key key_of(std::uint32_t value) { return {value >> 28, value >> 20 & 0xFF, value & 0xFFFFF}; }

unsigned long number(const char* name, unsigned long otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return text == nullptr ? otherwise : std::strtoul(text, nullptr, 10);
}

enum class Fault {
  none,
  slow,
  late,
  swapped,
  older,
  foreign_unit,
  twice,
  foreign_behind,
  idle,
  split,
  cut,
  hang_up,
  exception,
  silence,
  count
};

/// Three units on one bus (a converter with three instruments behind it) and all that goes wrong there.
class Campaign {
 public:
  explicit Campaign(std::uint64_t seed) : random_{seed} {
    rig_.link.server = [this](const Bytes& bytes) { answer({bytes}); };
    rig_.next_random = [this] { return static_cast<std::uint16_t>(random_()); };
  }

  void run(unsigned polls) {
    for (poll_ = 0; poll_ < polls;) {
      rig_.polls.clear();
      rig_.clock.advance_to(rig_.poller.step());
      if (rig_.polls.empty()) continue;
      check(rig_.polls.front());
      if (::testing::Test::HasFailure()) return;
      ++poll_;
    }
  }
  void report(std::uint64_t seed) const {
    std::cout << "N = " << poll_ << " polls, seed " << seed << ": " << values_
              << " values, each its own key;";
    for (const auto& [cause, count] : faults_) std::cout << ' ' << cause << ' ' << count;
    std::cout << '\n';
  }
  [[nodiscard]] std::size_t values() const { return values_; }
  [[nodiscard]] const std::map<std::string, std::size_t>& faults() const { return faults_; }
  [[nodiscard]] const std::map<Fault, std::size_t>& tried() const { return tried_; }

 private:
  struct Sent {
    Asked asked;
    Bytes reply;
  };

  static std::vector<Device> devices() {
    std::vector<Device> all;
    for (const int unit : {1, 2, 9}) {
      std::vector<Register> registers;
      for (const std::uint16_t address :
           std::array<std::uint16_t, 4>{0, 2, 60, 200}) {  // 0 and 2 are one request
        registers.push_back(make_register(ValueType::u32, address));
        registers.push_back(make_register(ValueType::u32, address, Table::input));
      }
      all.push_back(make_device(unit, seconds{1}, std::move(registers)));
    }
    return all;
  }

  [[nodiscard]] unsigned function_bit(const Asked& asked) const { return asked.function() == 3 ? 0 : 1; }
  [[nodiscard]] Bytes right(const Asked& asked) const {
    Bytes data;
    for (unsigned at = 0; at < asked.count(); at += 2) {
      const std::uint32_t value =
          value_of({asked.unit(), (asked.address() + at) | function_bit(asked), poll_});
      for (const int shift : {24, 16, 8, 0}) data.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return asked.reply(data);
  }
  [[nodiscard]] static Bytes of_unit(Bytes reply, std::uint8_t unit) {
    reply.at(6) = unit;
    return reply;
  }
  [[nodiscard]] std::size_t below(std::size_t limit) { return random_() % limit; }

  /// An earlier reply, of any unit, register and poll. Not one that chance has given the open transaction and
  /// the same unit, function and size: no client of this protocol could tell it from the answer.
  [[nodiscard]] std::optional<Bytes> earlier(const Asked& asked) {
    if (kept_.empty()) return std::nullopt;
    const Sent& sent = kept_[below(kept_.size())];
    const bool alike = sent.asked.transaction() == asked.transaction() && sent.asked.unit() == asked.unit() &&
                       sent.asked.function() == asked.function() && sent.asked.count() == asked.count();
    if (alike) return std::nullopt;
    return sent.reply;
  }

  void answer(const Asked& asked) {
    const Bytes own = right(asked);
    const auto fault = below(10) < 6 ? Fault::none : static_cast<Fault>(below(std::size_t(Fault::count)));
    ++tried_[fault];
    send(fault, asked, own);
    kept_.push_back({asked, own});
    if (kept_.size() > 12) kept_.pop_front();
  }

  /// A connection keeps the order of what is written to it, and each frame is written whole: without that the
  /// protocol, which has no checksum of its own, would be lost.
  void put(Bytes bytes, milliseconds after) {
    const Monotonic now = rig_.clock.monotonic();
    if (connection_ != rig_.link.times_opened()) {
      connection_ = rig_.link.times_opened();
      broken_ = false;
      last_put_ = now;
    }
    if (broken_) return;
    last_put_ = std::max(last_put_, now + after);
    rig_.link.deliver(std::move(bytes), std::chrono::ceil<milliseconds>(last_put_ - now));
  }

  void send(Fault fault, const Asked& asked, const Bytes& own) {
    const auto other_unit = static_cast<std::uint8_t>(asked.unit() == 1 ? 2 : 1);
    Asked foreign = asked;
    foreign.bytes.at(6) = other_unit;
    const milliseconds soon{below(20)};
    const auto old = earlier(asked);
    switch (fault) {
      case Fault::slow:
        return put(own, milliseconds{50 + below(50)});
      case Fault::late:
        return put(own, milliseconds{101 + below(3000)});
      case Fault::swapped:
        put(old.value_or(own), soon);
        return put(own, soon);
      case Fault::older:
        return put(old.value_or(own), soon);
      case Fault::foreign_unit:  // the neighbour answers: with its own number, or with this one's
        return put(below(2) == 0 ? right(foreign) : of_unit(own, other_unit), soon);
      case Fault::twice:
        put(own, soon);
        return put(own, soon + milliseconds{below(40)});
      case Fault::foreign_behind:
        put(own, soon);
        return put(old.value_or(right(foreign)), soon + milliseconds{below(40)});
      case Fault::idle:  // between two polls
        put(own, soon);
        return put(old.value_or(own), milliseconds{100 + below(900)});
      case Fault::split: {
        const auto middle = own.begin() + static_cast<std::ptrdiff_t>(1 + below(own.size() - 1));
        put({own.begin(), middle}, soon);
        return put({middle, own.end()}, soon + milliseconds{below(30)});
      }
      case Fault::cut:  // no more of it, ever, or the end of the connection
        put({own.begin(), own.begin() + static_cast<std::ptrdiff_t>(below(own.size()))}, soon);
        broken_ = true;
        if (below(2) == 0) rig_.link.hang_up(soon);
        return;
      case Fault::hang_up:
        return rig_.link.hang_up(soon);
      case Fault::exception:
        return put(asked.exception(static_cast<std::uint8_t>(1 + below(11))), soon);
      case Fault::silence:
        return;
      case Fault::none:
      case Fault::count:
        return put(own, soon);
    }
  }

  void check(const Poll& poll) {
    const Device& device = rig_.site.devices[poll.device];
    Interpreter interpreter{rig_.site, poll.device};
    for (const Reading& reading : interpreter.interpret(poll)) {
      if (!reading.value) {
        ++faults_[std::string{name_of(reading.cause)}];
        continue;
      }
      ++values_;
      const Register& reg = device.profile->registers[reading.point];
      const Key key{static_cast<unsigned>(device.unit_id),
                    reg.address | (reg.table == Table::input ? 1U : 0U), poll_ & 0xFFFFF};
      const Key found = key_of(static_cast<std::uint32_t>(*reading.value));
      EXPECT_EQ(found, key) << "unit " << found.unit << " register " << found.address << " poll "
                            << found.poll << " recorded as unit " << key.unit << " register " << key.address
                            << " poll " << key.poll;
    }
  }

  std::mt19937_64 random_;
  BusRig rig_{devices(), milliseconds{100}};
  unsigned poll_ = 0;
  int connection_ = 0;
  bool broken_ = false;  ///< nothing more comes on this connection
  Monotonic last_put_{};
  std::deque<Sent> kept_;
  std::size_t values_ = 0;
  std::map<std::string, std::size_t> faults_;
  std::map<Fault, std::size_t> tried_;
};

TEST(RightValueCampaign, EachRecordedValueInvertsToItsOwnUnitRegisterAndPoll) {
  const auto polls = static_cast<unsigned>(number("EFFLUENT_CAMPAIGN_POLLS", 20'000));
  const std::uint64_t seed = number("EFFLUENT_SEED", 20261124);
  Campaign campaign{seed};
  campaign.run(polls);
  campaign.report(seed);
  EXPECT_GT(campaign.values(), polls);  // of eight a poll
  EXPECT_EQ(campaign.tried().size(), std::size_t(Fault::count));
  for (const char* cause : {"link_lost", "timeout", "bad_reply", "exception"})
    EXPECT_GT(campaign.faults().count(cause), 0U) << cause;
}

}  // namespace
}  // namespace effluent
