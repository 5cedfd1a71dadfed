// Pages of rules/: what is in force when, and what is refused.
#include <gtest/gtest.h>

#include <map>

#include "base/encoding.h"
#include "base/text.h"
#include "policy/page.h"
#include "policy/internal/rule_words.h"
#include "policy/internal/test_case.h"

namespace hutong::policy {
namespace {

using namespace test;
using values::Date;
using values::Month;

bool is_page(base::Resource const& one) { return !base::ends_with(one.name, "README.md"); }

TEST(Rules, have_exactly_one_version_in_force_in_every_month_from_2019_to_2030) {
  std::vector<Section> sections;
  for (base::Resource const& file : base::resources_in("rules")) {
    if (!is_page(file)) continue;
    auto page = read_page(file.name, file.text);
    sections.insert(sections.end(), page.sections.begin(), page.sections.end());
  }
  for (Month month = *Month::of(2019, 1); month <= *Month::of(2030, 12); month = month.plus(1)) {
    for (Date on : {month.first_day(), month.last_day()}) {
      for (internal::RuleWord const& rule : internal::rule_words()) {
        if (on < day(rule.needed_from)) continue;
        int in_force = 0;
        for (auto const& one : sections) in_force += one.rule == rule.code && *one.from <= on && (!one.until || on < *one.until);
        EXPECT_EQ(in_force, 1) << rule.code << " " << on.to_string();
      }
    }
  }
}

// An editor saved a page as GB18030, and decisions cited 【������2026】.
TEST(Rules, in_another_encoding_than_utf8_are_refused_with_the_name_of_the_file) {
  auto const page = read_page("rules/local.md", base::to_gb18030("# 济民发〔2026〕1号\n"));
  ASSERT_EQ(page.complaints.size(), 1u);
  EXPECT_EQ(page.complaints[0].file, "rules/local.md");
  EXPECT_EQ(page.complaints[0].why, "rules_why_not_utf8");
  EXPECT_TRUE(page.sections.empty());
}

TEST(Rules, each_name_a_document_and_say_what_they_mean) {
  for (std::string_view on : {"2019-06-01", "2020-06-01", "2026-10-31", "2030-12-31"}) {
    auto lines = rules().rules_on(day(on));
    EXPECT_GE(lines.size(), 29u);
    for (RuleLine const& one : lines) {
      EXPECT_FALSE(one.citation.document.empty()) << one.rule;
      EXPECT_FALSE(one.sense.empty()) << one.rule;
      EXPECT_LE(one.in_force_from, day(on));
    }
  }
  EXPECT_TRUE(rules().rules_on(day("1980-01-01")).empty());
}

TEST(Rules, tell_what_an_event_does) {
  auto sentenced = rules().meanings_of("sentenced", "", day(today));
  ASSERT_EQ(sentenced.size(), 2u);
  EXPECT_TRUE(sentenced[0].begins);
  EXPECT_EQ(sentenced[0].circumstance, values::Circumstance::imprisoned);
  EXPECT_FALSE(sentenced[1].begins);
  EXPECT_EQ(rules().meanings_of("deregistered", "death", day(today)).size(), 1u);
  EXPECT_TRUE(rules().meanings_of("deregistered", "moved_out", day(today)).empty());
  EXPECT_TRUE(rules().meanings_of("foundling", "", day(today)).empty());
}

// One page changed in one place.
struct Slip {
  char const* file;
  char const* from;
  char const* to;
  char const* where;  // file:line
  char const* why;    // a piece of the sentence
};

base::Result<Rulebook> with(Slip const& slip) {
  static std::map<std::string, std::string> pages;
  std::vector<base::Resource> files;
  for (base::Resource file : base::resources_in("rules")) {
    if (file.name == slip.file) {
      std::string& page = pages[std::string(slip.file) + slip.from + slip.to];
      page = base::replace_all(file.text, slip.from, slip.to);
      EXPECT_NE(page, file.text) << slip.from;
      file.text = page;
    }
    files.push_back(file);
  }
  return Rulebook::from_files(files);
}

TEST(BadRules, are_refused_with_file_and_line) {
  constexpr char court[] = "rules/2020-minfa-125.md", lumin[] = "rules/2018-lumin-104.md";
  std::vector<Slip> const slips{
      {court, "in force: from 2020-01-01", "in forse: from 2020-01-01", "rules/2020-minfa-125.md:7", "in forse"},
      {court, "in force: from 2020-01-01", "in force: since 2020-01-01", "rules/2020-minfa-125.md:7", "since"},
      {court, "in force: from 2020-01-01", "in force: from 2020-02-30", "rules/2020-minfa-125.md:7", "2020-02-30"},
      {court, "in force: from 2020-01-01", "in force: from 2020-01-02", "rules/2020-minfa-125.md:7", "空档"},
      {court, "in force: from 2020-01-01", "in force: from 2020-01-01 until 2019-01-01", "rules/2020-minfa-125.md:7", "终止不晚于起始"},
      {court, "in force: from 2020-01-01", "in force: from 2020-01-01 until 2028-01-01", "rules/2020-minfa-125.md:7", "空档"},
      {court, "超过 >", "超过 =>", "rules/2020-minfa-125.md:17", "=>"},
      {court, "超过 > | 6", "超过 > | six", "rules/2020-minfa-125.md:17", "six"},
      {court, "超过 > | 6", "超过 > | 6 7", "rules/2020-minfa-125.md:17", "6 7"},
      {court, "登记后月数 months", "登记后月数 month", "rules/2020-minfa-125.md:5", "months"},
      {court, "`lost_contact.police`", "`lost_contact.polise`", "rules/2020-minfa-125.md:5", "polise"},
      {court, "`lost_contact.police`", "`lost_contact.commitment`", "rules", "缺少规则“lost_contact.police”"},
      {court, "未找到 not_found", "找到 found", "rules/2020-minfa-125.md:18", "found"},
      {court, "比较 compare", "比较 comparison", "rules/2020-minfa-125.md:5", "comparison"},
      {court, "# 民发〔2020〕125号", "## 民发〔2020〕125号", "rules/2020-minfa-125.md:1", "一级标题"},
      {court, "doubt: 本通知", "- doubt: 本通知", "rules/2020-minfa-125.md:12", "list"},
      {lumin, "in force: from 2019-01-01 until 2020-01-01", "in force: from 2019-01-01 until 2020-02-01", "rules/2019-minfa-62.md:8", "重叠"},
      {lumin, "in force: from 2019-01-01 until 2020-01-01", "in force: from 2019-01-01 until 2019-12-31", "rules/2019-minfa-62.md:8", "空档"},
      {lumin, "低保边缘 margin", "低保边缘 marginal", "rules/2018-lumin-104.md:40", "marginal"},
      {lumin, "priority_hardship | K3", "hardship | K3", "rules/2018-lumin-104.md:40", "hardship"},
      {"rules/local-370114.md", "hiv_affected、重点", "community_orphan、重点", "rules/local-370114.md:15", "community_orphan"},
      {"rules/2022-zhangqiu-seed.md", "= | 06-30", "= | 02-29", "rules/2022-zhangqiu-seed.md:23", "02-29"},
      {"rules/2022-zhangqiu-seed.md", "结束 ends | 失联 lost_contact", "结束 ends | 失联 lost", "rules/2022-zhangqiu-seed.md:52", "lost"},
  };
  for (Slip const& slip : slips) {
    auto read = with(slip);
    ASSERT_FALSE(read.has_value()) << slip.from << " → " << slip.to;
    EXPECT_EQ(read.error().code, "bad_rules_file");
    std::string all = read.error().values.at("where") + " " + read.error().values.at("why");
    EXPECT_NE(all.find(slip.where), std::string::npos) << slip.to << ": " << all;
    EXPECT_NE(all.find(slip.why), std::string::npos) << slip.to << ": " << all;
  }
}

TEST(BadRules, are_told_all_at_once) {
  base::Resource page{"rules/x.md", "# 甲〔2026〕1号 名称\n\n## 一 `nonsense`\n\nin force: never\n\n| a |\n|---|\n| b |\n"};
  auto read = Rulebook::from_files({page});
  ASSERT_FALSE(read.has_value());
  EXPECT_GT(std::stoi(read.error().values.at("count")), 30);  // every rule is missing, and three slips
}

TEST(DatedRows, change_a_threshold_on_their_day) {
  auto read = with({"rules/2020-minfa-125.md",
                    "| 项目 key | 比较 compare | 值 value |\n|---|---|---|\n| 归入 set | = | 无力履职 incapable |\n| 登记后月数 months | 超过 > | 6 |",
                    "| 项目 key | 比较 compare | 值 value | 起 from | 止 until |\n|---|---|---|---|---|\n| 归入 set | = | 无力履职 incapable | | |\n"
                    "| 登记后月数 months | 超过 > | 6 | | 2026-10-31 |\n| 登记后月数 months | 以上 >= | 3 | 2026-10-31 | |",
                    "", ""});
  ASSERT_TRUE(read.has_value()) << read.error().values.at("why");
  Case of = test::of(parent({certain(values::Circumstance::deceased)}), parent({lost("police", "2026-06-30")}));
  Decision decision = decide(*read, of);
  EXPECT_EQ(summary(decision), "eligible de_facto_unattended");
  EXPECT_EQ(decision.since, day("2026-10-31"));
  of.on = day("2026-10-30");
  EXPECT_EQ(summary(decide(*read, of)), "undetermined");
}

}  // namespace
}  // namespace hutong::policy
