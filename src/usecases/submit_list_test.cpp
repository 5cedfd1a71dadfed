#include "usecases/submit_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"
#include "store/submissions.h"
#include "usecases/context.h"
#include "usecases/init_data.h"
#include "usecases/internal/originals.h"
#include "usecases/nil_return.h"
#include "usecases/receipts.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;
using Verdict = SubmitAnswer::Verdict;

constexpr char header[] = "序号,被申请人姓名,被申请人身份证号,与儿童关系,案件类型,判决日期,儿童姓名,儿童身份证号\n";
constexpr char good_row[] = "1,王建军,370114198505059918,父子,宣告失踪,2026-09-03,王小明,370114201503039918\n";
// The same child's number with a wrong check digit.
constexpr char wrong_row[] = "1,王建军,370114198505059918,父子,宣告失踪,2026-09-03,王小明,370114201503039917\n";

struct SubmitList : testing::Test {
  base::TemporaryFolder temporary;
  base::FixedClock clock{base::instant_from("2026-10-08T09:00:00+08:00").value()};
  base::SeededRandom random{8};
  std::unique_ptr<Context> context;
  Handing const court{"court.monthly", values::Month::from_iso("2026-09").value(), values::agency_from("court").value()};

  // Made once and copied: making one waits for the disk a hundred times.
  static fs::path const& fresh_data() {
    static base::TemporaryFolder const place;
    static fs::path const folder = [] {
      base::FixedClock const clock{base::instant_from("2026-10-01T09:00:00+08:00").value()};
      base::SeededRandom random{7};
      EXPECT_TRUE(init_data(place.path() / "data", "370114", clock, random));
      return place.path() / "data";
    }();
    return folder;
  }

  SubmitList() {
    fs::path const folder = temporary.path() / "data";
    fs::copy(fresh_data(), folder, fs::copy_options::recursive);
    auto opened = Context::open(folder, clock, random);
    EXPECT_TRUE(opened);
    context = std::move(*opened);
  }

  SubmitAnswer submit(std::string const& rows, std::string const& name = "court.csv") { return submit_list(*context, {court, name, header + rows}); }
  size_t files() { return static_cast<size_t>(std::distance(fs::directory_iterator(context->files_folder()), fs::directory_iterator())); }
  std::vector<store::SubmissionRow> rows_of(int64_t submission) {
    std::vector<store::SubmissionRow> rows;
    store::Submissions(context->db()).each_row_of(submission, [&](store::SubmissionRow const& row) { rows.push_back(row); });
    return rows;
  }
};

TEST_F(SubmitList, keeps_the_original_sealed_and_gives_it_back_byte_for_byte) {
  auto const answer = submit(good_row);
  ASSERT_EQ(answer.verdict, Verdict::recorded);
  EXPECT_EQ(original(*context, answer.receipt->number).value(), std::string(header) + good_row);
  std::string const sealed = base::read_file(original_path(*context, answer.receipt->number), 1'000'000).value();
  EXPECT_EQ(sealed.find("王小明"), std::string::npos);
  EXPECT_EQ(sealed.find("370114201503039918"), std::string::npos);
}

TEST_F(SubmitList, opens_an_original_only_under_its_own_number) {
  std::string const number = submit(good_row).receipt->number;
  std::string const other = "HT-370114-202609-COURT-0009";
  fs::copy_file(original_path(*context, number), original_path(*context, other));
  auto const opened = original(*context, other);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "seal_broken");
}

TEST_F(SubmitList, clears_away_what_a_crash_left_behind_and_nothing_else) {
  submit(good_row);
  base::write_file(original_path(*context, "HT-370114-202609-COURT-0007"), "of a submission that never was");
  base::write_file(context->files_folder() / ".HT-370114-202609-COURT-0008.sealed.123.part", "half");
  base::write_file(context->files_folder() / "notes.txt", "not ours");
  submit(std::string(good_row) + "2,李红,37011419880808992X,母女,宣告死亡,2026-09-10,张雨,\n");
  EXPECT_EQ(files(), 3u) << "two originals and the stranger's notes";
  EXPECT_TRUE(fs::exists(context->files_folder() / "notes.txt"));
}

TEST_F(SubmitList, finds_a_returned_row_again_by_name_when_its_number_is_put_right) {
  ASSERT_EQ(submit(wrong_row).receipt->returned, 1);
  auto const answer = submit(good_row);
  EXPECT_EQ(answer.receipt->corrected, 1);
  EXPECT_EQ(answer.receipt->added, 0);
  EXPECT_TRUE(answer.receipt->still_returned.empty());
  auto const before = rows_of(1), after = rows_of(2);
  ASSERT_EQ(before.size(), 1u);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(before[0].state, store::RowState::corrected);
  EXPECT_EQ(before[0].replaced_by_id, after[0].id);
  EXPECT_EQ(after[0].state, store::RowState::accepted);
}

