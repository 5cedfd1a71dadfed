// The engine as a whole, on small lists made here. What it must never do is more interesting than how well it does: bench/linkage measures that.
#include "matching/linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "values/id_number.h"

namespace hutong::matching {
namespace {

class Dice {  // the same rolls for ever (SplitMix64)
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t roll() {
    uint64_t x = state_ += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
  }
  size_t below(size_t end) { return static_cast<size_t>(roll() % end); }
  bool happens(double share) { return static_cast<double>(roll() >> 11) * 0x1p-53 < share; }
  template <class T>
  T const& of(std::vector<T> const& all) { return all[below(all.size())]; }

 private:
  uint64_t state_;
};

std::string two(size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }
std::string number_of(std::string const& born, int sequence) {  // 990 to 999 are nobody's
  std::string const first = "370114" + born + std::to_string(sequence);
  return first + values::id_check_character(first);
}

std::vector<std::string> const surnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "孙", "周", "吴", "徐", "马", "朱", "胡", "郭", "何"};
std::vector<std::string> const characters = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华",
                                             "玉", "兰", "建", "国", "志", "海", "晨", "宇", "欣", "怡", "嘉", "琪", "俊", "豪", "雨", "泽", "文", "博", "思", "远", "佳", "梦", "浩", "然"};

struct Child {
  std::string id, name, number, born, sex, phone, village, guardian, guardian_number;
  std::string line() const { return id + ',' + name + ',' + number + ',' + born + ',' + sex + ',' + phone + ',' + village + ',' + guardian + ',' + guardian_number + '\n'; }
};
std::string const titles = "编号,姓名,身份证号,出生日期,性别,联系电话,村,监护人,监护人身份证号\n";

std::string written(std::string const& digits) { return digits.substr(0, 4) + '-' + digits.substr(4, 2) + '-' + digits.substr(6, 2); }

struct Lists {
  std::vector<Child> left, right;
  std::set<std::pair<std::string, std::string>> truth;

  // `persons` on the left; about six of ten again on the right under other ids, some with a slip.
  explicit Lists(size_t persons, uint64_t seed = 1) {
    Dice dice(seed);
    std::set<std::string> numbers;
    auto fresh_number = [&](std::string const& born) {
      for (int sequence = 990; sequence < 1000; ++sequence)
        if (auto number = number_of(born, sequence); numbers.insert(number).second) return number;
      return std::string();
    };
    while (left.size() < persons) {
      std::string const guardian = dice.of(surnames) + dice.of(characters) + dice.of(characters), phone = "139" + std::to_string(10000000 + dice.below(80000000));
      std::string const guardian_number = fresh_number(std::to_string(1970 + dice.below(25)) + two(1 + dice.below(12)) + two(1 + dice.below(28)));
      std::string const village = dice.of(surnames) + dice.of(std::vector<std::string>{"家庄", "家村", "官庄", "家峪"});
      for (size_t children = 1 + dice.below(2); children > 0 && left.size() < persons; --children) {
        std::string const born = std::to_string(2006 + dice.below(15)) + two(1 + dice.below(12)) + two(1 + dice.below(28));
        left.push_back({"L" + std::to_string(left.size()), guardian.substr(0, 3) + dice.of(characters) + dice.of(characters), fresh_number(born), written(born), dice.happens(.5) ? "男" : "女", phone, village, guardian, guardian_number});
      }
    }
    for (auto const& child : left) {
      if (!dice.happens(.62)) continue;
      Child copy = child;
      copy.id = "R" + std::to_string(dice.below(1'000'000)) + '_' + std::to_string(right.size());
      if (dice.happens(.04)) copy.name = child.name.substr(0, 6) + dice.of(characters);
      if (dice.happens(.06)) copy.number.clear();
      else if (dice.happens(.03) && !copy.number.empty()) std::swap(copy.number[15], copy.number[16]);
      if (dice.happens(.1)) copy.phone = "138" + std::to_string(10000000 + dice.below(80000000));
      if (dice.happens(.1)) copy.village.clear();
      truth.insert({child.id, copy.id});
      right.push_back(copy);
    }
  }
};

sheets::CsvTable table_of(std::vector<Child> const& children, std::string const& name) {
  std::string csv = titles;
  for (auto const& child : children) csv += child.line();
  return sheets::read_csv_table(csv, name).value();
}

using Pairs = std::map<std::pair<std::string, std::string>, double>;

