// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/record/counter_text.hpp"
#include "core/record/entry.hpp"
#include "core/record/json_reader.hpp"

namespace effluent {
namespace {

/// Units of a printed decimal, whatever its size, and how many digits it has behind the point.
struct Printed {
  Int128 units = 0;
  int digits = 0;
  /// Units × 10^-finer; `finer` is not below `digits`. No line of ours is beyond 127 bits: what a damaged one
  /// would be is left as it is.
  [[nodiscard]] Int128 at(int finer) const {
    Int128 scaled = units;
    for (int digit = digits; digit < finer; ++digit) {
      if (Int128 more = 0; !__builtin_mul_overflow(scaled, Int128{10}, &more)) scaled = more;
    }
    return scaled;
  }
};

/// None where it is no number, or beyond 127 bits.
std::optional<Printed> read_printed(std::string_view text) {
  Printed printed;
  const bool negative = !text.empty() && text.front() == '-';
  bool fraction = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.' && !fraction) {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      if (__builtin_mul_overflow(printed.units, Int128{10}, &printed.units) ||
          __builtin_add_overflow(printed.units, Int128{c - '0'}, &printed.units)) {
        return std::nullopt;
      }
      printed.digits += fraction ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (negative) printed.units = -printed.units;
  return printed;
}

/// `tally` as it stands in a line, each number with its own digits.
struct PrintedTally {
  std::int64_t n = 0;
  std::optional<Printed> sum;
  std::optional<Printed> min;
  std::optional<Printed> max;
  [[nodiscard]] int digits() const {
    int most = 0;
    for (const auto* number : {&sum, &min, &max}) most = std::max(most, *number ? (*number)->digits : 0);
    return most;
  }
  [[nodiscard]] Tally at(int digits) const {
    const auto units = [digits](const std::optional<Printed>& number) {
      return number ? number->at(digits) : Int128{0};
    };
    return {n, units(sum), units(min), units(max)};
  }
};

/// A number member; none where it is null. Marks `good` false where it is no number.
std::optional<Printed> number(std::string_view text, bool& good) {
  if (text == "null") return std::nullopt;
  const auto printed = read_printed(text);
  good = good && printed.has_value();
  return printed;
}

/// Reads the lines of base means: everything that longer windows add up.
class MeanReader {
 public:
  explicit MeanReader(std::string_view line) : json_{line} {}

  std::optional<StoredMean> read() {
    if (!json_.enter('{')) return std::nullopt;
    while (const auto key = json_.next_key()) {
      if (!read_subject(*key) && !read_numbers(*key) && !read_counts(*key)) (void)json_.raw();
    }
    if (json_.failed() || !good_ || !start_ || !period_ || !slots_ || !has_sum_) return std::nullopt;
    return finished();
  }

 private:
  bool read_subject(std::string_view key) {
    if (key == "plant") {
      mean_.plant = json_.text().value_or("");
    } else if (key == "point") {
      mean_.point = json_.text().value_or("");
    } else if (key == "period") {
      period_ = parse_period(json_.text().value_or(""));
    } else if (key == "start") {
      start_ = parse_time(json_.text().value_or(""));
    } else {
      return false;
    }
    return true;
  }

  bool read_numbers(std::string_view key) {
    if (key == "n") {
      own_.n = json_.integer().value_or(0);
    } else if (key == "due") {
      mean_.sums.due = json_.integer().value_or(0);
    } else if (key == "slots") {
      slots_ = json_.integer();
    } else if (key == "min") {
      own_.min = number(json_.raw(), good_);
    } else if (key == "max") {
      own_.max = number(json_.raw(), good_);
    } else if (key == "sum") {
      own_.sum = number(json_.raw(), good_);
      has_sum_ = true;  // also where it is null: nothing entered
    } else if (key == "sum_squares") {
      squares_ = number(json_.raw(), good_);
    } else {
      return false;
    }
    return true;
  }

  bool read_counts(std::string_view key) {
    if (key == "states") {
      each([this](std::string_view name) {
        const auto state = parse_state(name);
        const auto count = json_.integer().value_or(0);
        if (state) mean_.sums.states.at(static_cast<std::size_t>(*state)) = count;
      });
    } else if (key == "causes") {
      each([this](std::string_view name) {
        const auto cause = parse_cause(name);
        const auto count = json_.integer().value_or(0);
        if (cause) mean_.sums.causes.at(static_cast<std::size_t>(*cause)) = count;
      });
    } else if (key == "not_measured_s") {
      each([this](std::string_view name) {
        const auto cause = parse_cause(name);
        const auto seconds = number(json_.raw(), good_);
        if (!cause || !seconds) return;  // `no_reading` is what is left
        const auto time = static_cast<std::int64_t>(seconds->at(3));
        mean_.sums.missing.at(static_cast<std::size_t>(*cause)) = milliseconds{time};
      });
    } else if (key == "excluded") {
      excluded_ = read_tally();
    } else if (key == "below_detection") {
      below_ = read_tally();
    } else if (key == "totaliser") {
      mean_.sums.counter = read_counter(json_.raw(), good_);
    } else {
      return false;
    }
    return true;
  }

  template <class Take>
  void each(const Take& take) {
    if (!json_.enter('{')) return;
    while (const auto key = json_.next_key()) take(*key);
  }

  PrintedTally read_tally() {
    PrintedTally tally;
    JsonReader inside{json_.raw()};
    if (!inside.enter('{')) return tally;  // null
    while (const auto key = inside.next_key()) {
      if (*key == "n") {
        tally.n = inside.integer().value_or(0);
        continue;
      }
      const auto read = number(inside.raw(), good_);
      if (*key == "sum") tally.sum = read;
      if (*key == "min") tally.min = read;
      if (*key == "max") tally.max = read;
    }
    return tally;
  }

  /// All at the digits of the finest of them: a line may hold sums finer than its point's.
  StoredMean finished() {
    WindowSums& sums = mean_.sums;
    const int digits = std::max({own_.digits(), excluded_.digits(), below_.digits()});
    const Tally own = own_.at(digits);
    sums.n = own.n;
    sums.sum = own.sum;
    sums.min = own.min;
    sums.max = own.max;
    sums.digits = digits;
    sums.excluded = excluded_.at(digits);
    sums.below_detection = below_.at(digits);
    sums.squares.reset();
    if (squares_) sums.squares = squares_->at(2 * digits);
    sums.slots = *slots_;
    mean_.start = *start_;
    mean_.period = *period_;
    return std::move(mean_);
  }

  JsonReader json_;
  StoredMean mean_;
  bool good_ = true;
  bool has_sum_ = false;
  std::optional<Instant> start_;
  std::optional<Period> period_;
  std::optional<std::int64_t> slots_;
  PrintedTally own_;
  PrintedTally excluded_;
  PrintedTally below_;
  std::optional<Printed> squares_;
};

}  // namespace

std::optional<StoredMean> read_base_mean(std::string_view line) { return MeanReader{line}.read(); }

}  // namespace effluent
