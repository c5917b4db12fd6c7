// SPDX-License-Identifier: Apache-2.0
#include "core/instrument/book.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "core/instrument/instrument_site.hpp"

namespace effluent {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Instant kNow = *parse_time("2026-11-24T09:00:00+07:00");
const Monotonic kStart{std::chrono::hours{1}};

struct InstrumentBookTest : ::testing::Test {
  Site site = testing_instrument::site();
  InstrumentBook book{site};

  void begin(const ServicePlace& place, Monotonic from = kStart) {
    book.begin({place, kNow, kNow + minutes{45}, "Lê Văn An", "x"}, from, from + minutes{60});
  }
  /// Causes of a poll of `device` whose readings had that one.
  std::vector<Cause> marked(std::size_t device, Monotonic polled, Cause cause = Cause::none) {
    std::vector<Reading> readings;
    for (const auto& channel : site.devices[device].channels)
      readings.push_back({channel.point, 71, rule_of(cause).state, cause, std::nullopt, true});
    book.mark(device, polled, readings);
    std::vector<Cause> causes;
    for (const auto& reading : readings) {
      EXPECT_EQ(reading.value, 71);
      EXPECT_EQ(reading.state, rule_of(reading.cause).state);
      causes.push_back(reading.cause);
    }
    return causes;
  }
};

const ServicePlace kPh{"p1", "probe", "ph", Service::calibration};
const ServicePlace kProbe{"p1", "probe", "", Service::maintenance};

TEST_F(InstrumentBookTest, AServiceMarksThePollsWithinItAndOnlyThoseOfItsPoint) {
  begin(kPh);
  EXPECT_THAT(marked(0, kStart - seconds{1}), ElementsAre(Cause::none, Cause::none));
  EXPECT_THAT(marked(0, kStart), ElementsAre(Cause::calibrating, Cause::none));
  EXPECT_THAT(marked(1, kStart), ElementsAre(Cause::none));
  book.end(kPh, kStart + minutes{5});
  EXPECT_THAT(marked(0, kStart + minutes{5} - seconds{1}), ElementsAre(Cause::calibrating, Cause::none))
      << "a poll that was under way when the person ended it";
  EXPECT_THAT(marked(0, kStart + minutes{5}), ElementsAre(Cause::none, Cause::none));
}

TEST_F(InstrumentBookTest, AServiceOfADeviceMarksAllItsPoints) {
  begin(kProbe);
  EXPECT_THAT(marked(0, kStart), ElementsAre(Cause::maintenance, Cause::maintenance));
  EXPECT_THAT(marked(1, kStart), ElementsAre(Cause::none));
}

TEST_F(InstrumentBookTest, AForgottenOneMarksNothingBehindItsTimeWhetherClosedYetOrNot) {
  begin(kPh);
  EXPECT_THAT(book.forgotten(kStart + minutes{60} - seconds{1}), IsEmpty());
  EXPECT_THAT(book.forgotten(kStart + minutes{60}), SizeIs(1));
  EXPECT_THAT(marked(0, kStart + minutes{60}), ElementsAre(Cause::none, Cause::none));
}

TEST_F(InstrumentBookTest, TheTopmostCauseHolds) {
  begin(kPh);
  EXPECT_THAT(marked(0, kStart, Cause::device_fault), ElementsAre(Cause::device_fault, Cause::device_fault));
  EXPECT_THAT(marked(0, kStart, Cause::maintenance), ElementsAre(Cause::maintenance, Cause::maintenance));
  EXPECT_THAT(marked(0, kStart, Cause::over_range), ElementsAre(Cause::calibrating, Cause::over_range));
  begin(kProbe);
  EXPECT_THAT(marked(0, kStart), ElementsAre(Cause::maintenance, Cause::maintenance));
  book.end(kPh, kStart);
  begin(kPh);
  EXPECT_THAT(marked(0, kStart), ElementsAre(Cause::maintenance, Cause::maintenance)) << "in either order";
  book.end(kProbe, kStart + seconds{1});
  EXPECT_THAT(marked(0, kStart + seconds{1}), ElementsAre(Cause::calibrating, Cause::none));
}

TEST_F(InstrumentBookTest, AReplacedInstrumentInformsUntilEachOfItsPointsHasPassedACheck) {
  book.replace({{"p1", "probe", "S-1", "S-2", "x", "x"}, kNow, {}}, kStart);
  const auto both = Cause::replaced_unverified;
  EXPECT_THAT(marked(0, kStart - seconds{1}), ElementsAre(Cause::none, Cause::none));
  EXPECT_THAT(marked(0, kStart), ElementsAre(both, both));
  EXPECT_THAT(marked(0, kStart, Cause::over_range), ElementsAre(Cause::over_range, Cause::over_range));
  EXPECT_THAT(marked(0, kStart, Cause::spike), ElementsAre(both, both));
  InstrumentCheck check;
  check.plant = "p1";
  check.point = "tss";
  EXPECT_TRUE(book.pass("probe", check, kNow));
  EXPECT_FALSE(book.pass("probe", check, kNow)) << "already verified";
  EXPECT_THAT(marked(0, kStart), ElementsAre(both, Cause::none));
  book.replace({{"p1", "probe", "S-2", "S-3", "x", "x"}, kNow, {}}, kStart);
  EXPECT_THAT(marked(0, kStart), ElementsAre(both, both))
      << "another one is not verified by its forerunner's";
  EXPECT_EQ(book.serial("probe"), "S-3");
  EXPECT_EQ(book.serial("analyser"), "");
}

TEST_F(InstrumentBookTest, AnInstrumentIsTrustedSinceTheLastCheckLikeThisOneOrItsReplacement) {
  InstrumentCheck zero;
  zero.plant = "p1";
  zero.point = "ph";
  zero.what = "zero";
  auto span = zero;
  span.what = "span";
  EXPECT_FALSE(book.trusted_since("probe", zero));
  book.pass("probe", zero, kNow);
  EXPECT_EQ(book.trusted_since("probe", zero), kNow);
  EXPECT_FALSE(book.trusted_since("probe", span)) << "a zero proves no span";
  book.replace({{"p1", "probe", "S-1", "S-2", "x", "x"}, kNow + minutes{5}, {}}, kStart);
  EXPECT_EQ(book.trusted_since("probe", zero), kNow + minutes{5});
  EXPECT_EQ(book.trusted_since("probe", span), kNow + minutes{5});
}

TEST_F(InstrumentBookTest, BeginningTwiceAndEndingWhatIsNotOpenIsRefused) {
  ServiceAct act{true, "p1", "", "ph", "calibration", "45min", "x", "x"};
  EXPECT_THAT(faults_of(act, site, book), IsEmpty());
  begin(kPh);
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("begun by Lê Văn An")));
  act.device = "probe";
  act.point = "";
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("open already"))) << "the point is one of it";
  act.service = "maintenance";
  EXPECT_THAT(faults_of(act, site, book), IsEmpty()) << "another service";
  act.begins = false;
  act.reason = act.expected = "";
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("no maintenance of device \"probe\"")));
  act.service = "calibration";
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("open is the calibration of point \"ph\"")));
  act.device = "";
  act.point = "ph";
  EXPECT_THAT(faults_of(act, site, book), IsEmpty());
  book.end(kPh, kStart);
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("no calibration of point \"ph\"")));
}