struct Linked {
  sheets::CsvTable left, right;
  Plan plan;
  std::unique_ptr<Linker> linker;
  Linkage linkage;

  Linked(sheets::CsvTable left_table, sheets::CsvTable right_table, LinkOptions const& options = {}) : left(std::move(left_table)), right(std::move(right_table)), plan(recognise(left, right).value()) {
    linker = std::make_unique<Linker>(Linker::make(left, &right, plan, options).value());
    linkage = linker->run();
  }
  Linked(std::vector<Child> const& left_children, std::vector<Child> const& right_children, LinkOptions const& options = {}) : Linked(table_of(left_children, "左.csv"), table_of(right_children, "右.csv"), options) {}
  explicit Linked(Lists const& lists, LinkOptions const& options = {}) : Linked(lists.left, lists.right, options) {}

  std::string left_id(size_t row) const { return std::string(left.cell(row, *plan.left_id)); }
  std::string right_id(size_t row) const { return std::string(right.cell(row, *plan.right_id)); }
  Pairs pairs() const {
    Pairs pairs;
    for (auto const& pair : linkage.pairs) pairs[{left_id(pair.left), right_id(pair.right)}] = pair.probability;
    return pairs;
  }
  std::set<std::pair<std::string, std::string>> certain() const {
    std::set<std::pair<std::string, std::string>> certain;
    for (auto const& pair : linkage.pairs)
      if (pair.probability >= linkage.model.certain_from) certain.insert({left_id(pair.left), right_id(pair.right)});
    return certain;
  }
  bool is_certain(std::string const& left_name, std::string const& right_name) const { return certain().contains({left_name, right_name}); }
  double probability(std::string const& left_name, std::string const& right_name) const {
    auto const all = pairs();
    auto const at = all.find({left_name, right_name});
    return at == all.end() ? 0 : at->second;
  }
};

std::string bytes_of(Linkage const& linkage) {
  std::string bytes;
  auto add = [&](auto const& value) { bytes.append(reinterpret_cast<char const*>(&value), sizeof value); };
  for (auto const& pair : linkage.pairs) add(pair.left), add(pair.right), add(pair.pattern), add(pair.probability), add(pair.bits);
  for (auto const& rule : linkage.rules) bytes += rule.name, add(rule.pairs), add(rule.new_pairs), add(rule.skipped_pairs);
  for (auto const& field : linkage.model.fields)
    for (auto const& level : field.levels) add(level.m), add(level.u), add(level.expected_pairs);
  add(linkage.model.certain_from), add(linkage.candidates);
  return bytes;
}

void expect_same(Pairs const& one, Pairs const& other, double apart) {
  ASSERT_EQ(one.size(), other.size());
  for (auto const& [pair, probability] : one) {
    ASSERT_TRUE(other.contains(pair)) << pair.first << " " << pair.second;
    EXPECT_NEAR(probability, other.at(pair), apart) << pair.first << " " << pair.second;
  }
}

