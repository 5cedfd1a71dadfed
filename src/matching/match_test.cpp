#include "matching/match.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "matching/lunar.h"

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
  PersonId father = people.add({number("19850505", 993), "张大山", {}, {}, "370114001"});
  PersonId child = people.add({number("20150606", 991), "张子涵", {}, {}, "370114001"});
  PersonId twin = people.add({number("20150606", 993), "张子豪", {}, {}, "370114001"});

  Match of(Mention const& mention) const { return match(people, mention); }
};

std::vector<PersonId> persons(Match const& answer) {
  std::vector<PersonId> all;
  for (auto& candidate : answer.candidates) all.push_back(candidate.person);
  return all;
}

void expect_certain(Match const& answer, PersonId person) {
  EXPECT_EQ(answer.verdict, Verdict::certain) << answer.why;
  EXPECT_EQ(answer.person, person);
}

void expect_question(Match const& answer, std::string_view why, std::vector<PersonId> const& candidates) {
  EXPECT_EQ(answer.verdict, Verdict::ask);
  EXPECT_EQ(answer.why, why);
  EXPECT_EQ(persons(answer), candidates);
}

void expect_nobody(Match const& answer) {
  EXPECT_EQ(answer.verdict, Verdict::nobody) << answer.why;
  EXPECT_TRUE(answer.candidates.empty());
}

// ---- certain -------------------------------------------------------------------------------------------------------------

TEST(Match, is_certain_of_one_number_and_one_name) {
  Village village;
  expect_certain(village.of({.id = number("19800101", 991), .name = "欧阳·震华"}), village.known);
}

TEST(Match, forgives_blanks_width_and_the_kind_of_middle_dot) {
  Village village;
  for (auto name : {"欧阳 • 震华", "欧阳・震华", "欧阳．震华", "欧阳震华"}) expect_certain(village.of({.id = number("19800101", 991), .name = name}), village.known);
}

TEST(Match, is_certain_of_one_number_and_a_variant_or_a_homophone_of_the_name) {
  Village village;
  for (auto name : {"張大山", "张子涵", "张梓涵"}) {
    bool is_child = std::string_view(name) != "張大山";
    expect_certain(village.of({.id = is_child ? number("20150606", 991) : number("19850505", 993), .name = name}), is_child ? village.child : village.father);
  }
}

TEST(Match, is_certain_of_a_number_in_a_list_without_names) {
  Village village;
  expect_certain(village.of({.id = number("19850505", 993)}), village.father);
}

TEST(Match, takes_a_number_of_15_digits_for_the_same_person) {
  Village village;
  auto old_number = number("19800101", 991).reveal();
  std::string digits = old_number.substr(0, 6) + old_number.substr(8, 9);
  expect_certain(village.of({.id = values::IdNumber::parse(digits).value(), .name = "欧阳·震华"}), village.known);
}

TEST(Match, knows_a_person_under_every_spelling_it_has_learnt) {
  Village village;
  village.people.add_name(village.known, "刘德山");
  expect_certain(village.of({.id = number("19800101", 991), .name = "刘德山"}), village.known);
}

TEST(Match, is_certain_of_a_number_with_one_slip_beside_name_and_birth_date) {
  Village village;
  std::string slipped = number("20150606", 991).reveal();
  slipped[3] = slipped[3] == '1' ? '7' : '1';
  expect_certain(village.of({.damaged_number = slipped, .name = "张子涵", .birth_date = day("2015-06-06")}), village.child);
  // Without the birth date the number alone says who: a human looks.
  expect_question(village.of({.damaged_number = slipped, .name = "张子涵"}), "match_without_number", {village.child});
}

TEST(Match, is_certain_of_a_relative_whose_name_and_birth_date_the_row_tells) {
  Village village;
  expect_certain(village.of({.name = "张子涵", .birth_date = day("2015-06-06"), .suggested = {village.child, village.twin}}), village.child);
}

// ---- ask -----------------------------------------------------------------------------------------------------------------

