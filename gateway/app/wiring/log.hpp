// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace effluent {

/// Sends the log to stderr: local time, level, sentence. Once, before the first line.
void set_up_log();

}  // namespace effluent
