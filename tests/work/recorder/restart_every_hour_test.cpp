// SPDX-License-Identifier: Apache-2.0
// Promise 5 over a month's end: five days with every kind of reading, a permit that changes and caps on
// exclusions.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>

#include "core/judge/window_book.hpp"
#include "work/recorder/recorder_rig.hpp"
#include "work/recorder/stored_readings.hpp"

namespace effluent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes kPoll{1};
constexpr const char* kStart = "2026-02-26T20:00:20+07:00";
constexpr int kPolls = 5 * 24 * 60;

/// Status register beside each value; what calibration takes is capped; a new permit on 1 March.
void make_lawful(Site& site) {
  auto profile = std::make_shared<Profile>(*site.devices[0].profile);
  Register& status = profile->registers.emplace_back(make_register(ValueType::u16, 1));
  status.is_status = true;
  status.states = {
      {0, StatusMeaning::measuring}, {1, StatusMeaning::calibrating}, {2, StatusMeaning::maintenance}};
  for (auto& device : site.devices) {
    device.profile = profile;
    for (auto& channel : device.channels) channel.status = 1;
  }
  Plant& plant = site.plants[0];
  plant.points[0].range = Range{Decimal{2, 0}, Decimal{90, 0}};
  plant.points[0].lod = Decimal{5, 0};
  auto& permits = plant.outlets[0].permits;
  permits[0].averaging = Period::hour;
  permits[0].minimum_coverage_percent = Decimal{50, 0};
  permits[0].exclusion_cap = {minutes{50}, minutes{110}};
  permits.push_back(permits[0]);
  permits[0].valid_to = parse_day("2026-02-28");
  permits[1].valid_from = parse_day("2026-03-01");
  permits[1].kq = Decimal{11, 1};
}

struct Shown {
  std::uint16_t value = 0;
  std::uint16_t status = 0;
};

/// A poll now; none: the request timed out.
Poll poll_of(const Rig& rig, std::size_t device, std::optional<Shown> shown) {
  Poll made = rig.poll(device, std::nullopt);
  if (!shown) return made;
  const auto byte = [](int number) { return static_cast<std::uint8_t>(number & 0xFF); };
  made.answers[0].failure = Failure::none;
  made.answers[0].request.count = 2;
  made.answers[0].data = {byte(shown->value >> 8), byte(shown->value), byte(shown->status >> 8),
                          byte(shown->status)};
  return made;
}

/// What the instruments show, minute by minute; the same for the same seed.
class Instruments {
 public:
  explicit Instruments(unsigned seed) : random_{seed} {}
  std::optional<Shown> cod(int minute) {
    const bool high = minute / 60 % 7 == 3;  // an hour in seven exceeds
    const auto chance = random_() % 100;
    const auto value = static_cast<std::uint16_t>((high ? 450 : 250) + random_() % 300);
    // 12 minutes of each day are calibration, on the last of February 70: over the day's cap, then the
    // month's.
    const int of_day = (minute + 20 * 60) % 1440;
    if (of_day >= 915 && of_day < 960) return Shown{value, 0};
    const bool long_one = (minute + 20 * 60) / 1440 == 2;
    if (of_day >= 600 && of_day < (long_one ? 670 : 612)) return Shown{value, 1};
    if (of_day >= 900 && of_day < 915)
      return Shown{2500, 2};  // maintenance: were it believed, it would exceed
    if (chance < 3) return std::nullopt;
    if (chance < 4) return Shown{static_cast<std::uint16_t>(905 + random_() % 50), 0};  // over the range
    if (chance < 5)
      return Shown{static_cast<std::uint16_t>(random_() % 50), 0};        // below detection, under the range
    return Shown{value, static_cast<std::uint16_t>(chance < 6 ? 9 : 0)};  // 9: a device fault
  }
  std::optional<Shown> analyser(int minute) {
    if (minute % 15 == 4) result_ = static_cast<std::uint16_t>(300 + random_() % 400);
    if (minute % 700 > 690) return Shown{result_, 1};
    return random_() % 25 == 0 ? std::nullopt : std::optional{Shown{result_, 0}};
  }

 private:
  std::mt19937 random_;
  std::uint16_t result_ = 400;
};

/// Five days; `restart` is asked before each minute's polls. Two hours are a gap: nothing is polled.
template <class Restart>
void live(Rig& rig, unsigned seed, Restart restart) {
  make_lawful(rig.site);
  Instruments instruments{seed};
  rig.start();
  for (int minute = 0; minute < kPolls; ++minute) {
    rig.clock.advance(kPoll);
    const auto cod = instruments.cod(minute);
    const auto analyser = instruments.analyser(minute);
    const bool gap = minute >= 3000 && minute < 3120;
    restart(rig, minute);
    if (gap) continue;
    if (!rig.give(poll_of(rig, 0, cod)) || !rig.give(poll_of(rig, 1, analyser))) {
      throw std::runtime_error{"the store failed"};
    }
  }
}

