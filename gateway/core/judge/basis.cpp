// SPDX-License-Identifier: Apache-2.0
#include "core/judge/basis.hpp"

namespace effluent {
namespace {

void take_own_limit(Basis& basis, const OwnLimit& own) {
  basis.from_permit = true;
  basis.limit_min = own.min;
  basis.limit_max = own.max;
  basis.document = own.source;
}

/// C x Kq x Kf, exactly; blank where the permit has no coefficients, though the row wants them.
void take_row(Basis& basis, const LimitRow& row, const Permit& permit) {
  basis.document = row.source;
  const auto column = row.columns.find(basis.column);
  if (column == row.columns.end()) return;
  const ColumnLimit& limit = column->second;
  basis.certainty = limit.certainty;
  basis.unverified = limit.certainty == "c";
  basis.c = limit.max ? limit.max : limit.min;
  basis.limit_min = limit.min;
  basis.limit_max = limit.max;
  basis.blank = !basis.c;
  if (!row.kq_kf_applies) return;
  basis.kq = permit.kq;
  basis.kf = permit.kf;
  if (!permit.kq || !permit.kf) {
    basis.blank = true;
    return;
  }
  const auto with_coefficients = [&](std::optional<Decimal>& side) {
    if (side) side = *side * *permit.kq * *permit.kf;
  };
  with_coefficients(basis.limit_min);
  with_coefficients(basis.limit_max);
}

}  // namespace

bool Basis::inside_dates(Day day) const {
  return in_force_from && *in_force_from <= day && (!in_force_to || day <= *in_force_to);
}

Basis basis_of(const Permit& permit, const Shadow* shadow, const std::string& parameter,
               const Standards& standards) {
  Basis basis;
  basis.standard = shadow != nullptr ? shadow->standard : permit.standard;
  basis.column = shadow != nullptr ? shadow->column : permit.column;
  const std::string& flow_band = shadow != nullptr ? shadow->flow_band : permit.flow_band;
  if (shadow == nullptr) basis.ignore_dates = permit.ignore_standard_dates;

  const LimitRow* row = nullptr;
  if (const auto found = standards.find(basis.standard); found != standards.end()) {
    const Standard& standard = found->second;
    basis.in_force_from = standard.in_force_from;
    basis.in_force_to = standard.in_force_to;
    if (!standard.flow_bands.empty()) basis.flow_band = flow_band;
    row = standard.find(parameter, flow_band);
  }
  const auto own = permit.limits.find(parameter);
  if (shadow == nullptr && own != permit.limits.end()) {
    take_own_limit(basis, own->second);
  } else if (row != nullptr) {
    basis.blank = true;
    take_row(basis, *row, permit);
  } else {
    basis.blank = true;
  }
  return basis;
}

}  // namespace effluent
