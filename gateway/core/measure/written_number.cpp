// SPDX-License-Identifier: Apache-2.0
#include "core/measure/written_number.hpp"

#include "core/measure/decimal.hpp"

namespace effluent {

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
