// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "explain_support.hpp"

namespace effluent {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing_explain::Asked;
using testing_explain::at;
using testing_explain::JournalLines;
using testing_explain::one_plant;
using testing_explain::sample;
using testing_explain::told;

/// What stands in a verdict where there is no limit.
JournalLines::Verdict without_limit(const std::string& reasons, const std::string& certainty) {
  JournalLines::Verdict told;
  told.verdict = "no_limit";
  told.reasons = reasons;
  told.limits = R"("limit_min":null,"limit_max":null)";
  told.ratio = "null";
  told.basis = R"({"source":"standard","standard":"qcvn-40-2011","column":"B","c":null,"kq":null,"kf":null,)"
               R"("flow_band":null,"document":"page C","certainty":")" +
               certainty + R"(","dates_ignored":null})";
  return told;
}

TEST(Explain, TellsADayWithinTheLimitWholeInEnglish) {
  JournalLines journal;
  journal.start("c1").mean("cod", "24h", "00:00:00", "30.125").verdict({});
  EXPECT_EQ(told(journal, one_plant()),
            R"(Why the verdicts are what they are: Trạm XLNT Mẫu (p1), 2026-11-23 (Viet Nam time, +07:00)
Read from the journal of gateway g, as it was recorded; nothing was judged again.
Numbers are written as in the journal: the point is the decimal sign.

THE DAY'S VERDICTS
No exceedance in the 1 monitored parameters: COD (o1/cod).
These verdicts speak of the parameters that instruments measure, not of the rest of the permit.

OUTLET o1
Environmental permit 1/GPMT: QCVN 40:2011/BTNMT, column B.

COD (point cod), judged by the 24-hour mean
  Verdict: 1 window(s): 1 no exceedance.
  Limit: at most 43.2 mg/L, from C × Kq × Kf = 48 × 0.9 × 1; QCVN 40:2011/BTNMT, column B.
    Document: page C.
    Certainty: b, read in a secondary page, not compared with the rule itself.
  no exceedance: 1 window(s).
    Why: there were enough data, and the mean is within the limit (exactly at the limit is within it).
    00:00–24:00: mean 30.125 mg/L; 0.6973 times the limit; 1439 readings, coverage 99.93 % of the 1440 due slots; entry 2 of epoch e1.
  Where to look in the journal, epoch e1, seq: 2

WHAT IS MISSING, AND WHY
The journal declares no gap and no lost device on this day.

WHAT PERSONS DID AT THE INSTRUMENTS
The journal holds no check, calibration, maintenance or replacement by a person.

LABORATORY RESULTS OF THE DAY
None of a sample drawn on this day.

WHAT THESE VERDICTS DO NOT COVER
Outlet o1, by a laboratory, Temperature every 90d: no result yet, OVERDUE.
Outlet o1, parameters of QCVN 40:2011/BTNMT that neither instrument nor laboratory assesses by the permit: Colour, pH, TSS.
The evidence begins at the instrument's wire, not in the sample cup.
)");
}

