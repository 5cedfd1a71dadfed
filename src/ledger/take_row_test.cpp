#include "ledger/take_row.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "ledger/internal/test_district.h"

namespace hutong::ledger {
namespace {

using namespace test;

TEST(RowTaker, asks_when_a_number_comes_with_another_name_and_counts_the_row_for_nobody) {
  auto district = family();
  district.list("civil.funeral", "2026-09", "2026-10-02", {{"person_name", "刘德山"}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-09-09"}});
  auto result = district.round("2026-09");
  ASSERT_EQ(of_kind(result.open, ProposalKind::identity_question).size(), 1u);
  auto& question = result.open[0];
  EXPECT_NE(question.paragraph.find("刘德山"), std::string::npos);
  EXPECT_NE(question.paragraph.find("张大山"), std::string::npos);
  EXPECT_EQ(question.paragraph.find(father_id), std::string::npos);  // masked
  EXPECT_FALSE(district.registry.has_facts(district.person(father_id)));
  EXPECT_TRUE(district.round("2026-10").opened.empty());  // asked once
}

TEST(RowTaker, settles_a_question_when_the_register_learns_the_other_name) {
  auto district = family();
  district.list("civil.funeral", "2026-09", "2026-10-02", {{"person_name", "张德山"}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-09-09"}});
  ASSERT_EQ(of_kind(district.round("2026-09").open, ProposalKind::identity_question).size(), 1u);
  district.registry.add_name({district.person(father_id), "张德山", 99});  // a human has confirmed it
  auto result = district.round("2026-09");
  EXPECT_EQ(of_kind(result.closed, ProposalKind::identity_question).size(), 1u);
  EXPECT_TRUE(district.registry.has_facts(district.person(father_id)));
}

TEST(RowTaker, asks_whether_a_child_without_a_number_is_the_one_of_that_name_and_birthday) {
  auto district = family();
  auto stranger = id_number("1981-01-01", 993);
  district.list("procuratorate.monthly", "2026-09", "2026-10-02",
                {{"child_name", "张小明"}, {"child_birth", "2015-03-03"}, {"parent_name", "孙大海"}, {"parent_id", stranger}, {"parent_relation", "father"}, {"event", "arrested"}, {"event_date", "2026-09-01"}});
  auto result = district.round("2026-09");
  EXPECT_EQ(of_kind(result.open, ProposalKind::identity_question).size(), 1u);
  // What the row says of the father, who is certain, counts all the same.
  EXPECT_TRUE(district.registry.spell_on(district.person(stranger), FactKind::liberty_restricted, day("2026-09-30"), day("2026-12-31")));
}

TEST(RowTaker, knows_a_child_without_a_number_by_its_name_its_birthday_and_its_father) {
  auto district = family();
  district.list("procuratorate.monthly", "2026-09", "2026-10-02",
                {{"child_name", "张小明"}, {"child_birth", "2015-03-03"}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"parent_relation", "father"}, {"event", "arrested"}, {"event_date", "2026-09-01"}});
  EXPECT_TRUE(of_kind(district.round("2026-09").open, ProposalKind::identity_question).empty());
  EXPECT_EQ(district.registry.people.size(), 3u);
}

TEST(RowTaker, shows_both_records_side_by_side_and_says_what_agrees) {
  auto district = family();
  district.list("civil.funeral", "2026-09", "2026-10-02", {{"person_name", "张火山"}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-09-09"}});
  auto result = district.round("2026-09");
  ASSERT_EQ(result.open.size(), 1u);
  auto masked = values::IdNumber::parse(father_id)->masked();
  for (std::string const& words : {"张火山(号码" + masked, "张大山(号码" + masked, std::string("号码相同"), std::string("(大/火)"), std::string("hutong match answer identity_question:4:person")})
    EXPECT_TRUE((result.open[0].paragraph + result.open[0].next_step).find(words) != std::string::npos) << words << " / " << result.open[0].paragraph << result.open[0].next_step;
}

// A child filed under its father's number: the funeral list's row about the child says nothing of the father.
TEST(RowTaker, does_not_bury_the_father_whose_number_was_written_beside_the_child) {
  auto district = family();
  district.list("police.deregistered", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", father_id}, {"event", "deregistered"}, {"event_detail", "death"}, {"event_date", "2026-09-09"}});
  auto result = district.round("2026-09");
  auto questions = of_kind(result.open, ProposalKind::identity_question);
  ASSERT_EQ(questions.size(), 1u);
  for (auto words : {"可能把监护人或兄弟姐妹的号码写成了本人的", "[1] 张小明", "[2] 张大山"}) EXPECT_NE(questions[0].paragraph.find(words), std::string::npos) << questions[0].paragraph;
  EXPECT_FALSE(district.registry.has_facts(district.person(father_id)));
  EXPECT_FALSE(district.registry.has_facts(district.person(child_id)));
}

// ---- answers -------------------------------------------------------------------------------------------------------------

Answers answers() {
  Answers answers;
  answers.digest = [](std::string_view inputs) { return std::string(inputs); };
  return answers;
}

void bury(District& district, std::string name, std::string period = "2026-09") {
  district.list("civil.funeral", period, period + "-28", {{"person_name", std::move(name)}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-09-09"}});
}

TEST(RowTaker, takes_a_human_at_his_word_and_does_not_ask_again) {
  auto district = family();
  district.answers = answers();
  bury(district, "刘德山");
  ASSERT_EQ(of_kind(district.round("2026-09").open, ProposalKind::identity_question).size(), 1u);
  district.answers.given[district.questions.at(0).candidates.at(0).answer_key] = PairAnswer::same_person;
  EXPECT_TRUE(of_kind(district.round("2026-09").open, ProposalKind::identity_question).empty());
  EXPECT_TRUE(district.registry.has_facts(district.person(father_id)));
  bury(district, "刘德山", "2026-10");  // the same words in the next list
  EXPECT_TRUE(of_kind(district.round("2026-10").open, ProposalKind::identity_question).empty());
}

TEST(RowTaker, counts_nothing_for_a_person_whom_a_human_has_called_another) {
  auto district = family();
  district.answers = answers();
  bury(district, "刘德山");
  district.round("2026-09");
  district.answers.given[district.questions.at(0).candidates.at(0).answer_key] = PairAnswer::different_person;
  bury(district, "刘德山", "2026-10");
  EXPECT_TRUE(of_kind(district.round("2026-10").open, ProposalKind::identity_question).empty());
  EXPECT_FALSE(district.registry.has_facts(district.person(father_id)));
  EXPECT_EQ(district.registry.people.size(), 3u);
}

TEST(RowTaker, asks_anew_when_the_row_says_something_else) {
  auto district = family();
  district.answers = answers();
  bury(district, "刘德山");
  district.round("2026-09");
  district.answers.given[district.questions.at(0).candidates.at(0).answer_key] = PairAnswer::different_person;
  bury(district, "刘德水", "2026-10");
  EXPECT_EQ(of_kind(district.round("2026-10").open, ProposalKind::identity_question).size(), 1u);
}

// 大 read as 太 beside the right number has been answered with yes twenty times.
Answers of_twenty_who_were_misread() {
  Answers all = answers();
  for (int i = 0; i < matching::answers_to_settle; ++i) all.lessons.add("number:equal name:look_alike", true);
  return all;
}

TEST(RowTaker, takes_without_asking_whom_twenty_answers_about_others_settle_and_shows_it) {
  auto district = family();
  district.answers = of_twenty_who_were_misread();
  bury(district, "张太山");
  auto result = district.round("2026-09");
  EXPECT_TRUE(of_kind(result.open, ProposalKind::identity_question).empty());
  EXPECT_TRUE(district.registry.has_facts(district.person(father_id)));
  ASSERT_EQ(result.settled.size(), 1u);
  for (auto words : {"张太山", "认定为张大山", "答复过20次、20次是同一个人"}) EXPECT_NE(result.settled[0].paragraph.find(words), std::string::npos) << result.settled[0].paragraph;
  EXPECT_EQ(district.registry.people.other_names_of(district.person(father_id)), nullptr);  // or an objection would come too late
}

TEST(RowTaker, believes_an_answer_about_this_very_pair_and_not_twenty_about_others) {
  auto district = family();
  district.answers = answers();
  bury(district, "张太山");
  district.round("2026-09");
  auto const key = district.questions.at(0).candidates.at(0).answer_key;
  district.answers = of_twenty_who_were_misread();
  district.answers.given[key] = PairAnswer::different_person;
  bury(district, "张太山", "2026-10");
  EXPECT_TRUE(district.round("2026-10").settled.empty());
  EXPECT_FALSE(district.registry.has_facts(district.person(father_id)));
}

// The second parent of the child, under the number of somebody else: a new person, made once however often the row is taken.
TEST(RowTaker, makes_the_person_behind_a_wrong_number_once) {
  auto district = family();
  district.answers = answers();
  auto stranger = id_number("1981-01-01", 993);
  district.register_person({{"person_name", "孙大海"}, {"person_id", stranger}});
  district.list("court.monthly", "2026-09", "2026-10-02",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"father_name", "刘德山"}, {"father_id", stranger}, {"father_situation", "declared_missing"}, {"father_since", "2026-09-01"}});
  district.round("2026-09");
  ASSERT_EQ(district.questions.size(), 1u);
  district.answers.given[district.questions.at(0).candidates.at(0).answer_key] = PairAnswer::different_person;
  for (auto month : {"2026-09", "2026-10", "2026-11"}) {
    district.round(month);
    ASSERT_EQ(district.questions.size(), 1u);
    EXPECT_EQ(district.questions[0].why, "match_other_parent");  // the register knows another father
    EXPECT_EQ(district.registry.people.size(), 5u);
  }
}

// ---- whom lists know -----------------------------------------------------------------------------------------------------

TEST(RowTaker, makes_a_new_person_of_somebody_nobody_knows) {
  auto district = family();
  auto stranger = id_number("1970-01-01", 993);
  district.list("dpf.severe", "2026-09", "2026-10-02", {{"person_name", "赵铁柱"}, {"disability_card", stranger + "41"}, {"event", "severe_disability"}, {"event_date", "2020-01-01"}, {"disability_category", "肢体"}, {"disability_grade", "1"}});
  district.round("2026-09");
  ASSERT_TRUE(district.person(stranger));  // from the card alone
  EXPECT_TRUE(district.registry.has_facts(district.person(stranger)));
}

TEST(RowTaker, takes_a_father_without_a_number_for_one_man_beside_the_same_mother) {
  District district;
  auto brother_id = id_number("2017-03-03", 991);
  for (auto& [id, name] : {std::pair(child_id, "张小明"), std::pair(brother_id, "张小亮")})
    district.register_person({{"person_name", name}, {"person_id", id}, {"father_name", "阿卜杜"}, {"mother_name", "李秀英"}, {"mother_id", mother_id}});
  district.round("2026-09");
  EXPECT_NE(district.registry.father_of(district.person(child_id)), 0u);
  EXPECT_EQ(district.registry.father_of(district.person(child_id)), district.registry.father_of(district.person(brother_id)));
}

TEST(RowTaker, asks_when_a_list_names_another_father_than_the_register) {
  auto district = family();
  auto other = id_number("1981-01-01", 993);
  district.list("court.monthly", "2026-09", "2026-10-02",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "张大海"}, {"parent_id", other}, {"parent_relation", "father"}, {"event", "declared_missing"}, {"event_date", "2026-09-01"}});
  auto questions = of_kind(district.round("2026-09").open, ProposalKind::identity_question);
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_NE(questions[0].paragraph.find("登记的是另一个人"), std::string::npos);
  EXPECT_EQ(district.registry.father_of(district.person(child_id)), district.person(father_id));
}

TEST(RowTaker, learns_parents_from_a_list_where_the_register_knows_none) {
  District district;
  district.list("police.custody", "2026-09", "2026-10-02",
                {{"child_name", "张小明"}, {"child_id", child_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"father_situation", "compulsory_detox"}, {"father_since", "2025-09-01"},
                 {"mother_name", "李秀英"}, {"mother_id", mother_id}, {"mother_situation", "compulsory_detox"}, {"mother_since", "2025-10"}, {"town_code", "370114003"}});
  auto clues = of_kind(district.round("2026-09").open, ProposalKind::new_clue);
  ASSERT_EQ(clues.size(), 1u);
  EXPECT_EQ(clues[0].since, day("2025-10-31"));  // a month alone counts from its end
}

TEST(RowTaker, ends_remand_when_the_sentence_begins) {
  auto district = family();
  auto told = [&](std::string event, std::string date, std::string period, std::string received) {
    district.list("procuratorate.monthly", period, received, {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"event", event}, {"event_date", date}, {"term", event == "sentenced" ? "P12M" : ""}});
  };
  told("detained", "2026-01-10", "2026-01", "2026-02-02");
  told("arrested", "2026-02-10", "2026-02", "2026-03-02");
  told("sentenced", "2026-06-10", "2026-06", "2026-07-02");
  district.round("2026-06");
  auto father = district.person(father_id);
  EXPECT_TRUE(district.registry.spell_on(father, FactKind::liberty_restricted, day("2026-06-09"), day("2026-12-31")));
  EXPECT_FALSE(district.registry.spell_on(father, FactKind::liberty_restricted, day("2026-06-10"), day("2026-12-31")));
  EXPECT_EQ(district.registry.spell_on(father, FactKind::imprisoned, day("2026-06-10"), day("2026-12-31"))->details.term_months, 12);
}

TEST(RowTaker, reads_a_recheck_as_confirmation_or_end_and_never_as_a_new_beginning) {
  auto district = family();
  auto recheck = [&](std::string detail, std::string looked_on, std::string until) {
    district.list("police.recheck", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"event", "compulsory_detox"}, {"event_detail", detail}, {"event_date", looked_on}, {"event_until", until}});
  };
  district.list("police.custody", "2026-01", "2026-02-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"father_situation", "compulsory_detox"}, {"father_since", "2025-06-01"}});
  recheck("holds", "2026-08-20", "");
  district.round("2026-08");
  auto father = district.person(father_id);
  auto spells = district.registry.spells_of(father, FactKind::compulsory_detox, day("2026-12-31"));
  ASSERT_EQ(spells.size(), 1u);
  EXPECT_EQ(spells[0].until, std::nullopt);
  recheck("ended", "2026-09-20", "2026-09-11");
  district.round("2026-09");
  spells = district.registry.spells_of(father, FactKind::compulsory_detox, day("2026-12-31"));
  ASSERT_EQ(spells.size(), 1u);
  EXPECT_EQ(spells[0].until, day("2026-09-11"));
}

// The demo found it: the procuratorate had told of the arrest and forgotten the sentence; the release then ended a prison nobody had heard of.
TEST(RowTaker, ends_remand_when_somebody_is_released_from_a_prison_no_list_told_of) {
  auto district = family();
  district.list("procuratorate.monthly", "2026-01", "2026-02-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"event", "arrested"}, {"event_date", "2026-01-10"}});
  district.list("police.recheck", "2026-09", "2026-10-02", {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "张大山"}, {"parent_id", father_id}, {"event", "sentenced"}, {"event_detail", "ended"}, {"event_date", "2026-09-30"}, {"event_until", "2026-09-11"}});
  district.round("2026-09");
  auto father = district.person(father_id);
  EXPECT_TRUE(district.registry.spell_on(father, FactKind::liberty_restricted, day("2026-09-10"), day("2026-12-31")));
  EXPECT_FALSE(district.registry.spell_on(father, FactKind::liberty_restricted, day("2026-09-11"), day("2026-12-31")));
}

TEST(RowTaker, keeps_one_fact_for_a_register_that_lists_somebody_every_month) {
  auto district = family();
  for (auto period : {"2026-07", "2026-08", "2026-09"})
    district.list("civil.dibao", period, std::string(period) + "-28", {{"person_name", "李秀英"}, {"person_id", mother_id}, {"amount", "600.00"}});
  district.round("2026-09");
  EXPECT_EQ(district.registry.spells_of(district.person(mother_id), FactKind::dibao, day("2026-12-31")).size(), 1u);
}

TEST(RowTaker, counts_no_prison_for_a_suspended_sentence) {
  auto district = family();
  RowTaker taker(district.registry, test::meanings());
  district.round("2026-08");
  ListRow row;
  row.id = 50;
  row.report = "procuratorate.monthly";
  row.period = month("2026-09");
  row.recorded_on = day("2026-10-02");
  row.fields = {{"parent_name", "张大山"}, {"parent_id", father_id}, {"event", "sentenced"}, {"event_date", "2026-09-01"}, {"term", "P36M"}};
  row.is_term_suspended = true;
  RowTaker(district.registry, test::meanings()).take(row);
  EXPECT_TRUE(district.registry.spell_on(district.person(father_id), FactKind::imprisoned, day("2026-09-30"), day("2026-12-31"))->details.out_of_custody);
}

// Rows about one family, handed in in any order and taken in any number of rounds: in the end the same proposals are open.
std::vector<std::pair<std::string, Fields>> stories() {
  std::string brother_id = id_number("2018-08-08", 993);
  return {
      {"police.households", {{"person_name", "张小明"}, {"person_id", child_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "李秀英"}, {"mother_id", mother_id}, {"town_code", "370114001"}}},
      {"police.households", {{"person_name", "张小亮"}, {"person_id", brother_id}, {"father_name", "张大山"}, {"father_id", father_id}, {"mother_name", "李秀英"}, {"mother_id", mother_id}, {"town_code", "370114001"}}},
      {"civil.funeral", {{"person_name", "张大山"}, {"person_id", father_id}, {"event", "death"}, {"event_date", "2026-03-03"}}},
      {"procuratorate.monthly", {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"event", "detained"}, {"event_date", "2025-12-12"}}},
      {"procuratorate.monthly", {{"child_name", "张小明"}, {"child_id", child_id}, {"parent_name", "李秀英"}, {"parent_id", mother_id}, {"event", "sentenced"}, {"event_date", "2026-04-12"}, {"term", "P24M"}}},
      {"police.deregistered", {{"child_name", "张小亮"}, {"child_id", brother_id}, {"event", "deregistered"}, {"event_detail", "moved_out"}, {"event_date", "2026-05-05"}}},
      {"dpf.severe", {{"person_name", "李秀英"}, {"person_id", mother_id}, {"event", "severe_disability"}, {"event_date", "2024-01-01"}, {"disability_category", "精神"}, {"disability_grade", "3"}}},
      {"civil.dibao", {{"person_name", "李秀英"}, {"person_id", mother_id}, {"pay_from", "2026-01"}, {"amount", "600.00"}}},
  };
}

using Rows = std::vector<std::pair<std::string, Fields>>;

std::set<std::string> open_after(Rows const& rows, std::vector<bool> const& round_after, bool only_clues) {
  District district;
  for (size_t i = 0; i < rows.size(); ++i) {
    district.list(rows[i].first, "2026-08", "2026-09-01", rows[i].second);
    if (round_after[i]) district.round("2026-08");
  }
  std::set<std::string> open;
  for (auto& proposal : district.round("2026-09").open) {
    if (only_clues && proposal.kind != ProposalKind::new_clue) continue;
    open.insert(std::string(code_of(proposal.kind)) + " " + (proposal.children.empty() ? "" : proposal.children[0].name) + " " +
                (proposal.category ? std::string(values::code_of(*proposal.category)) : "") + " " + (proposal.since ? proposal.since->to_string() : ""));
  }
  return open;
}

Rows shuffled(Rows rows) {
  for (size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[static_cast<size_t>(*rc::gen::inRange<int>(0, static_cast<int>(i)))]);
  return rows;
}

RC_GTEST_PROP(Rounds, end_with_the_same_open_proposals_in_whatever_order_lists_arrive, ()) {
  std::vector<bool> one_round(stories().size(), false);
  RC_ASSERT(open_after(shuffled(stories()), one_round, false) == open_after(stories(), one_round, false));
}

// A round in between leaves traces (what was a clue for a while is verified when it ends), but the clues that stand in the end are the same.
RC_GTEST_PROP(Rounds, end_with_the_same_clues_however_many_rounds_are_held_in_between, ()) {
  std::vector<bool> one_round(stories().size(), false), rounds;
  for (size_t i = 0; i < stories().size(); ++i) rounds.push_back(*rc::gen::arbitrary<bool>());
  auto expected = open_after(stories(), one_round, true);
  RC_ASSERT(expected.size() == 1u);
  RC_ASSERT(open_after(shuffled(stories()), rounds, true) == expected);
}

}  // namespace
}  // namespace hutong::ledger
