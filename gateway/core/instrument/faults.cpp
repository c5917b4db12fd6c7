// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/faults.hpp"

namespace effluent {

void check_text(Faults& faults, std::string_view name, const std::string& text, bool required,
                std::string_view why) {
  if (required && text.find_first_not_of(" \t") == std::string::npos) {
    faults.push_back(std::string{name} + " is missing" + (why.empty() ? "" : "; ") + std::string{why});
  }
  if (text.size() > kLongestEntered) {
    faults.push_back(std::string{name} + " has " + std::to_string(text.size()) + " bytes, at most " +
                     std::to_string(kLongestEntered) + " fit");
  }
}

}  // namespace effluent
