#include "matching/fields.h"

#include <gtest/gtest.h>

#include "base/messages.h"
#include "base/text.h"

namespace hutong::matching {
namespace {

sheets::CsvTable table_of(std::string const& csv, std::string const& file = "a.csv") {
  auto table = sheets::read_csv_table(csv, file, 1);
  EXPECT_TRUE(table.has_value()) << csv;
  return table ? std::move(*table) : sheets::CsvTable();
}

// A line of titles and `rows` lines, in which {n} is the number of the row, {k} one of seven letters, {h} one of two hundred Chinese characters.
sheets::CsvTable made(std::string const& titles, std::string const& row, int rows = 300, std::string const& file = "a.csv") {
  std::string csv = titles + "\n";
  for (int i = 1; i <= rows; ++i) {
    std::string line = base::replace_all(row, "{n}", std::to_string(1000 + i));
    line = base::replace_all(line, "{k}", std::string(1, static_cast<char>('a' + i % 7)));
    line = base::replace_all(line, "{d}", std::to_string(10 + i % 18));
    std::string han;
    base::append_utf8(han, static_cast<char32_t>(0x4E00 + (i * 37) % 2000));
    line = base::replace_all(line, "{h}", han);
    csv += line + "\n";
  }
  return table_of(csv, file);
}

std::string titles_of(base::Result<Plan> const& plan, sheets::CsvTable const& left, sheets::CsvTable const& right) {
  if (!plan) return plan.error().code;
  std::string out = plan->left_id ? left.title(*plan->left_id) : "-";
  for (Field const& field : plan->fields) {
    out += " | " + std::string(code_of(field.kind)) + (field.about == About::household ? "* " : " ") + left.title(field.left_column);
    if (left.title(field.left_column) != right.title(field.right_column)) out += "=" + right.title(field.right_column);
  }
  return out;
}

std::string one(sheets::CsvTable const& table, Choice const& choice = {}) { return titles_of(recognise(table, choice), table, table); }
std::string two(sheets::CsvTable const& left, sheets::CsvTable const& right, Choice const& choice = {}) { return titles_of(recognise(left, right, choice), left, right); }

bool has_note(base::Result<Plan> const& plan, std::string_view code, std::string const& column) {
  for (base::Problem const& note : plan->notes)
    if (note.code == code && base::contains(note.values.at("columns"), column)) return true;
  return false;
}

TEST(Fields, are_found_in_lists_of_offices_under_their_own_titles) {
  auto const left = made("人员编号,姓名,公民身份号码,性别,出生日期,联系电话,乡镇街道,村居,监护人姓名,监护人身份号码",
                         "P{n},王{h}小,37011420150303{n},女,2015-03-{d},1380000{n},枣园镇,{h}家村,王{h},37011419800101{n}");
  auto const right = made("序号,学生(人员)姓名,男/女,证件号码,生日,家长姓名,家长证件号,联系方式,镇街", "{n},王{h}小,女,37011420150303{n},201503{d},王{h},37011419800101{n},1380000{n},枣园镇");
  EXPECT_EQ(two(left, right), "人员编号 | resident_number 公民身份号码=证件号码 | person_name 姓名=学生(人员)姓名 | date 出生日期=生日 | person_name* 监护人姓名=家长姓名 | "
                              "resident_number* 监护人身份号码=家长证件号 | phone* 联系电话=联系方式");
}

TEST(Fields, are_found_under_english_titles) {
  auto const table = made("rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id",
                          "r{n},ann{k}{n},smi{k}{n},{d},{k} street {n},hill,sub{k}{n},2{n},ns{k},195112{d},77{n}");
  EXPECT_EQ(one(table), "rec_id | identifier soc_sec_id | given_name given_name | surname* surname | date date_of_birth | place* address_1 | place* suburb | place* postcode | "
                        "category* street_number | category* state");
}

TEST(Fields, of_things_are_not_shared_by_households) {
  auto const left = made("id,name,addr,city,phone,type", "{n},cafe {k} {n},{d} main st.,los angeles {k},213/{n}-1234,italian {k}");
  auto const right = made("id,name,addr,city,phone,type", "{n},the grill {k} {n},{d} main st.,los angeles {k},213-{n}-1234,pizza {k}");
  EXPECT_EQ(two(left, right), "id | phone phone | text name | text type | place addr | place city");
}

TEST(Fields, with_different_titles_meet_by_meaning) {
  auto const left = made("id,title,description,manufacturer,price", "{n},camera {n} deluxe edition,very good camera {n} with strap and box,maker{k},{n}.50");
  auto const right = made("id,name,description,manu,list_price", "{n},camera {n} new,a camera {n} with lens and box,maker{k},$ {n}.00");
  EXPECT_EQ(two(left, right), "id | text title=name | text description | number price=list_price | category manufacturer=manu");
}

TEST(Fields, without_known_titles_meet_by_content) {
  auto const left = made("a1,a2,a3,a4", "王{h}{h},37011420150303{n},2015-03-{d},1380000{n}");
  auto const right = made("x,y,z,w", "37011420150303{n},1380000{n},王{h}{h},2015/3/{d}");
  EXPECT_EQ(two(left, right), "- | resident_number a2=x | person_name a1=z | date a3=w | phone* a4=y");
}

TEST(Fields, of_one_kind_meet_by_their_values) {
  auto const left = made("k1,k2", "left {n} of many words here,{h}{h} words {n} other");
  auto const right = made("q1,q2", "{h}{h} words {n} other,left {n} of many words here");
  EXPECT_EQ(two(left, right), "- | text k1=q2 | text k2=q1");
}

TEST(Fields, meet_by_the_words_in_them_where_hardly_a_value_is_written_alike) {
  auto const firms = made("编号,企业名称,法定代表人", "{n},济南{h}{h}建筑劳务有限公司{h}分店,王{h}"), suppliers = made("编号,供应单位,负责人", "{n},{h}{h}建筑劳务{h}分店,王{h}", 300, "b.csv");
  EXPECT_EQ(titles_of(recognise(firms, suppliers), firms, suppliers), "编号 | person_name 法定代表人=负责人 | text 企业名称=供应单位");
  auto const groups = made("编号,姓名,组别", "{n},王{h}小,{h}店村{d}组"), patients = made("编号,姓名,家住", "{n},王{h}小,{h}店{d}组", 300, "b.csv");
  EXPECT_EQ(titles_of(recognise(groups, patients), groups, patients), "编号 | person_name 姓名 | place* 组别=家住");
  auto const books = made("id,title,authors", "{n},song {n} of many,anna {k}"), sellers = made("id,title,publisher", "{n},song {n} of many,harbour press {k}", 300, "b.csv");
  EXPECT_EQ(titles_of(recognise(books, sellers), books, sellers), "id | text title") << "who wrote it did not publish it";
}

TEST(Fields, never_take_the_answer_for_evidence) {
  auto const table = made("unique_id,first_name,surname,dob,cluster", "{n},ann{k}{n},smith{n},1980-01-{d},{d}");
  auto const plan = recognise(table);
  EXPECT_EQ(one(table), "unique_id | given_name first_name | surname* surname | date dob");
  EXPECT_TRUE(has_note(plan, "link_note_answer", "cluster"));
  auto const repeated = made("person_id,full_name,dob", "{d},Ann{n} Smith{k},1980-01-{d}");
  EXPECT_EQ(one(repeated), "- | person_name full_name | date dob");
  EXPECT_TRUE(has_note(recognise(repeated), "link_note_answer", "person_id"));
}

TEST(Fields, take_a_class_of_words_for_a_field_and_one_of_numbers_for_the_answer) {
  auto const school = made("id,姓名,性别,class", "{n},王{h}小,{k},grade {k}");
  EXPECT_EQ(one(school), "id | person_name 姓名 | category 性别 | category class");
  auto const benchmark = made("id,name,addr,class", "{n},cafe {k} {n},{d} main st {n},{n}");
  EXPECT_EQ(one(benchmark), "id | text name | place addr");
}

TEST(RowId, is_the_column_somebody_names) {
  auto const table = made("编号,姓名,档案号", "{n},王{h}小,D{n}");
  EXPECT_EQ(one(table, {.left_id = "档案号"}), "档案号 | person_name 姓名");
  EXPECT_EQ(one(table, {.left_id = "档案"}), "link_no_column");
}

TEST(RowId, must_not_repeat_itself_or_be_empty) {
  auto const twice = recognise(table_of("id,姓名\n1,王小明\n2,李小红\n1,张三\n"));
  ASSERT_FALSE(twice);
  EXPECT_EQ(base::tell(twice.error()), "文件“a.csv”第 4 行:行号列“id”里,“1”在第 2 行已经出现过,两行分不开。请改正重复的值,或用 --id 指定另一列。");
  auto const empty = recognise(table_of("id,姓名\n1,王小明\n,李小红\n"));
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, "link_id_missing");
}

TEST(RowId, is_the_number_of_the_row_where_there_is_none) { EXPECT_EQ(one(made("姓名,性别", "王{h}小,{k}")), "- | person_name 姓名 | category 性别"); }

TEST(Fields, need_something_to_compare) {
  EXPECT_EQ(one(table_of("id\n1\n2\n")), "link_nothing_to_compare");
  EXPECT_EQ(one(table_of("id,姓名\n1,王小明\n2,王小明\n")), "link_all_the_same");
  EXPECT_EQ(two(table_of("id,姓名\n1,王小明\n2,王小明\n"), table_of("id,姓名\n1,王小明\n")), "link_all_the_same");
}

TEST(Fields, that_repeat_others_count_once) {
  auto const table = made("id,full_name,first_name,surname,city,town_name", "{n},ann{k}{n} van smi{n},ann{k}{n},smi{n},london {k} {n},london {k} {n}");
  EXPECT_EQ(one(table), "id | given_name first_name | surname* surname | place* city");
}

TEST(Fields, of_names_in_two_halves_are_joined_for_a_table_of_whole_names) {
  auto left = made("id,first_name,last_name,dob", "{n},ann{k}{n},smi{n},1980-01-{d}"), right = made("id,姓名,dob", "{n},ann{k}{n} smi{n},1980-01-{d}");
  join_names(left, right);
  EXPECT_EQ(two(left, right), "id | person_name full name=姓名 | date dob");
  auto chinese = made("id,姓,名", "{n},王,{h}小"), whole = made("id,姓名", "{n},王{h}小");
  join_names(whole, chinese);
  EXPECT_EQ(two(whole, chinese), "id | person_name 姓名");
}

TEST(Fields, are_not_named_by_half_a_title) {
  auto const left = made("id,title,year,director", "{n},the {k} river {n},1{n},Ann{k} Smith"), right = made("movie_id,name,release_date,directors", "{n},the {k} stone {n},2001-02-{d},Ann{k} Smith");
  EXPECT_EQ(two(left, right), "id | date year=release_date | text title=name | text director=directors");
}

TEST(Fields, of_whole_names_may_be_called_by_the_given_name) {
  EXPECT_EQ(two(made("编号,员工姓名,电话", "{n},王{h}小,1380000{n}"), made("序,名,电话", "{n},王{h}小,1380000{n}")), "编号 | person_name 员工姓名=名 | phone* 电话");
}

TEST(Fields, need_a_line_of_titles) {
  EXPECT_EQ(one(table_of("王小明,2015-03-03,13800001001\n李小红,2016-04-04,13800001002\n")), "link_no_titles");
}

TEST(Fields, are_known_by_the_end_of_an_address_of_a_vocabulary) {
  auto const table = made("id|http://v.example/o#has_address|http://v.example/o/phone_number", "{n}|{d} main st {n}|213/{n}-1234");
  EXPECT_EQ(one(table), "id | phone* http://v.example/o/phone_number | place* http://v.example/o#has_address");
}

TEST(RowId, may_stand_beside_an_id_of_another_list) { EXPECT_EQ(one(made("TID,CID,id,title,artist", "{n},{d},{d},song {n} of many,the {k} band")), "TID | text title | text artist"); }

std::vector<std::string> complaints(std::string const& yaml) {
  std::vector<std::string> told;
  for (base::Problem const& one : read_config(yaml, "c.yaml").problems) told.push_back(base::tell(one));
  return told;
}

TEST(Config, says_which_columns_to_compare) {
  auto const left = made("nr,who,born,extra", "{n},王{h}{h},2015-03-{d},{h}");
  auto const right = made("key,person,day,other", "{n},王{h}{h},2015-03-{d},{h}");
  auto const read = read_config("id: {left: nr, right: key}\nfields:\n  - {left: who, right: person, kind: person_name, name: name}\n  - {left: born, right: day, about: household}\n", "c.yaml");
  ASSERT_TRUE(read.problems.empty());
  EXPECT_EQ(titles_of(plan_of(read.config, left, right), left, right), "nr | person_name who=person | date* born=day");
}

TEST(Config, may_only_leave_columns_out) {
  auto const table = made("id,姓名,性别,备注", "{n},王{h}小,{k},{h}{h}{h} {n}");
  auto const read = read_config("ignore: [备注]\n", "c.yaml");
  EXPECT_EQ(titles_of(plan_of(read.config, table), table, table), "id | person_name 姓名 | category 性别");
}

TEST(Config, says_what_is_written_twice_because_it_would_count_twice) {
  EXPECT_EQ(complaints("id: 编号\nfields: [姓名, 住址, 姓名]\nid: 姓名\n"),
            (std::vector<std::string>{"文件“c.yaml”第 3 行:“id”写了两次。请只留一处。", "文件“c.yaml”第 2 行:“姓名”写了两次,同一列会算两遍。请只留一处。"}));
}

TEST(Config, is_refused_with_the_line_of_every_mistake) {
  EXPECT_EQ(complaints("id: a\nfeilds: []\nfields:\n  - {left: a}\n  - {column: b, kind: nmae}\n  - {column: c, about: us, x: 1}\n").size(), 5u);
  EXPECT_EQ(complaints("feilds: []\n").front(), "文件“c.yaml”第 1 行:不认识“feilds”。这里可以写:id、fields、ignore。");
  EXPECT_EQ(complaints("fields: [a\n").size(), 1u);
  EXPECT_EQ(complaints("- a\n").size(), 1u);
  EXPECT_EQ(complaints("").size(), 1u);
  EXPECT_EQ(complaints("fields:\n  - {column: [1], left: {a: b}}\n").size(), 2u);
  auto const read = read_config("fields: [no such]\n", "c.yaml");
  auto const table = made("id,姓名", "{n},王{h}小");
  EXPECT_EQ(titles_of(plan_of(read.config, table), table, table), "link_no_column");
}

}  // namespace
}  // namespace hutong::matching
