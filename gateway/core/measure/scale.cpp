// SPDX-License-Identifier: Apache-2.0
#include "core/measure/scale.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

#include "core/measure/ten_to.hpp"

namespace effluent {
namespace {

using Big = boost::multiprecision::cpp_int;

/// A raw float below this magnitude counts as 0, which bounds the arithmetic (record.md). The double 1e-18
/// lies just above 10^-18, so that `<` decides exactly.
constexpr double kSmallestFloat = 1e-18;

int bit_width(Int128 value) {
  int width = 0;
  for (; value != 0; value /= 2) ++width;
  return width;
}
/// No fewer bits than 10^exponent takes.
int bits_of_ten(int exponent) { return exponent * 10 / 3 + 1; }

/// raw × scale + offset = (a + b) / d in units of 10^-digits, over a common denominator 2^twos × 10^tens.
struct Sum {
  Raw raw;
  const Decimal& scale;
  const Decimal& offset;
  int digits = 0;

  [[nodiscard]] int common() const { return std::max({scale.digits(), offset.digits(), 0}); }
  [[nodiscard]] int raw_tens() const { return common() - scale.digits(); }
  [[nodiscard]] int offset_tens() const { return common() - offset.digits(); }
  [[nodiscard]] int up_tens() const { return std::max(digits - common(), 0); }
  [[nodiscard]] int down_tens() const { return std::max(common() - digits, 0); }
  [[nodiscard]] int up_twos() const { return std::max(raw.exponent, 0); }
  [[nodiscard]] int down_twos() const { return std::max(-raw.exponent, 0); }

  /// Everything, doubled for rounding, stays within 126 bits.
  [[nodiscard]] bool fits_128_bits() const {
    const int left = bit_width(raw.mantissa) + bit_width(scale.units()) + up_twos() + bits_of_ten(raw_tens());
    const int right = bit_width(offset.units()) + down_twos() + bits_of_ten(offset_tens());
    const int denominator = down_twos() + bits_of_ten(down_tens());
    return std::max(std::max(left, right) + 1 + bits_of_ten(up_tens()), denominator) + 3 <= 126;
  }

  template <class Integer>
  [[nodiscard]] std::optional<std::int64_t> rounded() const {
    const Integer left = Integer(raw.mantissa) * Integer(scale.units()) * (Integer(1) << up_twos()) *
                         ten_to<Integer>(raw_tens());
    const Integer right =
        Integer(offset.units()) * (Integer(1) << down_twos()) * ten_to<Integer>(offset_tens());
    const Integer numerator = (left + right) * ten_to<Integer>(up_tens());
    const Integer denominator = (Integer(1) << down_twos()) * ten_to<Integer>(down_tens());
    const bool negative = numerator < 0;
    const Integer magnitude = negative ? Integer(-numerator) : numerator;
    const Integer units = (2 * magnitude + denominator) / (2 * denominator);
    const Integer most = Integer(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
    if (units > most) return std::nullopt;
    return static_cast<std::int64_t>(negative ? Integer(-units) : units);
  }
};

}  // namespace

Raw exact(double value) {
  if (std::fabs(value) < kSmallestFloat) return {};
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  Raw raw{static_cast<std::int64_t>(std::ldexp(fraction, 53)), exponent - 53};
  while (raw.mantissa % 2 == 0) {
    raw.mantissa /= 2;
    ++raw.exponent;
  }
  return raw;
}

std::optional<std::int64_t> scaled(const Raw& raw, const Decimal& scale, const Decimal& offset, int digits) {
  const Sum sum{raw, scale, offset, digits};
  return sum.fits_128_bits() ? sum.rounded<Int128>() : sum.rounded<Big>();
}

}  // namespace effluent
