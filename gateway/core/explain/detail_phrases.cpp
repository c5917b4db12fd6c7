// SPDX-License-Identifier: Apache-2.0
#include "core/explain/detail_phrases.hpp"

#include <array>

namespace effluent {
namespace {

struct DetailPhrase {
  Detail id = Detail::count;
  std::string_view vi;
  std::string_view en;
};

constexpr std::size_t kCount = static_cast<std::size_t>(Detail::count);

constexpr std::array<DetailPhrase, kCount> kPhrases{{
    {Detail::missing, "Không đo được {0} khoảng thời gian này: {1}.",
     "Not measured: {0} of the window: {1}."},
    {Detail::missing_most, "Khoảng thiếu nhiều nhất là {0}–{1}, không đo được {2}: {3}.",
     "Least was measured in {0}–{1}: {2} of it is missing: {3}."},
    {Detail::percent, "{0} %", "{0} %"},
    {Detail::percent_tiny, "dưới 0.01 %", "less than 0.01 %"},
    {Detail::part, "{0} {1}", "{0} {1}"},
    {Detail::cause_link_lost, "mất kết nối", "no connection"},
    {Detail::cause_timeout, "thiết bị đo không trả lời kịp", "no complete answer in time"},
    {Detail::cause_bad_reply, "thiết bị đo trả lời sai", "wrong answers"},
    {Detail::cause_exception, "thiết bị đo từ chối lệnh đọc", "the instrument refused the request"},
    {Detail::cause_no_value, "thiết bị đo không đưa ra giá trị", "the instrument gave no value"},
    {Detail::cause_unrepresentable, "giá trị quá lớn, không ghi được", "values too large to be recorded"},
    {Detail::cause_device_fault, "thiết bị đo báo lỗi", "the instrument reported a fault"},
    {Detail::cause_maintenance, "bảo trì", "maintenance"},
    {Detail::cause_warming_up, "thiết bị đo đang khởi động", "the instrument was warming up"},
    {Detail::cause_calibrating, "hiệu chuẩn", "calibration"},
    {Detail::cause_stale, "kết quả quá cũ", "results too old"},
    {Detail::cause_impossible, "giá trị không thể có trong thực tế", "physically impossible values"},
    {Detail::cause_below_zero, "giá trị âm quá mức cho phép", "values too far below zero"},
    {Detail::cause_not_polled, "chưa được đọc", "not polled"},
    {Detail::cause_explained, "không tính theo quyết định của trung tâm",
     "left out by the center's decision"},
    {Detail::cause_no_reading, "không có số liệu", "no reading"},
    {Detail::cause_other, "{0}", "{0}"},
    {Detail::excluded_one, "Không tính vào trung bình: 1 số liệu có giá trị, {0} {1}.",
     "Left out of the mean: 1 reading with a value, {0} {1}."},
    {Detail::excluded, "Không tính vào trung bình: {0} số liệu có giá trị, thấp nhất {1}, cao nhất {2} {3}.",
     "Left out of the mean: {0} readings with a value, lowest {1}, highest {2} {3}."},
    {Detail::excluded_in,
     "Trong {0} khoảng có số liệu không tính vào trung bình: thấp nhất {1} {3} (khoảng {4}), cao nhất {2} "
     "{3} "
     "(khoảng {5}).",
     "In {0} of them readings were left out of the mean: lowest {1} {3} (window at {4}), highest {2} {3} "
     "(window at {5})."},
    {Detail::with_excluded, "Nếu tính cả những số liệu đó, trung bình là {0} {1}.",
     "With these the mean would be {0} {1}."},
    {Detail::with_excluded_outside,
     "Nếu tính cả những số liệu đó, trung bình là {0} {1}, nằm NGOÀI giới hạn.",
     "With these the mean would be {0} {1}, which is OUTSIDE the limit."},
    {Detail::depends_in,
     "Chỉ trong giới hạn vì có số liệu bị loại ra; tính cả những số liệu đó thì nằm ngoài giới hạn: {0}.",
     "Within the limit only because readings were left out; with them the mean lies outside it: {0}."},
    {Detail::cap, "Hiệu chuẩn và bảo trì, tính đến {0}: trong ngày {1}; trong tháng {2}.",
     "Calibration and maintenance up to {0}: {1} of the day; {2} of the month."},
    {Detail::cap_kept, "{0} (giấy phép cho {1})", "{0} (cap {1})"},
    {Detail::cap_passed, "{0}, QUÁ mức {1} giấy phép cho", "{0}, OVER the cap of {1},"},
    {Detail::value_at_most, "trung bình cao nhất là {0} {1}", "mean at most {0} {1}"},
    {Detail::over_range,
     "Có {0} số liệu vượt thang đo, chỉ được tính bằng mức cao nhất của thang: giá trị thật cao hơn.",
     "{0} reading(s) lay over the instrument's range and count only as its upper end: what was true is "
     "higher."},
    {Detail::under_range,
     "Có {0} số liệu dưới thang đo, chỉ được tính bằng mức thấp nhất của thang: giá trị thật thấp hơn.",
     "{0} reading(s) lay under the instrument's range and count only as its lower end: what was true is "
     "lower."},
    {Detail::beyond_range_in, "Trong {0} khoảng có số liệu nằm ngoài thang đo.",
     "In {0} of them readings lay beyond the instrument's range."},
    {Detail::spread, "Các số liệu nằm từ {0} đến {1} {3}, độ lệch chuẩn {2} {3}.",
     "The readings lie between {0} and {1} {3}, with a standard deviation of {2} {3}."},
    {Detail::below_detection,
     "{0} trong {1} số liệu dưới giới hạn phát hiện: trung bình thật nằm từ {2} (nếu coi chúng là 0) đến {3} "
     "{4} (nếu coi chúng bằng giới hạn phát hiện).",
     "{0} of {1} readings lie below the limit of detection: the true mean is between {2} (these taken as 0) "
     "and {3} {4} (taken as the limit of detection)."},
    {Detail::below_detection_in, "Trong {0} khoảng có nhiều số liệu (hơn 10 %) dưới giới hạn phát hiện.",
     "In {0} of them many readings (more than 10 %) lie below the limit of detection."},
    {Detail::inside_by, "còn cách giới hạn gần nhất {0}", "{0} inside the nearer limit"},
    {Detail::outside, "Ngoài khoảng cho phép: {0}; đếm theo trung bình ngắn nhất của điểm đo.",
     "Outside the allowed range: {0}; counted by the point's shortest means."},
    {Detail::outside_none,
     "Không có lúc nào đo được nằm ngoài khoảng cho phép, đếm theo trung bình ngắn nhất của điểm đo.",
     "No measured time outside the allowed range, counted by the point's shortest means."},
    {Detail::outside_below, "{0} dưới mức tối thiểu", "{0} below the minimum"},
    {Detail::outside_above, "{0} trên mức tối đa", "{0} above the maximum"},
    {Detail::outside_most, "Lâu nhất trong {0}–{1}: {2}.", "Longest in {0}–{1}: {2}."},
    {Detail::worst_hour, "Giờ xấu nhất: {0}–{1}, trung bình {2} {3}, {4}.",
     "Worst hour: {0}–{1}, mean {2} {3}, {4}."},
    {Detail::nearest_hour, "Giờ gần giới hạn nhất: {0}–{1}, trung bình {2} {3}.",
     "Hour nearest to a limit: {0}–{1}, mean {2} {3}."},
    {Detail::idle_in, "Không xả thải trong cả ngày: {0}. Ngày như vậy không được tính về phía nào.",
     "Nothing was discharged all day: {0}. Such a day counts neither for nor against."},
    {Detail::idle_at_times_in, "Có những khoảng thời gian không xả thải: {0}.",
     "Nothing was discharged in some windows of the day: {0}."},
    {Detail::within_error_in,
     "Vượt giới hạn, nhưng giới hạn nằm trong sai số cho phép của thiết bị đo (kết luận vẫn giữ nguyên): "
     "{0}.",
     "Exceeds, with the limit inside the error permitted the instrument (the verdict stays): {0}."},
    {Detail::reason_flow_contradiction,
     "các dấu hiệu xả thải mâu thuẫn với nhau hoặc với lượng nước vào trạm: không chứng minh được là trong "
     "giới "
     "hạn",
     "the signs of discharge contradict each other or the plant's inflow, so nothing proves that the limit "
     "was "
     "kept"},
    {Detail::reason_flow_missing, "có lúc thiếu lưu lượng để tính trung bình theo lưu lượng",
     "at times there was no flow to weigh the mean by"},
    {Detail::instruments, "Giá trị lấy từ: {0}.", "Measured by: {0}."},
    {Detail::instruments_in, "Trong {0} khoảng có thiết bị dự phòng đo thay.",
     "In {0} of them the standby instrument stood in."},
    {Detail::share_of_primary, "{0} {1} ({2} số liệu)", "{0} for {1} ({2} readings)"},
    {Detail::share_of_standby, "thiết bị dự phòng {0} {1} ({2} số liệu)",
     "the standby {0} for {1} ({2} readings)"},
    {Detail::discharge, "Theo các dấu hiệu xả thải: {0}.", "By the signs of discharge: {0}."},
    {Detail::discharge_idle, "không xả thải {0}", "nothing discharged for {0}"},
    {Detail::discharge_flush, "{0} nước đọng trong ống chảy ra sau khi xả lại",
     "what stood in the pipe went past for {0}"},
    {Detail::discharge_contradictory, "{0} các dấu hiệu mâu thuẫn nhau", "signs against each other for {0}"},
    {Detail::inflow_explains,
     "Trong 24 giờ đến {0}, khi không xả, trạm nhận vào {1} m3; các bể chứa được {2} m3: giải thích được.",
     "In the 24 h up to {0}, while nothing was discharged, {1} m3 came in; the tanks hold {2} m3: that "
     "explains "
     "it."},
    {Detail::inflow_does_not,
     "Trong 24 giờ đến {0}, khi không xả, trạm nhận vào {1} m3; các bể chỉ chứa được {2} m3: KHÔNG giải "
     "thích "
     "được, nên mọi số liệu đều được tính.",
     "In the 24 h up to {0}, while nothing was discharged, {1} m3 came in; the tanks hold {2} m3: that does "
     "NOT "
     "explain it, so every reading counts."},
    {Detail::inflow_unknown,
     "Trong 24 giờ đến {0} không biết đủ lượng nước vào trạm (các bể chứa được {1} m3): không giải thích "
     "được, "
     "nên mọi số liệu đều được tính.",
     "In the 24 h up to {0} the inflow is not known well enough (the tanks hold {1} m3): nothing explains "
     "it, so "
     "every reading counts."},
    {Detail::error_covers,
     "Sai số cho phép của thiết bị đo ở mức này là ± {0} {1}: giới hạn nằm trong sai số đó.",
     "The error permitted the instrument at this mean is ± {0} {1}: the limit lies within it."},
    {Detail::error_does_not, "Mức vượt lớn hơn sai số cho phép của thiết bị đo (± {0} {1}).",
     "The exceedance is greater than the error permitted the instrument (± {0} {1})."},
    {Detail::error_source, "Sai số cho phép lấy từ: {0} ({1}). Đây chỉ là lưu ý, không thay đổi kết luận.",
     "The permitted error comes from: {0} ({1}). It is a remark and changes no verdict."},
    {Detail::weighting, "Trung bình theo lưu lượng của điểm đo {0}, {1} m3 được tính.",
     "Weighted by the flow of point {0}, {1} m3 counted."},
    {Detail::weighting_without, "{0} có số liệu nhưng thiếu lưu lượng nên không tính được.",
     "{0} had readings and no flow, and could not be weighed."},
    {Detail::standby_on_duty, "Từ {0} điểm đo dự phòng {1} đo thay cho {2}, vì điểm đo chính: {3}.",
     "From {0} on the standby point {1} stands in for {2}, for the primary had: {3}."},
    {Detail::primary_on_duty, "Từ {0} điểm đo chính {1} lại đo {2}.",
     "From {0} on the primary point {1} measures {2} again."},
    {Detail::batch, "Mẻ xả từ {0} đến {1}, {2}: trung bình {3}, {4} (mục {5}).",
     "Batch discharged from {0} to {1}, {2}: mean {3}, {4} (entry {5})."},
    {Detail::hours, "{0} giờ", "{0} h"},
    {Detail::minutes, "{0} phút", "{0} min"},
    {Detail::seconds, "{0} giây", "{0} s"},
}};

constexpr bool complete() {
  for (std::size_t i = 0; i < kCount; ++i) {
    const DetailPhrase& phrase = kPhrases[i];
    if (static_cast<std::size_t>(phrase.id) != i || phrase.vi.empty() || phrase.en.empty()) return false;
  }
  return true;
}
static_assert(complete(), "each phrase once, in the order of Detail, in both languages");

}  // namespace

std::string_view phrase(Language language, Detail detail) {
  const DetailPhrase& found = kPhrases.at(static_cast<std::size_t>(detail));
  return language == Language::vi ? found.vi : found.en;
}

std::string say(Language language, Detail what, std::initializer_list<std::string_view> values) {
  return filled(phrase(language, what), values);
}

}  // namespace effluent
