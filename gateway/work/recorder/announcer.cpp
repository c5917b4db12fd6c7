// SPDX-License-Identifier: Apache-2.0
#include "work/recorder/announcer.hpp"

#include "core/record/payload_verdict.hpp"

namespace effluent {
namespace {

constexpr std::chrono::seconds kLivePause{1};
constexpr std::chrono::seconds kVerdictPause{60};
constexpr std::chrono::hours kCompliancePause{1};

}  // namespace

Announcer::Announcer(const Site& site, const Clock& clock, Announcements& announcements,
                     const ComplianceBoard& board, const WindowBook& book)
    : site_{site}, clock_{clock}, announcements_{announcements}, board_{board}, book_{book} {
  plants_.resize(site.plants.size());
  for (std::size_t plant = 0; plant < site.plants.size(); ++plant) {
    plants_[plant].values.resize(site.plants[plant].points.size());
  }
}

void Announcer::saw(const Poll& poll, const std::vector<Reading>& readings) {
  const std::size_t plant = site_.devices[poll.device].plant;
  PlantLive& live = plants_[plant];
  for (const Reading& reading : readings) {
    const bool cycle = site_.plants[plant].points[reading.point].cycle.has_value();
    live.values[reading.point] = {reading.value, reading.state, reading.cause,
                                  cycle ? reading.result_at : std::optional{poll.polled_at}};
  }
  live.time = poll.polled_at;
  live.waits = true;
}

void Announcer::tell_live(std::size_t plant, Monotonic now) {
  PlantLive& live = plants_[plant];
  if (!live.waits || (live.told && now - *live.told < kLivePause)) return;
  live.waits = false;
  live.told = now;
  announcements_.post(LivePayload{
      site_.plants[plant].id,
      live_payload(site_, plant, live.time, live_valid_until(site_, plant, live.time), live.values)});
}

void Announcer::tell_verdicts(std::size_t plant, Instant data_time) {
  std::vector<std::string> provisional;
  for (JudgedLine& line : book_.provisional(plant, data_time)) provisional.push_back(line.text());
  announcements_.post(
      VerdictPayload{site_.plants[plant].id,
                     verdict_payload(site_, plant, clock_.wall(), board_.final_bodies(plant), provisional)});
}

void Announcer::tell_compliance(Monotonic now) {
  const bool hourly = now - compliance_told_ >= kCompliancePause;
  if (compliance_ && !hourly && !compliance_doubtful_) return;
  compliance_doubtful_ = false;
  const Instant wall = clock_.wall();
  std::string content = board_.content(wall);
  if (!hourly && compliance_ == content) return;
  compliance_ = std::move(content);
  compliance_told_ = now;
  announcements_.post(CompliancePayload{board_.payload(wall)});
}

void Announcer::tell(Instant data_time) {
  const Monotonic now = clock_.monotonic();
  const bool minute = now - verdicts_told_ >= kVerdictPause;
  if (minute) {
    verdicts_told_ = now;
    compliance_doubtful_ = true;  // a permit may have begun or ended with the day
  }
  for (std::size_t plant = 0; plant < plants_.size(); ++plant) {
    tell_live(plant, now);
    if (minute || closed_.count(plant) > 0) tell_verdicts(plant, data_time);
  }
  if (!closed_.empty()) compliance_doubtful_ = true;
  closed_.clear();
  tell_compliance(now);
}

void Announcer::tell_all(Instant data_time) {
  verdicts_told_ = compliance_told_ = clock_.monotonic();
  for (std::size_t plant = 0; plant < plants_.size(); ++plant) tell_verdicts(plant, data_time);
  closed_.clear();
  compliance_.reset();
  tell_compliance(compliance_told_);
}

}  // namespace effluent
