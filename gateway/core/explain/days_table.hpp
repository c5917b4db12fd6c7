// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/explain/compliance_table.hpp"

namespace effluent {

/// A column of the table: its verdict and the head above it.
struct DaysColumn {
  Verdict verdict = Verdict::within_limit;
  std::string_view vi;
  std::string_view en;
};
inline constexpr std::array<DaysColumn, kVerdicts> kDaysColumns{{
    {Verdict::within_limit, "không vượt", "no exceedance"},
    {Verdict::exceeding, "vượt giới hạn", "exceeding"},
    {Verdict::not_enough_data, "không đủ số liệu", "not enough data"},
    {Verdict::no_limit, "không có giới hạn", "no limit"},
    {Verdict::not_discharging, "không xả thải", "not discharging"},
}};

/// Writes the table line by line. One owner; refers to site and board.
class DaysTable {
 public:
  DaysTable(const Site& site, const ComplianceBoard& board, Instant now, Language language)
      : site_{site}, board_{board}, now_{now}, language_{language} {}

  void opening();
  void plant(std::size_t index);
  void parks(const std::string& only);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] std::string in(std::string_view vi, std::string_view en) const {
    return std::string{language_ == Language::vi ? vi : en};
  }
  void line(const std::string& text) { text_ += text + "\n"; }
  void standing(const PlantStanding& standing);
  void month(std::size_t index, const PlantDays& days);
  void head();
  void periods(const std::string& label, const DayPeriods& periods);
  void row(const std::string& label, const DayTally& tally);
  [[nodiscard]] std::string verdict_words(const PlantStanding& standing) const;
  [[nodiscard]] std::string reason_words(const VerdictSet& found) const;

  const Site& site_;
  const ComplianceBoard& board_;
  Instant now_;
  Language language_;
  std::string text_;
};

}  // namespace effluent
