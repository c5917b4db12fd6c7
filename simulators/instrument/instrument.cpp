// SPDX-License-Identifier: Apache-2.0
#include "instrument/instrument.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace effluent::simulator {
namespace {

// A current output that says "above the range" stands at 20.5 mA (NAMUR NE 43), 103 % of the span from 4 to
// 20 mA; instruments whose range is set in them are taken to end there too.
constexpr double kSaturation = (20.5 - 4) / (20 - 4);

// A counter of results begins anew where 16 bits end.
constexpr std::int64_t kCounterRoom = 65'536;

// Six digits after the point are more than any instrument resolves; what is left has at most twelve digits.
std::optional<Decimal> shown(double value) {
  if (!std::isfinite(value) || std::abs(value) >= 1e9) return std::nullopt;
  return Decimal(static_cast<Int128>(std::llround(value * 1000)), 3);
}

}  // namespace

Instrument::Instrument(DeviceSettings settings, std::uint64_t seed)
    : settings_(std::move(settings)), random_(seed, settings_.id) {
  for (const auto& channel : settings_.channels) {
    channels_.emplace_back(Random(seed, settings_.id + "." + channel.name));
    if (channel.fixed) channels_.back().value = Decimal::shortest(*channel.fixed);
  }
  if (settings_.calibrates_every) {
    const auto every = static_cast<double>(settings_.calibrates_every->count());
    phase_ = milliseconds{static_cast<std::int64_t>(random_.uniform() * every)};
  }
}

bool Instrument::calibrating_at(milliseconds elapsed) const {
  if (!settings_.calibrates_every) return false;
  const auto every = *settings_.calibrates_every;
  // The first one comes after at least half the interval: a start shows an instrument that measures.
  const auto since = elapsed - (phase_ / 2 + every / 2);
  return since >= milliseconds{0} && since % every < settings_.calibrates_for;
}

void Instrument::look(const PlantProcess& process, milliseconds elapsed,
                      const std::vector<Influence>& influences) {
  const double days = std::chrono::duration<double>(elapsed - seen_).count() / 86400;
  seen_ = elapsed;
  calibrating_ = calibrating_at(elapsed);
  const auto influence_on = [&](std::size_t i) {
    return i < influences.size() ? influences[i] : Influence{};
  };
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    follow(settings_.channels[i], channels_[i], process, days, influence_on(i));
  }
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    auto& channel = channels_[i];
    const auto& counts = settings_.channels[i].counts;
    if (!counts.empty()) channel.value = count_of(counts);
    const bool stuck = influence_on(i).stuck;
    if (stuck && !channel.stuck) channel.held = channel.value;
    channel.stuck = stuck;
  }
}

std::optional<Decimal> Instrument::count_of(const std::string& name) const {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    if (settings_.channels[i].name == name) return Decimal{channels_[i].results % kCounterRoom, 0};
  }
  return std::nullopt;
}

void Instrument::follow(const ChannelSettings& settings, Channel& channel, const PlantProcess& process,
                        double days, const Influence& influence) {
  if (settings.signal == nullptr || channel.replayed) return;
  const bool measured = channel.measured_at >= milliseconds{0};
  const bool in_standard = influence.standard.has_value();
  // A solution breaks into the cycle when it comes and when it goes: nothing of it is left among the results.
  const bool changed = in_standard != channel.in_standard;
  channel.in_standard = in_standard;
  channel.drift = calibrating_ || in_standard ? 0 : channel.drift + settings.drift_per_day * days;
  // While it calibrates by itself it sees standards, not the water: the last value stands, its status says
  // so.
  if (calibrating_ && !in_standard && measured) return;
  const auto started = settings.cycle ? seen_ - seen_ % *settings.cycle : seen_;
  if (!changed && measured && channel.measured_at >= started) return;
  channel.measured_at = seen_;
  ++channel.results;
  measure(settings, channel, process, influence);
}

void Instrument::measure(const ChannelSettings& settings, Channel& channel, const PlantProcess& process,
                         const Influence& influence) {
  double value = influence.standard.value_or(settings.signal->read(process)) + channel.drift +
                 influence.drift + settings.noise * channel.random.gauss();
  if (influence.full_scale) value = std::min(value, kSaturation * *influence.full_scale);
  const bool below = settings.min && value < *settings.min;
  const bool above = !influence.full_scale && settings.max && value > *settings.max;
  // Noise alone never makes a concentration negative; what lies truly below the range is no value.
  const bool only_noise = below && *settings.min == 0 && value > -6 * settings.noise - 1e-9;
  const bool beyond = above || (below && !only_noise);
  channel.value = beyond ? std::nullopt : shown(only_noise ? 0 : value);
}

void Instrument::replay(const Recorded& row) {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const auto found = row.find(column_of(settings_, settings_.channels[i]));
    if (found == row.end()) continue;
    channels_[i].replayed = true;
    channels_[i].value = found->second;
    ++channels_[i].results;
  }
}

Display Instrument::display(Fault fault) const {
  Display display;
  if (calibrating_ || fault == Fault::calibrating) display.status = StatusMeaning::calibrating;
  if (fault == Fault::maintenance) display.status = StatusMeaning::maintenance;
  if (fault == Fault::device_fault) display.status = StatusMeaning::device_fault;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const auto& channel = channels_[i];
    const bool no_value = fault == Fault::no_value && settings_.channels[i].counts.empty();
    display.values.push_back(no_value ? std::nullopt : channel.stuck ? channel.held : channel.value);
  }
  return display;
}

std::string column_of(const DeviceSettings& device, const ChannelSettings& channel) {
  return channel.column.empty() ? device.id + "." + channel.name : channel.column;
}

}  // namespace effluent::simulator
