// SPDX-License-Identifier: Apache-2.0
#include "core/judge/csv.hpp"

#include <algorithm>
#include <utility>

namespace effluent {
namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_{text} {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  tl::expected<CsvRow, CsvProblem> row() {
    CsvRow row{line_, {}};
    while (true) {
      auto field = next() == '"' ? quoted() : plain();
      if (!field) return tl::unexpected{std::move(field.error())};
      row.fields.push_back(std::move(*field));
      if (next() != ',') break;
      ++at_;
    }
    if (!end_of_line())
      return tl::unexpected{CsvProblem{line_, "text behind a closing quote; end the field there"}};
    return row;
  }

 private:
  /// The character at hand, '\0' at the end of the text.
  [[nodiscard]] char next() const { return done() ? '\0' : text_[at_]; }

  bool end_of_line() {
    if (done()) return true;
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    if (text_[at_] != '\n') return false;
    ++at_;
    ++line_;
    return true;
  }

  tl::expected<std::string, CsvProblem> plain() {
    const auto end = std::min(text_.find_first_of(",\n", at_), text_.size());
    auto field = text_.substr(at_, end - at_);
    at_ = end;
    if (next() == '\n' && !field.empty() && field.back() == '\r') field.remove_suffix(1);
    if (field.find('"') != std::string_view::npos) {
      return tl::unexpected{CsvProblem{line_, "a quote inside an unquoted field; quote the whole field"}};
    }
    return std::string{field};
  }

  tl::expected<std::string, CsvProblem> quoted() {
    const int begin = line_;
    std::string field;
    for (++at_; !done(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (next() != '"') return field;
      }
      if (text_[at_] == '\n') ++line_;
      field.push_back(text_[at_]);
    }
    return tl::unexpected{CsvProblem{begin, "a quote that is never closed; close it"}};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

tl::expected<std::vector<CsvRow>, CsvProblem> parse_csv(std::string_view text) {
  CsvReader reader{text};
  std::vector<CsvRow> rows;
  while (!reader.done()) {
    auto row = reader.row();
    if (!row) return tl::unexpected{std::move(row.error())};
    const bool blank = row->fields.size() == 1 && row->fields.front().empty();
    if (!blank) rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace effluent
