// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace effluent {

/// `effluent instrument begin`, `end` and `list`, below the command `instrument`.
void add_instrument_service(CLI::App& parent, int& status);
void add_instrument_list(CLI::App& parent, int& status);

}  // namespace effluent
