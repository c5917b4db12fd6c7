// SPDX-License-Identifier: Apache-2.0
#include "core/measure/decimal.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/measure/round_half_away.hpp"

namespace effluent {
namespace {

using Big = boost::multiprecision::cpp_int;

Big big(Int128 value) { return Big{value}; }

Big power_of_ten(int exponent) {
  return boost::multiprecision::pow(Big{10}, static_cast<unsigned>(exponent));
}

std::string with_point(std::string digits_text, bool negative, int digits) {
  if (digits > 0) {
    const auto wanted = static_cast<std::size_t>(digits) + 1;
    if (digits_text.size() < wanted) digits_text.insert(0, wanted - digits_text.size(), '0');
    digits_text.insert(digits_text.size() - static_cast<std::size_t>(digits), 1, '.');
  }
  return negative ? "-" + digits_text : digits_text;
}

std::string big_text(const Big& units, int digits) {
  return with_point(Big{abs(units)}.str(), units < 0, digits);
}

std::optional<std::int64_t> narrow(const Big& value) {
  if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value);
}

/// The nearest that fits.
std::int64_t nearest(const Big& value) {
  if (const auto fits = narrow(value)) return *fits;
  return value < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// Units × 10^-digits, rounded down.
Big floor_of(const Decimal& number, int digits) {
  const int more = digits - number.digits();
  const Big units = big(number.units());
  if (more >= 0) return units * power_of_ten(more);
  const Big divisor = power_of_ten(-more);
  const Big rest = units % divisor;  // of the sign of the units
  return units / divisor - (rest < 0 ? 1 : 0);
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end - at;
}

struct PlainNumber {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::string_view rest;
};

std::optional<PlainNumber> split(std::string_view text) {
  PlainNumber number;
  std::size_t at = 0;
  if (at < text.size() && text[at] == '-') {
    number.negative = true;
    ++at;
  }
  const auto whole = digits_from(text, at);
  if (whole == 0) return std::nullopt;
  number.whole = text.substr(at, whole);
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const auto fraction = digits_from(text, at + 1);
    if (fraction == 0) return std::nullopt;
    number.fraction = text.substr(at + 1, fraction);
    at += 1 + fraction;
  }
  number.rest = text.substr(at);
  return number;
}

std::optional<int> exponent_of(std::string_view rest) {
  if (rest.empty()) return 0;
  if (rest[0] != 'e' && rest[0] != 'E') return std::nullopt;
  rest.remove_prefix(1);
  if (rest.size() > 1 && rest[0] == '+' && rest[1] != '-') rest.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
  if (error != std::errc{} || end != rest.data() + rest.size() || exponent < -400 || exponent > 400)
    return std::nullopt;
  return exponent;
}

}  // namespace

Decimal::Decimal(Int128 units, int digits) : units_{units}, digits_{digits} {
  if (units_ == 0) digits_ = 0;
  while (units_ != 0 && units_ % 10 == 0) {
    units_ /= 10;
    --digits_;
  }
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const auto number = split(text);
  if (!number) return std::nullopt;
  const auto exponent = exponent_of(number->rest);
  if (!exponent) return std::nullopt;
  std::string all{number->whole};
  all += number->fraction;
  const auto last = all.find_last_not_of('0');
  if (last == std::string::npos) return Decimal{};
  const auto first = all.find_first_not_of('0');
  if (last - first + 1 > 36) return std::nullopt;
  Int128 units = 0;
  for (std::size_t i = first; i <= last; ++i) units = units * 10 + (all[i] - '0');
  const auto dropped = static_cast<int>(all.size() - 1 - last);
  const int digits = static_cast<int>(number->fraction.size()) - dropped - *exponent;
  return Decimal{number->negative ? -units : units, digits};
}

