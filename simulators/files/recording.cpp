// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <set>
#include <string_view>

#include "files/files.hpp"

namespace effluent::simulator {
namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const auto comma = line.find(',');
    fields.emplace_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

std::set<std::string> columns_taken(const std::vector<PlantSettings>& plants) {
  std::set<std::string> taken;
  for (const auto& plant : plants) {
    for (const auto& device : plant.devices) {
      for (const auto& channel : device.channels) taken.insert(column_of(device, channel));
    }
  }
  return taken;
}

bool next_line(std::ifstream& stream, std::string& line) {
  if (!std::getline(stream, line)) return false;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

}  // namespace

tl::expected<Recording, std::string> read_recording(const std::filesystem::path& file,
                                                    const std::vector<PlantSettings>& plants) {
  std::ifstream stream(file, std::ios::binary);
  int number = 1;
  const auto wrong = [&](std::string_view text) {
    return tl::make_unexpected(fmt::format("{}:{}: {}", file.string(), number, text));
  };
  std::string line;
  if (!stream || !next_line(stream, line))
    return wrong("can't be read or is empty; name a CSV file with a header row");
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const auto header = split(line);
  const auto taken = columns_taken(plants);
  Recording recording;
  std::set<std::string> seen;
  for (const auto& name : header) {
    if (!seen.insert(name).second) return wrong(fmt::format("column \"{}\" stands twice; rename one", name));
    if (!taken.contains(name)) recording.ignored.push_back(name);
  }
  if (recording.ignored.size() == header.size()) {
    return wrong(
        "no register takes any of these columns; name one \"device.register\", or give the register "
        "column = \"…\" in the plant file");
  }
  while (next_line(stream, line)) {
    ++number;
    const auto fields = split(line);
    if (fields.size() != header.size()) {
      return wrong(
          fmt::format("{} fields where the header has {}; mend the row", fields.size(), header.size()));
    }
    Recorded row;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!taken.contains(header[i])) continue;
      if (fields[i].empty() || fields[i] == "?") {
        row[header[i]] = std::nullopt;
        continue;
      }
      const auto value = Decimal::parse(fields[i]);
      if (!value) {
        return wrong(
            fmt::format("\"{}\" in column {} is no number; write one such as 12.5, or leave it empty",
                        fields[i], header[i]));
      }
      row[header[i]] = *value;
    }
    recording.rows.push_back(std::move(row));
  }
  if (recording.rows.empty()) return wrong("there is no row below the header; nothing could be replayed");
  return recording;
}

}  // namespace effluent::simulator
