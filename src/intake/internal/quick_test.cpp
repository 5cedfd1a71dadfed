#include "intake/internal/quick.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "base/text.h"
#include "intake/internal/cells.h"
#include "intake/internal/test_list.h"

namespace hutong::intake {
namespace {

values::Date const received = *values::Date::of(2026, 10, 10);

// Texts of the kinds that stand in lists, with the slips that make a quick yes wrong: words for none, blanks, full width, stars.
std::string some_text(base::Random& random) {
  static std::vector<std::string> const pieces = {"王", "小", "明", "无", "未", "办理", "某", "弃婴", "男", "女", "之子", "佚名", "不详", "李红", "欧阳", "1", "12", "13800000001", "2026-09-03", "2015-3-1", " ", "　",
                                                  "·", "(", ")", "*", "?", "X", "x", "村", "街道", "-", "/", "\n", "'", "1", "\"", "待定", "空", "没有", "暂无", "零", "0"};
  std::string text;
  for (uint64_t i = random.between(1, 4); i > 0; --i) text += random.pick(pieces);
  return text;
}

TEST(Quick, says_yes_only_where_the_parsers_give_back_the_text_itself) {
  base::SeededRandom random(20261010);
  int names = 0, texts = 0, phones = 0;
  for (int n = 0; n < 60'000; ++n) {
    std::string const text = some_text(random);
    CellInput const cell{text, sheets::CellKind::text};
    auto same = [&](Reading const& reading) { return reading.is_value() && reading.value == text && reading.warnings.empty(); };
    if (quick_name(text)) {
      EXPECT_TRUE(same(read_name(cell))) << text;
      ++names;
    }
    if (quick_text(text)) {
      EXPECT_TRUE(same(read_text(cell))) << text;
      ++texts;
    }
    if (quick_phone(text)) {
      EXPECT_TRUE(same(read_phone(cell))) << text;
      ++phones;
    }
    if (auto const day = quick_date(text)) EXPECT_EQ(read_date(cell, DateRole::any, received).day, day) << text;
  }
  EXPECT_GT(names, 500);
  EXPECT_GT(texts, 500);
  EXPECT_GT(phones, 50);
}

TEST(Quick, takes_a_number_as_the_parser_would) {
  for (std::string const& id : {testing::child_id(), testing::father_id(), testing::with_wrong_check(testing::child_id()), testing::id_of("20270101", 991), std::string("3701142015030199"), std::string("37011420150301991x")}) {
    IdReading const slow = read_id_number({id, sheets::CellKind::text}, received);
    auto const quick = quick_id(id, received);
    if (quick) EXPECT_EQ(slow.value, id);
    if (!slow.is_value()) EXPECT_FALSE(quick.has_value()) << "a number that is refused is refused on the short way too";
  }
  EXPECT_TRUE(quick_id(testing::child_id(), received).has_value());
}

}  // namespace
}  // namespace hutong::intake