TEST(Match, asks_when_the_number_is_known_under_another_name) {
  Village village;
  expect_question(village.of({.id = number("19800101", 991), .name = "刘德山"}), "match_name_differs", {village.known});
  expect_question(village.of({.id = number("19850505", 993), .name = "张德山"}), "match_name_differs", {village.father});
}

// The number is the guardian's: another name, and another birth date than the number's.
TEST(Match, asks_about_a_child_under_its_guardians_number_and_offers_the_child_first) {
  Village village;
  expect_question(village.of({.id = number("19850505", 993), .name = "张子涵", .birth_date = day("2015-06-06")}), "match_number_of_another", {village.child, village.father});
  expect_question(village.of({.id = number("19850505", 993), .name = "张子涵", .suggested = {village.child, village.twin}}), "match_number_of_another", {village.child, village.father});
  // A child nobody knows under that number is still not its father.
  expect_question(village.of({.id = number("19850505", 993), .name = "张小丫", .birth_date = day("2020-02-02")}), "match_number_of_another", {village.father});
}

// The homophone of one brother's name is the other brother's own.
TEST(Match, asks_about_a_homophone_when_a_brother_has_that_very_name) {
  Village village;
  auto brother = village.people.add({number("20180808", 993), "张梓涵", {}, {}, "370114001"});
  expect_question(village.of({.id = number("20150606", 991), .name = "张梓涵", .suggested = {brother}}), "match_number_of_another", {brother, village.child});
}

TEST(Match, asks_without_a_number_even_when_name_and_birthday_fit) {
  Village village;
  expect_question(village.of({.name = "欧阳·震华", .birth_date = day("1980-01-01")}), "match_without_number", {village.known});
}

TEST(Match, asks_about_a_birth_date_told_by_the_lunar_calendar) {
  Village village;
  auto lunar = lunar_date_of(day("2015-06-06").days_since_epoch()).value();
  auto written = values::Date::of(lunar.year, static_cast<unsigned>(lunar.month), static_cast<unsigned>(lunar.day)).value();
  auto answer = village.of({.name = "张子涵", .birth_date = written});
  expect_question(answer, "match_without_number", {village.child});
  EXPECT_TRUE(answer.candidates.at(0).how.is_lunar_date);
}

TEST(Match, asks_about_a_slip_in_the_birth_date_of_somebody_in_the_same_town) {
  Village village;
  expect_question(village.of({.name = "张子涵", .birth_date = day("2015-06-16"), .town = "370114001"}), "match_without_number", {village.child});
  expect_nobody(village.of({.name = "张子涵", .birth_date = day("2015-06-16"), .town = "370114002"}));
}

TEST(Match, asks_whether_a_number_belongs_to_somebody_known_without_one) {
  Village village;
  expect_question(village.of({.id = number("20150303", 992), .name = "王小丫"}), "match_number_was_missing", {village.without_number});
}

TEST(Match, asks_about_a_right_number_that_is_one_slip_from_somebody_of_that_name) {
  Village village;
  expect_question(village.of({.id = number("20150606", 991, "370114"), .name = "张子涵"}), "match_number_differs", {village.child});
  expect_question(village.of({.id = number("20150606", 995), .name = "张子涵", .town = "370114001"}), "match_number_differs", {village.child});
}

TEST(Match, asks_about_the_registered_father_when_a_row_names_him_without_a_number) {
  Village village;
  expect_question(village.of({.name = "欧阳·震华", .suggested = {village.known}}), "match_without_number", {village.known});
  expect_nobody(village.of({.name = "刘德山", .suggested = {village.known}}));
}

TEST(Match, puts_the_likeliest_first_and_offers_at_most_five) {
  Village village;
  for (int i = 0; i < 10; ++i) village.people.add({{}, "张子涵", day("2015-06-06"), {}, i == 7 ? "370114002" : ""});
  auto answer = village.of({.name = "张子涵", .birth_date = day("2015-06-06"), .town = "370114002"});
  ASSERT_EQ(answer.candidates.size(), candidates_max);
  EXPECT_EQ(village.people.town_of(answer.candidates[0].person), "370114002");
}

