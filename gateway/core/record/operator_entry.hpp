// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace effluent {

/// A person has filled limits of a standard's table from a file. The table is put in place after the entry.
struct StandardsImport {
  std::string standard;
  std::string certainty;  ///< "a": the person has read the limits in the rule itself; else "b"
  std::string source;     ///< the document, as the table names it
  std::string by;
  std::string file_sha256;  ///< of the file of limits, lower-case hex as the others
  std::string table_sha256_before;
  std::string table_sha256_after;
  std::int64_t rows = 0;    ///< of the table in which something was filled
  std::int64_t limits = 0;  ///< filled: one a row and column
};

/// Everything that speaks against recording it, in words for the person; empty: nothing. What the file says
/// was judged before (core/judge/limits_import.hpp).
[[nodiscard]] std::vector<std::string> faults_of(const StandardsImport& import);

/// The body of an `operator` entry. `user`: who the operating system says has done it.
[[nodiscard]] std::string operator_body(const StandardsImport& import, std::string_view user);

}  // namespace effluent
