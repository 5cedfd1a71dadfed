#include "matching/match.h"

#include <gtest/gtest.h>

#include <string>

namespace hutong::matching {
namespace {

values::IdNumber number(std::string_view birth, int sequence, std::string_view area = "370181") {
  std::string digits(area);
  digits += birth;
  digits += std::to_string(sequence);
  digits.push_back(values::id_check_character(digits));
  return values::IdNumber::parse(digits).value();
}

values::Date day(std::string_view iso) { return values::Date::from_iso(iso).value(); }

struct Village {
  People people;
  PersonId known = people.add({number("19800101", 991), "欧阳·震华", {}, {}, "370114001"});
  PersonId without_number = people.add({{}, "王小丫", day("2015-03-03"), values::Sex::female, ""});
};

TEST(Match, is_certain_of_one_number_and_one_name) {
  Village village;
  auto answer = match(village.people, {.id = number("19800101", 991), .name = "欧阳·震华"});
  EXPECT_EQ(answer.verdict, Verdict::certain);
  EXPECT_EQ(answer.person, village.known);
}

TEST(Match, forgives_blanks_width_and_the_kind_of_middle_dot) {
  Village village;
  for (auto name : {"欧阳 • 震华", "欧阳・震华", "欧阳．震华"}) {
    auto answer = match(village.people, {.id = number("19800101", 991), .name = name});
    EXPECT_EQ(answer.verdict, Verdict::certain) << name;
  }
}

TEST(Match, takes_a_number_of_15_digits_for_the_same_person) {
  Village village;
  auto old_number = number("19800101", 991).reveal();
  std::string digits = old_number.substr(0, 6) + old_number.substr(8, 9);
  auto answer = match(village.people, {.id = values::IdNumber::parse(digits).value(), .name = "欧阳·震华"});
  EXPECT_EQ(answer.verdict, Verdict::certain);
  EXPECT_EQ(answer.person, village.known);
}

TEST(Match, asks_when_the_number_is_known_under_another_name) {
  Village village;
  auto answer = match(village.people, {.id = number("19800101", 991), .name = "刘德山"});
  EXPECT_EQ(answer.verdict, Verdict::ask);
  EXPECT_EQ(answer.why, "match_name_differs");
  EXPECT_EQ(answer.candidates, std::vector<PersonId>{village.known});
}

TEST(Match, knows_a_person_under_every_spelling_it_has_learnt) {
  Village village;
  village.people.add_name(village.known, "欧阳震华");
  EXPECT_EQ(match(village.people, {.id = number("19800101", 991), .name = "欧阳震华"}).verdict, Verdict::certain);
}

TEST(Match, asks_without_a_number_even_when_name_and_birthday_fit) {
  Village village;
  auto answer = match(village.people, {.name = "欧阳·震华", .birth_date = day("1980-01-01")});
  EXPECT_EQ(answer.verdict, Verdict::ask);
  EXPECT_EQ(answer.candidates, std::vector<PersonId>{village.known});
}

TEST(Match, asks_whether_a_number_belongs_to_somebody_known_without_one) {
  Village village;
  auto answer = match(village.people, {.id = number("20150303", 992), .name = "王小丫"});
  EXPECT_EQ(answer.verdict, Verdict::ask);
  EXPECT_EQ(answer.why, "match_number_was_missing");
  EXPECT_EQ(answer.candidates, std::vector<PersonId>{village.without_number});
}

TEST(Match, asks_about_the_registered_father_when_a_row_names_him_without_a_number) {
  Village village;
  auto answer = match(village.people, {.name = "欧阳·震华", .suggested = {village.known}});
  EXPECT_EQ(answer.verdict, Verdict::ask);
  EXPECT_EQ(match(village.people, {.name = "刘德山", .suggested = {village.known}}).verdict, Verdict::nobody);
}

TEST(Match, finds_nobody_where_nothing_fits) {
  Village village;
  EXPECT_EQ(match(village.people, {.id = number("19800101", 993), .name = "欧阳·震华"}).verdict, Verdict::nobody);
  EXPECT_EQ(match(village.people, {.name = "王小丫", .birth_date = day("2015-03-04")}).verdict, Verdict::nobody);
  EXPECT_EQ(match(village.people, {}).verdict, Verdict::nobody);
}

TEST(People, keep_numbers_names_and_birthdays_through_growth) {
  People people;
  std::vector<values::IdNumber> numbers;
  for (int i = 0; i < 5000; ++i) {
    char birth[9];
    std::snprintf(birth, sizeof birth, "%04d%02d%02d", 1950 + i % 60, 1 + i / 60 % 12, 1 + i / 720 % 28);
    numbers.push_back(number(birth, 990 + i % 10));
    if (people.with_id(numbers.back())) numbers.pop_back();
    else people.add({numbers.back(), "王小明", {}, {}, i % 2 ? "370114001" : ""});
  }
  for (size_t i = 0; i < numbers.size(); ++i) {
    auto person = static_cast<PersonId>(i + 1);
    ASSERT_EQ(people.with_id(numbers[i]), person);
    ASSERT_EQ(people.id_of(person)->reveal(), numbers[i].reveal());
    ASSERT_EQ(people.birth_date_of(person), numbers[i].birth_date());
  }
  EXPECT_EQ(people.name_of(1), "王小明");
}

}  // namespace
}  // namespace hutong::matching
