// SPDX-License-Identifier: Apache-2.0
#include "core/explain/series.hpp"

#include <algorithm>
#include <set>

#include "core/measure/correlation.hpp"
#include "core/measure/decimal.hpp"

namespace effluent {
namespace {

constexpr int kMilliDigits = 3;

VerdictKey key_of(const ToldVerdict& told) {
  return {"",           told.outlet,         told.point,        told.parameter,
          told.binding, told.basis.standard, told.basis.column, told.basis.flow_band};
}

/// left - right; both are printed numbers of at most 36 digits.
Decimal difference(const Decimal& left, const Decimal& right) {
  const int digits = std::max(left.digits(), right.digits());
  const auto units = [digits](const Decimal& number) {
    Int128 all = number.units();
    for (int more = number.digits(); more < digits; ++more) all *= 10;
    return all;
  };
  return {units(left) - units(right), digits};
}

std::size_t digits_behind_point(const std::string& text) {
  const auto point = text.find('.');
  return point == std::string::npos ? 0 : text.size() - point - 1;
}

}  // namespace

std::size_t Series::expected() const {
  return static_cast<std::size_t>(std::chrono::hours{24} / length_of(period));
}

std::size_t Series::missing() const {
  std::set<Instant> starts;
  for (const auto* window : windows) starts.insert(window->start);
  return expected() - std::min(expected(), starts.size());
}

std::vector<const ToldVerdict*> Series::with(Verdict verdict) const {
  std::vector<const ToldVerdict*> found;
  for (const auto* window : windows) {
    if (window->verdict == verdict) found.push_back(window);
  }
  return found;
}

bool Series::all_within() const {
  const auto within = with(Verdict::within_limit).size();
  return missing() == 0 && within > 0 && within + with(Verdict::not_discharging).size() == windows.size();
}

bool Series::all_idle() const {
  return missing() == 0 && with(Verdict::not_discharging).size() == windows.size();
}

std::string Series::surrogate() const {
  std::string worst;
  for (const auto* window : windows) {
    if (worst.empty() || window->surrogate == name_of(SurrogateStanding::not_correlated))
      worst = window->surrogate;
  }
  return worst;
}

std::vector<Series> series_of(const DayRecord& record) {
  std::map<std::pair<VerdictKey, Period>, Series> by_key;
  for (const auto& told : record.verdicts) {
    const auto key = key_of(told);
    auto& series = by_key[{key, told.period}];
    series.key = key;
    series.period = told.period;
    series.windows.push_back(&told);
  }
  std::vector<Series> all;
  for (auto& [key, series] : by_key) {
    std::stable_sort(series.windows.begin(), series.windows.end(),
                     [](const auto* left, const auto* right) { return left->start < right->start; });
    all.push_back(std::move(series));
  }
  return all;
}

std::optional<Deviation> deviation_of(const std::string& value, const std::string& minimum,
                                      const std::string& maximum) {
  const auto number = Decimal::parse(value);
  if (!number) return std::nullopt;
  const auto low = Decimal::parse(minimum);
  const auto high = Decimal::parse(maximum);
  const bool above = high && *number > *high;
  if (!above && !(low && *number < *low)) return std::nullopt;
  const Decimal by = above ? difference(*number, *high) : difference(*low, *number);
  // As many digits as the mean has: its resolution, not more.
  std::string text = by.text();
  const auto wanted = digits_behind_point(value);
  if (wanted > 0 && digits_behind_point(text) == 0) text += '.';
  while (digits_behind_point(text) < wanted) text += '0';
  return Deviation{above, text};
}

std::optional<MinutesOutside> minutes_outside(const DayRecord& record, const ToldVerdict& verdict) {
  std::optional<MinutesOutside> found;
  for (const auto& mean : record.means) {
    if (mean.point != verdict.point || !mean.slots || mean.mean.empty()) continue;
    if (!found) found = MinutesOutside{mean.period, 0, 0, 0};
    ++found->windows;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length_of(mean.period)).count();
    const auto deviation = deviation_of(mean.mean, verdict.limit_min, verdict.limit_max);
    if (!deviation) continue;
    (deviation->above ? found->above : found->below) += minutes;
  }
  return found;
}

SecondsOutside seconds_outside(const ToldVerdict& verdict) {
  if (!verdict.details.outside) return {};
  const auto time = [](const std::string& text) {
    return milliseconds{round_text(text, kMilliDigits).value_or(0)};
  };
  return {time(verdict.details.outside->below), time(verdict.details.outside->above)};
}

std::optional<DayOutside> seconds_outside(const Series& series) {
  DayOutside day;
  milliseconds longest{0};
  bool told = false;
  for (const auto* window : series.windows) {
    const bool two_sided = !window->limit_min.empty() && !window->limit_max.empty();
    if (!window->details.outside && two_sided && !window->point.empty()) return std::nullopt;
    told = told || window->details.outside;
    const auto [below, above] = seconds_outside(*window);
    day.below += below;
    day.above += above;
    if (below + above > longest) {
      longest = below + above;
      day.most = window;
    }
  }
  return told ? std::optional{day} : std::nullopt;
}

std::string seconds_text(milliseconds time) { return Decimal{time.count(), kMilliDigits}.text(); }

bool less_number(const std::string& left, const std::string& right) {
  const auto l = Decimal::parse(left);
  const auto r = Decimal::parse(right);
  return l && r && *l < *r;
}

}  // namespace effluent
