// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ports/records.hpp"

namespace effluent {

/// Committed lines in memory, epochs in order of parents.
class MemoryRecords : public Records {
 public:
  using Epochs = std::vector<std::pair<std::string, std::vector<std::string>>>;

  [[nodiscard]] tl::expected<Lines, StoreError> entries(const Position& position,
                                                        std::size_t most_bytes) override {
    return read(journal, position, most_bytes);
  }
  [[nodiscard]] tl::expected<Lines, StoreError> blocks(const Position& position,
                                                       std::size_t most_bytes) override {
    return read(readings, position, most_bytes);
  }

  Epochs journal;
  Epochs readings;
  std::optional<StoreError> failure;
  int reads = 0;

 private:
  [[nodiscard]] tl::expected<Lines, StoreError> read(const Epochs& epochs, Position at,
                                                     std::size_t most_bytes) {
    ++reads;
    if (failure) return tl::unexpected{*failure};
    std::size_t epoch = 0;
    while (!at.epoch.empty() && epoch < epochs.size() && epochs[epoch].first != at.epoch) ++epoch;
    while (epoch < epochs.size() && at.next >= static_cast<std::int64_t>(epochs[epoch].second.size())) {
      ++epoch;
      at.next = 0;
    }
    if (epoch >= epochs.size()) return Lines{};
    Lines lines{{epochs[epoch].first, at.next}, {}};
    std::size_t bytes = 0;
    const auto& all = epochs[epoch].second;
    for (auto i = static_cast<std::size_t>(at.next); i < all.size(); ++i) {
      bytes += all[i].size() + 1;
      if (bytes > most_bytes && !lines.lines.empty()) break;
      lines.lines.push_back(all[i]);
    }
    return lines;
  }
};

}  // namespace effluent
