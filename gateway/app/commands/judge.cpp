// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

#include "app/commands/commands.hpp"
#include "app/commands/line_reader.hpp"
#include "app/commands/load.hpp"
#include "app/commands/output_buffer.hpp"
#include "core/judge/readings_judge.hpp"

namespace effluent {
namespace {

struct JudgeOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string readings;
  bool all_periods = false;
  bool quantities = false;
};

/// How far the file is read, on stderr while that is a terminal.
class Progress {
 public:
  ~Progress() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }
  void show(const LineReader& reader) {
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds{300};
    shown_ = true;
    std::cerr << "\r\x1b[K" << reader.line_number() << " lines";
    if (reader.file_size() > 0) std::cerr << ", " << reader.bytes_read() * 100 / reader.file_size() << " %";
    std::cerr << std::flush;
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::milliseconds{300};
};

/// One file of readings through the windows of one site.
class JudgeRun {
 public:
  JudgeRun(const Site& site, const JudgeOptions& options)
      : options_{options},
        judge_{site, options.all_periods, [this](const JudgedLine& line) { put(line.text()); },
               options.quantities ? [this](const std::string& body) { put(body); }
                                  : std::function<void(const std::string&)>{}},
        lines_{ReadingsReader::kLongestLine, [this] { before_read(); }} {}

  int run() {
    if (!lines_.open(options_.readings)) {
      std::cerr << options_.readings << ": " << std::generic_category().message(errno)
                << "; name a readings file\n";
      return kFailed;
    }
    const auto problem = read_all();
    out_.flush();
    if (out_.failed()) {
      std::cerr << "standard output: " << out_.error() << "; the lines are not complete\n";
      return kFailed;
    }
    if (!problem) return kDone;
    std::cerr << options_.readings << ":" << problem->line << ": " << problem->text << '\n';
    return kFailed;
  }

 private:
  struct Problem {
    long line;
    std::string text;
  };

  /// None where all went well, or where standard output failed.
  std::optional<Problem> read_all() {
    std::string_view line;
    while (!out_.failed()) {
      const auto got = lines_.next(line);
      if (got == LineReader::Got::failed) {
        return Problem{lines_.line_number() + 1, "can't be read: " + std::generic_category().message(errno)};
      }
      const bool ended = got == LineReader::Got::end;
      const auto done = ended ? judge_.end() : judge_.line(line);
      if (!done) return Problem{std::max(lines_.line_number(), 1L), done.error()};
      if (ended) break;
    }
    return std::nullopt;
  }

  /// Lines of windows that are closed don't wait in the buffer while the program waits for more rows.
  void before_read() {
    out_.flush();
    progress_.show(lines_);
  }

  void put(const std::string& body) {
    out_.put("{");
    out_.put(body);
    out_.put("}\n");
  }

  const JudgeOptions& options_;
  OutputBuffer out_;
  Progress progress_;
  ReadingsJudge judge_;
  LineReader lines_;
};

int judge(const JudgeOptions& options) {
  const Loaded loaded = load_today(options.config, Demand::judge);
  for (const auto& finding : loaded.findings) std::cerr << to_text(finding) << '\n';
  if (!loaded.configuration) return kConfiguration;
  return JudgeRun{loaded.configuration->site, options}.run();
}

}  // namespace

void add_judge(CLI::App& app, int& status) {
  auto options = std::make_shared<JudgeOptions>();
  auto* command = app.add_subcommand(
      "judge",
      "Judge a file of readings: its means and verdicts as JSON lines, as a running gateway gives them.");
  command->footer(
      "The file is CSV with the header time,plant,point,value,state; times in RFC 3339, never decreasing;\n"
      "states measuring, calibrating, fault. Example:\n"
      "  time,plant,point,value,state\n"
      "  2026-11-24T09:05:00+07:00,mau-1,cod,48.2,measuring\n"
      "Exit status: 0 judged (also where limits are exceeded), 1 bad readings, 78 bad configuration.");
  command->add_option("--config", options->config, "The configuration; [gateway] and [[plant]] are enough.")
      ->capture_default_str();
  command->add_option("--readings", options->readings, "The readings file.")->required();
  command->add_flag("--all-periods", options->all_periods,
                    "Verdicts of every period a point forms, not only of the permit's.");
  command->add_flag("--quantities", options->quantities,
                    "Also days, 30 days and months of each point: volume, load, totaliser, highest 24 h.");
  command->callback([options, &status] { status = judge(*options); });
}

}  // namespace effluent
