// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace effluent {

__extension__ typedef __int128 Int128;

/// An exact number, units × 10^-digits, kept without trailing zeros (so equal numbers are equal members).
/// Holds every number a person writes (limits, Kq, Kf, scale, offset: at most 12 significant digits) and the
/// product of three of them.
class Decimal {
 public:
  static constexpr int kWrittenDigits = 12;  ///< most significant digits a configured number may have

  constexpr Decimal() = default;
  Decimal(Int128 units, int digits);

  /// Reads `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`; none for any other text or more than 36 significant
  /// digits.
  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
  /// The shortest decimal that reads back as the same double; none for NaN and infinity.
  [[nodiscard]] static std::optional<Decimal> shortest(double value);

  [[nodiscard]] Int128 units() const { return units_; }
  [[nodiscard]] int digits() const { return digits_; }  ///< may be negative (1e30)
  [[nodiscard]] bool is_zero() const { return units_ == 0; }
  [[nodiscard]] int significant_digits() const;
  /// Exact, without trailing zeros, never with an exponent; zero has no sign.
  [[nodiscard]] std::string text() const;

  /// Exact. At most three factors of `kWrittenDigits` digits each.
  friend Decimal operator*(const Decimal& left, const Decimal& right);
  /// Exact. Of numbers of at most `kWrittenDigits` digits before and after the point.
  friend Decimal operator+(const Decimal& left, const Decimal& right);
  friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);
  friend bool operator==(const Decimal& left, const Decimal& right) = default;

 private:
  Int128 units_ = 0;
  int digits_ = 0;
};

/// `number->text()`; none where there is no number.
[[nodiscard]] std::optional<std::string> text_of(const std::optional<Decimal>& number);

/// A reading's value in the record: units × 10^-digits, digits (0 to 9) known from the point.
/// Prints exactly `digits` digits; zero has no sign.
[[nodiscard]] std::string fixed_text(Int128 units, int digits);

/// `-?[0-9]+(\.[0-9]+)?` rounded to `digits`, half away from zero; none if it doesn't read or doesn't fit 64
/// bits.
[[nodiscard]] std::optional<std::int64_t> round_text(std::string_view text, int digits);
/// `number` rounded to `digits`, half away from zero; none if it doesn't fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> round_to(const Decimal& number, int digits);
/// The largest number of units × 10^-digits that is not above `number`, and the smallest not below it; the
/// nearest that fits 64 bits.
[[nodiscard]] std::int64_t floor_to(const Decimal& number, int digits);
[[nodiscard]] std::int64_t ceil_to(const Decimal& number, int digits);

/// The exact mean sum × 10^-digits / n, n > 0.
struct Mean {
  Int128 sum = 0;
  int digits = 0;
  std::int64_t n = 0;
};
/// Exact comparison, without a division.
[[nodiscard]] std::strong_ordering compare(const Mean& mean, const Decimal& limit);
[[nodiscard]] std::strong_ordering compare(const Mean& left, const Mean& right);
/// In units × 10^-places, half away from zero; it fits as the values did.
[[nodiscard]] Int128 rounded_units(const Mean& mean, int places);
/// With `places` digits, half away from zero.
[[nodiscard]] std::string mean_text(const Mean& mean, int places);
/// mean / limit with `places` digits, half away from zero; the limit is not 0.
[[nodiscard]] std::string ratio_text(const Mean& mean, const Decimal& limit, int places);
/// How far the mean lies outside the nearer of two limits, with `places` digits, half away from zero: above 0
/// outside, below 0 inside. At least one limit is given.
[[nodiscard]] std::string distance_text(const Mean& mean, const std::optional<Decimal>& least,
                                        const std::optional<Decimal>& most, int places);
/// Which of two means lies farther outside; at least one limit is given.
[[nodiscard]] std::strong_ordering compare_distance(const Mean& left, const Mean& right,
                                                    const std::optional<Decimal>& least,
                                                    const std::optional<Decimal>& most);
/// What a stretch of `rest` slots may be at most on average so that, with the mean of the `covered` slots
/// before it and as many readings a slot, all of it does not exceed `most`; with `places` digits, rounded
/// down. Both numbers of slots are above 0.
[[nodiscard]] std::string rest_at_most(const Mean& mean, std::int64_t covered, std::int64_t rest,
                                       const Decimal& most, int places);
/// Likewise at least, so that it does not fall below `least`; rounded up.
[[nodiscard]] std::string rest_at_least(const Mean& mean, std::int64_t covered, std::int64_t rest,
                                        const Decimal& least, int places);
/// Number, sum and sum of squares of some values in 10^-digits (squares in 10^-2digits), n > 0.
struct Spread {
  std::int64_t n = 0;
  Int128 sum = 0;
  Int128 squares = 0;
  int digits = 0;
};
/// Their standard deviation, that of the whole population, with `places` digits, half away from zero; none
/// where no values have such sums.
[[nodiscard]] std::optional<std::string> deviation_text(const Spread& spread, int places);
/// part / whole in percent with two digits, truncated; whole > 0.
[[nodiscard]] std::string percent_text(std::int64_t part, std::int64_t whole);

}  // namespace effluent
