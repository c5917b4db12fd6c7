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
     "Không có lúc nào ngoài khoảng cho phép, đếm theo trung bình ngắn nhất của điểm đo.",
     "Never outside the allowed range, counted by the point's shortest means."},
    {Detail::outside_below, "{0} dưới mức tối thiểu", "{0} below the minimum"},
    {Detail::outside_above, "{0} trên mức tối đa", "{0} above the maximum"},
    {Detail::outside_most, "Nhiều nhất trong {0}–{1}: {2}.", "Most of it in {0}–{1}: {2}."},
    {Detail::worst_hour, "Giờ xấu nhất: {0}–{1}, trung bình {2} {3}, {4}.",
     "Worst hour: {0}–{1}, mean {2} {3}, {4}."},
    {Detail::nearest_hour, "Giờ gần giới hạn nhất: {0}–{1}, trung bình {2} {3}.",
     "Hour nearest to a limit: {0}–{1}, mean {2} {3}."},
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
