// SPDX-License-Identifier: Apache-2.0
#include "core/judge/base_shelf.hpp"

#include <utility>

namespace effluent {

void BaseShelf::put(BaseWindow window) {
  if (!windows_.empty() && window.start < windows_.back().end()) return;
  while (!windows_.empty() && windows_.front().start < window.end() - kReach) windows_.pop_front();
  windows_.push_back(std::move(window));
}

}  // namespace effluent
