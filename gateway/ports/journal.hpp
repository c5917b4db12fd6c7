// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "ports/ledger.hpp"
#include "ports/records.hpp"

namespace effluent {

/// Searches the committed journal for a person who asks; on a connection of its own, one thread owns it.
/// Reads every line on its way: for commands, not for a running gateway.
class Journal {
 public:
  virtual ~Journal() = default;
  /// The lines of the entries of that kind, oldest first over all epochs.
  [[nodiscard]] virtual tl::expected<void, StoreError> of_kind(
      std::string_view kind, const std::function<void(const std::string&)>& take) = 0;
  /// The lines that hold one of the texts, byte for byte, oldest first over all epochs: one walk and one
  /// state of the journal for all of them. `any_of` is not empty.
  [[nodiscard]] virtual tl::expected<void, StoreError> with_text(
      std::span<const std::string> any_of, const std::function<void(const std::string&)>& take) = 0;
  /// What the gateway remembers, of these kinds, by kind and name: one state of the store for all of them.
  [[nodiscard]] virtual tl::expected<void, StoreError> remembered(
      std::span<const std::string> kinds, const std::function<void(const MemoryRow&)>& take) = 0;
};

}  // namespace effluent
