#include "matching/internal/levels.h"

#include <algorithm>
#include <cmath>

#include "matching/lunar.h"
#include "matching/name_form.h"
#include "matching/strings.h"

namespace hutong::matching {

namespace {

std::vector<LevelKind> const number_levels = {
    {"number_equal", .92, .02},        {"number_repaired", .03, .005},      {"number_agrees_where_known", .012, .005}, {"number_birth_slip", .004, .01},
    {"number_other_area", .004, .01},  {"number_two_slips", .006, .02, .05},     {"number_last_four_differ", .004, .1, .02},     {"number_same_birth", .004, .1, .02},
    {"number_area_where_known", .002, 1}, {"number_same_area", .002, 1, .03},    {"number_other", .01, 1, .08}};

std::vector<LevelKind> const name_levels = {
    {"name_equal", .9, .004},          {"name_equal_variant", .015, .002}, {"name_unreadable", .01, .005},      {"name_homophone", .02, .01},
    {"name_homophone_all", .004, .005}, {"name_nearly_homophone", .004, .01}, {"name_look_alike", .008, .01},   {"name_short_alike", .006, .02},
    {"name_reordered", .003, .01},     {"name_part", .006, .02},           {"name_transcribed", .003, .01},     {"name_one_character", .008, 1},
    {"name_other_surname", .003, .02}, {"name_child_of", .003, .2},        {"name_child_unnamed", .001, .2, .05},    {"name_other_surname_short", .001, .02, .05},
    {"name_surname_only", .004, 1, .06},    {"name_different", .004, 1, .08}};
static_assert(name_agreements == 18);

std::vector<LevelKind> const date_levels = {
    {"date_equal", .92, .05},       {"date_other_reading", .008, .01}, {"date_as_far_as_known", .01, .05}, {"date_swapped", .006, .01},
    {"date_one_digit", .02, .02},   {"date_transposed", .004, .01},    {"date_near", .004, .02},           {"date_same_month_day", .004, .02},
    {"date_same_month", .005, .05}, {"date_same_year_day", .002, .05}, {"date_same_year", .005, 1, .08},        {"date_within_year", .002, 1, .05},
    {"date_other", .01, 1, .1},
    {"date_lunar", .004, .005}};
constexpr uint8_t level_lunar = 14;

std::vector<LevelKind> const identifier_levels = {
    {"identifier_equal", .93, .02}, {"identifier_one_slip", .04, .02}, {"identifier_contained", .01, .05}, {"identifier_other", .02, 1, .15}};

std::vector<LevelKind> const phone_levels = {{"phone_equal", .8, 1}, {"phone_one_slip", .03, 1}, {"phone_contained", .02, 1}, {"phone_other", .15, 1}};

std::vector<LevelKind> const category_levels = {{"category_equal", .96, 1}, {"category_other", .04, 1}};

std::vector<LevelKind> const word_levels = {{"word_equal", .88, .05}, {"word_very_like", .04, .03}, {"word_like", .02, .05}, {"word_initial", .01, .1},
                                            {"word_somewhat_like", .015, 1}, {"word_other", .035, 1, .3},
                                            {"word_swapped", .005, .01}};

std::vector<LevelKind> const amount_levels = {{"amount_equal", .7, 1}, {"amount_within_1_percent", .05, 1}, {"amount_within_5_percent", .07, 1},
                                              {"amount_within_15_percent", .08, 1}, {"amount_within_40_percent", .05, 1}, {"amount_other", .05, 1}};

std::vector<LevelKind> const text_levels = {{"text_equal", .5, 1},      {"text_nearly_equal", .12, 1}, {"text_very_like", .1, 1}, {"text_like", .08, 1},
                                            {"text_half", .07, 1},      {"text_somewhat_like", .05, 1}, {"text_little", .04, 1},  {"text_hardly", .02, 1},
                                            {"text_other", .02, 1},     {"text_very_like_other_number", .01, 1}, {"text_like_other_number", .01, 1},
                                            {"text_very_like_other_size", .01, 1}, {"text_like_other_size", .01, 1}};

}  // namespace

std::vector<LevelKind> const& levels_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::resident_number: return number_levels;
    case FieldKind::identifier: return identifier_levels;
    case FieldKind::person_name: return name_levels;
    case FieldKind::given_name:
    case FieldKind::surname: return word_levels;
    case FieldKind::date: return date_levels;
    case FieldKind::category: return category_levels;
    case FieldKind::phone: return phone_levels;
    case FieldKind::number: return amount_levels;
    case FieldKind::place:
    case FieldKind::text: return text_levels;
  }
  return text_levels;
}

uint8_t level_of_words(std::string_view a, std::string_view b) {
  if (a.size() <= 1 || b.size() <= 1) return a[0] == b[0] ? 4 : 6;
  double likeness = jaro_winkler(a, b);
  if (likeness >= .94) return 2;
  if (likeness >= .88) return 3;
  if (likeness >= .78) return 5;
  return 6;
}

uint8_t level_of_dates(DateForm a, DateForm b) {
  DateAgreement const agreement = compare(a, b);
  bool const may_be_two_calendars = agreement > DateAgreement::near && a.exists() && b.exists();
  if (may_be_two_calendars && is_lunar_pair(*a.days_since_epoch(), *b.days_since_epoch())) return level_lunar;
  return static_cast<uint8_t>(std::max(2, static_cast<int>(agreement) + 1));
}

uint8_t level_of_amounts(double a, double b) {
  bool are_years = a == std::floor(a) && b == std::floor(b) && std::min(a, b) >= 1500 && std::max(a, b) <= 2100;
  if (are_years) {  // one year is one year, not half a per mille
    double apart = std::abs(a - b);
    return apart <= 1 ? 2 : apart <= 2 ? 3 : apart <= 5 ? 4 : apart <= 15 ? 5 : 6;
  }
  double larger = std::max(std::abs(a), std::abs(b));
  double share = larger > 0 ? std::abs(a - b) / larger : 0;
  return share <= .01 ? 2 : share <= .05 ? 3 : share <= .15 ? 4 : share <= .4 ? 5 : 6;
}

float likeness_of(float cosine, float contained) { return std::max(cosine, 0.6F * contained + 0.4F * cosine); }

float likeness_of_letters(std::string_view a, std::string_view b) {
  double letters = jaro_winkler(a, b);
  return letters >= .95 ? .85F : letters >= .9 ? .7F : letters >= .85 ? .5F : 0;
}

uint8_t level_of_likeness(float likeness, Numbers numbers) {
  constexpr float from[] = {.92F, .8F, .65F, .5F, .35F, .2F, .08F};  // levels 2 to 8
  uint8_t level = 2;
  for (float least : from) {
    if (likeness >= least) {
      if (numbers == Numbers::agree || level > 6) return level;
      uint8_t const very_like = numbers == Numbers::other_number ? level_other_number : level_other_size;
      return level <= 3 ? very_like : static_cast<uint8_t>(very_like + 1);
    }
    ++level;
  }
  return level;
}

}  // namespace hutong::matching
