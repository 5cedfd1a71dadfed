#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "base/messages.h"
#include "base/resources.h"
#include "base/text.h"
#include "exchange/compare.h"
#include "exchange/duties.h"
#include "exchange/receipt.h"
#include "exchange/suspicion.h"

namespace hutong::exchange {
namespace {

values::Month month(std::string_view text) { return values::Month::from_iso(text).value(); }
values::Date day(std::string_view text) { return values::Date::from_iso(text).value(); }

values::WorkCalendar calendar_2026() {
  values::WorkCalendar calendar;
  EXPECT_TRUE(calendar.add_yaml("year: 2026\nfree: [2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06, 2026-10-07]\nworked: [2026-10-10]\n"));
  return calendar;
}

DutyPlan plan() { return DutyPlan::from_yaml(base::resource("duties/370114.yaml").value()).value(); }

TEST(DueDay, is_the_5th_of_the_next_month_or_the_next_working_day) {
  DutyPlan const duties = plan();
  Duty const& court = *duties.find("court.monthly");
  EXPECT_EQ(due_on(court, month("2026-07"), duties, calendar_2026()), day("2026-08-05"));
  EXPECT_EQ(due_on(court, month("2026-08"), duties, calendar_2026()), day("2026-09-07")) << "5 September 2026 is a Saturday";
  EXPECT_EQ(due_on(court, month("2026-09"), duties, calendar_2026()), day("2026-10-08")) << "National Day";
  EXPECT_EQ(due_on(court, month("2026-12"), duties, calendar_2026()), day("2027-01-05"));
}

TEST(DueDay, does_not_exist_for_what_is_reported_at_once_or_on_request) {
  DutyPlan const duties = plan();
  EXPECT_EQ(due_on(*duties.find("police.clue"), month("2026-07"), duties, {}), std::nullopt);
  EXPECT_EQ(due_on(*duties.find("police.lost_contact"), month("2026-07"), duties, {}), std::nullopt);
}

TEST(DutyPlan, knows_every_report_once) {
  std::set<std::string> seen;
  for (Duty const& duty : plan().duties) EXPECT_TRUE(seen.insert(duty.report).second) << duty.report;
  EXPECT_EQ(seen.size(), 25u);
}

TEST(DutyPlan, refuses_a_wrong_word_with_its_line) {
  struct Case {
    std::string yaml, where, why;
  };
  for (Case const& one : std::vector<Case>{
           {"due_day: 5\nrolls_over: true\nduties:\n  - {agency: court, report: a, rhythm: weekly, content: events}\n", "第 4 行", "weekly"},
           {"due_day: 5\nrolls_over: true\nduties:\n  - {agency: kort, report: a, rhythm: monthly, content: events}\n", "第 4 行", "kort"},
           {"due_day: 5\nrolls_over: true\nduties:\n  - {agency: court, report: a, rhythm: monthly, content: event}\n", "第 4 行", "event"},
           {"due_day: 31\nrolls_over: true\nduties: []\n", "第 1 行", "due_day"},
           {"due_day: 5\nrolls_over: perhaps\nduties: []\n", "第 2 行", "perhaps"},
           {"due_day: 5\nrolls_over: true\nduty: []\n", "第 3 行", "duty"},
           {"due_day: 5\nrolls_over: true\n", "第 1 行", "duties"},
           {"- 1\n", "第 1 行", "键"},
           {"due_day: [5\n", "第", ""}}) {
    auto const refused = DutyPlan::from_yaml(one.yaml);
    ASSERT_FALSE(refused) << one.yaml;
    EXPECT_EQ(refused.error().code, "bad_duties_file");
    EXPECT_NE(refused.error().values.at("where").find(one.where), std::string::npos) << refused.error().values.at("where");
    EXPECT_NE(refused.error().values.at("why").find(one.why), std::string::npos) << refused.error().values.at("why");
  }
}

TEST(MissingDuties, are_those_due_and_not_delivered_and_a_nil_return_delivers) {
  DutyPlan const duties = plan();
  std::vector<Delivery> deliveries;
  for (Duty const& duty : duties.duties)
    if (duty.report != "court.monthly" && duty.report != "dpf.severe") deliveries.push_back({duty.agency, duty.report, month("2026-09"), false});
  deliveries.push_back({*values::agency_from("dpf"), "dpf.severe", month("2026-09"), true});
  deliveries.push_back({*values::agency_from("court"), "court.monthly", month("2026-08"), false});
  auto const missing_on = [&](std::string_view on) { return missing_duties(month("2026-09"), deliveries, duties, calendar_2026(), day(on)); };
  EXPECT_TRUE(missing_on("2026-10-08").empty()) << "the due day itself is on time";
  auto const missing = missing_on("2026-10-09");
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].duty.report, "court.monthly");
  EXPECT_EQ(missing[0].due_on, day("2026-10-08"));
}

