// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "core/measure/codec.hpp"
#include "core/measure/interpreter.hpp"
#include "support/registers.hpp"

namespace effluent {

/// How one request of a poll ended: the register's bytes, or a failure.
struct Got {
  Failure failure = Failure::none;
  std::vector<std::uint8_t> bytes;

  static Got word(unsigned value) {
    return {Failure::none, {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}};
  }
};

/// A plant with one device: each point has a value in a holding register and, where asked for, a status in an
/// input register of its own, so that every request fails for itself.
class InstrumentRig {
 public:
  /// Adds a point; its registers and its configuration are to be changed before the first poll.
  std::size_t add_point(ValueType type = ValueType::u16, bool with_status = true) {
    const std::size_t index = points().size();
    const auto address = static_cast<std::uint16_t>(100 * index);
    Point point;
    point.id = "p" + std::to_string(index);
    points().push_back(point);
    Channel channel{index, registers().size(), std::nullopt};
    registers().push_back(make_register(type, address, Table::holding));
    if (with_status) {
      Register status = make_register(ValueType::u16, address, Table::input);
      status.is_status = true;
      status.states = {{0, StatusMeaning::measuring},
                       {1, StatusMeaning::calibrating},
                       {2, StatusMeaning::maintenance},
                       {3, StatusMeaning::device_fault}};
      channel.status = registers().size();
      registers().push_back(status);
    }
    site_.devices[0].channels.push_back(channel);
    return index;
  }

  /// Gives that point a register of its own that alone tells of a new result.
  void add_result_register(std::size_t point, ValueType type = ValueType::u16) {
    channels()[point].result = registers().size();
    registers().push_back(make_register(type, static_cast<std::uint16_t>(100 * point + 50), Table::holding));
  }

  InstrumentRig() {
    site_.plants.resize(1);
    site_.devices.resize(1);
    site_.devices[0].profile = profile_;
  }
  InstrumentRig(const InstrumentRig&) = delete;
  InstrumentRig& operator=(const InstrumentRig&) = delete;

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] std::vector<Point>& points() { return site_.plants[0].points; }
  [[nodiscard]] std::vector<Register>& registers() { return profile_->registers; }
  [[nodiscard]] std::vector<Channel>& channels() { return site_.devices[0].channels; }

  /// A poll with an answer a register, in the order of `registers`.
  [[nodiscard]] Poll poll(milliseconds due, const std::vector<Got>& answers) const {
    Poll made;
    made.due_at = Instant{due};
    made.polled_at = made.due_at + kLate;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Register& reg = profile_->registers[i];
      made.answers.push_back({{static_cast<std::uint8_t>(reg.table), reg.address, reg.words},
                              answers[i].failure,
                              0,
                              answers[i].bytes});
    }
    return made;
  }

  static constexpr milliseconds kLate{7};  ///< from due to polled

 private:
  std::shared_ptr<Profile> profile_ = std::make_shared<Profile>();
  Site site_;
};

}  // namespace effluent