Lists const& small() {
  static Lists const lists(300);  // every pair is compared
  return lists;
}
Lists const& large() {
  static Lists const lists(1'350);  // so many that rules choose
  return lists;
}
LinkOptions threads(unsigned count) {
  LinkOptions options;
  options.threads = count;
  return options;
}

TEST(Linkage, finds_nearly_everybody_and_hardly_anybody_else) {
  Linked const linked(large());
  ASSERT_FALSE(linked.linkage.rules.empty());
  size_t right = 0;
  for (auto const& [pair, probability] : linked.pairs()) right += large().truth.contains(pair);
  EXPECT_GE(static_cast<double>(right), .99 * static_cast<double>(large().truth.size()));
  EXPECT_GE(static_cast<double>(right), .99 * static_cast<double>(linked.pairs().size()));
  for (auto const& pair : linked.certain()) EXPECT_TRUE(large().truth.contains(pair)) << pair.first << " " << pair.second;
  EXPECT_GE(static_cast<double>(linked.certain().size()), .9 * static_cast<double>(large().truth.size()));
}

TEST(Linkage, has_the_same_bytes_with_any_number_of_threads) {
  for (auto const* lists : {&small(), &large()}) {
    std::string const one = bytes_of(Linked(*lists, threads(1)).linkage);
    for (unsigned count : {2U, 5U}) EXPECT_TRUE(one == bytes_of(Linked(*lists, threads(count)).linkage)) << count << " threads";
  }
}

TEST(Linkage, does_not_depend_on_the_order_of_rows) {
  for (auto const* lists : {&small(), &large()}) {
    auto left = lists->left, right = lists->right;
    std::reverse(left.begin(), left.end());
    std::rotate(right.begin(), right.begin() + 37, right.end());
    std::reverse(right.begin() + 20, right.begin() + 100);
    expect_same(Linked(*lists).pairs(), Linked(left, right).pairs(), 1e-9);
  }
}

// So many that rules are chosen, and chance is counted, on some of the rows.
TEST(Linkage, does_not_depend_on_the_order_of_rows_of_large_tables_either) {
  Lists const lists(39'000);
  auto with_few_columns = [](std::vector<Child> const& children) {
    std::string csv = "编号,姓名,出生日期,村\n";
    for (auto const& child : children) csv += child.id + ',' + child.name + ',' + child.born + ',' + child.village + '\n';
    return sheets::read_csv_table(csv, "名单.csv").value();
  };
  auto left = lists.left, right = lists.right;
  ASSERT_GT(left.size() + right.size(), 60'000U);
  std::reverse(left.begin(), left.end());
  std::rotate(right.begin(), right.begin() + 12'345, right.end());
  Linked const linked(with_few_columns(lists.left), with_few_columns(lists.right)), turned(with_few_columns(left), with_few_columns(right));
  EXPECT_GT(linked.pairs().size(), 10'000U);
  expect_same(linked.pairs(), turned.pairs(), 1e-6);
}

TEST(Linkage, gives_the_same_pairs_when_left_and_right_change_places) {
  for (auto const* lists : {&small(), &large()}) {
    Pairs turned;
    for (auto const& [pair, probability] : Linked(lists->right, lists->left).pairs()) turned[{pair.second, pair.first}] = probability;
    expect_same(Linked(*lists).pairs(), turned, 1e-9);
  }
}

TEST(Linkage, of_certain_pairs_is_not_moved_by_a_row_that_has_nothing_to_do_with_them) {
  auto right = small().right;
  right.push_back({"R_new", "欧阳修远", number_of("20120229", 993), "2012-02-29", "男", "13700000001", "欧家庄", "欧阳询", number_of("19810305", 994)});
  Linked const without(small()), with(small().left, right);
  std::set<std::pair<std::string, std::string>> before = without.certain(), after = with.certain();
  EXPECT_EQ(before, after);
  for (auto const& [pair, probability] : without.pairs()) EXPECT_GT(with.probability(pair.first, pair.second), .4) << pair.first << " " << pair.second;
}

// --- those who are easily confused ------------------------------------------------------------------------------------------------------------------

// One more family on both sides; the right side holds only `written`.
Linked with_family(std::vector<Child> const& at_home, std::vector<Child> const& listed) {
  auto left = small().left, right = small().right;
  left.insert(left.end(), at_home.begin(), at_home.end());
  right.insert(right.end(), listed.begin(), listed.end());
  return {left, right};
}

Child const elder{"L_elder", "郑子涵", number_of("20140506", 991), "2014-05-06", "女", "13912345678", "郑家庄", "郑大山", number_of("19830102", 992)};

TEST(Confusion, a_twin_is_not_certain) {
  Child twin = elder;
  twin.id = "R_twin", twin.name = "郑子萱", twin.number = number_of("20140506", 992);
  EXPECT_FALSE(with_family({elder}, {twin}).is_certain("L_elder", "R_twin"));
  twin.number.clear();
  EXPECT_FALSE(with_family({elder}, {twin}).is_certain("L_elder", "R_twin"));
}

TEST(Confusion, of_two_twins_each_is_found) {
  Child twin = elder;
  twin.id = "L_twin", twin.name = "郑思远", twin.number = number_of("20140506", 992);
  Child listed = elder, listed_twin = twin;
  listed.id = "R_elder", listed_twin.id = "R_twin";
  Linked const linked = with_family({elder, twin}, {listed, listed_twin});
  EXPECT_GT(linked.probability("L_elder", "R_elder"), .99);
  EXPECT_GT(linked.probability("L_twin", "R_twin"), .99);
  EXPECT_LT(linked.probability("L_elder", "R_twin"), .5);
  EXPECT_LT(linked.probability("L_twin", "R_elder"), .5);
}

TEST(Confusion, brother_and_sister_are_not_certain) {
  Child sister = elder;
  sister.id = "R_sister", sister.name = "郑欣怡", sister.number = number_of("20160820", 992), sister.born = "2016-08-20";
  EXPECT_FALSE(with_family({elder}, {sister}).is_certain("L_elder", "R_sister"));
  EXPECT_LT(with_family({elder}, {sister}).probability("L_elder", "R_sister"), .5);
}

TEST(Confusion, a_child_under_its_guardians_number_is_not_certain_to_be_the_guardian) {
  Child guardian{"L_guardian", "郑大山", number_of("19830102", 992), "1983-01-02", "男", "13912345678", "郑家庄", "", ""};
  Child listed = elder;
  listed.id = "R_child", listed.number = guardian.number;
  Linked const linked = with_family({guardian}, {listed});
  EXPECT_FALSE(linked.is_certain("L_guardian", "R_child"));
}

TEST(Confusion, namesakes_in_one_village_are_not_certain) {
  Child namesake{"R_namesake", "郑子涵", number_of("20091112", 995), "2009-11-12", "女", "13876543210", "郑家庄", "郑小河", number_of("19790714", 993)};
  EXPECT_FALSE(with_family({elder}, {namesake}).is_certain("L_elder", "R_namesake"));
  namesake.number.clear(), namesake.phone.clear();
  EXPECT_FALSE(with_family({elder}, {namesake}).is_certain("L_elder", "R_namesake"));
}

TEST(Confusion, of_two_who_look_right_and_differ_from_each_other_none_is_certain) {
  Child one = elder, other = elder;
  one.id = "R_one", one.number.clear(), one.phone = "13811111111", one.guardian.clear(), one.guardian_number.clear(), one.village.clear();
  other = one;
  other.id = "R_other", other.name = "郑子寒", other.phone = elder.phone, one.sex = "男";
  Linked const linked = with_family({elder}, {one, other});
  EXPECT_FALSE(linked.is_certain("L_elder", "R_one") && linked.is_certain("L_elder", "R_other"));
}

TEST(Linkage, finds_a_number_with_two_digits_swapped) {
  Child listed = elder;
  listed.id = "R_listed", listed.name = "郑子寒", listed.phone.clear(), listed.village.clear(), listed.guardian.clear(), listed.guardian_number.clear();
  std::swap(listed.number[13], listed.number[14]);
  Linked const linked = with_family({elder}, {listed});
  EXPECT_GT(linked.probability("L_elder", "R_listed"), .9);
  auto const row = [](sheets::CsvTable const& table) { return static_cast<uint32_t>(table.rows() - 1); };
  auto const why = linked.linker->explain({row(linked.left), row(linked.right)});
  EXPECT_TRUE(std::any_of(why.steps.begin(), why.steps.end(), [](auto const& step) { return step.level == "number_repaired"; }));
}

TEST(Linkage, finds_a_birthday_that_was_told_by_the_lunar_calendar) {
  Child told = elder;
  told.id = "R_told", told.number = "", told.phone = "", told.guardian_number = "", told.born = "2014-04-08";
  Linked const linked = with_family({elder}, {told});
  EXPECT_GT(linked.probability("L_elder", "R_told"), .9);
  auto const why = linked.linker->explain({static_cast<uint32_t>(linked.left.rows() - 1), static_cast<uint32_t>(linked.right.rows() - 1)});
  EXPECT_TRUE(std::any_of(why.steps.begin(), why.steps.end(), [](auto const& step) { return step.level == "date_lunar" && step.bits > 0; }));
}

TEST(Linkage, finds_given_name_and_surname_in_each_others_column) {
  std::vector<std::string> const given = {"joshua", "amelia", "oliver", "isla", "harry", "poppy", "charlie", "daisy", "thomas", "freya", "george", "willow", "arthur", "evelyn"};
  std::vector<std::string> const family = {"harris", "walker", "robinson", "green", "baker", "carter", "turner", "parker", "cooper", "bailey", "richardson", "murray", "webb", "chapman"};
  std::string left = "rec_id,given_name,surname,date_of_birth,suburb,soc_sec_id\n", right = left;
  Dice dice(7);
  for (int i = 0; i < 500; ++i) {
    std::string const first = dice.of(given), last = dice.of(family), rest = std::to_string(1950 + dice.below(50)) + two(1 + dice.below(12)) + two(1 + dice.below(28)) + ",suburb " + std::to_string(dice.below(40)) + ',' + std::to_string(1000000 + dice.below(9000000));
    left += "a" + std::to_string(i) + ',' + first + ',' + last + ',' + rest + '\n';
    if (i % 3 != 0) right += "b" + std::to_string(i) + ',' + (i == 100 ? last + ',' + first : first + ',' + last) + ',' + rest + '\n';
  }
  Linked const linked(sheets::read_csv_table(left, "left.csv").value(), sheets::read_csv_table(right, "right.csv").value());
  EXPECT_GT(linked.probability("a100", "b100"), .9);
}

// Titles of one series differ by the year of the edition; two editions are two books.
TEST(Linkage, takes_editions_of_a_book_for_rivals) {
  std::vector<std::string> const words = {"garden", "history", "river", "algebra", "cooking", "poetry", "winter", "harbour", "geometry", "music", "villages", "carpets", "railways", "orchids"};
  std::string left = "id,title,authors,year,isbn\n", right = left;
  Dice dice(11);
  std::set<std::pair<std::string, std::string>> truth;
  for (int i = 0; i < 150; ++i) {
    std::string const title = "the " + dice.of(words) + " of " + dice.of(words) + " and " + dice.of(words), author = dice.of(words) + " " + dice.of(words);
    for (int edition = 0; edition < 3; ++edition) {
      std::string const id = std::to_string(i) + "_" + std::to_string(edition), year = std::to_string(1980 + i % 20 + 4 * edition), isbn = std::to_string(9780000000000 + static_cast<long long>(dice.below(100000000)));
      left += "a" + id + ',' + title + ',' + author + ',' + year + ',' + isbn + '\n';
      right += "b" + id + ',' + title + (dice.happens(.3) ? " a novel" : "") + ',' + author + ',' + year + ',' + (dice.happens(.2) ? "" : isbn) + '\n';
      truth.insert({"a" + id, "b" + id});
    }
  }
  Linked const linked(sheets::read_csv_table(left, "left.csv").value(), sheets::read_csv_table(right, "right.csv").value());
  for (auto const& pair : linked.certain()) EXPECT_TRUE(truth.contains(pair)) << pair.first << " " << pair.second;
  size_t right_pairs = 0;
  for (auto const& [pair, probability] : linked.pairs()) right_pairs += truth.contains(pair);
  EXPECT_GE(static_cast<double>(right_pairs), .9 * static_cast<double>(linked.pairs().size()));
}

// Cut from the lists: ids and one column, as it is titled.
sheets::CsvTable one_column(std::vector<Child> const& children, std::string const& title, std::string Child::*member) {
  std::string csv = "编号," + title + '\n';
  for (auto const& child : children) csv += child.id + ',' + child.*member + '\n';
  return sheets::read_csv_table(csv, title + ".csv").value();
}
Linked linked_by(std::string const& title, std::string Child::*member) { return {one_column(large().left, title, member), one_column(large().right, title, member)}; }
bool warns_of_one_field(Linkage const& linkage) {
  auto const& warnings = linkage.model.warnings;
  return std::any_of(warnings.begin(), warnings.end(), [](auto const& warning) { return warning.code == "link_warn_one_field"; });
}

// Nothing was found at all: with one column the learnt share of matches dwindled to none.
TEST(OneColumn, of_names_is_enough_for_questions_and_never_for_certainty) {
  Linked const linked = linked_by("姓名", &Child::name);
  size_t found = 0;
  for (auto const& [pair, probability] : linked.pairs()) found += large().truth.contains(pair);
  EXPECT_GE(static_cast<double>(found), .85 * static_cast<double>(large().truth.size()));
  EXPECT_GE(static_cast<double>(found), .85 * static_cast<double>(linked.pairs().size()));
  EXPECT_TRUE(linked.certain().empty());
  EXPECT_TRUE(warns_of_one_field(linked.linkage));
}

TEST(OneColumn, of_numbers_finds_also_those_with_a_slip) {
  Linked const linked = linked_by("身份证号", &Child::number);
  size_t found = 0, with_number = 0;
  for (auto const& [pair, probability] : linked.pairs()) found += large().truth.contains(pair);
  for (auto const& child : large().right) with_number += !child.number.empty();
  EXPECT_GE(static_cast<double>(found), .97 * static_cast<double>(with_number));
  EXPECT_GE(static_cast<double>(found), .97 * static_cast<double>(linked.pairs().size()));
  for (auto const& pair : linked.certain()) EXPECT_TRUE(large().truth.contains(pair)) << pair.first << " " << pair.second;
}

TEST(OneColumn, beside_a_category_is_still_one_column) {
  std::string left = "编号,姓名,性别\n", right = left;
  for (auto const& child : large().left) left += child.id + ',' + child.name + ',' + child.sex + '\n';
  for (auto const& child : large().right) right += child.id + ',' + child.name + ',' + child.sex + '\n';
  Linked const linked(sheets::read_csv_table(left, "左.csv").value(), sheets::read_csv_table(right, "右.csv").value());
  EXPECT_TRUE(warns_of_one_field(linked.linkage));
  EXPECT_TRUE(linked.certain().empty());
  EXPECT_GE(static_cast<double>(linked.pairs().size()), .8 * static_cast<double>(large().truth.size()));
}

TEST(OneColumn, does_not_match_two_lists_that_share_no_number) {
  std::string left = "编号,联系电话\n", right = left;
  for (size_t i = 0; i < 400; ++i) left += "L" + std::to_string(i) + ",1390000" + std::to_string(1000 + 17 * i) + '\n', right += "R" + std::to_string(i) + ",1581111" + std::to_string(9999 - 13 * i) + '\n';
  Linked const linked(sheets::read_csv_table(left, "左.csv").value(), sheets::read_csv_table(right, "右.csv").value());
  EXPECT_TRUE(linked.pairs().empty());
}

// Of a drive that the other list has in another size only.
TEST(Linkage, is_not_certain_of_a_thing_with_another_number_in_its_title) {
  std::vector<std::string> const makers = {"lumo", "norvik", "verano", "quill", "okada", "tamura", "bryce", "kestrel"}, words = {"swift", "silent", "harbour", "granite", "winter", "copper", "meadow", "falcon"};
  std::string left = "id,title,brand,price\n", right = left;
  Dice dice(5);
  for (int i = 0; i < 240; ++i) {
    std::string const maker = dice.of(makers), drive = dice.of(words) + " " + dice.of(words) + " " + std::to_string(200 + i) + " hard drive", price = std::to_string(100 + dice.below(800));
    bool const is_other_size = i % 4 == 0;
    left += "a" + std::to_string(i) + ',' + maker + ' ' + drive + " (2 TB)," + maker + ',' + price + '\n';
    right += "b" + std::to_string(i) + ',' + drive + (is_other_size ? " 1tb " : " 2tb ") + maker + ',' + maker + ',' + price + '\n';
  }
  Linked const linked(sheets::read_csv_table(left, "left.csv").value(), sheets::read_csv_table(right, "right.csv").value());
  EXPECT_GT(linked.certain().size(), 100U);
  for (auto const& [a, b] : linked.certain()) {
    EXPECT_EQ(a.substr(1), b.substr(1));
    EXPECT_NE(std::stoi(a.substr(1)) % 4, 0) << a << " " << b;
  }
  EXPECT_GT(linked.probability("a4", "b4"), .9);
  EXPECT_EQ(linked.linker->explain({4, 4}).doubt, "other_size");
}

// Two shops that sell most models in several sizes. Learning used to end with either every size or hardly anything being the same, as the sample had it.
TEST(Linkage, tells_the_sizes_of_one_model_apart_in_whatever_sample) {
  std::vector<std::string> const makers = {"lumo", "norvik", "verano", "quill", "okada", "tamura", "bryce", "kestrel"}, words = {"swift", "silent", "harbour", "granite", "winter", "copper", "meadow", "falcon"};
  std::vector<std::string> const sizes = {"500 gb", "1 tb", "2 tb", "4 tb"};
  for (uint64_t seed : {1, 2, 3}) {
    Dice dice(seed);
    std::string left = "id,title,brand,price\n", right = left;
    size_t both = 0;
    for (int i = 0; i < 250; ++i) {
      std::string const maker = dice.of(makers), model = "kr" + std::to_string(100 + dice.below(900)), word = dice.of(words);
      size_t const price = 60 + dice.below(500);
      for (size_t size = 0; size < sizes.size(); ++size) {
        if (dice.happens(.4)) continue;
        std::string const id = std::to_string(i) + '_' + std::to_string(size);
        bool const is_left = dice.happens(.8), is_right = dice.happens(.7);
        both += is_left && is_right;
        if (is_left) left += id + ',' + maker + ' ' + word + ' ' + model + " hard drive (" + sizes[size] + ")," + maker + ',' + std::to_string(price + 20 * size) + '\n';
        std::string glued = sizes[size];
        std::erase(glued, ' ');
        if (is_right) right += id + ',' + model + ' ' + (dice.happens(.5) ? word + ' ' : "") + maker + " drive " + (dice.happens(.85) ? glued : "") + ',' + (dice.happens(.6) ? maker : "") + ',' + std::to_string((price + 20 * size) * 95 / 100) + '\n';
      }
    }
    Linked const linked(sheets::read_csv_table(left, "left.csv").value(), sheets::read_csv_table(right, "right.csv").value());
    size_t found = 0;
    for (auto const& [rows, probability] : linked.pairs()) found += rows.first == rows.second;
    double const f1 = 2.0 * static_cast<double>(found) / static_cast<double>(both + linked.pairs().size());
    EXPECT_GT(f1, .8) << "seed " << seed;
    EXPECT_NEAR(linked.linkage.model.expected_matches, static_cast<double>(both), .25 * static_cast<double>(both)) << "seed " << seed;
  }
}

// --- one table ----------------------------------------------------------------------------------------------------------------------------------------

TEST(Dedupe, lets_rows_speak_for_each_other_until_nothing_contradicts) {
  Lists const lists(200, 5);
  auto rows = lists.left;
  rows.insert(rows.end(), lists.right.begin(), lists.right.end());
  for (auto copy : lists.right) {  // a third row of each, poorly filled in
    copy.id += "_poor", copy.number.clear(), copy.guardian.clear(), copy.guardian_number.clear();
    rows.push_back(copy);
  }
  auto const table = table_of(rows, "三份.csv");
  Plan const plan = recognise(table).value();
  Linker linker(Linker::make(table, nullptr, plan, {}).value());
  Linkage const linkage = linker.run();
  std::map<uint32_t, std::set<uint32_t>> partners;
  for (auto const& pair : linkage.pairs) partners[pair.left].insert(pair.right), partners[pair.right].insert(pair.left);
  for (auto const& [row, of_row] : partners)
    for (uint32_t one : of_row)
      for (uint32_t other : of_row) EXPECT_TRUE(one == other || partners[one].contains(other)) << row << " is like " << one << " and " << other;
  for (auto const& pair : linkage.pairs) {
    auto const why = linker.explain({pair.left, pair.right});
    double sum = why.prior_bits + why.close_bits + why.company_bits + why.doubt_bits;
    for (auto const& step : why.steps) sum += step.bits + step.rarity_bits;
    EXPECT_NEAR(sum, static_cast<double>(pair.bits), 1e-3);
  }
}

// --- bounded memory ---------------------------------------------------------------------------------------------------------------------------------

// Forty thousand rows on each side that hold only a village and a sex: five million pairs agree on everything there is.
TEST(Memory, bounds_what_is_compared_and_says_what_was_left_out) {
  Dice dice(3);
  std::string left = "编号,村,性别\n", right = left;
  for (int i = 0; i < 40'000; ++i)
    for (auto* csv : {&left, &right}) *csv += std::string(csv == &left ? "L" : "R") + std::to_string(i) + "," + surnames[dice.below(16)] + characters[dice.below(9)] + "村," + (dice.happens(.5) ? "男" : "女") + "\n";
  LinkOptions options;
  options.memory_bytes = uint64_t{16} << 20;
  Linked const linked(sheets::read_csv_table(left, "左.csv").value(), sheets::read_csv_table(right, "右.csv").value(), options);
  uint64_t skipped = 0;
  for (auto const& rule : linked.linkage.rules) skipped += rule.skipped_pairs;
  EXPECT_LE(linked.linkage.candidates, 1'000'000U);
  EXPECT_GE(skipped + linked.linkage.candidates, 5'000'000U);
}

// A million rows in which everybody has the same name and village: every pair agrees, and nobody can be told apart.
TEST(Memory, is_not_spent_on_a_column_that_is_always_the_same) {
  std::string csv = "编号,姓名,村\n";
  for (int i = 0; i < 4'000; ++i) csv += std::to_string(i) + ",王伟," + (i % 2 ? "东村" : "西村") + "\n";
  LinkOptions options;
  options.memory_bytes = uint64_t{16} << 20;
  Linked const linked(sheets::read_csv_table(csv, "左.csv").value(), sheets::read_csv_table(csv, "右.csv").value(), options);
  uint64_t skipped = 0;
  for (auto const& rule : linked.linkage.rules) skipped += rule.skipped_pairs;
  EXPECT_LE(linked.linkage.candidates, 1'000'000U);
  EXPECT_GE(skipped, 4'000'000U);
}

// --- what people decided ------------------------------------------------------------------------------------------------------------------------------

LinkOptions labelled(uint32_t left, uint32_t right, bool is_match) {
  LinkOptions options;
  options.labels = {{{left, right}, is_match}};
  return options;
}

TEST(Labels, stand_whatever_the_model_says) {
  Linked const without(small());
  auto const best = without.linkage.pairs.front();
  Linked const refused(small().left, small().right, labelled(best.left, best.right, false));
  EXPECT_EQ(refused.probability(refused.left_id(best.left), refused.right_id(best.right)), 0);
  EXPECT_EQ(refused.linker->explain({best.left, best.right}).decided, std::optional(false));

  uint32_t const stranger = best.right == 0 ? 1 : 0;  // nobody's rule makes them a pair
  Linked const taken(large().left, large().right, labelled(best.left, stranger, true));
  EXPECT_EQ(taken.probability(taken.left_id(best.left), taken.right_id(stranger)), 1);
  EXPECT_TRUE(taken.is_certain(taken.left_id(best.left), taken.right_id(stranger)));
  EXPECT_EQ(taken.linker->explain({best.left, stranger}).probability, 1);
}

TEST(Labels, stand_also_where_nobody_may_have_two_partners) {
  Linked const without(small());
  auto const best = without.linkage.pairs.front();
  uint32_t const stranger = best.right == 0 ? 1 : 0;
  for (bool is_many_to_one : {false, true}) {
    auto options = labelled(best.left, stranger, true);
    options.one_to_one = !is_many_to_one, options.many_to_one = is_many_to_one;
    Linked const linked(small().left, small().right, options);
    EXPECT_EQ(linked.probability(linked.left_id(best.left), linked.right_id(stranger)), 1);
    EXPECT_EQ(linked.probability(linked.left_id(best.left), linked.right_id(best.right)) > 0, is_many_to_one);
  }
}

TEST(Labels, of_pairs_that_agree_change_no_other_decision) {
  Linked const without(small());
  LinkOptions options;
  for (size_t i = 0; i < without.linkage.pairs.size(); i += 9) options.labels.push_back({{without.linkage.pairs[i].left, without.linkage.pairs[i].right}, true});
  Pairs const one = without.pairs(), other = Linked(small().left, small().right, options).pairs();
  ASSERT_EQ(one.size(), other.size());
  for (auto const& [pair, probability] : one) EXPECT_TRUE(other.contains(pair)) << pair.first << " " << pair.second;
}

// The labels named two rows of which one has a name and the other a number only: the program broke off.
TEST(Labels, may_be_given_to_rows_that_have_nothing_filled_in_common) {
  constexpr char const* csv = "编号,姓名,电话\n1,王子涵,\n2,,13900000001\n3,王子涵,13900000001\n";
  for (bool is_match : {false, true}) {
    Linked const linked(sheets::read_csv_table(csv, "左.csv").value(), sheets::read_csv_table(csv, "右.csv").value(), labelled(0, 1, is_match));
    EXPECT_EQ(linked.probability("1", "2"), is_match ? 1 : 0);
    EXPECT_EQ(linked.linker->explain({0, 1}).decided, std::optional(is_match));
  }
}

TEST(Explanation, adds_up_also_for_a_pair_in_doubt) {
  Child twin = elder;
  twin.id = "R_twin", twin.name = "郑子萱", twin.number = number_of("20140506", 992);
  Linked const linked = with_family({elder}, {twin});
  auto const why = linked.linker->explain({static_cast<uint32_t>(linked.left.rows() - 1), static_cast<uint32_t>(linked.right.rows() - 1)});
  double sum = why.prior_bits + why.close_bits + why.doubt_bits;
  for (auto const& step : why.steps) sum += step.bits + step.rarity_bits;
  EXPECT_NEAR(sum, why.bits, 1e-6);
  EXPECT_NEAR(linked.probability("L_elder", "R_twin"), why.probability, 1e-6);
}

}  // namespace
}  // namespace hutong::matching
