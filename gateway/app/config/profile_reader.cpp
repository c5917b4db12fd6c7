// SPDX-License-Identifier: Apache-2.0
#include "app/config/profile_reader.hpp"

#include <algorithm>

#include "app/config/register_reader.hpp"
#include "core/profile/check_profile.hpp"

namespace effluent {
namespace {

Orders read_head(Section& head, Profile& profile) {
  profile.model = head.filled("model", Need::required).value_or("");
  profile.maker = head.filled("maker").value_or("");
  for (const auto* item : head.texts("measures")) profile.measures.push_back(item->text);
  profile.source = head.filled("source").value_or("");
  if (head.has("certainty")) {
    profile.certainty = head.choice("certainty", {"maker", "driver", "secondary"}).value_or("");
  }
  profile.max_registers_per_request =
      static_cast<int>(head.integer_or("max_registers_per_request", 1, 125, 125));
  profile.max_gap = static_cast<int>(head.integer_or("max_gap", 0, 124, 0));
  Orders orders;
  orders.word = order_of(head.choice("word_order", {"big", "little"}, "big"));
  orders.byte = order_of(head.choice("byte_order", {"big", "little"}, "big"));
  profile.longest_late_reply = head.duration("longest_late_reply").value_or(milliseconds{0});
  if (auto link = head.table("default_link")) {
    link->integer("baud", 300, 4'000'000);
    if (link->has("parity")) link->choice("parity", {"none", "even", "odd"});
    profile.default_unit_id = static_cast<int>(link->integer_or("unit_id", 0, 255, 1));
    link->finish();
  }
  return orders;
}

void read_functions(Section& head, Profile& profile) {
  const auto* list = head.any("functions");
  auto& resolved = head.resolved()["functions"];
  resolved.make_array();
  if (list == nullptr) {
    profile.functions = {1, 2, 3, 4};
    for (const int function : profile.functions) resolved.append().set_raw(std::to_string(function));
    return;
  }
  const bool good = list->kind == Node::Kind::array &&
                    std::all_of(list->children.begin(), list->children.end(),
                                [](const Node& child) { return child.kind == Node::Kind::integer; });
  if (!good) {
    head.report().error(list->line, "`functions` is a list of function codes; write it as in [3, 4]");
    profile.functions = {1, 2, 3, 4};
    return;
  }
  for (const auto& item : list->children) {
    const auto code = unsigned_of(item.text);
    if (!code || *code < 1 || *code > 127) {
      head.report().error(item.line, "`functions` holds " + item.text + ", no function code; write 1 to 127");
      continue;
    }
    profile.functions.push_back(static_cast<int>(*code));
    resolved.append().set_raw(item.text);
  }
}

}  // namespace

ReadProfile read_profile(const std::string& name, const Node& tree, const std::filesystem::path& file,
                         std::vector<Finding>& findings, JsonTree& resolved) {
  const auto before = findings.size();
  Report report{file, findings};
  Section root{report, tree, resolved};
  auto profile = std::make_shared<Profile>();
  profile->name = name;
  Orders orders;
  if (auto head = root.table("profile", Need::required)) {
    orders = read_head(*head, *profile);
    read_functions(*head, *profile);
    head->finish();
  }
  std::vector<RegisterLines> lines;
  ReadProfile result{nullptr, file, {}};
  for (auto& section : root.tables("register")) {
    profile->registers.push_back(read_register(section, orders, lines.emplace_back()));
    result.unit_lines[profile->registers.back().name] = section.line("unit");
  }
  if (profile->registers.empty()) report.error(1, "the profile has no registers; add [[register]] tables");
  root.finish();
  for (const auto& problem : check_profile(*profile, lines)) report.error(problem.line, problem.text);
  const bool bad = std::any_of(findings.begin() + static_cast<std::ptrdiff_t>(before), findings.end(),
                               [](const Finding& finding) { return !finding.warning; });
  if (!bad) result.profile = std::move(profile);
  return result;
}

}  // namespace effluent
