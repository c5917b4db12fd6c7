// SPDX-License-Identifier: Apache-2.0
#include "app/commands/language.hpp"

#include <cstdlib>

namespace effluent {

Language language_of(const std::string& asked) {
  if (!asked.empty()) return asked == "en" ? Language::en : Language::vi;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread, nothing sets it
    if (value != nullptr && *value != '\0')
      return std::string_view{value}.starts_with("en") ? Language::en : Language::vi;
  }
  return Language::vi;
}

}  // namespace effluent
