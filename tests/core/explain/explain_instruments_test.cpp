// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/explain/explain_support.hpp"
#include "core/record/check_entry.hpp"
#include "core/record/instrument_entry.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_explain::Asked;
using testing_explain::at;
using testing_explain::JournalLines;
using testing_explain::told;

Site plant() {
  auto site = testing_explain::one_plant();
  for (auto& point : site.plants[0].points) point.device = "probe";
  site.devices.emplace_back().id = "probe";
  return site;
}

/// A journal whose lines have times of their own.
struct Acts {
  JournalLines journal;
  Acts& body(Instant time, const std::string& body) {
    journal.lines.push_back(
        entry_line({"g", "e1", static_cast<std::int64_t>(journal.lines.size()), time, true}, body));
    return *this;
  }
  Acts& service(Instant from, Instant to, const std::string& point, const std::string& ended_by = "Bình") {
    const ServiceWindow window{
        {"p1", "probe", point, Service::calibration}, from, to, "Lê Văn An", "monthly"};
    body(from, service_begin_body(window, "", "root"));
    return body(to, service_end_body(window, "", {ended_by, "", ""}));
  }
  Acts& check(Instant time, bool passed, std::optional<SuspectPeriod> suspect = {}, bool expired = false) {
    const InstrumentCheck made{
        "p1",  "cod",       "span", "50.0", "mg/L", "L-7", "2026-11-22", "55.5", passed ? "" : "50.1",
        "0.5", "Lê Văn An", ""};
    return body(time, check_body({made, "probe", "", "5.5", passed, expired, suspect}, "root"));
  }
  Acts& replaced(Instant time) {
    return body(time, replacement_body({"p1", "probe", "S-1", "S-2", "Lê Văn An", "broken"}, "root"));
  }
};

TEST(ExplainInstruments, TellsAServiceWithWhoBeganAndEndedIt) {
  Acts acts;
  acts.service(at("08:00:00"), at("08:45:00"), "cod").service(at("10:00:00"), at("11:00:00"), "", "");
  const auto text = told(acts.journal, plant());
  EXPECT_THAT(
      text, HasSubstr("08:00 to 08:45: calibration of point cod, begun by Lê Văn An, for this reason: "
                      "monthly; ended by Bình; entry 0 of epoch e1.\n  What was read meanwhile is recorded"));
  EXPECT_THAT(text, HasSubstr("10:00 to 11:00: calibration of every point of device probe"));
  EXPECT_THAT(text, HasSubstr("ended by nobody, it closed itself"));
  EXPECT_THAT(
      told(acts.journal, plant(), Language::vi),
      AllOf(HasSubstr("08:00 đến 08:45: hiệu chuẩn điểm đo cod"), HasSubstr("tự đóng sau giờ dự kiến")));
}

TEST(ExplainInstruments, TellsOnlyServicesThatTouchTheDay) {
  Acts acts;
  acts.service(at("00:00:00") - hours{2}, at("00:00:00") - minutes{1}, "cod");
  acts.service(at("23:00:00") + hours{1}, at("23:00:00") + hours{2}, "cod");
  EXPECT_THAT(told(acts.journal, plant()), HasSubstr("holds no check, calibration"));
  acts.service(at("00:00:00") - minutes{30}, at("00:15:00"), "cod");
  EXPECT_THAT(told(acts.journal, plant()), HasSubstr("2026-11-22 23:30 to 00:15: calibration"));
  Asked asked;
  asked.parameter = "ph";
  EXPECT_THAT(told(acts.journal, plant(), Language::en, asked), HasSubstr("holds no check, calibration"));
}

TEST(ExplainInstruments, TellsChecksOfTheDayAndFailedOnesThatReachBackIntoIt) {
  Acts acts;
  acts.check(at("09:00:00"), false, SuspectPeriod{at("07:00:00"), at("09:00:00")}, true);
  auto text = told(acts.journal, plant());
  EXPECT_THAT(text,
              HasSubstr("09:00 span check, point cod: standard 50.0 mg/L, instrument 55.5, deviation 5.5, "
                        "permitted 0.5: NOT PASSED; entry 0 of epoch e1."));
  EXPECT_THAT(text, AllOf(HasSubstr("Checked by Lê Văn An; lot L-7."),
                          HasSubstr("Once adjusted it showed 50.1"), HasSubstr("expired on 2026-11-22"),
                          HasSubstr("Results of point cod from 07:00 to 09:00 are marked suspect")));
  Acts later;
  later.check(at("09:00:00") + hours{48}, true);
  EXPECT_THAT(told(later.journal, plant()), HasSubstr("holds no check"));
  later.check(at("09:00:00") + hours{48}, false, SuspectPeriod{at("07:00:00"), at("09:00:00") + hours{48}});
  EXPECT_THAT(told(later.journal, plant()), HasSubstr("Results of point cod from 07:00 to 2026-11-25 09:00"));
  later.check(at("09:00:00"), false, SuspectPeriod{std::nullopt, at("09:00:00")});
  EXPECT_THAT(told(later.journal, plant()),
              HasSubstr("Results of point cod before 09:00 are marked suspect"));
}

TEST(ExplainInstruments, TellsAReplacedInstrumentAsLongAsAPointIsNotVerified) {
  Acts acts;
  acts.replaced(at("00:00:00") - hours{24}).check(at("09:00:00"), true);
  EXPECT_THAT(told(acts.journal, plant()),
              AllOf(HasSubstr("2026-11-22 00:00 device probe was replaced: serial S-1 by S-2"),
                    HasSubstr("no check had passed up to the end of the day: ph.")));
  auto one_point = plant();
  one_point.plants[0].points[1].device = "other";
  EXPECT_THAT(told(acts.journal, one_point), Not(HasSubstr("was replaced")));
  Acts today;
  today.replaced(at("08:00:00")).check(at("09:00:00"), true);
  EXPECT_THAT(told(today.journal, one_point), HasSubstr("a check had passed every point"));
}

}  // namespace
}  // namespace effluent
