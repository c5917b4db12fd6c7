// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace effluent {

/// Reads a file line by line in bounded memory. One owner.
class LineReader {
 public:
  /// `before_read` is called each time before more of the file is asked for (which may wait, on a pipe).
  LineReader(std::size_t longest_line, std::function<void()> before_read);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// False where the file can't be opened: errno says why.
  [[nodiscard]] bool open(const std::string& path);

  enum class Got { line, end, failed };
  /// The next line without its end (`\n` or `\r\n`), valid until the next call; one that is longer than the
  /// longest allowed comes cut, one byte longer than that. A byte order mark before the first line is
  /// skipped. `failed`: the file could not be read further, errno says why.
  [[nodiscard]] Got next(std::string_view& line);

  [[nodiscard]] long line_number() const { return line_number_; }  ///< of the last line, from 1
  [[nodiscard]] std::size_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::size_t file_size() const { return file_size_; }  ///< 0: unknown (a pipe)

 private:
  [[nodiscard]] bool fill();

  std::size_t longest_line_;
  std::function<void()> before_read_;
  int descriptor_ = -1;
  std::string buffer_;
  std::size_t at_ = 0;   // of the next line in the buffer
  std::size_t end_ = 0;  // of what was read
  bool at_end_ = false;
  long line_number_ = 0;
  std::size_t bytes_read_ = 0;
  std::size_t file_size_ = 0;
};

}  // namespace effluent
