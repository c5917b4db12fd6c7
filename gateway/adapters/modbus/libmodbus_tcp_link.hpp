// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "ports/link.hpp"

struct _modbus;  // NOLINT(bugprone-reserved-identifier): so libmodbus names it

namespace effluent {

class NameLookup;

/// Modbus TCP: libmodbus opens, configures and closes the connection; the bytes go by its descriptor, because
/// its own framing takes foreign replies. One thread owns it. Nothing is opened before `open`.
///
/// `open` tries each address of the host within the one time-out. A name is looked up on a thread of its own,
/// so that a silent name server costs no more than the time-out; at most one lookup is under way.
class LibmodbusTcpLink : public Link {
 public:
  LibmodbusTcpLink(std::string host, int port);
  ~LibmodbusTcpLink() override;
  LibmodbusTcpLink(const LibmodbusTcpLink&) = delete;
  LibmodbusTcpLink& operator=(const LibmodbusTcpLink&) = delete;

  [[nodiscard]] Outcome open(milliseconds timeout) override;
  void close() override;
  [[nodiscard]] bool is_open() const override { return context_ != nullptr; }
  [[nodiscard]] Outcome send(std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] Outcome receive(std::span<std::uint8_t> buffer, std::size_t& received,
                                Monotonic until) override;

 private:
  struct Closer {
    void operator()(_modbus* context) const;
  };
  using Context = std::unique_ptr<_modbus, Closer>;

  [[nodiscard]] static Context connect(const std::string& address, int port, milliseconds timeout);
  [[nodiscard]] std::vector<std::string> addresses(Monotonic until);

  std::string host_;
  int port_;
  milliseconds timeout_{1000};
  std::shared_ptr<NameLookup> lookup_;  ///< under way; shared with its thread
  Context context_;                     ///< connected, or null
};

}  // namespace effluent