TEST_F(SubmitList, leaves_a_good_row_in_force_when_a_later_file_breaks_it) {
  submit(good_row);
  auto const answer = submit(wrong_row);
  EXPECT_EQ(answer.receipt->returned, 1);
  EXPECT_EQ(rows_of(1)[0].state, store::RowState::accepted);
  EXPECT_EQ(answer.receipt->absent, 0);
}

TEST_F(SubmitList, replaces_a_row_that_says_something_else_and_keeps_the_old_one) {
  submit(good_row);
  std::string changed = good_row;
  changed.replace(changed.find("2026-09-03"), 10, "2026-09-04");
  EXPECT_EQ(submit(changed).receipt->changed, 1);
  auto const before = rows_of(1);
  EXPECT_EQ(before[0].state, store::RowState::superseded);
  EXPECT_NE(before[0].fields.find("2026-09-03"), std::string::npos);
  EXPECT_EQ(rows_of(2)[0].state, store::RowState::accepted);
}

TEST_F(SubmitList, stores_nothing_of_a_restricted_or_doubtful_file) {
  Handing const restricted{"health.hiv_voluntary", court.period, values::agency_from("health").value()};
  EXPECT_EQ(submit_list(*context, {restricted, "x.csv", "anything"}).verdict, Verdict::refused);
  EXPECT_EQ(nil_return(*context, restricted).verdict, Verdict::refused);
  EXPECT_EQ(submit("1,王建军,370114198505059918,父子,宣告失踪,2026-09-03,王小明,370114201503039918,艾滋\n").verdict, Verdict::refused);
  EXPECT_EQ(submit(good_row, "2026年8月.csv").verdict, Verdict::question);
  EXPECT_EQ(submit_list(*context, {court, "x.pdf", "%PDF-1.7 something"}).verdict, Verdict::unreadable);
  EXPECT_TRUE(store::Submissions(context->db()).all().empty());
  EXPECT_EQ(files(), 0u);
}

TEST_F(SubmitList, lets_a_town_hand_in_only_what_is_the_bureaus) {
  values::Agency const town = values::agency_from("town:370114001").value();
  EXPECT_EQ(nil_return(*context, {"civil.dibao", court.period, town}).receipt->number, "HT-370114-202609-TOWN370114001-0001");
  EXPECT_EQ(nil_return(*context, {"court.monthly", court.period, town}).verdict, Verdict::refused);
  EXPECT_EQ(nil_return(*context, {"civil.dibao", court.period, values::agency_from("town:370114099").value()}).verdict, Verdict::wrong_request);
}

TEST_F(SubmitList, writes_no_persons_number_where_a_digest_will_do) {
  submit(good_row);
  store::SubmissionRow const row = rows_of(1)[0];
  for (std::string const& key : {row.row_identity, row.name_identity, row.row_digest}) EXPECT_EQ(key.size(), 32u);
  // Keyed: another directory gives other digests for the same row.
  EXPECT_NE(row.row_identity, row.name_identity);
  base::SeededRandom other_random(9);
  fs::path const other = temporary.path() / "other";
  ASSERT_TRUE(init_data(other, "370114", clock, other_random));
  auto const opened = Context::open(other, clock, other_random);
  submit_list(**opened, {court, "court.csv", std::string(header) + good_row});
  store::Submissions((*opened)->db()).each_row_of(1, [&](store::SubmissionRow const& same) { EXPECT_NE(same.row_identity, row.row_identity); });
}

TEST_F(SubmitList, gives_a_receipt_again_as_it_was) {
  auto const first = submit(good_row).receipt.value();
  clock.set(base::instant_from("2026-11-20T09:00:00+08:00").value());
  auto const again = receipt_numbered(*context, first.number).value();
  EXPECT_EQ(again.received_at, first.received_at);
  EXPECT_EQ(again.is_late, first.is_late);
  EXPECT_EQ(again.accepted, first.accepted);
  EXPECT_FALSE(receipt_numbered(*context, "HT-370114-202609-COURT-0002"));
}

TEST_F(SubmitList, reads_the_directorys_own_lists_and_refuses_a_broken_one) {
  base::write_file(context->data_folder() / "duties" / "370114.yaml", "due_day: 40\nrolls_over: true\nduties: []\n");
  auto const opened = Context::open(context->data_folder(), clock, random);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "bad_duties_file");
  EXPECT_NE(opened.error().values.at("where").find("duties/370114.yaml"), std::string::npos);
}

}  // namespace
}  // namespace hutong::usecases
