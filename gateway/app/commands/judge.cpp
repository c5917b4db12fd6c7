// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <memory>
#include <system_error>

#include "app/commands/commands.hpp"
#include "app/commands/line_reader.hpp"
#include "app/commands/output_buffer.hpp"
#include "app/config/configuration.hpp"
#include "core/judge/readings_csv.hpp"
#include "core/judge/window_book.hpp"

namespace effluent {
namespace {

struct JudgeOptions {
  std::string config = "/etc/effluent/effluent.toml";
  std::string readings;
  bool all_periods = false;
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
      : options_{options}, rows_{site}, book_{site, {}}, lines_{ReadingsReader::kLongestLine, [this] {
                                                                  before_read();
                                                                }} {
    book_.set_all_periods(options.all_periods);
  }

  int run() {
    if (!lines_.open(options_.readings)) return fail_file();
    const bool good = read_header() && read_rows();
    if (good && last_) book_.close_to_end(*last_, write_);
    out_.flush();
    if (out_.failed()) {
      std::cerr << "standard output: " << out_.error() << "; the lines are not complete\n";
      return kFailed;
    }
    if (!problem_.empty()) std::cerr << problem_ << '\n';
    return good ? kDone : kFailed;
  }

 private:
  void before_read() {
    out_.flush();
    progress_.show(lines_);
  }

  int fail_file() {
    std::cerr << options_.readings << ": " << std::generic_category().message(errno)
              << "; name a readings file\n";
    return kFailed;
  }

  bool say(const std::string& text, long line) {
    problem_ = options_.readings + ":" + std::to_string(line) + ": " + text;
    return false;
  }

  bool say_unreadable() {
    return say("can't be read further: " + std::generic_category().message(errno), lines_.line_number() + 1);
  }

  bool read_header() {
    std::string_view line;
    const auto got = lines_.next(line);
    if (got == LineReader::Got::failed) return say_unreadable();
    if (got == LineReader::Got::end) {
      return say("the file is empty; begin it with " + std::string{ReadingsReader::kHeader}, 1);
    }
    if (line != ReadingsReader::kHeader) {
      return say("not the header; the first line must be " + std::string{ReadingsReader::kHeader}, 1);
    }
    return true;
  }

  bool read_rows() {
    std::string_view line;
    while (!out_.failed()) {
      const auto got = lines_.next(line);
      if (got == LineReader::Got::end) return true;
      if (got == LineReader::Got::failed) return say_unreadable();
      const auto row = rows_.read(line);
      if (!row) return say(row.error(), lines_.line_number());
      if (*row) take(**row);
    }
    return false;
  }

  void take(const ReadingRow& row) {
    last_ = row.time;
    book_.close(row.time, write_);
    if (!book_.has_begun(row.plant)) book_.begin_plant(row.plant, row.time);
    book_.add(row.plant, row.point, row.time, row.value.value_or(0), row.enters());
  }

  const JudgeOptions& options_;
  ReadingsReader rows_;
  WindowBook book_;
  OutputBuffer out_;
  Progress progress_;
  LineReader lines_;
  std::function<void(const JudgedLine&)> write_ = [this](const JudgedLine& line) {
    out_.put("{");
    out_.put(line.body);
    out_.put("}\n");
  };
  std::optional<Instant> last_;
  std::string problem_;
};

int judge(const JudgeOptions& options) {
  const Loaded loaded = load_configuration(options.config, Demand::judge);
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
  command->callback([options, &status] { status = judge(*options); });
}

}  // namespace effluent
