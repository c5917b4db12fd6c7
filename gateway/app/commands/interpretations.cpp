// SPDX-License-Identifier: Apache-2.0
#include "app/commands/interpretations.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <span>

#include "core/measure/codec.hpp"

namespace effluent {
namespace {

struct Orders {
  const char* name;
  Order word;
  Order byte;
};
constexpr std::array<Orders, 4> kOrders{{{"ABCD", Order::big, Order::big},
                                         {"CDAB", Order::little, Order::big},
                                         {"BADC", Order::big, Order::little},
                                         {"DCBA", Order::little, Order::little}}};

std::uint64_t bits_of(std::span<const std::uint8_t> bytes, ValueType type, const Orders& orders) {
  Register as;
  as.type = type;
  as.words = static_cast<std::uint16_t>(bytes.size() / 2);
  as.word_order = orders.word;
  as.byte_order = orders.byte;
  return assemble(as, bytes);
}

std::string pair_text(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const auto& orders : kOrders) {
    const auto bits = static_cast<std::uint32_t>(bits_of(bytes, ValueType::u32, orders));
    text += fmt::format("    {}  0x{:08X}  u32 {:<11} s32 {:<12} float32 {:.7g}\n", orders.name, bits, bits,
                        static_cast<std::int32_t>(bits), std::bit_cast<float>(bits));
  }
  return text;
}

std::string four_text(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const auto& orders : kOrders) {
    const auto bits = bits_of(bytes, ValueType::u64, orders);
    text += fmt::format("    {}  0x{:016X}  u64 {:<20} s64 {:<21} float64 {:.15g}\n", orders.name, bits, bits,
                        static_cast<std::int64_t>(bits), std::bit_cast<double>(bits));
  }
  return text;
}

std::string word_text(std::span<const std::uint8_t> bytes, int address) {
  const auto big = static_cast<std::uint16_t>(bits_of(bytes, ValueType::u16, kOrders[0]));
  const auto little = static_cast<std::uint16_t>(bits_of(bytes, ValueType::u16, kOrders[2]));
  return fmt::format("  {:5}  0x{:04X}  u16 {:<6} s16 {:<7} bytes swapped: u16 {:<6} s16 {}\n", address, big,
                     big, static_cast<std::int16_t>(big), little, static_cast<std::int16_t>(little));
}

std::string bits_text(const Answer& answer) {
  std::string text;
  for (std::size_t i = 0; i < answer.request.count && i / 8 < answer.data.size(); ++i) {
    text += fmt::format("  {:5}  {}\n", answer.request.address + i, (answer.data[i / 8] >> (i % 8)) & 1);
  }
  return text;
}

}  // namespace

std::string interpretations_text(const Answer& answer) {
  if (answer.request.function <= 2) return bits_text(answer);
  const std::span<const std::uint8_t> data{answer.data};
  const std::size_t words = data.size() / 2;
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    text += word_text(data.subspan(2 * i, 2), static_cast<int>(answer.request.address + i));
  }
  for (std::size_t i = 0; i + 1 < words; ++i) {
    text += fmt::format("  pair {} and {}\n", answer.request.address + i, answer.request.address + i + 1);
    text += pair_text(data.subspan(2 * i, 4));
  }
  for (std::size_t i = 0; i + 3 < words; ++i) {
    text += fmt::format("  four from {}\n", answer.request.address + i);
    text += four_text(data.subspan(2 * i, 8));
  }
  return text;
}

}  // namespace effluent