/// The line's body as `judge` prints it: without what only the journal says of a base mean.
std::string judge_body(const std::string& line) {
  std::string body = line.substr(line.find("\"kind\":"));
  body.pop_back();
  const auto sum = body.find(",\"sum\":");
  const auto more = body.find(",\"std_dev\":");
  const bool base = body.find(",\"blocks\":") != std::string::npos && sum < more;
  if (base) body.erase(sum, more - sum);
  const auto end = body.find(",\"mean_upper\":");
  if (end != std::string::npos) body.erase(std::min(body.find(',', end + 14), body.size()));
  return body;
}
/// The whole body but for the rids of its blocks, which name epochs.
std::string journal_body(const std::string& line) {
  std::string body = line.substr(line.find("\"kind\":"));
  const auto blocks = body.find(",\"blocks\":");
  if (blocks == std::string::npos) return body;
  const auto end = body[blocks + 10] == '[' ? body.find(']', blocks) + 1 : blocks + 14;
  return body.erase(blocks, end - blocks);
}

template <class Body>
std::vector<std::string> bodies(const Rig& rig, Body body) {
  std::vector<std::string> all;
  for (const std::string kind : {"mean", "verdict"}) {
    for (const auto& line : rig.entries(kind)) all.push_back(body(line));
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Line by line, so that a difference is told in two lines.
void expect_equal(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
  const auto [one, other] = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
  if (one == found.end() && other == expected.end()) return;
  FAIL() << "found    " << (one == found.end() ? "(end)" : *one) << "\nexpected "
         << (other == expected.end() ? "(end)" : *other);
}

/// Every line that the stored blocks give, judged at once and in order of the readings, of windows whose time
/// to be written had come.
std::vector<std::string> afresh(const Rig& rig) {
  std::vector<Stored> readings;
  Instant polled_at{};
  std::optional<Instant> first;
  for (const auto& block : rig.blocks()) {
    read_block(rig.site, block, readings, polled_at);
    if (!first) first = polled_at;
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Stored& left, const Stored& right) { return left.time < right.time; });
  WindowBook book{rig.site, {}};
  std::vector<std::string> all;
  const auto write = [&](const JudgedLine& line) {
    const auto delay = line.point ? rig.site.plants[0].points[*line.point].sample_delay : milliseconds{0};
    if (line.end + seconds{30} + delay <= polled_at) all.push_back(line.text());
  };
  book.begin_plant(0, *first);
  for (const auto& one : readings) {
    book.close(one.time, write);
    book.add(0, one.point, one.time, one.reading);
  }
  book.close_to_end(polled_at, write);
  std::sort(all.begin(), all.end());
  return all;
}

std::map<std::string, int> counted(const std::vector<std::string>& bodies) {
  std::map<std::string, int> found;
  for (const auto& body : bodies) {
    const auto begin = body.find("\"verdict\":");
    if (begin != std::string::npos) ++found[body.substr(begin, body.find(",\"value\"") - begin)];
  }
  return found;
}

/// Every kind of verdict must be among them; else equality proves little.
void expect_all_kinds(const std::vector<std::string>& bodies) {
  const auto found = counted(bodies);
  for (const auto& [verdict, count] : found) std::printf("  %5d %s\n", count, verdict.c_str());
  const auto has = [&](const std::string& part) {
    return std::any_of(found.begin(), found.end(),
                       [&](const auto& one) { return one.first.find(part) != std::string::npos; });
  };
  for (const char* part : {"\"exceeding\"", "\"within_limit\",\"reasons\":[]", "exclusion_cap", "over_range",
                           "coverage", "no_point", "depends_on_exclusion", "\"at_least\":true"}) {
    EXPECT_TRUE(has(part)) << "no verdict with " << part;
  }
}

TEST(Promise5, ARestartAtEveryHourOverAMonthsEndChangesNoLineAndAllEqualTheStoredBlocks) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rig whole{kPoll, kStart};
    live(whole, seed, [](Rig&, int) {});
    Rig broken{kPoll, kStart};
    int restarts = 0;
    live(broken, seed, [&](Rig& rig, int minute) {
      if (minute % 60 != static_cast<int>(seed) % 60) return;
      ++restarts % 2 == 0 ? rig.stop() : rig.kill();
      rig.start();
    });
    const auto expected = bodies(whole, journal_body);
    expect_equal(bodies(broken, journal_body), expected);
    ASSERT_EQ(broken.blocks().size(), whole.blocks().size());
    const auto printed = bodies(whole, judge_body);
    expect_equal(printed, afresh(whole));
    expect_equal(bodies(broken, judge_body), afresh(broken));
    EXPECT_GE(restarts, 119);
    std::printf("seed %u: %zu lines, %d restarts, %zu blocks\n", seed, expected.size(), restarts,
                whole.blocks().size());
    expect_all_kinds(printed);
  }
}

}  // namespace
}  // namespace effluent
