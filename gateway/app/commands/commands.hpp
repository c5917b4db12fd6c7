// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace effluent {

/// Exit statuses of every command (design.md 5, "Program").
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kStoreFailed = 74;
inline constexpr int kConfiguration = 78;

/// Each adds its subcommand to `app`; when it was chosen and has run, `status` holds its exit status.
void add_run(CLI::App& app, int& status);
void add_check(CLI::App& app, int& status);
void add_status(CLI::App& app, int& status);
void add_probe(CLI::App& app, int& status);
void add_judge(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_compliance(CLI::App& app, int& status);
void add_standards(CLI::App& app, int& status);
void add_laboratory(CLI::App& app, int& status);
void add_instrument(CLI::App& app, int& status);
void add_explanations(CLI::App& app, int& status);
void add_decisions(CLI::App& app, int& status);

}  // namespace effluent