// ---- nobody --------------------------------------------------------------------------------------------------------------

TEST(Match, finds_nobody_where_nothing_fits) {
  Village village;
  expect_nobody(village.of({.id = number("19800101", 993), .name = "李震华"}));
  expect_nobody(village.of({.name = "王小丫", .birth_date = day("2015-03-04")}));
  expect_nobody(village.of({}));
}

TEST(Match, never_takes_a_name_alone_for_anybody) {
  Village village;
  expect_nobody(village.of({.name = "张大山"}));
  expect_nobody(village.of({.name = "张大山", .town = "370114001"}));
}

TEST(Match, does_not_take_one_twin_for_the_other) {
  Village village;
  expect_nobody(village.of({.id = number("20150606", 995), .name = "张子轩", .town = "370114001"}));
  expect_nobody(village.of({.name = "张子轩", .birth_date = day("2015-06-06"), .town = "370114001", .suggested = {}}));
  expect_question(village.of({.name = "张子轩", .birth_date = day("2015-06-06"), .town = "370114001", .suggested = {village.child, village.twin}}), "match_without_number",
                  {village.child, village.twin});
}

// Two persons of the register with two right numbers are two persons, however alike the rest is.
TEST(Match, believes_the_household_register_that_two_numbers_are_two_persons) {
  Village village;
  expect_nobody(village.of({.id = number("20150606", 991, "370114"), .name = "张子涵", .town = "370114001", .is_register = true}));
}

// ---- what the clerks' answers teach --------------------------------------------------------------------------------------

// 张大山 written 张太山 beside his own number.
constexpr char const* number_and_look_alike = "number:equal name:look_alike";

Lessons taught(std::string const& agreement, int same, int different) {
  Lessons lessons;
  for (int i = 0; i < same; ++i) lessons.add(agreement, true);
  for (int i = 0; i < different; ++i) lessons.add(agreement, false);
  return lessons;
}

Mention misread_father() { return {.id = number("19850505", 993), .name = "张太山"}; }

TEST(Lessons, of_a_way_of_agreeing_move_the_score_of_all_who_agree_so_and_of_nobody_else) {
  Village village;
  auto bits = [&](Mention const& mention, Lessons const& lessons) { return compare(village.people, village.father, mention, lessons).all_bits(); };
  double const untaught = bits(misread_father(), {});
  EXPECT_GT(bits(misread_father(), taught(number_and_look_alike, 1, 0)), untaught);
  EXPECT_GT(bits(misread_father(), taught(number_and_look_alike, 5, 0)), bits(misread_father(), taught(number_and_look_alike, 1, 0)));
  EXPECT_LT(bits(misread_father(), taught(number_and_look_alike, 0, 1)), untaught);
  Mention const another = {.id = number("19850505", 993), .name = "刘德水"};
  EXPECT_EQ(bits(another, taught(number_and_look_alike, 5, 5)), bits(another, {}));
}

TEST(Lessons, correct_the_belief_as_labels_correct_a_linkage) {
  Village village;
  Mention const another = {.id = number("19850505", 993), .name = "刘德水"};
  auto const how = compare(village.people, village.father, another, taught("number:equal name:different", 1, 3));
  double const believed = probability_of(how.bits);
  EXPECT_NEAR(probability_of(how.all_bits()), (believed + 1) / 5, 1e-9);
  EXPECT_EQ(how.answered, (Tally{1, 3}));
}

TEST(Lessons, weigh_the_town_beside_what_was_answered) {
  Village village;
  auto const lessons = taught("name:equal birth:equal sex:same", 0, 2);
  Mention here = {.name = "张子涵", .birth_date = day("2015-06-06"), .sex = values::Sex::male, .town = "370114001"}, elsewhere = here;
  elsewhere.town = "370114002";
  double const near = compare(village.people, village.child, here, lessons).all_bits(), far = compare(village.people, village.child, elsewhere, lessons).all_bits();
  EXPECT_NEAR(near - far, 4, 1e-9);
}

