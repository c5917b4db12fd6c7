// SPDX-License-Identifier: Apache-2.0
#include "core/judge/limits_file.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1.000": one, or a thousand as many write it here.
bool may_be_thousands(std::string_view whole, std::string_view fraction) {
  return fraction.size() == 3 && whole.size() <= 3 && whole.find_first_not_of('0') != std::string_view::npos;
}

bool equals(const std::optional<Decimal>& known, const std::string& given) {
  return known ? !given.empty() && Decimal::parse(given) == known : given.empty();
}

}  // namespace

std::string row_words(const LimitRow& row) {
  return row.parameter + (row.flow_band.empty() ? "" : " in flow band " + row.flow_band);
}

bool has_cell(const Standard& table, std::string_view name) {
  if (table.rows.empty()) return false;
  const auto& cells = table.rows.front().cells;
  return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) { return cell.first == name; });
}

std::string limits_header(const Standard& table) {
  std::string header = has_cell(table, "flow_band") ? "key,flow_band,unit" : "key,unit";
  for (const auto& column : table.columns) {
    header.append(",").append(column).append("_min,").append(column).append("_max");
  }
  return header;
}

void LimitsFile::read(std::string_view csv) {
  const auto rows = parse_csv(csv);
  if (!rows) {
    problems_.push_back(rows.error());
    return;
  }
  line_ = rows->empty() ? 1 : rows->front().line;
  std::string header;
  if (!rows->empty()) {
    for (const auto& field : rows->front().fields) header.append(header.empty() ? "" : ",").append(field);
  }
  const std::string wanted = limits_header(table_);
  if (header != wanted) {
    const bool semicolons = header.find(';') != std::string::npos;
    return say("the header is not " + wanted +
               (semicolons ? "; save the file with commas between the fields, not semicolons" : ""));
  }
  std::for_each(rows->begin() + 1, rows->end(), [&](const CsvRow& row) { read_row(row); });
  check_missing();
}

void LimitsFile::read_row(const CsvRow& row) {
  line_ = row.line;
  const std::size_t lead = has_cell(table_, "flow_band") ? 3 : 2;
  const std::size_t wanted = lead + 2 * table_.columns.size();
  if (row.fields.size() != wanted) {
    return say(std::to_string(row.fields.size()) + " fields where the header has " + std::to_string(wanted) +
               "; decimals have a point, not a comma");
  }
  const auto index = find_row(row.fields[0], lead == 3 ? row.fields[1] : "");
  if (!index) return;
  if (const auto [first, added] = lines_.emplace(*index, line_); !added) {
    return say("a second row for " + row_words(table_.rows[*index]) + ", the first is line " +
               std::to_string(first->second) + "; remove one");
  }
  const LimitRow& known = table_.rows[*index];
  FilledRow filled;
  filled.unit = row.fields[lead - 1];
  read_unit(known, filled);
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    read_column(known, table_.columns[i], {row.fields[lead + 2 * i], row.fields[lead + 2 * i + 1]}, filled);
  }
  if (!filled.columns.empty()) filled_.emplace(*index, std::move(filled));
}

std::optional<std::size_t> LimitsFile::find_row(const std::string& key, const std::string& band) {
  bool knows_parameter = false;
  std::string bands;
  for (std::size_t i = 0; i < table_.rows.size(); ++i) {
    const LimitRow& row = table_.rows[i];
    if (row.parameter != key) continue;
    if (row.flow_band == band) return i;
    knows_parameter = true;
    bands += (bands.empty() ? "" : ", ") + (row.flow_band.empty() ? "an empty one" : row.flow_band);
  }
  say(knows_parameter ? "no flow band \"" + band + "\" for " + key + "; the table has " + bands
                      : "no parameter \"" + key + "\" in " + table_.id + "; write its key as the table does");
  return std::nullopt;
}

/// The table's unit; where it has none, one that the parameter may have.
void LimitsFile::read_unit(const LimitRow& known, FilledRow& filled) {
  if (filled.unit == known.unit && !known.unit.empty()) return;
  std::string allowed = known.unit;
  if (known.unit.empty()) {
    const auto parameter = parameters_.find(known.parameter);
    if (parameter != parameters_.end()) {
      if (parameter->second.ucum(filled.unit) != nullptr) return;
      for (const auto& [unit, code] : parameter->second.units)
        allowed += (allowed.empty() ? "" : " or ") + unit;
    }
  }
  say("unit \"" + filled.unit + "\" of " + known.parameter + " is not " + allowed + "; nothing is converted");
}

void LimitsFile::read_column(const LimitRow& known, const std::string& column, FilledLimit given,
                             FilledRow& filled) {
  const ColumnLimit& limit = known.columns.at(column);
  const bool told = !given.min.empty() || !given.max.empty();
  if (given.min == "-" && given.max == "-") {
    if (!limit.is_blank()) say("column " + column + " has \"-\" where the table has a limit; correct one");
  } else if (!told && limit.is_blank()) {
    say("column " + column + " is empty; write the limit, or - in both where the rule has none");
  } else if (told && is_sound(known, column, given)) {
    if (limit.is_blank() || limit.certainty == "c") {
      filled.columns.emplace(column, std::move(given));
    } else if (!equals(limit.min, given.min) || !equals(limit.max, given.max)) {
      const auto words = [](const std::optional<Decimal>& side) { return side ? side->text() : "none"; };
      say("column " + column + " differs from the known limit (min " + words(limit.min) + ", max " +
          words(limit.max) + ", certainty " + limit.certainty +
          "); a limit with a source is not changed by an import");
    }
  }
}

bool LimitsFile::is_sound(const LimitRow& known, const std::string& column, const FilledLimit& given) {
  const bool min_good = given.min.empty() || is_limit(column + "_min", given.min);
  const bool max_good = given.max.empty() || is_limit(column + "_max", given.max);
  if (!min_good || !max_good) return false;
  if (given.max.empty() || (known.parameter == "ph" && given.min.empty())) {
    say("column " + column + " has only one side; " +
        (known.parameter == "ph" ? "pH needs both" : "a limit is a maximum, or a range: write the maximum"));
    return false;
  }
  if (given.min.empty() || *Decimal::parse(given.min) <= *Decimal::parse(given.max)) return true;
  say(column + "_min is above " + column + "_max; exchange them");
  return false;
}

bool LimitsFile::is_limit(const std::string& name, const std::string& text) {
  const auto point = text.find('.');
  const auto whole = std::string_view{text}.substr(0, point);
  const auto fraction = point == std::string::npos ? "" : std::string_view{text}.substr(point + 1);
  const auto value = Decimal::parse(text);
  if (!is_digits(whole) || (point != std::string::npos && !is_digits(fraction)) || !value) {
    say(name + " \"" + text + "\" is no number; write digits, decimals with a point");
  } else if (may_be_thousands(whole, fraction)) {
    say(name + " \"" + text + "\" could mean thousands; write it without separator, or with other decimals");
  } else if (value->significant_digits() > Decimal::kWrittenDigits) {
    say(name + " has more than 12 significant digits; shorten it");
  } else {
    return true;
  }
  return false;
}

void LimitsFile::check_missing() {
  line_ = 0;
  for (std::size_t i = 0; i < table_.rows.size(); ++i) {
    const auto& columns = table_.rows[i].columns;
    const bool wanted =
        std::any_of(columns.begin(), columns.end(), [](const auto& one) { return one.second.is_blank(); });
    if (wanted && lines_.count(i) == 0) {
      say("no row for " + row_words(table_.rows[i]) +
          ", which is blank in the table; add it, with - where the rule has no limit");
    }
  }
}

}  // namespace effluent