TEST(Explain, TellsAnExceedingDayWholeInVietnamese) {
  JournalLines journal;
  JournalLines::Verdict exceeding;
  exceeding.verdict = "exceeding";
  exceeding.value = "50.000";
  exceeding.ratio = "1.1574";
  journal.start("c1").mean("cod", "24h", "00:00:00", "50.000").verdict(exceeding);
  EXPECT_EQ(told(journal, one_plant(), Language::vi),
            R"(Giải trình kết luận: Trạm XLNT Mẫu (p1), ngày 23/11/2026 (giờ Việt Nam, +07:00)
Đọc từ nhật ký của thiết bị g, đúng như đã ghi; không tính lại gì.
Số được viết như trong nhật ký: dấu chấm là dấu thập phân.

KẾT LUẬN TRONG NGÀY
Vượt giới hạn theo số liệu quan trắc tự động: COD (o1/cod).
Các kết luận này chỉ nói về những thông số mà thiết bị đo được, không nói về phần còn lại của giấy phép.

CỬA XẢ o1
Giấy phép môi trường 1/GPMT: QCVN 40:2011/BTNMT, cột B.

COD (điểm đo cod), xét theo trung bình 24 giờ
  Kết luận: 1 khoảng thời gian: 1 vượt giới hạn theo số liệu quan trắc tự động.
  Giá trị giới hạn: không quá 43.2 mg/L, từ C × Kq × Kf = 48 × 0.9 × 1; QCVN 40:2011/BTNMT, cột B.
    Nguồn: page C.
    Độ chắc chắn: b, đọc ở nguồn thứ cấp, chưa đối chiếu văn bản gốc.
  vượt giới hạn theo số liệu quan trắc tự động: 1 khoảng thời gian.
    Vì sao: có đủ số liệu, và trung bình nằm ngoài giới hạn.
    00:00–24:00: trung bình 50.000 mg/L; bằng 1.1574 lần giới hạn; 1439 số liệu, tỷ lệ số liệu 99.93 % của 1440 lần đo phải có; bản ghi 2 của kỳ e1.
  Tra cứu trong nhật ký, kỳ (epoch) e1, bản ghi (seq): 2

KHOẢNG TRỐNG SỐ LIỆU VÀ THIẾT BỊ ĐO
Nhật ký không ghi khoảng trống số liệu hay thiết bị mất kết nối nào trong ngày.

CÔNG VIỆC TRÊN THIẾT BỊ ĐO
Nhật ký không ghi lần kiểm tra, hiệu chuẩn, bảo trì hay thay thiết bị đo nào do người thực hiện.

KẾT QUẢ PHÒNG THÍ NGHIỆM CỦA NGÀY
Không có kết quả nào của mẫu lấy trong ngày này.

CÁC KẾT LUẬN TRÊN KHÔNG BAO GỒM
Cửa xả o1, phòng thí nghiệm, Nhiệt độ mỗi 90d: chưa có kết quả nào, QUÁ HẠN.
Cửa xả o1, thông số của QCVN 40:2011/BTNMT mà không thiết bị hay phòng thí nghiệm nào xét theo giấy phép: Màu, pH, TSS.
Bằng chứng bắt đầu từ dây tín hiệu của thiết bị đo, không phải từ cốc lấy mẫu.
)");
}

struct ReasonWords {
  JournalLines::Verdict verdict;
  std::string en;
  std::string vi;
};

TEST(Explain, SaysEachVerdictAndReasonInBothLanguages) {
  JournalLines::Verdict scarce;
  scarce.verdict = "not_enough_data";
  scarce.reasons = R"(["coverage"])";
  JournalLines::Verdict pointless = scarce;
  pointless.reasons = R"(["no_point"])";
  pointless.point = "null";
  pointless.value = pointless.coverage = "null";
  JournalLines::Verdict idle;
  idle.verdict = "not_discharging";
  JournalLines::Verdict unknown = scarce;
  unknown.reasons = R"(["a_new_one"])";
  const std::vector<ReasonWords> all{
      {scarce, "the coverage is below the permit's minimum of 80 %", "dưới mức tối thiểu 80 % của giấy phép"},
      {pointless, "no point of the outlet measures this parameter", "cửa xả không có điểm đo nào"},
      {without_limit(R"(["limit_blank"])", "not found"), "the limit table is blank",
       "bảng giới hạn để trống"},
      {without_limit(R"(["limit_unverified"])", "c"), "from memory only, read nowhere",
       "chỉ theo trí nhớ, không được dùng"},
      {without_limit(R"(["outside_standard_dates"])", "a"), "in force (2012-02-15 to 2031-12-31)",
       "thời hạn hiệu lực của quy chuẩn (15/02/2012 đến 31/12/2031)"},
      {idle, "no water was discharged", "không có nước xả ra"},
      {unknown, "a_new_one (this version has no words for it)",
       "a_new_one (phiên bản này không có lời giải thích)"}};
  for (const auto& [verdict, en, vi] : all) {
    JournalLines journal;
    journal.start("c1").verdict(verdict);
    const auto english = told(journal, one_plant());
    EXPECT_THAT(english, HasSubstr(en));
    const bool is_idle = verdict.verdict == idle.verdict;
    EXPECT_THAT(english, HasSubstr(is_idle ? "Nothing was discharged all day: COD" : "No conclusion: COD"));
    EXPECT_THAT(english, Not(HasSubstr("No exceedance in")));
    const auto vietnamese = told(journal, one_plant(), Language::vi);
    EXPECT_THAT(vietnamese, HasSubstr(vi));
    EXPECT_THAT(vietnamese,
                HasSubstr(is_idle ? "Không xả thải trong cả ngày: COD" : "Không kết luận được: COD"));
  }
}