std::optional<Decimal> Decimal::shortest(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 64> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  if (error != std::errc{}) return std::nullopt;
  return parse(std::string_view{buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

int Decimal::significant_digits() const {
  int count = 0;
  for (Int128 rest = units_; rest != 0; rest /= 10) ++count;
  return count;
}

std::string Decimal::text() const {
  if (digits_ >= 0) return fixed_text(units_, digits_);
  return big_text(big(units_) * power_of_ten(-digits_), 0);
}

Decimal operator+(const Decimal& left, const Decimal& right) {
  const int digits = std::max(left.digits_, right.digits_);
  const auto at = [digits](const Decimal& number) {
    Int128 units = number.units_;
    for (int more = number.digits_; more < digits; ++more) units *= 10;
    return units;
  };
  return {at(left) + at(right), digits};
}

Decimal operator*(const Decimal& left, const Decimal& right) {
  return Decimal{left.units_ * right.units_, left.digits_ + right.digits_};
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
  const int scale = left.digits_ - right.digits_;
  const Big l = big(left.units_) * (scale < 0 ? power_of_ten(-scale) : Big{1});
  const Big r = big(right.units_) * (scale > 0 ? power_of_ten(scale) : Big{1});
  return l < r   ? std::strong_ordering::less
         : l > r ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

std::optional<std::string> text_of(const std::optional<Decimal>& number) {
  if (!number) return std::nullopt;
  return number->text();
}

std::string fixed_text(Int128 units, int digits) {
  if (units == 0) return with_point("0", false, digits);
  std::string reversed;
  for (Int128 rest = units; rest != 0; rest /= 10) {
    const auto digit = static_cast<int>(rest % 10);
    reversed.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  return with_point(std::string{reversed.rbegin(), reversed.rend()}, units < 0, digits);
}

std::optional<std::int64_t> round_text(std::string_view text, int digits) {
  const auto number = split(text);
  if (!number || !number->rest.empty()) return std::nullopt;
  const auto wanted = static_cast<std::size_t>(digits);
  constexpr Int128 kTooLarge = static_cast<Int128>(1) << 64;
  Int128 units = 0;
  const auto take = [&units](char c) {
    units = units * 10 + (c - '0');
    if (units > kTooLarge) units = kTooLarge;
  };
  for (const char c : number->whole) take(c);
  for (std::size_t i = 0; i < wanted; ++i) take(i < number->fraction.size() ? number->fraction[i] : '0');
  if (wanted < number->fraction.size() && number->fraction[wanted] >= '5') ++units;
  if (number->negative) units = -units;
  if (units < std::numeric_limits<std::int64_t>::min() || units > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(units);
}

std::int64_t floor_to(const Decimal& number, int digits) { return nearest(floor_of(number, digits)); }

std::int64_t ceil_to(const Decimal& number, int digits) {
  return nearest(-floor_of(Decimal{-number.units(), number.digits()}, digits));
}

std::optional<std::int64_t> round_to(const Decimal& number, int digits) {
  const int scale = digits - number.digits();
  if (scale >= 0) return narrow(big(number.units()) * power_of_ten(scale));
  return narrow(round_half_away(big(number.units()), power_of_ten(-scale)));
}

std::strong_ordering compare(const Mean& mean, const Decimal& limit) {
  const int scale = mean.digits - limit.digits();
  const Big left = big(mean.sum) * (scale < 0 ? power_of_ten(-scale) : Big{1});
  const Big right = big(limit.units()) * mean.n * (scale > 0 ? power_of_ten(scale) : Big{1});
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

namespace {

Big rounded(const Mean& mean, int places) {
  const int scale = places - mean.digits;
  const Big numerator = big(mean.sum) * (scale > 0 ? power_of_ten(scale) : Big{1});
  const Big denominator = Big{mean.n} * (scale < 0 ? power_of_ten(-scale) : Big{1});
  return round_half_away(numerator, denominator);
}

}  // namespace

Int128 rounded_units(const Mean& mean, int places) { return static_cast<Int128>(rounded(mean, places)); }

std::string mean_text(const Mean& mean, int places) { return big_text(rounded(mean, places), places); }

std::string ratio_text(const Mean& mean, const Decimal& limit, int places) {
  const int scale = places + limit.digits() - mean.digits;
  Big numerator = big(mean.sum) * (scale > 0 ? power_of_ten(scale) : Big{1});
  Big denominator = big(limit.units()) * mean.n * (scale < 0 ? power_of_ten(-scale) : Big{1});
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  return big_text(round_half_away(numerator, denominator), places);
}

namespace {

/// A fraction; the denominator is above 0.
struct Ratio {
  Big numerator;
  Big denominator;
};

Ratio ratio_of(const Mean& mean) {
  return {big(mean.sum) * power_of_ten(mean.digits < 0 ? -mean.digits : 0),
          Big{mean.n} * power_of_ten(mean.digits > 0 ? mean.digits : 0)};
}

Ratio ratio_of(const Decimal& number) {
  return {big(number.units()) * power_of_ten(number.digits() < 0 ? -number.digits() : 0),
          power_of_ten(number.digits() > 0 ? number.digits() : 0)};
}

Ratio difference(const Ratio& left, const Ratio& right) {
  return {left.numerator * right.denominator - right.numerator * left.denominator,
          left.denominator * right.denominator};
}

bool is_less(const Ratio& left, const Ratio& right) {
  return left.numerator * right.denominator < right.numerator * left.denominator;
}

std::strong_ordering compare(const Ratio& left, const Ratio& right) {
  if (is_less(left, right)) return std::strong_ordering::less;
  return is_less(right, left) ? std::strong_ordering::greater : std::strong_ordering::equal;
}

/// How far the mean lies outside the nearer limit; 0 without any.
Ratio distance_of(const Mean& mean, const std::optional<Decimal>& least, const std::optional<Decimal>& most) {
  const Ratio value = ratio_of(mean);
  std::optional<Ratio> farthest;
  if (most) farthest = difference(value, ratio_of(*most));
  if (least) {
    const Ratio below = difference(ratio_of(*least), value);
    if (!farthest || is_less(*farthest, below)) farthest = below;
  }
  return farthest.value_or(Ratio{0, 1});
}

/// (limit × (covered + rest) − mean × covered) / rest
Ratio rest_mean(const Mean& mean, std::int64_t covered, std::int64_t rest, const Decimal& limit) {
  Ratio whole = ratio_of(limit);
  whole.numerator *= Big{covered} + rest;
  Ratio so_far = ratio_of(mean);
  so_far.numerator *= covered;
  Ratio left = difference(whole, so_far);
  left.denominator *= rest;
  return left;
}

Big floor_of(const Ratio& ratio, int places) {
  const Big scaled = ratio.numerator * power_of_ten(places);
  const Big rest = scaled % ratio.denominator;  // of the sign of the numerator
  return scaled / ratio.denominator - (rest < 0 ? 1 : 0);
}

}  // namespace

std::string distance_text(const Mean& mean, const std::optional<Decimal>& least,
                          const std::optional<Decimal>& most, int places) {
  const Ratio distance = distance_of(mean, least, most);
  return big_text(round_half_away(distance.numerator * power_of_ten(places), distance.denominator), places);
}

std::strong_ordering compare(const Mean& left, const Mean& right) {
  return compare(ratio_of(left), ratio_of(right));
}

std::strong_ordering compare_distance(const Mean& left, const Mean& right,
                                      const std::optional<Decimal>& least,
                                      const std::optional<Decimal>& most) {
  return compare(distance_of(left, least, most), distance_of(right, least, most));
}

std::string rest_at_most(const Mean& mean, std::int64_t covered, std::int64_t rest, const Decimal& most,
                         int places) {
  return big_text(floor_of(rest_mean(mean, covered, rest, most), places), places);
}

std::string rest_at_least(const Mean& mean, std::int64_t covered, std::int64_t rest, const Decimal& least,
                          int places) {
  Ratio negative = rest_mean(mean, covered, rest, least);
  negative.numerator = -negative.numerator;
  return big_text(-floor_of(negative, places), places);
}

std::optional<std::string> deviation_text(const Spread& spread, int places) {
  const Big n{spread.n};
  const Big variance = n * big(spread.squares) - big(spread.sum) * big(spread.sum);  // × n²
  if (variance < 0) return std::nullopt;
  // Twice the deviation, rounded down, tells which way the last digit goes: sqrt(4 v × 10^2more) / n.
  const int scale = 2 * (places - spread.digits);
  const Big numerator = 4 * variance * (scale > 0 ? power_of_ten(scale) : Big{1});
  const Big twice = sqrt(Big{numerator / (n * n * (scale < 0 ? power_of_ten(-scale) : Big{1}))});
  return big_text((twice + 1) / 2, places);
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
  return fixed_text(static_cast<Int128>(part) * 10000 / whole, 2);
}

}  // namespace effluent