TEST_F(InstrumentBookTest, AbsurdActsAreRefusedWithEveryReason) {
  EXPECT_THAT(faults_of(ServiceAct{}, site, book), SizeIs(5));
  const auto fault = [this](const std::string& device, const std::string& point,
                            const std::string& expected) {
    const ServiceAct act{true, "p1", device, point, "maintenance", expected, "x", "x"};
    const auto faults = faults_of(act, site, book);
    return faults.size() == 1 ? faults[0] : std::to_string(faults.size()) + " faults";
  };
  EXPECT_THAT(fault("", "ph", "45"), HasSubstr("no duration"));
  EXPECT_THAT(fault("", "ph", "0min"), HasSubstr("some time"));
  EXPECT_THAT(fault("", "ph", "31d"), HasSubstr("30 days"));
  EXPECT_THAT(fault("", "bod", "1h"), HasSubstr("no point"));
  EXPECT_THAT(fault("", "hand", "1h"), HasSubstr("no point"));
  EXPECT_THAT(fault("spare", "", "1h"), HasSubstr("no device"));
  EXPECT_THAT(fault("probe", "ph", "1h"), HasSubstr("either"));
}

TEST_F(InstrumentBookTest, AReplacementNamesTheSerialThatIsKnownAndAnotherOne) {
  Replacement act{"p1", "probe", "S-1", "S-2", "x", "x"};
  EXPECT_THAT(faults_of(act, site, book), IsEmpty());
  act.old_serial = "S-0";
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("is \"S-1\" up to now")));
  act = {"p1", "probe", "S-0", "S-1", "x", "x"};
  EXPECT_THAT(faults_of(act, site, book), IsEmpty()) << "the configuration names the new one already";
  act.old_serial = "S-1";
  EXPECT_THAT(faults_of(act, site, book), ElementsAre(HasSubstr("nothing was replaced")));
  EXPECT_THAT(faults_of(Replacement{}, site, book), SizeIs(5));
  EXPECT_THAT(faults_of(Replacement{"p1", "spare", "a", "b", "x", "x"}, site, book),
              ElementsAre(HasSubstr("no device")));
}

/// Promise 4: what persons tell can take a reading out of a mean, never put one in nor change a value.
RC_GTEST_PROP(InstrumentBook, NothingThatPersonsTellMakesAReadingCountThatDidNot, ()) {
  const Site site = testing_instrument::site();
  InstrumentBook book{site};
  if (*rc::gen::arbitrary<bool>()) book.begin({kPh, kNow, kNow, {}, {}}, kStart, kStart + minutes{1});
  if (*rc::gen::arbitrary<bool>()) book.begin({kProbe, kNow, kNow, {}, {}}, kStart, kStart + minutes{1});
  if (*rc::gen::arbitrary<bool>()) book.replace({{"p1", "probe", "a", "b", "", ""}, kNow, {}}, kStart);
  // All but the last two: `explained` is of verdicts only, `not_polled` of `live`; no reading bears them.
  const auto cause = static_cast<Cause>(*rc::gen::inRange<std::size_t>(0, kCauses - 2));
  const Reading before{0, 5, rule_of(cause).state, cause, std::nullopt, true};
  std::vector<Reading> readings{before};
  book.mark(0, kStart + seconds{*rc::gen::inRange(-5, 90)}, readings);
  RC_ASSERT(readings[0].value == before.value);
  RC_ASSERT(rule_of(readings[0].cause).effect >= rule_of(cause).effect);
  RC_ASSERT(before.enters() || !readings[0].enters());
  RC_ASSERT(topmost(readings[0].cause, cause) == readings[0].cause);
}

}  // namespace
}  // namespace effluent
