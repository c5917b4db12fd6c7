// SPDX-License-Identifier: Apache-2.0
// Values judged per second on one core: readings go to their windows, windows close, means and verdicts are
// written. Goal: 1,000,000 a second, memory independent of length.
#include <benchmark/benchmark.h>

#include "core/judge/judge_support.hpp"

namespace effluent {
namespace {

using namespace std::chrono_literals;

Site many_points(std::size_t count) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back(testing_judge::point("p" + std::to_string(i), i % 2 == 0 ? "cod" : "ph", 5s));
  }
  return testing_judge::site(std::move(points), {testing_judge::permit({"cod", "ph"})});
}

/// Windows and verdicts alone, as the recorder feeds them.
void values_judged(benchmark::State& state) {
  const auto points = static_cast<std::size_t>(state.range(0));
  const Site site = many_points(points);
  WindowBook book{site, {30s, true}};
  Instant now = parse_time("2026-11-24T00:00:00+07:00").value();
  book.begin_plant(0, now);
  std::size_t bytes = 0;
  std::int64_t value = 0;
  for (auto _ : state) {
    now += 5s;
    book.close(now, [&](const JudgedLine& line) { bytes += line.body.size(); });
    for (std::size_t point = 0; point < points; ++point)
      book.add(0, point, now, testing_judge::reading(400 + ++value % 97));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  benchmark::DoNotOptimize(bytes);
}
BENCHMARK(values_judged)->Arg(1)->Arg(11)->Arg(100);

/// With the reading of the rows' text, as `effluent judge` does without its files.
void rows_judged(benchmark::State& state) {
  const Site site = many_points(11);
  std::size_t bytes = 0;
  Instant now = parse_time("2026-11-24T00:00:00+07:00").value();
  ReadingsJudge judge{site, false, [&](const JudgedLine& line) { bytes += line.body.size(); }};
  if (!judge.line(ReadingsReader::kHeader)) state.SkipWithError("the header was not taken");
  std::vector<std::string> rows(11);
  for (auto _ : state) {
    state.PauseTiming();
    now += 5s;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = time_text(now) + ",p1," + site.plants[0].points[i].id + ",48.2,measuring";
    }
    state.ResumeTiming();
    for (const auto& row : rows) {
      if (!judge.line(row)) state.SkipWithError("a row was not taken");
    }
  }
  state.SetItemsProcessed(state.iterations() * 11);
  benchmark::DoNotOptimize(bytes);
}
BENCHMARK(rows_judged);

}  // namespace
}  // namespace effluent

BENCHMARK_MAIN();