TEST(MonthsNamed, are_months_and_not_days) {
  using Months = std::vector<values::Month>;
  EXPECT_EQ(months_named("章丘区2026年8月名单"), Months{month("2026-08")});
  EXPECT_EQ(months_named("２０２６年０８月"), Months{month("2026-08")});
  EXPECT_EQ(months_named("法院2026.8.xlsx"), Months{month("2026-08")});
  EXPECT_EQ(months_named("court-202608.csv"), Months{month("2026-08")});
  EXPECT_EQ(months_named("填报日期：2026年8月31日"), Months{});
  EXPECT_EQ(months_named("2026.8.31"), Months{});
  EXPECT_EQ(months_named("court-20260831.csv"), Months{});
  EXPECT_EQ(months_named("（2026）鲁0114民特12号"), Months{});
  EXPECT_EQ(months_named("13912026085"), Months{});
}

TEST(OtherMonth, is_only_told_when_the_period_itself_is_not_named) {
  EXPECT_EQ(other_month({"2026年8月名单"}, month("2026-09")), month("2026-08"));
  EXPECT_EQ(other_month({"2026年8月名单", "2026年9月.xlsx"}, month("2026-09")), std::nullopt);
  EXPECT_EQ(other_month({"名单（2026年10月报）"}, month("2026-09")), std::nullopt) << "written in the month after";
  EXPECT_EQ(other_month({"名单"}, month("2026-09")), std::nullopt);
}

TEST(OtherAgency, is_the_reporting_unit_when_it_is_not_the_sender) {
  using values::AgencyKind;
  EXPECT_EQ(other_agency({"填报单位：济南市章丘区残疾人联合会（盖章）"}, AgencyKind::court), AgencyKind::dpf);
  EXPECT_EQ(other_agency({"填报单位：章丘区人民法院"}, AgencyKind::court), std::nullopt);
  EXPECT_EQ(other_agency({"填报单位：章丘区民政局"}, AgencyKind::court), std::nullopt);
  EXPECT_EQ(other_agency({"填报单位：明水街道办事处"}, AgencyKind::civil_affairs), std::nullopt);
  EXPECT_EQ(other_agency({"关于向法院报送的说明"}, AgencyKind::police), std::nullopt);
}

RowKey key(std::string identity, std::string names, std::string digest) { return {std::move(identity), std::move(names), std::move(digest)}; }

TEST(Compare, finds_the_same_rows_in_another_order) {
  std::vector<KnownRow> const known = {{false, key("a", "A", "1"), "", 2, 0}, {false, key("b", "B", "2"), "", 3, 0}};
  auto const result = compare(known, {{false, key("b", "B", "2"), "", 2, 0}, {false, key("a", "A", "9"), "", 3, 0}}, false);
  EXPECT_EQ(result.of_file[0].fate, Fate::unchanged);
  EXPECT_EQ(result.of_file[0].known, 1u);
  EXPECT_EQ(result.of_file[1].fate, Fate::changed);
  EXPECT_EQ(result.of_file[1].known, 0u);
  EXPECT_TRUE(result.absent.empty());
}

