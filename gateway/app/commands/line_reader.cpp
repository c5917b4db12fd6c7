// SPDX-License-Identifier: Apache-2.0
#include "app/commands/line_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace effluent {
namespace {
constexpr std::size_t kChunk = std::size_t{256} * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}  // namespace

LineReader::LineReader(std::size_t longest_line, std::function<void()> before_read)
    : longest_line_{longest_line},
      before_read_{std::move(before_read)},
      buffer_(longest_line + kChunk, '\0') {}

LineReader::~LineReader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool LineReader::open(const std::string& path) {
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) return false;
  struct stat status {};
  if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
    file_size_ = static_cast<std::size_t>(status.st_size);
  }
  return true;
}

bool LineReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
  end_ -= at_;
  at_ = 0;
  before_read_();
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return false;
  at_end_ = got == 0;
  end_ += static_cast<std::size_t>(got);
  bytes_read_ += static_cast<std::size_t>(got);
  return true;
}

LineReader::Got LineReader::next(std::string_view& line) {
  // Longest line and its end, and a mark before the first: more than that in hand without an end is too long.
  const std::size_t enough = longest_line_ + 2 + kByteOrderMark.size();
  std::size_t searched = 0;
  while (true) {
    const std::string_view rest{buffer_.data() + at_, end_ - at_};
    const auto newline = rest.find('\n', searched);
    if (newline == std::string_view::npos && !at_end_ && rest.size() <= enough) {
      searched = rest.size();
      if (!fill()) return Got::failed;
      continue;
    }
    if (newline == std::string_view::npos && rest.empty()) return Got::end;
    line = rest.substr(0, newline);
    at_ += line.size() + (newline == std::string_view::npos ? 0 : 1);
    break;
  }
  if (line_number_ == 0 && line.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.size() > longest_line_) line = line.substr(0, longest_line_ + 1);
  ++line_number_;
  return Got::line;
}

}  // namespace effluent
