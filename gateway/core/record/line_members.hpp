// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/measure/time.hpp"

namespace effluent {

/// The members of one JSON object that JsonWriter wrote, by name. `json` outlives it.
class LineMembers {
 public:
  explicit LineMembers(std::string_view json);
  /// As it stands: a number's digits, a whole object. Empty where it is null or absent.
  [[nodiscard]] std::string raw(std::string_view name) const;
  /// Unescaped. Empty where it is null, absent or no text.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// Empty where it is absent.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<Instant> time(std::string_view name) const;
  [[nodiscard]] LineMembers object(std::string_view name) const;
  /// Of every member, by bytes.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  [[nodiscard]] std::string_view view(std::string_view name) const;
  std::map<std::string_view, std::string_view> members_;
  bool failed_ = false;
};

}  // namespace effluent
