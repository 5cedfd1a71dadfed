#include "matching/register_index.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>

#include "base/messages.h"
#include "matching/internal/index_file.h"

using namespace hutong;
using namespace hutong::matching;
using sheets::CsvTable;

namespace {

CsvTable table(std::string text, std::string file) {
  auto read = sheets::read_csv_table(std::move(text), std::move(file), 1);
  EXPECT_TRUE(read);
  return std::move(*read);
}

uint64_t drawn(uint64_t& state) {
  state = state * 6364136223846793005U + 1442695040888963407U;
  return state >> 33;
}

struct Person {
  std::string name, birth, phone, place;
};

std::vector<Person> people(size_t count) {
  static std::vector<std::string> const surnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "孙", "周", "吴"};
  static std::vector<std::string> const given = {"子", "涵", "浩", "宇", "欣", "然", "明", "哲", "若", "曦", "诗", "晨", "俊", "杰", "雨", "桐", "佳", "怡", "思", "远"};
  static std::vector<std::string> const villages = {"枣园村", "刁庄村", "相公村", "官庄村", "文祖村", "普集村", "绣惠村", "埠西村"};
  std::vector<Person> people;
  uint64_t state = 11;
  for (size_t i = 0; i < count; ++i) {
    Person person;
    person.name = surnames[drawn(state) % surnames.size()] + given[drawn(state) % given.size()] + given[drawn(state) % given.size()];
    person.birth = std::to_string(2008 + drawn(state) % 15) + "-" + std::to_string(1 + drawn(state) % 12) + "-" + std::to_string(1 + drawn(state) % 28);
    person.phone = "139" + std::to_string(10000000 + drawn(state) % 89999999);
    person.place = villages[drawn(state) % villages.size()] + std::to_string(1 + drawn(state) % 300) + "号";
    people.push_back(person);
  }
  return people;
}

constexpr size_t persons = 3000, in_list = 1000;

std::string register_csv(bool has_id = true) {
  std::string text = std::string(has_id ? "编号," : "") + "姓名,出生日期,电话,住址\n";
  size_t row = 0;
  for (auto const& person : people(persons))
    text += (has_id ? "P" + std::to_string(++row) + "," : "") + person.name + "," + person.birth + "," + person.phone + "," + person.place + "\n";
  return text;
}

// Every third person of the register, some with another telephone, some with a day too many; and as many that the register does not know.
std::string list_csv(size_t first, size_t last) {
  std::string text = "序号,学生姓名,出生年月,联系电话,家庭住址\n";
  auto const all = people(persons + in_list);
  for (size_t i = first; i < last; ++i) {
    Person person = i % 2 ? all[persons + i % in_list] : all[i * 3 % persons];
    if (i % 5 == 0) person.phone = "";
    if (i % 7 == 0) person.birth.back() = person.birth.back() == '1' ? '2' : '1';
    text += "S" + std::to_string(i) + "," + person.name + "," + person.birth + "," + person.phone + "," + person.place + "\n";
  }
  return text;
}

struct Made {
  CsvTable list, people;
  Plan plan;
  Linkage linkage;
  std::string bytes;
};
Made made(unsigned threads = 1, bool has_id = true) {
  Made made{table(list_csv(0, in_list), "名单.csv"), table(register_csv(has_id), "名册.csv"), {}, {}, {}};
  auto plan = recognise(made.list, made.people);
  EXPECT_TRUE(plan) << base::tell(plan.error());
  made.plan = *plan;
  LinkOptions options;
  options.threads = threads;
  options.threshold = 0.01;
  auto linker = Linker::make(made.list, &made.people, made.plan, options);
  EXPECT_TRUE(linker);
  made.linkage = linker->run();
  made.bytes = register_index_of(*linker, made.plan);
  return made;
}

using Bits = std::map<std::pair<std::string, std::string>, float>;

base::Result<Bits> asked(std::string const& bytes, CsvTable rows, double threshold = 0.01) {
  auto const index = RegisterIndex::open(bytes, "名册.index");
  if (!index) return tl::unexpected(index.error());
  LinkOptions options;
  options.threads = 1;
  options.threshold = threshold;
  auto answer = index->ask(rows, "", options);
  if (!answer) return tl::unexpected(answer.error());
  auto linker = Linker::make(rows, answer->partners, answer->plan, options, answer->given);
  EXPECT_TRUE(linker);
  Bits bits;
  for (auto const& pair : linker->run().pairs)
    bits[{std::string(rows.cell(pair.left, *answer->plan.left_id)), std::string(answer->partners.cell(pair.right, *answer->plan.right_id))}] = pair.bits;
  return bits;
}

