// SPDX-License-Identifier: Apache-2.0
#include "core/record/base64.hpp"

namespace effluent {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64_text(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t left = bytes.size() - at;
    const std::uint32_t group = (std::uint32_t{bytes[at]} << 16U) |
                                (left > 1 ? std::uint32_t{bytes[at + 1]} << 8U : 0U) |
                                (left > 2 ? std::uint32_t{bytes[at + 2]} : 0U);
    text.push_back(kAlphabet[group >> 18U]);
    text.push_back(kAlphabet[(group >> 12U) & 63U]);
    text.push_back(left > 1 ? kAlphabet[(group >> 6U) & 63U] : '=');
    text.push_back(left > 2 ? kAlphabet[group & 63U] : '=');
  }
  return text;
}

std::optional<std::vector<std::uint8_t>> base64_bytes(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::string_view padded = text;
  for (int pad = 0; pad < 2 && !text.empty() && text.back() == '='; ++pad) text.remove_suffix(1);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    group = (group << 6U) | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(group >> bits));
    group &= (1U << bits) - 1;
  }
  if (base64_text(bytes) != padded) return std::nullopt;
  return bytes;
}

}  // namespace effluent
