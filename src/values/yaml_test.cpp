#include "values/yaml.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace hutong::values {
namespace {

struct Shelf {
  std::string name;
  int boards = 0;
  bool is_full = false;
  std::vector<std::string> books;
};

Shelf shelf_from(YamlNode const& root) {
  root.allow_keys({"name", "boards", "is_full", "books"});
  Shelf shelf;
  shelf.name = root.needed("name").word();
  shelf.boards = root.needed("boards").number();
  if (auto const full = root.find("is_full")) shelf.is_full = full->flag();
  if (auto const books = root.find("books")) shelf.books = books->words();
  return shelf;
}

base::Result<Shelf> read(std::string_view yaml) { return read_yaml(yaml, "bad_duties_file", shelf_from); }

TEST(Yaml, gives_what_is_written) {
  auto const shelf = read("name: 东墙\nboards: 5\nis_full: true\nbooks:\n  - 论语\n  - \"42\"\n").value();
  EXPECT_EQ(shelf.name, "东墙");
  EXPECT_EQ(shelf.boards, 5);
  EXPECT_TRUE(shelf.is_full);
  EXPECT_EQ(shelf.books, (std::vector<std::string>{"论语", "42"}));
}

TEST(Yaml, takes_a_key_with_nothing_behind_it_for_a_key_that_is_missing) {
  EXPECT_TRUE(read("name: 东墙\nboards: 5\nbooks:\n")->books.empty());
  EXPECT_EQ(read("name:\nboards: 5\n").error().values.at("why"), "缺少“name”");
}

TEST(Yaml, refuses_whatever_it_does_not_understand_with_its_line) {
  struct Case {
    std::string yaml, where, why;
  };
  for (Case const& one : std::vector<Case>{
           {"", "第 1 行", "这里应当是“键: 值”"},
           {"东墙\n", "第 1 行", "这里应当是“键: 值”"},
           {"- name: 东墙\n", "第 1 行", "这里应当是“键: 值”"},
           {"name: 东墙\nboards: [5\n", "第 3 行", "不合 YAML 的写法"},
           {"name: 东墙\nboards: 5\nis_ful: true\n", "第 3 行", "没有“is_ful”这个键;可以写的有 name、boards、is_full、books"},
           {"name: 东墙\n? [boards, books]\n: 5\n", "第 2 行", "这里应当是一个词"},
           {"name: 东墙\nboards: 5\nboards: 6\n", "第 3 行", "“boards”写了两遍"},
           {"name: 东墙\nboards: 5\nbooks: [\xC2\xDB\xD3\xEF]\n", "第 3 行", "不是 UTF-8 编码,请在编辑器里另存为 UTF-8"},  // 论语, as Notepad saves it
           {"name: 东墙\n", "第 1 行", "缺少“boards”"},
           {"name: [东墙]\nboards: 5\n", "第 1 行", "这里应当是一个词"},
           {"name: 东墙\nboards: 五\n", "第 2 行", "“五”看不懂"},
           {"name: 东墙\nboards: {a: 5}\n", "第 2 行", "这里应当是一个词"},
           {"name: 东墙\nboards: 5\nis_full: 也许\n", "第 3 行", "“也许”看不懂"},
           {"name: 东墙\nboards: 5\nbooks: 论语\n", "第 3 行", "这里应当一项一行,或写成 [甲, 乙]"},
           {"name: 东墙\nboards: 5\nbooks: [论语, [孟子]]\n", "第 3 行", "这里应当是一个词"}}) {
    auto const refused = read(one.yaml);
    ASSERT_FALSE(refused) << one.yaml;
    EXPECT_EQ(refused.error().code, "bad_duties_file");
    EXPECT_EQ(refused.error().values.at("where"), one.where) << one.yaml;
    EXPECT_EQ(refused.error().values.at("why"), one.why) << one.yaml;
  }
}

}  // namespace
}  // namespace hutong::values
