// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/judge/judge_support.hpp"
#include "core/quantity/quantity_book.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_judge::point;

Instant at(const char* text) { return *parse_time(text); }

Site flow_site() {
  Site site = testing_judge::site({point("cod", "cod", minutes{1}), point("flow", "flow", minutes{1}),
                                   point("volume", "volume", minutes{1})},
                                  {testing_judge::permit({"cod"})});
  site.plants[0].points[1].unit = "m3/h";
  site.plants[0].points[2].unit = "m3";
  site.plants[0].points[2].counter = CounterRule{Decimal{1000, 0}, Decimal{200, 0}};
  site.plants[0].outlets[0].flow = "flow";
  site.plants[0].outlets[0].totaliser = "volume";
  return site;
}

/// The quantity lines of readings, as the book gives them when the windows close.
class Played {
 public:
  Played(const Site& site, Instant first) : windows_{site, {}}, book_{site} {
    windows_.begin_plant(0, first);
  }
  void add(std::size_t point, Instant time, std::int64_t value, bool entering = true) {
    close(time);
    windows_.add(0, point, time, testing_judge::reading(value, entering));
  }
  void close(Instant time) {
    windows_.close(time, [this](const JudgedLine& line) {
      book_.take(line);
      if (line.kind == JudgedLine::Kind::mean && line.shortest) {
        base.push_back({*line.point, {line.start, line.end - line.start, line.sums}});
      }
    });
    for (auto& line : book_.finished()) lines.push_back(line.body);
  }
  void end() {
    book_.end();
    for (auto& line : book_.finished()) lines.push_back(line.body);
  }
  [[nodiscard]] std::string line(const std::string& id, const std::string& period, int index = 0) const {
    for (const auto& body : lines) {
      const bool is = body.find("\"point\":\"" + id + "\"") != std::string::npos &&
                      body.find("\"period\":\"" + period + "\"") != std::string::npos;
      if (is && index-- == 0) return body;
    }
    return {};
  }

  std::vector<std::string> lines;
  std::vector<std::pair<std::size_t, BaseWindow>> base;

 private:
  WindowBook windows_;
  QuantityBook book_;
};

TEST(Quantities, VolumeAndLoadAreThoseOfThePage) {
  // docs/formats/entries.md, "quantity": 120 and 96 m3/h; COD 40 and 36 mg/L, one slot in five calibrating.
  const Site site = flow_site();
  const Instant start = at("2026-11-24T23:50:00+07:00");
  Played played{site, start};
  for (int minute = 0; minute < 10; ++minute) {
    const Instant time = start + minutes{minute};
    played.add(0, time, minute < 5 ? 400 : 360, minute != 7);
    played.add(1, time, minute < 5 ? 1200 : 960);
    played.add(2, time, (9900 + 18 * minute) % 10000);  // 1.8 m3 a minute
  }
  played.close(start + minutes{10});
  const auto cod = played.line("cod", "24h");
  EXPECT_THAT(cod,
              HasSubstr(R"("start":"2026-11-24T00:00:00.000+07:00","end":"2026-11-25T00:00:00.000+07:00",)"
                        R"("from":"2026-11-24T23:50:00.000+07:00","n":9,"due":10,"coverage_percent":90.00)"));
  EXPECT_THAT(cod,
              HasSubstr(R"("volume":{"flow":"flow","m3":18.000,"measured_m3":16.400,)"
                        R"("not_measured_m3":{"device_fault":1.600},"flow_missing_s":{}},"load_kg":0.688,)"
                        R"("totaliser":null)"));
  EXPECT_THAT(cod, HasSubstr(R"("rolling_24h_max":null)"));  // not yet 24 h
  EXPECT_THAT(played.line("volume", "24h"),
              HasSubstr(R"("totaliser":{"m3":16.2,"from":"2026-11-24T23:50:00.000+07:00",)"
                        R"("to":"2026-11-24T23:59:00.000+07:00","wraps":1,"resets":0,)"
                        R"("flow_difference_percent":11.11})"));
  EXPECT_THAT(played.line("flow", "24h"), HasSubstr(R"("load_kg":null)"));
  EXPECT_EQ(played.line("cod", "month"), "");
  EXPECT_EQ(played.lines.size(), 3U * 2U);
}

TEST(Quantities, WithoutAFlowReadingNoVolumeIsInvented) {
  const Site site = flow_site();
  const Instant start = at("2026-11-24T23:50:00+07:00");
  Played played{site, start};
  for (int minute = 0; minute < 10; ++minute) {
    played.add(0, start + minutes{minute}, 400);
    played.add(1, start + minutes{minute}, 1200, minute >= 5);
  }
  played.close(start + minutes{10});
  EXPECT_THAT(
      played.line("cod", "24h"),
      HasSubstr(
          R"("m3":10.000,"measured_m3":10.000,"not_measured_m3":{},"flow_missing_s":{"device_fault":300}})"));
  EXPECT_THAT(played.line("volume", "24h"), HasSubstr(R"("totaliser":null)"));
}

TEST(Quantities, WithoutAnyReadingEverythingIsNull) {
  const Site site = flow_site();
  Played played{site, at("2026-11-30T23:00:00+07:00")};
  played.close(at("2026-12-01T00:00:00+07:00"));
  for (const char* period : {"24h", "30d", "month"}) {
    EXPECT_THAT(
        played.line("cod", period),
        HasSubstr(
            R"("n":0,"due":60,"coverage_percent":0.00,"mean":null,"min":null,"max":null,"std_dev":null)"));
    EXPECT_THAT(played.line("cod", period),
                HasSubstr(R"("rolling_24h_max":null,"volume":{"flow":"flow","m3":null,"measured_m3":null,)"
                          R"("not_measured_m3":{},"flow_missing_s":{"no_reading":3600}},"load_kg":null)"));
  }
}

