#include "link_report/link_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "link_report/internal/examples.h"
#include "link_report/internal/reach.h"
#include "link_report/internal/shown.h"

namespace hutong::link_report {
namespace {

using matching::FieldKind;

std::string id_number(std::string const& born, int sequence) {
  std::string const body = "370114" + born + std::to_string(990 + sequence % 10);
  constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * weights[i];
  return body + "10X98765432"[sum % 11];
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// Eighty children on the left, sixty of them on the right: some written otherwise, some with little filled in.
struct Tables {
  std::string left = "编号,姓名,身份证号,出生日期,性别,联系电话\n", right = "编号,姓名,身份证号,出生日期,性别,联系电话\n";

  explicit Tables(std::string const& first_name = "王子涵") {
    std::vector<std::string> const surnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "孙"}, given = {"子涵", "浩宇", "欣然", "明哲", "若曦", "宇轩", "诗晨", "俊杰", "一诺", "思远"};
    for (int i = 0; i < 80; ++i) {
      std::string const born = "20" + two(6 + i % 13) + two(1 + i % 12) + two(1 + (i * 7) % 28);
      std::string const name = i == 0 ? first_name : surnames[i % 8] + given[(i / 8) % 10];
      std::string const sex = i % 2 ? "男" : "女", phone = "139" + std::to_string(10000000 + i * 7919);
      std::string const number = id_number(born, i);
      left += "L" + std::to_string(i) + ',' + name + ',' + (i == 70 ? "" : number) + ',' + (i == 70 ? "" : born) + ',' + sex + ',' + (i == 70 ? "" : phone) + '\n';
      if (i < 60) right += "R" + std::to_string(i) + ',' + (i % 9 == 4 ? surnames[i % 8] + "梓涵" : name) + ',' + (i % 5 == 3 ? "" : number) + ',' + born + ',' + sex + ',' + (i % 7 == 2 ? "" : phone) + '\n';
    }
    right += "R99,,,,男,\n";
  }
};

class Linked {
 public:
  explicit Linked(Tables const& tables, unsigned threads = 1, double threshold = 0.5, std::string left_file = "左.csv")
      : left_(sheets::read_csv_table(tables.left, std::move(left_file)).value()), right_(sheets::read_csv_table(tables.right, "右.csv").value()), plan_(matching::recognise(left_, right_).value()), threshold_(threshold) {
    matching::LinkOptions options;
    options.threads = threads;
    options.threshold = threshold;
    linker_ = std::make_unique<matching::Linker>(matching::Linker::make(left_, &right_, plan_, options).value());
    linkage_ = linker_->run();
  }
  Input input() const {
    return {.left = left_, .right = &right_, .plan = plan_, .linkage = linkage_, .explain = [this](matching::RowPair rows) { return linker_->explain(rows); }, .threshold = threshold_};
  }
  std::string page() const { return link_report::page(input()); }

