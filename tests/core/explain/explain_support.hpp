// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "../judge/judge_support.hpp"
#include "core/explain/explanation.hpp"
#include "core/record/entry.hpp"
#include "core/record/laboratory_entry.hpp"

namespace effluent::testing_explain {

inline const Day kDay = *parse_day("2026-11-23");
inline Instant at(const std::string& clock) { return *parse_time("2026-11-23T" + clock + "+07:00"); }

/// One plant: COD by its point (limit 48 × 0.9 = 43.2), pH by its point (5 to 9.5), temperature by a
/// laboratory.
inline Site one_plant(std::vector<std::string> automatic = {"cod"}, Period period = Period::day) {
  auto of_plant = testing_judge::permit(std::move(automatic), period);
  of_plant.laboratory = {{"temperature", std::chrono::hours{24 * 90}}};
  auto ph = testing_judge::point("ph", "ph", std::chrono::minutes{1}, 2);
  ph.unit = "pH";
  auto made =
      testing_judge::site({testing_judge::point("cod", "cod", std::chrono::minutes{1}), ph}, {of_plant});
  made.plants.front().name = "Trạm XLNT Mẫu";
  return made;
}

/// Lines of a journal as the recorder writes them, of one epoch.
class JournalLines {
 public:
  JournalLines& body(const std::string& body) {
    lines.push_back(
        entry_line({"g", "e1", static_cast<std::int64_t>(lines.size()), at("23:59:00"), true}, body));
    return *this;
  }
  JournalLines& start(const std::string& hash) {
    return body(R"("kind":"start","parent":null,"config":")" + hash + '"');
  }

  struct Verdict {
    std::string verdict = "within_limit";
    std::string reasons = "[]";
    std::string value = "30.125";
    std::string limits = R"("limit_min":null,"limit_max":43.2)";
    std::string ratio = "0.6973";
    std::string coverage = "99.93";
    std::string basis =
        R"({"source":"standard","standard":"qcvn-40-2011","column":"B","c":48,"kq":0.9,"kf":1,"flow_band":null,"document":"page C","certainty":"b","dates_ignored":null})";
    std::string point = R"("cod")";
    std::string parameter = "cod";
    std::string period = "24h";
    std::string start = "00:00:00";
    std::string binding = "true";
    std::string at_least = "false";
    std::string details = {};    ///< members behind the basis; empty: an entry of before them
    std::string surrogate = {};  ///< JSON; empty: an entry of before the field
  };
  JournalLines& verdict(const Verdict& told) {
    return body(R"("kind":"verdict","plant":"p1","outlet":"o1","point":)" + told.point + R"(,"parameter":")" +
                told.parameter + R"(","period":")" + told.period + R"(","start":"2026-11-23T)" + told.start +
                R"(.000+07:00","verdict":")" + told.verdict + R"(","reasons":)" + told.reasons +
                R"(,"at_least":)" + told.at_least + R"(,"value":)" + told.value + "," + told.limits +
                R"(,"ratio":)" + told.ratio + R"(,"coverage_percent":)" + told.coverage + R"(,"binding":)" +
                told.binding + R"(,"basis":)" + told.basis +
                (told.details.empty() ? "" : "," + told.details) +
                (told.surrogate.empty() ? "" : R"(,"surrogate":)" + told.surrogate));
  }
  /// A mean of the point's shortest period where `slots` is not empty.
  JournalLines& mean(const std::string& point, const std::string& period, const std::string& start,
                     const std::string& value, const std::string& slots = "") {
    return body(R"("kind":"mean","plant":"p1","outlet":"o1","point":")" + point + R"(","parameter":")" +
                point + R"(","period":")" + period + R"(","start":"2026-11-23T)" + start +
                R"(.000+07:00","n":1439,"due":1440,"coverage_percent":99.93,"mean":)" + value +
                R"(,"min":1.0,"max":2.0)" +
                (slots.empty() ? "" : R"(,"sum":1.0,"slots":)" + slots + R"(,"blocks":[])"));
  }
  /// A mean of a whole day of COD with members behind `max`.
  JournalLines& day_mean(const std::string& more) {
    return body(R"("kind":"mean","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"24h",)"
                R"("start":"2026-11-23T00:00:00.000+07:00","n":1439,"due":1440,"coverage_percent":99.93,)"
                R"("mean":30.125,"min":2.1,"max":88.0,)" +
                more);
  }
  JournalLines& sample(const LaboratoryResult& result, const Site& site) {
    return body(laboratory_body(result, judge(result, site), "root"));
  }
  std::vector<std::string> lines;
};

inline LaboratoryResult sample(const std::string& value) {
  LaboratoryResult made;
  made.plant = "p1";
  made.outlet = "o1";
  made.parameter = "cod";
  made.sample = "2026-118";
  made.taken_at = at("09:00:00");
  made.taken_by = "Lê Văn An";
  made.taken_where = "kênh xả";
  made.laboratory = "VIMCERTS 000";
  made.method = "SMEWW 5220C:2017";
  made.value = value;
  made.unit = "mg/L";
  made.report_sha256 = std::string(64, '0');
  made.entered_by = "Bình";
  return made;
}

struct Asked {
  Instant now = at("23:59:59") + std::chrono::hours{24};
  std::string parameter;
  std::string configuration = "c1";
};
inline std::string told(const JournalLines& journal, const Site& site, Language language = Language::en,
                        const Asked& asked = {}) {
  DayReader reader{"p1", kDay};
  for (const auto& line : journal.lines) reader.add(line);
  return explain(reader.record(), {site, site.plants.front(), kDay, asked.now, asked.configuration,
                                   asked.parameter, language});
}

}  // namespace effluent::testing_explain
