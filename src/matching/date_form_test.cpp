#include "matching/date_form.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace hutong::matching {
namespace {

struct Written {
  std::string text, expected;
};

TEST(DateForm, reads_what_stands_in_lists) {
  Written const table[] = {
      {"", ""},
      {"无", ""},
      {"unknown", ""},
      {"0000-00-00", ""},
      {"9999-12-31", ""},
      {"2015-03-05", "2015-03-05"},
      {"2015/3/5", "2015-03-05"},
      {"2015.3.5", "2015-03-05"},
      {"2015. 3. 5", "2015-03-05"},
      {"20150305", "2015-03-05"},
      {"２０１５－０３－０５", "2015-03-05"},
      {"2015年3月5日", "2015-03-05"},
      {"2015年03月05号", "2015-03-05"},
      {"2015 年 3 月 5 日", "2015-03-05"},
      {"二〇一五年三月五日", "2015-03-05"},
      {"二零一五年十二月二十五日", "2015-12-25"},
      {"一九八五年十月三十一日", "1985-10-31"},
      {"农历1985年正月初五", "1985-01-05"},
      {"一九八五年腊月廿三", "1985-12-23"},
      {"1985年冬月三十", "1985-11-30"},
      {"1985年元月5日", "1985-01-05"},
      {"阴历2001年闰四月十五日", "2001-04-15"},
      {"2015-03-05 08:30:00", "2015-03-05"},
      {"2015/3/5 0:00", "2015-03-05"},
      {"2015-03-05T08:30:00.000Z", "2015-03-05"},
      {"20150305083000", "2015-03-05"},
      {"42068", "2015-03-05"},
      {"42068.5", "2015-03-05"},
      {"42068.0", "2015-03-05"},
      {"20150305.0", "2015-03-05"},
      {"2015.0", "2015"},
      {"25/03/2015", "2015-03-25"},
      {"03/25/2015", "2015-03-25"},
      {"05/03/2015", "2015-03-05"},
      {"5.3.2015", "2015-03-05"},
      {"25032015", "2015-03-25"},
      {"Mar 5, 2015", "2015-03-05"},
      {"March 5th, 2015", "2015-03-05"},
      {"5 March 2015", "2015-03-05"},
      {"5-Mar-15", "2015-03-05"},
      {"Thu Mar 5 2015", "2015-03-05"},
      {"2015-Mar-05", "2015-03-05"},
      {"March 2015", "2015-03"},
      {"5/3/85", "1985-03-05"},
      {"85.3.5", "1985-03-05"},
      {"15.03.05", "2015-03-05"},
      {"85年3月5日", "1985-03-05"},
      {"850305", "1985-03-05"},
      {"2015-03", "2015-03"},
      {"2015.3", "2015-03"},
      {"2015年3月", "2015-03"},
      {"3/2015", "2015-03"},
      {"201503", "2015-03"},
      {"2015-03-00", "2015-03"},
      {"2015-00-00", "2015"},
      {"2015", "2015"},
      {"2015年", "2015"},
      {"1945-07-32", "1945-07-32"},
      {"19450732", "1945-07-32"},
      {"1945-25-07", "1945-25-07"},
      {"1945-25", ""},
      {"1945年25月", "1945"},
      {"12", ""},
      {"1-2-3-4-5", ""},
      {"370114201503059913", ""},
      {"13800001234", ""},
      {"2015-03-05x", ""},
  };
  for (Written const& row : table) EXPECT_EQ(date_form(row.text).to_string(), row.expected) << row.text;
}

TEST(DateForm, keeps_the_digits_of_a_day_that_does_not_exist) {
  EXPECT_FALSE(date_form("1945-07-32").exists());
  EXPECT_TRUE(date_form("1945-07-32").is_full());
  EXPECT_FALSE(date_form("2015-02-29").date());
  EXPECT_EQ(date_form("2016-02-29").date(), values::Date::of(2016, 2, 29));
  EXPECT_EQ(date_form("2016-02-29").days_since_epoch(), values::Date::of(2016, 2, 29)->days_since_epoch());
}

TEST(DateForm, says_when_day_and_month_could_change_places) {
  EXPECT_TRUE(date_form("03/04/2015").is_ambiguous());
  EXPECT_EQ(date_form("03/04/2015").to_string(), "2015-04-03");
  EXPECT_EQ(date_form("03/04/2015").other_reading().to_string(), "2015-03-04");
  EXPECT_FALSE(date_form("2015-04-03").is_ambiguous());
  EXPECT_FALSE(date_form("04/04/2015").is_ambiguous());
}

TEST(DateForm, says_when_the_words_are_of_the_lunar_calendar) {
  EXPECT_TRUE(date_form("农历1985年正月初五").is_lunar());
  EXPECT_TRUE(date_form("1985年三月廿三").is_lunar());
  EXPECT_TRUE(date_form("2001年闰四月十五").is_leap_month());
  EXPECT_FALSE(date_form("1985年三月五日").is_lunar());
  EXPECT_FALSE(date_form("1985年元月5日").is_lunar());
}

struct Agreement {
  std::string left, right;
  DateAgreement expected;
};

TEST(DateAgreement, tells_how_two_dates_agree) {
  Agreement const table[] = {
      {"2015-03-05", "2015年3月5日", DateAgreement::equal},
      {"2015-03", "2015.3", DateAgreement::equal},
      {"2015-03-04", "03/04/2015", DateAgreement::other_reading},
      {"2015-03-04", "2015", DateAgreement::as_far_as_known},
      {"2015-03-04", "2015-03", DateAgreement::as_far_as_known},
      {"2015-03", "2015", DateAgreement::as_far_as_known},
      {"2015-03-04", "2015-04-03", DateAgreement::swapped},
      {"2015-03-04", "2016-03-04", DateAgreement::one_digit},
      {"2015-03-04", "2015-03-05", DateAgreement::one_digit},
      {"2015-03-12", "2015-03-21", DateAgreement::transposed},
      {"1998-03-12", "1989-03-12", DateAgreement::transposed},
      {"2015-03-30", "2015-04-02", DateAgreement::near},
      {"2015-03-12", "1987-03-12", DateAgreement::same_month_day},
      {"2015-03-12", "2015-03-29", DateAgreement::same_month},
      {"2015-03-12", "2015-10-12", DateAgreement::same_year_day},
      {"2015-03-12", "2015-10-27", DateAgreement::same_year},
      {"2015-03-12", "2015-10", DateAgreement::same_year},
      {"2015-03-12", "2016-02-27", DateAgreement::within_year},
      {"2015-03-12", "1977-10-27", DateAgreement::different},
      {"2015-03-12", "1977", DateAgreement::different},
  };
  for (Agreement const& row : table) {
    DateForm left = date_form(row.left), right = date_form(row.right);
    EXPECT_EQ(code_of(compare(left, right)), code_of(row.expected)) << row.left << " " << row.right;
    EXPECT_EQ(code_of(compare(right, left)), code_of(row.expected)) << row.right << " " << row.left;
  }
}

std::string any_day() {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", *rc::gen::inRange(1000, 2201), *rc::gen::inRange(1, 13), *rc::gen::inRange(1, 32));
  return text;
}

RC_GTEST_PROP(DateForm, is_written_as_it_was_read, ()) {
  std::string text = any_day();
  DateForm form = date_form(text);
  RC_ASSERT(form.to_string() == text);
  std::string digits = text.substr(0, 4) + text.substr(5, 2) + text.substr(8);
  RC_ASSERT(date_form(digits) == form);
}

RC_GTEST_PROP(DateAgreement, does_not_depend_on_the_side, ()) {
  DateForm left = date_form(any_day()), right = date_form(any_day());
  RC_ASSERT(compare(left, right) == compare(right, left));
  RC_ASSERT(compare(left, left) == DateAgreement::equal);
}

TEST(DateKeys, survive_what_their_header_says) {
  DateKeys keys = date_keys(date_form("2015-03-12"));
  EXPECT_EQ(keys.sorted_digits, date_keys(date_form("2015-12-03")).sorted_digits);
  EXPECT_EQ(keys.sorted_digits, date_keys(date_form("2051-03-21")).sorted_digits);
  EXPECT_NE(keys.sorted_digits, date_keys(date_form("2015-03-13")).sorted_digits);
  EXPECT_EQ(keys.month, date_keys(date_form("2015-03")).month);
  EXPECT_EQ(keys.year, date_keys(date_form("2015")).year);
  EXPECT_EQ(keys.month_day, date_keys(date_form("1987-03-12")).month_day);
  EXPECT_EQ(date_keys(date_form("2015-03")).day, 0u);
  EXPECT_EQ(date_keys(DateForm{}).year, 0u);
}

}  // namespace
}  // namespace hutong::matching