 private:
  sheets::CsvTable left_, right_;
  matching::Plan plan_;
  double threshold_;
  std::unique_ptr<matching::Linker> linker_;
  matching::Linkage linkage_;
};

nlohmann::json data_of(std::string const& html) {
  std::string const open = "<script type=\"application/json\" id=\"data\">";
  size_t const from = html.find(open) + open.size();
  return nlohmann::json::parse(html.substr(from, html.find("</script>", from) - from));
}

size_t count_of(std::string const& text, std::string const& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(LinkReport, shows_fields_rules_examples_and_both_thresholds) {
  auto const data = data_of(Linked(Tables()).page());
  EXPECT_EQ(data["tables"].size(), 2U);
  EXPECT_GE(data["fields"].size(), 4U);
  EXPECT_EQ(data["fields"][0]["levels"][0]["words"].get<std::string>().find("link_level"), std::string::npos);
  EXPECT_GT(data["totals"]["certain"].get<int>() + data["totals"]["ask"].get<int>(), 40);
  EXPECT_GE(data["totals"]["certain_bits"].get<double>(), data["totals"]["ask_bits"].get<double>());
  EXPECT_EQ(data["examples"].size(), 10U);
  EXPECT_EQ(data["reach"].size(), 2U);
}

TEST(LinkReport, cannot_be_broken_by_what_stands_in_the_files) {
  std::string const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&lt;";
  Tables tables(hostile);
  tables.left = base::replace_all(tables.left, "联系电话", "<b onclick=x>联系电话</b>");
  std::string const html = Linked(tables, 1, 0.5, "</title><script>alert(3)</script>.csv").page(), harmless = Linked(Tables()).page();
  for (std::string const tag : {"<script", "</script", "<img", "<b ", "</title", "onerror="}) EXPECT_EQ(count_of(html, tag), count_of(harmless, tag) + (tag == "onerror=" ? count_of(html, "onerror=alert") : 0)) << tag;
  auto const data = data_of(html);
  EXPECT_EQ(data["tables"][0]["file"], "</title><script>alert(3)</script>.csv");  // shown as it is
}

TEST(LinkReport, asks_no_network) {
  std::string const html = Linked(Tables()).page();
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  for (std::string const reference : {"<script src", " href=\"http", "@import", "url(http", "<link", "<iframe"}) EXPECT_EQ(count_of(html, reference), 0U) << reference;
}

TEST(LinkReport, is_the_same_to_the_byte_whatever_the_threads) { EXPECT_EQ(Linked(Tables(), 1).page(), Linked(Tables(), 4).page()); }

TEST(LinkReport, hides_numbers_and_telephones) {
  std::string const html = Linked(Tables()).page();
  for (int i = 0; i < 80; ++i) {
    std::string const born = "20" + two(6 + i % 13) + two(1 + i % 12) + two(1 + (i * 7) % 28);
    EXPECT_EQ(html.find(id_number(born, i)), std::string::npos);
    EXPECT_EQ(html.find("139" + std::to_string(10000000 + i * 7919)), std::string::npos);
  }
}

TEST(LinkReport, says_so_when_nothing_is_alike) {
  Tables tables;
  tables.right = "编号,姓名,身份证号,出生日期,性别,联系电话\nR1,欧阳修远,,1950-01-01,男,13700000000\n";
  auto const data = data_of(Linked(tables).page());
  EXPECT_EQ(data["totals"]["certain"].get<int>() + data["totals"]["ask"].get<int>(), 0);
  EXPECT_FALSE(data["warnings"].empty());
}

TEST(Examples, go_from_the_surest_to_what_only_looks_alike) {
  Linked const linked{Tables()};
  auto const examples = examples_of(linked.input());
  ASSERT_EQ(examples.size(), 10U);
  for (size_t i = 1; i < examples.size(); ++i) EXPECT_GE(examples[i - 1].waterfall.bits, examples[i].waterfall.bits);
  EXPECT_EQ(examples.front().standing, Standing::certain);
  EXPECT_EQ(examples.back().standing, Standing::below);
  EXPECT_LT(examples.back().waterfall.probability, 0.5);
}

TEST(Reach, counts_every_row_once_and_names_what_is_missing) {
  Linked const linked{Tables()};
  auto const reach = reach_of(linked.input());
  ASSERT_EQ(reach.size(), 2U);
  for (Reach const& side : reach) EXPECT_EQ(side.certain + side.ask + side.alone + side.out_of_reach, side.rows);
  ASSERT_EQ(reach[1].missing.size(), 1U);  // R99, of whom only the sex is known
  EXPECT_EQ(reach[1].missing[0].rows, 1U);
  EXPECT_EQ(reach[1].missing[0].fields.size(), 4U);
  EXPECT_LT(reach[1].missing[0].best_bits, 0);
}

TEST(Shown, hides_what_names_a_person_in_any_column) {
  std::string const number = id_number("20150303", 1);
  EXPECT_EQ(shown(FieldKind::resident_number, number), "370114********" + number.substr(14));
  EXPECT_EQ(shown(FieldKind::text, "身份证" + number + "号"), "身份证370114********" + number.substr(14) + "号");
  EXPECT_EQ(shown(FieldKind::phone, "13912345678"), "139****5678");
  EXPECT_EQ(shown(FieldKind::phone, "139-1234-5678"), "139-****-5678");
  EXPECT_EQ(shown(FieldKind::phone, "0531-83212345"), "053*-****2345");
  EXPECT_EQ(shown(FieldKind::phone, "83212345"), "83****45");
  EXPECT_EQ(shown(FieldKind::phone, "13912345678/13812345678"), "139****5678/138****5678");
  EXPECT_EQ(shown(FieldKind::place, "枣园村12号 139 1234 5678"), "枣园村12号 139 **** 5678");
  EXPECT_EQ(shown(FieldKind::date, "2015-03-03 10:30:00"), "2015-03-03 10:30:00");
  EXPECT_EQ(shown(FieldKind::text, "电话１３９１２３４５６７８"), "电话139****5678");
  EXPECT_EQ(shown(FieldKind::date, "20150303"), "20150303");
  EXPECT_EQ(shown(FieldKind::place, "枣园村12号"), "枣园村12号");
  EXPECT_EQ(shown(number), "370114********" + number.substr(14));
  EXPECT_EQ(base::length_in_characters(shown(FieldKind::text, std::string(500, 'a'))), 61U);
}

}  // namespace
}  // namespace hutong::link_report
