#include "payments/papers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "payments/bank_file.h"
#include "payments/internal/test_list.h"

namespace hutong::payments {
namespace {

using internal::test_layout;
using internal::test_list;
using values::Money;

values::Divisions divisions() { return values::Divisions::from_yaml(base::resource("divisions/370114.yaml").value()).value(); }

Money sum_of_column(documents::Document const& document, size_t column) {
  Money sum;
  for (auto const& row : document.rows) sum = sum + std::get<Money>(row[column]);
  return sum;
}

TEST(Papers, give_the_total_in_figures_and_capitals) {
  auto const document = roll(test_layout(), test_list(2), divisions());
  ASSERT_EQ(document.closing_lines.size(), 1u);
  EXPECT_EQ(document.closing_lines[0], "本次共 2 人,合计 3955.99 元,人民币(大写):叁仟玖佰伍拾伍元玖角玖分");
}

// The same money on every paper: nobody can take a fen from one to the other.
RC_GTEST_PROP(Papers, all_add_up_to_the_list, ()) {
  int const children = *rc::gen::inRange(0, 120);
  auto list = test_list(children);
  for (auto& entry : list.entries) entry.lines.back().amount = Money::fen(*rc::gen::inRange(2, 300000));
  for (auto& entry : list.entries) {
    if (*rc::gen::inRange(0, 4) != 0) continue;
    auto deducted = entry.lines.back();
    deducted.kind = LineKind::recovery;
    deducted.amount = Money::fen(*rc::gen::inRange<int64_t>(1, entry.lines.back().amount.in_fen()));
    entry.lines.push_back(deducted);
  }
  Money const deducted = list.total_of(LineKind::recovery);
  size_t const more = deducted == Money() ? 0 : 1;  // the column of what is deducted
  auto layout = test_layout();
  int const share = *rc::gen::inRange(0, 101);
  layout.funding[values::Category::community_orphan] = {{"区级", share}, {"市级", 100 - share}};
  auto const all = roll(layout, list, divisions());
  auto const towns = town_summary(layout, list, divisions());
  auto const funding = funding_summary(layout, list);
  RC_ASSERT(sum_of_column(all, 9 + more) == list.total());
  RC_ASSERT(sum_of_column(all, 7) + sum_of_column(all, 8) == list.total() + deducted);
  RC_ASSERT(sum_of_column(towns, 7 + more) == list.total());
  RC_ASSERT(sum_of_column(funding, 5 + more) == list.total());
  if (more) RC_ASSERT(sum_of_column(all, 9) == deducted && sum_of_column(towns, 7) == deducted && sum_of_column(funding, 5) == deducted);
  Money in_file;
  auto const lines = base::split(bank_file(layout.bank_file, list).value(), '\n');
  for (size_t i = 1; i + 1 < lines.size(); ++i) in_file = in_file + Money::parse(base::split(lines[i], ',')[4]).value();
  RC_ASSERT(in_file == list.total());
}

std::string remark_of(std::vector<std::pair<std::string, int>> const& arrears) {
  auto list = test_list(1);
  Line const own = list.entries[0].lines.back();
  list.entries[0].lines.clear();
  for (auto const& [month, yuan] : arrears) {
    Line line = own;
    line.month = values::Month::from_iso(month).value();
    line.kind = LineKind::arrears;
    line.amount = Money::yuan(yuan);
    list.entries[0].lines.push_back(line);
  }
  list.entries[0].lines.push_back(own);
  return std::get<std::string>(roll(test_layout(), list, divisions()).rows[0].back());
}

// A year of arrears was written month by month, so small that nobody could read it.
TEST(Papers, remark_months_of_one_amount_together_and_many_as_a_whole) {
  EXPECT_EQ(remark_of({{"2023-12", 138}}), "补发2023-12月 138.00");
  EXPECT_EQ(remark_of({{"2023-11", 138}, {"2023-12", 138}, {"2024-01", 138}, {"2024-02", 92}}), "补发2023-11至2024-01月每月 138.00、2024-02月 92.00");
  EXPECT_EQ(remark_of({{"2023-09", 1}, {"2023-11", 1}, {"2023-12", 2}, {"2024-01", 3}, {"2024-02", 3}}), "补发2023-09至2024-02共5个月");
}

TEST(Papers, leave_an_unknown_town_in_sight) {
  auto const document = town_summary(test_layout(), test_list(10), divisions());
  EXPECT_EQ(std::get<std::string>(document.rows[0][0]), "镇街不明");
  EXPECT_EQ(std::get<int64_t>(document.rows[0][1]), 2);
}

}  // namespace
}  // namespace hutong::payments
