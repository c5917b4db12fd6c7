// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/instrument/instrument_site.hpp"
#include "core/record/entry.hpp"
#include "core/record/instrument_standing.hpp"

namespace effluent {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const Instant kNow = *parse_time("2026-11-24T09:00:00+07:00");

std::string line(const std::string& body, Instant time = kNow) {
  return entry_line({"gw-1", "20261124T020000Z-0a1b2c3d", 7, time, true}, body);
}

RecordedCheck recorded(bool passed) {
  return {{"p1", "ph", "span", "7.00", "pH", "L-7", "2027-03-31", "7.31", "7.01", "0.10", "Lê Văn An",
           "a \"note\""},
          "probe",
          "S-2",
          "0.31",
          passed,
          false,
          passed ? std::nullopt : std::optional{SuspectPeriod{std::nullopt, kNow}}};
}

TEST(InstrumentEntries, ACheckReadsBackAsItWasWritten) {
  const auto text = line(check_body(recorded(false), "root"));
  const auto read = read_check(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->time, kNow);
  EXPECT_EQ(read->recorded.check, recorded(false).check);
  EXPECT_EQ(read->recorded.suspect, recorded(false).suspect);
  EXPECT_EQ(line(check_body(read->recorded, "root")), text);
  EXPECT_FALSE(read_check(line(stop_body("signal"))));
  EXPECT_FALSE(read_check("{"));
}

TEST(InstrumentEntries, ServicesAndReplacementsReadBackAsTheyWereWritten) {
  for (const char* const point : {"", "ph"}) {
    const ServiceWindow window{
        {"p1", "probe", point, Service::calibration}, kNow, kNow + std::chrono::minutes{45}, "An", "x"};
    const auto begun = line(service_begin_body(window, "S-2", "root"));
    EXPECT_EQ(read_service_begin(begun), window);
    EXPECT_FALSE(read_service_end(begun));
    EXPECT_FALSE(read_replacement(begun));
    const auto ended = line(service_end_body(window, "", {"", "", "expected end passed"}));
    ASSERT_TRUE(read_service_end(ended));
    EXPECT_EQ(read_service_end(ended)->window.place, window.place);
    EXPECT_EQ(read_service_end(ended)->window.begun_at, window.begun_at);
    EXPECT_EQ(read_service_end(ended)->by, "");
    EXPECT_FALSE(read_service_begin(ended));
  }
  const Replacement replacement{"p1", "probe", "S-1", "S-2", "An", "x"};
  const auto replaced = read_replacement(line(replacement_body(replacement, "root")));
  ASSERT_TRUE(replaced);
  EXPECT_EQ(replaced->replacement, replacement);
}

TEST(InstrumentStanding, TellsWhatIsOpenTheLastChecksAndWhatIsNotVerified) {
  const Site site = testing_instrument::site();
  const ServiceWindow ph{{"p1", "probe", "ph", Service::calibration}, kNow, kNow, "An", "x"};
  const ServiceWindow probe{{"p1", "probe", "", Service::calibration}, kNow, kNow, "An", "x"};
  InstrumentStanding standing;
  standing.add(line(service_begin_body(ph, "", "root")));
  standing.add(line(service_begin_body(probe, "", "root")));
  standing.add(line(service_end_body(ph, "", {})));
  standing.add(line(stop_body("signal")));
  ASSERT_THAT(standing.open, SizeIs(1));
  EXPECT_EQ(standing.open[0].what, probe);

  standing.add(line(check_body(recorded(true), "root")));
  standing.add(line(replacement_body({"p1", "probe", "S-1", "S-2", "An", "x"}, "root")));
  const auto& replaced = standing.replaced.at("probe");
  EXPECT_THAT(unverified_points(replaced.what, site), ElementsAre("ph", "tss")) << "checked before";
  standing.add(line(check_body(recorded(false), "root")));
  EXPECT_THAT(unverified_points(replaced.what, site), ElementsAre("ph", "tss")) << "not passed";
  standing.add(line(check_body(recorded(true), "root"), kNow + std::chrono::minutes{1}));
  EXPECT_THAT(unverified_points(replaced.what, site), ElementsAre("tss"));
  ASSERT_THAT(standing.checks, SizeIs(1));
  EXPECT_EQ(standing.checks.begin()->second.what.time, kNow + std::chrono::minutes{1});
}

}  // namespace
}  // namespace effluent
