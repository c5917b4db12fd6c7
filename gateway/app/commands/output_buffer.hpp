// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace effluent {

/// Lines on standard output, many at a time. Once a write has failed (pipe closed, disk full) the rest is
/// dropped and `error` says why. One owner; ignores SIGPIPE for the whole program, which ends by its exit
/// status instead.
class OutputBuffer {
 public:
  OutputBuffer();
  void put(std::string_view text);
  void flush();
  [[nodiscard]] bool failed() const { return error_ != 0; }
  [[nodiscard]] std::string error() const;

 private:
  std::string buffer_;
  int error_ = 0;
};

}  // namespace effluent
