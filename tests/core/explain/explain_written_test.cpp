// SPDX-License-Identifier: Apache-2.0
// What `effluent judge` writes is what the explanation reads: names of members are the same in both.
#include <gmock/gmock.h>

#include <functional>

#include "explain_support.hpp"

namespace effluent {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_explain::JournalLines;
using testing_explain::one_plant;
using testing_explain::told;
using testing_judge::number;

/// The rows judged and journaled.
std::string told_of_rows(const Site& site, const std::vector<std::string>& rows) {
  const auto judged = testing_judge::judge_rows(site, rows);
  EXPECT_EQ(judged.problem, "");
  JournalLines journal;
  journal.start("c1");
  for (const auto& line : judged.lines) journal.body(line.substr(1, line.size() - 2));
  return told(journal, site);
}

std::string row_of(int minute, const std::string& rest) {
  return time_text(testing_explain::at("00:00:00") + std::chrono::minutes{minute}) + ",p1," + rest;
}

using Row = std::function<std::string(int minute)>;  ///< value and state

/// A day of one row a minute, judged and journaled.
std::string told_of_day(const Site& site, const std::string& point, const Row& row) {
  std::vector<std::string> rows;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    rows.push_back(row_of(minute, point + "," + row(minute)));
  }
  return told_of_rows(site, rows);
}

TEST(ExplainWritten, BatchesAreToldBesideTheDay) {
  Site site = one_plant();
  Plant& plant = site.plants.front();
  const auto sign = [&](const char* id, const char* parameter) {
    Point point = plant.points.front();
    point.id = id;
    point.parameter = parameter;
    point.outlet.clear();
    point.unit = "m3/h";
    plant.points.push_back(point);
  };
  sign("flow-out", "flow");
  sign("level", "level");
  sign("flow-in", "flow");
  plant.outlets.front().discharge =
      DischargeRules{{{"flow-out", number("0.5"), std::nullopt}, {"level", number("2"), std::nullopt}},
                     "flow-in",
                     number("900"),
                     {},
                     true};
  std::vector<std::string> rows;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    const std::string moving = minute >= 480 && minute < 600 ? "30.0,measuring" : "0.0,measuring";
    rows.push_back(row_of(minute, plant.points.front().id + ",30.0,measuring"));
    for (const char* id : {"flow-out", "level"})
      rows.push_back(row_of(minute, std::string{id} + "," + moving));
    rows.push_back(row_of(minute, "flow-in,1.0,measuring"));
  }
  const auto text = told_of_rows(site, rows);
  EXPECT_THAT(text,
              AllOf(HasSubstr("Batch discharged from 08:00 to 10:00, "), HasSubstr("mean 30.000 mg/L, ")));
}

TEST(ExplainWritten, WhatCalibrationTookOutIsTold) {
  const auto text = told_of_day(one_plant(), "cod", [](int minute) {
    return minute >= 300 && minute < 400 ? "900.0,calibrating" : minute < 60 ? ",fault" : "30.0,measuring";
  });
  EXPECT_THAT(text,
              AllOf(HasSubstr("not enough data: 1 window(s)."), HasSubstr("permit's cap"),
                    HasSubstr("Not measured: 11.11 % of the window: calibration 6.94 %, "),
                    HasSubstr("Left out of the mean: 100 readings with a value, lowest 900.0, highest 900.0 "
                              "mg/L.\n"),
                    HasSubstr("which is OUTSIDE the limit.\n")));
  EXPECT_THAT(text,
              HasSubstr("Calibration and maintenance up to 24:00: 1 h 40 min, OVER the cap of 1 h, of the "
                        "day; 1 h 40 min (cap 10 h) of the month.\n"));
  EXPECT_THAT(text, HasSubstr("between 30.0 and 30.0 mg/L, with a standard deviation of 0.000 mg/L.\n"));
}

TEST(ExplainWritten, ValuesBeyondTheRangeAndBelowDetectionAreTold) {
  auto site = one_plant();
  auto& cod = site.plants.front().points.front();
  cod.range = Range{number("0"), number("200")};
  cod.lod = number("2");
  const auto text = told_of_day(site, "cod", [](int minute) {
    return minute < 720 ? "500.0,measuring" : minute < 1080 ? "1.0,measuring" : "30.0,measuring";
  });
  EXPECT_THAT(
      text, AllOf(HasSubstr("mean at least 107.750 mg/L"),
                  HasSubstr("720 reading(s) lay over the instrument's range"),
                  HasSubstr("360 of 1440 readings lie below the limit of detection: the true mean is between "
                            "107.500 (these taken as 0) and 108.000 mg/L")));
}

TEST(ExplainWritten, HoursOutsideOfADayOfPhAreTold) {
  auto site = one_plant({"ph"});
  site.plants.front().outlets.front().permits.front().averaging_of["ph"] = Period::day;
  const auto text = told_of_day(site, "ph", [](int minute) {
    return minute >= 420 && minute < 660 ? "11.00,measuring" : "7.00,measuring";
  });
  EXPECT_THAT(text,
              AllOf(HasSubstr("mean 7.6667 pH; 1.8333 inside the nearer limit;"),
                    HasSubstr("Outside the allowed range: 4 h above the maximum;"),
                    HasSubstr("Worst hour: 07:00–08:00, mean 11.0000 pH, 1.5000 above the maximum of 9.5.\n"),
                    Not(HasSubstr("below the minimum"))));
}

TEST(ExplainWritten, AStandbyThatStoodInAndThePermittedErrorAreTold) {
  auto site = one_plant();
  auto& points = site.plants.front().points;
  points.front().accuracy = Accuracy{number("5"), std::nullopt, "b", "page A"};
  auto standby = points.front();
  standby.id = "cod-2";
  standby.standby_for = "cod";
  points.push_back(standby);
  std::vector<std::string> rows;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    rows.push_back(row_of(minute, minute < 1200 ? "cod,44.0,measuring" : "cod,,fault"));
    rows.push_back(row_of(minute, "cod-2,45.0,measuring"));
  }
  const auto text = told_of_rows(site, rows);
  EXPECT_THAT(text,
              AllOf(HasSubstr("mean 44.167 mg/L; 1.0224 times the limit; coverage 100.00 %; entry"),
                    HasSubstr("Measured by: cod for 20 h (1200 readings), the standby cod-2 for 4 h (240 "
                              "readings).\n"),
                    HasSubstr("is ± 2.208 mg/L: the limit lies within it.\n"), HasSubstr("page A (b, read"),
                    Not(HasSubstr("The readings lie between"))))
      << "what the primary alone has read is no more what was judged";
}

}  // namespace
}  // namespace effluent
