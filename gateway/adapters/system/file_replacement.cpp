// SPDX-License-Identifier: Apache-2.0
#include "adapters/system/file_replacement.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "adapters/system/machine.hpp"

namespace effluent {
namespace {

tl::unexpected<std::string> failed(const std::filesystem::path& what, const std::string& did) {
  return tl::unexpected{what.string() + ' ' + did + ": " +
                        std::error_code{errno, std::generic_category()}.message()};
}

bool write_whole(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

tl::expected<std::unique_ptr<FileReplacement>, std::string> FileReplacement::begin(
    const std::filesystem::path& file) {
  const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  struct stat facts {};
  if (::lstat(file.c_str(), &facts) != 0) return failed(file, "can't be read");
  if (!S_ISREG(facts.st_mode)) {
    return tl::unexpected{file.string() + " is a link or no plain file; put a copy of the table there"};
  }
  const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failed(parent, "can't be opened");
  std::unique_ptr<FileReplacement> made{new FileReplacement{file, folder}};
  if (::flock(folder, LOCK_EX | LOCK_NB) == 0) return made;
  return tl::unexpected{"another process is replacing a file in " + parent.string() + "; wait for it"};
}

FileReplacement::~FileReplacement() {
  if (!successor_.empty()) ::unlink(successor_.c_str());
  ::close(folder_);
}

tl::expected<void, std::string> FileReplacement::write(std::string_view text) {
  struct stat facts {};
  if (::stat(file_.c_str(), &facts) != 0) return failed(file_, "can't be read");
  std::string pattern = file_.string() + ".new-XXXXXX";
  const int file = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (file < 0) return failed(file_, "can't be replaced, its folder takes no file");
  successor_ = pattern;
  // The mode before the owner is given away; only root may do that, and without it the writer owns it.
  const bool moded = ::fchmod(file, facts.st_mode & 07777U) == 0;
  const bool owned = ::fchown(file, facts.st_uid, facts.st_gid) == 0 || ::geteuid() != 0;
  const bool whole = moded && owned && write_whole(file, text) && ::fsync(file) == 0;
  const int reason = errno;
  const bool closed = ::close(file) == 0;
  if (whole && closed) return {};
  if (!whole) errno = reason;
  return failed(successor_, "can't be written");
}

tl::expected<void, std::string> FileReplacement::put_in_place(const std::string& kept) {
  const auto old = file_.parent_path() / kept;
  if (::link(file_.c_str(), old.c_str()) != 0) {
    if (errno != EEXIST) return failed(old, "can't be made");
    const auto held = file_hash(old.string());
    if (!held || held != file_hash(file_.string()))
      return tl::unexpected{old.string() + " is there with another content; move it away"};
  }
  if (::rename(successor_.c_str(), file_.c_str()) != 0) return failed(file_, "can't be replaced");
  successor_.clear();
  if (::fsync(folder_) != 0) return failed(file_.parent_path(), "can't be synced");
  return {};
}

}  // namespace effluent