TEST(Lessons, spare_a_question_that_was_answered_twenty_times_with_yes_and_never_with_no) {
  Village village;
  auto settled = [&](Mention const& mention, Lessons const& lessons) {
    auto const answer = match(village.people, mention, lessons);
    EXPECT_EQ(answer.verdict, Verdict::ask);  // the caller may know an answer about this very pair
    return answer.settled;
  };
  EXPECT_EQ(settled(misread_father(), taught(number_and_look_alike, 20, 0)), village.father);
  EXPECT_EQ(settled(misread_father(), taught(number_and_look_alike, 19, 0)), 0u);
  EXPECT_EQ(settled(misread_father(), taught(number_and_look_alike, 500, 1)), 0u);
}

TEST(Lessons, never_settle_what_may_be_a_twin_a_sibling_or_a_guardians_number) {
  Village village;
  Lessons all;
  for (int i = 0; i < 1000; ++i)
    for (auto name : {"one_character", "other_surname", "different", "surname_only", "child_of", "look_alike"})
      for (std::string const also : {"", " birth:different", " birth:equal", " relative:yes"}) all.add(std::string("number:equal name:") + name + also, true);
  for (auto name : {"张德山", "李大山", "刘德水", "张子豪"}) EXPECT_EQ(match(village.people, {.id = number("19850505", 993), .name = name}, all).settled, 0u) << name;
  Mention born_otherwise = misread_father();
  born_otherwise.birth_date = day("2015-06-06");
  EXPECT_EQ(match(village.people, born_otherwise, all).settled, 0u);
  // Without a number nothing is settled by what others were.
  Lessons without_number;
  for (int i = 0; i < 1000; ++i) without_number.add("name:equal birth:equal sex:same", true);
  EXPECT_EQ(match(village.people, {.name = "王小丫", .birth_date = day("2015-03-03"), .sex = values::Sex::female}, without_number).settled, 0u);
}

TEST(Lessons, leave_nobody_unasked_however_often_the_answer_was_no) {
  Village village;
  expect_question(match(village.people, misread_father(), taught(number_and_look_alike, 0, 1000)), "match_name_differs", {village.father});
  Mention const by_birth = {.name = "王小丫", .birth_date = day("2015-03-03"), .sex = values::Sex::female};
  auto const untaught = match(village.people, by_birth);
  auto const taught_no = match(village.people, by_birth, taught(agreement_of(untaught.candidates.at(0).how), 0, 1000));
  EXPECT_EQ(persons(taught_no), persons(untaught));
}

// ---- people --------------------------------------------------------------------------------------------------------------

TEST(People, find_everybody_born_on_a_day_however_late_they_came) {
  People people;
  std::map<int32_t, std::vector<PersonId>> expected;
  for (int i = 0; i < 20'000; ++i) {
    int32_t const birth = 10'000 + i * 7919 % 300;
    expected[birth].push_back(people.add({{}, "王小明", values::Date().plus_days(birth), {}, ""}));
    if (i % 1000 == 0) people.each_born_on(birth, [](PersonId) {});
  }
  for (auto& [birth, all] : expected) {
    std::vector<PersonId> found;
    people.each_born_on(birth, [&](PersonId person) { found.push_back(person); });
    ASSERT_EQ(found, all);
  }
}

TEST(People, are_found_in_the_town_they_moved_to) {
  People people;
  auto person = people.add({{}, "王小明", day("2015-03-03"), {}, "370114001"});
  auto in = [&](std::string_view town) {
    int count = 0;
    people.each_named_in(town, 2015, "王小明", [&](PersonId found) { count += found == person; });
    return count;
  };
  EXPECT_EQ(in("370114001"), 1);
  people.set_town(person, "370114002");
  EXPECT_EQ(in("370114002"), 1);
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
