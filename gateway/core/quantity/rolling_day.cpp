// SPDX-License-Identifier: Apache-2.0
#include "core/quantity/rolling_day.hpp"

namespace effluent {

void RollingDay::scale_to(int more_digits) {
  for (; digits_ < more_digits; ++digits_) {
    sum_ *= 10;
    for (auto& held : windows_) held.sum *= 10;
  }
}

void RollingDay::add(const BaseWindow& window) {
  while (!windows_.empty() && windows_.front().start < window.end() - kLength) {
    n_ -= windows_.front().n;
    sum_ -= windows_.front().sum;
    covered_ -= windows_.front().covered;
    windows_.pop_front();
  }
  Held held{window.start, window.sums.n, window.sums.n > 0 ? window.sums.sum : 0, window.sums.covered};
  scale_to(window.sums.digits);
  for (int digits = window.sums.digits; digits < digits_; ++digits) held.sum *= 10;
  n_ += held.n;
  sum_ += held.sum;
  covered_ += held.covered;
  windows_.push_back(held);
}

}  // namespace effluent
