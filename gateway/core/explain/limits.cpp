// SPDX-License-Identifier: Apache-2.0
#include "core/explain/teller.hpp"

namespace effluent {

std::string Teller::range_words(const std::string& minimum, const std::string& maximum) const {
  if (minimum.empty()) return words(Say::at_most, {maximum});
  if (maximum.empty()) return words(Say::at_least, {minimum});
  return words(Say::between, {minimum, maximum});
}

std::string Teller::certainty_words(const std::string& certainty) const {
  if (certainty == "a") return words(Say::certainty_a);
  if (certainty == "b") return words(Say::certainty_b);
  if (certainty == "c") return words(Say::certainty_c);
  if (certainty == "not found") return words(Say::certainty_blank);
  return words(Say::certainty_other, {certainty});
}

void Teller::limit(int depth, const ToldBasis& basis, const std::string& minimum, const std::string& maximum,
                   const std::string& unit) {
  const std::string title = title_of(basis.standard);
  const std::string range = minimum.empty() && maximum.empty() ? "" : range_words(minimum, maximum);
  if (range.empty()) {
    line(depth, words(Say::no_limit_known, {title, basis.column}));
  } else if (basis.from_permit) {
    line(depth, words(Say::limit_of_permit, {range, unit, title, basis.column}));
  } else if (basis.kq.empty() && basis.kf.empty()) {
    line(depth, words(Say::limit_of_row_plain, {range, unit, title, basis.column}));
  } else {
    line(depth, words(Say::limit_of_row, {range, unit, basis.c, basis.kq, basis.kf, title, basis.column}));
  }
  if (!basis.flow_band.empty()) line(depth + 1, words(Say::flow_band, {basis.flow_band}));
  line(depth + 1, basis.document.empty() ? words(Say::no_document) : words(Say::document, {basis.document}));
  if (!basis.certainty.empty()) line(depth + 1, words(Say::certainty, {certainty_words(basis.certainty)}));
  if (!basis.dates_ignored.empty()) line(depth + 1, words(Say::dates_ignored, {basis.dates_ignored}));
}

/// Each limit of the day once: a gateway that was started with another table judges by another one from then
/// on.
void Teller::limits(int depth, const Series& series, const std::string& unit) {
  const ToldVerdict* last = nullptr;
  for (const auto* told : series.windows) {
    const bool same = last != nullptr && last->basis == told->basis && last->limit_min == told->limit_min &&
                      last->limit_max == told->limit_max;
    if (same) continue;
    limit(depth, told->basis, told->limit_min, told->limit_max, unit);
    if (last != nullptr) line(depth + 1, words(Say::limit_from, {clock_words(told->start)}));
    last = told;
  }
}

}  // namespace effluent
