// SPDX-License-Identifier: Apache-2.0
#include "app/config/configuration.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "app/config/gateway_reader.hpp"
#include "app/config/method_reader.hpp"
#include "app/config/plant_reader.hpp"
#include "app/config/site_checks.hpp"

namespace effluent {
namespace {

namespace fs = std::filesystem;

/// None where `[paths]` names one that is not there: said once, here.
std::vector<fs::path> folders(std::optional<Section>& paths, const std::string& key,
                              const std::string& folder, const fs::path& file, bool needed) {
  const auto named = paths ? paths->filled(key) : std::nullopt;
  auto found = search_folders(file, folder, named);
  std::error_code error;
  if (named && needed && !fs::is_directory(found.front(), error)) {
    paths->report().error(paths->line(key), "the folder " + found.front().string() +
                                                " does not exist; correct `" + key +
                                                "`, or remove it to use the shipped files");
    return {};
  }
  return found;
}

/// Parameters whose row of that standard and flow band a permit judges by.
using RowsInUse = std::map<std::string, std::set<std::pair<std::string, std::string>>>;

RowsInUse rows_in_use(const Site& site) {
  RowsInUse rows;
  for (const auto& plant : site.plants) {
    for (const auto& outlet : plant.outlets) {
      for (const auto& permit : outlet.permits) {
        rows[permit.standard];
        for (const auto& shadow : permit.shadows) rows[shadow.standard];
        for (const auto& parameter : permit.automatic) {
          if (permit.limits.count(parameter) == 0) rows[permit.standard].emplace(parameter, permit.flow_band);
          for (const auto& shadow : permit.shadows)
            rows[shadow.standard].emplace(parameter, shadow.flow_band);
        }
      }
    }
  }
  return rows;
}

void write_limits(const Site& site, JsonTree& limits) {
  for (const auto& [id, wanted] : rows_in_use(site)) {
    auto& list = limits[id];
    list.make_array();
    const auto& standard = site.standards.at(id);
    std::set<const LimitRow*> used;
    for (const auto& [parameter, band] : wanted) used.insert(standard.find(parameter, band));
    for (const auto& row : standard.rows) {
      if (used.count(&row) == 0) continue;
      auto& written = list.append();
      for (const auto& [column, text] : row.cells) written[column].set_text(text);
    }
  }
}

void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& left, const Finding& right) {
    return std::tie(left.file, left.line) < std::tie(right.file, right.line);
  });
}

/// Everything behind the TOML syntax of the main file.
std::optional<Configuration> read_tree(const Node& tree, const fs::path& file, Demand demand, Day now,
                                       Loaded& loaded) {
  auto& findings = loaded.findings;
  Report report{file, findings};
  JsonTree resolved;
  Section root{report, tree, resolved["configuration"]};
  Configuration configuration;
  read_gateway(root, configuration, demand);
  loaded.data_directory = configuration.data_directory;
  auto paths = root.table("paths");
  auto profiles = folders(paths, "profiles", "devices", file, demand != Demand::judge);
  auto standards = folders(paths, "standards", "standards", file, true);
  if (paths) paths->finish();
  loaded.standards_folders = standards;
  Library library{std::move(profiles), std::move(standards), file, findings};
  Draft draft;
  draft.plants = read_plants(root, library, demand);
  read_wiring(root, draft, demand);
  root.finish();
  check_wiring(draft, library, demand);
  const bool of_today = demand != Demand::judge;  // `judge` speaks of the past
  check_permits(draft, library, of_today ? std::optional{now} : std::nullopt);
  if (of_today) check_correlations(draft, now);
  const bool bad =
      std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return !finding.warning; });
  if (bad) return std::nullopt;
  configuration.site = build_site(draft, library, std::move(configuration.site));
  resolved["profiles"] = library.resolved_profiles();
  write_limits(configuration.site, resolved["limits"]);
  configuration.resolved = resolved.written();
  return configuration;
}

}  // namespace

std::string to_text(const Finding& finding) {
  return finding.file.string() + ":" + std::to_string(finding.line) + ": " +
         (finding.warning ? "warning: " : "") + finding.text;
}

Loaded load_configuration(const fs::path& file, Demand demand, Day today) {
  Loaded loaded;
  const auto text = read_file(file);
  if (!text) {
    loaded.findings.push_back(
        {file, 1, "can't be read: " + text.error() + "; name the configuration with --config", false});
    return loaded;
  }
  const auto tree = parse_toml(*text);
  if (!tree) {
    loaded.findings.push_back({file, tree.error().line,
                               tree.error().text + "; correct the TOML, the rest of this file is not read",
                               false});
    return loaded;
  }
  loaded.configuration = read_tree(*tree, file, demand, today, loaded);
  sort_findings(loaded.findings);
  return loaded;
}

}  // namespace effluent