TEST(Quantities, AMonthEndsWithItsLastDayAlsoInALeapYear) {
  const Site site = testing_judge::site({point("cod", "cod", hours{24})}, {});
  Played played{site, at("2028-01-01T00:00:00+07:00")};
  for (int day = 0; day < 70; ++day)
    played.add(0, at("2028-01-01T08:00:00+07:00") + hours{24 * day}, 10 * day);
  played.close(at("2028-03-11T00:00:00+07:00"));
  EXPECT_THAT(played.line("cod", "month", 1),
              HasSubstr(R"("start":"2028-02-01T00:00:00.000+07:00","end":"2028-03-01T00:00:00.000+07:00",)"
                        R"("from":"2028-02-01T00:00:00.000+07:00","n":29,"due":29,"coverage_percent":100.00,)"
                        R"("mean":45.000)"));
  EXPECT_THAT(
      played.line("cod", "30d", 59),  // days 30 to 59
      HasSubstr(R"("end":"2028-03-01T00:00:00.000+07:00","from":"2028-01-31T00:00:00.000+07:00","n":30)"));
  EXPECT_THAT(played.line("cod", "30d", 59), HasSubstr(R"("mean":44.500,"min":30.0,"max":59.0)"));
  EXPECT_THAT(played.line("cod", "30d", 59),
              HasSubstr(R"("rolling_24h_max":{"value":59.000,"start":"2028-02-29T00:00:00.000+07:00")"));
  EXPECT_EQ(played.line("cod", "month", 2), "");
  played.end();
  EXPECT_THAT(played.line("cod", "month", 2), HasSubstr(R"("end":"2028-04-01T00:00:00.000+07:00")"));
}

TEST(Quantities, TheHighest24HoursNeedThePermitsCoverage) {
  Site site = testing_judge::site({point("cod", "cod", hours{1})}, {testing_judge::permit({"cod"})});
  Played played{site, at("2026-11-23T00:00:00+07:00")};
  // Ten lonely hours of 90 behind a day of 50.
  for (int hour = 0; hour < 24; ++hour) played.add(0, at("2026-11-23T00:00:00+07:00") + hours{hour}, 500);
  for (int hour = 38; hour < 48; ++hour) played.add(0, at("2026-11-23T00:00:00+07:00") + hours{hour}, 900);
  played.close(at("2026-11-25T00:00:00+07:00"));
  EXPECT_THAT(played.line("cod", "24h", 1),
              HasSubstr(R"("rolling_24h_max":{"value":50.000,"start":"2026-11-23T01:00:00.000+07:00",)"
                        R"("end":"2026-11-24T01:00:00.000+07:00","coverage_percent":95.83,)"
                        R"("minimum_coverage_percent":80})"));
  site.plants[0].outlets[0].permits.clear();
  Played free{site, at("2026-11-23T00:00:00+07:00")};
  for (int hour = 38; hour < 48; ++hour) free.add(0, at("2026-11-23T00:00:00+07:00") + hours{hour}, 900);
  free.close(at("2026-11-25T00:00:00+07:00"));
  EXPECT_THAT(free.line("cod", "24h", 1),
              HasSubstr(R"("coverage_percent":4.16,"minimum_coverage_percent":null})"));
}

TEST(Quantities, EachOutletHasItsOwnFlow) {
  Site site = flow_site();
  site.plants[0].outlets.push_back({"o2", {}});
  site.plants[0].points.push_back(point("other", "cod", minutes{1}));
  site.plants[0].points.back().outlet = "o2";
  const Instant start = at("2026-11-24T23:55:00+07:00");
  Played played{site, start};
  for (int minute = 0; minute < 5; ++minute) {
    for (const std::size_t index : {0U, 1U, 3U}) played.add(index, start + minutes{minute}, 1200);
  }
  played.close(start + minutes{5});
  EXPECT_THAT(played.line("cod", "24h"), HasSubstr(R"("m3":10.000)"));
  EXPECT_THAT(played.line("other", "24h"), HasSubstr(R"("volume":null,"load_kg":null)"));
}

TEST(Quantities, AJournalGivesNothingThatIsWrittenOrOlder) {
  const Site site = flow_site();
  const Instant start = at("2026-11-23T12:00:00+07:00");
  Played played{site, start};
  for (int minute = 0; minute < 3 * 24 * 60; minute += 3) {
    for (std::size_t index = 0; index < 3; ++index)
      played.add(index, start + minutes{minute}, 400 + minute % 50);
  }
  const auto restored = [&](std::optional<Day> written) {
    QuantityBook book{site};
    for (std::size_t index = 0; index < 3; ++index) book.resume(0, index, start, written);
    for (const auto& [index, window] : played.base) book.restore(0, index, window);
    book.restored();
    std::vector<std::string> bodies;
    for (auto& line : book.finished()) bodies.push_back(line.body);
    return bodies;
  };
  EXPECT_THAT(restored(std::nullopt), IsEmpty());  // an older version wrote the journal
  EXPECT_THAT(restored(parse_day("2026-11-25")), IsEmpty());
  const auto last = restored(parse_day("2026-11-24"));
  ASSERT_EQ(last.size(), 6U);
  EXPECT_EQ(last, std::vector<std::string>(played.lines.end() - 6, played.lines.end()));
}

}  // namespace
}  // namespace effluent
