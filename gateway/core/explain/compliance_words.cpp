// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/explain/days_table.hpp"

namespace effluent {

std::string DaysTable::reason_words(const VerdictSet& found) const {
  std::string text;
  for (const auto& column : kDaysColumns) {
    const auto reasons = reasons_of(found);
    if (std::find(reasons.begin(), reasons.end(), name_of(column.verdict)) == reasons.end()) continue;
    text += (text.empty() ? "" : ", ") + in(column.vi, column.en);
  }
  return text;
}

std::string DaysTable::verdict_words(const PlantStanding& standing) const {
  const auto judged = std::to_string(standing.judged);
  switch (standing.verdict) {
    case Verdict::within_limit:
      return in("không vượt giới hạn ở ", "no exceedance in the ") + judged +
             in(" thông số được quan trắc tự động", " monitored parameters");
    case Verdict::exceeding: {
      std::string text;
      if (standing.instruments_exceed) text = say(language_, Say::exceeding);
      if (standing.laboratory_exceeds) {
        text += text.empty() ? "" : "; ";
        text +=
            in("vượt giới hạn theo kết quả phòng thí nghiệm", "exceeds the limit according to a laboratory");
      }
      return text;
    }
    case Verdict::not_enough_data:
      return say(language_, Say::not_enough_data);
    case Verdict::no_limit:
      return say(language_, Say::no_limit);
    case Verdict::not_discharging:
      return say(language_, Say::not_discharging);
  }
  return {};
}

void DaysTable::standing(const PlantStanding& standing) {
  line(in("Hiện nay, theo tiêu chí last_final (các kết luận chính thức mới nhất): ",
          "Now, by criterion last_final (the latest final verdicts): ") +
       verdict_words(standing) + ".");
  const auto reasons = reason_words(standing.found);
  if (!reasons.empty()) line(in("Lý do: ", "Reasons: ") + reasons + ".");
  line(in("Phạm vi: ", "Scope: ") + std::to_string(standing.judged) + in(" trong ", " of ") +
       std::to_string(standing.required) +
       in(" thông số phải quan trắc tự động có kết luận; phòng thí nghiệm: ",
          " parameters to be monitored automatically are judged; laboratory: ") +
       std::to_string(standing.laboratory_valid) + in(" trong ", " of ") +
       std::to_string(standing.laboratory) + in(" còn hiệu lực; không được xét: ", " valid; not assessed: ") +
       std::to_string(standing.not_assessed.size()) + in(" thông số của quy chuẩn.", " of the standard."));
}

void DaysTable::month(std::size_t index, const PlantDays& days) {
  const bool all = board_.month_criterion() == MonthCriterion::all_days_within;
  std::string text = in("Tháng này, theo tiêu chí ", "This month, by criterion ") +
                     std::string{name_of(board_.month_criterion())};
  text += all ? in(" (mọi ngày có xả thải đều không vượt)", " (no exceedance on every day with discharge)")
              : in(" (không ngày nào vượt, ít nhất một ngày không vượt)",
                   " (no day exceeding, at least one without exceedance)");
  const auto met = board_.month_meets(index, days, now_);
  if (!met) text += in(": chưa có ngày nào để kết luận.", ": no day to tell by yet.");
  if (met)
    text += *met ? in(": đạt tiêu chí.", ": meets the criterion.")
                 : in(": không đạt tiêu chí.", ": does not meet the criterion.");
  line(text);
  if (const auto samples = board_.laboratory_exceeding(index, now_); samples > 0) {
    line(in("Mẫu phòng thí nghiệm vượt giới hạn trong tháng: ",
            "Samples of a laboratory that exceed, this month: ") +
         std::to_string(samples) + ".");
  }
}

}  // namespace effluent
