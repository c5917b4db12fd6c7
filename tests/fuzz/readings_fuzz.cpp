// SPDX-License-Identifier: Apache-2.0
// Any bytes as a readings file: no crash, and what is accepted is in order, known and countable.
#include <cstdint>
#include <cstdlib>

#include "core/judge/readings_csv.hpp"
#include "core/judge/window_book.hpp"

namespace effluent {
namespace {

Site site() {
  Site made;
  Plant plant;
  plant.id = "p";
  for (const auto* id : {"a", "b"}) {
    Point point;
    point.id = id;
    point.parameter = "cod";
    point.digits = id[0] == 'a' ? 0 : 9;
    point.interval = std::chrono::seconds{1};
    plant.points.push_back(point);
  }
  made.plants.push_back(plant);
  return made;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void judge(std::string_view text) {
  static const Site kSite = site();
  constexpr auto kLongest = std::chrono::hours{48};  // far rows would only write very many empty windows
  ReadingsReader reader{kSite};
  WindowBook book{kSite, {}};
  std::optional<Instant> first;
  std::optional<Instant> last;
  std::int64_t entered = 0;
  std::int64_t counted = 0;
  const auto count = [&](const JudgedLine& line) {
    if (line.period == Period::day) counted += line.sums.n;
  };
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto row = reader.read(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!row || !*row) continue;
    require(!last || *last <= (*row)->time);
    last = (*row)->time;
    first = first.value_or(*last);
    if (*last - *first > kLongest) return;
    book.close(*last, count);
    book.begin_plant(0, *first);
    const WindowReading reading{(*row)->value, (*row)->state, Cause::none};
    if (book.add(0, (*row)->point, *last, reading) == WindowBook::Entered::yes) {
      ++entered;
    }
  }
  if (last) book.close_to_end(*last, count);
  require(entered == counted);
}

}  // namespace
}  // namespace effluent

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  effluent::judge({reinterpret_cast<const char*>(data), size});
  return 0;
}