void expect_same(Bits const& some, Made const& from, size_t first, size_t last) {
  size_t seen = 0;
  for (auto const& pair : from.linkage.pairs) {
    if (pair.left < first || pair.left >= last) continue;
    std::string const right = from.plan.right_id ? std::string(from.people.cell(pair.right, *from.plan.right_id)) : std::to_string(pair.right + 1);
    auto const found = some.find({std::string(from.list.cell(pair.left, *from.plan.left_id)), right});
    ASSERT_NE(found, some.end()) << right << " " << pair.probability;
    EXPECT_NEAR(found->second, pair.bits, 1e-3);
    ++seen;
  }
  EXPECT_EQ(seen, some.size());
  EXPECT_GT(seen, (last - first) / 3);
}

std::string code_after(std::string bytes) {
  auto const result = asked(bytes, table(list_csv(0, 400), "新.csv"));
  if (result) return "";
  EXPECT_FALSE(base::tell(result.error()).empty());
  EXPECT_TRUE(base::has_sentence(result.error().code));
  return result.error().code;
}

}  // namespace

TEST(RegisterIndex, gives_new_rows_the_pairs_and_weights_of_the_whole_linkage) {
  Made const all = made();
  ASSERT_TRUE(is_register_index(all.bytes));
  for (auto [first, last] : {std::pair<size_t, size_t>{0, 400}, {500, 1000}, {7, 19}}) {  // the last: so few that every pair is looked at
    auto const some = asked(all.bytes, table(list_csv(first, last), "新.csv"));
    ASSERT_TRUE(some) << base::tell(some.error());
    expect_same(*some, all, first, last);
  }
}

TEST(RegisterIndex, names_the_rows_of_a_register_without_ids_by_their_number) {
  Made const all = made(1, false);
  auto const some = asked(all.bytes, table(list_csv(0, 400), "新.csv"));
  ASSERT_TRUE(some) << base::tell(some.error());
  expect_same(*some, all, 0, 400);
}

TEST(RegisterIndex, is_the_same_to_the_byte_however_many_threads_make_it) { EXPECT_EQ(made(1).bytes, made(3).bytes); }

TEST(RegisterIndex, says_which_column_of_the_new_list_is_missing) {
  std::string text = list_csv(0, 400);
  text.replace(text.find("联系电话"), std::string("联系电话").size(), "备注");
  auto const result = asked(made().bytes, table(text, "新.csv"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "link_index_no_column");
  EXPECT_EQ(result.error().values.at("column"), "联系电话");
}

TEST(RegisterIndex, refuses_a_list_whose_row_ids_are_not_unique) {
  std::string text = list_csv(0, 400);
  text += "S0,王明,2010-1-1,,\n";
  auto const result = asked(made().bytes, table(text, "新.csv"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "link_id_twice");
}

TEST(RegisterIndex, refuses_what_is_cut_short_or_of_another_version) {
  std::string const bytes = made().bytes;
  EXPECT_EQ(code_after(""), "link_index_damaged");
  EXPECT_EQ(code_after("HTINDEX\n"), "link_index_cut_short");
  for (size_t size : {31UL, 32UL, 100UL, bytes.size() / 2, bytes.size() - 1}) EXPECT_EQ(code_after(bytes.substr(0, size)), "link_index_cut_short") << size;
  EXPECT_EQ(code_after(bytes + "x"), "link_index_damaged");
  std::string later = bytes;
  ++later[8];
  EXPECT_EQ(code_after(later), "link_index_version");
}

TEST(RegisterIndex, finds_a_changed_byte_wherever_it_is) {
  std::string const bytes = made().bytes;
  for (size_t at = 16; at < bytes.size(); at += at < 3000 ? 151 : 24989) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    auto const index = RegisterIndex::open(changed, "名册.index");
    if (index) {
      bool const is_between_sections = bytes[at] == 0 && !index->damage();  // filled up to a multiple of eight: means nothing
      EXPECT_TRUE(index->damage() || is_between_sections) << at;
    }
    code_after(changed);  // whatever it says, it says it in a sentence
  }
  EXPECT_FALSE(RegisterIndex::open(bytes, "名册.index")->damage());
}

TEST(RegisterIndex, refuses_keys_that_another_program_has_made) {
  std::string const bytes = made().bytes;
  auto parts = internal::index_file_from(bytes);
  ASSERT_TRUE(parts);
  auto& [model, sections] = *parts;
  model.probe ^= 1;
  std::string const changed = internal::bytes_of(model);
  ASSERT_EQ(changed.size(), sections.model.size());
  std::vector<std::string> all = {changed};
  Packed<uint64_t> const table_of_sections(std::string_view(bytes).substr(32));
  uint32_t count = 0;
  std::memcpy(&count, bytes.data() + 12, sizeof count);
  for (size_t i = 1; i < count; ++i) all.push_back(bytes.substr(table_of_sections[3 * i], table_of_sections[3 * i + 1]));
  EXPECT_EQ(code_after(internal::index_file_of(std::move(all))), "link_index_other_program");
}
