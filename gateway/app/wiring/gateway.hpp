// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/config/configuration.hpp"

namespace effluent {

/// Runs the gateway until SIGTERM or SIGINT, or until the store fails for good. Returns the exit status: 0, 1
/// (another process has the data directory), 74. Called once, before any other thread is started; it blocks
/// both signals for the whole process.
[[nodiscard]] int run_gateway(const Configuration& configuration);

}  // namespace effluent