TEST(Explain, SaysNoExceedanceOnlyWhereEveryWindowHasItsVerdict) {
  JournalLines journal;
  journal.start("c1");
  for (int hour = 0; hour < 23; ++hour) {
    JournalLines::Verdict one;
    one.period = "1h";
    one.start = (hour < 10 ? "0" : "") + std::to_string(hour) + ":00:00";
    journal.verdict(one);
  }
  const auto site = one_plant({"cod"}, Period::hour);
  EXPECT_THAT(told(journal, site), HasSubstr("1 of the day's 24 windows have no verdict"));
  EXPECT_THAT(told(journal, site), HasSubstr("not every window could be judged: COD (o1/cod)"));
  JournalLines::Verdict last;
  last.period = "1h";
  last.start = "23:00:00";
  journal.verdict(last);
  EXPECT_THAT(told(journal, site), HasSubstr("No exceedance in the 1 monitored parameters"));
}

TEST(Explain, NamesAParameterWithoutAnyVerdictAndADayThatGoesOn) {
  JournalLines journal;
  journal.start("c1").verdict({});
  Asked asked;
  asked.now = at("12:00:00");
  const auto text = told(journal, one_plant({"cod", "ph"}), Language::en, asked);
  EXPECT_THAT(text, HasSubstr("THIS DAY HAS NOT ENDED"));
  EXPECT_THAT(text,
              HasSubstr("pH: the permit demands automatic monitoring, but the journal holds no verdict"));
  EXPECT_THAT(text, HasSubstr("No exceedance in 1 of the 2 parameters"));
  EXPECT_THAT(text, HasSubstr("No conclusion: pH (o1)"));
}

JournalLines::Verdict hour_of_ph(const std::string& start, const std::string& verdict,
                                 const std::string& value) {
  JournalLines::Verdict told;
  told.verdict = verdict;
  told.value = value;
  told.point = R"("ph")";
  told.parameter = "ph";
  told.period = "1h";
  told.start = start;
  told.ratio = "null";
  told.limits = R"("limit_min":5,"limit_max":9.5)";
  told.basis = R"({"source":"standard","standard":"qcvn-40-2011","column":"B","c":9.5,"kq":null,"kf":null,)"
               R"("flow_band":null,"document":"page P","certainty":"b","dates_ignored":null})";
  return told;
}

TEST(Explain, TellsPhAsDeviationWithMinutes) {
  JournalLines journal;
  journal.start("c1")
      .mean("ph", "5min", "07:00:00", "9.9000", "5")
      .mean("ph", "5min", "07:05:00", "9.5000", "5")
      .mean("ph", "5min", "08:00:00", "4.5000", "5")
      .mean("ph", "5min", "09:00:00", "null", "0")
      .verdict(hour_of_ph("07:00:00", "exceeding", "9.7250"))
      .verdict(hour_of_ph("08:00:00", "exceeding", "4.9000"))
      .verdict(hour_of_ph("09:00:00", "exceeding", "9.5000"));
  const auto text = told(journal, one_plant({"ph"}));
  EXPECT_THAT(text, HasSubstr("07:00–08:00: mean 9.7250 pH; 0.2250 above the maximum of 9.5;"));
  EXPECT_THAT(text, HasSubstr("08:00–09:00: mean 4.9000 pH; 0.1000 below the minimum of 5;"));
  EXPECT_THAT(text, HasSubstr("9.5000 pH; outside by less than the last digit shown"));
  EXPECT_THAT(text,
              HasSubstr("5 minutes below the minimum, 5 minutes above the maximum, counted by the 5-minute "
                        "mean of the day's 3 windows with a value"));
  EXPECT_THAT(text, HasSubstr("Limit: from 5 to 9.5 pH, as the standard has it"));
  EXPECT_THAT(text, Not(HasSubstr("times the limit")));
}

