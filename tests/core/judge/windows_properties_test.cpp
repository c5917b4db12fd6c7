// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Sample {
  int after = 0;  ///< seconds since the one before
  int point = 0;
  int value = 0;  ///< tenths
  bool measuring = true;
};

Site two_points() {
  return site({point("a", "cod", seconds{30}), point("b", "cod", minutes{15})},
              {permit({"cod", "temperature"}, Period::hour)});
}

/// Rows of samples; an instant and point appear once.
std::vector<std::string> rows_of(const std::vector<Sample>& samples) {
  Instant now = parse_time("2031-12-31T22:30:00+07:00").value();
  std::vector<std::string> rows;
  std::vector<std::optional<Instant>> used(2);
  for (const auto& sample : samples) {
    now += seconds{sample.after};
    auto& last = used[static_cast<std::size_t>(sample.point)];
    if (last == now) continue;
    last = now;
    rows.push_back(time_text(now) + ",p1," + (sample.point == 0 ? "a," : "b,") + fixed_text(sample.value, 1) +
                   (sample.measuring ? ",measuring" : ",fault"));
  }
  return rows;
}

rc::Gen<std::vector<Sample>> samples() {
  return rc::gen::container<std::vector<Sample>>(rc::gen::build<Sample>(
      rc::gen::set(&Sample::after, rc::gen::weightedElement<int>({{4, 0}, {6, 20}, {2, 299}, {1, 4000}})),
      rc::gen::set(&Sample::point, rc::gen::inRange(0, 2)),
      rc::gen::set(&Sample::value, rc::gen::inRange(-900, 900)),
      rc::gen::set(&Sample::measuring, rc::gen::weightedElement<bool>({{5, true}, {1, false}}))));
}

RC_GTEST_PROP(WindowProperties, RepeatingEveryRowChangesNothing, ()) {
  const auto rows = rows_of(*samples());
  std::vector<std::string> twice;
  for (const auto& row : rows) twice.insert(twice.end(), {row, row});
  RC_ASSERT(judge_rows(two_points(), rows, true).lines == judge_rows(two_points(), twice, true).lines);
}

RC_GTEST_PROP(WindowProperties, TheOrderOfTiesChangesNothing, ()) {
  auto rows = rows_of(*samples());
  const auto before = judge_rows(two_points(), rows, true).lines;
  std::stable_sort(rows.begin(), rows.end(), [](const std::string& l, const std::string& r) {
    const auto time_l = l.substr(0, 29);
    const auto time_r = r.substr(0, 29);
    return time_l != time_r ? time_l < time_r : l > r;
  });
  const auto after = judge_rows(two_points(), rows, true);
  RC_ASSERT(after.problem.empty());
  RC_ASSERT(before == after.lines);
}

RC_GTEST_PROP(WindowProperties, MeansLieBetweenLeastAndGreatestAndLongWindowsAddUpShortOnes, ()) {
  const auto s = two_points();
  WindowBook book{s, {}};
  WindowSums short_ones;
  WindowSums days;
  const auto count = [&](const JudgedLine& line) {
    if (line.kind != JudgedLine::Kind::mean || *line.point != 0) return;
    if (line.sums.n > 0) {
      RC_ASSERT(line.sums.min <= line.sums.max);
      RC_ASSERT(Int128{line.sums.min} * line.sums.n <= line.sums.sum);
      RC_ASSERT(line.sums.sum <= Int128{line.sums.max} * line.sums.n);
    }
    RC_ASSERT(line.sums.slots <= line.sums.due);
    RC_ASSERT(line.sums.slots <= line.sums.n);
    WindowSums& into = line.period == Period::five_minutes ? short_ones : days;
    if (line.period == Period::hour) return;
    into.n += line.sums.n;
    into.sum += line.sums.sum;
    into.slots += line.sums.slots;
  };
  Instant now = parse_time("2026-01-01T00:00:00+07:00").value();
  book.begin_plant(0, now);
  for (const auto& sample : *samples()) {
    now += seconds{sample.after};
    book.close(now, count);
    book.add(0, 0, now, reading(sample.value, sample.measuring));
  }
  book.close_to_end(now, count);
  RC_ASSERT(short_ones.n == days.n);
  RC_ASSERT(short_ones.sum == days.sum);
  RC_ASSERT(short_ones.slots == days.slots);
}

}  // namespace
}  // namespace effluent::testing_judge
