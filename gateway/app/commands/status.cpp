// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"

namespace effluent {
void add_status(CLI::App&, int&) {}
}  // namespace effluent