TEST(Explain, APhInsideWithMinutesOutsideIsNeverPlainlyInside) {
  JournalLines journal;
  journal.start("c1")
      .mean("ph", "5min", "07:00:00", "9.9000", "5")
      .verdict(hour_of_ph("07:00:00", "within_limit", "8.0000"));
  const auto text = told(journal, one_plant({"ph"}));
  EXPECT_THAT(text, HasSubstr("Some minutes lay outside the allowed range"));
  EXPECT_THAT(text, HasSubstr("Although no window was judged as exceeding"));
}

TEST(Explain, TellsThePermitsOwnLimitAndLiftedDates) {
  JournalLines journal;
  JournalLines::Verdict own;
  own.basis = R"({"source":"permit","standard":"qcvn-40-2011","column":"B","c":null,"kq":null,"kf":null,)"
              R"("flow_band":null,"document":"annex \"1\"","certainty":null,"dates_ignored":"old plant"})";
  journal.start("c1").verdict(own);
  const auto text = told(journal, one_plant());
  EXPECT_THAT(text, HasSubstr("Limit: at most 43.2 mg/L, set by the permit itself"));
  EXPECT_THAT(text, HasSubstr("Document: annex \"1\"."));
  EXPECT_THAT(text, HasSubstr("The permit lifts the standard's dates, for this reason: old plant."));
  EXPECT_THAT(text, Not(HasSubstr("Certainty")));
}

TEST(Explain, SaysAtLeastAndWhatIsBesideTheBindingVerdict) {
  JournalLines journal;
  JournalLines::Verdict over;
  over.verdict = "exceeding";
  over.at_least = "true";
  auto shadow = without_limit(R"(["limit_blank"])", "not found");
  shadow.binding = "false";
  journal.start("c1").verdict(over).verdict(shadow);
  const auto text = told(journal, one_plant());
  EXPECT_THAT(text, HasSubstr("mean at least 30.125 mg/L"));
  EXPECT_THAT(text, HasSubstr("never binding: QCVN 40:2011/BTNMT, column B (COD)"));
  EXPECT_THAT(text, Not(HasSubstr("No conclusion")));
}

TEST(Explain, AddsUpGapsByDeviceAndCauseAndTellsLostDevices) {
  JournalLines journal;
  journal.start("c1").verdict({});
  for (const auto* first : {"2026-11-23T08:00:00.000+07:00", "2026-11-23T09:00:00.000+07:00"}) {
    journal.body(gap_body({"d1", GapCause::back_off, 7, *parse_time(first), *parse_time(first)}));
  }
  journal.body(
      gap_body({"d1", GapCause::downtime, 900, at("23:00:00"), at("23:00:00") + std::chrono::hours{2}}));
  journal.body(gap_body({"d1", GapCause::disk, 1, at("00:00:00") - std::chrono::hours{2},
                         at("00:00:00") - std::chrono::hours{1}}));
  journal.body(event_body("p1", "d1", "device_lost", "timeout"))
      .body(event_body("p2", "d2", "device_lost", "timeout"));
  const auto text = told(journal, one_plant());
  EXPECT_THAT(text,
              HasSubstr("14 polls not made (asked less often, for the device did not answer), from 08:00 to "
                        "09:00, declared in 2 entries"));
  EXPECT_THAT(text,
              HasSubstr("900 polls not made (the gateway was not running), from 23:00 to 2026-11-24 01:00"));
  EXPECT_THAT(text, HasSubstr("Part of them lies before or after this day"));
  EXPECT_THAT(text, HasSubstr("was lost: no complete answer in time"));
  EXPECT_THAT(text, Not(HasSubstr("d2")));
  EXPECT_THAT(text, Not(HasSubstr("the disk was full")));
}

