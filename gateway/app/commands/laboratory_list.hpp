// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace effluent {

/// `effluent laboratory list`, below the command `laboratory`.
void add_laboratory_list(CLI::App& parent, int& status);

}  // namespace effluent