TEST(Compare, keeps_and_tells_rows_that_the_new_file_lacks) {
  auto const result = compare({{false, key("a", "A", "1"), "", 2, 0}}, {{false, key("c", "C", "3"), "", 2, 0}}, false);
  EXPECT_EQ(result.of_file[0].fate, Fate::added);
  EXPECT_EQ(result.absent, std::vector<size_t>{0});
}

TEST(Compare, takes_a_returned_row_as_corrected_when_its_number_is_put_right) {
  // A wrong check digit: the number says nothing, so the identity is by names.
  std::vector<KnownRow> const known = {{true, key("A", "A", "1"), "", 2, 0}};
  auto const result = compare(known, {{false, key("a", "A", "2"), "", 7, 0}}, false);
  EXPECT_EQ(result.of_file[0].fate, Fate::corrected);
  EXPECT_EQ(result.of_file[0].known, 0u);
}

TEST(Compare, does_not_take_two_children_of_one_name_for_one) {
  std::vector<KnownRow> const known = {{false, key("a", "A", "1"), "", 2, 0}};
  auto const result = compare(known, {{false, key("b", "A", "2"), "", 2, 0}}, true);
  EXPECT_EQ(result.of_file[0].fate, Fate::added);
  EXPECT_EQ(result.absent, std::vector<size_t>{0});
}

TEST(Compare, asks_a_human_where_two_returned_rows_answer_to_one_name) {
  std::vector<KnownRow> const known = {{true, key("A", "A", "1"), "", 2, 0}, {true, key("A", "A", "2"), "", 3, 0}};
  auto const result = compare(known, {{false, key("a", "A", "9"), "", 8, 0}}, false);
  EXPECT_EQ(result.of_file[0].fate, Fate::added);
  EXPECT_EQ(result.absent.size(), 2u);
}

TEST(Compare, uses_the_place_only_in_our_own_correction_workbook) {
  std::vector<KnownRow> const known = {{true, key("?", "", "1"), "s", 5, 0}};
  std::vector<FileRow> const file = {{false, key("a", "A", "2"), "s", 5, 0}};
  EXPECT_EQ(compare(known, file, true).of_file[0].fate, Fate::corrected);
  EXPECT_EQ(compare(known, file, false).of_file[0].fate, Fate::added);
}

TEST(Compare, leaves_a_good_row_in_force_when_a_later_file_breaks_it) {
  std::vector<KnownRow> const known = {{false, key("a", "A", "1"), "", 2, 0}};
  auto const result = compare(known, {{true, key("A", "A", "2"), "", 2, 0}}, false);
  EXPECT_EQ(result.of_file[0].fate, Fate::broken);
  EXPECT_TRUE(result.absent.empty());
}

TEST(Compare, settles_a_returned_duplicate_that_was_taken_out) {
  std::vector<KnownRow> const known = {{false, key("a", "A", "1"), "", 2, 0}, {true, key("a", "A", "2"), "", 3, 0}};
  auto const again = compare(known, {{false, key("a", "A", "1"), "", 2, 0}, {true, key("a", "A", "2"), "", 3, 0}}, false);
  EXPECT_TRUE(again.settled.empty());
  EXPECT_EQ(again.of_file[1].fate, Fate::unchanged);
  auto const without = compare(known, {{false, key("a", "A", "1"), "", 2, 0}}, false);
  ASSERT_EQ(without.settled.size(), 1u);
  EXPECT_EQ(without.settled[0].known, 1u);
  EXPECT_EQ(without.settled[0].by, 0u);
}

