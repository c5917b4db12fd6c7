// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "core/judge/lines.hpp"

namespace effluent {

/// A value of a window at the point's digits; sums restored with more digits are rounded once, here.
[[nodiscard]] std::string extreme_text(Int128 value, const Sums& sums, int digits);

/// The members `n` to `max` of a line about means: `due` slots of a stretch of `length`.
void write_sums(JsonWriter& out, const Sums& sums, std::int64_t due, milliseconds length, int digits);

/// What a mean line says beside its mean: spread, numbers of readings by state and cause, what was not
/// measured and why, what was excluded, what lay below detection. `length`: of the window.
void write_mean_more(JsonWriter& out, const Sums& sums, milliseconds length, const Point& point);

/// What a verdict line says of the part that was not measured and of the readings that did not enter.
void write_verdict_more(JsonWriter& out, const VerdictTexts& texts);

/// What the mean of a verdict line is weighted by.
void write_weighting(JsonWriter& out, const Evidence& evidence);

/// How an exceedance stands to the error permitted the instrument.
void write_permitted_error(JsonWriter& out, const VerdictTexts& texts);

/// What a verdict line says of the instruments and the discharge it rests on.
void write_composition(JsonWriter& out, const Evidence& evidence);

}  // namespace effluent
