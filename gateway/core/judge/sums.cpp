// SPDX-License-Identifier: Apache-2.0
#include "core/judge/sums.hpp"

#include <algorithm>
#include <numeric>

namespace effluent {
namespace {

std::optional<Int128> plus(std::optional<Int128> left, std::optional<Int128> right) {
  Int128 sum = 0;
  if (!left || !right || __builtin_add_overflow(*left, *right, &sum)) return std::nullopt;
  return sum;
}

std::optional<Int128> times(std::optional<Int128> value, Int128 factor) {
  Int128 product = 0;
  if (!value || __builtin_mul_overflow(*value, factor, &product)) return std::nullopt;
  return product;
}

template <class List>
void add_each(List& into, const List& other) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] += other[i];
}

}  // namespace

void Tally::add(std::int64_t value) {
  min = n == 0 ? value : std::min<Int128>(min, value);
  max = n == 0 ? value : std::max<Int128>(max, value);
  sum += value;
  ++n;
}

void Tally::add(const Tally& other) {
  if (other.n == 0) return;
  min = n == 0 ? other.min : std::min(min, other.min);
  max = n == 0 ? other.max : std::max(max, other.max);
  sum += other.sum;
  n += other.n;
}

void Tally::scale(Int128 factor) {
  sum *= factor;
  min *= factor;
  max *= factor;
}

void Sums::scale_to(int more_digits) {
  for (; digits < more_digits; ++digits) {
    sum *= 10;
    min *= 10;
    max *= 10;
    squares = times(squares, 100);
    excluded.scale(10);
    below_detection.scale(10);
  }
}

void Sums::add(Sums other) {
  covered += other.covered;
  add_each(states, other.states);
  add_each(causes, other.causes);
  add_each(missing, other.missing);
  if (other.n == 0 && other.excluded.n == 0) return;
  const int finer = std::max(digits, other.digits);
  scale_to(finer);
  other.scale_to(finer);
  excluded.add(other.excluded);
  if (other.n == 0) return;
  below_detection.add(other.below_detection);
  squares = plus(squares, other.squares);
  min = n == 0 ? other.min : std::min(min, other.min);
  max = n == 0 ? other.max : std::max(max, other.max);
  sum += other.sum;
  n += other.n;
}

void Sums::append(const Sums& other, const std::optional<CounterRule>& rule) {
  add(other);
  if (!other.counter) return;
  if (counter) {
    follow(*counter, *other.counter, rule);
  } else {
    counter = other.counter;
  }
}

std::string_view missing_name(std::size_t index) {
  return index == kNoReading ? "no_reading" : name_of(static_cast<Cause>(index));
}

milliseconds Sums::without_reading(milliseconds length) const {
  const auto accounted = std::accumulate(missing.begin(), missing.end(), covered);
  return std::max(length - accounted, milliseconds{0});
}

std::optional<Mean> Sums::mean_with_excluded() const {
  if (n + excluded.n == 0) return std::nullopt;
  return Mean{sum + excluded.sum, digits, n + excluded.n};
}

std::optional<std::string> Sums::deviation_text(int places) const {
  if (n == 0 || !squares) return std::nullopt;
  return effluent::deviation_text({n, sum, *squares, digits}, places);
}

}  // namespace effluent
