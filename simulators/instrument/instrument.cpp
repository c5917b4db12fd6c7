// SPDX-License-Identifier: Apache-2.0
#include "instrument/instrument.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace effluent::simulator {
namespace {

// Six digits after the point are more than any instrument resolves; what is left has at most twelve digits.
std::optional<Decimal> shown(double value) {
  if (!std::isfinite(value) || std::abs(value) >= 1e9) return std::nullopt;
  return Decimal(static_cast<Int128>(std::llround(value * 1000)), 3);
}

}  // namespace

Instrument::Instrument(DeviceSettings settings, std::uint64_t seed)
    : settings_(std::move(settings)), random_(seed, settings_.id) {
  for (const auto& channel : settings_.channels) {
    channels_.push_back({Random(seed, settings_.id + "." + channel.name), 0, milliseconds{-1}, {}, false});
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

void Instrument::look(const PlantProcess& process, milliseconds elapsed) {
  const double days = std::chrono::duration<double>(elapsed - seen_).count() / 86400;
  seen_ = elapsed;
  calibrating_ = calibrating_at(elapsed);
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const auto& settings = settings_.channels[i];
    auto& channel = channels_[i];
    if (settings.signal == nullptr || channel.replayed) continue;
    channel.drift = calibrating_ ? 0 : channel.drift + settings.drift_per_day * days;
    // While it calibrates it sees standards, not the water: the last value stands, its status says so.
    if (calibrating_ && channel.measured_at >= milliseconds{0}) continue;
    const auto started = settings.cycle ? elapsed - elapsed % *settings.cycle : elapsed;
    if (channel.measured_at >= started && channel.measured_at >= milliseconds{0}) continue;
    channel.measured_at = elapsed;
    measure(settings, channel, process);
  }
}

void Instrument::measure(const ChannelSettings& settings, Channel& channel, const PlantProcess& process) {
  const double value =
      settings.signal->read(process) + channel.drift + settings.noise * channel.random.gauss();
  const bool below = settings.min && value < *settings.min;
  const bool above = settings.max && value > *settings.max;
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
  }
}

Display Instrument::display(Fault fault) const {
  Display display;
  if (calibrating_ || fault == Fault::calibrating) display.status = StatusMeaning::calibrating;
  if (fault == Fault::maintenance) display.status = StatusMeaning::maintenance;
  if (fault == Fault::device_fault) display.status = StatusMeaning::device_fault;
  for (const auto& channel : channels_) {
    display.values.push_back(fault == Fault::no_value ? std::nullopt : channel.value);
  }
  return display;
}

std::string column_of(const DeviceSettings& device, const ChannelSettings& channel) {
  return channel.column.empty() ? device.id + "." + channel.name : channel.column;
}

}  // namespace effluent::simulator
