// SPDX-License-Identifier: Apache-2.0
#include "core/record/base64.hpp"

#include <string_view>

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

}  // namespace effluent
