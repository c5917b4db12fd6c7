// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/config/section.hpp"
#include "core/site/site.hpp"

namespace effluent {

// What was read, each beside the section it came from, so that checks across tables can name lines.

struct ShadowDraft {
  Section section;
  Shadow shadow;
};
struct PermitDraft {
  Section section;
  Permit permit;
  std::vector<const Node*> automatic;
  std::vector<ShadowDraft> shadows;
  std::map<std::string, int> limit_lines;       ///< of each own limit's header, by parameter
  std::map<std::string, int> laboratory_lines;  ///< of each duty's `parameter`
};
struct DischargeDraft {
  Section section;
  DischargeRules rules;
  std::vector<Section> signs;  ///< as DischargeRules::signs
};
struct OutletDraft {
  Section section;
  std::string id;
  std::vector<PermitDraft> permits;
  std::string flow = {};
  std::string totaliser = {};
  std::optional<DischargeDraft> discharge = std::nullopt;
};
struct PointDraft {
  Section section;
  Point point;
  std::optional<Section> correlation;  ///< as written; none where left out
};
struct PlantDraft {
  Section section;
  Plant plant;  ///< without outlets and points
  std::vector<OutletDraft> outlets;
  std::vector<PointDraft> points;
};
struct BusDraft {
  Section section;
  Bus bus;
};
struct DeviceDraft {
  Section section;
  Device device;
  std::string bus;
  std::string profile;
  bool has_poll = false;
  bool has_unit_id = false;
};
struct Draft {
  std::vector<PlantDraft> plants;
  std::vector<BusDraft> buses;
  std::vector<DeviceDraft> devices;
};

/// Reports an id that stands twice, at the later place.
template <typename Drafts, typename IdOf>
void check_unique(const Drafts& drafts, const char* what, IdOf id_of) {
  for (std::size_t later = 0; later < drafts.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const std::string& id = id_of(drafts[later]);
      if (id.empty() || id != id_of(drafts[earlier])) continue;
      const auto& section = drafts[later].section;
      section.report().error(section.line("id"), std::string{what} + " id \"" + id + "\" stands at line " +
                                                     std::to_string(drafts[earlier].section.line("id")) +
                                                     " already; give one of them another id");
      break;
    }
  }
}

}  // namespace effluent
