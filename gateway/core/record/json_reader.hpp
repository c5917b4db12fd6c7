// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace effluent {

/// Reads back JSON texts that JsonWriter wrote: walks forward, builds nothing. A text of another shape makes
/// it `failed`, after which every call answers "nothing". `json` outlives the reader; one owner.
///
///   if (reader.enter('{')) while (auto key = reader.next_key()) { … exactly one of text(), raw(), enter() …
///   }
class JsonReader {
 public:
  explicit JsonReader(std::string_view json) : json_{json} {}

  /// Steps into an object or array, which then has to be walked to its end.
  bool enter(char bracket);
  /// The next member's name (names of ours have no escapes); none: the object ended, or failed.
  std::optional<std::string_view> next_key();
  /// Whether another item follows in the array.
  bool next_item();
  /// The value here as a string, unescaped; none where it is null or no string (a non-string fails).
  std::optional<std::string> text();
  /// The value here as it stands: a number's digits, a whole object.
  std::string_view raw();
  /// The value here as an integer; none where it is null (another type fails).
  std::optional<std::int64_t> integer();
  bool boolean() { return raw() == "true"; }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  bool fail();
  bool take(char wanted);
  bool begin_item(char closing);
  bool skip_string();
  std::string_view json_;
  std::size_t at_ = 0;
  bool first_ = true;  ///< no item of the innermost entered bracket has been read
  bool failed_ = false;
};

}  // namespace effluent
