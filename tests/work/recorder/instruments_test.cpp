// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "work/recorder/person.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

InstrumentCheck check(std::string before, std::string what = "span") {
  return {"p1", "cod", std::move(what), "50", "mg/L", "L-7", "2026-12-31", std::move(before),
          "",   "1",   "Lê Văn An",     ""};
}
ServiceAct begin(std::string service, std::string expected = "45min") {
  return {true, "p1", "", "cod", std::move(service), std::move(expected), "Lê Văn An", "monthly"};
}
ServiceAct end(std::string service) {
  return {false, "p1", "", "cod", std::move(service), "", "Lê Văn An", ""};
}
Replacement replacement() { return {"p1", "d1", "S-1", "S-2", "Lê Văn An", "broken"}; }

/// A poll of the COD instrument every five seconds for so long; the causes in their blocks, empty for none.
void poll_for(Rig& rig, std::chrono::seconds how_long, std::uint16_t raw = 123) {
  for (auto left = how_long; left > seconds{0}; left -= seconds{5}) {
    rig.record(0, raw);
    ASSERT_TRUE(rig.recorder->tick());
    rig.clock.advance(seconds{5});
  }
}
std::string newest_points(const Rig& rig) { return member(rig.blocks().back(), "points"); }
constexpr const char* kPlain = R"([{"point":"cod","value":12.3}])";
constexpr const char* kCalibrating =
    R"([{"point":"cod","value":12.3,"state":"calibrating","cause":"calibrating"}])";
constexpr const char* kMaintenance =
    R"([{"point":"cod","value":12.3,"state":"fault","cause":"maintenance"}])";
constexpr const char* kUnverified = R"([{"point":"cod","value":12.3,"cause":"replaced_unverified"}])";

struct Instruments : ::testing::Test {
  Rig rig;
  Person person;

  /// The line of the entry that the act became.
  template <class What>
  std::string enter(What what) {
    EXPECT_TRUE(person.enter(rig, std::move(what)));
    if (person.answers.size() == 1 && person.answers[0]) return person.answers[0]->line;
    ADD_FAILURE() << (person.answers.empty() ? "no answer" : person.answers[0].error().at(0));
    return {};
  }
  template <class What>
  std::vector<std::string> refused(What what) {
    EXPECT_TRUE(person.enter(rig, std::move(what)));
    if (person.answers.size() == 1 && !person.answers[0]) return person.answers[0].error();
    ADD_FAILURE() << "not refused";
    return {};
  }
  std::string act(std::size_t index) { return member(rig.entries("operator").at(index), "act"); }
};

TEST_F(Instruments, ReadingsAreMarkedInTheBlockFromBeginToEndAndKeepTheirValue) {
  rig.start();
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  const auto begun = enter(begin("calibration"));
  EXPECT_EQ(member(begun, "act"), "\"calibration_begin\"");
  EXPECT_EQ(member(begun, "device"), "\"d1\"");
  EXPECT_EQ(member(begun, "point"), "\"cod\"");
  EXPECT_EQ(member(begun, "expected_end"), "\"2026-03-01T00:45:02.000+07:00\"");
  EXPECT_EQ(member(begun, "user"), "\"operator\"");
  rig.clock.advance(seconds{5});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kCalibrating);
  rig.record(0, std::nullopt);
  EXPECT_THAT(newest_points(rig), HasSubstr(R"("cause":"timeout")")) << "the graver cause holds";
  const auto ended = enter(end("calibration"));
  EXPECT_EQ(member(ended, "act"), "\"calibration_end\"");
  EXPECT_EQ(member(ended, "begun_at"), member(begun, "time"));
  EXPECT_EQ(member(ended, "by"), "\"Lê Văn An\"");
  rig.clock.advance(seconds{5});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  enter(begin("maintenance"));
  rig.clock.advance(seconds{5});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kMaintenance);
}

TEST_F(Instruments, NothingIsBackdatedAndAPollUnderWayAtTheEndIsStillMarked) {
  rig.start();
  const auto before = rig.poll(0, 123);
  rig.clock.advance(seconds{1});
  enter(begin("calibration"));
  ASSERT_TRUE(rig.give(before));
  EXPECT_EQ(newest_points(rig), kPlain);
  rig.clock.advance(seconds{4});
  const auto within = rig.poll(0, 123);
  rig.clock.advance(seconds{1});
  enter(end("calibration"));
  ASSERT_TRUE(rig.give(within));
  EXPECT_EQ(newest_points(rig), kCalibrating);
}

