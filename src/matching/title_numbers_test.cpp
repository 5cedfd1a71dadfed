#include "matching/internal/title_numbers.h"

#include <gtest/gtest.h>

namespace hutong::matching {
namespace {

void expect_same(std::string_view title, std::string_view other) {
  EXPECT_TRUE(have_same_numbers(title, other)) << title << " / " << other;
  EXPECT_TRUE(have_same_numbers(other, title)) << other << " / " << title;
}

void expect_other(std::string_view title, std::string_view other) {
  EXPECT_FALSE(have_same_numbers(title, other)) << title << " / " << other;
  EXPECT_FALSE(have_same_numbers(other, title)) << other << " / " << title;
}

TEST(TitleNumbers, are_the_same_however_they_are_spaced) {
  expect_same("tn-630 laser printer", "printer tn630");
  expect_same("hard drive (2 tb)", "2tb hard drive");
  expect_same("lamp 1,000 lm 2.5 kg", "2.5kg lamp, 1000lm");
  expect_same("a relational model of data", "relational model of data, a");
}

TEST(TitleNumbers, tell_sizes_and_models_apart) {
  expect_other("lk-150 hard drive (2 tb)", "lk-150 hard drive 1tb");
  expect_other("lr-930 printer a4", "a3 printer lr-930");
  expect_other("rf-220 memory card", "rf 220i memory card");
  expect_other("history of art, volume 2", "history of art, volume 3");
  expect_other("screen 30 inch", "screen 630 inch");
  expect_other("screen 2.5 inch", "screen 5 inch");
}

TEST(TitleNumbers, that_only_one_of_them_has_may_tell_them_apart) { expect_other("tn-630 printer (a3)", "tn 630 printer"); }

TEST(TitleNumbers, do_not_run_together) { expect_same("model 24 16 mp", "16mp, model 24"); }

}  // namespace
}  // namespace hutong::matching
