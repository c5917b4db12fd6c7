// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "core/explain/days_table.hpp"
#include "core/explain/parameter_name.hpp"

namespace effluent {
namespace {

constexpr std::size_t kLabelWidth = 24;

/// Letters, not bytes: those that continue one are not counted.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

std::string padding(std::string_view text, std::size_t width) {
  const auto used = width_of(text);
  return std::string(used < width ? width - used : 0, ' ');
}

}  // namespace

void DaysTable::opening() {
  const Day today = day_of(now_);
  const std::chrono::sys_days number{today};
  const std::string time = time_text(now_).substr(0, 16);
  line(in("Tình trạng tuân thủ theo thiết bị ", "Compliance according to gateway ") + site_.gateway + ", " +
       time.substr(0, 10) + " " + time.substr(11) +
       in(" (giờ Việt Nam, +07:00)", " (Viet Nam time, +07:00)"));
  line(
      in("Số ngày theo kết luận xấu nhất trong ngày của số liệu quan trắc tự động. Hôm nay chỉ gồm những "
         "khoảng thời gian đã khép lại.",
         "Days by the worst verdict of each day, according to automatic data. Today holds only windows "
         "already closed."));
  line(in("Tháng: từ ", "Month: from ") + day_text(first_of_month(today)) +
       in(" đến hôm nay. 30 ngày: từ ", " to today. 30 days: from ") +
       day_text(Day{number - std::chrono::days{30}}) + in(" đến ", " to ") +
       day_text(Day{number - std::chrono::days{1}}) + ".");
}

void DaysTable::head() {
  text_ += std::string(kLabelWidth, ' ');
  for (const auto& column : kDaysColumns) text_ += "  " + in(column.vi, column.en);
  text_ += "\n";
}

void DaysTable::row(const std::string& label, const DayTally& tally) {
  text_ += label + padding(label, kLabelWidth);
  for (const auto& column : kDaysColumns) {
    const auto days = tally.at(static_cast<std::size_t>(column.verdict));
    const std::string cell = days == 0 ? "-" : std::to_string(days);
    text_ += "  " + padding(cell, width_of(in(column.vi, column.en))) + cell;
  }
  text_ += "\n";
}

void DaysTable::periods(const std::string& label, const DayPeriods& periods) {
  line(label);
  row("  " + in("hôm nay", "today"), periods.today);
  row("  " + in("hôm qua", "yesterday"), periods.yesterday);
  row("  " + in("tháng này", "this month"), periods.month);
  row("  " + in("30 ngày", "30 days"), periods.rolling_30d);
}

void DaysTable::plant(std::size_t index) {
  const Plant& described = site_.plants.at(index);
  line("");
  line(in("TRẠM ", "PLANT ") + (described.name.empty() ? described.id : described.name) + " (" +
       described.id + "), " + in("khu công nghiệp ", "park ") + described.park);
  standing(board_.standing(index, now_));
  const auto days = board_.plant_days(index, now_);
  month(index, days);
  const auto first = board_.days().first_day(described.id);
  if (!first) {
    line(in("Chưa khoảng thời gian nào khép lại: chưa biết gì.",
            "No window has closed yet: nothing is known."));
    return;
  }
  line(in("Không biết gì về những ngày trước ", "Nothing is known of days before ") + day_text(*first) + ".");
  head();
  periods(in("Cả trạm", "The whole plant"), days.periods);
  for (const auto& outlet : days.outlets) {
    periods(in("Cửa xả ", "Outlet ") + outlet.outlet, outlet.periods);
    for (const auto& parameter : outlet.parameters)
      periods(outlet.outlet + ", " + parameter_name(site_, parameter.parameter, language_),
              parameter.periods);
  }
}

void DaysTable::parks(const std::string& only) {
  line("");
  line(in("KHU CÔNG NGHIỆP do thiết bị này phục vụ, theo tiêu chí last_final (mọi trạm không vượt)",
          "PARKS served by this gateway, by criterion last_final (no exceedance at every plant)"));
  for (const auto& park : board_.park_list(now_)) {
    if (!only.empty() && park.park != only) continue;
    const auto reasons = reason_words(park.found);
    line("  " + park.park + ": " +
         (!park.meets ? in("không xả thải, không tính vào tỷ lệ", "discharges nothing, counted neither way")
          : *park.meets ? in("đạt tiêu chí", "meets the criterion")
                        : in("không đạt tiêu chí", "does not meet the criterion")) +
         (reasons.empty() ? "" : " (" + reasons + ")"));
  }
}

std::string compliance_table(const Site& site, const ComplianceBoard& board, Instant now, Language language,
                             std::optional<std::size_t> only) {
  DaysTable table{site, board, now, language};
  table.opening();
  for (std::size_t plant = 0; plant < site.plants.size(); ++plant) {
    if (!only || *only == plant) table.plant(plant);
  }
  table.parks(only ? site.plants.at(*only).park : std::string{});
  return table.take();
}

}  // namespace effluent