TEST(Explain, TellsLaboratoryResultsAndWhichOneCounts) {
  const auto site = one_plant();
  JournalLines journal;
  auto corrected = sample("20");
  corrected.correction = "misread";
  auto blind = sample("60");
  blind.sample = "2026-119";
  blind.below_detection = true;
  journal.start("c1").sample(sample("70"), site).sample(corrected, site).sample(blind, site);
  const auto text = told(journal, site);
  EXPECT_THAT(
      text,
      HasSubstr("COD, outlet o1, sample 2026-118: 70 mg/L: exceeds the limit according to this sample."));
  EXPECT_THAT(text, HasSubstr("Corrected by a later entry; it counts no more."));
  EXPECT_THAT(text, HasSubstr("sample 2026-118: 20 mg/L: no exceedance in this sample."));
  EXPECT_THAT(text, HasSubstr("for this reason: misread."));
  EXPECT_THAT(text, HasSubstr("below the limit of detection of 60 mg/L: not enough data."));
  EXPECT_THAT(text, HasSubstr("the method's limit of detection lies above the limit"));
  EXPECT_THAT(text, Not(HasSubstr("Exceeds the limit according to a laboratory")));
  EXPECT_THAT(text, HasSubstr("The journal holds no verdict of this day; that does not mean"));
  JournalLines exceeding;
  exceeding.start("c1").sample(sample("70"), site);
  EXPECT_THAT(told(exceeding, site), HasSubstr("Exceeds the limit according to a laboratory: COD (o1)."));
}

TEST(Explain, SaysWhereTodaysConfigurationIsAnother) {
  JournalLines journal;
  journal.start("c0").verdict({});
  EXPECT_THAT(told(journal, one_plant()),
              HasSubstr("recorded with another configuration (c0) than today's (c1)"));
}

TEST(Explain, ALineThatCanNotBeReadIsKeptApart) {
  DayReader reader{"p1", testing_explain::kDay};
  reader.add(
      R"({"v":1,"epoch":"e1","seq":3,"kind":"verdict","plant":"p1","start":"2026-11-23T00:00:00.000+07:00"})");
  reader.add(R"({"v":1,"epoch":"e1","seq":4,"kind":"gap","device":)");
  EXPECT_EQ(reader.record().unreadable.size(), 2U);
  EXPECT_TRUE(reader.record().verdicts.empty());
}

TEST(Explain, SaysOfASurrogateWhatStandsBehindItInBothLanguages) {
  const auto of = [](const std::string& surrogate, Language language) {
    JournalLines::Verdict verdict;
    verdict.surrogate = surrogate;
    JournalLines journal;
    journal.start("c1").verdict(verdict);
    return told(journal, one_plant(), language);
  };
  const auto bad = R"("not_correlated")";
  EXPECT_THAT(of(bad, Language::en), HasSubstr("  A surrogate, NOT CORRELATED: the values are inferred"));
  EXPECT_THAT(of(bad, Language::en), HasSubstr("laboratory in force: COD (o1/cod).\n"))
      << "in the conclusion too";
  EXPECT_THAT(of(bad, Language::vi), HasSubstr("  Phép đo gián tiếp, KHÔNG CÓ TƯƠNG QUAN"));
  EXPECT_THAT(of(bad, Language::vi), HasSubstr("còn hiệu lực: COD (o1/cod).\n"));
  EXPECT_THAT(of(R"("correlated")", Language::en), HasSubstr("  A surrogate: the values are inferred"));
  EXPECT_THAT(of(R"("correlated")", Language::en), Not(HasSubstr("Inferred from something else")));
  EXPECT_THAT(of(R"("correlated")", Language::vi),
              HasSubstr("có tương quan với phòng thí nghiệm còn hiệu lực"));
  for (const auto* none : {"null", ""})
    EXPECT_THAT(of(none, Language::en), Not(HasSubstr("surrogate"))) << none;
}

TEST(Explain, SaysTheWorstOfADayWhoseConfigurationChanged) {
  JournalLines journal;
  journal.start("c1");
  for (const auto* surrogate : {R"("not_correlated")", R"("correlated")"}) {
    JournalLines::Verdict verdict;
    verdict.period = "1h";
    verdict.start = journal.lines.size() == 1 ? "00:00:00" : "01:00:00";
    verdict.surrogate = surrogate;
    journal.verdict(verdict);
  }
  EXPECT_THAT(told(journal, one_plant({"cod"}, Period::hour)), HasSubstr("NOT CORRELATED"));
}

}  // namespace
}  // namespace effluent
