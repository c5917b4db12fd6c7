// SPDX-License-Identifier: Apache-2.0
#include "core/explain/correction_phrases.hpp"

#include <array>

#include "core/correction/explanation.hpp"

namespace effluent {
namespace {

struct CorrectionPhrase {
  Correction id = Correction::count;
  std::string_view vi;
  std::string_view en;
};

constexpr std::size_t kCount = static_cast<std::size_t>(Correction::count);

constexpr std::array<CorrectionPhrase, kCount> kPhrases{{
    {Correction::heading, "GIẢI TRÌNH CỦA CƠ SỞ VÀ QUYẾT ĐỊNH CỦA TRUNG TÂM",
     "WHAT THE OPERATOR EXPLAINED, AND WHAT THE CENTER DECIDED"},
    {Correction::explained, "{0} đến {1}, điểm đo {2}: {3}: {4}; người giải trình {5}; {6}.",
     "{0} to {1}, points {2}: {3}: {4}; explained by {5}; {6}."},
    {Correction::asked_exclude, "Đề nghị: không tính số liệu của khoảng này, vì không phản ánh nước xả.",
     "Asked for: to leave these readings out, for they do not speak of the discharge."},
    {Correction::asked_none, "Chỉ giải trình, không đề nghị thay đổi gì.",
     "Only explained; nothing was asked to be changed."},
    {Correction::evidence, "SHA-256 của tệp chứng cứ: {0}.", "SHA-256 of the evidence's file: {0}."},
    {Correction::undecided, "Trung tâm chưa quyết định: mọi kết luận giữ nguyên.",
     "The center has not decided yet: every verdict stands as it is."},
    {Correction::accepted, "Trung tâm CHẤP NHẬN: {0}, văn bản {1}, {2}; {3}.",
     "The center has ACCEPTED it: {0}, document {1}, {2}; {3}."},
    {Correction::rejected, "Trung tâm KHÔNG chấp nhận: {0}, văn bản {1}, {2}; mọi kết luận giữ nguyên; {3}.",
     "The center has REJECTED it: {0}, document {1}, {2}; every verdict stands as it is; {3}."},
    {Correction::signed_by, "Chữ ký đã được kiểm tra, khóa {0}.", "Its signature was verified, key {0}."},
    {Correction::revised,
     "{0}, {1}–{2}: trước đây {3} ({4}; {5}); nay {6} ({7}; {8}), vì số liệu của khoảng được giải trình "
     "không "
     "được tính.",
     "{0}, {1}–{2}: before {3} ({4}; {5}); now {6} ({7}; {8}), for readings of the explained period are left "
     "out."},
    {Correction::not_revised,
     "Chưa có kết luận nào được xét lại: khoảng thời gian chưa khép, hoặc cấu hình hiện nay không còn kết "
     "luận đó.",
     "No verdict was revised: its window has not closed, or today's configuration forms it no more."},
    {Correction::revised_in, "Đã được xét lại sau quyết định của trung tâm: {0}.",
     "Judged anew after a decision of the center: {0}."},
    {Correction::category_power_cut, "mất điện", "power cut"},
    {Correction::category_instrument_fault, "thiết bị đo hỏng", "fault of the instrument"},
    {Correction::category_maintenance, "bảo trì", "maintenance"},
    {Correction::category_calibration, "hiệu chuẩn", "calibration"},
    {Correction::category_sample_line, "đường lấy mẫu", "sample line"},
    {Correction::category_process_upset, "sự cố công nghệ xử lý", "upset of the process"},
    {Correction::category_other, "{0}", "{0}"},
}};

constexpr bool complete() {
  for (std::size_t i = 0; i < kCount; ++i) {
    const CorrectionPhrase& phrase = kPhrases[i];
    if (static_cast<std::size_t>(phrase.id) != i || phrase.vi.empty() || phrase.en.empty()) return false;
  }
  return true;
}
static_assert(complete(), "each phrase once, in the order of Correction, in both languages");

}  // namespace

std::string_view phrase(Language language, Correction what) {
  const CorrectionPhrase& found = kPhrases.at(static_cast<std::size_t>(what));
  return language == Language::vi ? found.vi : found.en;
}

std::string say(Language language, Correction what, std::initializer_list<std::string_view> values) {
  return filled(phrase(language, what), values);
}

std::string category_words(Language language, const std::string& category) {
  constexpr auto kFirst = static_cast<std::size_t>(Correction::category_power_cut);
  for (std::size_t at = 0; at < kCategories.size(); ++at) {
    if (kCategories.at(at) == category)
      return say(language, static_cast<Correction>(kFirst + at), {category});
  }
  return category;
}

}  // namespace effluent
