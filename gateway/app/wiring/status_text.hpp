// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "app/config/configuration.hpp"
#include "work/publisher/publisher.hpp"
#include "work/recorder/snapshot.hpp"

namespace effluent {

/// What `effluent status --json` prints: one JSON object of the running gateway. `waiting`: messages in the
/// recorder's inbox. No `publisher`: the configuration has no `[mqtt]`.
[[nodiscard]] std::string status_json(const Configuration& configuration, const RecorderStatus& recorder,
                                      const std::optional<PublisherStatus>& publisher, std::size_t waiting,
                                      Instant now);

/// The same object as a table for people; what it lacks (another version wrote it) is shown as "-". The error
/// is a sentence: the text is no JSON object, or the gateway's own `error`.
[[nodiscard]] tl::expected<std::string, std::string> status_table(const std::string& json);

}  // namespace effluent
