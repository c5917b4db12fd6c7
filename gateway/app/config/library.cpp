// SPDX-License-Identifier: Apache-2.0
#include "app/config/library.hpp"

#include <algorithm>

#include "core/judge/standard_csv.hpp"

namespace effluent {
namespace {

std::string folder_list(const std::vector<std::filesystem::path>& folders) {
  std::string list;
  for (const auto& folder : folders) list += (list.empty() ? "" : ", ") + folder.string();
  return list;
}

}  // namespace

Library::Library(std::vector<std::filesystem::path> profiles, std::vector<std::filesystem::path> standards,
                 const std::filesystem::path& configuration, std::vector<Finding>& findings)
    : profile_folders_{std::move(profiles)}, standard_folders_{std::move(standards)}, findings_{findings} {
  read_own("parameters.csv", configuration, parse_parameters, parameters_);
  read_own("methods.csv", configuration, parse_methods, methods_);
  read_own("accuracies.csv", configuration, parse_accuracies, accuracies_);
}

template <typename Rows>
void Library::read_own(const char* name, const std::filesystem::path& configuration,
                       tl::expected<Rows, std::vector<CsvProblem>> (*parse)(std::string_view), Rows& rows) {
  // Names, units and methods are the program's own: a folder of limit tables that a site keeps need not hold
  // them.
  auto folders = standard_folders_;
  const auto shipped = search_folders(configuration, "standards", std::nullopt);
  folders.insert(folders.end(), shipped.begin(), shipped.end());
  const auto file = find_in(folders, name);
  if (!file) {
    findings_.push_back({configuration, 1,
                         "the table " + std::string{name} + " is in none of " + folder_list(folders) +
                             "; install the program whole or copy the table there",
                         false});
    return;
  }
  const auto text = read_file(*file);
  if (!text) {
    findings_.push_back({*file, 1, "can't be read: " + text.error() + "; check its permissions", false});
    return;
  }
  auto parsed = parse(*text);
  if (parsed) {
    rows = std::move(*parsed);
  } else {
    for (const auto& problem : parsed.error())
      findings_.push_back({*file, problem.line, problem.text, false});
  }
}

const Standard* Library::standard(const std::string& id, const Section& asked, int line) {
  const auto known = standards_read_.find(id);
  if (known != standards_read_.end()) return known->second ? &standards_.at(id) : nullptr;
  if (standard_folders_.empty()) return nullptr;
  const auto file = find_in(standard_folders_, id + ".csv");
  if (!file) {
    asked.report().error(line, "the limit table " + id + ".csv is not in " + folder_list(standard_folders_) +
                                   "; copy it there or correct [paths] standards");
    return nullptr;
  }
  standards_read_[id] = false;
  const auto text = read_file(*file);
  if (!text) {
    findings_.push_back({*file, 1, "can't be read: " + text.error() + "; check its permissions", false});
    return nullptr;
  }
  auto parsed = parse_standard(id, *text);
  if (!parsed) {
    for (const auto& problem : parsed.error())
      findings_.push_back({*file, problem.line, problem.text, false});
    return nullptr;
  }
  standards_read_[id] = true;
  return &standards_.emplace(id, std::move(*parsed)).first->second;
}

std::string Library::standards_with(const std::string& column) const {
  for (const auto& id : known_standards()) {
    const auto file = find_in(standard_folders_, id + ".csv");
    const auto text = file ? read_file(*file) : tl::unexpected{std::string{}};
    if (!text) continue;
    const auto parsed = parse_standard(id, *text);
    if (!parsed) continue;
    const auto& columns = parsed->columns;
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) return id;
  }
  return {};
}

const ReadProfile* Library::profile(const std::string& name, const Section& asked, int line) {
  if (const auto known = profiles_.find(name); known != profiles_.end()) {
    return known->second.profile ? &known->second : nullptr;
  }
  if (name.find('/') != std::string::npos || name.find("..") != std::string::npos) {
    asked.report().error(line, "`profile` = \"" + name +
                                   "\" is no name of a profile; write the file's name without folder " +
                                   "and .toml, and the folder in [paths] profiles");
    return nullptr;
  }
  if (profile_folders_.empty()) return nullptr;
  const auto file = find_in(profile_folders_, name + ".toml");
  if (!file) {
    asked.report().error(line, "the profile " + name + ".toml is not in " + folder_list(profile_folders_) +
                                   "; correct the name or add the file");
    return nullptr;
  }
  auto& entry = profiles_[name];
  const auto text = read_file(*file);
  if (!text) {
    findings_.push_back({*file, 1, "can't be read: " + text.error() + "; check its permissions", false});
    return nullptr;
  }
  const auto tree = parse_toml(*text);
  if (!tree) {
    findings_.push_back({*file, tree.error().line,
                         tree.error().text + "; correct the TOML, the rest of this file is not read", false});
    return nullptr;
  }
  entry = read_profile(name, *tree, *file, findings_, resolved_profiles_[name]);
  return entry.profile ? &entry : nullptr;
}

}  // namespace effluent