TEST_F(Instruments, MarkedReadingsEnterNoMeanAndTheWindowsAreTheSameAfterAKill) {
  rig.start();
  poll_for(rig, minutes{2}, 100);
  enter(begin("calibration"));
  poll_for(rig, minutes{1}, 900);
  rig.kill();
  rig.start();
  poll_for(rig, minutes{1}, 900);
  enter(end("calibration"));
  poll_for(rig, minutes{2}, 100);
  const auto means = rig.entries("mean");
  ASSERT_THAT(means, Not(IsEmpty()));
  EXPECT_EQ(member(means[0], "mean"), "10.000") << means[0];
  EXPECT_EQ(member(means[0], "max"), "10.0") << means[0];
  EXPECT_EQ(member(means[0], "n"), "36") << means[0];
}

TEST_F(Instruments, AWindowSurvivesARestartAndTheWallClockMovesNothingWhileRunning) {
  rig.start();
  enter(begin("calibration"));
  rig.kill();
  rig.clock.advance(minutes{10});
  rig.boot = "boot-2";
  rig.start();
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kCalibrating);
  rig.clock.step_wall(-minutes{30});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kCalibrating);
  EXPECT_THAT(refused(begin("calibration")), ElementsAre(HasSubstr("open already")));
  rig.clock.advance(minutes{50} - seconds{1});
  ASSERT_TRUE(rig.recorder->tick());
  EXPECT_THAT(rig.entries("operator"), SizeIs(1));
  rig.clock.advance(seconds{1});
  ASSERT_TRUE(rig.recorder->tick());
  EXPECT_THAT(rig.entries("operator"), SizeIs(2)) << "an hour after it was begun";
}

TEST_F(Instruments, AForgottenWindowClosesItselfFifteenMinutesAfterItsExpectedEnd) {
  rig.start();
  const auto begun = enter(begin("maintenance"));
  rig.clock.advance(minutes{60} - seconds{5});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kMaintenance);
  rig.clock.advance(seconds{5});
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain) << "before anybody has looked at the time";
  ASSERT_TRUE(rig.recorder->tick());
  ASSERT_TRUE(rig.recorder->tick());
  const auto acts = rig.entries("operator");
  ASSERT_THAT(acts, SizeIs(2));
  EXPECT_EQ(member(acts[1], "act"), "\"maintenance_end\"");
  EXPECT_EQ(member(acts[1], "by"), "null");
  EXPECT_EQ(member(acts[1], "user"), "null");
  EXPECT_EQ(member(acts[1], "reason"), "\"expected end passed\"");
  EXPECT_EQ(member(acts[1], "begun_at"), member(begun, "time"));
  EXPECT_THAT(refused(end("maintenance")), ElementsAre(HasSubstr("no maintenance")));
  enter(begin("maintenance"));
}

TEST_F(Instruments, OneThatRanOutInADowntimeIsClosedByTheStartOnce) {
  rig.start();
  enter(begin("maintenance"));
  rig.kill();
  rig.clock.advance(hours{2});
  rig.start();
  ASSERT_THAT(rig.entries("operator"), SizeIs(2));
  EXPECT_EQ(act(1), "\"maintenance_end\"");
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  rig.kill();
  rig.start();
  EXPECT_THAT(rig.entries("operator"), SizeIs(2));
}

TEST_F(Instruments, TheStatusRegistersOwnWindowNeedsNoActAndTheGraverOfBothHolds) {
  auto profile = std::make_shared<Profile>(*rig.site.devices[0].profile);
  profile->registers.push_back(make_register(ValueType::u16));
  profile->registers[1].states = {{0, StatusMeaning::measuring}, {1, StatusMeaning::calibrating}};
  rig.site.devices[0].profile = profile;
  rig.site.devices[0].channels[0].status = 1;
  rig.start();
  rig.record(0, 1);  // both registers lie at 0: the value is 0.1, the status 1
  EXPECT_THAT(newest_points(rig), HasSubstr(R"("cause":"calibrating")"));
  enter(begin("maintenance"));
  rig.clock.advance(seconds{5});
  rig.record(0, 1);
  EXPECT_THAT(newest_points(rig), HasSubstr(R"("cause":"maintenance")"));
  rig.record(0, 7);  // a status that the profile does not know
  EXPECT_THAT(newest_points(rig), HasSubstr(R"("cause":"device_fault")"));
  enter(end("maintenance"));
  rig.clock.advance(seconds{5});
  rig.record(0, 1);
  EXPECT_THAT(newest_points(rig), HasSubstr(R"("cause":"calibrating")"));
  EXPECT_THAT(rig.entries("operator"), SizeIs(2));
}

TEST_F(Instruments, ACheckIsAnEntryWithItsExactDeviation) {
  rig.start();
  const auto line = enter(check("50.75"));
  EXPECT_EQ(member(line, "kind"), "\"check\"");
  EXPECT_EQ(member(line, "device"), "\"d1\"");
  EXPECT_EQ(member(line, "instrument"), "null");
  EXPECT_EQ(member(line, "deviation"), "0.75");
  EXPECT_EQ(member(line, "passed"), "true");
  EXPECT_EQ(member(line, "suspect"), "null");
  EXPECT_EQ(member(line, "user"), "\"operator\"");
  EXPECT_THAT(refused(check("fifty")), ElementsAre(HasSubstr("no number")));
  EXPECT_THAT(rig.entries("check"), SizeIs(1));
}

