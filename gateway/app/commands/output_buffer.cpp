// SPDX-License-Identifier: Apache-2.0
#include "app/commands/output_buffer.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace effluent {
namespace {
constexpr std::size_t kSize = std::size_t{1024} * 1024;
}

OutputBuffer::OutputBuffer() {
  buffer_.reserve(kSize);
  std::signal(SIGPIPE, SIG_IGN);
}

void OutputBuffer::put(std::string_view text) {
  if (buffer_.size() + text.size() > kSize) flush();
  if (!failed()) buffer_ += text;
}

void OutputBuffer::flush() {
  std::string_view rest{buffer_};
  while (!rest.empty() && !failed()) {
    const auto written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
}

std::string OutputBuffer::error() const { return std::generic_category().message(error_); }

}  // namespace effluent
