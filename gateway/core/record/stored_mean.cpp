// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/record/entry.hpp"
#include "core/record/json_reader.hpp"

namespace effluent {
namespace {

/// Units of a printed decimal, whatever its size, and how many digits it has behind the point.
struct Printed {
  Int128 units = 0;
  int digits = 0;
};

std::optional<Printed> read_printed(std::string_view text) {
  Printed printed;
  const bool negative = !text.empty() && text.front() == '-';
  bool fraction = false;
  if (text.size() > 38) return std::nullopt;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.' && !fraction) {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      printed.units = printed.units * 10 + (c - '0');
      printed.digits += fraction ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (negative) printed.units = -printed.units;
  return printed;
}

/// A number member as units of the line's digits; `null` leaves `target` alone.
template <class Number>
bool read_units(std::string_view text, Number& target, int& digits) {
  if (text == "null") return true;
  const auto printed = read_printed(text);
  if (!printed) return false;
  target = static_cast<Number>(printed->units);
  digits = printed->digits;
  return true;
}

}  // namespace

std::optional<StoredMean> read_base_mean(std::string_view line) {
  JsonReader json{line};
  StoredMean mean;
  std::optional<Instant> start;
  std::optional<Period> period;
  std::optional<std::int64_t> slots;
  bool sum = false;
  if (!json.enter('{')) return std::nullopt;
  while (const auto key = json.next_key()) {
    bool good = true;
    if (*key == "plant") {
      mean.plant = json.text().value_or("");
    } else if (*key == "point") {
      mean.point = json.text().value_or("");
    } else if (*key == "period") {
      period = parse_period(json.text().value_or(""));
    } else if (*key == "start") {
      start = parse_time(json.text().value_or(""));
    } else if (*key == "n") {
      mean.sums.n = json.integer().value_or(0);
    } else if (*key == "due") {
      mean.sums.due = json.integer().value_or(0);
    } else if (*key == "slots") {
      slots = json.integer();
    } else if (*key == "min") {
      good = read_units(json.raw(), mean.sums.min, mean.digits);
    } else if (*key == "max") {
      good = read_units(json.raw(), mean.sums.max, mean.digits);
    } else if (*key == "sum") {
      good = sum = read_units(json.raw(), mean.sums.sum, mean.digits);
    } else {
      (void)json.raw();
    }
    if (!good) return std::nullopt;
  }
  if (json.failed() || !start || !period || !slots || !sum) return std::nullopt;
  mean.start = *start;
  mean.period = *period;
  mean.sums.slots = *slots;
  return mean;
}

}  // namespace effluent
