// SPDX-License-Identifier: Apache-2.0
#include "core/explain/phrases.hpp"

#include <array>

namespace effluent {
namespace {

struct Phrase {
  Say id = Say::count;
  std::string_view vi;
  std::string_view en;
};

constexpr std::size_t kCount = static_cast<std::size_t>(Say::count);

constexpr std::array<Phrase, kCount> kPhrases{{
    {Say::title, "Giải trình kết luận: {0} ({1}), ngày {2} (giờ Việt Nam, +07:00)",
     "Why the verdicts are what they are: {0} ({1}), {2} (Viet Nam time, +07:00)"},
    {Say::source_note, "Đọc từ nhật ký của thiết bị {0}, đúng như đã ghi; không tính lại gì.",
     "Read from the journal of gateway {0}, as it was recorded; nothing was judged again."},
    {Say::decimal_point, "Số được viết như trong nhật ký: dấu chấm là dấu thập phân.",
     "Numbers are written as in the journal: the point is the decimal sign."},
    {Say::other_configuration,
     "Lưu ý: ngày này được ghi với cấu hình khác ({0}) so với cấu hình hiện nay ({1}). Đơn vị, tên, giấy "
     "phép, nghĩa vụ "
     "lấy mẫu và danh sách thiết bị dưới đây lấy từ cấu hình hiện nay; kết luận, số liệu và giá trị giới hạn "
     "là của ngày đó.",
     "Note: this day was recorded with another configuration ({0}) than today's ({1}). Units, names, "
     "permits, laboratory "
     "duties and the list of devices below are today's; verdicts, values and limits are those of the day."},
    {Say::only_parameter, "Chỉ trình bày thông số {0}; các thông số khác không được xét ở đây.",
     "Only the parameter {0} is shown; the others are left aside here."},
    {Say::not_ended,
     "NGÀY NÀY CHƯA KẾT THÚC: chỉ có kết luận của những khoảng thời gian đã khép lại; chưa có kết luận cho "
     "cả ngày.",
     "THIS DAY HAS NOT ENDED: only windows already closed have a verdict; there is none yet for the whole "
     "day."},
    {Say::conclusion, "KẾT LUẬN TRONG NGÀY", "THE DAY'S VERDICTS"},
    {Say::exceeding_in, "Vượt giới hạn theo số liệu quan trắc tự động: {0}.",
     "Exceeds the limit according to automatic data: {0}."},
    {Say::laboratory_exceeding_in, "Vượt giới hạn theo kết quả phòng thí nghiệm: {0}.",
     "Exceeds the limit according to a laboratory: {0}."},
    {Say::none_exceeds, "Không vượt giới hạn ở {0} thông số được quan trắc tự động: {1}.",
     "No exceedance in the {0} monitored parameters: {1}."},
    {Say::none_exceeds_in_some, "Không vượt giới hạn ở {0} trong {1} thông số phải quan trắc tự động: {2}.",
     "No exceedance in {0} of the {1} parameters to be monitored automatically: {2}."},
    {Say::incomplete_in,
     "Chưa thấy vượt giới hạn, nhưng không phải khoảng thời gian nào cũng có kết luận: {0}. Không được coi "
     "là không vượt.",
     "No exceedance seen, but not every window could be judged: {0}. This does not count as no exceedance."},
    {Say::undecided_in, "Không kết luận được: {0}.", "No conclusion: {0}."},
    {Say::minutes_outside_in,
     "Có những phút ngoài khoảng cho phép dù không khoảng thời gian nào được kết luận là vượt: {0}.",
     "Some minutes lay outside the allowed range although no window was judged as exceeding: {0}."},
    {Say::not_correlated_in,
     "Được suy ra từ một đại lượng khác mà không có tương quan với phòng thí nghiệm còn hiệu lực: {0}.",
     "Inferred from something else, with no correlation with the laboratory in force: {0}."},
    {Say::nothing_judged,
     "Nhật ký không có kết luận nào của ngày này; không có nghĩa là không vượt giới hạn.",
     "The journal holds no verdict of this day; that does not mean that no limit was exceeded."},
    {Say::conclusion_scope,
     "Các kết luận này chỉ nói về những thông số mà thiết bị đo được, không nói về phần còn lại của giấy "
     "phép.",
     "These verdicts speak of the parameters that instruments measure, not of the rest of the permit."},
    {Say::outlet, "CỬA XẢ {0}", "OUTLET {0}"},
    {Say::permit, "Giấy phép môi trường {0}: {1}, cột {2}.", "Environmental permit {0}: {1}, column {2}."},
    {Say::no_permit,
     "Không có giấy phép môi trường nào có hiệu lực trong ngày này: không thông số nào được so sánh.",
     "No environmental permit is in force on this day: no parameter is judged."},
    {Say::series, "{0} (điểm đo {1}), xét theo {2}", "{0} (point {1}), judged by the {2}"},
    {Say::series_without_point, "{0} (không có điểm đo), xét theo {1}", "{0} (no point), judged by the {1}"},
    {Say::shadow, "So sánh thêm, không ràng buộc: {0}, cột {1}",
     "Judged beside it, never binding: {0}, column {1}"},
    {Say::no_verdict_recorded,
     "{0}: giấy phép yêu cầu quan trắc tự động, nhưng nhật ký không có kết luận nào của ngày này. Coi là "
     "không đủ số liệu.",
     "{0}: the permit demands automatic monitoring, but the journal holds no verdict of this day. Taken as "
     "not enough data."},
    {Say::tally, "Kết luận: {0} khoảng thời gian: {1}.", "Verdict: {0} window(s): {1}."},
    {Say::tally_part, "{0} {1}", "{0} {1}"},
    {Say::missing_windows,
     "Thiếu {0} trong {1} khoảng thời gian của ngày: nhật ký chưa có hoặc không có kết luận. Coi là không đủ "
     "số liệu.",
     "{0} of the day's {1} windows have no verdict in the journal, not yet or not at all. Taken as not "
     "enough data."},
    {Say::limit_of_row, "Giá trị giới hạn: {0} {1}, từ C × Kq × Kf = {2} × {3} × {4}; {5}, cột {6}.",
     "Limit: {0} {1}, from C × Kq × Kf = {2} × {3} × {4}; {5}, column {6}."},
    {Say::limit_of_row_plain,
     "Giá trị giới hạn: {0} {1}, đúng như quy chuẩn (Kq, Kf không áp dụng); {2}, cột {3}.",
     "Limit: {0} {1}, as the standard has it (Kq and Kf do not apply); {2}, column {3}."},
    {Say::limit_of_permit,
     "Giá trị giới hạn: {0} {1}, do chính giấy phép quy định; thay cho dòng của {2}, cột {3} (Kq, Kf không "
     "áp dụng).",
     "Limit: {0} {1}, set by the permit itself; it replaces the row of {2}, column {3} (Kq and Kf do not "
     "apply)."},
    {Say::no_limit_known, "Giá trị giới hạn: không dùng được giá trị nào của {0}, cột {1}.",
     "Limit: none of {0}, column {1}, can be used."},
    {Say::limit_from, "Áp dụng từ khoảng thời gian {0}.", "It holds from the window at {0} on."},
    {Say::surrogate_correlated,
     "Phép đo gián tiếp: giá trị được suy ra từ một đại lượng khác, có tương quan với phòng thí nghiệm còn "
     "hiệu lực trong ngày này.",
     "A surrogate: the values are inferred from something else, with a correlation with the laboratory in "
     "force on this day."},
    {Say::surrogate_not_correlated,
     "Phép đo gián tiếp, KHÔNG CÓ TƯƠNG QUAN: giá trị được suy ra từ một đại lượng khác, và không có tương "
     "quan với phòng thí nghiệm nào còn hiệu lực trong ngày này.",
     "A surrogate, NOT CORRELATED: the values are inferred from something else, and no correlation with the "
     "laboratory was in force on this day."},
    {Say::at_most, "không quá {0}", "at most {0}"},
    {Say::at_least, "không dưới {0}", "at least {0}"},
    {Say::between, "từ {0} đến {1}", "from {0} to {1}"},
    {Say::flow_band, "Mức lưu lượng xả: {0}.", "Flow band: {0}."},
    {Say::document, "Nguồn: {0}.", "Document: {0}."},
    {Say::no_document, "Nguồn: không có.", "Document: none."},
    {Say::certainty, "Độ chắc chắn: {0}.", "Certainty: {0}."},
    {Say::certainty_a, "a, đọc trong chính văn bản quy định", "a, read in the text of the rule itself"},
    {Say::certainty_b, "b, đọc ở nguồn thứ cấp, chưa đối chiếu văn bản gốc",
     "b, read in a secondary page, not compared with the rule itself"},
    {Say::certainty_c, "c, chỉ theo trí nhớ, chưa đọc ở đâu", "c, from memory only, read nowhere"},
    {Say::certainty_blank, "không tìm thấy giá trị", "no value was found"},
    {Say::certainty_other, "{0}", "{0}"},
    {Say::dates_ignored, "Thời hạn hiệu lực của quy chuẩn được giấy phép gác lại, lý do: {0}.",
     "The permit lifts the standard's dates, for this reason: {0}."},
    {Say::block, "{0}: {1} khoảng thời gian.", "{0}: {1} window(s)."},
    {Say::why, "Vì sao: {0}.", "Why: {0}."},
    {Say::window, "{0}–{1}: {2}.", "{0}–{1}: {2}."},
    {Say::windows_alike, "{0}–{1}, {2} khoảng thời gian như nhau: {3}.", "{0}–{1}, {2} windows alike: {3}."},
    {Say::window_values, "{0}; {1}", "{0}; {1}"},
    {Say::value, "trung bình {0} {1}", "mean {0} {1}"},
    {Say::value_at_least, "trung bình ít nhất {0} {1}", "mean at least {0} {1}"},
    {Say::no_value, "không có giá trị", "no value"},
    {Say::ratio, "bằng {0} lần giới hạn", "{0} times the limit"},
    {Say::deviation_above, "cao hơn mức tối đa {1} là {0}", "{0} above the maximum of {1}"},
    {Say::deviation_below, "thấp hơn mức tối thiểu {1} là {0}", "{0} below the minimum of {1}"},
    {Say::deviation_tiny, "vượt ít hơn chữ số cuối được ghi", "outside by less than the last digit shown"},
    {Say::coverage, "{0} số liệu, tỷ lệ số liệu {1} % của {2} lần đo phải có",
     "{0} readings, coverage {1} % of the {2} due slots"},
    {Say::coverage_slots, "{0} số liệu, có ở {1} trong {2} lần đo phải có, tỷ lệ số liệu {3} %",
     "{0} readings, in {1} of the {2} due slots, coverage {3} %"},
    {Say::coverage_alone, "tỷ lệ số liệu {0} %", "coverage {0} %"},
    {Say::coverage_unknown, "không có tỷ lệ số liệu vì không có điểm đo",
     "no coverage, for there is no point"},
    {Say::lowest_highest, "Thấp nhất {0} {2} (lúc {3}), cao nhất {1} {2} (lúc {4}).",
     "Lowest mean {0} {2} (at {3}), highest {1} {2} (at {4})."},
    {Say::entry, "bản ghi {1} của kỳ {0}", "entry {1} of epoch {0}"},
    {Say::look, "Tra cứu trong nhật ký, kỳ (epoch) {0}, bản ghi (seq): {1}",
     "Where to look in the journal, epoch {0}, seq: {1}"},
    {Say::minutes_outside,
     "Ngoài khoảng cho phép: {0} phút dưới mức tối thiểu, {1} phút trên mức tối đa, theo {2} của {3} khoảng "
     "thời gian có "
     "giá trị trong ngày.",
     "Outside the allowed range: {0} minutes below the minimum, {1} minutes above the maximum, counted by "
     "the {2} of the "
     "day's {3} windows with a value."},
    {Say::minutes_none,
     "Không có phút nào ngoài khoảng cho phép, theo {0} của {1} khoảng thời gian có giá trị trong ngày.",
     "No minute outside the allowed range, counted by the {0} of the day's {1} windows with a value."},
    {Say::minutes_unknown,
     "Không đếm được số phút ngoài khoảng cho phép: nhật ký không có giá trị trung bình ngắn nào.",
     "The minutes outside the allowed range can't be counted: the journal holds no short means with a "
     "value."},
    {Say::minutes_despite,
     "Dù không khoảng thời gian nào được kết luận là vượt, những phút này vẫn nằm ngoài khoảng cho phép.",
     "Although no window was judged as exceeding, these minutes lay outside."},
    {Say::period_5min, "trung bình 5 phút", "5-minute mean"},
    {Say::period_1h, "trung bình 1 giờ", "hourly mean"},
    {Say::period_24h, "trung bình 24 giờ", "24-hour mean"},
    {Say::within_limit, "không vượt giới hạn", "no exceedance"},
    {Say::exceeding, "vượt giới hạn theo số liệu quan trắc tự động",
     "exceeds the limit according to automatic data"},
    {Say::not_enough_data, "không đủ số liệu", "not enough data"},
    {Say::no_limit, "không có giới hạn để so sánh", "no limit to compare with"},
    {Say::not_discharging, "không xả thải", "not discharging"},
    {Say::why_within, "có đủ số liệu, và trung bình nằm trong giới hạn (đúng bằng giới hạn là chưa vượt)",
     "there were enough data, and the mean is within the limit (exactly at the limit is within it)"},
    {Say::why_exceeding, "có đủ số liệu, và trung bình nằm ngoài giới hạn",
     "there were enough data, and the mean lies outside the limit"},
    {Say::why_discharge, "ít nhất hai dấu hiệu cho thấy không có nước xả ra",
     "at least two signs say that no water was discharged"},
    {Say::reason_coverage, "tỷ lệ số liệu dưới mức tối thiểu, hoặc không có số liệu nào",
     "the coverage is below the minimum, or there is no reading at all"},
    {Say::reason_coverage_permit,
     "tỷ lệ số liệu dưới mức tối thiểu {0} % của giấy phép, hoặc không có số liệu nào",
     "the coverage is below the permit's minimum of {0} %, or there is no reading at all"},
    {Say::reason_no_point, "cửa xả không có điểm đo nào cho thông số này",
     "no point of the outlet measures this parameter"},
    {Say::reason_limit_blank, "bảng giới hạn để trống: không có giá trị, hoặc không có dòng cho thông số này",
     "the limit table is blank: it has no value, or no row, for this parameter"},
    {Say::reason_limit_unverified,
     "giá trị trong bảng chỉ theo trí nhớ, không được dùng cho đến khi giấy phép quy định hoặc có nguồn",
     "the table's value is from memory only; it is not used until the permit sets one or a source is "
     "brought"},
    {Say::reason_dates, "ngày này nằm ngoài thời hạn hiệu lực của quy chuẩn",
     "the day lies outside the dates on which the standard is in force"},
    {Say::reason_dates_known, "ngày này nằm ngoài thời hạn hiệu lực của quy chuẩn ({0} đến {1})",
     "the day lies outside the dates on which the standard is in force ({0} to {1})"},
    {Say::reason_detection,
     "giới hạn phát hiện của phương pháp cao hơn giá trị giới hạn: không chứng minh được gì",
     "the method's limit of detection lies above the limit: it proves nothing"},
    {Say::reason_exclusion_cap,
     "hiệu chuẩn và bảo trì đã lấy đi nhiều thời gian hơn mức giấy phép cho phép trong ngày hoặc trong tháng",
     "calibration and maintenance took more time than the permit's cap for a day or a month allows"},
    {Say::reason_over_range,
     "có số liệu vượt thang đo: giá trị thật có thể cao hơn, không thể kết luận là trong giới hạn",
     "readings lay over the instrument's range: the true value may be higher, so nothing proves that the "
     "limit was kept"},
    {Say::reason_under_range, "có số liệu dưới thang đo: giá trị thật có thể thấp hơn, không thể kết luận",
     "readings lay under the instrument's range: the true value may be lower, so nothing is proved"},
    {Say::reason_depends,
     "chỉ trong giới hạn vì có số liệu bị loại ra: tính cả những số liệu đó thì nằm ngoài giới hạn",
     "within the limit only because readings were left out: with them the mean lies outside it"},
    {Say::reason_other, "{0} (phiên bản này không có lời giải thích)",
     "{0} (this version has no words for it)"},
    {Say::left_out, "KHOẢNG TRỐNG SỐ LIỆU VÀ THIẾT BỊ ĐO", "WHAT IS MISSING, AND WHY"},
    {Say::nothing_left_out, "Nhật ký không ghi khoảng trống số liệu hay thiết bị mất kết nối nào trong ngày.",
     "The journal declares no gap and no lost device on this day."},
    {Say::gap, "Thiết bị {0}: thiếu {1} lần đọc ({2}), từ {3} đến {4}, khai trong {5} bản ghi.",
     "Device {0}: {1} polls not made ({2}), from {3} to {4}, declared in {5} entries."},
    {Say::gap_beyond, "Một phần của chúng nằm trước hoặc sau ngày này.",
     "Part of them lies before or after this day."},
    {Say::gap_downtime, "thiết bị thu nhận không chạy", "the gateway was not running"},
    {Say::gap_overflow, "bộ nhớ chờ ghi bị đầy", "the queue to the disk was full"},
    {Say::gap_overrun, "lần đọc trước kéo dài quá lâu", "the poll before took too long"},
    {Say::gap_back_off, "giãn nhịp đọc vì thiết bị đo không trả lời",
     "asked less often, for the device did not answer"},
    {Say::gap_clock, "đồng hồ nhảy về phía trước", "the clock was set forward"},
    {Say::gap_disk, "đĩa đầy hoặc lỗi", "the disk was full or failed"},
    {Say::device_lost, "{0} thiết bị {1} mất kết nối: {2}", "{0} device {1} was lost: {2}"},
    {Say::device_back, "{0} thiết bị {1} hoạt động trở lại", "{0} device {1} was back"},
    {Say::event_other, "{0} thiết bị {1}: {2}, nguyên nhân {3}", "{0} device {1}: {2}, cause {3}"},
    {Say::unknown_device, "{0} (không có trong cấu hình hiện nay)", "{0} (not in today's configuration)"},
    {Say::cause_link_lost, "không nối được, hoặc đường truyền bị ngắt", "no connection, or it was cut"},
    {Say::cause_timeout, "không trả lời kịp thời", "no complete answer in time"},
    {Say::cause_bad_reply, "trả lời sai", "a wrong answer"},
    {Say::cause_other, "{0}", "{0}"},
    {Say::instruments, "CÔNG VIỆC TRÊN THIẾT BỊ ĐO", "WHAT PERSONS DID AT THE INSTRUMENTS"},
    {Say::no_instruments,
     "Nhật ký không ghi lần kiểm tra, hiệu chuẩn, bảo trì hay thay thiết bị đo nào do người thực hiện.",
     "The journal holds no check, calibration, maintenance or replacement by a person."},
    {Say::service, "{0} đến {1}: {2} {3}, người bắt đầu {4}, lý do: {5}; {6}; {7}.",
     "{0} to {1}: {2} of {3}, begun by {4}, for this reason: {5}; {6}; {7}."},
    {Say::service_calibration, "hiệu chuẩn", "calibration"},
    {Say::service_maintenance, "bảo trì", "maintenance"},
    {Say::of_point, "điểm đo {0}", "point {0}"},
    {Say::of_device, "mọi điểm đo của thiết bị {0}", "every point of device {0}"},
    {Say::ended_by, "người kết thúc {0}", "ended by {0}"},
    {Say::ended_by_itself, "không ai kết thúc, tự đóng sau giờ dự kiến",
     "ended by nobody, it closed itself after its expected end"},
    {Say::not_ended_yet, "chưa kết thúc", "not ended yet"},
    {Say::service_effect, "Số liệu đọc trong lúc đó được ghi lại nhưng không tính vào trung bình.",
     "What was read meanwhile is recorded, and entered no mean."},
    {Say::check,
     "{0} {1}, điểm đo {2}: giá trị chuẩn {3} {4}, thiết bị chỉ {5}, lệch {6}, cho phép {7}: {8}; {9}.",
     "{0} {1}, point {2}: standard {3} {4}, instrument {5}, deviation {6}, permitted {7}: {8}; {9}."},
    {Say::check_zero, "kiểm tra điểm không", "zero check"},
    {Say::check_span, "kiểm tra thang đo (span)", "span check"},
    {Say::check_control_sample, "kiểm tra bằng mẫu kiểm soát", "control sample"},
    {Say::check_comparison, "so sánh với phòng thí nghiệm", "comparison with a laboratory"},
    {Say::check_passed, "đạt", "passed"},
    {Say::check_failed, "KHÔNG ĐẠT", "NOT PASSED"},
    {Say::check_standard, "Người kiểm tra {0}; lô {1}.", "Checked by {0}; lot {1}."},
    {Say::check_adjusted, "Sau khi chỉnh, thiết bị chỉ {0} {1}.", "Once adjusted it showed {0} {1}."},
    {Say::check_expired, "Chất chuẩn đã hết hạn ngày {0}: không được tính là đạt.",
     "The standard had expired on {0}: this does not count as passed."},
    {Say::suspect,
     "Số liệu của điểm đo {0} từ {1} đến {2} bị đánh dấu nghi ngờ; vẫn được tính vào trung bình và kết luận.",
     "Results of point {0} from {1} to {2} are marked suspect; they stay in means and verdicts."},
    {Say::suspect_unknown,
     "Số liệu của điểm đo {0} trước {1} bị đánh dấu nghi ngờ; vẫn được tính vào trung bình và kết luận.",
     "Results of point {0} before {1} are marked suspect; they stay in means and verdicts."},
    {Say::replaced_by, "{0} thay thiết bị {1}: số máy {2} thay bằng {3}, người thay {4}, lý do: {5}; {6}.",
     "{0} device {1} was replaced: serial {2} by {3}, by {4}, for this reason: {5}; {6}."},
    {Say::not_verified, "Điểm đo chưa có lần kiểm tra nào đạt tính đến hết ngày: {0}.",
     "Points that no check had passed up to the end of the day: {0}."},
    {Say::verified, "Đến hết ngày mọi điểm đo đều đã có lần kiểm tra đạt.",
     "By the end of the day a check had passed every point."},
    {Say::laboratory, "KẾT QUẢ PHÒNG THÍ NGHIỆM CỦA NGÀY", "LABORATORY RESULTS OF THE DAY"},
    {Say::no_laboratory, "Không có kết quả nào của mẫu lấy trong ngày này.",
     "None of a sample drawn on this day."},
    {Say::sample, "{0}, cửa xả {1}, mẫu {2}: {3} {4}: {5}.", "{0}, outlet {1}, sample {2}: {3} {4}: {5}."},
    {Say::below_detection, "dưới giới hạn phát hiện {0}", "below the limit of detection of {0}"},
    {Say::uncertainty, "{0} ± {1}", "{0} ± {1}"},
    {Say::sample_entered,
     "Lấy lúc {0} bởi {1} tại {2}; phòng thí nghiệm {3}, phương pháp {4}; người nhập {5}; SHA-256 của phiếu "
     "kết quả {6}; {7}.",
     "Drawn at {0} by {1}, {2}; laboratory {3}, method {4}; entered by {5}; SHA-256 of the report {6}; {7}."},
    {Say::sample_correction, "Bản ghi này sửa kết quả trước của cùng mẫu, lý do: {0}.",
     "This entry corrects the earlier one of the same sample, for this reason: {0}."},
    {Say::sample_replaced, "Đã được một bản ghi sau sửa lại; không còn được tính.",
     "Corrected by a later entry; it counts no more."},
    {Say::laboratory_within, "không vượt giới hạn trong mẫu này", "no exceedance in this sample"},
    {Say::laboratory_exceeding, "vượt giới hạn theo mẫu này", "exceeds the limit according to this sample"},
    {Say::not_covered, "CÁC KẾT LUẬN TRÊN KHÔNG BAO GỒM", "WHAT THESE VERDICTS DO NOT COVER"},
    {Say::duty_none, "Cửa xả {0}, phòng thí nghiệm, {1} mỗi {2}: chưa có kết quả nào, QUÁ HẠN.",
     "Outlet {0}, by a laboratory, {1} every {2}: no result yet, OVERDUE."},
    {Say::duty_valid, "Cửa xả {0}, phòng thí nghiệm, {1} mỗi {2}: mẫu gần nhất {3}, còn hiệu lực đến {4}.",
     "Outlet {0}, by a laboratory, {1} every {2}: latest sample {3}, valid until {4}."},
    {Say::duty_overdue, "Cửa xả {0}, phòng thí nghiệm, {1} mỗi {2}: mẫu gần nhất {3}, QUÁ HẠN từ {4}.",
     "Outlet {0}, by a laboratory, {1} every {2}: latest sample {3}, OVERDUE since {4}."},
    {Say::no_duties, "Cửa xả {0}: giấy phép không nêu thông số nào phải lấy mẫu phòng thí nghiệm.",
     "Outlet {0}: the permit names no parameter for a laboratory."},
    {Say::not_assessed,
     "Cửa xả {0}, thông số của {1} mà không thiết bị hay phòng thí nghiệm nào xét theo giấy phép: {2}.",
     "Outlet {0}, parameters of {1} that neither instrument nor laboratory assesses by the permit: {2}."},
    {Say::all_assessed, "Cửa xả {0}: mọi thông số của {1} đều có thiết bị hoặc phòng thí nghiệm.",
     "Outlet {0}: every parameter of {1} has an instrument or a laboratory."},
    {Say::wire_note, "Bằng chứng bắt đầu từ dây tín hiệu của thiết bị đo, không phải từ cốc lấy mẫu.",
     "The evidence begins at the instrument's wire, not in the sample cup."},
}};

constexpr bool complete() {
  for (std::size_t i = 0; i < kCount; ++i) {
    const Phrase& phrase = kPhrases[i];
    if (static_cast<std::size_t>(phrase.id) != i || phrase.vi.empty() || phrase.en.empty()) return false;
  }
  return true;
}
static_assert(complete(), "each phrase once, in the order of Say, in both languages");

}  // namespace

std::string_view phrase(Language language, Say say) {
  const Phrase& found = kPhrases.at(static_cast<std::size_t>(say));
  return language == Language::vi ? found.vi : found.en;
}

std::string say(Language language, Say what, std::initializer_list<std::string_view> values) {
  return filled(phrase(language, what), values);
}

std::string filled(std::string_view rest, std::initializer_list<std::string_view> values) {
  std::string text;
  while (true) {
    const auto at = rest.find('{');
    text += rest.substr(0, at);
    if (at == std::string_view::npos) return text;
    const auto index = static_cast<std::size_t>(rest[at + 1] - '0');
    if (index < values.size()) text += *(values.begin() + index);
    rest.remove_prefix(at + 3);
  }
}

}  // namespace effluent
