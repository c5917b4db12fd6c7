// SPDX-License-Identifier: Apache-2.0
// What holds of every window whatever was read: issue "Judge like the law", "Show".
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "core/judge/judge_support.hpp"

namespace effluent::testing_judge {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr WindowBook::Closing kGateway{seconds{30}, true};

/// A reading of any kind at a time of its own: the `index`th slot of half a minute, if it is there at all.
struct Read {
  int value = 0;  ///< tenths
  int kind = 0;   ///< 0 to 4 enters; see `reading_of`
  bool there = true;
};

WindowReading reading_of(const Read& read) {
  switch (read.kind) {
    case 5:
      return {read.value, State::calibrating, Cause::calibrating};
    case 6:
      return {read.value, State::fault, Cause::maintenance};
    case 7:
      return {std::nullopt, State::fault, Cause::timeout};
    case 8:
      return {read.value, State::measuring, Cause::over_range};
    default:
      return {read.value, State::measuring, Cause::none};
  }
}

rc::Gen<std::vector<Read>> reads() {
  return rc::gen::container<std::vector<Read>>(rc::gen::build<Read>(
      rc::gen::set(&Read::value, rc::gen::inRange(-50, 900)),
      rc::gen::set(&Read::kind, rc::gen::inRange(0, 9)),
      rc::gen::set(&Read::there, rc::gen::weightedElement<bool>({{6, true}, {1, false}}))));
}

struct Timed {
  Instant time;
  WindowReading reading;
};
std::vector<Timed> timed(const std::vector<Read>& reads) {
  const Instant start =
      parse_time("2026-11-30T21:40:00+07:00").value();  // over a month's end where there are many
  std::vector<Timed> all;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    if (reads[i].there) all.push_back({start + static_cast<int>(i) * seconds{97}, reading_of(reads[i])});
  }
  return all;
}

Site one_point() {
  Permit judged = permit({"cod"}, Period::hour);
  judged.minimum_coverage_percent = number("40");
  judged.exclusion_cap.day = minutes{40};
  judged.exclusion_cap.month = hours{2};
  Point cod = point("cod", "cod", minutes{1});
  cod.range = Range{number("-10"), number("70")};
  return site({cod}, {judged});
}

struct Lines {
  std::vector<JudgedLine> all;
  std::function<void(const JudgedLine&)> write = [this](const JudgedLine& line) { all.push_back(line); };
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> found;
    for (const auto& line : all) found.push_back(line.text());
    return found;
  }
};

void feed(WindowBook& book, Lines& lines, const std::vector<Timed>& readings) {
  for (const auto& one : readings) {
    book.close(one.time, lines.write);
    book.add(0, 0, one.time, one.reading);
  }
}

std::vector<std::string> judged(const Site& s, const std::vector<Timed>& readings) {
  WindowBook book{s, kGateway};
  Lines lines;
  if (readings.empty()) return {};
  book.begin_plant(0, readings.front().time);
  feed(book, lines, readings);
  book.close_to_end(readings.back().time, lines.write);
  return lines.texts();
}

RC_GTEST_PROP(WindowProperties, ReadingsOfOpenWindowsInAnyOrderGiveTheSameLines, ()) {
  const auto s = one_point();
  auto readings = timed(*reads());
  RC_PRE(!readings.empty());
  const auto order = *rc::gen::inRange(0, 1'000'000);
  const auto first = readings.front().time;
  const auto last = readings.back().time;
  const auto lines_of = [&] {
    WindowBook book{s, kGateway};
    Lines lines;
    book.begin_plant(0, first);
    for (const auto& one : readings) book.add(0, 0, one.time, one.reading);
    book.close_to_end(last, lines.write);
    return lines.texts();
  };
  const auto before = lines_of();
  std::mt19937 random{static_cast<unsigned>(order)};
  std::shuffle(readings.begin(), readings.end(), random);
  RC_ASSERT(lines_of() == before);
}

// The book of a gateway that ends anywhere goes on from the means it wrote and the readings of windows still
// open.
RC_GTEST_PROP(WindowProperties, SplittingTheInputAnywhereGivesTheSameLines, ()) {
  const auto s = one_point();
  const auto readings = timed(*reads());
  RC_PRE(readings.size() > 1U);
  const auto at = *rc::gen::inRange<std::size_t>(1, readings.size());
  const std::vector<Timed> head(readings.begin(), readings.begin() + static_cast<std::ptrdiff_t>(at));
  WindowBook first{s, kGateway};
  Lines lines;
  first.begin_plant(0, readings.front().time);
  feed(first, lines, head);

  WindowBook second{s, kGateway};
  second.begin_plant(0, readings.front().time);
  Instant open = window_start(readings.front().time, minutes{5});
  for (const auto& line : lines.all) {
    if (line.kind == JudgedLine::Kind::mean) second.resume_point(0, 0, line.period, line.end);
    if (line.shortest) open = line.end;
  }
  for (const auto& line : lines.all) {
    if (line.shortest) second.restore_mean(0, 0, line.start, line.sums);
  }
  std::vector<Timed> rest;
  for (const auto& one : readings) {
    if (one.time >= open) rest.push_back(one);
  }
  feed(second, lines, rest);
  second.close_to_end(readings.back().time, lines.write);
  RC_ASSERT(lines.texts() == judged(s, readings));
}

std::string hour_verdict(const Site& s, const std::vector<Timed>& readings) {
  for (const auto& line : judged(s, readings)) {
    if (line.find("\"kind\":\"verdict\"") != std::string::npos) return line;
  }
  return {};
}

RC_GTEST_PROP(WindowProperties, MoreCoverageNeverTurnsWithinLimitIntoNotEnoughData, ()) {
  const auto s = one_point();
  auto few = *reads();
  few.resize(37);  // the hour, 97 s apart
  std::vector<Timed> readings;
  const Instant start = parse_time("2026-11-24T09:00:00+07:00").value();
  for (std::size_t i = 0; i < few.size(); ++i) {
    const Read shown{few[i].value % 300, few[i].kind == 8 ? 0 : few[i].kind, few[i].there};
    if (shown.there) readings.push_back({start + static_cast<int>(i) * seconds{97}, reading_of(shown)});
  }
  RC_PRE(!readings.empty());
  const auto before = hour_verdict(s, readings);
  RC_PRE(before.find("\"within_limit\"") != std::string::npos);
  const auto how_many = *rc::gen::inRange<std::size_t>(1, 60);
  const auto more = *rc::gen::container<std::vector<int>>(how_many, rc::gen::inRange(-50, 700));
  for (std::size_t i = 0; i < more.size(); ++i) {
    readings.push_back(
        {start + static_cast<int>(i) * minutes{1} + seconds{1}, reading_of({more[i], 0, true})});
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Timed& left, const Timed& right) { return left.time < right.time; });
  const auto after = hour_verdict(s, readings);
  RC_ASSERT(after.find("\"not_enough_data\"") == std::string::npos);
}

}  // namespace
}  // namespace effluent::testing_judge
