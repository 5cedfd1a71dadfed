#include "matching/internal/levels.h"

#include <gtest/gtest.h>

namespace hutong::matching {
namespace {

std::string level_of(std::string_view written, std::string_view other) {
  uint8_t const level = level_of_dates(date_form(written), date_form(other));
  EXPECT_EQ(level_of_dates(date_form(other), date_form(written)), level) << written << " / " << other;
  return levels_of(FieldKind::date).at(level - 1U).code;
}

TEST(Levels, of_a_day_in_both_calendars) {
  EXPECT_EQ(level_of("2010-03-21", "2010-05-04"), "date_lunar");
  EXPECT_EQ(level_of("农历2010年三月廿一", "2010-05-04"), "date_lunar");
  EXPECT_EQ(level_of("2010-12-26", "2010-02-09"), "date_lunar") << "the lunar year had not ended";
  EXPECT_EQ(level_of("2010-03-21", "2010-05-05"), "date_same_year");
}

TEST(Levels, of_a_slip_are_not_taken_for_another_calendar) {
  EXPECT_EQ(level_of("2010-03-01", "2010-04-01"), "date_one_digit");
  EXPECT_EQ(level_of("2010-03", "2010-04-14"), "date_same_year") << "without a day nothing says so";
}

}  // namespace
}  // namespace hutong::matching
