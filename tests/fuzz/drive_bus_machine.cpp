// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <utility>

#include "core/modbus/bus_machine.hpp"
#include "fuzz/targets.hpp"
#include "fuzz/wire.hpp"

namespace effluent::fuzz {
namespace {

constexpr milliseconds kTimeout{1000};

/// One question as it was sent, and what the link did while it was open.
struct Asked {
  Question question;
  Bytes stream;  ///< everything that came
  bool late = false;
};

/// A driver of the machine that obeys the input, and keeps its own account of what may be credited.
class Rig {
 public:
  explicit Rig(std::span<const std::uint8_t> bytes) : input_{bytes}, machine_{kTimeout} {}

  void run() {
    while (!input_.is_empty()) poll();
  }

 private:
  void poll() {
    unit_ = input_.byte();
    requests_.clear();
    for (std::size_t count = input_.below(5); count > 0; --count) requests_.push_back(any_request(input_));
    asked_.clear();
    broken_.reset();
    machine_.begin(unit_, requests_, open_);
    // Each request is looked for, sent and awaited; each wait ends by bytes or by its deadline.
    for (std::size_t steps = 0;; ++steps) {
      require(steps < 4000);
      const auto action = machine_.next(now_);
      if (action.deed == BusMachine::Deed::finished) break;
      obey(action);
    }
    check(machine_.take_answers());
  }

  void obey(const BusMachine::Action& action) {
    switch (action.deed) {
      case BusMachine::Deed::open:
        return open(action);
      case BusMachine::Deed::send:
        return send(action);
      case BusMachine::Deed::receive:
        return receive(action);
      case BusMachine::Deed::close:
        open_ = false;
        stray_ = false;
        coming_.clear();
        return;
      case BusMachine::Deed::finished:
        return;
    }
  }

  void open(const BusMachine::Action& action) {
    require(!open_ && action.until == now_ + kTimeout);
    open_ = input_.below(4) != 0;
    next_transaction_ = input_.word();
    if (!open_) breaks(Failure::link_lost);
    machine_.on_open(open_, next_transaction_);
  }

  void send(const BusMachine::Action& action) {
    require(open_ && !stray_ && coming_.empty() && !broken_ && asked_.size() < requests_.size() &&
            action.until == now_ + kTimeout);
    const Question question{next_transaction_++, unit_, requests_[asked_.size()]};
    const auto wanted = tcp_request(question);
    require(std::equal(action.bytes.begin(), action.bytes.end(), wanted.begin(), wanted.end()));
    asked_.push_back({question, {}});
    if (input_.below(8) == 0) {
      breaks(Failure::link_lost);
      machine_.on_lost();
    } else {
      coming_ = any_reply(question, input_);
      machine_.on_sent();
    }
  }

  void receive(const BusMachine::Action& action) {
    require(open_);
    const auto what = input_.below(8);
    if (what == 0 && !input_.is_empty()) {
      if (!asked_.empty()) breaks(Failure::link_lost);
      return machine_.on_lost();
    }
    if (asked_.empty() || tcp_reply(asked_.back().question, asked_.back().stream)) {
      require(action.until == now_);
      return look(what);
    }
    if (!coming_.empty() && what != 1) {
      now_ += milliseconds{input_.below(what == 2 ? 1500 : 20)};
      return deliver(what == 3 ? 1 + input_.below(coming_.size()) : coming_.size(), action.until);
    }
    now_ = input_.is_empty() ? action.until : std::min(action.until, now_ + milliseconds{100});
    if (now_ == action.until) breaks(Failure::timeout);
    machine_.on_silence(now_);
  }

  void deliver(std::size_t size, Monotonic until) {
    const auto end = coming_.begin() + static_cast<std::ptrdiff_t>(size);
    const Bytes part{coming_.begin(), end};
    coming_.erase(coming_.begin(), end);
    auto& asked = asked_.back();
    asked.stream.insert(asked.stream.end(), part.begin(), part.end());
    asked.late = now_ > until;
    if (asked.late) breaks(Failure::timeout);
    const auto reply = tcp_reply(asked.question, asked.stream);
    const bool bad = reply && reply->answer.failure == Failure::bad_reply;
    stray_ = reply && reply->used < asked.stream.size();
    if (bad || (stray_ && asked_.size() < requests_.size())) breaks(Failure::bad_reply);
    machine_.on_bytes(now_, part);
  }

  /// The first event that ends the connection is the cause of all that was not answered.
  void breaks(Failure failure) { broken_ = broken_.value_or(failure); }

  /// Before a question: what lies there belongs to nobody.
  void look(std::size_t what) {
    const bool between = !coming_.empty();
    if (what != 1 && !between) return machine_.on_silence(now_);
    stray_ = true;
    if (!asked_.empty()) breaks(Failure::bad_reply);
    const Bytes stray = between ? std::exchange(coming_, {}) : Bytes{1, 2, 3};
    machine_.on_bytes(now_, stray);
  }

  void check(const std::vector<Answer>& answers) {
    require(answers.size() == requests_.size());
    bool after = false;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Answer& answer = answers[i];
      require(answer.request == requests_[i]);
      const bool stands = answer.failure == Failure::none || answer.failure == Failure::exception;
      require(stands ? !after : answer.failure == broken_);
      after = !stands;
      if (stands) check_credit(answer, i);
      require(answer.failure == Failure::none || answer.data.empty());
      require(answer.failure == Failure::exception || answer.exception_code == 0);
    }
    require(after == broken_.has_value());
    require(!open_ || (!broken_ && !stray_));
  }

  /// An answer stands only where its own frame, and nothing before it, came while its question was open.
  void check_credit(const Answer& answer, std::size_t index) {
    require(index < asked_.size());
    const Asked& asked = asked_[index];
    require(!asked.late);
    const Bytes frame = answer.failure == Failure::none
                            ? good_reply(asked.question, answer.data)
                            : exception_reply(asked.question, answer.exception_code);
    require(answer.failure != Failure::none || answer.data.size() == data_bytes(answer.request));
    require(asked.stream.size() >= frame.size() &&
            std::equal(frame.begin(), frame.end(), asked.stream.begin()));
  }

  Input input_;
  BusMachine machine_;
  Monotonic now_{std::chrono::hours{1}};
  bool open_ = false;
  bool stray_ = false;             ///< bytes of nobody came on this connection
  std::optional<Failure> broken_;  ///< what must stand for all that was not answered
  std::uint8_t unit_ = 0;
  std::uint16_t next_transaction_ = 0;
  std::vector<Request> requests_;
  std::vector<Asked> asked_;
  Bytes coming_;
};

}  // namespace

void drive_bus_machine(std::span<const std::uint8_t> bytes) { Rig{bytes}.run(); }

}  // namespace effluent::fuzz
