// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <tl/expected.hpp>

#include "adapters/mqtt/paho_broker.hpp"
#include "app/config/configuration.hpp"
#include "work/publisher/publisher.hpp"
#include "work/recorder/recorder.hpp"

namespace effluent {

/// What machine and configuration tell the recorder. The error is a sentence: what could not be asked.
[[nodiscard]] tl::expected<RecorderFacts, std::string> facts_of(const Configuration& configuration);
/// The way to the broker; expects a configuration with `[mqtt]`.
[[nodiscard]] PahoSettings paho_settings(const Configuration& configuration);
/// What is published and from where on, with a random seed; expects a configuration with `[mqtt]`.
[[nodiscard]] PublisherSettings publisher_settings(const Configuration& configuration,
                                                   const StartCursors& cursors);

}  // namespace effluent
