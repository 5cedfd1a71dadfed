#include "matching/internal/near_values.h"

#include <gtest/gtest.h>

namespace hutong::matching {
namespace {

constexpr size_t rows_each = 600;

std::string of_names(size_t first) {  // 三个字: as many sound alike as happen to
  std::vector<std::string> const surnames = {"王", "李", "张", "章", "刘", "陈"}, characters = {"佳", "嘉", "家", "涵", "晗", "翰", "强", "伟", "玮", "芳", "静", "敏", "丽", "军", "君", "磊", "洋", "杨", "勇", "艳"};
  std::string csv = "name\n";
  for (size_t i = first; i < first + rows_each; ++i) {
    size_t const mixed = i * 2654435761 % 1000003;
    csv += surnames[mixed % surnames.size()] + characters[mixed / 7 % characters.size()] + characters[mixed / 311 % characters.size()] + "\n";
  }
  return csv;
}

struct Names {
  sheets::CsvTable left = sheets::read_csv_table(of_names(0), "left.csv").value(), right = sheets::read_csv_table(of_names(rows_each), "right.csv").value();
  Tables tables{{&left, &right}};
  std::vector<Column> columns = columns_of(tables, {{FieldKind::person_name, About::self, "name", 0, 0}}, 1);
};

// Every pair of different values, one by one.
std::vector<double> counted(Column const& column, bool is_near_only, NearValues const& near) {
  std::vector<double> pairs(column.levels().size() + 1, 0);
  for (uint32_t a : column.codes(0))
    for (uint32_t b : column.codes(1))
      if (a != b && (!is_near_only || near.are_near(a, b))) ++pairs[column.level(a, b)];
  return pairs;
}

size_t level_of(Column const& column, std::string_view code) {
  for (size_t l = 0; l < column.levels().size(); ++l)
    if (column.levels()[l].code == code) return l + 1;
  ADD_FAILURE() << code;
  return 0;
}

TEST(NearValues, are_all_names_that_sound_alike) {
  Names const names;
  Column const& column = names.columns[0];
  NearValues const near(column, 0, 1);
  auto const all = counted(column, false, near), of_near = counted(column, true, near);
  for (auto const* code : {"name_homophone", "name_one_character"}) {
    size_t const level = level_of(column, code);
    EXPECT_GT(all[level], 150) << code;
    EXPECT_EQ(of_near[level], all[level]) << code;
  }
}

TEST(NearValues, are_counted_from_some_of_the_rows) {
  Names const names;
  Column const& column = names.columns[0];
  NearValues const near(column, 0, 1);
  auto const all = counted(column, true, near), estimated = near.levels(column.codes(0));
  for (auto const* code : {"name_homophone", "name_one_character"}) {
    size_t const level = level_of(column, code);
    EXPECT_NEAR(estimated[level] / all[level], 1, 0.1) << code;
  }
  EXPECT_EQ(estimated.back(), 0) << "those that are not alike after all are left to the sample of random pairs";
}

TEST(NearValues, are_not_looked_for_where_keys_say_little) {
  Names const names;
  auto const columns = columns_of(names.tables, {{FieldKind::text, About::self, "title", 0, 0}}, 1);
  NearValues const near(columns[0], 0, 1);
  for (double pairs : near.levels(columns[0].codes(0))) EXPECT_EQ(pairs, 0);
}

}  // namespace
}  // namespace hutong::matching
