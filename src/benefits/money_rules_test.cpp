// rules/*.md as money: complete, without gap or overlap; one slip of the pen each, found with file and line.
#include "benefits/money_rules.h"

#include <gtest/gtest.h>

#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "benefits/internal/test_money.h"

namespace hutong::benefits {
namespace {

using namespace test;
using enum Category;

// All pages, with one piece of one page replaced; "" as the file adds a page.
base::Result<MoneyRules> with(std::string const& file, std::string const& from, std::string const& to) {
  static std::map<std::string, std::string> pages;
  std::vector<base::Resource> files;
  for (base::Resource one : base::resources_in("rules")) {
    if (one.name == "rules/" + file) {
      size_t at = one.text.find(from);
      EXPECT_NE(at, std::string_view::npos) << file << from;
      std::string& page = pages[file] = std::string(one.text);
      page.replace(at, from.size(), to);
      one.text = page;
    }
    files.push_back(one);
  }
  if (file.empty()) files.push_back({"rules/new.md", pages["new"] = to});
  return MoneyRules::from_files(files);
}

TEST(MoneyRules, refuse_a_slip_with_file_and_line) {
  struct Row {
    char const* file;
    char const* from;
    char const* to;
    char const* where;
    char const* why;
  };
  for (Row const& row : {
           Row{"2024-jinan-standards.md", "| 2228 |", "| 2228x |", "rules/2024-jinan-standards.md:15", "2228x"},
           Row{"2024-jinan-standards.md", "| 2228 |", "| 0 |", "rules/2024-jinan-standards.md:15", "不能用的值"},
           Row{"2024-jinan-standards.md", "hiv_affected", "hiv", "rules/2024-jinan-standards.md:15", "hiv"},
           Row{"2024-jinan-standards.md", "济南 370100", "济南 3701", "rules/2024-jinan-standards.md:15", "3701"},
           Row{"2024-jinan-standards.md", "2024-02-29 |", "2024-02-30 |", "rules/2024-jinan-standards.md:15", "2024-02-30"},
           Row{"2024-jinan-standards.md", "元/月 amount", "元/月 money", "rules/2024-jinan-standards.md:5", "money"},
           Row{"2024-jinan-standards.md", "until 2025-01-01", "until 2024-12-01", "rules/2024-jinan-standards.md:15", "空档"},
           Row{"2024-jinan-standards.md", "from 2024-01-01 until", "from 2024-01-02 until", "rules/2024-jinan-standards.md:15", "1日"},
           Row{"2024-jinan-standards.md", "`money.standard`", "`money.standards`", "rules/2024-jinan-standards.md:5", "money.standards"},
           Row{"local-370114-money.md", "被收养 adopted", "被收养 adoptd", "rules/local-370114-money.md:66", "adoptd"},
           Row{"local-370114-money.md", "被收养 adopted", "被收养 child_died", "rules/local-370114-money.md:66", "重叠"},
           Row{"local-370114-money.md", "| 当月 same |", "| 当月 this |", "rules/local-370114-money.md:65", "this"},
           Row{"local-370114-money.md", "不扣 ignored", "不扣 ignore", "rules/local-370114-money.md:111", "ignore"},
           Row{"local-370114-money.md", "| = | 2 |", "| = | 2.5 |", "rules/local-370114-money.md:123", "2.5"},
       }) {
    auto read = with(row.file, row.from, row.to);
    ASSERT_FALSE(read) << row.to;
    std::string told = base::tell(read.error());
    EXPECT_NE(told.find(row.where), std::string::npos) << told;
    EXPECT_NE(told.find(row.why), std::string::npos) << told;
  }
}

TEST(MoneyRules, miss_no_reason_category_or_subsidy) {
  auto read = with("local-370114-money.md", "| 户籍迁出 moved_out | 当月 same |\n", "");
  ASSERT_FALSE(read);
  EXPECT_NE(base::tell(read.error()).find("money.end moved_out"), std::string::npos);
}

std::string page_of(std::string_view in_force, std::string_view place, std::string_view category, std::string_view amount, std::string_view announced) {
  return "# 测〔2026〕1号 新标准\n\n## 标准 `money.standard`\n\nin force: from " + std::string(in_force) +
         "\n\n新标准。\n\n| place | category | amount | announced |\n|---|---|---|---|\n| " + std::string(place) + " | " + std::string(category) + " | " +
         std::string(amount) + " | " + std::string(announced) + " |\n";
}

int64_t yuan(MoneyRules const& of, std::string_view place, Category category, std::string_view in) {
  StandardTable const table = of.table_for(place, Residence::rural);
  auto const* step = table.step_in(category, month(in));
  return step ? step->monthly.in_fen() / 100 : -1;
}

TEST(MoneyRules, use_the_district_own_standard_from_its_first_month_on) {
  auto read = with("", "", page_of("2024-07-01", "370114", "community_orphan", "2300", ""));
  ASSERT_TRUE(read);
  EXPECT_EQ(yuan(*read, "370114", community_orphan, "2024-06"), 2228);
  EXPECT_EQ(yuan(*read, "370114", community_orphan, "2026-06"), 2300);
  EXPECT_EQ(yuan(*read, "370114008", community_orphan, "2026-06"), 2300);
  EXPECT_EQ(yuan(*read, "370112", community_orphan, "2026-06"), 2228);
  EXPECT_EQ(yuan(*read, "370114", de_facto_unattended, "2026-06"), 2228);
}

TEST(MoneyRules, let_a_later_announcement_of_the_same_month_count) {
  auto read = with("", "", page_of("2025-01-01", "370100", "community_orphan", "2300", "2025-04-15"));
  ASSERT_TRUE(read);
  EXPECT_EQ(yuan(*read, "370114", community_orphan, "2025-01"), 2300);
  EXPECT_EQ(read->table_for("370114", Residence::rural, day("2025-04-14")).step_in(community_orphan, month("2025-01"))->monthly, Money::yuan(2228));
  EXPECT_FALSE(with("", "", page_of("2025-01-01", "370100", "community_orphan", "2300", "2025-01-01")));  // announced twice on one day
}

TEST(MoneyRules, know_the_places_they_have_standards_for) {
  EXPECT_TRUE(rules().knows_place("370114") && rules().knows_place("370114001") && rules().knows_place("370100"));
  EXPECT_FALSE(rules().knows_place("370200"));  // Qingdao has its own, which nobody has written here
  EXPECT_FALSE(rules().knows_place("110101"));
}

TEST(MoneyRules, cite_a_document_for_everything) {
  for (std::string_view on : {"2021-06-01", "2024-06-01", "2026-10-31"}) {
    auto in_force = rules().rules_on(day(on));
    EXPECT_GE(in_force.size(), 14u);
    for (MoneyRule const& one : in_force) EXPECT_FALSE(one.citation.document.empty() || one.sense.empty()) << one.rule;
  }
}

std::string warnings(base::Result<MoneyRules> const& of) {
  std::string all;
  if (of)
    for (StandardWarning const& one : of->warnings()) all += one.text + "\n";
  return all;
}

TEST(StandardCheck, is_content_with_what_jinan_published) { EXPECT_EQ(warnings(rules()), ""); }

TEST(StandardCheck, notices_a_slip_of_the_pen) {
  EXPECT_NE(warnings(with("2024-jinan-standards.md", "| 2228 |", "| 2282 |")).find("不是城市低保1114.00元的2.00倍(2228.00元)"), std::string::npos);
  EXPECT_NE(warnings(with("2024-jinan-standards.md", "| 2228 |", "| 22280 |")).find("高出50%以上"), std::string::npos);
  EXPECT_NE(warnings(with("2024-jinan-standards.md", "| 2228 |", "| 1228 |")).find("低于此前的2090.00元"), std::string::npos);
  EXPECT_NE(warnings(with("2024-jinan-standards.md", "| 1865 |", "| 1856 |")).find("散居标准同时提高138.00元"), std::string::npos);
  EXPECT_NE(warnings(with("2024-jinan-standards.md", "| 2785 |", "| 2758 |")).find("2.50倍"), std::string::npos);
}

}  // namespace
}  // namespace hutong::benefits
