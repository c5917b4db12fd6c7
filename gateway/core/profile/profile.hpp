// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/decimal.hpp"
#include "core/measure/time.hpp"

namespace effluent {

/// The four tables of Modbus; the value is the function code that reads them.
enum class Table : std::uint8_t { coil = 1, discrete = 2, holding = 3, input = 4 };

enum class ValueType : std::uint8_t {
  bit,
  u16,
  s16,
  u32,
  s32,
  u64,
  s64,
  float32,
  float64,
  bcd16,
  bcd32,
  bits,
  string
};

/// Order of words in a value, or of bytes in a word. Big is ABCD.
enum class Order : std::uint8_t { big, little };

/// What a status register says its value is worth.
enum class StatusMeaning : std::uint8_t { measuring, calibrating, maintenance, warming_up, device_fault };

/// One register of a device, as its profile writes it.
struct Register {
  std::string name;
  Table table = Table::holding;
  std::uint16_t address = 0;  ///< 0-based protocol address
  ValueType type = ValueType::u16;
  std::uint16_t words = 1;  ///< registers it covers (1 for a coil or discrete input)
  Order word_order = Order::big;
  Order byte_order = Order::big;
  Decimal scale{1, 0};
  Decimal offset{};
  bool nan_is_no_value = false;         ///< "nan" listed in no_value (NaN and infinity are no value anyway)
  std::vector<std::uint64_t> no_value;  ///< compared with the assembled bits, unsigned
  std::string unit;                     ///< empty for status and unitless registers
  std::string status;  ///< name of the register that says what this value is worth; may be empty
  /// Name of the register that alone tells of a new result of a `cycle` point, where its words change: the
  /// instrument's time of the result, or its number. At most one of the two is given.
  std::string result_time;
  std::string sequence;
  bool repeats = false;    ///< equal results in a row are a matter of course: one is assumed each cycle
  bool is_status = false;  ///< has `states`
  std::map<std::uint64_t, StatusMeaning> states;
  StatusMeaning otherwise = StatusMeaning::device_fault;
  bool watch = false;  ///< polled slowly, never with `read = "all"`

  /// `result_time` or `sequence`; empty where none is given.
  [[nodiscard]] const std::string& result_register() const {
    return result_time.empty() ? sequence : result_time;
  }
};

/// A device model: the one source of a register map for gateway, simulator and firmware.
struct Profile {
  std::string name;  ///< file name without `.toml`
  std::string model;
  std::string maker;
  std::string source;
  std::string certainty;
  std::vector<std::string> measures;
  std::vector<int> functions;
  int max_registers_per_request = 125;
  int max_gap = 0;  ///< words no register names that may be read along to join two values
  milliseconds longest_late_reply{0};
  int default_unit_id = 1;
  std::vector<Register> registers;

  [[nodiscard]] const Register* find(const std::string& register_name) const {
    for (const auto& candidate : registers) {
      if (candidate.name == register_name) return &candidate;
    }
    return nullptr;
  }
};

}  // namespace effluent
