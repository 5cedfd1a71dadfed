#include "matching/internal/words.h"

#include <gtest/gtest.h>

#include <string>

#include "matching/internal/levels.h"

namespace hutong::matching {
namespace {

// The level of two titles among some others.
std::string level_of(std::string const& title, std::string const& other) {
  std::vector<std::string> const titles = {title, other, "norvik rx 170 headphones", "altona kb 330 keyboard", "22 inch monitor bryce tm 410", "24 inch monitor lumo sx 560", "ostra kettle 1.5 l"};
  std::vector<std::string_view> const texts(titles.begin(), titles.end());
  std::vector<uint32_t> const rows(texts.size() + 1, 1);
  Words words;
  words.build(texts, rows, rows, nullptr);
  auto const [cosine, contained, numbers] = words.likeness(1, 2);
  return levels_of(FieldKind::text).at(level_of_likeness(likeness_of(cosine, contained), numbers) - 1U).code;
}

TEST(Words, tell_two_sizes_of_one_model_apart) {
  EXPECT_EQ(level_of("kestrel fn 220 monitor 22 inch", "kestrel fn 220 monitor 24inch"), "text_like_other_size");
  EXPECT_EQ(level_of("kestrel fn 220 monitor 22 inch", "kestrel fn220 monitor 22inch"), "text_nearly_equal");
  EXPECT_EQ(level_of("kestrel fn 220 monitor 22 inch", "kestrel fn 220 monitor"), "text_nearly_equal") << "of one that says no size nothing is known";
}

TEST(Words, tell_models_from_sizes) { EXPECT_EQ(level_of("kestrel portable monitor fn 220 22 inch", "kestrel portable monitor fn 980 22 inch"), "text_like_other_number"); }

TEST(Words, read_a_number_however_it_is_written) {
  EXPECT_EQ(level_of("pinnock lamp 1,500 lm 2.50 kg", "pinnock lamp 1500lm 2.5kg"), "text_nearly_equal");
  EXPECT_EQ(level_of("pinnock kettle 2.0 l", "pinnock kettle 2 l"), "text_nearly_equal");
  EXPECT_NE(level_of("pinnock kettle 2.5 l", "pinnock kettle 25 l"), "text_nearly_equal");
  EXPECT_EQ(level_of("pinnock firmware 1.2.0", "pinnock firmware 1.2"), "text_like_other_number") << "versions are no amounts";
}

}  // namespace
}  // namespace hutong::matching