RC_GTEST_PROP(CompareProperty, loses_no_row_and_uses_none_twice, ()) {
  auto const row_key = [] {
    auto const number = *rc::gen::inRange(0, 6);
    auto const name = *rc::gen::inRange(0, 4);
    std::string const names = name == 0 ? "" : "N" + std::to_string(name);
    return RowKey{number == 0 ? names : "i" + std::to_string(number), names, std::to_string(*rc::gen::inRange(0, 3))};
  };
  std::vector<KnownRow> known;
  std::vector<FileRow> file;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) known.push_back({*rc::gen::arbitrary<bool>(), row_key(), "", i, 0});
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) file.push_back({*rc::gen::arbitrary<bool>(), row_key(), "", i, 0});
  Comparison const result = compare(known, file, *rc::gen::arbitrary<bool>());

  RC_ASSERT(result.of_file.size() == file.size());
  std::multiset<size_t> replaced;
  for (size_t at = 0; at < file.size(); ++at) {
    Comparison::Step const& step = result.of_file[at];
    RC_ASSERT((step.fate == Fate::added) == !step.known.has_value());
    if (!step.known) continue;
    if (step.fate == Fate::broken) {
      RC_ASSERT(file[at].is_returned && !known[*step.known].is_returned);
      continue;
    }
    replaced.insert(*step.known);
    RC_ASSERT((step.fate == Fate::corrected) == (!file[at].is_returned && known[*step.known].is_returned));
  }
  for (auto const& settled : result.settled) {
    RC_ASSERT(known[settled.known].is_returned && !file[settled.by].is_returned);
    replaced.insert(settled.known);
  }
  for (size_t row = 0; row < known.size(); ++row) {
    RC_ASSERT(replaced.count(row) <= 1);
    bool const is_absent = std::count(result.absent.begin(), result.absent.end(), row) > 0;
    RC_ASSERT(!(is_absent && replaced.count(row) > 0));
  }
}

Receipt receipt() {
  Receipt one;
  one.number = receipt_number("370114", month("2026-09"), *values::agency_from("court"), 1);
  one.agency = *values::agency_from("court");
  one.report = "court.monthly";
  one.report_title = "宣告失踪、宣告死亡、撤销监护人资格名单";
  one.period = month("2026-09");
  one.received_at = "2026-10-08T09:00:00+08:00";
  one.due_on = day("2026-10-08");
  one.file_name = "章丘区人民法院关于宣告失踪、宣告死亡、撤销监护人资格情况的通报名单(定稿)(2026年9月).xlsx";
  one.file_digest = std::string(64, 'a');
  one.file_size = 12345;
  one.accepted = 12;
  one.returned = 2;
  one.ignored = 6;
  return one;
}

TEST(ReceiptNumber, names_district_period_agency_and_sequence) {
  EXPECT_EQ(receipt().number, "HT-370114-202609-COURT-0001");
  EXPECT_EQ(receipt_number("370114", month("2026-09"), *values::agency_from("civil_affairs"), 12), "HT-370114-202609-CIVILAFFAIRS-0012");
  EXPECT_EQ(receipt_number("370114", month("2026-09"), *values::agency_from("town:370114001"), 10000), "HT-370114-202609-TOWN370114001-10000");
}

TEST(ReceiptText, fits_80_columns_and_says_what_was_taken) {
  Receipt one = receipt();
  one.is_follow_up = true;
  one.absent = 3;
  one.still_returned.push_back({"Sheet1", 9, 0, {base::problem("bad_date", {{"text", std::string(200, '9')}}, {.file = {}, .sheet = "Sheet1", .row = 9, .cell = "C9", .field = {}})}});
  std::string const text = to_text(one, "章丘区");
  for (std::string const& line : base::split(text, '\n')) EXPECT_LE(base::width_in_columns(line), 80u) << line;
  for (char const* part : {"HT-370114-202609-COURT-0001", "法院", "2026年9月", "按时", "收下 12 行", "退回更正 2 行", "第 9 行", "仍然有效"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_EQ(text.find("已收到过"), std::string::npos);
}

TEST(ReceiptJson, has_the_schema_and_the_counts) {
  base::JsonWriter json;
  write_json(receipt(), json);
  for (char const* part : {R"("schema":"hutong.receipt/1")", R"("number":"HT-370114-202609-COURT-0001")", R"("rejected":2)", R"("due_on":"2026-10-08")", R"("already_received":false)"})
    EXPECT_NE(json.text().find(part), std::string::npos) << part << "\n" << json.text();
}

}  // namespace
}  // namespace hutong::exchange