TEST_F(Instruments, AFailedCheckMarksResultsBackToTheLastPassedOneLikeIt) {
  rig.start();
  EXPECT_EQ(member(enter(check("60")), "suspect"), R"({"from":null,"to":"2026-03-01T00:00:02.000+07:00"})");
  rig.record(0, 123);
  rig.clock.advance(minutes{5});
  EXPECT_EQ(member(enter(check("60")), "suspect"),
            R"({"from":"2026-03-01T00:00:02.000+07:00","to":"2026-03-01T00:05:02.000+07:00"})");
  enter(check("50.2"));
  rig.clock.advance(minutes{5});
  enter(check("50", "control_sample"));
  rig.kill();
  rig.clock.advance(minutes{5});
  rig.start();
  EXPECT_EQ(member(enter(check("60")), "suspect"),
            R"({"from":"2026-03-01T00:05:02.000+07:00","to":"2026-03-01T00:15:02.000+07:00"})");
}

TEST_F(Instruments, AnExpiredStandardProvesNothingGoodButMayProveAFault) {
  rig.start();
  auto good = check("50");
  good.expiry = "2026-02-28";
  const auto line = enter(good);
  EXPECT_EQ(member(line, "standard_expired"), "true");
  EXPECT_EQ(member(line, "passed"), "false");
  EXPECT_EQ(member(line, "suspect"), "null");
  auto bad = check("60");
  bad.expiry = "2026-02-28";
  EXPECT_THAT(member(enter(bad), "suspect"), HasSubstr(R"("from":null)")) << "no check has passed yet";
}

TEST_F(Instruments, AReplacedInstrumentIsUnverifiedUntilAPassedCheckOverRestarts) {
  rig.site.devices[0].serial = "S-1";
  rig.start();
  const auto line = enter(replacement());
  EXPECT_EQ(member(line, "act"), "\"instrument_replaced\"");
  EXPECT_EQ(member(line, "old_serial"), "\"S-1\"");
  EXPECT_EQ(member(line, "new_serial"), "\"S-2\"");
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kUnverified);
  enter(check("60"));
  rig.kill();
  rig.start();
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kUnverified) << "a failed check verifies nothing";
  EXPECT_EQ(member(enter(check("50")), "instrument"), "\"S-2\"");
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  rig.kill();
  rig.start();
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  EXPECT_THAT(refused(replacement()), ElementsAre(HasSubstr("is \"S-2\" up to now")));
}

TEST_F(Instruments, StatusSaysWhereConfigurationAndRecordNameDifferentInstruments) {
  rig.site.devices[0].serial = "S-1";
  rig.start();
  EXPECT_FALSE(rig.recorder->status().devices[0].other_serial);
  enter(replacement());
  EXPECT_EQ(rig.recorder->status().devices[0].other_serial, "S-2");
  rig.kill();
  rig.start();
  EXPECT_EQ(rig.recorder->status().devices[0].other_serial, "S-2");
  rig.kill();
  rig.site.devices[0].serial = "S-2";
  rig.start();
  EXPECT_FALSE(rig.recorder->status().devices[0].other_serial);
}

TEST_F(Instruments, AnActIsStoredWithItsEntryOrNotAtAll) {
  rig.start();
  rig.ledger->failure = WriteError{{13, "full"}, true};
  EXPECT_FALSE(person.enter(rig, begin("calibration")));
  EXPECT_THAT(person.answers, IsEmpty());
  rig.kill();
  rig.start();
  EXPECT_THAT(rig.entries("operator"), IsEmpty());
  rig.record(0, 123);
  EXPECT_EQ(newest_points(rig), kPlain);
  enter(begin("calibration"));
}

/// Promise 4.
TEST_F(Instruments, NoCheckAndNoReplacementTurnsExceedingIntoWithinLimit) {
  rig.site.devices[0].serial = "S-1";
  rig.start();
  enter(replacement());
  poll_for(rig, minutes{3}, 900);
  enter(check("90"));
  poll_for(rig, minutes{3}, 900);
  std::vector<std::string> cod;
  for (const auto& line : rig.entries("verdict")) {
    if (member(line, "parameter") == "\"cod\"") cod.push_back(member(line, "verdict"));
  }
  ASSERT_THAT(cod, Not(IsEmpty()));
  EXPECT_THAT(cod, Each(std::string{"\"exceeding\""}));
  EXPECT_EQ(member(rig.entries("mean").at(0), "mean"), "90.000");
}

}  // namespace
}  // namespace effluent
