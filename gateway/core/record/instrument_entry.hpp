// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument/replacement.hpp"
#include "core/instrument/service.hpp"

namespace effluent {

/// The acts of `operator` entries that begin and end services and replace instruments. `instrument`: the
/// serial, empty where unknown; `user`: who the operating system says has done it.
[[nodiscard]] std::string service_begin_body(const ServiceWindow& window, std::string_view instrument,
                                             std::string_view user);
/// Who ends it, and what there is to say. By the gateway itself: `by` and `user` empty.
struct ServiceEnding {
  std::string by;
  std::string user;
  std::string reason;
};
[[nodiscard]] std::string service_end_body(const ServiceWindow& window, std::string_view instrument,
                                           const ServiceEnding& ending);
[[nodiscard]] std::string replacement_body(const Replacement& replacement, std::string_view user);

/// What a whole line says; none where it is no such entry.
[[nodiscard]] std::optional<ServiceWindow> read_service_begin(std::string_view line);
struct EndedService {
  ServiceWindow window;  ///< without who has begun it, and why
  Instant time{};        ///< of the entry
  std::string by;        ///< empty: the gateway itself
  std::string reason;
};
[[nodiscard]] std::optional<EndedService> read_service_end(std::string_view line);
/// Nothing is verified yet.
[[nodiscard]] std::optional<ReplacedInstrument> read_replacement(std::string_view line);

}  // namespace effluent
