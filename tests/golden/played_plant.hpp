// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "core/site/site.hpp"
#include "golden/calendar.hpp"
#include "instrument/instrument.hpp"
#include "model/plant_process.hpp"

namespace effluent::golden {

/// An occurrence with what its file says.
struct Happening {
  Occurrence when;
  simulator::Scenario scenario;
};

/// A simulated plant and its instruments in virtual time, seen through the points of a configuration: a point
/// `cod` is the register of that name, a point `flow-in` the first register of the device `…-flow-in`.
class PlayedPlant {
 public:
  /// `settings`: changed to what stands on site, where the demo hurries: analysers give a result each `cycle`
  /// of their point, and what drifts is calibrated for 40 minutes every 9 days. `start`: where time begins.
  PlayedPlant(const Plant& plant, simulator::PlantSettings settings, std::uint64_t seed, Instant start);

  /// Goes on to `now` and appends a row of the readings file for each point that has one then; `happenings`
  /// act on the plant and its instruments.
  void play(Instant now, const std::vector<Happening>& happenings, std::string& rows);

 private:
  struct Source {
    const Point* point = nullptr;
    std::size_t instrument = 0;
    std::size_t channel = 0;
  };
  [[nodiscard]] static Source source_of(const Point& point, const simulator::PlantSettings& settings);
  void look(Instant now, const std::vector<Happening>& happenings);
  void write(const Source& source, Instant now, const simulator::Display& display, simulator::Fault fault,
             std::string& rows) const;

  const Plant& plant_;
  std::string id_;
  simulator::PlantProcess process_;
  std::vector<simulator::Instrument> instruments_;
  std::vector<Source> sources_;
  Instant start_;
  Instant now_;
};

}  // namespace effluent::golden
