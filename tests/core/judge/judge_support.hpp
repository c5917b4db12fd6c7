// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/judge/readings_judge.hpp"
#include "core/judge/standard_csv.hpp"
#include "core/site/site.hpp"

namespace effluent::testing_judge {

/// A reading of that value that enters, or that the instrument took out.
inline WindowReading reading(std::int64_t value, bool entering = true) {
  return entering ? WindowReading{value, State::measuring, Cause::none}
                  : WindowReading{value, State::fault, Cause::device_fault};
}

/// A small table in the shape of the real ones; its numbers are invented.
inline Standard table(const std::string& id, const std::string& csv) {
  return parse_standard(id, csv).value();
}

inline const std::string kTable2011 =
    "no,key,parameter_en,parameter_vi,unit,A_min,A_max,B_min,B_max,kq_kf_applies,sure_A,sure_B,source,note\n"
    "1,temperature,Temperature,Nhiệt độ,degC,,41,,41,0,c,b,page T,\n"
    "2,color,Colour,Màu,Pt-Co,,51,,151,0,c,c,memory,\n"
    "3,ph,pH,pH,pH,6.5,9,5,9.5,0,b,b,\"page \"\"P\"\"\",\n"
    "4,cod,COD,COD,mg/L,,70,,48,1,b,b,page C,\n"
    "5,tss,TSS,TSS,mg/L,,,,,1,b,not found,,\n";
inline const std::string kTable2025 =
    "table,key,parameter_en,parameter_vi,unit,flow_band,A_min,A_max,B_min,B_max,C_min,C_max,sure,source,"
    "note\n"
    "1,cod,COD,COD,mg/L,F<=2000,,,,,,,not found,,\n"
    "1,cod,COD,COD,mg/L,F>2000,,,,,,,not found,,\n"
    ",ph,pH,pH,pH,,,,,,,,not found,,\n";

inline Decimal number(const std::string& text) { return Decimal::parse(text).value(); }

inline Point point(std::string id, std::string parameter, milliseconds interval, int digits = 1) {
  Point made;
  made.id = std::move(id);
  made.outlet = "o1";
  made.parameter = std::move(parameter);
  made.unit = "mg/L";
  made.digits = digits;
  made.interval = interval;
  return made;
}

inline Permit permit(std::vector<std::string> automatic, Period averaging = Period::five_minutes) {
  Permit made;
  made.number = "1/GPMT";
  made.standard = "qcvn-40-2011";
  made.column = "B";
  made.kq = number("0.9");
  made.kf = number("1.0");
  made.averaging = averaging;
  made.automatic = std::move(automatic);
  return made;
}

/// One plant p1 with one outlet o1.
inline Site site(std::vector<Point> points, std::vector<Permit> permits) {
  Site made;
  made.gateway = "g";
  Plant plant;
  plant.id = "p1";
  plant.outlets.push_back({"o1", std::move(permits)});
  plant.points = std::move(points);
  made.plants.push_back(std::move(plant));
  made.standards.emplace("qcvn-40-2011", table("qcvn-40-2011", kTable2011));
  made.standards.emplace("qcvn-40-2025", table("qcvn-40-2025", kTable2025));
  return made;
}

struct Outcome {
  std::vector<std::string> lines;
  std::string problem;  ///< empty: none
  int at = 0;           ///< line of the problem
};

/// Judges rows (without the header) as `effluent judge` does.
inline Outcome judge_lines(const Site& site, const std::vector<std::string>& lines,
                           bool all_periods = false) {
  Outcome outcome;
  ReadingsJudge judge{site, all_periods,
                      [&](const JudgedLine& line) { outcome.lines.push_back("{" + line.text() + "}"); }};
  for (const auto& line : lines) {
    ++outcome.at;
    if (const auto done = judge.line(line); !done) {
      outcome.problem = done.error();
      return outcome;
    }
  }
  if (const auto done = judge.end(); !done) outcome.problem = done.error();
  return outcome;
}

inline Outcome judge_rows(const Site& site, std::vector<std::string> rows, bool all_periods = false) {
  rows.insert(rows.begin(), std::string{ReadingsReader::kHeader});
  return judge_lines(site, rows, all_periods);
}

/// The lines that hold `part`.
inline std::vector<std::string> with(const std::vector<std::string>& lines, const std::string& part) {
  std::vector<std::string> found;
  for (const auto& line : lines) {
    if (line.find(part) != std::string::npos) found.push_back(line);
  }
  return found;
}

}  // namespace effluent::testing_judge
