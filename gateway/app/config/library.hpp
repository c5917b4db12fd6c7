// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "app/config/files.hpp"
#include "app/config/profile_reader.hpp"
#include "core/judge/standard.hpp"
#include "core/profile/accuracies.hpp"
#include "core/profile/methods.hpp"
#include "core/profile/parameters.hpp"

namespace effluent {

/// The files beside a configuration: parameters, limit tables, device profiles. Each is read once, when asked
/// for.
class Library {
 public:
  Library(std::vector<std::filesystem::path> profiles, std::vector<std::filesystem::path> standards,
          const std::filesystem::path& configuration, std::vector<Finding>& findings);

  [[nodiscard]] const Parameters& parameters() const { return parameters_; }
  [[nodiscard]] const Methods& methods() const { return methods_; }
  [[nodiscard]] const Accuracies& accuracies() const { return accuracies_; }
  /// Null where the table is missing (said at `line` of `asked`) or wrong (said in its file).
  const Standard* standard(const std::string& id, const Section& asked, int line);
  /// Likewise.
  const ReadProfile* profile(const std::string& name, const Section& asked, int line);
  /// The standards that have a column or flow band of that name: where something may have been carried over
  /// from.
  [[nodiscard]] std::string standards_with(const std::string& column) const;
  [[nodiscard]] const Standards& standards() const { return standards_; }
  [[nodiscard]] const JsonTree& resolved_profiles() const { return resolved_profiles_; }

 private:
  /// A table that comes with the program, into `rows`; what is wrong becomes a finding.
  template <typename Rows>
  void read_own(const char* name, const std::filesystem::path& configuration,
                tl::expected<Rows, std::vector<CsvProblem>> (*parse)(std::string_view), Rows& rows);
  std::vector<std::filesystem::path> profile_folders_;
  std::vector<std::filesystem::path> standard_folders_;
  std::vector<Finding>& findings_;
  Parameters parameters_;
  Methods methods_;
  Accuracies accuracies_;
  Standards standards_;
  std::map<std::string, bool> standards_read_;  ///< asked for, and whether it is good
  std::map<std::string, ReadProfile> profiles_;
  JsonTree resolved_profiles_;
};

}  // namespace effluent
