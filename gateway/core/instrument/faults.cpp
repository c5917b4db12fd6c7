// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/faults.hpp"

#include "core/measure/decimal.hpp"

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

bool is_written_number(std::string_view text) {
  if (text.find_first_of("eE") != std::string_view::npos || text.size() > 30) return false;
  const auto number = Decimal::parse(text);
  if (!number || number->significant_digits() > Decimal::kWrittenDigits) return false;
  if (number->digits() < -Decimal::kWrittenDigits || number->digits() > Decimal::kWrittenDigits) return false;
  const auto whole = text.substr(text.starts_with('-') ? 1 : 0);
  const bool led_by_zero = whole.size() > 1 && whole[0] == '0' && whole[1] != '.';
  return !led_by_zero;
}

}  // namespace effluent
