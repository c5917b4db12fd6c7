// SPDX-License-Identifier: Apache-2.0
// How a plant stands at the end of each day of a readings file, with a laboratory's samples beside it.
//
//   standing-days CONFIG READINGS SAMPLES
// SAMPLES: `taken_at,outlet,parameter,value,unit` a line, of the first plant, in order of time.
// Prints `day,verdict,by_laboratory,valid,overdue,month_meets` a line; by_laboratory: 1 where only a sample
// exceeds.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/config/configuration.hpp"
#include "core/judge/compliance.hpp"
#include "core/judge/readings_judge.hpp"

namespace effluent {
namespace {

LaboratoryResult sample_of(const std::string& line, const Site& site, std::size_t number) {
  std::istringstream fields{line};
  LaboratoryResult result;
  std::string taken;
  std::getline(fields, taken, ',');
  std::getline(fields, result.outlet, ',');
  std::getline(fields, result.parameter, ',');
  std::getline(fields, result.value, ',');
  std::getline(fields, result.unit, ',');
  result.plant = site.plants.front().id;
  result.sample = std::to_string(number);
  result.taken_at = parse_time(taken).value();
  for (auto* text :
       {&result.taken_by, &result.taken_where, &result.laboratory, &result.method, &result.entered_by}) {
    *text = "test";
  }
  result.report_sha256 = std::string(64, '0');
  for (const auto& fault : faults_of(result, site, result.taken_at))
    throw std::invalid_argument(line + ": " + fault);
  return result;
}

/// Feeds the board as the recorder does and prints it at the end of each day.
class Days {
 public:
  Days(const Site& site, std::vector<LaboratoryResult> samples)
      : site_{site}, board_{site}, samples_{std::move(samples)} {}

  void take(const JudgedLine& line) {
    if (line.end != end_) close();
    end_ = line.end;
    board_.days().begin(site_.plants.at(line.plant).id, line.start);
    if (board_.add(line)) board_.days().add(final_of(site_, line));
  }
  void close() {
    if (end_ == Instant{}) return;
    const Instant now = end_ - milliseconds{1};
    for (; taken_ < samples_.size() && samples_[taken_].taken_at <= now; ++taken_)
      board_.add(samples_[taken_], judge(samples_[taken_], site_).verdict);
    const auto standing = board_.standing(0, now);
    const auto meets = board_.month_meets(0, board_.plant_days(0, now), now);
    std::printf("%s,%s,%d,%lld,%lld,%s\n", day_text(day_of(now)).c_str(),
                std::string{name_of(standing.verdict)}.c_str(),
                standing.laboratory_exceeds && !standing.instruments_exceed ? 1 : 0,
                static_cast<long long>(standing.laboratory_valid),
                static_cast<long long>(standing.laboratory - standing.laboratory_valid),
                !meets   ? "none"
                : *meets ? "true"
                         : "false");
  }

 private:
  const Site& site_;
  ComplianceBoard board_;
  std::vector<LaboratoryResult> samples_;
  std::size_t taken_ = 0;
  Instant end_{};
};

void print_days(const std::string& config, const std::string& readings, const std::string& samples) {
  const auto loaded = load_configuration(config, Demand::judge, Day{});
  if (!loaded.configuration) throw std::invalid_argument(to_text(loaded.findings.at(0)));
  const Site& site = loaded.configuration->site;
  std::vector<LaboratoryResult> results;
  std::ifstream laboratory{samples};
  for (std::string line; std::getline(laboratory, line);)
    results.push_back(sample_of(line, site, results.size()));
  Days days{site, std::move(results)};
  ReadingsJudge judge{site, false, [&days](const JudgedLine& line) { days.take(line); }};
  std::ifstream rows{readings};
  for (std::string line; std::getline(rows, line);) {
    if (const auto read = judge.line(line); !read) throw std::invalid_argument(read.error());
  }
  if (const auto ended = judge.end(); !ended) throw std::invalid_argument(ended.error());
  days.close();
}

}  // namespace
}  // namespace effluent

int main(int count, char** words) {
  try {
    if (count != 4) throw std::invalid_argument("CONFIG READINGS SAMPLES");
    effluent::print_days(words[1], words[2], words[3]);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "standing-days: %s\n", problem.what());
    return 2;
  }
  return 0;
}
